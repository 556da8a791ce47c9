"""What is measured of a sound, for tests: levels, spectra, bands, envelopes."""

from __future__ import annotations

import numpy as np

from massage_desktop.sound.loudness import RATE


def levels_db(sound: np.ndarray, frames: int) -> np.ndarray:
    pieces = sound[: len(sound) // frames * frames].reshape(-1, frames, 2)
    return 10 * np.log10((pieces.astype(np.float64) ** 2).mean(axis=(1, 2)) + 1e-20)


def spectrum(sound: np.ndarray, size: int = 8192) -> tuple[np.ndarray, np.ndarray]:
    """Frequencies and mean power of both sides."""
    frames = sound[: len(sound) // size * size].reshape(-1, size, 2) * np.hanning(size)[:, None]
    return np.fft.rfftfreq(size, 1 / RATE), (np.abs(np.fft.rfft(frames, axis=1)) ** 2).mean(axis=(0, 2))


def band(sound: np.ndarray, low_hz: float, high_hz: float, ear: int = 0) -> np.ndarray:
    piece = sound[: 20 * RATE, ear]
    parts = np.fft.rfft(piece)
    freq = np.fft.rfftfreq(len(piece), 1 / RATE)
    parts[(freq < low_hz) | (freq > high_hz)] = 0
    return np.fft.irfft(parts)


def centroids_hz(sound: np.ndarray, frames: int) -> np.ndarray:
    """Centre of gravity of the spectrum of each piece."""
    pieces = sound[: len(sound) // frames * frames].reshape(-1, frames, 2)
    power = (np.abs(np.fft.rfft(pieces, axis=1)) ** 2).sum(axis=2)
    return (power * np.fft.rfftfreq(frames, 1 / RATE)).sum(axis=1) / power.sum(axis=1)


def kurtosis(wave: np.ndarray) -> float:
    return float((wave**4).mean() / (wave**2).mean() ** 2)


def envelope(wave: np.ndarray) -> np.ndarray:
    """RMS of every 10 ms."""
    return np.sqrt((wave[: len(wave) // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))
