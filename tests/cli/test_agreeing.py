"""Nature sounds on the command line wait for the receiver's yes (SOUND-06)."""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from massage_desktop.cli.agreeing import heard_sound, note_nature
from massage_desktop.cli.failure import CommandError
from massage_desktop.settings.model import Settings
from massage_desktop.settings.store import save


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


def test_nature_that_nobody_agreed_to_is_left_out_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert heard_sound("sea_waves", agreed=False) == "warm_chords"
    assert told(capsys) == [
        "massage-desktop: Sea waves: not played before the receiver has said yes; Warm chords will play. "
        "Ask, then add --receiver-agrees."
    ]
    assert heard_sound("soft_piano:40+brook+birdsong", agreed=False) == "soft_piano"
    assert "Brook and Birdsong" in told(capsys)[0]


def test_with_a_yes_it_plays_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert heard_sound("sea_waves", agreed=True) == "sea_waves"
    save(Settings(receiver_likes_nature=True))
    assert heard_sound("sea_waves+brook:40", agreed=False) == "sea_waves+brook:40"
    assert told(capsys) == []


def test_without_a_wish_the_sound_of_the_last_time_plays(capsys: pytest.CaptureFixture[str]) -> None:
    assert heard_sound(None, agreed=False) == "warm_chords"
    save(Settings(ambience="singing_bowls:30+soft_piano"))
    assert heard_sound(None, agreed=False) == "singing_bowls:30+soft_piano"
    assert told(capsys) == []
    save(Settings(ambience="birdsong"))
    assert heard_sound(None, agreed=False) == "warm_chords"
    assert "Birdsong" in told(capsys)[0]
    save(Settings(ambience="/no/such/music"))
    assert heard_sound(None, agreed=True) == "warm_chords"
    assert "not there any more" in told(capsys)[0]


def test_what_is_wished_and_unknown_is_refused() -> None:
    with pytest.raises(CommandError, match="did you mean sea_waves") as refused:
        heard_sound("sea_wave", agreed=True)
    assert refused.value.code == 2


def test_a_file_gets_a_note_only(capsys: pytest.CaptureFixture[str]) -> None:
    note_nature("warm_chords")
    assert told(capsys) == []
    note_nature("rain_on_leaves:40+warm_chords")
    assert told(capsys) == [
        "massage-desktop: Rain on leaves: play this only for a receiver who likes nature sounds."
    ]


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "massage_desktop", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy"},
        stdin=subprocess.DEVNULL,
    )


def test_start_opens_all_the_same() -> None:
    done = run("start", "R01", "--ambience", "sea_waves", "--quit-after", "0.5")
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "Sea waves" in done.stderr
    done = run("start", "R01", "--ambience", "sea_waves", "--receiver-agrees", "--quit-after", "0.5")
    assert (done.returncode, done.stderr) == (0, "")


def tone(path: Path, seconds: int) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(
            b"".join((4000 if n // 20 % 2 else 61536).to_bytes(2, "little") for n in range(8000 * seconds))
        )


def test_render_plays_own_music_once_or_round_and_round(tmp_path: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    tone(music / "a.wav", 6)
    size = {}
    for name, words in (("round", []), ("once", ["--once", "--shuffle"])):
        out = tmp_path / f"{name}.flac"
        done = run("render", "newborn", out, "--ambience", music, *words)
        assert done.returncode == 0, done.stderr
        size[name] = out.stat().st_size
    assert size["once"] < 0.7 * size["round"], "silence takes hardly any room in a file"
