"""Stereo noise whose spectrum moves: the air, water and leaves of the nature sounds.

A spectrum is given as amplitudes on :data:`BANDS_HZ`, one set a window and side, and joined smoothly between
the bands: too coarse for a whistle, fine enough for everything that wind and water do. Every bin of every
window is Gaussian, as real noise is, so that narrow bands flicker by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from massage_desktop.sound.source import Samples

from .grid import FRAME, HOP, HOPS, POWER_WINDOW, RATE_HZ, SPAN, Drift, overlapped, rng_at

Curve = npt.NDArray[np.float64]
"""Values over time, over :data:`BANDS_HZ`, or over both (time first)."""

BANDS_HZ: Curve = 25.0 * 2.0 ** (np.arange(40) / 4.0)
"""Where a spectrum is given: every quarter octave from 25 Hz to 21.5 kHz."""

_FREQ_HZ = np.fft.rfftfreq(FRAME, 1 / RATE_HZ)
_PLACE = np.clip(np.log2(np.maximum(_FREQ_HZ, 25.0) / 25.0) * 4.0, 0.0, len(BANDS_HZ) - 1.001)
_BELOW = _PLACE.astype(np.intp)
_PART = (_PLACE - _BELOW).astype(np.float32)


def instants_s(line: int) -> Curve:
    """Times in seconds at which a grid line wants its levels: ``HOPS + 1`` of them, both ends included."""
    return np.asarray((line * SPAN + HOP * np.arange(HOPS + 1)) / RATE_HZ)


def drift_db(drifts: Iterable[Drift], times_s: Curve) -> Curve:
    """The sum of several drifts, in decibels, at each of ``times_s``."""
    parts = list(drifts)
    return np.array([sum(drift.at(float(at_s)) for drift in parts) for at_s in times_s])


def amplitude(level_db: Curve) -> Curve:
    """Decibels as a factor."""
    return np.asarray(10.0 ** (level_db / 20.0))


def tilted(db_per_octave: float, low_hz: float, high_hz: float, steep: float = 2.0) -> Curve:
    """Amplitudes over :data:`BANDS_HZ`: a straight tilt through 1.0 at 1 kHz, rounded off at both ends.

    ``low_hz`` and ``high_hz`` are 3 dB down; beyond, it falls by a further 6 dB an octave times ``steep``.
    """
    tilt = (BANDS_HZ / 1000.0) ** (db_per_octave / 6.02)
    low = 1.0 / np.sqrt(1.0 + (low_hz / BANDS_HZ) ** (2.0 * steep))
    high = 1.0 / np.sqrt(1.0 + (BANDS_HZ / high_hz) ** (2.0 * steep))
    return np.asarray(tilt * low * high)


def hump(centre_hz: float, octaves: float) -> Curve:
    """Amplitudes over :data:`BANDS_HZ`: a broad bell around ``centre_hz``, ``octaves`` to either side."""
    return np.asarray(np.exp(-0.5 * (np.log2(BANDS_HZ / centre_hz) / octaves) ** 2))


class MovingNoise:
    """Endless noise of one seed and lane; the two ears hear the same only in the lowest octaves.

    ``together`` is the share of power that both sides have in common at the bottom; above ``together_hz`` it
    fades: waves longer than a head reach both ears alike, shorter ones do not.
    """

    def __init__(self, seed: int, lane: int, together: float = 0.45, together_hz: float = 500.0) -> None:
        self._seed = seed
        self._lane = lane
        shared = together / (1.0 + (_FREQ_HZ / together_hz) ** 2)
        scale = np.sqrt(FRAME / 2.0)
        self._shared = (np.sqrt(shared) * scale).astype(np.float32)
        self._own = (np.sqrt(1.0 - shared) * scale).astype(np.float32)
        self._shared[0] = self._own[0] = 0.0

    def span(self, line: int, amplitudes: Curve) -> Samples:
        """The windows of one grid line added up, shape ``(SPAN + HOP, 2)``.

        ``amplitudes`` has shape ``(HOPS, 2, len(BANDS_HZ))`` or, for both sides alike,
        ``(HOPS, 1, len(BANDS_HZ))``; 1.0 everywhere is white noise of RMS 1. Window ``h`` is centred on
        instant ``h + 1`` of :func:`instants_s`.
        """
        rng = rng_at(self._seed, self._lane, line)
        draws = rng.standard_normal((HOPS, 3, len(_FREQ_HZ) * 2), np.float32).view(np.complex64)
        coarse = amplitudes.astype(np.float32)
        low = coarse[..., _BELOW]
        fine = low + (coarse[..., _BELOW + 1] - low) * _PART
        sides = (self._shared * draws[:, :1] + self._own * draws[:, 1:]) * fine
        return overlapped(np.fft.irfft(sides, axis=2).astype(np.float32) * POWER_WINDOW)
