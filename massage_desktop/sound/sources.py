"""What a source of sound is, and how a person's choice becomes one.

A source renders for a *reference ceiling*: its samples are at the level they should have if nothing above
:data:`REFERENCE_CEILING_LUFS` were allowed. The mix moves them to the real ceiling with one gain, so a change
of the ceiling needs no new source and no second scan of anybody's files.
"""

from __future__ import annotations

import difflib
from pathlib import Path
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


class AmbienceError(ValueError):
    """A choice of sound that cannot be followed; the message is one line that says what to do instead."""


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


def make_source(ambience: str, seed: int | None = None, *, patient: bool = True) -> Source:
    """The source that a choice names.

    ``ambience`` is an id of the catalogue, ``none``, an audio file or a folder of audio files. ``seed`` fixes
    what a generated source plays (None: different every time). A source that is not ``patient`` gives silence
    rather than wait for a file to be measured. Raises :class:`AmbienceError` for anything else.
    """
    from .generators.catalogue import AMBIENCES

    wanted = ambience.strip()
    if wanted.lower() in {"none", "silence", ""}:
        return Silence()
    entry = AMBIENCES.get(wanted)
    if entry is not None:
        return entry.make(seed)
    return _from_files(wanted, [*AMBIENCES, "none"], patient=patient)


def _from_files(wanted: str, names: list[str], *, patient: bool) -> Source:
    from .decode import SoundFileError
    from .playlist import Playlist
    from .tracks import find_sounds

    path = Path(wanted).expanduser()
    try:
        if not path.exists():
            raise AmbienceError(_unknown(wanted, names))
        files = find_sounds([path])
    except (OSError, ValueError) as error:
        if isinstance(error, AmbienceError):
            raise
        reason = str(error) if isinstance(error, SoundFileError) else "it cannot be read"
        raise AmbienceError(f"“{wanted}”: {reason}; choose another file, a folder, or none") from None
    if not files:
        raise AmbienceError(f"“{wanted}” holds no sound files; choose a folder with music, or none")
    return Playlist(files, patient=patient)


def _unknown(wanted: str, names: list[str]) -> str:
    close = difflib.get_close_matches(wanted.lower(), names, n=1)
    hint = f"; did you mean {close[0]}?" if close else f"; choose {', '.join(names)}, a file or a folder"
    return f"“{wanted}” is neither a sound of this program nor a file{hint}"
