"""Rooms and noises for the command recordings, all made here: nothing needs a file."""

from __future__ import annotations

import numpy as np
from command_voices import Samples

RATE = 16_000
NOISES = (
    "warm_chords",
    "soft_piano",
    "rain_on_leaves",
    "sea_waves",
    "fireplace",
    "brook",
    "hum",
    "fan",
    "babble",
    "clatter",
    "band",
)
"""Ambiences of the program, a mains hum, a fan or shower, people talking, a kitchen, a rhythmic band."""


def room(chance: np.random.Generator, rt60_s: float) -> Samples:
    """An impulse response: the direct sound, six early reflections and a decaying tail.

    The tail begins 3 to 9 dB under the direct sound and loses 60 dB in ``rt60_s`` seconds; high tones die
    sooner, as they do in furnished rooms.
    """
    length = round(RATE * rt60_s)
    times = np.arange(length) / RATE
    tail = chance.standard_normal(length) * 10 ** (-3 * times / rt60_s)
    dull = _lowpass(tail, 3000.0)
    share = np.exp(-times * 8 / rt60_s)
    tail = tail * share + dull * (1 - share)
    tail *= 10 ** (-chance.uniform(3, 9) / 20) / max(float(np.sqrt((tail**2).sum())), 1e-9)
    response = np.concatenate([np.zeros(round(0.004 * RATE)), tail])
    response[0] = 1.0
    for delay_s in chance.uniform(0.001, 0.03, 6):
        response[round(delay_s * RATE)] += chance.uniform(-0.4, 0.4)
    return response.astype(np.float32)


def in_room(samples: Samples, response: Samples) -> Samples:
    """``samples`` as they sound there, with the tail."""
    count = len(samples) + len(response) - 1
    size = _fft_size(count)
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)
    return wet[:count].astype(np.float32)


def through_microphone(samples: Samples, chance: np.random.Generator) -> Samples:
    """A cheap microphone: rumble and the top cut off somewhere, a gentle tilt."""
    size = _fft_size(len(samples))
    spectrum = np.fft.rfft(samples, size)
    hz = np.fft.rfftfreq(size, 1 / RATE)
    low, high = chance.uniform(40, 180), chance.uniform(4500, 8000)
    shape = (hz / low) ** 2 / (1 + (hz / low) ** 2) / (1 + (hz / high) ** 8)
    shape *= (np.maximum(hz, 50) / 1000) ** chance.uniform(-0.25, 0.25)
    return np.fft.irfft(spectrum * shape, size)[: len(samples)].astype(np.float32)


def _fft_size(count: int) -> int:
    return 1 << (count - 1).bit_length()


def noise(kind: str, seconds: float, seed: int, talk: list[Samples]) -> Samples:
    """``seconds`` of one noise at RMS 1; ``talk`` is what babble is mixed from."""
    chance = np.random.default_rng(seed)
    count = round(seconds * RATE)
    made = {"hum": _hum, "fan": _fan, "clatter": _clatter, "band": _band}
    if kind in made:
        samples = made[kind](count, chance)
    elif kind == "babble":
        samples = sum(speech_bed(talk, count, chance) for _ in range(5)) + np.zeros(count)
    elif kind == "talker":
        samples = speech_bed(talk, count, chance)
    else:
        samples = _ambience(kind, seconds, seed)[:count]
    return (samples / max(float(np.sqrt((samples**2).mean())), 1e-9)).astype(np.float32)


def speech_bed(talk: list[Samples], count: int, chance: np.random.Generator) -> Samples:
    """Sentences one after another with short stops, as from a television."""
    pieces: list[Samples] = []
    while sum(map(len, pieces)) < count:
        piece = talk[int(chance.integers(len(talk)))]
        level = max(float(np.sqrt((piece**2).mean())), 1e-6)
        pieces += [piece / level, np.zeros(round(chance.uniform(0.1, 0.6) * RATE), np.float32)]
    return np.concatenate(pieces)[:count].astype(np.float32)


def _ambience(name: str, seconds: float, seed: int) -> Samples:
    from massage_desktop.sound.sources import make_source

    source = make_source(name, seed)
    parts = [source.render(48_000)[:, 0] for _ in range(int(seconds) + 4)][3:]
    whole = np.concatenate(parts)
    return _lowpass(whole, 7200.0, 48_000)[::3].astype(np.float32)


def _lowpass(samples: Samples, edge_hz: float, rate: int = RATE) -> Samples:
    size = _fft_size(len(samples))
    hz = np.fft.rfftfreq(size, 1 / rate)
    spectrum = np.fft.rfft(samples, size) / (1 + (hz / edge_hz) ** 12)
    return np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)


def _coloured(count: int, chance: np.random.Generator, slope: float) -> Samples:
    """Noise whose amplitude falls as frequency to the power of ``slope``."""
    size = _fft_size(count)
    spectrum = np.fft.rfft(chance.standard_normal(size))
    hz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 20)
    return np.fft.irfft(spectrum * hz**-slope, size)[:count].astype(np.float32)


def _unit(samples: Samples) -> Samples:
    return samples / max(float(np.sqrt((samples**2).mean())), 1e-9)


def _hum(count: int, chance: np.random.Generator) -> Samples:
    t = np.arange(count) / RATE
    tones = sum(np.sin(2 * np.pi * 50 * k * t + chance.uniform(0, 6)) / k for k in (1, 2, 3, 4, 6, 8))
    return _unit(tones + np.zeros(count)) + 0.7 * _unit(_coloured(count, chance, 0.8))


def _fan(count: int, chance: np.random.Generator) -> Samples:
    t = np.arange(count) / RATE
    return _coloured(count, chance, chance.uniform(0.0, 0.5)) * (1 + 0.2 * np.sin(2 * np.pi * 1.3 * t))


def _clatter(count: int, chance: np.random.Generator) -> Samples:
    samples = 0.15 * _unit(_coloured(count, chance, 0.6))
    for _ in range(max(1, count // RATE)):
        at, length = int(chance.integers(count)), round(chance.uniform(0.02, 0.25) * RATE)
        t = np.arange(min(length, count - at)) / RATE
        ring = sum(np.sin(2 * np.pi * f * t) for f in chance.uniform(400, 5000, 4))
        samples[at : at + len(t)] += (ring * np.exp(-t * 25)).astype(np.float32)
    return samples


def _band(count: int, chance: np.random.Generator) -> Samples:
    """Drums, bass and a lead: busier than any ambience of the program."""
    samples = np.zeros(count)
    beat = round(RATE * 60 / chance.uniform(80, 130))
    scale = 220 * 2 ** (np.array([0, 3, 5, 7, 10, 12]) / 12)
    for n, at in enumerate(range(0, count, beat // 2)):
        t = np.arange(min(beat, count - at)) / RATE
        lead = float(chance.choice(scale)) * 2
        wave = sum(np.sin(2 * np.pi * lead * k * t) / k for k in (1, 2, 3, 4)) * np.exp(-t * 5)
        bass = np.sin(2 * np.pi * float(scale[n // 8 % 3]) / 4 * t) * np.exp(-t * 3)
        snare = chance.standard_normal(len(t)) * np.exp(-t * 30) * (n % 4 == 2)
        kick = np.sin(2 * np.pi * 55 * t * np.exp(-t * 8)) * np.exp(-t * 12) * (n % 4 == 0)
        samples[at : at + len(t)] += 0.4 * wave + 0.8 * bass + snare + 2 * kick
    return samples.astype(np.float32)
