"""How a person's choice becomes a source of sound."""

from __future__ import annotations

import difflib
from pathlib import Path

from .decode import SoundFileError
from .generators.catalogue import AMBIENCES
from .playlist import Playlist
from .source import Silence, Source
from .tracks import find_sounds


class AmbienceError(ValueError):
    """A choice of sound that cannot be followed; the message is one line that says what to do instead."""


def make_source(ambience: str, seed: int | None = None, *, patient: bool = True) -> Source:
    """The source that a choice names.

    ``ambience`` is an id of the catalogue, ``none``, an audio file or a folder of audio files. ``seed`` fixes
    what a generated source plays (None: different every time). A source that is not ``patient`` gives silence
    rather than wait for a file to be measured. Raises :class:`AmbienceError` for anything else.
    """
    wanted = ambience.strip()
    if wanted.lower() in {"none", "silence", ""}:
        return Silence()
    entry = AMBIENCES.get(wanted)
    if entry is not None:
        return entry.make(seed)
    return _from_files(wanted, [*AMBIENCES, "none"], patient=patient)


def _from_files(wanted: str, names: list[str], *, patient: bool) -> Source:
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
