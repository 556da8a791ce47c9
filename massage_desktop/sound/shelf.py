"""The shelf: what was found out about files is kept between sessions, so that nothing is scanned twice.

It is a cache and treated as one. Every row carries its own check sum, so that damage is noticed where it
matters; a database that cannot be used is set aside, or the shelf keeps everything in memory until the
program ends, with one quiet note. The database is opened for each question: a disk that goes away, a lock or
a full device then never costs more than that question.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec

from .energy_code import unpacked
from .loudness import Energies
from .scan import ANALYSIS, TrackFacts
from .workers import Scanned

LOCK_WAIT_S: Final = 2.0
"""So long another program may hold the database; then the shelf does without it."""

_T = TypeVar("_T")
_Rows = list[tuple[bytes, int, int, bytes]]
_ASKED_AT_ONCE = 500
# What the place is to blame for: permissions, memory, locks, the disk. Anything else is damage.
_NOT_DAMAGE = frozenset({
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOLFS, sqlite3.SQLITE_AUTH,
})  # fmt: skip
_TABLES = """
CREATE TABLE track (path BLOB PRIMARY KEY, size INTEGER, mtime_ns INTEGER, facts BLOB) WITHOUT ROWID;
CREATE TABLE energies (path BLOB PRIMARY KEY, data BLOB);
"""


class Stamp(NamedTuple):
    """By what a changed file is known: its size in bytes and when it was changed, in nanoseconds."""

    size: int
    mtime_ns: int


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of an ordinary file, or None."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


def shelf_path() -> Path:
    """Where the shelf lies for this user: in the system's folder for what may be deleted."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("massage-desktop", appauthor=False)) / "music.sqlite3"


class Shelf:
    """Facts of files, by path, size and time of change. Any thread may use it; it never raises.

    ``notes`` has at most one line about the shelf itself.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.notes: list[str] = []
        self._path = path or shelf_path()
        self._lock = threading.Lock()
        self._memory: dict[bytes, tuple[Stamp, Scanned]] | None = None

    def find(self, path: Path) -> TrackFacts | None:
        """Facts of a file as it is now, or None."""
        return self.find_all([path]).get(path)

    def find_all(self, paths: Sequence[Path]) -> dict[Path, TrackFacts]:
        """Facts of all those files that are known as they are now."""
        stamps = {path: stamp for path in paths if (stamp := stamp_of(path)) is not None}
        by_key = {_key(path): path for path in stamps}
        found = {}
        for key, stamp, facts in self._rows(list(by_key)):
            if stamp == stamps[by_key[key]]:
                found[by_key[key]] = facts
        return found

    def keep(self, path: Path, stamp: Stamp, scanned: Scanned) -> None:
        """Remember what was found out about a file that had this stamp before it was scanned."""
        key = _key(path)
        facts = _sealed(msgspec.msgpack.encode(scanned.facts))
        energies = _sealed(scanned.energies)

        def write(db: sqlite3.Connection) -> None:
            db.execute("REPLACE INTO track VALUES (?, ?, ?, ?)", (key, *stamp, facts))
            db.execute("REPLACE INTO energies VALUES (?, ?)", (key, energies))

        self._do(write)
        if self._memory is not None:
            self._memory[key] = (stamp, scanned)

    def energies(self, path: Path) -> Energies | None:
        """Energies of a file's 10 ms hops (hops,), right within 0.025 dB, or None when it is not known."""
        if self.find(path) is None:
            return None

        def read(db: sqlite3.Connection) -> tuple[object, ...] | None:
            row: tuple[object, ...] | None = db.execute(
                "SELECT data FROM energies WHERE path = ?", (_key(path),)
            ).fetchone()
            return row

        row = self._do(read)
        if self._memory is not None:
            kept = self._memory.get(_key(path))
            data = None if kept is None else kept[1].energies
        else:
            data = None if row is None else _opened(row[0])
        try:
            return None if data is None else unpacked(data)
        except ValueError:
            return None

    def drop_gone(self) -> int:
        """Forget files that are no longer there; returns how many."""

        def drop(db: sqlite3.Connection) -> int:
            keys: list[tuple[bytes]] = db.execute("SELECT path FROM track").fetchall()
            gone = [key for key in keys if not _there(key[0])]
            if gone:
                db.executemany("DELETE FROM track WHERE path = ?", gone)
                db.executemany("DELETE FROM energies WHERE path = ?", gone)
            return len(gone)

        return self._do(drop) or 0

    def _rows(self, keys: list[bytes]) -> Iterator[tuple[bytes, Stamp, TrackFacts]]:
        """What is kept about these paths, unsound rows left out."""

        def read(db: sqlite3.Connection) -> _Rows:
            rows: _Rows = []
            for at in range(0, len(keys), _ASKED_AT_ONCE):
                part = keys[at : at + _ASKED_AT_ONCE]
                marks = ", ".join("?" * len(part))
                rows += db.execute(f"SELECT * FROM track WHERE path IN ({marks})", part)  # noqa: S608
            return rows

        rows = self._do(read)
        if self._memory is not None:
            known = self._memory
            yield from ((key, known[key][0], known[key][1].facts) for key in keys if key in known)
        for key, size, mtime_ns, sealed in rows or ():
            facts = _facts(sealed)
            if facts is not None:
                yield key, Stamp(size, mtime_ns), facts

    def _do(self, work: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """What ``work`` gives on the open database, saved at the end; None when there is no database."""
        with self._lock:
            for _ in range(2):  # the second time on a new database, the damaged one being set aside
                if self._memory is not None:
                    return None
                try:
                    _make_place(self._path)
                    with closing(_connected(self._path)) as db:
                        result = work(db)
                        db.commit()
                        return result
                except (sqlite3.Error, OSError, ValueError) as error:
                    self._do_without(error)
        return None

    def _do_without(self, error: Exception) -> None:
        """Set a damaged database aside once; otherwise keep everything in memory from now on."""
        damaged = isinstance(error, ValueError | sqlite3.Error) and (
            getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF not in _NOT_DAMAGE
        )
        if damaged and not self.notes:
            aside = self._path.with_name(f"{self._path.stem}.bad{self._path.suffix}")
            with suppress(OSError):
                self._path.replace(aside)
                self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
                self._note(f"{self._path}: was damaged; it is now {aside.name}, and music is scanned anew.")
                return
        self._memory = {}
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        self._note(f"{self._path}: what is known of the music cannot be kept ({reason}).")

    def _note(self, line: str) -> None:
        if not self.notes:
            self.notes.append(line)


def _make_place(path: Path) -> None:
    """An ordinary file that only its owner may read, in a folder of the same kind."""
    if not path.parent.is_dir():
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        os.close(handle)
    except FileExistsError:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
            raise OSError(0, "it is no ordinary file") from None
        if stat.S_IMODE(status.st_mode) & 0o077 and os.name == "posix":
            path.chmod(0o600)


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=LOCK_WAIT_S, isolation_level="IMMEDIATE")
    try:
        # A cache needs no waiting for the disk: after a power cut its check sums tell what is still good.
        db.execute("PRAGMA synchronous = OFF")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version != ANALYSIS:
            _begin_anew(db)
    except BaseException:
        db.close()
        raise
    return db


def _begin_anew(db: sqlite3.Connection) -> None:
    """Empty tables: the database is new, or was made by another edition of the scan."""
    db.executescript(
        "BEGIN IMMEDIATE; DROP TABLE IF EXISTS track; DROP TABLE IF EXISTS energies;"
        f"{_TABLES} PRAGMA user_version = {ANALYSIS}; COMMIT;"
    )


def _key(path: Path) -> bytes:
    return os.fsencode(path.absolute())


def _there(key: object) -> bool:
    return isinstance(key, bytes) and stamp_of(Path(os.fsdecode(key))) is not None


def _sealed(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big") + data


def _opened(sealed: object) -> bytes | None:
    if not isinstance(sealed, bytes) or len(sealed) < 4:
        return None
    data = sealed[4:]
    return data if sealed[:4] == zlib.crc32(data).to_bytes(4, "big") else None


def _facts(sealed: object) -> TrackFacts | None:
    data = _opened(sealed)
    try:
        return None if data is None else msgspec.msgpack.decode(data, type=TrackFacts)
    except (msgspec.DecodeError, RecursionError):
        return None
