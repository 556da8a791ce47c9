"""Birds of this program's own making: what each kind sings, as notes with a pitch that glides.

They borrow their measure from nature, not their songs. A blackbird in a city park sang nine phrases a minute
of 1.5 to 2.5 s, pure tones between 1.5 and 3 kHz, with pauses of about 5 s; a chaffinch six to nine of 2.1
to 2.8 s (field recordings with sonograms, F. Simpson, 2009 to 2021). Pigeons coo near half a kilohertz.
Nothing lies above 4.6 kHz: higher songs are shrill at close range.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .grid import rng_at


class Note(NamedTuple):
    """One note: ``start_s`` from the phrase's beginning, its pitch at the beginning, middle and end in Hz,
    its level in dB, and a vibrato in Hz with its depth in semitones.
    """

    start_s: float
    seconds: float
    hz: tuple[float, float, float]
    level_db: float
    vibrato_hz: float = 0.0
    vibrato_depth: float = 0.0


Phrase = tuple[Note, ...]
Song = Callable[[np.random.Generator, np.random.Generator], Phrase]
"""Makes a phrase: the first random numbers are the motif's own and always the same, the second this
performance's, so that a bird comes back to what it knows and never sings it twice alike.
"""


class Bird(NamedTuple):
    """One singer: its song and where it sits. ``level_db`` is against the nearest, ``far`` from 0 (near) to 1
    (deep in the wood), ``rest_s`` the bounds of the silence after a phrase.
    """

    lane: int
    song: Song
    level_db: float
    pan: float
    far: float
    rest_s: tuple[float, float]
    motifs: int


def phrases(bird: Bird, seed: int) -> Phrases:
    """All phrases of one bird, in order and without end."""
    return Phrases(bird, seed)


class Phrases:
    """A bird's own timetable: phrase, rest, phrase; after some of them it listens for a while."""

    def __init__(self, bird: Bird, seed: int) -> None:
        self._bird, self._seed = bird, seed
        self._count, self._motif = 0, -1
        self._clock_s = float(rng_at(seed, bird.lane, 0, 9).uniform(0.5, bird.rest_s[1]))

    def __iter__(self) -> Phrases:
        return self

    def __next__(self) -> tuple[float, Phrase]:
        """When the next phrase begins, in seconds, and its notes."""
        rng = rng_at(self._seed, self._bird.lane, self._count, 1)
        others = [n for n in range(self._bird.motifs) if n != self._motif]
        self._motif = int(rng.choice(others))
        phrase = self._bird.song(rng_at(self._seed, self._bird.lane, self._motif, 2), rng)
        start_s = self._clock_s
        rest_s = float(rng.uniform(*self._bird.rest_s))
        if rng.random() < 0.14:
            rest_s += float(rng.uniform(8.0, 22.0))
        self._clock_s += phrase[-1].start_s + phrase[-1].seconds + rest_s
        self._count += 1
        return start_s, phrase


def flute(motif: np.random.Generator, now: np.random.Generator) -> Phrase:
    """Slow, full whistles that glide a little; sometimes a soft twitter trails off after them."""
    count = int(motif.integers(3, 6))
    pitch = float(motif.uniform(1650.0, 2150.0))
    notes, at_s = [], 0.0
    for place in range(count):
        pitch = float(np.clip(pitch * 2.0 ** (motif.choice([-5, -4, -2, 2, 3, 5]) / 12.0), 1500.0, 2750.0))
        here = pitch * 2.0 ** (now.normal(0.0, 0.12) / 12.0)
        bend = motif.uniform(-1.6, 1.6, 2) + now.normal(0.0, 0.12, 2)
        seconds = float(motif.uniform(0.20, 0.44) * now.uniform(0.93, 1.08))
        hz = (here * 2.0 ** (bend[0] / 12.0), here, here * 2.0 ** (bend[1] / 12.0))
        trembles = motif.random() < 0.3
        level = -2.5 * abs(place - count / 2) / count + float(now.normal(0.0, 0.7))
        notes.append(Note(at_s, seconds, hz, level, 17.0 if trembles else 0.0, 0.35))
        at_s += seconds + float(motif.uniform(0.05, 0.16) * now.uniform(0.9, 1.15))
    if motif.random() < 0.4:
        for _ in range(int(motif.integers(3, 6))):
            top = float(motif.uniform(2900.0, 3700.0) * now.uniform(0.98, 1.02))
            notes.append(Note(at_s, 0.075, (top * 0.92, top, top * 0.86), -13.0 + float(now.normal(0, 1))))
            at_s += float(motif.uniform(0.09, 0.13) * now.uniform(0.95, 1.1))
    return tuple(notes)


def cascade(motif: np.random.Generator, now: np.random.Generator) -> Phrase:
    """A run of small falling notes that begins high and soft and comes down, slower and slower."""
    count = int(motif.integers(9, 14))
    top, low = float(motif.uniform(3300.0, 3750.0)), float(motif.uniform(2200.0, 2600.0))
    notes, at_s = [], 0.0
    sway = motif.uniform(-0.9, 0.9, count)
    for place in range(count):
        share = place / (count - 1)
        pitch = top * (low / top) ** share * 2.0 ** ((sway[place] + now.normal(0.0, 0.15)) / 12.0)
        seconds = float((0.09 + 0.07 * share) * now.uniform(0.92, 1.1))
        fall = float(motif.uniform(1.05, 1.13))
        arch = -9.0 * (1.0 - np.sin(np.pi * (0.12 + 0.76 * share)))
        notes.append(
            Note(at_s, seconds, (pitch * fall, pitch, pitch / fall), float(arch + now.normal(0, 0.6)))
        )
        at_s += float((0.14 + 0.09 * share) * now.uniform(0.94, 1.06))
    return tuple(notes)


def seesaw(motif: np.random.Generator, now: np.random.Generator) -> Phrase:
    """Two tones in turn, three to five times."""
    high = float(motif.uniform(3050.0, 3500.0) * now.uniform(0.99, 1.01))
    low = high * 2.0 ** (-float(motif.uniform(3.5, 6.0)) / 12.0)
    long_s, short_s = motif.uniform(0.13, 0.17, 2)
    pace = float(now.uniform(0.94, 1.08))
    notes, at_s = [], 0.0
    pairs = int(now.integers(3, 6))
    for pair in range(pairs):
        swell = -5.0 * (1.0 - (pair + 1) / pairs)
        for hz, seconds, level in ((high, short_s, 0.0), (low, long_s, -1.5)):
            here = hz * 2.0 ** (now.normal(0.0, 0.06) / 12.0)
            notes.append(Note(at_s, float(seconds) * pace, (here * 1.03, here, here * 0.985), swell + level))
            at_s += (float(seconds) + 0.055) * pace
    return tuple(notes)


def coo(motif: np.random.Generator, now: np.random.Generator) -> Phrase:
    """A pigeon's five soft, low syllables, once or twice."""
    base = float(motif.uniform(430.0, 500.0) * now.uniform(0.99, 1.01))
    pace = float(now.uniform(0.95, 1.08))
    notes, at_s = [], 0.0
    for _ in range(int(now.integers(1, 3))):
        for seconds, rise, level in (
            (0.34, 1.0, -3),
            (0.58, 1.06, 0),
            (0.46, 1.04, -1),
            (0.24, 0.98, -4),
            (0.36, 0.97, -3),
        ):
            hz = base * rise * 2.0 ** (now.normal(0.0, 0.1) / 12.0)
            notes.append(
                Note(at_s, seconds * pace, (hz * 0.96, hz, hz * 0.965), level + float(now.normal(0, 0.5)))
            )
            at_s += (seconds + 0.10) * pace
        at_s += 0.25 * pace
    return tuple(notes)


BIRDS = (
    Bird(51, flute, 0.0, -0.35, 0.10, (4.5, 9.0), 9),
    Bird(52, flute, -6.5, 0.75, 0.75, (5.0, 11.0), 8),
    Bird(53, cascade, -4.0, 0.40, 0.35, (7.0, 15.0), 6),
    Bird(54, cascade, -8.5, -0.80, 0.90, (8.0, 16.0), 5),
    Bird(55, seesaw, -6.5, -0.65, 0.50, (10.0, 22.0), 4),
    Bird(56, coo, -4.0, 0.15, 0.85, (11.0, 24.0), 3),
)
"""The six that sing in one wood."""
