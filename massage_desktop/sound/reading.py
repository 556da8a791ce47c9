"""A part of a file, decoded a few seconds ahead in a thread of its own: a slow disk is not heard at once."""

from __future__ import annotations

import queue
import threading
from pathlib import Path
from typing import Final

from .decode import SoundFileError, stream
from .loudness import RATE
from .source import Samples

AHEAD_PIECES: Final = 6
"""Half seconds that are decoded before they are asked for."""

_DROPPED_FRAMES = 60 * RATE
_LOOK_AROUND_S = 0.1


class Reading:
    """Frames ``start`` to ``end`` (at 48 kHz) of a file, sample by sample the same however often it is read.

    What comes before is decoded and dropped: a decoder that jumps into a file may give other samples. Only a
    silence of minutes is jumped over.
    """

    def __init__(self, path: Path, start: int, end: int) -> None:
        self._path, self._start, self._end = path, start, end
        self._pieces: queue.Queue[Samples | SoundFileError | None] = queue.Queue(AHEAD_PIECES)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reading", daemon=True)
        self._thread.start()

    def next(self, patience_s: float) -> Samples | None:
        """The next piece (n, 2), or None at the end.

        Raises :class:`~massage_desktop.sound.decode.SoundFileError` when the file cannot be read, or nothing
        of it comes within ``patience_s``.
        """
        try:
            piece = self._pieces.get(timeout=patience_s)
        except queue.Empty:
            raise SoundFileError(
                f"{self._path}: reading it takes too long. Copy it to a faster disk."
            ) from None
        if isinstance(piece, SoundFileError):
            raise piece
        return piece

    def close(self) -> None:
        """Let the file go, within a moment; does not wait."""
        self._stop.set()

    def _run(self) -> None:
        last: SoundFileError | None = None
        at = self._start if self._start > _DROPPED_FRAMES else 0
        pieces = stream(self._path, start_s=at / RATE, max_seconds=max(0, self._end - at) / RATE)
        try:
            for piece in pieces:
                wanted = piece[max(0, self._start - at) :]
                at += len(piece)
                if not self._put(wanted):
                    return
        except SoundFileError as error:
            last = error
        except (OSError, MemoryError) as error:
            last = SoundFileError(f"{self._path}: reading it failed ({error}). Choose another file.")
        finally:
            pieces.close()
        self._put(last)

    def _put(self, piece: Samples | SoundFileError | None) -> bool:
        """Wait for room; False once nobody reads any more."""
        if piece is not None and not isinstance(piece, SoundFileError) and not len(piece):
            return not self._stop.is_set()
        while not self._stop.is_set():
            try:
                self._pieces.put(piece, timeout=_LOOK_AROUND_S)
            except queue.Full:
                continue
            return True
        return False
