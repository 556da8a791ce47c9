"""Warm chords: five soft voices that breathe five to six times a minute, and a high voice that sings on top.

Slow breathing settles most people at four and a half to seven breaths a minute. Here the sound rises through
two fifths of a breath and sinks through three, chords change with the breath, and the high voice enters where
it is fullest and moves by steps.

Every note is a sum of a few sine partials, each in two copies a tenth or two of a hertz apart: slow shimmer,
no harsh beating. A note keeps a table of its windowed partials; one grid line is one matrix product.
"""

from __future__ import annotations

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import (
    FRAME,
    HOP,
    HOPS,
    RATE_HZ,
    SPAN,
    Drift,
    GridSource,
    overlapped,
    pan_gains,
    rng_at,
    windowed_waves,
)
from .harmony import Chord, Harmony, hertz

BREATHS_PER_MINUTE = 5.5
BREATH_S = 60.0 / BREATHS_PER_MINUTE
_SWELL_DB = 1.1
_INWARD = 0.4
"""Share of a breath in which it rises."""

_CHANGE_S = 6.5
"""How long one voice takes to leave and the next to arrive."""


def breath_at(time_s: np.ndarray | float) -> np.ndarray:
    """How full the breath is at moments in seconds: -1 empty, 1 full; the sound begins empty."""
    place = np.asarray(time_s) / BREATH_S % 1.0
    inward = place < _INWARD
    share = np.where(inward, place / _INWARD, (place - _INWARD) / (1.0 - _INWARD))
    return np.asarray(np.where(inward, -1.0, 1.0) * np.cos(np.pi * share))


def on_the_breath(chord: Chord) -> Chord:
    """The chord moved to the nearest half breath; neighbours still join, none is shorter than a breath."""
    begin, end = (round(at_s / BREATH_S * 2) for at_s in (chord.start_s, chord.start_s + chord.seconds))
    return chord._replace(start_s=begin * BREATH_S / 2, seconds=(end - begin) * BREATH_S / 2)


class _Note:
    """One sounding pitch with its own slow rise and fall."""

    def __init__(
        self,
        midi: int,
        start_s: float,
        rng: np.random.Generator,
        *,
        level: float = 1.0,
        rise_s: float = _CHANGE_S,
        partials: int = 7,
        softness: float = 1.3,
        pan: float = 0.0,
    ) -> None:
        self.midi = midi
        self.start_s = start_s
        self.end_s = np.inf
        self.rise_s = rise_s
        self.fall_s = _CHANGE_S
        base = hertz(midi)
        count = max(1, min(partials, int(2600.0 / base)))
        order = np.arange(1, count + 1)
        apart = rng.uniform(0.05, 0.12) * np.array([[-1.0], [1.0]])
        # All partials of a copy shift by the same tenths of a hertz: the shimmer is slow at every height.
        self._hz = (base * order + apart).ravel()
        self._size = np.tile(order**-softness * np.where(order % 2 == 0, 0.8, 1.0), 2)
        self._phase = rng.uniform(0.0, 2.0 * np.pi, 2 * count)
        sides = pan_gains(np.clip([pan - 0.55, pan + 0.55], -1.0, 1.0))
        self._sides = np.repeat(sides, count, axis=0).T
        self._level = level / np.sqrt(2.0 * np.sum((order**-softness) ** 2))
        self._table = windowed_waves(self._hz).transpose(1, 0, 2).reshape(-1, FRAME)

    def windows(self, starts_s: np.ndarray, cutoffs_hz: np.ndarray, gains: np.ndarray) -> np.ndarray:
        """Windows of ``FRAME`` frames that begin at ``starts_s``, shape ``(len(starts_s), 2, FRAME)``."""
        gain = self._envelope(starts_s + HOP / RATE_HZ) * self._level * gains
        warm = self._size / (1.0 + (self._hz / cutoffs_hz[:, None]) ** 2) * gain[:, None]
        turn = self._phase + 2.0 * np.pi * ((self._hz * starts_s[:, None]) % 1.0)
        weights = np.concatenate([np.sin(turn) * warm, np.cos(turn) * warm], axis=1)
        mixed = (np.tile(self._sides, 2) * weights[:, None]).astype(np.float32)
        rows = mixed.reshape(-1, mixed.shape[2])  # one product of plain matrices is quicker than many small
        return np.asarray(rows @ self._table).reshape(*mixed.shape[:2], FRAME)

    def over(self, time_s: float) -> bool:
        """Whether nothing of the note is left."""
        return time_s > self.end_s + self.fall_s

    def _envelope(self, time_s: np.ndarray) -> np.ndarray:
        rising = np.clip((time_s - self.start_s) / self.rise_s, 0.0, 1.0)
        falling = np.clip(1.0 - (time_s - self.end_s) / self.fall_s, 0.0, 1.0)
        # Quarter sines: one voice leaves as the other arrives, and their power stays the same.
        return np.asarray(np.sin(rising * np.pi / 2) * np.sin(falling * np.pi / 2))


class WarmChords(GridSource):
    """A slow, calm, consonant piece without end (SOUND-03); renders near the nominal loudness."""

    title = "Warm chords"
    gain = 0.0432

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._harmony = Harmony(self.seed)
        self._notes: list[_Note] = []
        self._voices: list[_Note] = []
        self._chord = on_the_breath(self._harmony.next_chord())
        self._begin(self._chord)
        self._high_s, self._high, self._breaths = 1.35 * BREATH_S, 74, 1
        self._colour = Drift(self.seed, 31, 17.0, 0.22)
        self._level = Drift(self.seed, 32, 29.0, 0.35)

    def contribution(self, line: int) -> Samples:
        """All notes from one grid line to the next; shape ``(SPAN + HOP, 2)``."""
        starts_s = (line * SPAN + HOP * np.arange(HOPS)) / RATE_HZ
        self._advance(float(starts_s[0]))
        breath = breath_at(starts_s + HOP / RATE_HZ)
        colour = self._colour.over(starts_s)
        level = self._level.over(starts_s)
        cutoffs_hz = 850.0 * 2.0 ** (0.30 * breath + colour)
        gains = 10.0 ** ((_SWELL_DB * breath + level) / 20.0)
        windows = np.zeros((HOPS, 2, FRAME), np.float32)
        for note in self._notes:
            windows += note.windows(starts_s, cutoffs_hz, gains)
        return overlapped(windows)

    def _advance(self, now_s: float) -> None:
        if now_s >= self._chord.start_s + self._chord.seconds:
            self._chord = on_the_breath(self._harmony.next_chord())
            self._begin(self._chord)
        if now_s >= self._high_s:
            self._high_note(now_s)
        self._notes = [note for note in self._notes if not note.over(now_s)]

    def _begin(self, chord: Chord) -> None:
        """Hold the pitches that stay, let the others leave one after another, and bring the new ones in."""
        rng = rng_at(self.seed, 2, int(chord.start_s * 1000))
        pitches = [chord.bass, *chord.upper]
        staying = [note for note in self._voices if note.midi in pitches]
        held = {note.midi for note in staying}
        leaving = [note for note in self._voices if note.midi not in pitches]
        # Voices move one by one over some seconds, as singers do: a chord melts into the next.
        arriving = [pitch for pitch in pitches if pitch not in held]
        for place, pitch in enumerate(arriving):
            start_s = chord.start_s + 0.9 * place
            if place < len(leaving):
                leaving[place].end_s = start_s
            staying.append(_voice(pitch, start_s, rng, bass=pitch == chord.bass))
            self._notes.append(staying[-1])
        for note in leaving[len(arriving) :]:
            note.end_s = chord.start_s
        self._voices = staying

    def _high_note(self, now_s: float) -> None:
        """One tone of the high voice: a tone of the chord near the last one, and soft."""
        rng = rng_at(self.seed, 3, int(now_s * 1000))
        # Not while the chord is changing: the voices beneath have not yet arrived.
        if now_s - self._chord.start_s > _CHANGE_S / 2 and rng.random() < 0.8:
            classes = {pitch % 12 for pitch in self._chord.upper}
            choices = [p for p in range(69, 82) if p % 12 in classes and p != self._high]
            weights = np.array([0.5 ** (abs(p - self._high) / 2.0) for p in choices])
            self._high = int(rng.choice(choices, p=weights / weights.sum()))
            note = _Note(
                self._high,
                now_s,
                rng,
                level=float(rng.uniform(0.30, 0.42)),
                rise_s=1.3,
                partials=2,
                softness=2.6,
                pan=float(rng.uniform(-0.5, 0.5)),
            )
            note.end_s, note.fall_s = now_s + 1.3, float(rng.uniform(4.5, 7.0))
            self._notes.append(note)
        self._breaths += 1
        # Near the fullest moment of the breath, or a little after it.
        self._high_s = (self._breaths + float(rng.uniform(0.28, 0.55))) * BREATH_S


def _voice(pitch: int, start_s: float, rng: np.random.Generator, *, bass: bool) -> _Note:
    if bass:
        return _Note(pitch, start_s, rng, level=0.85, partials=9, softness=1.25)
    return _Note(pitch, start_s, rng, pan=float(rng.uniform(-0.4, 0.4)))
