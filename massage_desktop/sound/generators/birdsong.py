"""Birdsong in the morning: six birds, near and far, over leaves that hardly move.

What makes it believable: each bird has a timetable of its own with rests that are longer than its phrases
(see :mod:`.birds`), what is farther off is softer, duller and more of the wood's echo than of the bird, and
no bird stands far above the leaves: a song 25 dB over its bed is a loudspeaker, and startles (SOUND-07).
"""

from __future__ import annotations

import numpy as np

from massage_desktop.sound.source import Samples

from .birds import BIRDS, Bird, Note, Phrase, phrases
from .carry import Carry
from .grid import RATE_HZ, SPAN, Drift, GridSource, pan_gains
from .moving_noise import BANDS_HZ, MovingNoise, drift_db, instants_s, tilted
from .room import Room

_NEAR_LEVEL = 1.12
"""Size of the nearest bird's loudest note, against a bed of RMS 1 at 1 kHz."""

_OVERTONES = ((1, 1.0), (2, 0.035), (3, 0.008))
_ATTACK_S = 0.022
"""Shortest rise of a note: nothing begins with an edge."""


def sung(phrase: Phrase, far: float) -> np.ndarray:
    """A phrase as one bird sings it, shape ``(n,)``, float32, loudest near 1."""
    frames = round((phrase[-1].start_s + phrase[-1].seconds) * RATE_HZ) + 1
    out = np.zeros(frames, np.float32)
    for note in phrase:
        wave = _note(note, far)
        begin = round(note.start_s * RATE_HZ)
        out[begin : begin + len(wave)] += wave[: frames - begin]
    return out


def _note(note: Note, far: float) -> np.ndarray:
    share = np.linspace(0.0, 1.0, max(2, round(note.seconds * RATE_HZ)))
    first, middle, last = np.log2(note.hz)
    # A parabola through the three pitches: throats glide, they do not turn corners.
    bend = (
        first + (4.0 * middle - 3.0 * first - last) * share + 2.0 * (first + last - 2.0 * middle) * share**2
    )
    if note.vibrato_hz:
        depth = note.vibrato_depth / 12.0 * np.sin(np.pi * share)
        bend += depth * np.sin(2.0 * np.pi * note.vibrato_hz * note.seconds * share)
    turn = 2.0 * np.pi * np.cumsum(2.0**bend) / RATE_HZ
    rise = min(0.5, max(_ATTACK_S / note.seconds, 0.3))
    body = np.sin(np.pi / 2 * np.clip(share / rise, 0.0, 1.0)) ** 2
    body *= np.sin(np.pi / 2 * np.clip((1.0 - share) / (1.0 - rise), 0.0, 1.0)) ** 1.6
    # Leaves and air keep the higher tones of what is farther off.
    dull = (max(note.hz[1], 1500.0) / 1500.0) ** (-0.9 * far)
    wave = sum(size * (1.0 - far) ** (order - 1) * np.sin(order * turn) for order, size in _OVERTONES)
    return np.asarray(10.0 ** (note.level_db / 20.0) * dull * body * wave, dtype=np.float32)


class Birdsong(GridSource):
    """A quiet wood with birds; renders near the nominal loudness. Only for those who like it (SOUND-06)."""

    title = "Birdsong"
    gain = 0.0755

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._songs = [phrases(bird, self.seed) for bird in BIRDS]
        self._next = [next(song) for song in self._songs]
        self._leaves = MovingNoise(self.seed, 1)
        self._stir = (
            Drift(self.seed, 11, 7.0, 1.1),
            Drift(self.seed, 12, 2.6, 0.6),
            Drift(self.seed, 13, 31.0, 0.8),
        )
        self._low = tilted(-5.0, 140.0, 1400.0, 1.0)
        self._rustle = 0.20 * np.exp(-0.5 * (np.log2(BANDS_HZ / 2600.0) / 1.1) ** 2)
        self._near, self._echoed = Carry(), Carry()
        self._wood = Room((1.3, 1.5, 1.2, 0.7), 0.035, 1.0)

    def contribution(self, line: int) -> Samples:
        """Leaves, birds and echo from one grid line to the next; shape ``(SPAN, 2)``."""
        for place, bird in enumerate(BIRDS):
            while self._next[place][0] * RATE_HZ < (line + 1) * SPAN:
                self._sing(bird, *self._next[place], line)
                self._next[place] = next(self._songs[place])
        self._near.add(0, self.bed(line))
        return self._near.take() + self._wood.answer(self._echoed.take())

    def bed(self, line: int) -> Samples:
        """The leaves alone, before :attr:`gain`; shape ``(SPAN + HOP, 2)``."""
        stir_db = drift_db(self._stir, instants_s(line)[1:])
        # A breath of wind lifts the rustle more than the air beneath: brightness follows level.
        air = self._low * 10.0 ** (0.5 * stir_db / 20.0)[:, None]
        rustle = self._rustle * 10.0 ** (1.5 * stir_db / 20.0)[:, None]
        return self._leaves.span(line, np.hypot(air, rustle)[:, None])

    def _sing(self, bird: Bird, start_s: float, phrase: Phrase, line: int) -> None:
        wave = sung(phrase, bird.far) * np.float32(_NEAR_LEVEL * 10.0 ** (bird.level_db / 20.0))
        at = round(start_s * RATE_HZ) - line * SPAN
        sound = wave[:, None] * pan_gains([bird.pan])
        self._near.add(at, sound * np.float32(np.cos(bird.far * np.pi / 2) ** 0.5))
        self._echoed.add(at, sound * np.float32(0.25 + 0.75 * bird.far))
