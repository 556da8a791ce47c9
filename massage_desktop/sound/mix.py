"""The mix: bed, chimes, ducking and fades, and at the end the one gate that every sample passes."""

from __future__ import annotations

import copy
import math
from typing import NamedTuple

import numpy as np

from .ceiling import Ceiling
from .loudness import RATE
from .pace_sound import Swell, cut, swell_at
from .source import REFERENCE_CEILING_LUFS, Samples

DUCK_DB = -9.0
"""How far the bed goes down under a cue."""

DUCK_S = 0.4
"""How long it takes to go down, and to come back."""

HOLD_DB = -6.0
"""The bed while the hands rest."""

VOLUME_S = 0.6
"""How long everything takes to become quieter or louder when somebody asks."""

CEILING_MOVE_S = 0.3
"""How long everything takes to follow a ceiling that is moved."""

HUSH_S = 0.25
"""How long words take to die away when something else is asked for."""

GRID_FRAMES = RATE // 10
"""Ducking is decided on this grid, so that the blocks a caller happens to use cannot be heard."""


class Ramp:
    """A gain that moves to its target along half a cosine: no corner is heard."""

    def __init__(self, value: float) -> None:
        self._from = self._to = value
        self._done, self._length = 1, 1

    def go(self, target: float, seconds: float) -> None:
        """Move to ``target`` (linear gain) within ``seconds``."""
        self._from = self._at(self._done)
        self._to, self._done, self._length = target, 0, max(1, round(seconds * RATE))

    def _at(self, frame: int) -> float:
        share = min(1.0, frame / self._length)
        return self._from + (self._to - self._from) * (1 - math.cos(math.pi * share)) / 2

    def next(self, frames: int) -> np.ndarray | float:
        """Gains of the next frames: one number while nothing moves, else shape ``(frames, 1)``."""
        if self._done >= self._length:
            return self._to
        share = np.minimum(1.0, np.arange(self._done, self._done + frames) / self._length)
        self._done += frames
        gains = self._from + (self._to - self._from) * (1 - np.cos(np.pi * share)) / 2
        return gains.astype(np.float32)[:, None]


class _Voice(NamedTuple):
    """A chime or words, and the frame of the mix at which they begin; the bed is down until ``loud``."""

    start: int
    samples: Samples
    loud: int
    spoken: bool = False

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + len(self.samples)


class Mix:
    """Sums a bed and cues under the ceiling.

    Feed the bed block by block to :meth:`process`; what comes out is :attr:`latency` frames late. Sources and
    chimes are rendered for the reference ceiling; one gain brings them to the real one. A copy goes on from
    the same moment, so that what was mixed ahead can be mixed again differently.
    """

    def __init__(self, ceiling_lufs: float) -> None:
        self._ceiling = Ceiling(ceiling_lufs)
        self._level = Ramp(_level(ceiling_lufs))
        self._master = Ramp(0.0)
        self._return = Ramp(1.0)
        self._bed = Ramp(1.0)
        self._duck = Ramp(1.0)
        self._volume = Ramp(1.0)
        self._ducked = False
        self._voices: tuple[_Voice, ...] = ()
        self._swells: tuple[Swell, ...] = ()
        self.frame = 0

    @property
    def latency(self) -> int:
        """Frames between input and output."""
        return self._ceiling.latency

    @property
    def ceiling_lufs(self) -> float:
        """The ceiling that holds."""
        return self._ceiling.ceiling_lufs

    def copy(self) -> Mix:
        """The same mix at the same moment; samples of chimes are shared."""
        twin = copy.copy(self)
        twin._ceiling = self._ceiling.copy()
        twin._level, twin._master, twin._return = map(copy.copy, (self._level, self._master, self._return))
        twin._bed, twin._duck, twin._volume = map(copy.copy, (self._bed, self._duck, self._volume))
        return twin

    def fade(self, to: float, seconds: float) -> None:
        """Fade everything, cues too, to ``to`` (0 silence, 1 full)."""
        self._master.go(to, seconds)

    def come_back(self, bed: Samples, seconds: float) -> None:
        """Begin anew from silence and rise to where the fades stand; what waits for the ceiling is dropped.

        ``bed`` has :attr:`latency` frames: the sound that the first frames out will be made of.
        """
        self._return = Ramp(0.0)
        self._return.go(1.0, seconds)
        self._ceiling = Ceiling(self.ceiling_lufs)
        self.process(bed)

    def go_away(self, seconds: float) -> None:
        """Fade everything to silence until :meth:`come_back`; where the other fades stand is kept."""
        self._return.go(0.0, seconds)

    def set_ceiling(self, ceiling_lufs: float) -> None:
        """Move to another ceiling, and everything with it. Raises ValueError as :class:`.Ceiling` does."""
        self._ceiling.set_ceiling(ceiling_lufs)
        self._level.go(_level(ceiling_lufs), CEILING_MOVE_S)

    def volume(self, gain_db: float) -> None:
        """Play everything this much louder than usual; the ceiling holds as before."""
        self._volume.go(10 ** (gain_db / 20), VOLUME_S)

    def hold(self, on: bool) -> None:
        """Play the bed more softly while the hands rest."""
        self._bed.go(10 ** (HOLD_DB / 20) if on else 1.0, 1.5)

    def cue(self, samples: Samples, delay_s: float = 0.0) -> None:
        """Sound ``samples`` (stereo, 48 kHz) over the ducked bed, ``delay_s`` from now."""
        start = self.frame + max(0, round(delay_s * RATE))
        # The last two fifths of a chime ring out under the returning bed.
        self._voices = (*self._voices, _Voice(start, samples, start + round(len(samples) * 0.6)))

    def say(self, samples: Samples, delay_s: float = 0.0) -> None:
        """Say ``samples`` (stereo, 48 kHz) over the ducked bed, ``delay_s`` from now, after what is said."""
        start = self.frame + max(0, round(delay_s * RATE))
        start = max([start, *(v.end for v in self._voices if v.spoken)])
        self._voices = (*self._voices, _Voice(start, samples, start + len(samples), spoken=True))

    def hush(self) -> None:
        """Let what is being said die away within :data:`HUSH_S`, and forget what was to be said."""
        kept = (_faded(v, self.frame) if v.spoken else v for v in self._voices)
        self._voices = tuple(v for v in kept if v is not None)

    def drop_waiting_cues(self) -> None:
        """Forget chimes that have not begun."""
        self._voices = tuple(v for v in self._voices if v.spoken or v.start <= self.frame)

    def pace(self, swell: Swell | None) -> None:
        """Let the bed swell with the strokes from here on; what swelled before dies away. None: no more."""
        old = tuple(cut(s, self.frame) for s in self._swells if s.heard_from <= self.frame)
        self._swells = old
        if swell is not None:
            self.add_swell(swell)

    def add_swell(self, swell: Swell) -> None:
        """Let the bed swell with these strokes, too."""
        self._swells = (*self._swells, swell)

    def process(self, bed: Samples) -> Samples:
        """Mix the next frames. ``bed`` and the result have shape ``(n, 2)``, for any n."""
        pieces, at = [], 0
        while at < len(bed):
            frames = min(len(bed) - at, GRID_FRAMES - self.frame % GRID_FRAMES)
            pieces.append(self._sum(bed[at : at + frames]))
            at += frames
        return self._ceiling.process(np.concatenate(pieces)) if pieces else bed

    def _sum(self, bed: Samples) -> Samples:
        """Bed and cues with their gains, inside one square of the grid."""
        frames = len(bed)
        if self.frame % GRID_FRAMES == 0:
            self._steer_duck()
        for swell in self._swells:
            breath = swell_at(swell, self.frame, frames)
            bed = bed if breath is None else bed + breath
        out = bed * (self._bed.next(frames) * self._duck.next(frames))
        for voice in self._voices:
            begin = max(0, voice.start - self.frame)
            skip = max(0, self.frame - voice.start)
            part = voice.samples[skip : skip + max(0, frames - begin)]
            out[begin : begin + len(part)] += part
        whole = self._master.next(frames) * self._return.next(frames) * self._level.next(frames)
        out = out * (whole * self._volume.next(frames))
        self.frame += frames
        self._swells = tuple(s for s in self._swells if s.until > self.frame)
        self._voices = tuple(v for v in self._voices if v.end > self.frame)
        return np.asarray(out, np.float32)

    def _steer_duck(self) -> None:
        """Go down in time for the next cue, come back when the last has passed its loud half."""
        reach = self.frame + GRID_FRAMES + round(DUCK_S * RATE)
        wanted = any(v.start < reach and self.frame < v.loud for v in self._voices)
        if wanted != self._ducked:
            self._ducked = wanted
            self._duck.go(10 ** (DUCK_DB / 20) if wanted else 1.0, DUCK_S)


def _faded(voice: _Voice, frame: int) -> _Voice | None:
    """What is left of words that are to end at ``frame``; None of words that have not begun."""
    if voice.start >= frame:
        return None
    begin = frame - voice.start
    rest = voice.samples[begin : begin + round(HUSH_S * RATE)]
    down = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, len(rest) + 1) / max(1, len(rest)))
    fade = (rest * down[:, None]).astype(np.float32)
    return _Voice(frame, fade, frame + len(fade), spoken=True)


def _level(ceiling_lufs: float) -> float:
    """Linear gain from the reference ceiling to the real one."""
    return float(10 ** ((ceiling_lufs - REFERENCE_CEILING_LUFS) / 20))
