"""How a person's choice becomes a source of sound."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from massage_desktop.routine.suggest import did_you_mean

from .blend import (
    MOST_OWN,
    MOST_PARTS,
    AmbienceError,
    Blend,
    Part,
    has_level,
    parse_part,
    quoted,
    split_level,
    split_parts,
)
from .decode import SoundFileError
from .finding import find_music
from .generators.catalogue import AMBIENCES, Ambience
from .order import AS_GIVEN, MusicOrder
from .playlist import Playlist
from .source import Silence, Source

__all__ = [
    "CALM",
    "AmbienceError",
    "is_generated",
    "make_source",
    "needs_yes",
    "without_nature",
]

CALM = "warm_chords"
"""What is heard where nothing else was chosen, or what was chosen cannot be; nobody has to agree to it."""

_SILENCE = frozenset({"none", "silence", ""})


def make_source(
    ambience: str, seed: int | None = None, *, patient: bool = True, order: MusicOrder = AS_GIVEN
) -> Source:
    """The source that a choice names.

    ``ambience`` is an id of the catalogue, ``none``, an audio file or a folder of audio files, or up to three
    sounds of the catalogue and one of files joined by ``+``, each with a level in percent if it is wished
    (see :mod:`.blend`). ``seed`` fixes what a generated source plays (None: different every time). A source
    that is not ``patient`` gives silence rather than wait for a file to be measured; ``order`` is how own
    music is played. Raises :class:`AmbienceError` for anything else.
    """
    files = _Files(patient, order, seed)
    wanted = ambience.strip()
    if wanted.lower() in _SILENCE:
        return Silence()
    if wanted not in AMBIENCES and not _is_there(wanted):
        if "+" in wanted:
            return _blend(wanted, seed, files)
        if has_level(wanted):
            _refuse_lone_level(wanted)
    return _one(wanted, seed, files)


def refuse_unheard(source: Source) -> None:
    """Wait until own music can begin.

    Raises :class:`~massage_desktop.sound.decode.SoundFileError` when nothing of it can be played.
    """
    if isinstance(source, Playlist) and not source.can_begin():
        why = source.notes[:2] or ["Nothing of it can be heard."]
        raise SoundFileError(
            why[0] if len(why) == 1 else f"None of this music can be played. {' '.join(why)}"
        )


def needs_yes(ambience: str) -> tuple[Ambience, ...]:
    """The nature sounds in a choice, alone or in a blend: for a receiver who likes them (SOUND-06).

    What is not known is passed over here; :func:`make_source` says what is wrong with it.
    """
    entries = (AMBIENCES.get(name) for name in _names(ambience))
    return tuple(entry for entry in entries if entry is not None and entry.nature)


def without_nature(ambience: str) -> str:
    """A choice without its nature sounds, as it is played before the receiver's yes (SOUND-06).

    Where nothing else is left it is :data:`CALM`.
    """
    if not needs_yes(ambience):
        return ambience
    pieces = [piece.strip() for piece in ambience.split("+")]
    left = [piece for piece in pieces if not needs_yes(piece)]
    if len(left) == 1 and not _is_there(left[0]):
        return split_level(left[0])[0]  # alone it has no level
    return "+".join(left) or CALM


def is_generated(ambience: str) -> bool:
    """Whether a choice holds nothing but sounds of the catalogue."""
    return all(name in AMBIENCES for name in _names(ambience))


def _names(ambience: str) -> list[str]:
    """The names in a choice, without levels."""
    wanted = ambience.strip()
    if wanted in AMBIENCES or _is_there(wanted):
        return [wanted]
    return [piece if _is_there(piece) else split_level(piece)[0] for piece in wanted.split("+")]


class _Files(NamedTuple):
    """How the files of a choice are played."""

    patient: bool
    order: MusicOrder
    seed: int | None


def _one(wanted: str, seed: int | None, files: _Files) -> Source:
    entry = AMBIENCES.get(wanted)
    return _from_files(wanted, files) if entry is None else entry.make(seed)


def _blend(wanted: str, seed: int | None, files: _Files) -> Source:
    parts = [_part(piece) for piece in split_parts(wanted)]
    _refuse_repeated(parts)
    _refuse_crowd(parts)
    first = int(np.random.default_rng().integers(2**31)) if seed is None else seed
    made: list[tuple[Source, float]] = []
    try:
        for place, part in enumerate(parts):
            made.append((_one(part.name, _own_seed(part.name, first, place), files), part.percent))
    except AmbienceError:
        for source, _percent in made:
            source.close()
        raise
    return Blend(made)


def _own_seed(name: str, seed: int, place: int) -> int:
    """Music of one seed shares its harmony, so chords and piano go together; nature keeps to itself."""
    entry = AMBIENCES.get(name)
    if entry is None or not entry.nature:
        return seed
    return int(np.random.default_rng((seed, place + 1)).integers(2**31))


def _part(piece: str) -> Part:
    if _is_there(piece):
        return Part(piece, 100.0)
    part = parse_part(piece)
    if part.name.lower() in _SILENCE:
        raise AmbienceError(f"{quoted(piece)} is silence, which mixes with nothing; leave it out")
    return part


def _refuse_repeated(parts: list[Part]) -> None:
    seen: set[str] = set()
    for part in parts:
        key = part.name if part.name in AMBIENCES else str(Path(part.name).expanduser().absolute())
        if key in seen:
            raise AmbienceError(
                f"{quoted(part.name)} is named twice; name each sound once, with a level such as :60 if it "
                "shall be softer"
            )
        seen.add(key)


def _refuse_crowd(parts: list[Part]) -> None:
    """Up to three generated sounds, and one of own music over them: more is a din."""
    own = sum(part.name not in AMBIENCES for part in parts)
    if len(parts) - own > MOST_PARTS:
        raise AmbienceError(
            f"that is {len(parts) - own} sounds; mix at most {MOST_PARTS} and leave the others out"
        )
    if own > MOST_OWN and all(part.name in AMBIENCES or _is_there(part.name) for part in parts):
        raise AmbienceError("that is own music more than once; name one file, list or folder of them all")


def _refuse_lone_level(wanted: str) -> None:
    """A level sets a sound against others; alone it would change nothing, so it is not passed over."""
    part = parse_part(wanted)
    if part.name in AMBIENCES or _is_there(part.name):
        raise AmbienceError(
            f"{quoted(wanted)}: a level counts only beside other sounds; leave it out, or add one with +"
        )
    raise AmbienceError(_unknown(part.name))


def _is_there(name: str) -> bool:
    """Whether there is a file or folder of this name."""
    try:
        return Path(name).expanduser().exists()
    except (OSError, ValueError, RuntimeError):  # too long, a zero byte, no such home
        return False


def _from_files(wanted: str, how: _Files) -> Source:
    if not _is_there(wanted):
        raise AmbienceError(_unknown(wanted))
    try:
        found = find_music([Path(wanted).expanduser()])
    except (SoundFileError, OSError, ValueError, RuntimeError) as error:
        reason = str(error).rstrip(".") if isinstance(error, SoundFileError) else "it cannot be read"
        raise AmbienceError(f"{quoted(wanted)}: {reason}; choose another file, a folder, or none") from None
    if not found.files:
        raise AmbienceError(f"{quoted(wanted)} holds no sound files; choose a folder with music, or none")
    return Playlist(
        found.files,
        patient=how.patient,
        shuffle=how.order.shuffle,
        seed=how.seed,
        loop=how.order.loop,
        titles=found.titles,
        notes=found.notes,
    )


def _unknown(wanted: str) -> str:
    names = [*AMBIENCES, "none"]
    close = did_you_mean(wanted, names)
    hint = f"; did you mean {close}?" if close else f"; choose {', '.join(names)}, a file or a folder"
    return f"{quoted(wanted)} is neither a sound of this program nor a file{hint}"
