"""What the soft piano plays: a phrase to a breath, over the harmony of the warm chords.

One breath is a sixth to a fifth of a minute. A phrase opens as one breathes in, comes to rest as one breathes
out, and leaves the last part of the breath empty. Phrases are made anew each time; the melody moves by steps,
keeps to the tones that are at rest over the chord of the moment, and ends on one of the chord's own.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np

from .chords import BREATH_S, on_the_breath
from .grid import rng_at
from .harmony import Chord, Harmony

_SCALE = frozenset({2, 4, 9, 11})  # D E A B are at rest over every chord
_F_SHARP, _G = 6, 7
_LOWEST, _HIGHEST = 64, 81
_PULSE_S = BREATH_S / 16
_TOGETHER_S = 0.35
_FIGURES: tuple[tuple[float, ...], ...] = (
    (0.0, 2.0, 4.0, 6.0, 9.0),
    (0.0, 3.0, 5.0, 8.0),
    (1.0, 3.0, 4.0, 7.0, 10.0),
    (0.0, 2.0, 3.0, 6.0),
    (2.0, 4.0, 7.0),
    (0.0, 4.0, 6.0, 9.0),
    (1.0, 5.0, 8.0),
    (0.0, 2.0, 5.0, 7.0, 8.0),
)
"""When the notes of a phrase come, in sixteenths of a breath; the last five or more are always empty."""


class Touch(NamedTuple):
    """One key: when, in seconds, which pitch, how strong (0 to 1). ``clears`` are the pitch classes of a new
    chord: what does not belong to it is damped.
    """

    start_s: float
    midi: int
    strength: float
    clears: frozenset[int] = frozenset()


class Melody:
    """Every touch of one seed, in order and without end."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._harmony = Harmony(seed)
        self._chords = [on_the_breath(self._harmony.next_chord())]
        self._given = 0
        self._breath = 0
        self._last, self._beneath_last = 69, 0
        self._waiting: list[Touch] = []

    def __iter__(self) -> Melody:
        return self

    def __next__(self) -> Touch:
        """The next touch; their times never go back."""
        # A chord that is rolled at the end of a breath reaches into the next one.
        while not self._waiting or self._waiting[0].start_s >= self._begin_s():
            self._waiting = sorted([*self._waiting, *self._next_breath()], key=lambda touch: touch.start_s)
        return self._waiting.pop(0)

    def chord_at(self, at_s: float) -> Chord:
        """The chord that sounds at a moment."""
        while self._chords[-1].start_s + self._chords[-1].seconds <= at_s:
            self._chords.append(on_the_breath(self._harmony.next_chord()))
        return self._chords[bisect_right([chord.start_s for chord in self._chords], at_s) - 1]

    def _next_breath(self) -> list[Touch]:
        rng = rng_at(self._seed, 71, self._breath)
        begin_s = self._begin_s()
        self._breath += 1
        self.chord_at(self._begin_s())
        end_s = self._begin_s()
        begun = [chord for chord in self._chords if chord.start_s < end_s]
        ground = [touch for chord in begun[self._given :] for touch in self._ground(chord)]
        self._given = len(begun)
        basses = [touch for touch in ground if touch.clears]
        # Hands that would meet take turns: a chord's bass goes before the melody, the melody before the rest.
        phrase = [touch for touch in self._phrase(rng, begin_s) if _apart(touch, basses)]
        inner = [*(touch for touch in ground if not touch.clears), *self._beneath(rng, begin_s)]
        return [*basses, *phrase, *(touch for touch in inner if _apart(touch, phrase))]

    def _begin_s(self) -> float:
        """When the next phrase begins: the chord beneath it comes a moment sooner."""
        return 0.9 + self._breath * BREATH_S

    def _beneath(self, rng: np.random.Generator, begin_s: float) -> list[Touch]:
        """Single low tones of the chord that carry the phrase and the pause after it."""
        touches = []
        for pulse in (1.6, 5.4, 9.4, 12.8):
            at_s = begin_s + (pulse + float(rng.uniform(-0.4, 0.4))) * _PULSE_S
            chord = self.chord_at(at_s)
            if at_s - chord.start_s > 2.5:
                tones = {chord.bass + 12, *chord.upper[:3]} - {self._beneath_last}
                self._beneath_last = int(rng.choice(sorted(tones)))
                touches.append(Touch(at_s, self._beneath_last, float(rng.uniform(0.25, 0.32))))
        return touches

    def _ground(self, chord: Chord) -> list[Touch]:
        """The chord itself, rolled slowly upwards: bass, then two or three of its tones."""
        rng = rng_at(self._seed, 72, round(chord.start_s * 1000))
        classes = frozenset({chord.bass % 12, *(p % 12 for p in chord.upper)})
        at_s = chord.start_s
        touches = [Touch(at_s, chord.bass, float(rng.uniform(0.36, 0.42)), classes)]
        tones = sorted(rng.choice(chord.upper[:3], size=int(rng.integers(1, 3)), replace=False))
        for midi in tones:
            at_s += float(rng.uniform(0.45, 0.8))
            touches.append(Touch(at_s, int(midi), float(rng.uniform(0.30, 0.38))))
        return touches

    def _phrase(self, rng: np.random.Generator, begin_s: float) -> list[Touch]:
        figure = _FIGURES[int(rng.integers(len(_FIGURES)))]
        if rng.random() < 0.12:
            figure = figure[:1]
        touches = []
        for place, pulse in enumerate(figure):
            # Hands are not clocks, and the end of a phrase takes its time.
            late_s = 0.035 * float(np.clip(rng.standard_normal(), -2, 2)) + 0.10 * place / len(figure)
            at_s = max(begin_s, begin_s + pulse * _PULSE_S + late_s)
            self._last = self._choose(rng, at_s, last=place == len(figure) - 1)
            arch = np.sin(np.pi * (place + 1) / (len(figure) + 1))
            touches.append(Touch(at_s, self._last, float(0.36 + 0.08 * arch + rng.uniform(-0.03, 0.03))))
        return touches

    def _choose(self, rng: np.random.Generator, at_s: float, *, last: bool) -> int:
        """A tone near the last one; the phrase's last tone is one of the chord's own."""
        own = {p % 12 for p in self.chord_at(at_s).upper}
        allowed = own if last else own | _SCALE
        choices = [p for p in range(_LOWEST, _HIGHEST + 1) if p % 12 in allowed]
        middle = (_LOWEST + _HIGHEST) / 2
        weights = np.array([_liking(p - self._last) * np.exp(-(((p - middle) / 7.0) ** 2)) for p in choices])
        return int(rng.choice(choices, p=weights / weights.sum()))


def _apart(touch: Touch, others: list[Touch]) -> bool:
    return all(abs(touch.start_s - other.start_s) > _TOGETHER_S for other in others)


def _liking(step: int) -> float:
    """Weight of a melodic step in semitones: seconds and thirds first, a fourth now and then, no leaps."""
    return {0: 0.15, 1: 0.5, 2: 1.5, 3: 1.2, 4: 0.9, 5: 0.6, 7: 0.35}.get(
        abs(step), 0.03 if abs(step) < 9 else 0.0005
    )
