"""A fireplace: a low roar that flickers, a breath of hiss, and crackle.

A fire's sound has three parts (Farnell, Designing Sound): flames that lap, gas that hisses, wood that
crackles. The roar's power falls with frequency to the power of five halves, as a turbulent flame's does
(Clavin and Siggia 1991), and it flickers some times a second. Crackles come in bunches, as crackling things
do: their sizes are spread over a long tail, many small ones and few large. The tail is cut, and every crackle
rises within a millisecond or two: no pop may startle (SOUND-07).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import HOP, RATE_HZ, SPAN, Drift, GridSource, add_grains, blank, pan_gains, rng_at
from .moving_noise import BANDS_HZ, MovingNoise, amplitude, drift_db, instants_s, tilted
from .rings import rings


class _Crackle(NamedTuple):
    """One population: how many bunches a second, how many in one, how large, what they ring like."""

    lane: int
    bunches: float
    bunch: float
    spread_s: float
    level: float
    tail: float
    most: float
    hz: tuple[float, float]
    decay_s: tuple[float, float]
    rise_s: float
    frames: int
    width: float


_EMBERS = _Crackle(3, 4.0, 3.2, 0.09, 0.95, 1.5, 3.5, (1400.0, 5600.0), (0.0008, 0.0035), 0.0006, 960, 0.7)
_SNAPS = _Crackle(4, 0.8, 1.6, 0.16, 1.15, 1.7, 2.6, (650.0, 3200.0), (0.0020, 0.0080), 0.0012, 1920, 0.55)
_THUDS = _Crackle(5, 0.11, 1.0, 0.10, 1.2, 2.5, 1.6, (140.0, 520.0), (0.0120, 0.0350), 0.0040, 8192, 0.4)

_MODES = 6


class Fireplace(GridSource):
    """A small, friendly fire; renders near the nominal loudness."""

    title = "Fireplace"
    gain = 0.36

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._roar, self._hiss = MovingNoise(self.seed, 1, 0.7, 700.0), MovingNoise(self.seed, 2)
        self._blaze = (Drift(self.seed, 11, 13.0, 0.9), Drift(self.seed, 12, 4.0, 0.7))
        self._lap = (Drift(self.seed, 13, 0.31, 1.5), Drift(self.seed, 14, 0.14, 1.2))
        self._vent = Drift(self.seed, 15, 1.7, 1.0)
        self._mood = Drift(self.seed, 16, 9.0, 0.55)
        # Amplitude falls by 7.5 dB an octave where power falls with f to the 5/2; half as fast below 200 Hz.
        self._low = tilted(-7.5, 95.0, 6000.0, 2.0) * 0.16 / np.sqrt(1.0 + (220.0 / BANDS_HZ) ** 1.2)
        self._high = tilted(-2.0, 2200.0, 7000.0, 1.0)

    def contribution(self, line: int) -> Samples:
        """Flames and crackle that begin on one grid line; shape ``(2 * SPAN, 2)``."""
        out = blank(2 * SPAN)
        out[: SPAN + HOP] = self._flames(line)
        for kind in (_EMBERS, _SNAPS, _THUDS):
            self._crackle(out, kind, line)
        return out

    def _flames(self, line: int) -> Samples:
        times_s = instants_s(line)[1:]
        level_db = drift_db((*self._blaze, *self._lap), times_s)
        vent = self._vent.over(times_s)
        roar = self._low * amplitude(level_db)[:, None]
        # The square keeps the hiss away most of the time and lets it breathe out now and then.
        hiss = self._high * (0.006 + 0.006 * np.maximum(vent, 0.0) ** 2)[:, None]
        return self._roar.span(line, roar[:, None]) + self._hiss.span(line, hiss[:, None])

    def _crackle(self, out: Samples, kind: _Crackle, line: int) -> None:
        rng = rng_at(self.seed, kind.lane, line)
        mood = 10.0 ** (self._mood.at(line * SPAN / RATE_HZ) / 2.0)
        bunches = int(rng.poisson(kind.bunches * mood * SPAN / RATE_HZ))
        for _ in range(bunches):
            first, pan = rng.uniform(0.0, SPAN), rng.uniform(-kind.width, kind.width)
            count = 1 + int(rng.poisson(kind.bunch - 1.0))
            starts = (
                first + np.concatenate([[0.0], rng.exponential(kind.spread_s * RATE_HZ, count - 1)]).cumsum()
            )
            starts = starts[starts < 2 * SPAN - kind.frames].astype(int)
            # A Pareto draw, cut off: the heavy tail of all that crackles, without its last, loudest part.
            sizes = np.minimum(rng.pareto(kind.tail, len(starts)) + 0.35, kind.most) * kind.level / kind.most
            sides = pan_gains(np.clip(pan + rng.normal(0.0, 0.12, len(starts)), -1.0, 1.0))
            add_grains(out, starts, _grains(rng, kind, len(starts)), sides * sizes[:, None])


def _grains(rng: np.random.Generator, kind: _Crackle, count: int) -> np.ndarray:
    """``count`` new crackles of peak near 1, shape ``(count, kind.frames)``: short rings, no two alike."""
    shape = (count, _MODES)
    hz = np.exp(rng.uniform(np.log(kind.hz[0]), np.log(kind.hz[1]), shape))
    decay_s = rng.uniform(*kind.decay_s, shape)
    size = rng.uniform(0.2, 1.0, shape) / _MODES**0.5
    waves = rings(hz, decay_s, rng.uniform(0.0, 2.0 * np.pi, shape), size, kind.frames)
    time_s = np.arange(kind.frames, dtype=np.float32) / RATE_HZ
    waves *= 0.5 - 0.5 * np.cos(np.pi * np.minimum(1.0, time_s / np.float32(2.0 * kind.rise_s)))
    waves *= np.minimum(1.0, np.arange(kind.frames, 0, -1, dtype=np.float32) / 192.0)
    return waves
