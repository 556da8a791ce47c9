"""Own music that cannot be played: said at once where nothing of it can, on the way where some can."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest

from massage_desktop.cli import run


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    (folder / "1 broken.mp3").write_text("no music")
    (folder / "2 broken.flac").write_text("no music")
    return folder


def good(path: Path) -> None:
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes((b"\xa0\x0f" * 20 + b"\x60\xf0" * 20) * 1000)


@pytest.mark.parametrize("command", [["render", "newborn", "OUT", "--ambience"], ["preview", "--out", "OUT"]])
def test_music_of_which_nothing_plays_is_refused_and_nothing_is_written(
    music: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    out = tmp_path / "out.flac"
    words = [str(out) if word == "OUT" else word for word in command]
    assert run([*words, str(music / "1 broken.mp3")]) == 1
    (told,) = capsys.readouterr().err.splitlines()
    path = music / "1 broken.mp3"
    assert told == f"massage-desktop: {path}: this is not a sound file that can be read. Choose another file."
    assert run([*words, str(music)]) == 1
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith("massage-desktop: None of this music can be played.")
    assert "1 broken.mp3" in told
    assert "2 broken.flac" in told
    assert list(tmp_path.iterdir()) == [music], "not even half a file"


def test_what_is_left_out_of_a_folder_is_told_beside_the_result(
    music: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good(music / "3 good.wav")
    assert run(["render", "newborn", str(tmp_path / "out.flac"), "--ambience", str(music), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [Path(note.split(":")[0]).name for note in report["notes"]] == ["1 broken.mp3", "2 broken.flac"]
    assert report["max_momentary_lufs"] > -45, "the good one is heard"
    assert run(["render", "newborn", str(tmp_path / "out.flac"), "--ambience", str(music)]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_music_that_breaks_beside_a_sound_of_the_program_is_told_too(
    music: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = f"warm_chords+{music / '1 broken.mp3'}"
    assert run(["render", "newborn", str(tmp_path / "out.flac"), "--ambience", wish]) == 0
    (told,) = capsys.readouterr().err.splitlines()
    assert "1 broken.mp3" in told
