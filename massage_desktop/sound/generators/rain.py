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
    overlapped,
    pan_gains,
    rng_at,
)

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
        self._octave = np.log2(np.maximum(self._freq, 20.0) / 1000.0)
        self._bands = np.log2(np.array(_BANDS_HZ) / 1000.0)
        shared = 0.45 / (1.0 + (self._freq / 500.0) ** 2)
        self._shared, self._own = (np.sqrt(part).astype(np.float32) for part in (shared, 1.0 - shared))

    def contribution(self, line: int) -> Samples:
        """Noise and taps that begin on one grid line; shape ``(SPAN + FRAME, 2)``."""
        time_s = line * SPAN / RATE_HZ
        out = np.zeros((SPAN + FRAME, 2), dtype=np.float32)
        out[: SPAN + HOP] = self._bed(line, time_s)
        for taps in (_FAR, _NEAR, _DRIPS):
            self._add_taps(out, taps, line, self._gust(time_s))
        return out

    def _gust(self, time_s: float) -> float:
        """Level of the moment, in dB about the mean."""
        return sum(drift.at(time_s) for drift in self._gusts)

    def _bed(self, line: int, time_s: float) -> Samples:
        rng = rng_at(self.seed, 0, line)
        times_s = [time_s + hop * HOP / RATE_HZ for hop in range(HOPS)]
        angle = rng.random((HOPS, 3, len(self._freq)), np.float32) * np.float32(2.0 * np.pi)
        phase = np.empty(angle.shape, np.complex64)
        phase.real, phase.imag = np.cos(angle), np.sin(angle)
        sides = self._shared * phase[:, :1] + self._own * phase[:, 1:]
        sides *= np.stack([self._spectrum(at_s) for at_s in times_s])[:, None]
        return overlapped(np.fft.irfft(sides, axis=2) * POWER_WINDOW)

    def _spectrum(self, time_s: float) -> np.ndarray:
        """Amplitude over frequency at one moment, float32."""
        gust = self._gust(time_s)
        colour = np.interp(self._octave, self._bands, [drift.at(time_s) for drift in self._colours])
        # A gust of +1 dB at 1 kHz is about +1.9 dB at 8 kHz: brightness follows level.
        level_db = gust * (1.0 + 0.3 * np.clip(self._octave, -3.0, 3.0)) + colour
        return np.asarray(self._shape * 10.0 ** (level_db / 20.0), dtype=np.float32)

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
        for start, grain, side in zip(rng.integers(0, SPAN, count), grains, sides, strict=True):
            out[start : start + taps.frames] += grain[:, None] * side


def _bed_shape(freq: np.ndarray) -> np.ndarray:
    """Amplitude over frequency of the resting bed: close to 1/f in power, no rumble, soft at the top."""
    safe = np.maximum(freq, 20.0)
    tilt = (safe / 1000.0) ** -0.5
    low_cut = 1.0 / np.sqrt(1.0 + (170.0 / safe) ** 6)
    high_cut = 1.0 / np.sqrt(1.0 + (safe / 6500.0) ** 4)
    return np.asarray(2.8 * tilt * low_cut * high_cut * (freq > 0))


def _ring(rng: np.random.Generator, taps: _Taps, count: int) -> np.ndarray:
    """``count`` new taps, shape ``(count, taps.frames)``: damped modes of a leaf, every one different."""
    time_s = np.arange(taps.frames, dtype=np.float32) / RATE_HZ
    shape = (count, taps.modes, 1)
    hz = np.exp(rng.uniform(np.log(taps.low_hz), np.log(taps.high_hz), shape)).astype(np.float32)
    # Higher modes die sooner.
    decay = rng.uniform(*taps.decay_s, shape).astype(np.float32) * np.sqrt(1500.0 / hz, dtype=np.float32)
    phase = rng.uniform(0.0, 2.0 * np.pi, shape).astype(np.float32)
    size = (rng.uniform(0.3, 1.0, shape).astype(np.float32)) * (900.0 / hz) ** 0.35
    waves = size * np.exp(-time_s / decay) * np.sin(2.0 * np.pi * hz * time_s + phase)
    onset = 1.0 - np.exp(-time_s / 0.0004)
    release = np.minimum(1.0, np.arange(taps.frames, 0, -1, dtype=np.float32) / 96.0)
    return np.asarray(waves.sum(axis=1) * onset * release, dtype=np.float32)
