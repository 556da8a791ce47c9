"""The frame that every generator stands in: events on a seeded grid, so block sizes cannot be heard."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from massage_desktop.sound.source import Samples

RATE_HZ = 48_000
HOP = 2048
"""Frames from one overlapping window to the next (43 ms)."""

HOPS = 8
SPAN = HOPS * HOP
"""Frames from one grid line to the next (0.34 s): windows are computed together, for speed."""

FRAME = 2 * HOP
"""Frames of one overlapping window."""

_RAMP = (np.arange(FRAME, dtype=np.float64) + 0.5) * np.pi / FRAME
POWER_WINDOW = np.sin(_RAMP).astype(np.float32)
"""Sine window: half-overlapped, unrelated frames keep their power."""

AMPLITUDE_WINDOW = (np.sin(_RAMP) ** 2).astype(np.float32)
"""Hann window: half-overlapped frames of one continuing wave keep its amplitude."""


_ROW = 64


def rng_at(seed: int, *place: int) -> np.random.Generator:
    """The random numbers of one place on the grid: the same whatever was rendered before."""
    return np.random.default_rng((seed, *place))


class Drift:
    """A smooth random curve that never repeats: Gaussian knots every ``period_s``, joined by cosine arcs.

    Its values have mean 0 and a deviation of about ``depth`` (at the knots; four fifths of it in the mean).
    """

    def __init__(self, seed: int, lane: int, period_s: float, depth: float) -> None:
        self._seed = seed
        self._lane = lane
        self._period_s = period_s
        self._depth = depth
        self._knots: dict[int, float] = {}

    def at(self, time_s: float) -> float:
        """Value at a time in seconds from the start of the sound."""
        knot = math.floor(time_s / self._period_s)
        part = time_s / self._period_s - knot
        low, high = self._knot(knot), self._knot(knot + 1)
        return low + (high - low) * (0.5 - 0.5 * math.cos(math.pi * part))

    def over(self, times_s: np.ndarray) -> np.ndarray:
        """Values at times that lie close together, in order; the same shape."""
        place = times_s / self._period_s
        whole = np.floor(place)
        warped = whole + (0.5 - 0.5 * np.cos(np.pi * (place - whole)))
        first, last = int(whole[0]), int(whole[-1]) + 1
        return np.interp(warped, range(first, last + 1), [self._knot(n) for n in range(first, last + 1)])

    def _knot(self, number: int) -> float:
        if number not in self._knots:
            if len(self._knots) > 64:
                self._knots.clear()
            draw = float(rng_at(self._seed, self._lane, number).standard_normal())
            self._knots[number] = self._depth * min(max(draw, -2.2), 2.2)
        return self._knots[number]


class GridSource:
    """Base of generated sources: adds up one contribution a grid line and hands out frames as asked.

    A subclass gives :meth:`contribution`; ``title`` is shown to the person, ``gain`` brings the sum to the
    nominal loudness.
    """

    title = "Generated sound"
    gain = 1.0

    def __init__(self, seed: int | None = None) -> None:
        self.seed = int(np.random.default_rng().integers(2**31)) if seed is None else seed
        self.notes: list[str] = []
        self._line = 0
        self._sum = blank(2 * SPAN)
        self._left: Samples = np.zeros((0, 2), dtype=np.float32)

    def contribution(self, line: int) -> Samples:
        """Sound that begins at frame ``line * SPAN``: shape ``(at most 2 * SPAN, 2)``."""
        raise NotImplementedError

    def render(self, frames: int) -> Samples:
        """The next ``frames`` frames, shape ``(frames, 2)``."""
        parts = [self._left]
        have = len(self._left)
        while have < frames:
            parts.append(self._next_line())
            have += SPAN
        ready = np.concatenate(parts)
        self._left = ready[frames:]
        return ready[:frames]

    def close(self) -> None:
        """Nothing to let go of."""

    def _next_line(self) -> Samples:
        part = self.contribution(self._line)
        self._line += 1
        self._sum[: len(part)] += part
        done = np.empty((SPAN, 2), np.float32)
        for ear in (0, 1):
            np.multiply(self._sum[:SPAN, ear], np.float32(self.gain), out=done[:, ear])
        self._sum[:SPAN] = self._sum[SPAN:]
        self._sum[SPAN:] = 0.0
        return done


def blank(frames: int) -> Samples:
    """Silence to add sounds to, shape ``(frames, 2)``; each side lies in one piece: that is quicker."""
    return np.zeros((2, frames), np.float32).T


def overlapped(windows: np.ndarray) -> Samples:
    """``HOPS`` windows of ``FRAME`` frames, shape ``(HOPS, 2, FRAME)``, added up half-overlapped."""
    out = np.empty((2, HOPS + 1, HOP), dtype=np.float32)
    halves = windows.transpose(1, 0, 2).reshape(2, HOPS, 2, HOP)
    out[:, :-1] = halves[:, :, 0]
    out[:, -1] = 0.0
    out[:, 1:] += halves[:, :, 1]
    return out.reshape(2, -1).T


def windowed_waves(hz: np.ndarray) -> np.ndarray:
    """A cosine and a sine of each of ``hz`` (any shape of n) under the Hann window, shape ``(n, 2, FRAME)``.

    float32. A wave at t + u is the product of those at t and u, so only a row and a column are worked out.
    """
    turn = 2j * np.pi / RATE_HZ * np.ravel(hz)[:, None]
    row = np.exp(turn * np.arange(_ROW)).astype(np.complex64)
    column = np.exp(turn * np.arange(0, FRAME, _ROW)).astype(np.complex64)
    waves = (column[:, :, None] * row[:, None]).reshape(-1, FRAME)
    return np.stack([waves.real, waves.imag], axis=1) * AMPLITUDE_WINDOW


def add_grains(out: Samples, starts: np.ndarray, grains: np.ndarray, sides: np.ndarray) -> None:
    """Add short sounds, shape ``(n, frames)``, to ``out`` from frames ``starts`` on.

    ``sides``, shape ``(n, 2)``, is how loud each of them is left and right.
    """
    frames = grains.shape[1]
    ears = out.T
    for start, grain, side in zip(starts.tolist(), grains, sides.astype(np.float32), strict=True):
        ears[:, start : start + frames] += side[:, None] * grain


def pan_gains(pan: Sequence[float] | np.ndarray) -> np.ndarray:
    """Equal-power gains of places from -1 (left) to 1 (right): shape ``(len(pan), 2)``, float32."""
    angle = (np.asarray(pan, dtype=np.float64) + 1.0) * np.pi / 4
    return np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)
