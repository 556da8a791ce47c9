"""A soft piano: few notes, felt between hammer and string, over the slow harmony of the warm chords.

Strings are stiff: partial n lies at n * f0 * sqrt(1 + B n^2), with B a few ten-thousandths in the middle (the
two-line law of Rigaud and others, 2013). A note falls fast at first and then slowly, as the strings of one
note come to move against each other (Weinreich 1977); its partials lose from about one to some tens of
decibels a second, the higher the more (Martin 1947). Felt takes the edge off: a rise of some hundredths of a
second, and little above the tenth partial.
"""

from __future__ import annotations

import numpy as np

from massage_desktop.sound.source import Samples

from .carry import Carry
from .grid import RATE_HZ, GridSource, pan_gains, rng_at
from .harmony import hertz
from .melody import Melody, Touch
from .room import Room
from .struck import Ear, Partials, Sounding, Tone, due_before

RISE_S = 0.036
_PEDAL_S = 1.3
"""How quickly notes that are foreign to a new chord die away."""

_AGAIN_S = 0.12
_HIGHEST_HZ = 3200.0
_AFTER = 0.46
"""Share of the slow second part of a note's decay in its first size (-7 dB)."""

_SLOW_PARTIALS = 7
"""So many partials have a slow second part; that of the others is never heard."""


def stiffness(midi: float) -> float:
    """Inharmonicity coefficient B of a grand piano's string: falls through the bass, then doubles by the
    octave.
    """
    return float(np.exp(-0.0847 * midi - 5.82) + np.exp(0.0926 * midi - 13.64))


def strings(touch: Touch, seed: int) -> Partials:
    """What one key makes ring: every partial twice, a prompt one and a slower one beside it."""
    rng = rng_at(seed, 61, touch.midi, round(touch.start_s * 1000))
    base, stiff = hertz(touch.midi), stiffness(touch.midi)
    order = np.arange(1, max(2, int(_HIGHEST_HZ / base)) + 1)
    hz = base * order * np.sqrt((1.0 + stiff * order**2) / (1.0 + stiff))
    # The hammer meets the string at an eighth of its length; felt lets less of the top through, and a softer
    # touch still less.
    soft_hz = 420.0 + 620.0 * touch.strength
    size = np.abs(np.sin(np.pi * order / 8.2)) / np.sin(np.pi / 8.2) / order**0.9
    size = size / (1.0 + (hz / soft_hz) ** 2) * rng.uniform(0.85, 1.15, len(order))
    fall_db_s = (2.2 + 0.0048 * base) * (1.0 + 0.30 * (order - 1))
    prompt_s = 8.686 / fall_db_s
    slow = min(len(order), _SLOW_PARTIALS)
    apart = rng.uniform(0.02, 0.07) / 2.0
    pan = np.clip((touch.midi - 62) / 45.0 + np.repeat([-0.25, 0.25], [len(order), slow]), -1.0, 1.0)
    turn = rng.uniform(0.0, 2.0 * np.pi, len(order))
    level = touch.strength * (220.0 / base) ** 0.12 / np.sqrt(np.sum(size**2))
    return Partials(
        np.concatenate([hz - apart, hz[:slow] + apart]),
        level * np.concatenate([size, _AFTER * size[:slow]]),
        np.concatenate([prompt_s, 3.3 * prompt_s[:slow]]),
        np.concatenate([turn, turn[:slow] + np.pi / 2.0]),
        pan_gains(pan),
    )


class SoftPiano(GridSource):
    """A slow, calm piece without end (SOUND-03), a phrase to a breath; renders near the nominal loudness."""

    title = "Soft piano"
    gain = 0.186

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._melody = Melody(self.seed)
        self._next = next(self._melody)
        self._sounding = Sounding()
        self._pitches: list[tuple[Tone, int]] = []
        self._carry = Carry()
        self._ear = Ear(0.19)
        self._hall = Room((2.9, 2.7, 1.9, 0.9), 0.018, 0.5)

    def contribution(self, line: int) -> Samples:
        """All strings and the hall from one grid line to the next; shape ``(SPAN, 2)``."""
        while self._next.start_s < due_before(line):
            self._play(self._next)
            self._next = next(self._melody)
        self._carry.add(0, self._sounding.sound(line))
        dry = self._carry.take()
        sound = dry + self._hall.answer(dry)
        self._ear.hear(sound)
        return sound

    def _play(self, touch: Touch) -> None:
        self._pitches = [(tone, midi) for tone, midi in self._pitches if not tone.over]
        for tone, midi in self._pitches:
            if midi == touch.midi:  # the hammer stops what is left of the same string
                tone.damp(touch.start_s, _AGAIN_S)
            elif touch.clears and midi % 12 not in touch.clears:
                tone.damp(touch.start_s, _PEDAL_S)
        start = round(touch.start_s * RATE_HZ)
        partials = strings(touch, self.seed)
        voiced = partials.size * self._ear.strength / self._hall.colour(partials.hz)
        tone = Tone(start, partials._replace(size=voiced), RISE_S)
        self._sounding.tones.append(tone)
        self._pitches.append((tone, touch.midi))
