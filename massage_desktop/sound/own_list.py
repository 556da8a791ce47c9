"""Several files that a person has picked, kept as one M3U list."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from .decode import SoundFileError
from .finding import find_music
from .m3u import MOST_ENTRIES

LIST_NAME: Final = "my-music.m3u8"


def own_list_path() -> Path:
    """Where the pieces that were picked one by one are listed for this user."""
    import platformdirs

    return Path(platformdirs.user_data_dir("massage-desktop", appauthor=False)) / LIST_NAME


def one_path(picked: Sequence[Path | str], place: Path | None = None) -> Path:
    """One path that stands for everything picked: itself when it is one, else a list of all its files.

    The list takes the place of the one before; ``place`` is where it lies, the user's own by default. Reading
    folders can take a while.

    Raises:
        SoundFileError: nothing was picked, a name does not exist, there is no music, or the list cannot be
            written.
    """
    paths = [Path(path).absolute() for path in picked]
    if len(paths) == 1:
        return paths[0]
    files = find_music(paths).files
    if not files:
        raise SoundFileError("No sound files are among what you picked. Choose music files or a folder.")
    target = place or own_list_path()
    try:
        if not target.parent.is_dir():
            target.parent.parent.mkdir(parents=True, exist_ok=True)
            target.parent.mkdir(mode=0o700, exist_ok=True)
        write_list(target, files)
    except OSError as error:
        raise SoundFileError(
            f"{target}: your pieces cannot be listed ({error.strerror or error}). Choose a folder instead."
        ) from None
    return target


def write_list(path: Path, files: Iterable[Path]) -> None:
    """Write an M3U list of ``files`` in their order, all of it or nothing. Raises OSError."""
    lines = ["#EXTM3U", *(_line(file) for file in list(files)[:MOST_ENTRIES])]
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write("\n".join([*lines, ""]))
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _line(file: Path) -> str:
    """A file as a list names it: as it is called, or as an address where a list would misread that."""
    name = str(file)
    return name if name.isprintable() and name == name.strip() else file.as_uri()
