"""Patter: thousands of tiny soft impacts a second, too many to count (drops, leaves, foam).

An impact is half a cycle of a strongly damped ring, in two of a handful of broad, overlapping pass bands,
mixed anew for every impact. Rings of one cycle and more would show as stripes in a spectrogram and be heard
as pitch; half a cycle leaves none. Many impacts are one convolution. What tells patter from noise is its
kurtosis: above the 3 of plain noise, far below the hundreds of single clicks.
"""

from __future__ import annotations

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import RATE_HZ, SPAN, pan_gains, rng_at
from .moving_noise import Curve, instants_s

_SIZE = 17_496
"""A quick length for a Fourier transform that holds a span, the width of a head and a tail."""

_HEAD = 30
"""Frames by which a sound from one side reaches the far ear later (0.6 ms): what makes patter wide."""

_ROOM = SPAN + _HEAD + 1
_TAIL = _SIZE - _ROOM
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
        self._spectra = np.fft.rfft(rings, _SIZE, axis=1).astype(np.complex64)

    def span(self, line: int, levels: Curve) -> Samples:
        """Impacts that begin on one grid line, shape ``(more than SPAN, at most 2 * SPAN; 2)``.

        ``levels`` are amplitudes at the instants of the line, shape ``(HOPS + 1,)`` or ``(HOPS + 1, 2)``.
        """
        rng = rng_at(self._seed, self._lane, line)
        count = int(rng.poisson(self._per_second * SPAN / RATE_HZ))
        starts = rng.integers(0, SPAN, count)
        # Clipped on both sides: no impact stands out as a single drop (SOUND-07).
        draw = np.clip(rng.standard_normal(count), -_CLIP, _CLIP)
        size = 10.0 ** (draw * self._spread_db / 20.0) * self._unit
        pan = rng.uniform(-1.0, 1.0, count)
        sides = pan_gains(pan).T * size * _levels_at(line, starts, levels)
        late = np.stack([np.maximum(pan, 0.0), np.maximum(-pan, 0.0)])
        places = starts + (late * _HEAD).astype(np.intp)
        bands = rng.integers(0, len(self._spectra), (2, 1, count))
        turn = rng.uniform(0.0, 2.0 * np.pi, count)
        weights = np.stack([np.cos(turn), np.sin(turn)])[:, None] * sides
        return self._rung((np.arange(2)[:, None] * len(self._spectra) + bands) * _ROOM + places, weights)

    def _rung(self, slots: np.ndarray, weights: np.ndarray) -> Samples:
        """Pulses in slots of (ear, band, frame), each rung in its band."""
        shape = (2, len(self._spectra), _ROOM)
        pulses = np.bincount(slots.ravel(), weights.ravel(), int(np.prod(shape))).astype(np.float32)
        spectrum = np.fft.rfft(pulses.reshape(shape), _SIZE, axis=2)
        mixed = np.einsum("ebf,bf->ef", spectrum, self._spectra)
        return np.asarray(np.fft.irfft(mixed, _SIZE, axis=1).T, dtype=np.float32)


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
