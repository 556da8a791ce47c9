"""Sounds made for tests, and what is measured of them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from massage_desktop.sound.loudness import RATE, EnergyMeter, momentary_lufs
from massage_desktop.sound.source import Samples


def write_wav(path: Path, samples: Samples, rate: int = RATE) -> Path:
    """A float WAV file."""
    data, channels = samples.astype("<f4").tobytes(), samples.shape[1]
    form = struct.pack("<HHIIHH", 3, channels, rate, rate * 4 * channels, 4 * channels, 32)
    head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<I", 16) + form
    path.write_bytes(head + b"data" + struct.pack("<I", len(data)) + data)
    return path


def stereo(line: np.ndarray) -> Samples:
    return np.repeat(np.asarray(line, np.float32)[:, None], 2, axis=1)


def tone(seconds: float, hz: float, level: float = 0.1) -> Samples:
    return stereo(level * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE))


def noise(seconds: float, level: float = 0.1, seed: int = 1) -> Samples:
    chance = np.random.default_rng(seed)
    return (chance.standard_normal((round(seconds * RATE), 2)) * level).astype(np.float32)


def melody(bars: list[int], bar_s: float = 2.0) -> Samples:
    """Bars of a chord each, told apart by their numbers, with a soft beginning."""
    parts = []
    for bar in bars:
        t = np.arange(round(bar_s * RATE)) / RATE
        shape = np.minimum(1, t / 0.05) * np.exp(-t / 1.5)
        root = 110 * 2 ** (bar * 2 / 12)
        parts.append(shape * sum(np.sin(2 * np.pi * root * ratio * t) for ratio in (1, 1.25, 1.5, 3.01)))
    return stereo(0.05 * np.concatenate(parts))


def energies_of(samples: Samples) -> np.ndarray:
    return EnergyMeter().feed(samples)


def loudest(samples: Samples) -> float:
    return float(momentary_lufs(energies_of(samples)).max())


def steepest(samples: Samples) -> float:
    return float(np.abs(np.diff(samples, axis=0)).max())
