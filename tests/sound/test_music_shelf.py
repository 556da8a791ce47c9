"""The shelf of what is known about files: quick, private, and never the reason why something fails."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
from made_facts import FACTS, FIGURES, SCANNED, changed, file, kept

from massage_desktop.sound.scan import ANALYSIS
from massage_desktop.sound.seam import Seam
from massage_desktop.sound.shelf import Shelf, Stamp, shelf_path, stamp_of


def test_what_is_kept_is_found_by_another_program(tmp_path: Path) -> None:
    _, path = kept(tmp_path)
    again = Shelf(tmp_path / "cache" / "music.sqlite3")
    assert again.find(path) == FACTS
    energies = again.energies(path)
    assert energies is not None
    np.testing.assert_allclose(energies, 0.01, rtol=0.006)
    assert again.find(tmp_path / "b.flac") is None
    assert again.energies(tmp_path / "b.flac") is None
    assert again.notes == []


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    shelf, path = kept(tmp_path)
    place = tmp_path / "cache" / "music.sqlite3"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    place.chmod(0o644)
    shelf.find(path)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_it_lies_where_caches_lie() -> None:
    assert str(shelf_path()).startswith(os.environ["XDG_CACHE_HOME"])


@pytest.mark.parametrize("change", ["size", "time", "gone", "folder"])
def test_a_changed_file_is_not_known(tmp_path: Path, change: str) -> None:
    shelf, path = kept(tmp_path)
    before = path.stat()
    if change == "size":
        path.write_text("other sound")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif change == "time":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    else:
        path.unlink()
        if change == "folder":
            path.mkdir()
    assert shelf.find(path) is None


def test_names_in_any_bytes_are_kept(tmp_path: Path) -> None:
    name = os.fsdecode(b"so\xfcnd \xf0\x9f\x8e\xb5.mp3")
    try:
        path = file(tmp_path, name)
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    shelf = Shelf(tmp_path / "music.sqlite3")
    shelf.keep(path, stamp_of(path) or Stamp(0, 0), SCANNED)
    assert shelf.find(path) == FACTS


def test_files_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    shelf, path = kept(tmp_path)
    other = file(tmp_path, "b.flac")
    shelf.keep(other, stamp_of(other) or Stamp(0, 0), SCANNED)
    other.unlink()
    assert shelf.drop_gone() == 1
    assert shelf.drop_gone() == 0
    with sqlite3.connect(tmp_path / "cache" / "music.sqlite3") as db:
        rows = [db.execute(f"SELECT path FROM {table}").fetchall() for table in ("track", "energies")]
    db.close()
    assert rows == [[(os.fsencode(path),)]] * 2


def test_ten_thousand_tracks_stay_quick(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "music.sqlite3")
    music = tmp_path / "music"
    music.mkdir()
    paths = [music / f"{n:05}.mp3" for n in range(10_000)]
    for path in paths[::500]:
        path.touch()
    _, first = shelf.find(paths[0]), stamp_of(paths[0])  # makes the tables
    assert first is not None
    row = _row(tmp_path / "row.sqlite3", paths[0], first)
    with sqlite3.connect(tmp_path / "music.sqlite3") as db:
        many = [(os.fsencode(path), first.size, first.mtime_ns, row[0]) for path in paths]
        db.executemany("INSERT INTO track VALUES (?, ?, ?, ?)", many)
        db.executemany("INSERT INTO energies VALUES (?, ?)", [(m[0], row[1]) for m in many])
    db.close()
    before = time.thread_time()
    assert shelf.find(paths[0]) == FACTS
    assert time.thread_time() - before < 0.1, "one of ten thousand is found at once"
    before = time.thread_time()
    shelf.find_all(paths)
    assert time.thread_time() - before < 3.0
    assert shelf.drop_gone() == 10_000 - 20


def _row(place: Path, path: Path, stamp: Stamp) -> tuple[bytes, bytes]:
    """A track's facts and energies as they lie on a shelf."""
    shelf = Shelf(place)
    shelf.keep(path, stamp, SCANNED)
    db = sqlite3.connect(place)
    facts = db.execute("SELECT facts FROM track").fetchone()[0]
    energies = db.execute("SELECT data FROM energies").fetchone()[0]
    db.close()
    return facts, energies


# -- when it cannot be used ----------------------------------------------------------------------------------


def usable(shelf: Shelf, path: Path) -> None:
    """The shelf works, with at most one quiet line, whatever lies in its place."""
    shelf.find(path)
    shelf.keep(path, stamp_of(path) or Stamp(0, 0), SCANNED)
    assert shelf.find(path) == FACTS
    assert shelf.energies(path) is not None
    shelf.drop_gone()
    assert len(shelf.notes) == 1
    assert "\n" not in shelf.notes[0]


@pytest.mark.parametrize("damage", ["garbage", "header", "middle", "text", "tables"])
def test_a_damaged_database_is_set_aside(tmp_path: Path, damage: str) -> None:
    _, path = kept(tmp_path)
    place = tmp_path / "cache" / "music.sqlite3"
    data = bytearray(place.read_bytes())
    if damage == "garbage":
        data = bytearray(os.urandom(20_000))
    elif damage == "header":
        data[:16] = b"SQLite format 4\0"
    elif damage == "middle":
        data[4096:] = os.urandom(len(data) - 4096)
    elif damage == "text":
        data = bytearray(b"a shopping list\n" * 400)
    place.write_bytes(data)
    if damage == "tables":
        with sqlite3.connect(place) as db:
            db.execute("DROP TABLE track")
            db.execute("CREATE TABLE track (colour TEXT)")
        db.close()
    shelf = Shelf(place)
    usable(shelf, path)
    assert "set aside" in shelf.notes[0] or "damaged" in shelf.notes[0]
    aside = place.with_name("music.bad.sqlite3")
    assert aside.is_file()
    assert Shelf(place).find(path) == FACTS, "the new database is kept"


def test_an_empty_file_becomes_a_database_without_a_word(tmp_path: Path) -> None:
    place = tmp_path / "music.sqlite3"
    place.touch()
    shelf, path = Shelf(place), file(tmp_path)
    shelf.keep(path, stamp_of(path) or Stamp(0, 0), SCANNED)
    assert shelf.find(path) == FACTS
    assert shelf.notes == []


@pytest.mark.parametrize("obstacle", ["directory", "fifo", "no folder", "journal"])
def test_a_place_that_cannot_be_used_is_done_without(tmp_path: Path, obstacle: str) -> None:
    place, path = tmp_path / "cache" / "music.sqlite3", file(tmp_path)
    if obstacle == "no folder":
        (tmp_path / "cache").write_text("in the way")
    else:
        place.parent.mkdir()
    if obstacle == "directory":
        place.mkdir()
    elif obstacle == "fifo":
        os.mkfifo(place)
    elif obstacle == "journal":
        (tmp_path / "cache" / "music.sqlite3-journal").mkdir()
    usable(Shelf(place), path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_done_without(tmp_path: Path) -> None:
    place, path = tmp_path / "cache" / "music.sqlite3", file(tmp_path)
    place.parent.mkdir(mode=0o500)
    usable(Shelf(place), path)


def test_a_database_that_may_not_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = kept(tmp_path)
    connect = sqlite3.connect

    def read_only(place: Path, **options: object) -> sqlite3.Connection:
        return connect(f"file:{place}?mode=ro", uri=True, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("massage_desktop.sound.shelf.sqlite3.connect", read_only)
    shelf = Shelf(tmp_path / "cache" / "music.sqlite3")
    assert shelf.find(path) == FACTS, "reading is still possible"
    usable(shelf, path)
    assert (tmp_path / "cache" / "music.sqlite3").is_file(), "it is left alone"


def test_a_locked_database_is_done_without_after_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = kept(tmp_path)
    monkeypatch.setattr("massage_desktop.sound.shelf.LOCK_WAIT_S", 0.2)
    place = tmp_path / "cache" / "music.sqlite3"
    holder = sqlite3.connect(place, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    shelf = Shelf(place)
    before = time.monotonic()
    usable(shelf, path)
    assert time.monotonic() - before < 5
    assert "locked" in shelf.notes[0]
    holder.rollback()
    holder.close()
    assert place.is_file()
    assert Shelf(place).find(path) == FACTS, "nothing was set aside"


@pytest.mark.parametrize("table", ["facts", "data"])
def test_a_row_with_a_flipped_bit_is_as_if_it_were_not_there(tmp_path: Path, table: str) -> None:
    _, path = kept(tmp_path)
    place = tmp_path / "cache" / "music.sqlite3"
    name = "track" if table == "facts" else "energies"
    with sqlite3.connect(place) as db:
        data = bytearray(db.execute(f"SELECT {table} FROM {name}").fetchone()[0])
        data[len(data) // 2] ^= 1
        db.execute(f"UPDATE {name} SET {table} = ?", (bytes(data),))
    db.close()
    shelf = Shelf(place)
    assert (shelf.find(path) if table == "facts" else shelf.energies(path)) is None
    assert shelf.notes == []


@pytest.mark.parametrize("value", [None, "text", 7, b"", b"abc", b"\0" * 50])
def test_rows_of_nonsense_are_as_if_they_were_not_there(tmp_path: Path, value: object) -> None:
    _, path = kept(tmp_path)
    place = tmp_path / "cache" / "music.sqlite3"
    with sqlite3.connect(place) as db:
        db.execute("UPDATE track SET facts = ?", (value,))
        db.execute("INSERT INTO track VALUES (7, 'a', NULL, ?)", (value,))
    db.close()
    shelf = Shelf(place)
    assert shelf.find(path) is None
    assert shelf.drop_gone() == 1


def test_another_edition_of_the_scan_begins_anew(tmp_path: Path) -> None:
    _, path = kept(tmp_path)
    place = tmp_path / "cache" / "music.sqlite3"
    with sqlite3.connect(place) as db:
        db.execute(f"PRAGMA user_version = {ANALYSIS + 1}")
    db.close()
    shelf = Shelf(place)
    assert shelf.find(path) is None
    shelf.keep(path, stamp_of(path) or Stamp(0, 0), SCANNED)
    assert shelf.find(path) == FACTS
    assert shelf.notes == []


def test_many_threads_may_use_it_at_once(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "music.sqlite3")
    paths = [file(tmp_path, f"{n}.flac") for n in range(24)]

    def work(mine: list[Path]) -> None:
        for path in mine:
            shelf.keep(path, stamp_of(path) or Stamp(0, 0), SCANNED)
            shelf.find_all(paths)

    threads = [threading.Thread(target=work, args=(paths[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(shelf.find_all(paths)) == set(paths)
    assert shelf.notes == []


# -- facts that no scan gives --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"start_s": 5.0, "end_s": 1.0},
        {"end_s": 61.0},
        {"figures": msgspec.structs.replace(FIGURES, max_momentary_lufs=float("nan"))},
        {"figures": msgspec.structs.replace(FIGURES, true_peak_dbtp=float("inf"))},
        {"figures": msgspec.structs.replace(FIGURES, seconds=1e9)},
        {"seam": Seam(leave=10, enter=20, fade=1, alike=1.0)},
    ],
)
def test_facts_that_no_scan_gives_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no sound has|outside|forward"):
        changed(**values)
