"""What a source of sound is.

A source renders for a *reference ceiling*: its samples are at the level they should have if nothing above
:data:`REFERENCE_CEILING_LUFS` were allowed. The mix moves them to the real ceiling with one gain, so a change
of the ceiling needs no new source and no second scan of anybody's files.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""Stereo sound at 48 kHz, shape ``(frames, 2)``, float32, full scale ±1."""

REFERENCE_CEILING_LUFS = -20.0
"""Ceiling (momentary loudness) that every source renders for."""

BED_BELOW_CEILING_DB = 6.0
"""How far music and nature sit under the ceiling, so that a chime fits between (DERIV-02)."""

NOMINAL_LUFS = REFERENCE_CEILING_LUFS - BED_BELOW_CEILING_DB
"""Loudness at which generated sources render."""


class Source(Protocol):
    """Endless stereo sound at 48 kHz."""

    @property
    def title(self) -> str:
        """What is heard just now, for the person to read."""

    @property
    def notes(self) -> list[str]:
        """Quiet remarks since the start, one line each (a file that was left out, for instance)."""

    def render(self, frames: int) -> Samples:
        """The next ``frames`` frames, shape ``(frames, 2)``; the same sound whatever the block sizes."""

    def close(self) -> None:
        """Let go of files; rendering is over."""


class Silence:
    """No sound at all: the session's chimes are heard alone."""

    title = "Silence"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def render(self, frames: int) -> Samples:
        """Zeros, shape ``(frames, 2)``."""
        return np.zeros((frames, 2), dtype=np.float32)

    def close(self) -> None:
        """Nothing to let go of."""
