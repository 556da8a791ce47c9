"""The place a sound stands in: a hall or a wood, as a long, soft tail that is the same on every run."""

from __future__ import annotations

from functools import cache

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import RATE_HZ, SPAN, rng_at

_BANDS_HZ = (250.0, 900.0, 3000.0)
_Seconds = tuple[float, float, float, float]
_BLEND = np.array([[0.75, 0.25], [0.25, 0.75]], np.float32)


class Room:
    """Adds a room's answer to a stream of grid lines.

    ``seconds`` are the times to fall by 60 dB below 250 Hz, 900 Hz, 3 kHz and above; they fall with
    frequency, as air and walls (or leaves) take the highest tones first. ``late_s`` is the way to the first
    answer, ``wet`` the answer's size: at 1 it has the power of what goes in.
    """

    def __init__(self, seconds: _Seconds, late_s: float, wet: float) -> None:
        self._parts, self._response = _tail(seconds, late_s)
        self._wet = np.float32(wet)
        self._past = np.zeros((len(self._parts), 2, SPAN + 1), np.complex64)
        self._newest = 0
        self._rest = np.zeros((2, SPAN), np.float32)

    def answer(self, line: Samples) -> Samples:
        """The room's answer to the next line; both have shape ``(SPAN, 2)``."""
        count = len(self._past)
        self._newest = (self._newest - 1) % count
        self._past[self._newest] = np.fft.rfft(_BLEND @ line.T, 2 * SPAN, axis=1)
        heard = np.zeros((2, SPAN + 1), np.complex64)
        for late, part in enumerate(self._parts):
            heard += self._past[(self._newest + late) % count] * part
        wave = np.fft.irfft(heard, axis=1).astype(np.float32, copy=False)
        wave *= self._wet
        sound = wave[:, :SPAN] + self._rest
        self._rest = wave[:, SPAN:]
        return np.asarray(sound.T)

    def colour(self, hz: np.ndarray) -> np.ndarray:
        """How much louder lasting tones of these frequencies become in the room: gains from 1, ``hz.shape``.

        A room favours some tones over others by chance; an instrument that stands in it is voiced for it.
        Tones that the room weakens count as 1: lifted, they would begin too loud, before it answers.
        """
        bins = np.rint(hz / (RATE_HZ / 2) * (self._response.shape[1] - 1)).astype(np.intp)
        gains = np.abs(1.0 + float(self._wet) * self._response[:, bins])
        return np.asarray(np.maximum(1.0, np.sqrt((gains**2).mean(axis=0))))


@cache
def _tail(seconds: _Seconds, late_s: float) -> tuple[np.ndarray, np.ndarray]:
    """The tail's spectra, a line of the grid each, shape ``(lines, 2, SPAN + 1)``, and its whole spectrum."""
    lines = int(np.ceil((late_s + 0.8 * max(seconds)) * RATE_HZ / SPAN))
    frames = lines * SPAN
    time_s = np.arange(frames) / RATE_HZ - late_s
    # A diffuse answer builds up over some hundredths of a second instead of slapping back.
    build = np.where(time_s > 0.0, 1.0 - np.exp(-np.maximum(time_s, 0.0) / 0.03), 0.0)
    noise = np.fft.rfft(rng_at(7, 1, frames).standard_normal((2, frames)), axis=1)
    freq = np.fft.rfftfreq(frames, 1 / RATE_HZ)
    edges = (0.0, *_BANDS_HZ, RATE_HZ / 2 + 1)
    tail = np.zeros((2, frames))
    for low, high, fall_s in zip(edges[:-1], edges[1:], seconds, strict=True):
        band = np.fft.irfft(noise * ((freq >= low) & (freq < high)), frames, axis=1)
        tail += band * np.exp(-6.9 * np.maximum(time_s, 0.0) / fall_s)
    tail *= build * np.minimum(1.0, np.arange(frames, 0, -1) / (0.2 * RATE_HZ))
    tail /= np.sqrt((tail**2).sum(axis=1, keepdims=True))
    parts = np.fft.rfft(tail.reshape(2, lines, SPAN).transpose(1, 0, 2), 2 * SPAN, axis=2)
    return parts.astype(np.complex64), np.fft.rfft(tail, 2 * frames, axis=1).astype(np.complex64)
