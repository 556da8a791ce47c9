"""Measuring a person's music, its gain under the ceiling, finding files, and the room level."""

from __future__ import annotations

import math
import os
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sounds import noise, write_wav

from massage_desktop.sound.decode import SoundFileError
from massage_desktop.sound.level import (
    DEFAULT_CEILING_DB,
    ROOM_MAX_DB,
    ROOM_MIN_DB,
    UNCALIBRATED_OFFSET_DB,
    ceiling_lufs,
)
from massage_desktop.sound.loudness import EnergyMeter, short_term_lufs
from massage_desktop.sound.mix import Mix
from massage_desktop.sound.playlist import Playlist
from massage_desktop.sound.source import BED_BELOW_CEILING_DB
from massage_desktop.sound.tracks import SOFTEST_LUFS, TrackLoudness, find_sounds, gain_db, measure


def write(path: Path, parts: list[tuple[float, float]], channels: int = 2) -> Path:
    """16-bit WAV of a 1 kHz sine with (dBFS, seconds) parts."""
    gains = np.concatenate([np.full(round(seconds * 48000), 10 ** (db / 20)) for db, seconds in parts])
    line = gains * np.sin(2 * np.pi * 1000 / 48000 * np.arange(len(gains)))
    samples = np.repeat((line * 32767).round().astype("<i2")[:, None], channels, axis=1)
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, 48000, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


def track(momentary: float, short_term: float) -> TrackLoudness:
    return TrackLoudness(
        path=Path("a.wav"),
        seconds=10,
        integrated_lufs=short_term,
        max_momentary_lufs=momentary,
        max_short_term_lufs=short_term,
        loudness_range_lu=3,
        true_peak_dbtp=-3,
    )


@pytest.mark.parametrize("channels", [1, 2])
def test_a_track_is_measured_as_it_is_played(tmp_path: Path, channels: int) -> None:
    found = measure(write(tmp_path / "a.wav", [(-30, 20), (-20, 20)], channels))
    assert found.path == tmp_path / "a.wav"
    assert found.seconds == 40
    assert found.max_momentary_lufs == pytest.approx(-20, abs=0.1)
    assert found.max_short_term_lufs == pytest.approx(-20, abs=0.1)
    assert found.integrated_lufs == pytest.approx(10 * math.log10((0.01 + 0.001) / 2), abs=0.2)
    assert found.loudness_range_lu == pytest.approx(10, abs=0.5)
    assert found.true_peak_dbtp == pytest.approx(-20, abs=0.2)


def test_a_chime_shorter_than_the_windows_is_measured(tmp_path: Path) -> None:
    found = measure(write(tmp_path / "a.wav", [(-20, 0.1)]))
    assert found.max_momentary_lufs == pytest.approx(-20 + 10 * math.log10(0.1 / 0.4), abs=0.15)
    assert found.max_short_term_lufs == pytest.approx(-20 + 10 * math.log10(0.1 / 3), abs=0.15)
    assert found.integrated_lufs == -math.inf


def test_silence_is_measured_and_left_alone(tmp_path: Path) -> None:
    found = measure(write(tmp_path / "a.wav", [(-math.inf, 4)]))
    assert found.max_momentary_lufs == found.integrated_lufs == found.true_peak_dbtp == -math.inf
    assert gain_db(found, 4.0, -33) == 0


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(SoundFileError, match="no such file"):
        measure(tmp_path / "missing.mp3")


def test_music_sits_under_the_ceiling_and_its_chimes() -> None:
    assert gain_db(track(-15, -18), 10.0, -33) == pytest.approx(-33 - BED_BELOW_CEILING_DB + 18)
    # A single loud bang in a quiet piece decides.
    assert gain_db(track(-10, -18), 10.0, -33) == pytest.approx(-33 - 2 + 10)
    assert gain_db(track(-60, -62), 10.0, -33) == pytest.approx(12), "no more: its hiss would come up"


@given(st.floats(-90, 5), st.floats(0, 15), st.floats(-60, -10))
def test_gain_never_lifts_a_track_above_the_ceiling(short_term: float, above: float, ceiling: float) -> None:
    gain = gain_db(track(short_term + above, short_term), 10.0, ceiling)
    assert short_term + above + gain <= ceiling - 2 + 1e-9
    assert short_term + gain <= ceiling - BED_BELOW_CEILING_DB + 1e-9


def test_sounds_are_found_in_folders(tmp_path: Path) -> None:
    music = tmp_path / "music"
    for name in ("b.MP3", "sub/a.flac", "sub/deeper/c.ogg", "notes.txt", ".hidden.wav", ".git/x.wav"):
        file = music / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (music / "folder.wav").mkdir()
    (music / "sub" / "circle").symlink_to(music)
    (music / "dangling.mp3").symlink_to(tmp_path / "nowhere")
    os.mkfifo(music / "pipe.wav")
    found = find_sounds([music])
    assert [path.relative_to(music).as_posix() for path in found] == [
        "b.MP3",
        "sub/a.flac",
        "sub/deeper/c.ogg",
    ]
    assert find_sounds([music, music / "sub"]) == found


def test_a_named_file_is_kept_whatever_its_ending(tmp_path: Path) -> None:
    named = tmp_path / "recording"
    named.touch()
    assert find_sounds([named, str(named)]) == [named]
    assert find_sounds([]) == []


def test_a_missing_name_is_said(tmp_path: Path) -> None:
    with pytest.raises(SoundFileError, match="no such file or folder"):
        find_sounds([tmp_path / "nowhere"])


@pytest.mark.parametrize("bad", ["nul\0.mp3", "x" * 5000])
def test_impossible_names_are_said(bad: str) -> None:
    with pytest.raises(SoundFileError, match="Check the name"):
        find_sounds([bad])


def test_the_default_ceiling_is_quiet() -> None:
    assert ceiling_lufs(DEFAULT_CEILING_DB) == DEFAULT_CEILING_DB - UNCALIBRATED_OFFSET_DB == -33
    assert ceiling_lufs(ROOM_MIN_DB, 80) == -55
    assert ceiling_lufs(ROOM_MAX_DB, 80) == -35


@pytest.mark.parametrize(
    ("room", "offset", "words"),
    [
        (24.9, 73, "from 25 to 45"),
        (45.1, 73, "from 25 to 45"),
        (math.nan, 73, "room level"),
        (math.inf, 73, "room level"),
        (40, math.nan, "calibrate"),
        (40, 500, "calibrate"),
        (40, 0, "calibrate"),
    ],
)
def test_levels_outside_the_range_are_refused(room: float, offset: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ceiling_lufs(room, offset)


@pytest.mark.parametrize("room_db", [25, 40, 45])
@pytest.mark.parametrize("level", [0.5, 0.01, 0.003, 0.001])
def test_a_session_plays_a_track_with_the_gain_that_is_told(
    tmp_path: Path, room_db: float, level: float
) -> None:
    ceiling = ceiling_lufs(room_db)
    found = measure(write_wav(tmp_path / "a.wav", noise(20, level)))
    mix, source = Mix(ceiling), Playlist([tmp_path / "a.wav"])
    mix.fade(1.0, 0.1)
    played = np.concatenate([mix.process(source.render(4800)) for _ in range(100)])
    heard = float(short_term_lufs(EnergyMeter().feed(played)).max())
    assert heard - found.max_short_term_lufs == pytest.approx(gain_db(found, 20.0, ceiling), abs=0.3)
    too_soft_db = max(0.0, SOFTEST_LUFS - found.max_short_term_lufs)
    assert heard == pytest.approx(ceiling - BED_BELOW_CEILING_DB - too_soft_db, abs=0.3)


def test_a_short_loop_is_as_loud_as_a_long_one(tmp_path: Path) -> None:
    """Measured with silence after it, a second of sound seems softer than it is round and round."""
    short, long = (measure(write(tmp_path / f"{s}.wav", [(-20, s)])) for s in (1, 10))
    assert gain_db(short, 1.0, -33) == pytest.approx(gain_db(long, 10.0, -33), abs=0.15)
