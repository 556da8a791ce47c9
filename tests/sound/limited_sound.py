"""Sound sent through the ceiling, and what is measured of it by means that are not the program's own."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from massage_desktop.sound.ceiling import Ceiling

RATE = 48000
WINDOW = 19200
Signal = NDArray[np.float32]


def momentary(signal: Signal) -> NDArray[np.float64]:
    """LUFS of the 400 ms from each sample on: the K curve by FFT from the standard's tables, not the
    program's filter.
    """
    size = 1 << (len(signal) + RATE).bit_length()
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    highpass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    spectrum = np.fft.rfft(signal.astype(np.float64), size, axis=0) * (shelf * highpass)[:, None]
    weighted = np.fft.irfft(spectrum, size, axis=0)[: len(signal)]
    running = np.concatenate([[0.0], np.cumsum((weighted**2).sum(axis=1))])
    means = (running[WINDOW:] - running[:-WINDOW]) / WINDOW
    return -0.691 + 10 * np.log10(np.maximum(means, 1e-20))


def through(limiter: Ceiling, signal: Signal, sizes: tuple[int, ...] = (4800,)) -> Signal:
    """Whole output, the delayed rest included, when the input comes in blocks of ``sizes`` by turns."""
    parts, at = [], 0
    for size in itertools.cycle(sizes):
        if at >= len(signal):
            break
        parts.append(limiter.process(signal[at : at + size]))
        at += size
    # Half a second of silence after it, so that whatever rings on is measured too.
    return np.concatenate([*parts, limiter.flush(), limiter.process(np.zeros((RATE // 2, 2), np.float32))])


def noise(seconds: float, seed: int = 1) -> Signal:
    return np.random.default_rng(seed).standard_normal((round(seconds * RATE), 2)).astype(np.float32)


def both(line: NDArray[np.float64]) -> Signal:
    return np.stack([line, line], axis=1).astype(np.float32)


def seconds(count: float) -> NDArray[np.float64]:
    return np.arange(round(count * RATE)) / RATE
