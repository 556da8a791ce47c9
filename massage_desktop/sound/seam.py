"""Where a track can jump back unheard: a place near its end that sounds like one near its beginning.

Likeness is looked for in the waveform, first below 500 Hz, where melody and harmony are, then in all of it,
sample by sample; and the loudness around both places must agree. Much music has no such place, noise never:
then nothing is found, and the end is crossfaded with the beginning instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, NamedTuple, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from .loudness import RATE, Energies
from .source import Samples

SEAM_FADE_S: Final = 0.5
LONGEST_S: Final = 600.0
"""In longer tracks no seam is looked for: they outlast half a session."""

SHORTEST_S: Final = 6.0

DRAFT_RATE: Final = 4000
_COARSE_RATE = 1000
_WINDOW_S = 2.0
_STEP_S = 1.0
_SHORTEST_SHARE = 0.5
_HEAD_S = 30.0
_TAIL_S = 60.0
_ALIKE_COARSE = 0.85
_ALIKE_FINE = 0.7
_LEVELS_APART_DB = 2.0
_QUIETEST_LU = 25.0
_TRIED = 4
_SLACK_FRAMES = 96
_DRAFT_STEP = RATE // DRAFT_RATE
_MEAN: NDArray[np.float32] = np.full(2 * _DRAFT_STEP, 1 / (2 * _DRAFT_STEP), np.float32)

_Frame = Annotated[int, msgspec.Meta(ge=0, le=int(LONGEST_S) * RATE)]


class Seam(msgspec.Struct, frozen=True, kw_only=True):
    """At frame ``leave`` the sound begins to cross over to what starts at ``enter``, within ``fade`` frames.

    Frames at 48 kHz from the beginning of the file. ``alike`` is how alike both waveforms are there, 0 to 1.
    """

    leave: _Frame
    enter: _Frame
    fade: _Frame
    alike: Annotated[float, msgspec.Meta(ge=0, le=1)]


class Read(Protocol):
    """Reads the file again from its beginning, block by block (n, 2)."""

    def __call__(self) -> Iterator[Samples]:
        """The blocks."""


class Draft:
    """A thin mono copy of a track (4 kHz), gathered while it is measured; given up when it grows too long."""

    def __init__(self) -> None:
        self._parts: list[NDArray[np.float32]] | None = []
        self._rest: Samples = np.zeros((0, 2), np.float32)
        self._length = 0

    def feed(self, block: Samples) -> None:
        """Take the next samples (n, 2) at 48 kHz."""
        if self._parts is None:
            return
        joined = np.concatenate([self._rest, block]) if len(self._rest) else block
        whole = len(joined) // _DRAFT_STEP * _DRAFT_STEP
        self._rest = joined[whole:].copy()
        # A product with a constant is ten times as fast as a mean over short rows.
        self._parts.append(joined[:whole].reshape(-1, 2 * _DRAFT_STEP) @ _MEAN)
        self._length += whole
        if self._length > LONGEST_S * RATE:
            self._parts = None

    def line(self) -> NDArray[np.float32] | None:
        """The whole copy (n,), or None when the track was too long."""
        return None if self._parts is None else np.concatenate([np.zeros(0, np.float32), *self._parts])


class _Place(NamedTuple):
    """A window near the beginning and one near the end that sound alike, in seconds of the file."""

    enter_s: float
    leave_s: float
    alike: float


def find_seam(
    draft: NDArray[np.float32], energies: Energies, part_s: tuple[float, float], read: Read
) -> Seam | None:
    """The seam of a track, or None.

    Args:
        draft: its thin copy, see :class:`Draft`.
        energies: of its 10 ms hops.
        part_s: where it begins and ends to be heard.
        read: reads it again; only called when a place was found.
    """
    start_s, end_s = part_s
    if not SHORTEST_S <= end_s - start_s <= LONGEST_S:
        return None
    places = [p for p in _alike_places(draft, start_s, end_s) if _as_loud(energies, p)]
    # The longer the loop the better, among places that are about equally alike.
    places.sort(key=lambda p: (-round(p.alike / 0.03), p.enter_s - p.leave_s))
    return _fine(places[:_TRIED], read) if places else None


def crossed(tail: Samples, head: Samples, alike: float = 0.0) -> Samples:
    """``tail`` crossing over to ``head``, both (n, 2), at a steady loudness.

    Sounds that have nothing in common cross at equal power; the more alike their waveforms are (0 to 1), the
    more they would swell in the middle, so much softer they are there.
    """
    angle = ((np.arange(len(tail), dtype=np.float32) + 0.5) / max(1, len(tail)) * (np.pi / 2))[:, None]
    going, coming = np.cos(angle), np.sin(angle)
    softer = 1 / np.sqrt(1 + 2 * np.float32(alike) * going * coming)
    return np.asarray((tail * going + head * coming) * softer, np.float32)


def _alike_places(draft: NDArray[np.float32], start_s: float, end_s: float) -> list[_Place]:
    """For windows near the beginning, the place near the end that is most like each, if it is at all."""
    line, rate = _coarse(draft), _COARSE_RATE
    length_s, window = end_s - start_s, round(_WINDOW_S * rate)
    from_s = max(end_s - _TAIL_S, start_s + length_s / 2)
    tail = line[round(from_s * rate) : round(end_s * rate)]
    if len(tail) < 2 * window:
        return []
    size = 1 << (len(tail) + window - 1).bit_length()
    spectrum = np.fft.rfft(tail, size)
    sums = np.concatenate([[0.0], np.cumsum(tail * tail, dtype=np.float64)])
    norms = np.sqrt(np.maximum(sums[window:] - sums[:-window], 1e-12))
    quietest = float(np.sqrt((line * line).mean() * window)) * 10 ** (-_QUIETEST_LU / 20)
    places = []
    for enter_s in np.arange(start_s + 0.1, start_s + min(_HEAD_S, length_s / 3), _STEP_S):
        head = line[round(enter_s * rate) :][:window]
        norm = float(np.linalg.norm(head))
        if norm <= quietest:
            continue
        alike = np.fft.irfft(spectrum * np.fft.rfft(head, size).conj(), size)[: len(norms)]
        alike = np.where(norms > quietest, alike / (norm * norms), 0.0)
        # The last of all that are about as alike makes the longest loop.
        best = int(np.flatnonzero(alike >= alike.max() - 0.01)[-1])
        long_enough = from_s + best / rate - enter_s >= length_s * _SHORTEST_SHARE
        if alike[best] >= _ALIKE_COARSE and long_enough:
            places.append(_Place(float(enter_s), from_s + best / rate, float(alike[best])))
    return places


def _coarse(draft: NDArray[np.float32]) -> NDArray[np.float32]:
    """The draft at 1 kHz: what is above 500 Hz is cut off in the spectrum, as folding would spoil it."""
    step = DRAFT_RATE // _COARSE_RATE
    even = len(draft) // (2 * step) * 2 * step
    spectrum = np.fft.rfft(draft[:even])[: even // (2 * step) + 1]
    spectrum[0] = 0.0
    return np.asarray(np.fft.irfft(spectrum, even // step) / step, np.float32)


def _as_loud(energies: Energies, place: _Place) -> bool:
    """Whether the loudness agrees around both places, tenth by tenth of a second."""
    hops, tenths = round(_WINDOW_S * 100), round(_WINDOW_S * 10)
    both = []
    for at_s in (place.enter_s, place.leave_s):
        part = energies[round(at_s * 100) :][:hops]
        if len(part) < hops:
            return False
        both.append(10 * np.log10(part.reshape(tenths, -1).mean(axis=1) + 1e-12))
    return float(np.abs(both[0] - both[1]).mean()) <= _LEVELS_APART_DB


def _fine(places: Sequence[_Place], read: Read) -> Seam | None:
    """The first of ``places`` that is alike in all frequencies too, to the sample."""
    window, fade = round(_WINDOW_S / 2 * RATE), round(SEAM_FADE_S * RATE)
    enters = [round(p.enter_s * RATE) for p in places]
    leaves = [max(0, round(p.leave_s * RATE) - _SLACK_FRAMES) for p in places]
    spans = [(at, at + window) for at in enters] + [(at, at + window + 2 * _SLACK_FRAMES) for at in leaves]
    lines = _cut(read(), spans)
    for n in range(len(places)):
        head, tail = lines[n], lines[len(places) + n]
        if len(head) < window or len(tail) < window + 2 * _SLACK_FRAMES:
            continue
        by, alike = _best_shift(head, tail)
        if alike >= _ALIKE_FINE:
            return Seam(leave=leaves[n] + by, enter=enters[n], fade=fade, alike=min(1.0, alike))
    return None


def _best_shift(head: NDArray[np.float64], tail: NDArray[np.float64]) -> tuple[int, float]:
    """By how many frames ``head`` lies inside the longer ``tail``, and how alike they are there."""
    size = 1 << (len(tail) + len(head)).bit_length()
    products = np.fft.irfft(np.fft.rfft(tail, size) * np.fft.rfft(head, size).conj(), size)
    products = products[: len(tail) - len(head) + 1]
    sums = np.concatenate([[0.0], np.cumsum(tail * tail)])
    norms = np.sqrt((sums[len(head) :] - sums[: len(products)]) * float(head @ head))
    alike = products / np.maximum(norms, 1e-12)
    by = int(np.argmax(alike))
    return by, float(alike[by])


def _cut(blocks: Iterator[Samples], spans: Sequence[tuple[int, int]]) -> list[NDArray[np.float64]]:
    """Mono copies of some spans of frames; shorter where the sound ends early."""
    parts: list[list[Samples]] = [[] for _ in spans]
    at, last = 0, max(end for _, end in spans)
    for block in blocks:
        for kept, (start, end) in zip(parts, spans, strict=True):
            piece = block[max(0, start - at) : max(0, end - at)]
            if len(piece):
                kept.append(piece)
        at += len(block)
        if at >= last:
            break
    return [
        np.concatenate([np.zeros((0, 2), np.float32), *kept]).mean(axis=1, dtype=np.float64) for kept in parts
    ]
