"""Reading and writing ``settings.json``: a bad value costs only itself, a bad disk not even the old file."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

import msgspec

from .glance import settings_path
from .model import Settings
from .repair import Notices, settings_from

MAX_BYTES = 256 * 1024
"""Larger files are not settings; they are refused before they are parsed."""

BAD_COPIES = 9
"""How many copies of damaged files are kept; then the oldest gives way."""


def load(path: Path | None = None) -> tuple[Settings, Notices]:
    """Read the settings; never raises.

    Returns the settings with defaults for whatever is bad or missing, and one line for each thing the person
    should know. A damaged file is copied to ``settings.bad-<n>.json`` beside it before it can be overwritten.
    """
    target = _target(path)
    try:
        raw = _read(target)
    except FileNotFoundError:
        return Settings(), ()
    except _UnfitFileError as error:
        return Settings(), (f"{target}: {error} Default settings are used.",)
    except OSError as error:
        return Settings(), (f"{target}: cannot be read ({_why(error)}). Default settings are used.",)
    settings, notices = settings_from(raw, str(target))
    return settings, (*notices, _copy_bad(target, raw)) if notices else notices


def save(settings: Settings, path: Path | None = None) -> str | None:
    """Write the settings as one atomic step; never raises on a bad disk.

    The old file stays whole until the new one is safely on the disk (mode 0600, in a folder of mode 0700 when
    the program makes it). A file that could not be understood is set aside first, never overwritten.

    Returns:
        None when they are saved, otherwise one line saying why not and that the session goes on without.
    """
    target = _target(path)
    try:
        _make_folder(target.parent)
        _set_aside_unreadable(target)
        _replace(target, msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
    except OSError as error:
        return (
            f"{target}: the settings cannot be saved ({_why(error)}). They hold until you close the program."
        )
    return None


class SettingsFile:
    """The settings in use and the file behind them: what cannot be saved is still in force.

    ``notices`` are the lines of the first reading.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._told = False
        self.current, self.notices = load(path)

    def change(self, **values: object) -> str | None:
        """Replace some settings and save them.

        Returns one line when saving fails, only the first time until it works again.

        Raises:
            msgspec.ValidationError: a value does not fit; nothing is changed.
            TypeError: there is no such setting.
        """
        self.current = msgspec.structs.replace(self.current, **values)
        notice = save(self.current, self._path)
        told, self._told = self._told, notice is not None
        return None if told else notice


class _UnfitFileError(Exception):
    """The path leads to something that cannot hold settings; the text says what."""


def _target(path: Path | None) -> Path:
    # Follow links by hand: replacing a link kept in someone's dotfiles would cut it off from its file.
    return Path(os.path.realpath(path or settings_path()))


def _read(target: Path) -> bytes:
    info = target.stat()
    if stat.S_ISDIR(info.st_mode):
        raise _UnfitFileError("is a folder, not a settings file. Move it away so that settings can be saved.")
    if not stat.S_ISREG(info.st_mode):  # opening a pipe would wait for ever
        raise _UnfitFileError("is not a regular file. Move it away so that settings can be saved.")
    with target.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise _UnfitFileError(f"is larger than {MAX_BYTES // 1024} kB, so it holds no settings.")
    return raw


def _bad_path(target: Path, number: int) -> Path:
    return target.with_name(f"{target.stem}.bad-{number}{target.suffix}")


def _place_for_bad(target: Path) -> Path:
    places = [_bad_path(target, n) for n in range(1, BAD_COPIES + 1)]
    free = next((p for p in places if not p.exists()), None)
    return free or min(places, key=lambda p: p.stat().st_mtime)


def _copy_bad(target: Path, raw: bytes) -> str:
    """Keep ``raw`` beside ``target`` once and say where."""
    for number in range(1, BAD_COPIES + 1):
        kept = _bad_path(target, number)
        with contextlib.suppress(OSError):
            if kept.stat().st_size == len(raw) and kept.read_bytes() == raw:
                return f"The file as it was is kept as {kept}."
    try:
        place = _place_for_bad(target)
        _replace(place, raw)
    except OSError as error:
        return f"{target}: no copy of the file as it was could be kept ({_why(error)})."
    return f"The file as it was is kept as {place}."


def _set_aside_unreadable(target: Path) -> None:
    """Move a file that cannot be read out of the way: it may hold what somebody still wants."""
    try:
        raw = _read(target)
    except FileNotFoundError:
        return
    except (_UnfitFileError, OSError):
        if target.is_dir():
            raise IsADirectoryError(0, "it is a folder") from None
        target.replace(_place_for_bad(target))
        return
    _, notices = settings_from(raw, str(target))
    if notices:
        _copy_bad(target, raw)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def _replace(target: Path, data: bytes) -> None:
    """Write ``data`` to a new file (0600) in the same folder, then put it in place of ``target``."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
