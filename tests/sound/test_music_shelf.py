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
from made_sounds import energies_of, melody, noise, tone, write_wav

from massage_desktop.sound.decode import SoundFileError
from massage_desktop.sound.energy_code import packed
from massage_desktop.sound.import_notes import import_notes
from massage_desktop.sound.lively import Pulse
from massage_desktop.sound.loudness import momentary_lufs
from massage_desktop.sound.scan import ANALYSIS, TrackFacts
from massage_desktop.sound.scanning import BackgroundScan, Judged, Progress, facts_of, judge_all
from massage_desktop.sound.seam import Seam
from massage_desktop.sound.shelf import Shelf, Stamp, shelf_path, stamp_of
from massage_desktop.sound.tags import Tags
from massage_desktop.sound.tracks import LoudnessFigures, figures_of, gain_db
from massage_desktop.sound.workers import Scanned, Worker

FIGURES = LoudnessFigures(
    seconds=60.0,
    integrated_lufs=-20.0,
    max_momentary_lufs=-15.0,
    max_short_term_lufs=-17.0,
    loudness_range_lu=5.0,
    true_peak_dbtp=-3.0,
)
FACTS = TrackFacts(
    figures=FIGURES,
    tags=Tags(title="Sea"),
    codec="flac",
    rate=44100,
    channels=2,
    cover=False,
    start_s=0.0,
    end_s=60.0,
    seam=None,
    pulse=Pulse(),
)
SCANNED = Scanned(FACTS, packed(np.full(6000, 0.01)))


def changed(**values: object) -> TrackFacts:
    return msgspec.structs.replace(FACTS, **values)


def file(folder: Path, name: str = "a.flac", text: str = "sound") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def kept(folder: Path) -> tuple[Shelf, Path]:
    """A shelf with one track on it."""
    shelf, path = Shelf(folder / "cache" / "music.sqlite3"), file(folder)
    stamp = stamp_of(path)
    assert stamp is not None
    shelf.keep(path, stamp, SCANNED)
    return shelf, path


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
    before = time.perf_counter()
    assert shelf.find(paths[0]) == FACTS
    assert time.perf_counter() - before < 0.25
    before = time.perf_counter()
    shelf.find_all(paths)
    assert time.perf_counter() - before < 3.0
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


# -- scanning ------------------------------------------------------------------------------------------------


def music(folder: Path, count: int) -> list[Path]:
    return [write_wav(folder / f"{n}.wav", tone(1.0 + n / 4, 200 + 20 * n)) for n in range(count)]


def test_files_are_scanned_once_and_then_known(tmp_path: Path) -> None:
    paths, shelf = music(tmp_path, 3), Shelf(tmp_path / "music.sqlite3")
    bad = file(tmp_path, "bad.mp3", "no music")
    steps: list[Progress] = []
    first = list(judge_all([*paths, bad, paths[0]], shelf, progress=steps.append))
    assert {judged.path for judged in first} == {*paths, bad}
    errors = {judged.path: judged.error for judged in first if judged.facts is None}
    assert list(errors) == [bad]
    assert str(bad) in str(errors[bad])
    assert [step.done for step in steps] == [1, 2, 3, 4]
    assert [step.share for step in steps] == sorted(step.share for step in steps)
    assert steps[-1].share == pytest.approx(1.0)
    forbidden = Worker()
    forbidden.close()
    for path in paths:
        assert facts_of(path, shelf, forbidden).figures.seconds == pytest.approx(
            1.0 + paths.index(path) / 4, abs=0.01
        )
    with pytest.raises(SoundFileError, match="closing"):
        facts_of(bad, shelf, forbidden)


def test_a_file_that_changes_while_it_is_scanned_is_not_kept(tmp_path: Path) -> None:
    path, shelf = music(tmp_path, 1)[0], Shelf(tmp_path / "music.sqlite3")

    class Slow(Worker):
        def scan(self, path: Path) -> Scanned:
            os.utime(path, ns=(1, 1))
            return SCANNED

    facts_of(path, shelf, Slow())
    assert shelf.find(path) is None


def test_a_scan_in_the_background_tells_how_far_it_is(tmp_path: Path) -> None:
    paths, shelf = music(tmp_path, 3), Shelf(tmp_path / "music.sqlite3")
    gone = file(tmp_path, "gone.wav")
    shelf.keep(gone, stamp_of(gone) or Stamp(0, 0), SCANNED)
    gone.unlink()
    work = BackgroundScan(paths, shelf)
    assert work.wait(60)
    assert work.progress == Progress(3, 3, pytest.approx(1.0))
    assert {judged.path for judged in work.found} == set(paths)
    assert all(isinstance(judged, Judged) and judged.facts for judged in work.found)
    assert shelf.drop_gone() == 0, "what is gone was forgotten on the way"


def test_a_scan_can_be_stopped_in_the_middle_of_a_file(tmp_path: Path) -> None:
    long = write_wav(tmp_path / "long.wav", np.tile(noise(60), (10, 1)))
    work = BackgroundScan([long], Shelf(tmp_path / "music.sqlite3"))
    time.sleep(0.2)
    before = time.monotonic()
    work.stop()
    assert work.wait(5)
    assert time.monotonic() - before < 2
    assert work.found == ()


def test_nothing_to_scan_is_done_at_once(tmp_path: Path) -> None:
    assert list(judge_all([], Shelf(tmp_path / "music.sqlite3"))) == []


def test_another_ceiling_needs_no_second_scan(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "song.wav", melody([0, 4, 2, 5] * 2) + noise(16, 0.005))
    shelf = Shelf(tmp_path / "music.sqlite3")
    facts = facts_of(path, shelf)
    energies = shelf.energies(path)
    assert energies is not None
    again, _ = figures_of(np.concatenate([energies, np.zeros(300)]), facts.figures.seconds, 0.0)
    # All figures follow from what is kept, within what keeping rounds.
    assert again.integrated_lufs == pytest.approx(facts.figures.integrated_lufs, abs=0.03)
    assert again.max_momentary_lufs == pytest.approx(facts.figures.max_momentary_lufs, abs=0.03)
    assert again.max_short_term_lufs == pytest.approx(facts.figures.max_short_term_lufs, abs=0.03)
    samples = melody([0, 4, 2, 5] * 2) + noise(16, 0.005)
    for ceiling in (-45.0, -33.0, -20.0):
        louder = samples * np.float32(10 ** (gain_db(facts.figures, ceiling) / 20))
        assert float(momentary_lufs(energies_of(louder)).max()) <= ceiling + 0.02


# -- what it tells the person --------------------------------------------------------------------------------


def test_what_is_changed_is_told_in_one_sentence() -> None:
    assert import_notes(FACTS, -33.0) == ("It plays 22 dB softer.",)
    quiet = msgspec.structs.replace(FIGURES, max_momentary_lufs=-60.0, max_short_term_lufs=-61.0)
    (line,) = import_notes(changed(figures=quiet), -33.0)
    assert line.startswith("It plays 10 dB louder")
    even = msgspec.structs.replace(FIGURES, max_momentary_lufs=-39.0, max_short_term_lufs=-39.0)
    assert import_notes(changed(figures=even), -33.0)[0].startswith("It plays as loud as it is")


def test_every_change_is_named() -> None:
    peaky = msgspec.structs.replace(FIGURES, true_peak_dbtp=6.0)
    facts = changed(
        figures=peaky,
        start_s=2.0,
        end_s=58.0,
        seam=Seam(leave=50 * 48_000, enter=5 * 48_000, fade=24_000, alike=0.9),
        pulse=Pulse(onsets_per_s=4, beats_per_minute=128, steadiness=0.8),
        channels=1,
    )
    changes, remarks = import_notes(facts, -33.0)
    for words in ("softer", "sharpest peaks", "2.0 s at the beginning", "2.0 s at the end", "0:50 to 0:05"):
        assert words in changes
    assert "sounds lively (about 128 beats a minute)" in remarks
    assert "one channel" in remarks
    assert changes.endswith(".")
    assert remarks.endswith(".")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"rate": 8000}, "8 kHz"),
        ({"channels": 6}, "6 channels"),
        ({"figures": msgspec.structs.replace(FIGURES, loudness_range_lu=22.0)}, "soft passages"),
    ],
)
def test_what_the_person_had_better_know(values: dict[str, object], words: str) -> None:
    assert words in import_notes(changed(**values), -33.0)[1]


def test_silence_is_told() -> None:
    assert "silence" in import_notes(changed(start_s=0.0, end_s=0.0), -33.0)[0]
