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
_PART = _PLACE - _BELOW
_TO_BINS = np.zeros((len(BANDS_HZ), len(_FREQ_HZ)), np.float32)
"""Joins the bands straight: amplitudes on them, times this, are amplitudes of the bins of a window."""
_TO_BINS[_BELOW, np.arange(len(_FREQ_HZ))] = 1.0 - _PART
_TO_BINS[_BELOW + 1, np.arange(len(_FREQ_HZ))] = _PART


def instants_s(line: int) -> Curve:
    """Times in seconds at which a grid line wants its levels: ``HOPS + 1`` of them, both ends included."""
    return np.asarray((line * SPAN + HOP * np.arange(HOPS + 1)) / RATE_HZ)


def drift_db(drifts: Iterable[Drift], times_s: Curve) -> Curve:
    """The sum of several drifts, in decibels, at each of ``times_s``."""
    return np.asarray(np.sum([drift.over(times_s) for drift in drifts], axis=0))


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
        self._alike = (together / (1.0 + (_FREQ_HZ / together_hz) ** 2)).astype(np.float32)
        self._apart = np.sqrt(1.0 - self._alike**2)
        self._draws = np.empty((2, HOPS, 2, len(_FREQ_HZ)), np.float32)
        self._bins = np.empty((HOPS, 2, len(_FREQ_HZ)), np.complex64)

    def span(self, line: int, amplitudes: Curve) -> Samples:
        """The windows of one grid line added up, shape ``(SPAN + HOP, 2)``.

        ``amplitudes`` has shape ``(HOPS, 2, len(BANDS_HZ))`` or, for both sides alike,
        ``(HOPS, 1, len(BANDS_HZ))``; 1.0 everywhere is white noise of RMS 1. Window ``h`` is centred on
        instant ``h + 1`` of :func:`instants_s`.
        """
        bins = self._gaussian(line)
        right = bins[:, 1]
        right *= self._apart
        right += self._alike * bins[:, 0]
        coarse = amplitudes.reshape(-1, len(BANDS_HZ)).astype(np.float32)
        bins *= (coarse @ _TO_BINS).reshape(HOPS, -1, len(_FREQ_HZ))
        bins[..., 0] = 0.0
        windows = np.fft.irfft(bins, axis=2).astype(np.float32, copy=False)
        windows *= POWER_WINDOW
        return overlapped(windows)

    def _gaussian(self, line: int) -> npt.NDArray[np.complex64]:
        """Unrelated bins of white noise of RMS 1 for all windows of a line, shape ``(HOPS, 2, bins)``.

        By Box and Muller: exact, and a third of the time of drawing normal numbers one by one.
        """
        size, turn = rng_at(self._seed, self._lane, line).random(out=self._draws, dtype=np.float32)
        np.log(np.subtract(1.0, size, out=size), out=size)
        np.sqrt(np.multiply(size, -float(FRAME), out=size), out=size)
        turn *= np.float32(2.0 * np.pi)
        np.multiply(size, np.cos(turn), out=self._bins.real)
        np.multiply(size, np.sin(turn, out=turn), out=self._bins.imag)
        return self._bins
