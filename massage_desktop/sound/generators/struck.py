"""Struck things, bowls and strings alike: partials that each die at their own pace after a soft beginning.

A tone keeps a table of its partials for one window; a grid line is one matrix product, and partials that
can no longer be heard are taken out of the table.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import FRAME, HOP, HOPS, RATE_HZ, SPAN, overlapped, windowed_waves

_UNHEARD = 4e-4
"""Share of the tone's loudest partial below which a partial is left out (-68 dB): beneath the others."""


class Partials(NamedTuple):
    """Everything that rings: ``hz``, ``size``, ``decay_s`` (time to 1/e) and ``phase`` have shape ``(n,)``,
    ``sides`` (gain left and right) has ``(n, 2)``.
    """

    hz: np.ndarray
    size: np.ndarray
    decay_s: np.ndarray
    phase: np.ndarray
    sides: np.ndarray

    def pick(self, wanted: np.ndarray) -> Partials:
        """Those for which ``wanted``, shape ``(n,)``, is true."""
        return Partials(*(part[wanted] for part in self))


class Tone:
    """One struck tone. It begins at frame ``start`` along half a cosine of ``rise_s``: nothing clicks
    (SOUND-07).
    """

    def __init__(self, start: int, partials: Partials, rise_s: float) -> None:
        self.start = start
        self._rise = max(1, round(rise_s * RATE_HZ))
        self._full = float(np.abs(partials.size).max())
        self._damped_s, self._damp_s = np.inf, 1.0
        self._partials = partials
        self._table = windowed_waves(partials.hz)

    @property
    def over(self) -> bool:
        """Whether nothing can be heard of it any more."""
        return len(self._partials.hz) == 0

    def damp(self, at_s: float, decay_s: float) -> None:
        """Let it die sooner from a moment on: everything falls to 1/e within ``decay_s``."""
        if at_s < self._damped_s:
            self._damped_s, self._damp_s = at_s, decay_s

    def has_risen(self, line: int) -> bool:
        """Whether its beginning is over when a grid line begins."""
        return line * SPAN - self.start >= self._rise

    def windows(self, line: int) -> np.ndarray:
        """Its windows in one grid line as if it had always sounded, shape ``(HOPS, 2, FRAME)``, float32.

        Lines come in order.
        """
        starts_s = (line * SPAN + HOP * np.arange(HOPS)) / RATE_HZ
        size = self._sizes(starts_s + HOP / RATE_HZ)
        turn = self._partials.phase + 2.0 * np.pi * ((self._partials.hz * starts_s[:, None]) % 1.0)
        mixed = np.stack([np.sin(turn) * size, np.cos(turn) * size], axis=2)
        rows = (mixed[:, None] * self._partials.sides.T[:, :, None]).astype(np.float32)
        windows = rows.reshape(2 * HOPS, -1) @ self._table.reshape(-1, FRAME)
        self._forget(size[-1])
        return np.asarray(windows.reshape(HOPS, 2, FRAME))

    def _sizes(self, at_s: np.ndarray) -> np.ndarray:
        """Sizes of the partials at moments: shape ``(len(at_s), n)``."""
        since = np.maximum(at_s - self.start / RATE_HZ, 0.0)[:, None]
        damped = np.exp(-np.maximum(at_s - self._damped_s, 0.0) / self._damp_s)[:, None]
        return np.asarray(self._partials.size * np.exp(-since / self._partials.decay_s) * damped)

    def _forget(self, size: np.ndarray) -> None:
        heard = np.abs(size) > _UNHEARD * self._full
        if heard.sum() <= 0.75 * len(heard):
            self._partials = self._partials.pick(heard)
            self._table = self._table[heard]

    def begun(self, out: Samples, line: int) -> Samples:
        """``out``, the sound of one line, with silence before the start and the rise after it."""
        share = np.clip((line * SPAN - self.start + np.arange(len(out))) / self._rise, 0.0, 1.0)
        return out * ((1.0 - np.cos(np.pi * share)) / 2.0).astype(np.float32)[:, None]


class Sounding:
    """The tones that sound just now."""

    def __init__(self) -> None:
        self.tones: list[Tone] = []

    def sound(self, line: int) -> Samples:
        """All of them in one grid line, shape ``(SPAN + HOP, 2)``."""
        risen = np.zeros((HOPS, 2, FRAME), np.float32)
        begun: list[Samples] = []
        for tone in self.tones:
            if tone.has_risen(line):
                risen += tone.windows(line)
            else:
                begun.append(tone.begun(overlapped(tone.windows(line)), line))
        out = overlapped(risen)
        for sound in begun:
            out += sound
        self.tones = [tone for tone in self.tones if not tone.over]
        return out


class Ear:
    """Listens to what has just sounded, as a player does: into a full sound touches come more softly."""

    def __init__(self, usual: float) -> None:
        """``usual`` is the RMS of a sound that is neither full nor thin."""
        self._usual = self._heard = usual

    def hear(self, sound: Samples) -> None:
        """Take the latest line."""
        self._heard = float(np.sqrt(np.mean(sound**2)))

    @property
    def strength(self) -> float:
        """What to multiply the next touch by, up to 1.1."""
        return float(min(1.1, (self._usual / max(self._heard, 1e-6)) ** 0.8))


def due_before(line: int) -> float:
    """Seconds before which a tone must begin to be part of a line: its last window reaches a hop further."""
    return ((line + 1) * SPAN + HOP) / RATE_HZ
