"""Calibration: what is heard, what follows from it, and how little a wrong one can do."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.app.sounding import Sounding
from massage_desktop.settings.model import Settings
from massage_desktop.settings.store import load, save
from massage_desktop.sound.calibration import (
    ABOUT_METER,
    ABOUT_WHISPER,
    METER_LUFS,
    WHISPER_LOUDEST_LUFS,
    WHISPER_LUFS,
    WHISPER_QUIETEST_LUFS,
    CalibrationError,
    calibrated_words,
    offset_by_reading,
    offset_by_whisper,
)
from massage_desktop.sound.level import (
    DEFAULT_CEILING_DB,
    LOUDEST_LUFS,
    MOST_ABOVE_DEFAULT_DB,
    UNNAMED_DEVICE,
    ceiling_lufs,
    kept_offset_db,
    meter_words,
    reached_db,
    room_level_db,
    with_offset,
)
from massage_desktop.sound.loudness import RATE, EnergyMeter, momentary_lufs
from massage_desktop.sound.output import SilentOutput
from massage_desktop.sound.reference import ReferencePlayback, ReferenceSound
from massage_desktop.sound.report import PlayReport, keep_report, latest_report, report_words
from massage_desktop.sound.source import REFERENCE_CEILING_LUFS, Samples


@given(
    st.floats(25, 45),
    st.one_of(
        st.floats(25, 70).map(offset_by_reading),
        st.floats(WHISPER_QUIETEST_LUFS, WHISPER_LOUDEST_LUFS).map(offset_by_whisper),
        st.floats(20, 160),
    ),
)
def test_no_calibration_is_much_louder_than_none(room_db: float, offset_db: float) -> None:
    ceiling = ceiling_lufs(room_db, offset_db)
    assert -120 <= ceiling <= ceiling_lufs(DEFAULT_CEILING_DB) + MOST_ABOVE_DEFAULT_DB == LOUDEST_LUFS
    assert reached_db(room_db, offset_db) <= room_db + 1e-9 or ceiling == -120
    assert MOST_ABOVE_DEFAULT_DB <= 6


def test_a_whisper_puts_the_ceiling_ten_decibels_higher() -> None:  # SOUND-02
    assert ceiling_lufs(40, offset_by_whisper(WHISPER_LUFS)) == WHISPER_LUFS + 10
    assert ceiling_lufs(40, offset_by_whisper(WHISPER_LOUDEST_LUFS)) == LOUDEST_LUFS
    with pytest.raises(CalibrationError, match="played between"):
        offset_by_whisper(WHISPER_LOUDEST_LUFS + 1)


def test_a_reading_ties_decibels_to_the_reference() -> None:
    offset_db = offset_by_reading(38)
    assert room_level_db(METER_LUFS, offset_db) == pytest.approx(38)
    assert ceiling_lufs(38, offset_db) == pytest.approx(METER_LUFS)


@pytest.mark.parametrize(
    ("reading", "says"),
    [(70.1, "turn the volume down"), (24.9, "turn the volume up"), (math.nan, "no level"), (-3, "up")],
)
def test_a_reading_that_cannot_be_is_refused(reading: float, says: str) -> None:
    with pytest.raises(CalibrationError, match=says):
        offset_by_reading(reading)


def test_what_it_means_is_said_in_plain_words() -> None:
    assert "under 40 dB" in calibrated_words("Kitchen", 73.0, 40.0)
    soft = calibrated_words("", 60.0, 40.0)
    assert "under 33 dB" in soft
    assert "turn its volume up" in soft
    for text in (ABOUT_WHISPER, ABOUT_METER):
        assert text.count(". ") == 1, "two sentences"


def test_the_reference_is_steady_soft_and_without_a_seam() -> None:
    reference = ReferenceSound()
    sound = np.concatenate([reference.render(n) for n in (1000, 12 * RATE, 333, 12 * RATE)])
    loud = momentary_lufs(EnergyMeter().feed(sound))[100:]
    assert np.abs(loud - (REFERENCE_CEILING_LUFS - 1)).max() < 0.5
    assert np.abs(sound).max() < 0.5
    power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / RATE)
    assert power[(hz > 150) & (hz < 2500)].sum() > 0.9 * power.sum(), "neither boom nor hiss"
    smooth = np.abs(np.diff(sound[:, 0]))
    assert smooth.max() < 12 * smooth.std(), "no click where it begins again"


class Kept(SilentOutput):
    """Keeps all that would be heard."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: dict[int, Samples] = {}

    def write(self, frame: int, samples: Samples) -> None:
        self.blocks[frame] = samples.copy()

    @property
    def sound(self) -> Samples:
        return np.concatenate([self.blocks[f] for f in sorted(self.blocks)])


def test_it_is_played_at_its_loudness_after_a_slow_fade() -> None:
    device = Kept()
    playback = ReferencePlayback(METER_LUFS, open_output=lambda: device)
    playback.start()
    until = time.monotonic() + 10
    while sum(map(len, list(device.blocks.values()))) < 6.5 * RATE and time.monotonic() < until:
        time.sleep(0.05)
    sound = device.sound
    playback.close(3.0)
    loud = momentary_lufs(EnergyMeter().feed(sound[: round(6.4 * RATE)]))
    assert loud.max() == pytest.approx(METER_LUFS, abs=0.5)
    assert loud.max() <= METER_LUFS + 1
    assert loud[100] < METER_LUFS - 10, "a second after its beginning it is still soft"


@pytest.mark.parametrize("wished", [0.0, 20.0, math.inf, math.nan])
def test_the_reference_itself_is_never_louder_than_an_uncalibrated_device(wished: float) -> None:
    playback = ReferencePlayback(wished, open_output=Kept)
    playback.set_lufs(wished)
    assert playback.lufs <= METER_LUFS
    assert playback.level().ceiling_lufs <= ceiling_lufs(DEFAULT_CEILING_DB)


def test_a_device_without_a_name_has_a_place_too() -> None:
    offsets = with_offset({"Kitchen": 70.0}, "", 80.0)
    assert offsets == {"Kitchen": 70.0, UNNAMED_DEVICE: 80.0}
    assert kept_offset_db(offsets, "") == 80.0
    assert kept_offset_db(offsets, "Bedroom") is None
    assert Settings(offset_db=offsets).offset_db == offsets


@pytest.mark.parametrize(
    ("momentary", "room_db", "says"),
    [
        (-37.0, 36.4, "36 dB"),
        (-60.0, 13.0, "under 20 dB"),
        (-45.0, None, "12 dB below the limit · not calibrated"),
        (-33.2, None, "at the limit · not calibrated"),
        (-math.inf, None, "very soft · not calibrated"),
        (math.nan, None, "very soft · not calibrated"),
    ],
)
def test_the_meter_tells_decibels_only_where_it_can(
    momentary: float, room_db: float | None, says: str
) -> None:
    assert meter_words(momentary, -33.0, room_db) == says


def test_room_levels_are_finite() -> None:
    assert room_level_db(-math.inf, 73.0) == 0.0
    assert room_level_db(math.nan, 73.0) == 0.0
    assert room_level_db(-40.0, None) is None
    assert room_level_db(-40.0, 73.0) == 33.0


def test_a_session_shows_decibels_on_a_calibrated_device_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    shown = {}
    for offsets in ({}, {"System audio output device": 80.0}):
        sounding = Sounding("none", 40.0, offsets=offsets)
        sounding.start()
        until = time.monotonic() + 10
        while sounding.level().output != "playing" and time.monotonic() < until:
            time.sleep(0.05)
        shown[len(offsets)] = sounding.level()
        sounding.close(3.0)
    assert shown[0].room_db is None
    assert shown[0].ceiling_lufs == -33
    assert shown[1].room_db == 0.0
    assert shown[1].ceiling_lufs == -40, "the ceiling of that device, not the default"


# -- the command ---------------------------------------------------------------------------------------------


def command(*words: str, driver: str = "dummy") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "massage_desktop", *words],
        env={**os.environ, "SDL_AUDIODRIVER": driver},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_reading_is_kept_for_the_device_that_plays() -> None:
    done = command("calibrate", "--meter", "38")
    assert done.returncode == 0, done.stderr
    assert "calibrated" in done.stdout
    assert list(load()[0].offset_db.values()) == [72.0]


def test_by_ear_the_volume_at_the_end_is_kept_and_other_devices_stay() -> None:
    save(Settings(offset_db={"Kitchen": 66.0}))
    done = command("calibrate", "--whisper", "--seconds", "5")
    assert done.returncode == 0, done.stderr
    assert ABOUT_WHISPER in done.stdout
    offsets = dict(load()[0].offset_db)
    assert offsets.pop("Kitchen") == 66.0
    assert list(offsets.values()) == [73.0]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--meter", "95"), 2, "turn the volume down"),
        (("--meter", "loud"), 2, "is not a number"),
        (("--meter", "40", "--whisper"), 2, "not allowed with"),
        (("--whisper", "--seconds", "0"), 2, "5 to 300"),
        (("--whisper", "--device", "Kitchen"), 2, "There are"),
        ((), 2, "say how"),
    ],
)
def test_what_cannot_be_followed_is_said_in_one_line(words: tuple[str, ...], code: int, says: str) -> None:
    done = command("calibrate", *words)
    assert done.returncode == code
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert load()[0].offset_db == {}


def test_without_a_device_nothing_is_kept() -> None:
    done = command("calibrate", "--whisper", driver="nosuchdriver")
    assert done.returncode == 1
    assert "no sound device" in done.stderr
    assert load()[0].offset_db == {}


# -- the report that doctor shows ----------------------------------------------------------------------------


def test_gaps_are_counted_and_told(tmp_path: Path) -> None:
    report = PlayReport(device="Kitchen", played_s=1080.0, late=1, stalls=2)
    path = tmp_path / "deep" / "sound.json"
    keep_report(report, path)
    assert latest_report(path) == report
    assert report.gaps == 3
    assert report_words(report) == (
        "latest session: 18 minutes on Kitchen, 1 gap of the program, 2 stalls of the device"
    )
    assert report_words(PlayReport(played_s=30.0)).endswith("30 seconds on the default device, no gaps")
    assert "silent" in report_words(PlayReport(silent_s=900.0))


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"late": "many"}', b"\xff\xfe", b"[" * 50_000])
def test_a_damaged_report_is_no_report(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sound.json"
    path.write_bytes(content)
    assert latest_report(path) is None
    assert latest_report(tmp_path) is None


def test_a_report_that_cannot_be_written_is_let_go(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    keep_report(PlayReport(), blocked / "sound.json")
    keep_report(PlayReport(late=1), tmp_path / "ok.json")
    assert json.loads((tmp_path / "ok.json").read_text())["late"] == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "ok.json"], "nothing half-written is left"
