"""Which files a person means: sound files, folders of them, and M3U lists."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from .decode import SoundFileError
from .m3u import LIST_SUFFIXES, read_list

# fmt: off
SOUND_SUFFIXES: Final = frozenset({
    ".aac", ".ac3", ".aif", ".aifc", ".aiff", ".amr", ".ape", ".au", ".caf", ".dsf",
    ".flac", ".m4a", ".m4b", ".mka", ".mp2", ".mp3", ".mpc", ".oga", ".ogg", ".opus",
    ".tta", ".w64", ".wav", ".wave", ".weba", ".webm", ".wma", ".wv",
})
# fmt: on

MOST_FILES: Final = 20_000
"""So many files of what was named are looked at: more than anybody plays."""


class Found(msgspec.Struct, frozen=True):
    """Files in the order in which they are played, titles that a list gives them, and quiet remarks.

    ``refused`` tells why a name that was given leads nowhere.
    """

    files: tuple[Path, ...]
    titles: dict[Path, str]
    notes: tuple[str, ...]
    refused: dict[Path, str] = {}


def find_music(paths: Iterable[Path | str]) -> Found:
    """All files named, all sound files (by their ending) in folders, all entries of M3U lists, each once.

    The order is that in which they are named; a folder is sorted as people sort (2 before 10), a list keeps
    its own order. Hidden files are left out in folders, and a folder is entered once, so links in a circle
    end. A named file is kept whatever its ending; an entry of a list that cannot be played costs a note.
    Raises :class:`~massage_desktop.sound.decode.SoundFileError` for a name that does not exist.
    """
    found = find_as_far_as_there(paths)
    for why in found.refused.values():
        raise SoundFileError(why)
    return found


def find_as_far_as_there(paths: Iterable[Path | str]) -> Found:
    """As :func:`find_music`; a name that does not exist is among ``refused``, and the others are found."""
    found: dict[Path, Path] = {}
    titles: dict[Path, str] = {}
    refused: dict[Path, str] = {}
    notes: list[str] = []
    for name in map(Path, paths):
        try:
            for path in _meant(name, titles, notes):
                found.setdefault(path.resolve(), path)
        except SoundFileError as error:
            refused[name] = str(error)
        except (OSError, ValueError, RuntimeError):  # too long a name, links in a circle, a bad disk
            refused[name] = f"{str(name)[:200]!r}: this name cannot be read. Check the name."
    if len(found) > MOST_FILES:
        notes.append(f"Only the first {MOST_FILES} of {len(found)} files are used.")
    return Found(tuple(found.values())[:MOST_FILES], titles, tuple(notes), refused)


def find_sounds(paths: Iterable[Path | str]) -> list[Path]:
    """The files of :func:`find_music`."""
    return list(find_music(paths).files)


def _meant(name: Path, titles: dict[Path, str], notes: list[str]) -> list[Path]:
    if name.is_dir():
        return _in_folder(name)
    if not name.exists():
        raise SoundFileError(f"{name}: there is no such file or folder. Check the name.")
    if name.suffix.lower() not in LIST_SUFFIXES or not name.is_file():
        return [name]
    listed = read_list(name)
    notes += listed.notes
    titles.update((entry.path, entry.title) for entry in listed.entries if entry.title)
    return [entry.path for entry in listed.entries]


def _in_folder(folder: Path) -> list[Path]:
    sounds: list[Path] = []
    entered = set()
    for where, folders, files in os.walk(folder, followlinks=True):
        here = Path(where).resolve()
        if here in entered:
            folders.clear()
            continue
        entered.add(here)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(where, name) for name in files if not name.startswith("."))
        sounds += [path for path in paths if path.suffix.lower() in SOUND_SUFFIXES and path.is_file()]
    return sorted(sounds, key=lambda path: _as_people_sort(path.relative_to(folder)))


def _as_people_sort(path: Path) -> list[list[tuple[int, int, str]]]:
    """A key under which “2 sea” comes before “10 sea”, folder by folder."""
    return [
        [
            (0, int(part[:18]), part) if part.isdecimal() else (1, 0, part)
            for part in re.split(r"(\d+)", name.casefold())
            if part
        ]
        for name in path.parts
    ]
