"""The reference sound of calibration, and playing it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from .calibration import METER_LUFS, WHISPER_LUFS, WHISPER_QUIETEST_LUFS
from .loudness import RATE, EnergyMeter, momentary_lufs
from .output import LevelReading, SoundOutput
from .player import SoundPlayer
from .ring import RingOutput
from .source import REFERENCE_CEILING_LUFS, Samples

FADE_IN_S: Final = 4.0

_HEADROOM_LU = 1.0
_TABLE_FRAMES = 2**19
_SEED = 30


class ReferenceSound:
    """Steady, soft rushing: noise between a stream and a breath, the same loudness at every moment.

    Its momentary loudness stays within half a LU of 1 LU under the ceiling it is rendered for. Most of it
    lies between 200 Hz and 2 kHz, where the weighting of loudness (K) and that of phone meters (A) differ
    little.
    """

    title = "Reference sound"

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._frame = 0

    def render(self, frames: int) -> Samples:
        """The next frames, shape ``(frames, 2)``; it goes round without a seam."""
        table = _reference()
        at = np.arange(self._frame, self._frame + frames) % len(table)
        self._frame += frames
        return np.asarray(table[at])

    def close(self) -> None:
        """Nothing to let go of."""


@cache
def _reference() -> Samples:
    """Eleven seconds of noise whose end joins its beginning."""
    rng = np.random.default_rng(_SEED)
    hz = np.fft.rfftfreq(_TABLE_FRAMES, 1 / RATE)
    safe = np.maximum(hz, 20.0)
    shape = safe**-0.5 / np.sqrt(1 + (180.0 / safe) ** 6) / np.sqrt(1 + (safe / 1800.0) ** 4)
    # Equal amplitudes, only the phases are drawn: less uneven than noise of the same colour.
    phases = np.exp(2j * np.pi * rng.random((2, len(hz))))
    noise = np.fft.irfft(shape * phases, axis=1).T.astype(np.float32)
    twice = np.concatenate([noise, noise])
    loudest = float(momentary_lufs(EnergyMeter().feed(twice)[100:]).mean())
    noise *= np.float32(10 ** ((REFERENCE_CEILING_LUFS - _HEADROOM_LU - loudest) / 20))
    noise.flags.writeable = False
    return noise


class ReferencePlayback:
    """The reference sound on one device, faded in slowly, under the same ceiling as everything else.

    Args:
        lufs: loudness it is played at, brought inside what is allowed.
        device: name of the device, "" for the system's default.
        open_output: makes the device; for tests.
    """

    def __init__(
        self, lufs: float, device: str = "", *, open_output: Callable[[], SoundOutput] | None = None
    ) -> None:
        self.lufs = _allowed(lufs)
        self._player = SoundPlayer(
            ReferenceSound(),
            self.lufs + _HEADROOM_LU,
            open_output=open_output or (lambda: RingOutput(device)),
        )

    def start(self) -> None:
        """Begin in the background."""
        self._player.start(FADE_IN_S)

    def set_lufs(self, lufs: float) -> None:
        """Play it louder or softer, inside what is allowed."""
        self.lufs = _allowed(lufs)
        self._player.set_ceiling_lufs(self.lufs + _HEADROOM_LU)

    def level(self) -> LevelReading:
        """How it is going; ``device`` is the one that a calibration now would belong to."""
        return self._player.level()

    def close(self, wait_s: float = 0.0) -> None:
        """Fade and stop; wait for it at most ``wait_s``."""
        self._player.close(wait_s)


def _allowed(lufs: float) -> float:
    if math.isnan(lufs):
        return WHISPER_LUFS
    return min(max(lufs, WHISPER_QUIETEST_LUFS), METER_LUFS)
