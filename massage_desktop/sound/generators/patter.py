"""Patter: thousands of tiny soft impacts a second, too many to count (drops, leaves, foam).

An impact is half a cycle of a strongly damped ring, in two of a handful of broad, overlapping pass bands,
mixed anew for every impact. Rings of one cycle and more would show as stripes in a spectrogram and be heard
as pitch; half a cycle leaves none. Many impacts are one convolution. What tells patter from noise is its
kurtosis: above the 3 of plain noise, far below the hundreds of single clicks.
"""

from __future__ import annotations

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import RATE_HZ, SPAN, blank, pan_gains, rng_at
from .moving_noise import Curve, instants_s

_HEAD = 30
"""Frames by which a sound from one side reaches the far ear later (0.6 ms): what makes patter wide."""

_BLOCK, _STEP, _BLOCKS = 2560, 2080, 8
"""A span and the width of a head are cut into blocks of ``_STEP`` frames that ring on to the end of a
quick Fourier transform: short ones stay in the processor's cache.
"""

_TAIL = _BLOCK - _STEP
_CYCLES = 0.45
_CLIP = 2.5


class Patter:
    """Impacts of one seed and lane, on average ``per_second``, with levels that spread by ``spread_db``.

    ``bands_hz`` are the centres of the pass bands, ``loud`` how strong each of them is. Impacts lie anywhere
    between left and right. At level 1.0 the sum has RMS 1 a side.
    """

    def __init__(
        self,
        seed: int,
        lane: int,
        *,
        per_second: float,
        bands_hz: tuple[float, ...],
        loud: tuple[float, ...],
        spread_db: float = 4.0,
    ) -> None:
        self._seed = seed
        self._lane = lane
        self._per_second = per_second
        self._spread_db = spread_db
        rings = np.stack([_ring(hz) * size for hz, size in zip(bands_hz, loud, strict=True)])
        energy = float((rings**2).sum(axis=1).mean())
        draw = np.clip(np.random.default_rng(0).standard_normal(20_000), -_CLIP, _CLIP)
        power = float((10.0 ** (draw * spread_db / 10.0)).mean())
        # Half of an impact's power goes to either side; its two bands share it by a random turn.
        self._unit = float(np.sqrt(2.0 * RATE_HZ / (per_second * energy * power)))
        self._spectra = np.fft.rfft(rings, _BLOCK, axis=1).astype(np.complex64)
        self._pulses = np.zeros((2, len(rings), _BLOCKS, _BLOCK), np.float32)

    def span(self, line: int, levels: Curve) -> Samples:
        """Impacts that begin on one grid line, shape ``(more than SPAN, at most 2 * SPAN; 2)``.

        ``levels`` are amplitudes at the instants of the line, shape ``(HOPS + 1,)`` or ``(HOPS + 1, 2)``.
        """
        rng = rng_at(self._seed, self._lane, line)
        count = int(rng.poisson(self._per_second * SPAN / RATE_HZ))
        starts = rng.integers(0, SPAN, count)
        # Clipped on both sides: no impact stands out as a single drop (SOUND-07).
        draw = np.clip(rng.standard_normal(count, np.float32), -_CLIP, _CLIP)
        size = np.exp(draw * np.float32(self._spread_db * np.log(10.0) / 20.0)) * self._unit
        pan = rng.uniform(-1.0, 1.0, count)
        sides = pan_gains(pan).T * (size * _levels_at(line, starts, levels))
        late = np.stack([np.maximum(pan, 0.0), np.maximum(-pan, 0.0)])
        places = starts + (late * _HEAD).astype(np.intp)
        bands = rng.integers(0, len(self._spectra), (2, 1, count))
        turn = rng.random(count, np.float32) * np.float32(2.0 * np.pi)
        weights = np.stack([np.cos(turn), np.sin(turn)])[:, None] * sides
        rows = np.arange(2)[:, None] * len(self._spectra) + bands
        slots = rows * (_BLOCKS * _BLOCK) + places // _STEP * _TAIL + places
        return self._rung(slots.ravel(), weights.ravel())

    def _rung(self, slots: np.ndarray, weights: np.ndarray) -> Samples:
        """Pulses in slots of (ear, band, block, frame), each rung in its band."""
        self._pulses.fill(0.0)
        np.add.at(self._pulses.reshape(-1), slots, weights.astype(np.float32))
        out = blank((_BLOCKS - 1) * _STEP + _BLOCK)
        for pulses, ear in zip(self._pulses, out.T, strict=True):
            mixed = np.zeros((_BLOCKS, _BLOCK // 2 + 1), np.complex64)
            for band, spectrum in zip(pulses, self._spectra, strict=True):
                mixed += np.fft.rfft(band) * spectrum
            for number, block in enumerate(np.fft.irfft(mixed)):
                ear[number * _STEP : number * _STEP + _BLOCK] += block
        return out


def _levels_at(line: int, starts: np.ndarray, levels: Curve) -> np.ndarray:
    """Levels at the impacts' frames, joined straight between the instants: shape ``(1 or 2, count)``."""
    times_s = instants_s(line)
    at_s = times_s[0] + starts / RATE_HZ
    columns = levels[:, None] if levels.ndim == 1 else levels
    return np.stack([np.interp(at_s, times_s, column) for column in columns.T])


def _ring(hz: float) -> np.ndarray:
    """One pass band: a wave damped to a third within half a cycle, without a click at either end."""
    time_s = np.arange(_TAIL) / RATE_HZ
    wave = np.sin(2.0 * np.pi * hz * time_s) * np.exp(-time_s * hz / _CYCLES) * (1.0 - np.exp(-time_s * hz))
    release = np.minimum(1.0, np.arange(_TAIL, 0, -1) / 96.0)
    return np.asarray(wave * release)
