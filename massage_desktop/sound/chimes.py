"""Soft bowl-like chimes, tuned to be at rest over every chord of the warm chords (tones of D major's open
core).

A struck bowl rings in a few stretched, slowly beating partials. Here its blow is taken away: every tone
swells in, so that nothing ever begins suddenly (SOUND-07).
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final, Literal, get_args

import numpy as np

from .loudness import RATE, EnergyMeter, momentary_lufs
from .source import REFERENCE_CEILING_LUFS, Samples

ChimeName = Literal["announce", "step", "begin", "end"]
CHIMES: Final[tuple[ChimeName, ...]] = get_args(ChimeName)

CHIME_BELOW_CEILING_DB = 4.0
"""Loudest 400 ms of a chime, under the ceiling: heard over the ducked bed without touching the limit."""

ATTACK_S = 0.09
_RELEASE_S = 0.8

_A3, _D4, _E4, _A4, _D5 = 220.0, 293.66, 329.63, 440.0, 587.33
_TONES: dict[ChimeName, tuple[tuple[float, float], ...]] = {
    "announce": ((0.0, _A4),),
    "step": ((0.0, _D4), (0.35, _A4)),
    "begin": ((0.0, _D4), (0.9, _A4), (1.8, _D5)),
    "end": ((0.0, _A4), (1.1, _E4), (2.2, _D4)),
}
"""Per chime: when each tone begins, in seconds, and its pitch, in Hz."""

# Ratio to the lowest partial, level, seconds to fade to a third: the higher, the softer and the shorter.
_PARTIALS = ((1.0, 1.0, 1.5), (2.71, 0.16, 0.8), (5.1, 0.035, 0.35))
_BEAT_HZ = 0.7


@cache
def chime(name: ChimeName) -> Samples:
    """The chime at its level for the reference ceiling; shape ``(n, 2)``, a few seconds."""
    tones = _TONES[name]
    length_s = tones[-1][0] + 5.0
    out = np.zeros((round(length_s * RATE), 2))
    for at_s, pitch_hz in tones:
        begin = round(at_s * RATE)
        tone = _bowl(pitch_hz, length_s - at_s)
        out[begin : begin + len(tone)] += tone
    samples = out.astype(np.float32)
    loudest = float(momentary_lufs(EnergyMeter().feed(samples)).max())
    gain = 10 ** ((REFERENCE_CEILING_LUFS - CHIME_BELOW_CEILING_DB - loudest) / 20)
    samples *= np.float32(gain)
    samples.flags.writeable = False
    return samples


def _bowl(pitch_hz: float, seconds: float) -> np.ndarray:
    """One tone: pairs of near partials that beat slowly, a little apart in the two ears; ``(n, 2)``."""
    frames = round(seconds * RATE)
    t = np.arange(frames) / RATE
    ears = np.zeros((2, frames))
    for ratio, level, fade_s in _PARTIALS:
        body = level * np.exp(-t / fade_s)
        for ear in range(2):
            split = _BEAT_HZ * (0.5 + 0.15 * ear)
            hz = pitch_hz * ratio
            ears[ear] += body * (_sine(hz - split / 2, frames) + 0.6 * _sine(hz + split / 2, frames))
    rise, fall = _half_cosine(ATTACK_S), _half_cosine(_RELEASE_S)[::-1]
    ears[:, : len(rise)] *= rise
    ears[:, frames - len(fall) :] *= fall
    return ears.T


def _sine(hz: float, frames: int) -> np.ndarray:
    """A sine wave. By sin(a + b) only every so many frames, and those between two such, are worked out."""
    step = 512
    turn = 2 * math.pi * hz / RATE
    coarse, fine = turn * np.arange(0, frames, step), turn * np.arange(step)
    at, on = np.stack([np.sin(coarse), np.cos(coarse)], axis=1), np.stack([np.cos(fine), np.sin(fine)])
    wave: np.ndarray = (at @ on).ravel()[:frames]
    return wave


def _half_cosine(seconds: float) -> np.ndarray:
    """From 0 to 1 without a corner."""
    rise: np.ndarray = (1 - np.cos(np.pi * np.linspace(0.0, 1.0, round(seconds * RATE) + 1))) / 2
    return rise
