"""Encodes one MP3 on several cores: pieces of the sound side by side, joined to what one encoder makes.

LAME looks back and ahead by a few frames only. Where no frame borrows bits of its neighbours (the option
``reservoir`` is off), a piece that begins some frames earlier and ends some frames later, less those frames,
is the same to the last bit.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from .loudness import CHANNELS, RATE
from .source import Samples

if TYPE_CHECKING:
    from av import Packet

FRAME: Final = 1152
PIECE_FRAMES: Final = 200
_BEFORE, _AFTER = 8, 4
_MOST_THREADS = 4


class Piece(NamedTuple):
    """Sound from MP3 frame ``start`` on, shape ``(n, 2)``. Of the frames that it makes the first ``skipped``
    and those after ``kept`` more belong to its neighbours; None: there is no neighbour any more.
    """

    samples: Samples
    start: int
    skipped: int
    kept: int | None


def encode_in_pieces(blocks: Iterable[Samples], encoder: Callable[[], Any]) -> Iterator[list[Packet[Any]]]:
    """The packets of all ``blocks``, in order and with their times, some seconds of sound at once.

    ``encoder`` makes a new ``av`` codec context of libmp3lame with the reservoir off.
    """
    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    waiting: deque[Future[list[Packet[Any]]]] = deque()
    with ThreadPoolExecutor(threads, "mp3") as pool:
        for piece in pieces(blocks):
            waiting.append(pool.submit(_encoded, piece, encoder))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def pieces(blocks: Iterable[Samples]) -> Iterator[Piece]:
    """Cut sound of any length at whole frames, each piece with the surroundings that its encoder needs."""
    parts: list[Samples] = []
    held, start, skipped = 0, 0, 0
    for block in blocks:
        parts.append(block)
        held += len(block)
        while held >= (whole := skipped + PIECE_FRAMES + _AFTER) * FRAME:
            sound = np.concatenate(parts)
            yield Piece(sound[: whole * FRAME], start, skipped, PIECE_FRAMES)
            passed = skipped + PIECE_FRAMES - _BEFORE
            start, skipped = start + passed, _BEFORE
            parts, held = [sound[passed * FRAME :]], len(sound) - passed * FRAME
    yield Piece(np.concatenate([np.zeros((0, CHANNELS), np.float32), *parts]), start, skipped, None)


def _encoded(piece: Piece, encoder: Callable[[], Any]) -> list[Packet[Any]]:
    import av

    context = encoder()
    packets: list[Packet[Any]] = []
    if len(piece.samples):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(piece.samples.T), "fltp", "stereo")
        frame.sample_rate, frame.pts = RATE, piece.start * FRAME
        packets += context.encode(frame)
    packets += context.encode(None)
    end = None if piece.kept is None else piece.skipped + piece.kept
    return packets[piece.skipped : end]
