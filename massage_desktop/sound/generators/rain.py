"""Rain on leaves: a moving bed of noise, and thousands of small taps near and far.

What makes it believable: brightness follows level (a gust is louder *and* brighter), tap levels are
heavy-tailed, the two sides are unrelated above the lowest octaves, and every tap is new, so that no line
shows in a spectrogram.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import (
    FRAME,
    HOP,
    HOPS,
    POWER_WINDOW,
    RATE_HZ,
    SPAN,
    Drift,
    GridSource,
    add_grains,
    blank,
    overlapped,
    pan_gains,
    rng_at,
)
from .moving_noise import drift_db
from .rings import rings

_SHARED_HZ = 5000.0
"""Above it the two sides have less than half a hundredth of their power in common: none is drawn."""

_BANDS_HZ = (160.0, 400.0, 900.0, 2000.0, 4200.0, 8000.0)


class _Taps(NamedTuple):
    """One population of drops: how many a second, how loud, what they ring like."""

    lane: int
    per_second: float
    level: float
    spread_db: float
    modes: int
    low_hz: float
    high_hz: float
    decay_s: tuple[float, float]
    frames: int
    width: float


_FAR = _Taps(1, 170.0, 0.034, 4.5, 4, 1100.0, 7500.0, (0.0006, 0.0022), 480, 1.0)
_NEAR = _Taps(2, 34.0, 0.066, 5.0, 5, 700.0, 5200.0, (0.0009, 0.0040), 960, 0.85)
_DRIPS = _Taps(3, 0.9, 0.055, 3.0, 3, 380.0, 1100.0, (0.0050, 0.0140), 3072, 0.6)


class RainOnLeaves(GridSource):
    """Steady, soft rain in a garden, with slow gusts; renders near the nominal loudness."""

    title = "Rain on leaves"
    gain = 1.6

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._gusts = (Drift(self.seed, 11, 9.0, 0.45), Drift(self.seed, 12, 23.0, 0.45))
        self._colours = [Drift(self.seed, 20 + n, 3.0 + 1.7 * n, 0.7) for n in range(len(_BANDS_HZ))]
        self._freq = np.fft.rfftfreq(FRAME, 1 / RATE_HZ)
        self._shape = _bed_shape(self._freq)
        octave = np.log2(np.maximum(self._freq, 20.0) / 1000.0)
        # A gust of +1 dB at 1 kHz is about +1.9 dB at 8 kHz: brightness follows level.
        self._follows = (1.0 + 0.3 * np.clip(octave, -3.0, 3.0)).astype(np.float32)
        bands = np.log2(np.array(_BANDS_HZ) / 1000.0)
        joined = [np.interp(octave, bands, one) for one in np.eye(len(bands))]
        self._to_bins = np.array(joined, dtype=np.float32)
        shared = np.where(self._freq < _SHARED_HZ, 0.45 / (1.0 + (self._freq / 500.0) ** 2), 0.0)
        self._own = np.sqrt(1.0 - shared).astype(np.float32)
        self._shared = np.sqrt(shared[shared > 0.0]).astype(np.float32)

    def contribution(self, line: int) -> Samples:
        """Noise and taps that begin on one grid line; shape ``(SPAN + FRAME, 2)``."""
        time_s = line * SPAN / RATE_HZ
        out = blank(SPAN + FRAME)
        out[: SPAN + HOP] = self._bed(line, time_s)
        for taps in (_FAR, _NEAR, _DRIPS):
            self._add_taps(out, taps, line, self._gust(time_s))
        return out

    def _gust(self, time_s: float) -> float:
        """Level of the moment, in dB about the mean."""
        return sum(drift.at(time_s) for drift in self._gusts)

    def _bed(self, line: int, time_s: float) -> Samples:
        rng = rng_at(self.seed, 0, line)
        bins = _phases(rng, (HOPS, 2, len(self._freq)))
        bins *= self._own
        bins[..., : len(self._shared)] += self._shared * _phases(rng, (HOPS, 1, len(self._shared)))
        bins *= self._spectra(time_s + HOP * np.arange(HOPS) / RATE_HZ)[:, None]
        windows = np.fft.irfft(bins, axis=2).astype(np.float32, copy=False)
        windows *= POWER_WINDOW
        return overlapped(windows)

    def _spectra(self, times_s: np.ndarray) -> np.ndarray:
        """Amplitude over frequency at each moment, shape ``(len(times_s), bins)``, float32."""
        gust = drift_db(self._gusts, times_s).astype(np.float32)
        colours = np.stack([drift.over(times_s) for drift in self._colours], axis=1).astype(np.float32)
        level_db = colours @ self._to_bins
        level_db += gust[:, None] * self._follows
        level_db *= np.float32(np.log(10.0) / 20.0)
        return np.asarray(self._shape * np.exp(level_db, out=level_db))

    def _add_taps(self, out: Samples, taps: _Taps, line: int, gust: float) -> None:
        rng = rng_at(self.seed, taps.lane, line)
        count = int(rng.poisson(taps.per_second * SPAN / RATE_HZ * 10.0 ** (gust / 14.0)))
        if count == 0:
            return
        grains = _ring(rng, taps, count)
        # Clipped at +2.5 deviations: a heavy tail, yet no single drop that startles (SOUND-07).
        draw = np.clip(rng.standard_normal(count), -2.5, 2.5)
        levels = taps.level * 10.0 ** ((draw * taps.spread_db + gust) / 20.0)
        sides = pan_gains(rng.uniform(-taps.width, taps.width, count)) * levels[:, None].astype(np.float32)
        add_grains(out, rng.integers(0, SPAN, count), grains, sides)


def _phases(rng: np.random.Generator, shape: tuple[int, int, int]) -> np.ndarray:
    """Numbers of size 1 that point anywhere, complex64."""
    turn = rng.random(shape, np.float32)
    turn *= np.float32(2.0 * np.pi)
    bins = np.empty(shape, np.complex64)
    np.cos(turn, out=bins.real)
    np.sin(turn, out=bins.imag)
    return bins


def _bed_shape(freq: np.ndarray) -> np.ndarray:
    """Amplitude over frequency of the resting bed: close to 1/f in power, no rumble, soft at the top."""
    safe = np.maximum(freq, 20.0)
    tilt = (safe / 1000.0) ** -0.5
    low_cut = 1.0 / np.sqrt(1.0 + (170.0 / safe) ** 6)
    high_cut = 1.0 / np.sqrt(1.0 + (safe / 6500.0) ** 4)
    return np.asarray(2.8 * tilt * low_cut * high_cut * (freq > 0), dtype=np.float32)


def _ring(rng: np.random.Generator, taps: _Taps, count: int) -> np.ndarray:
    """``count`` new taps, shape ``(count, taps.frames)``: damped modes of a leaf, every one different."""
    shape = (count, taps.modes)
    hz = np.exp(rng.uniform(np.log(taps.low_hz), np.log(taps.high_hz), shape))
    # Higher modes die sooner.
    decay_s = rng.uniform(*taps.decay_s, shape) * np.sqrt(1500.0 / hz)
    turn = rng.uniform(0.0, 2.0 * np.pi, shape)
    size = rng.uniform(0.3, 1.0, shape) * (900.0 / hz) ** 0.35
    waves = rings(hz, decay_s, turn, size, taps.frames)
    waves *= 1.0 - np.exp(np.arange(taps.frames, dtype=np.float32) / (-0.0004 * RATE_HZ))
    waves *= np.minimum(1.0, np.arange(taps.frames, 0, -1, dtype=np.float32) / 96.0)
    return waves
