"""A very soft swell in the phase of the strokes, for hands that like to be carried by the ear.

It rises while the hands go and falls while they come back: the same curve as the wave on the page. It is a
breath of noise without pitch or beginning, so that nothing in it beats time (SOUND-07; a steady gentle rhythm
is fine by SOUND-11), and it lies well under music and nature. Off unless somebody wants it.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from .loudness import RATE, EnergyMeter, momentary_lufs
from .source import REFERENCE_CEILING_LUFS, Samples

PACE_BELOW_CEILING_DB = 12.0
"""The top of a swell under the ceiling: half as loud again below the bed (6 dB)."""

SHORTEST_PASS_S = 1.5
"""Quicker strokes would make it pant: they share one swell, two or more to one."""

EDGE_S = 0.5
"""How long a swell takes to die away when its strokes end early."""

_TABLE_FRAMES = 2**19
_DARK_HZ, _BRIGHT_HZ = 350.0, 1100.0
_BRIGHT_SHARE = 0.6
_SEED = 1911


class Swell(NamedTuple):
    """Strokes of ``pass_frames`` each from ``begin`` (frame of the mix) to ``until``; ``heard_from`` is where
    this swell takes over.
    """

    begin: float
    pass_frames: float
    heard_from: int
    until: int


def swell(frame: int, pass_s: float, done_s: float, left_s: float) -> Swell:
    """The swell of a step whose strokes last ``pass_s``, begun ``done_s`` before ``frame``, ending after
    ``left_s``. A step that begins later has a negative ``done_s``.

    Raises ValueError for a stroke that has no length.
    """
    if not (math.isfinite(pass_s) and pass_s > 0):
        raise ValueError(f"a stroke of {pass_s} s has no phase")
    shared = math.ceil(SHORTEST_PASS_S / pass_s)
    begin = frame - done_s * RATE
    return Swell(
        begin, shared * pass_s * RATE, max(frame, math.ceil(begin)), frame + max(0, round(left_s * RATE))
    )


def cut(old: Swell, frame: int) -> Swell:
    """``old``, ending within half a second of ``frame``."""
    return old._replace(until=min(old.until, frame + round(EDGE_S * RATE)))


def swell_at(one: Swell, frame: int, frames: int) -> Samples | None:
    """Samples from ``frame`` on, shape ``(frames, 2)``, for the reference ceiling; None where all is silent.

    Every sample follows from its own frame alone, so blocks of any size give the same sound.
    """
    if frame >= one.until or frame + frames <= one.heard_from:
        return None
    at = np.arange(frame, frame + frames)
    level = (1 - np.cos(2 * np.pi * (at - one.begin) / one.pass_frames)) / 2
    edge = EDGE_S * RATE
    share = _BRIGHT_SHARE * level
    level = (
        level * np.clip((at - one.heard_from) / edge, 0.0, 1.0) * np.clip((one.until - at) / edge, 0.0, 1.0)
    )
    dark, bright = _tables()
    place = at % _TABLE_FRAMES
    # A breath grows brighter as it grows louder; the two are unrelated, so their powers add.
    gains = np.stack([level * np.sqrt(1 - share**2), level * share]).astype(np.float32)
    return np.asarray(gains[0, :, None] * dark[place] + gains[1, :, None] * bright[place])


@cache
def _tables() -> tuple[Samples, Samples]:
    """Dark and brighter noise that joins its own beginning, each as loud as the top of a swell."""
    rng = np.random.default_rng(_SEED)
    return _noise(rng, _DARK_HZ), _noise(rng, _BRIGHT_HZ)


def _noise(rng: np.random.Generator, centre_hz: float) -> Samples:
    hz = np.fft.rfftfreq(_TABLE_FRAMES, 1 / RATE)
    octaves = np.log2(np.maximum(hz, 1.0) / centre_hz)
    shape = np.exp(-0.5 * (octaves / 0.8) ** 2) / np.sqrt(np.maximum(hz, 20.0))
    phases = np.exp(2j * np.pi * rng.random((2, len(hz))))
    phases[1] = 0.6 * phases[0] + 0.8 * phases[1]  # a little together, so that it stays in the room's middle
    noise = np.fft.irfft(shape * phases, axis=1).T.astype(np.float32)
    loud = float(momentary_lufs(EnergyMeter().feed(noise))[100:].mean())
    noise *= np.float32(10 ** ((REFERENCE_CEILING_LUFS - PACE_BELOW_CEILING_DB - loud) / 20))
    noise.flags.writeable = False
    return noise
