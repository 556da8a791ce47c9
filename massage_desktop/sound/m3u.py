"""M3U and M3U8 play lists: the files they name, in their order.

A list is read by this program alone and never given to FFmpeg, which would follow it into the network.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec

from .decode import SoundFileError
from .tags import one_line

LIST_SUFFIXES: Final = frozenset({".m3u", ".m3u8"})

LARGEST_BYTES: Final = 1024 * 1024
"""Larger files are no lists that anybody made."""

MOST_ENTRIES: Final = 10_000

_MOST_NOTES = 8
_LONGEST_LINE = 4096
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


class ListEntry(msgspec.Struct, frozen=True):
    """One file of a list; ``title`` is what the list calls it, or None."""

    path: Path
    title: str | None


class PlayList(msgspec.Struct, frozen=True):
    """The files of a list that are there, and one quiet line for each that is passed over."""

    entries: tuple[ListEntry, ...]
    notes: tuple[str, ...]


class _PassedOverError(Exception):
    """An entry that is not played; the text says why."""


def read_list(path: Path) -> PlayList:
    """Read a list: UTF-8, or else Latin-1; names relative to its folder, absolute, or ``file:`` addresses.

    Network addresses, further lists and missing files are passed over. Raises
    :class:`~massage_desktop.sound.decode.SoundFileError` when the file cannot be read or is a broadcast's
    index.
    """
    entries: list[ListEntry] = []
    notes: list[str] = []
    title: str | None = None
    for number, line in enumerate(_text(path).splitlines(), 1):
        text = line.strip()
        if text.startswith("#EXT-X-"):
            raise SoundFileError(f"{path}: this list is the index of a stream. Choose a list of files.")
        if text.upper().startswith("#EXTINF:"):
            title = one_line(text.partition(",")[2])
        if not text or text.startswith("#"):
            continue
        if len(entries) == MOST_ENTRIES:
            notes.append(f"{path}: only the first {MOST_ENTRIES} entries are used.")
            break
        try:
            entries.append(ListEntry(_file(text, path.parent), title))
        except _PassedOverError as reason:
            notes.append(f"{path}, line {number}: {one_line(text)}: {reason}; it is left out.")
        title = None
    return PlayList(tuple(entries), _short(path, notes))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise SoundFileError(f"{path}: this list cannot be read. Check its permissions.") from error
    if len(raw) > LARGEST_BYTES:
        raise SoundFileError(f"{path}: too long for a list of music. Choose another file.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _file(text: str, folder: Path) -> Path:
    """The file that an entry means."""
    if len(text) > _LONGEST_LINE:
        raise _PassedOverError("too long for a name")
    if text.lower().startswith("file:"):
        text = _from_address(text)
    elif _SCHEME.match(text) and not _DRIVE.match(text) and not _is_file(folder / text):
        raise _PassedOverError("a network address, and this program stays off the network")
    candidates = [folder / text]
    if "\\" in text:  # written on Windows
        candidates.append(folder / text.replace("\\", "/"))
    found = next((path for path in candidates if _is_file(path)), None)
    if found is None:
        raise _PassedOverError("there is no such file")
    if found.suffix.lower() in LIST_SUFFIXES:
        raise _PassedOverError("a list inside a list")
    return found


def _from_address(text: str) -> str:
    try:
        address = urlsplit(text)
    except ValueError:
        raise _PassedOverError("no address of a file") from None
    if address.netloc not in ("", "localhost"):
        raise _PassedOverError("a file on another computer")
    name = unquote(address.path)
    return name[1:] if _DRIVE.match(name[1:]) else name


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long, a zero byte
        return False


def _short(path: Path, notes: list[str]) -> tuple[str, ...]:
    if len(notes) <= _MOST_NOTES:
        return tuple(notes)
    return (*notes[:_MOST_NOTES], f"{path}: {len(notes) - _MOST_NOTES} more entries are left out.")
