"""Slow, consonant harmony: an endless walk through warm chords of D major with no half-steps left to rub.

The leading tone is left out, so that a chime on D, A, E or B is at rest over every chord. Chords follow each
other by liking, never straight back and never the last two over again; the voices move as little as they can.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from .grid import rng_at

_SEMITONES = {"D": 2, "E": 4, "F#": 6, "G": 7, "A": 9, "B": 11}

UPPER_VOICES = 4
_LOWEST, _HIGHEST = 50, 71
_BASS = (38, 49)  # lower tones only spend the little loudness there is: small loudspeakers are mute there
_CENTRE = 60.5


class Chord(NamedTuple):
    """Pitches as MIDI numbers, the bass first; begins at ``start_s`` and lasts ``seconds``."""

    start_s: float
    seconds: float
    bass: int
    upper: tuple[int, ...]


_COLOURS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("D", ("D", "F#", "A", "E")),
    ("D", ("D", "A", "B", "F#")),
    ("G", ("G", "B", "D", "A")),
    ("G", ("G", "B", "D", "E")),
    ("B", ("B", "D", "A", "E")),
    ("B", ("B", "D", "F#", "A")),
    ("E", ("E", "G", "B", "D")),
    ("E", ("E", "A", "B", "D")),
    ("A", ("A", "D", "E", "B")),
    ("A", ("A", "E", "G", "D")),
    ("F#", ("D", "F#", "A", "E")),
)
"""Bass and tones of every chord of the walk."""

_STEP_LIKING = {0: 0.35, 1: 0.7, 2: 1.0, 3: 1.2, 4: 1.1, 5: 1.6}
"""Weight of a bass that moves by so many semitones (octaves folded): fourths and thirds before seconds."""


class Harmony:
    """The chords of one seed, in order; deterministic, and alike to no other seed's."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._recent: list[int] = []
        self._count = 0
        self._clock_s = 0.0
        self._upper: tuple[int, ...] = (54, 57, 62, 66)
        self._bass = 38

    def next_chord(self) -> Chord:
        """The chord that follows; 12 to 20 s long, so always slower than a breath."""
        rng = rng_at(self._seed, 1, self._count)
        colour = self._choose(rng)
        bass_name, tones = _COLOURS[colour]
        self._upper = self._lead(tones)
        self._bass = _nearest(_SEMITONES[bass_name], self._bass, *_BASS)
        chord = Chord(self._clock_s, float(rng.uniform(12.0, 20.0)), self._bass, self._upper)
        self._clock_s += chord.seconds
        self._count += 1
        self._recent = [*self._recent, colour][-4:]
        return chord

    def _choose(self, rng: np.random.Generator) -> int:
        if not self._recent:
            return 0
        weights = np.array([self._liking(n) for n in range(len(_COLOURS))])
        return int(rng.choice(len(_COLOURS), p=weights / weights.sum()))

    def _liking(self, colour: int) -> float:
        if colour in self._recent[-2:]:
            return 0.0
        distance = abs(_SEMITONES[_COLOURS[colour][0]] - _SEMITONES[_COLOURS[self._recent[-1]][0]]) % 12
        weight = _STEP_LIKING[min(distance, 12 - distance)] if min(distance, 12 - distance) != 6 else 0.4
        return weight * (0.3 if colour in self._recent else 1.0)

    def _lead(self, tones: tuple[str, ...]) -> tuple[int, ...]:
        """The upper voices that sing all tones of the chord with the least movement."""
        classes = {_SEMITONES[tone] for tone in tones}
        pitches = [p for p in range(_LOWEST, _HIGHEST + 1) if p % 12 in classes]
        full = [c for c in combinations(pitches, UPPER_VOICES) if {p % 12 for p in c} == classes]
        return min(full, key=self._effort)

    def _effort(self, voices: tuple[int, ...]) -> float:
        moved = sum(abs(new - old) for new, old in zip(voices, self._upper, strict=True))
        # Below middle C a second sounds muddy; above it a wide hole sounds thin.
        muddy = sum(4.0 for a, b in pairwise(voices) if b - a < 3 and a < 59)
        holes = sum(max(0, b - a - 8) for a, b in pairwise(voices))
        return moved + muddy + 1.5 * holes + 0.8 * abs(sum(voices) / len(voices) - _CENTRE)


def _nearest(pitch_class: int, around: int, low: int, high: int) -> int:
    choices = [p for p in range(low, high + 1) if p % 12 == pitch_class]
    return min(choices, key=lambda p: abs(p - around))


def hertz(midi: float) -> float:
    """Frequency of a MIDI pitch, A4 = 440 Hz."""
    return float(440.0 * 2.0 ** ((midi - 69.0) / 12.0))
