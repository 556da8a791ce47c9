"""A person's own music: its order, and playing on whatever happens; the command that measures it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import encode
from made_sounds import energies_of, loudest, noise, steepest, tone, write_wav

from massage_desktop.sound.decode import SoundFileError, stream
from massage_desktop.sound.loudness import RATE, momentary_lufs
from massage_desktop.sound.mix import Mix
from massage_desktop.sound.order import Order
from massage_desktop.sound.playlist import Playlist
from massage_desktop.sound.reading import Reading
from massage_desktop.sound.shelf import Shelf
from massage_desktop.sound.source import REFERENCE_CEILING_LUFS, Samples

FILES = [Path(name) for name in "abcde"]


def turns(order: Order, count: int) -> str:
    return "".join("-" if (path := order.next()) is None else path.name for _ in range(count))


def test_the_order_given_goes_round_or_ends() -> None:
    assert turns(Order(FILES), 12) == "abcdeabcdeab"
    assert turns(Order(FILES, loop=False), 7) == "abcde--"
    assert turns(Order([]), 2) == "--"


@given(st.integers(0, 2**31), st.integers(1, 5))
def test_shuffled_every_file_has_its_turn_and_none_comes_twice_in_a_row(seed: int, count: int) -> None:
    order, again = (Order(FILES[:count], shuffle=True, seed=seed) for _ in range(2))
    heard = turns(order, 8 * count)
    assert heard == turns(again, 8 * count)
    for at in range(0, len(heard), count):
        assert sorted(heard[at : at + count]) == sorted(path.name for path in FILES[:count])
    if count > 1:
        assert all(one != other for one, other in zip(heard, heard[1:], strict=False))


def test_another_seed_is_another_order() -> None:
    assert len({turns(Order(FILES, shuffle=True, seed=seed), 10) for seed in range(8)}) > 4


def test_what_is_left_out_never_comes_back() -> None:
    order = Order(FILES)
    assert turns(order, 2) == "ab"
    order.leave_out(Path("c"))
    assert order.peek() == Path("d")
    assert turns(order, 6) == "deabde"
    for path in FILES:
        order.leave_out(path)
    assert order.next() is None


def playlist(folder: Path, files: list[Path], **options: object) -> Playlist:
    return Playlist(files, shelf=Shelf(folder / "shelf.sqlite3"), **options)  # type: ignore[arg-type]


def peaks(sound: Samples) -> np.ndarray:
    return np.abs(sound[: len(sound) // 4800 * 4800]).reshape(-1, 4800, 2).max(axis=(1, 2))


def test_broken_files_in_the_middle_are_passed_over_unheard(tmp_path: Path) -> None:
    good = [write_wav(tmp_path / f"{n}.wav", tone(8, 200 + 50 * n)) for n in range(2)]
    bad = tmp_path / "bad.mp3"
    bad.write_text("no music")
    silent = write_wav(tmp_path / "silent.wav", np.zeros((5 * RATE, 2), np.float32))
    music = playlist(tmp_path, [good[0], bad, tmp_path / "missing.wav", silent, good[1]])
    sound = music.render(30 * RATE)[3 * RATE :]
    music.close()
    assert peaks(sound).min() > 0.6 * np.median(peaks(sound))
    assert len(music.notes) == 3
    assert [any(word in note for note in music.notes) for word in ("bad.mp3", "missing", "silence")] == [
        True
    ] * 3
    assert steepest(sound) < 2 * np.pi * 450 / RATE * float(np.abs(sound).max())


def test_a_shelf_that_cannot_be_used_costs_one_quiet_note(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    path = write_wav(tmp_path / "a.wav", tone(4, 220))
    music = Playlist([path], shelf=Shelf(tmp_path / "in the way" / "music.sqlite3"))
    assert music.render(12 * RATE)[3 * RATE :].any()
    music.close()
    assert len(music.notes) == 1
    assert "cannot be kept" in music.notes[0]


def test_a_file_that_vanishes_is_left_to_the_next(tmp_path: Path) -> None:
    files = [write_wav(tmp_path / f"{n}.wav", tone(8, 200 + 50 * n)) for n in range(2)]
    music = playlist(tmp_path, files)
    music.render(6 * RATE)
    files[1].unlink()
    sound = music.render(20 * RATE)
    music.close()
    assert peaks(sound).min() > 0.6 * np.median(peaks(sound))
    assert music.notes == [f"{files[1]}: is gone; it is left out."]


def test_a_file_that_was_changed_is_scanned_again(tmp_path: Path) -> None:
    files = [write_wav(tmp_path / f"{n}.wav", tone(6, 200 + 50 * n, 0.01)) for n in range(2)]
    music = playlist(tmp_path, files)
    first = music.render(5 * RATE)
    write_wav(files[1], tone(7, 300, 1.0))  # a hundred times as loud
    sound = np.concatenate([first, music.render(40 * RATE)])
    music.close()
    assert loudest(sound) <= REFERENCE_CEILING_LUFS
    assert any("changed" in note for note in music.notes)
    assert peaks(sound[3 * RATE :]).min() > 0.4 * np.median(peaks(sound))


def test_a_file_that_changes_for_ever_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_wav(tmp_path / "a.wav", tone(3, 220))
    count = iter(range(1, 1000))

    def restless(path: Path) -> object:
        os.utime(path, ns=(next(count), next(count)))
        return path.stat().st_mtime_ns

    monkeypatch.setattr("massage_desktop.sound.playlist.stamp_of", restless)
    music = playlist(tmp_path, [path])
    assert not music.render(5 * RATE)[RATE:].any()
    music.close()
    assert "again and again" in music.notes[-1]


def test_a_file_cut_short_while_it_plays_is_joined_with_the_next(tmp_path: Path) -> None:
    long = write_wav(tmp_path / "long.wav", tone(60, 220))
    other = write_wav(tmp_path / "other.wav", tone(9, 330))
    music = playlist(tmp_path, [long, other])
    music.render(RATE)
    os.truncate(long, 12 * RATE * 8)
    sound = music.render(30 * RATE)[3 * RATE :]
    music.close()
    assert peaks(sound).min() > 0.5 * np.median(peaks(sound))
    assert any("long.wav" in note for note in music.notes)


def test_a_disk_that_stands_still_does_not_stop_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_wav(tmp_path / "a.wav", tone(30, 220))
    other = write_wav(tmp_path / "b.wav", tone(9, 330))
    music = playlist(tmp_path, [path, other])
    given = 0

    def slow(self: Reading, patience_s: float) -> Samples | None:
        nonlocal given
        given += 1
        if self._path == path and given > 6:
            raise SoundFileError(f"{path}: reading it takes too long. Copy it to a faster disk.")
        return fetch(self, 10.0)

    fetch = Reading.next
    monkeypatch.setattr(Reading, "next", slow)
    sound = music.render(20 * RATE)
    music.close()
    assert peaks(sound[2 * RATE :]).min() > 0.4 * np.median(peaks(sound))
    assert any("takes too long" in note for note in music.notes)


def test_reading_that_takes_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(*_: object, **__: object) -> Iterator[Samples]:
        time.sleep(0.5)
        yield from ()

    monkeypatch.setattr("massage_desktop.sound.reading.stream", lambda *a, **k: stuck())
    reading = Reading(tmp_path / "a.wav", 0, RATE)
    with pytest.raises(SoundFileError, match="takes too long"):
        reading.next(0.05)
    reading.close()


def test_a_part_is_the_same_to_the_last_bit_however_often_it_is_read(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp3", noise(6), "libmp3lame", {})
    whole = np.concatenate(list(stream(path)))

    def read(start: int, end: int) -> Samples:
        reading, parts = Reading(path, start, end), [np.zeros((0, 2), np.float32)]
        while (piece := reading.next(10)) is not None:
            parts.append(piece)
        return np.concatenate(parts)

    for start, end in ((0, 3 * RATE), (12_345, 4 * RATE), (100_001, 100_002), (5 * RATE, 5 * RATE)):
        np.testing.assert_array_equal(read(start, end), whole[start:end])


def test_titles_come_from_tags_lists_and_names_in_this_order(tmp_path: Path) -> None:
    tagged = encode(tmp_path / "x.flac", tone(2, 300), "flac", {"title": "Own"})
    plain = write_wav(tmp_path / "plain.wav", tone(2, 300))
    for files, titles, wanted in (
        ([tagged], {tagged: "Listed"}, "Own"),
        ([plain], {plain: "Listed"}, "Listed"),
        ([plain], {}, "plain"),
    ):
        music = playlist(tmp_path, files, titles=titles)
        music.render(RATE)
        assert music.title == wanted
        music.close()


@pytest.mark.parametrize("make", [lambda: noise(9, 3.0), lambda: tone(9, 40, 1.0), lambda: np.sign(noise(9))])
def test_the_ceiling_holds_for_any_music(tmp_path: Path, make: Callable[[], Samples]) -> None:
    path = write_wav(tmp_path / "a.wav", make())
    music, mix = playlist(tmp_path, [path]), Mix(-33.0)
    mix.fade(1.0, 0.5)
    sound = np.concatenate([mix.process(music.render(RATE)) for _ in range(25)])
    music.close()
    assert -50 < loudest(sound) <= -33.0


@settings(max_examples=15)
@given(
    bursts=st.lists(
        st.tuples(st.floats(0, 5), st.floats(0.01, 3), st.sampled_from([0.001, 0.1, 4.0])), max_size=5
    )
)
def test_what_a_track_is_brought_to_never_exceeds_the_ceiling(
    tmp_path_factory: pytest.TempPathFactory, bursts: list[tuple[float, float, float]]
) -> None:
    folder = tmp_path_factory.mktemp("bursts")
    sound = noise(6, 0.003)
    for at_s, seconds, level in bursts:
        part = sound[round(at_s * RATE) : round((at_s + seconds) * RATE)]
        part[:] = noise(6, level)[: len(part)]
    music = playlist(folder, [write_wav(folder / "a.wav", sound)], loop=False)
    out = music.render(8 * RATE)
    music.close()
    assert float(momentary_lufs(energies_of(out)).max()) <= REFERENCE_CEILING_LUFS + 0.01


def loudness(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "massage_desktop", "loudness", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_command_tells_tags_and_changes_and_scans_once(tmp_path: Path) -> None:
    folder = tmp_path / "music"
    folder.mkdir()
    encode(folder / "2 b.flac", tone(3, 300, 0.5), "flac", {"title": "Sea", "artist": "Ann"})
    write_wav(folder / "10 a.wav", np.concatenate([np.zeros((2 * RATE, 2), np.float32), tone(3, 300)]))
    first = loudness(folder, "--json")
    assert (first.returncode, first.stderr) == (0, "")
    rows = json.loads(first.stdout)
    assert [Path(row["path"]).name for row in rows] == ["2 b.flac", "10 a.wav"]
    assert (rows[0]["title"], rows[0]["artist"]) == ("Sea", "Ann")
    assert rows[1]["start_s"] == pytest.approx(2.0, abs=0.05)
    assert "silence" in rows[1]["notes"][0]
    # What is kept is not scanned again: the same figures come from a file whose sound is replaced in place.
    status = (folder / "10 a.wav").stat()
    with (folder / "10 a.wav").open("r+b") as file:
        file.write(bytes(status.st_size))
    os.utime(folder / "10 a.wav", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert json.loads(loudness(folder, "--json").stdout) == rows
    table = loudness(folder)
    assert "Gain" in table.stdout
    assert "2 b.flac: It plays" in table.stdout


def test_the_command_takes_lists_and_tells_what_it_passes_over(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(2, 300))
    listed = tmp_path / "list.m3u"
    listed.write_text("a.wav\nhttp://example.org/x.mp3\n")
    done = loudness(listed, "--json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) == 1
    assert "stays off the network" in done.stderr
    (tmp_path / "list.m3u").write_text("#EXTM3U\n#EXT-X-VERSION:3\n")
    done = loudness(listed)
    assert done.returncode == 1
    assert "index of a stream" in done.stderr
    assert "Traceback" not in done.stderr
