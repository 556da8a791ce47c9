"""Singing bowls, struck softly one after another, and now and then one that is rubbed until it hums.

A struck bowl rings in a few modes far from harmonic. Three measured bowls of 140 to 180 mm have their second,
third and fourth mode at 2.66-2.78, 4.84-5.18 and 7.5-8.2 times the first (modal table of the Csound manual).
No bowl is quite round, so every mode is a pair of near tones that beats: 0.8 % apart in the bowl that the
Synthesis ToolKit models, less in well-made ones. These six are tuned in a pentatonic row with no half-step,
and the second mode falls on a tone of the same row (8/3: an octave and a fourth), so that they stay consonant
however long they ring over each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from massage_desktop.sound.source import Samples

from .carry import Carry
from .grid import RATE_HZ, GridSource, pan_gains, rng_at
from .harmony import hertz
from .room import Room
from .struck import Ear, Partials, Sounding, Tone, due_before

SHORTEST_REST_S, LONGEST_REST_S = 8.5, 17.0
"""From one stroke to the next."""

RATIOS = (1.0, 2.667, 5.02, 7.85)
"""Modes of a bowl to its lowest; each bowl departs from them by some thousandths."""

_SIZES = (1.0, 0.30, 0.055, 0.012)
_DECAYS_S = (1.0, 0.50, 0.20, 0.10)
_DEEP = (50, 57)
_PITCHES = (50, 57, 59, 62, 64, 69)
"""D3 A3 B3 D4 E4 A4: at rest with the chimes, and over every chord of the warm chords."""

_STEPS = {0: 0.0, 2: 0.7, 3: 0.8, 5: 1.4, 7: 1.6, 9: 0.7, 12: 1.1}
"""How gladly the next bowl lies so many semitones away: fourths, fifths and octaves first."""


class Stroke(NamedTuple):
    """One touch of a bowl: when, in seconds, which pitch, how strong (0 to 1), and whether it is rubbed."""

    start_s: float
    midi: int
    strength: float
    rubbed: bool = False


def strokes(seed: int) -> Iterator[Stroke]:
    """Every stroke of one seed, in order and without end."""
    start_s, last, count = 0.6, 57, 0
    while True:
        rng = rng_at(seed, 41, count)
        weights = np.array([_STEPS.get(abs(midi - last), 0.3) for midi in _PITCHES])
        last = int(rng.choice(_PITCHES, p=weights / weights.sum()))
        # The two deepest are humming already, so they are touched more softly.
        strength = float(rng.uniform(0.50, 0.66)) * (0.75 if last in _DEEP else 1.0)
        yield Stroke(start_s, last, strength)
        start_s += float(rng.uniform(SHORTEST_REST_S, LONGEST_REST_S))
        count += 1


def hums(seed: int) -> Iterator[Stroke]:
    """The rubbed tones of one seed: one of the two deepest bowls in turn, swelling as a long breath does."""
    start_s, count = 0.0, 0
    while True:
        rng = rng_at(seed, 42, count)
        yield Stroke(start_s, _DEEP[count % 2], float(rng.uniform(0.8, 1.0)), rubbed=True)
        start_s += float(rng.uniform(10.0, 13.5))
        count += 1


def bowl(stroke: Stroke, seed: int) -> Partials:
    """What one stroke makes a bowl ring like. The bowl stays itself from stroke to stroke."""
    own = rng_at(seed, 43, stroke.midi)
    touch = rng_at(seed, 44, round(stroke.start_s * 1000))
    base = hertz(stroke.midi)
    count = 2 if stroke.rubbed else len(RATIOS)
    ratio = np.array(RATIOS) * np.concatenate([[1.0], 1.0 + own.uniform(-0.004, 0.004, len(RATIOS) - 1)])
    split = own.uniform(0.35, 0.75, len(RATIOS)) * np.array([1.0, 1.4, 1.9, 2.4])
    hz = (base * ratio[:count, None] + split[:count, None] * np.array([-0.5, 0.5])).ravel()
    # A soft mallet wakes the higher modes less, the more softly it comes.
    size = np.array(_SIZES)[:count] * stroke.strength ** (1.0 + np.arange(count))
    if stroke.rubbed:
        size = size * np.array([0.92, 0.24])
    # Where the mallet meets the rim decides how the pair shares the blow; it is never quite even.
    share = touch.uniform(0.55, 0.75, count)
    pair = np.stack([share, 1.0 - share], axis=1) / np.hypot(share, 1.0 - share)[:, None] / np.sqrt(2.0)
    low_s = (15.0 if stroke.rubbed else 10.0) * (146.8 / base) ** 0.4
    decay = np.repeat(low_s * np.array(_DECAYS_S)[:count], 2)
    pans = np.clip(own.uniform(-0.45, 0.45) + np.tile([-0.4, 0.4], count), -1.0, 1.0)
    # Deep tones are less loud to the ear at one size; a little more of it keeps the row even.
    level = (146.8 / base) ** 0.15
    return Partials(
        hz,
        level * (size[:, None] * pair).ravel(),
        decay,
        touch.uniform(0.0, 2.0 * np.pi, 2 * count),
        pan_gains(pans),
    )


class SingingBowls(GridSource):
    """Soft bowls with long, slowly beating tones in a quiet hall; renders near the nominal loudness."""

    title = "Singing bowls"
    gain = 0.203

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._scores = [strokes(self.seed), hums(self.seed)]
        self._next = [next(score) for score in self._scores]
        self._sounding = Sounding()
        self._carry = Carry()
        self._ear = Ear(0.18)
        self._room = Room((2.6, 2.4, 1.8, 1.0), 0.022, 0.3)

    def contribution(self, line: int) -> Samples:
        """All bowls and the hall from one grid line to the next; shape ``(SPAN, 2)``."""
        for place, score in enumerate(self._scores):
            while self._next[place].start_s < due_before(line):
                self._strike(self._next[place])
                self._next[place] = next(score)
        self._carry.add(0, self._sounding.sound(line))
        dry = self._carry.take()
        sound = dry + self._room.answer(dry)
        self._ear.hear(sound)
        return sound

    def _strike(self, stroke: Stroke) -> None:
        rise_s = 8.0 if stroke.rubbed else 0.25
        start = round(stroke.start_s * RATE_HZ)
        partials = bowl(stroke, self.seed)
        voiced = partials.size * self._ear.strength / self._room.colour(partials.hz)
        self._sounding.tones.append(Tone(start, partials._replace(size=voiced), rise_s))
