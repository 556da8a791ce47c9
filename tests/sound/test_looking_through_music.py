"""Own music as the page before a massage sees it: looked through, brought together, and named."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from made_sounds import RATE, stereo, tone, write_wav

from massage_desktop.sound import own_music
from massage_desktop.sound.decode import SoundFileError
from massage_desktop.sound.finding import find_music
from massage_desktop.sound.own_list import one_path, own_list_path, write_list
from massage_desktop.sound.own_music import MusicLook, OwnMusic
from massage_desktop.sound.shelf import Shelf
from massage_desktop.sound.sources import CALM, make_source, without_nature


def lively(seconds: float = 14.0, beats_a_minute: float = 130.0) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return stereo(0.4 * np.sin(2 * np.pi * 90 * t) * np.exp(-18 * (t % (60 / beats_a_minute))))


def finished(own: OwnMusic, seconds: float = 60.0) -> MusicLook:
    last = time.monotonic() + seconds
    while not (look := own.look()).finished:
        assert time.monotonic() < last
        time.sleep(0.02)
    return look


def test_good_lively_broken_and_silent_files_are_told_apart(tmp_path: Path) -> None:
    write_wav(tmp_path / "1 slow_river.wav", tone(12, 220))
    write_wav(tmp_path / "2 dance.wav", lively())
    (tmp_path / "3 broken.mp3").write_bytes(b"no music" * 300)
    write_wav(tmp_path / "4 silent.wav", tone(3, 220, 0.0))
    own = OwnMusic([tmp_path], Shelf(tmp_path / "shelf.sqlite3"))
    look = finished(own)
    assert [piece.path.name[0] for piece in look.pieces] == ["1", "2", "3", "4"]
    assert [piece.title for piece in look.played] == ["1 slow river", "2 dance"]
    assert [piece.lively for piece in look.pieces] == [False, True, False, False]
    broken, silent = look.left_out
    assert "cannot be read" in broken.problem or "not a sound file" in broken.problem
    assert "only silence" in silent.problem
    assert look.heard_s == pytest.approx(26, abs=0.5)
    assert look.progress == (4, 4, 1.0)
    assert look.problem == ""


def test_nothing_waits_and_a_stop_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        write_wav(tmp_path / f"{number}.wav", tone(20, 200 + number))
    before = time.monotonic()
    own = OwnMusic([tmp_path], Shelf(tmp_path / "shelf.sqlite3"))
    assert own.look().finished is False
    own.stop()
    assert time.monotonic() - before < 1
    assert own.wait(5.0)
    assert len(own.look().pieces) < 12


def test_a_stop_while_it_still_searches_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_wav(tmp_path / "a.wav", tone(3, 200))
    go_on = threading.Event()
    monkeypatch.setattr(own_music, "find_music", lambda paths: (go_on.wait(10), find_music(paths))[1])
    own = OwnMusic([tmp_path], Shelf(tmp_path / "shelf.sqlite3"))
    own.stop()
    go_on.set()
    assert own.wait(5.0)
    assert own.look().finished


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path, "no such file"),
        (lambda path: path.mkdir(), "no sound files"),
        (lambda path: (path.mkdir(), (path / "notes.txt").touch()), "no sound files"),
    ],
)
def test_where_there_is_no_music_one_line_says_so(tmp_path: Path, make: object, told: str) -> None:
    folder = tmp_path / "music"
    make(folder)  # type: ignore[operator]
    look = finished(OwnMusic([folder], Shelf(tmp_path / "shelf.sqlite3")))
    assert told in look.problem
    assert look.pieces == ()


def test_a_list_brings_its_titles_and_its_notes(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(3, 200))
    music = tmp_path / "evening.m3u"
    music.write_text("#EXTINF:3,By the water\na.wav\ngone.wav\n", "utf-8")
    look = finished(OwnMusic([music], Shelf(tmp_path / "shelf.sqlite3")))
    assert [piece.title for piece in look.pieces] == ["By the water"]
    assert len(look.notes) == 1
    assert "gone.wav" in look.notes[0]


# -- several picked ------------------------------------------------------------------------------------------


def test_one_thing_picked_stands_for_itself(tmp_path: Path) -> None:
    assert one_path([tmp_path]) == tmp_path
    assert not own_list_path().exists()


def test_several_become_one_list_that_plays_in_their_order(tmp_path: Path) -> None:
    album = tmp_path / "album"
    album.mkdir()
    for name in ("10 b.wav", "2 a.wav"):
        write_wav(album / name, tone(2, 300))
    single = write_wav(tmp_path / "last.wav", tone(2, 300))
    path = one_path([str(album), str(single)])
    assert path == own_list_path()
    assert str(path).startswith(os.environ["XDG_DATA_HOME"])
    assert [file.name for file in find_music([path]).files] == ["2 a.wav", "10 b.wav", "last.wav"]
    assert one_path([single, album / "10 b.wav"]) == path
    assert [file.name for file in find_music([path]).files] == ["last.wav", "10 b.wav"]
    make_source(str(path)).close()


@pytest.mark.parametrize(
    "name", ["# 1.wav", " led.wav", "a+b:30.wav", "ünï ☂.wav", "50%25.wav", "line\nfeed.wav"]
)
def test_odd_names_come_back_from_the_list(tmp_path: Path, name: str) -> None:
    try:
        file = write_wav(tmp_path / name, tone(0.1, 300))
    except OSError:
        pytest.skip("this file system has no such names")
    place = tmp_path / "list.m3u8"
    write_list(place, [file, write_wav(tmp_path / "z.wav", tone(0.1, 300))])
    assert find_music([place]).files == (file, tmp_path / "z.wav")
    assert find_music([place]).notes == ()


def test_what_cannot_be_brought_together_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with pytest.raises(SoundFileError, match="No sound files"):
        one_path([tmp_path / "a", tmp_path / "b"])
    with pytest.raises(SoundFileError, match="no such file"):
        one_path([tmp_path / "a", tmp_path / "gone"])
    files = [write_wav(tmp_path / f"{n}.wav", tone(0.1, 300)) for n in range(2)]
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(SoundFileError, match="Choose a folder instead"):
        one_path(files, in_the_way / "list.m3u8")


# -- how it is played ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "heard"),
    [
        ("sea_waves", CALM),
        ("sea_waves+birdsong:40", CALM),
        ("sea_waves+warm_chords:40", "warm_chords"),
        ("soft_piano:30+sea_waves+fireplace:60", "soft_piano:30+fireplace:60"),
        ("soft_piano:30+fireplace", "soft_piano:30+fireplace"),
        ("none", "none"),
    ],
)
def test_before_the_yes_nature_is_left_out(choice: str, heard: str) -> None:
    assert without_nature(choice) == heard
    make_source(heard).close()


def test_before_the_yes_own_music_stays(tmp_path: Path) -> None:
    folder = tmp_path / "music"
    folder.mkdir()
    write_wav(folder / "a.wav", tone(2, 300))
    assert without_nature(f"sea_waves+{folder}:60") == str(folder)
    assert without_nature(str(folder)) == str(folder)
