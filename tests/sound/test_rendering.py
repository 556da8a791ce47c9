"""The sound of a session as a file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec
import numpy as np
import pytest

from massage_desktop.plan.make import make_plan
from massage_desktop.plan.model import Plan
from massage_desktop.routine.library import load_routine
from massage_desktop.sound.cues import cues_of
from massage_desktop.sound.decode import probe, stream
from massage_desktop.sound.loudness import EnergyMeter, momentary_lufs
from massage_desktop.sound.render import RenderError, render_session
from massage_desktop.sound.score import LEAD_IN_S, TAIL_S
from massage_desktop.sound.sources import AmbienceError


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The first steps of a session: two minutes are enough to hear that all is right."""
    whole = make_plan(load_routine("R12"), 10, "first")
    return msgspec.structs.replace(whole, steps=whole.steps[:2])


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_every_format_holds_the_whole_session_under_the_ceiling(
    plan: Plan, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"evening.{ending}"
    shares: list[float] = []
    report = render_session(plan, out, "none", 38.0, progress=shares.append)
    expected = LEAD_IN_S + plan.total_seconds + TAIL_S
    assert report.seconds == pytest.approx(expected, abs=0.01)
    assert probe(out).seconds == pytest.approx(expected, abs=0.2)
    assert report.ceiling_lufs == 38 - 73
    assert -60 < report.max_momentary_lufs <= report.ceiling_lufs
    assert shares[-1] == pytest.approx(1.0)
    assert shares == sorted(shares)
    assert [p.name for p in tmp_path.iterdir()] == [out.name], "no partial file is left"


def test_an_independent_meter_agrees(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "check.flac"
    report = render_session(plan, out, "warm_chords", seed=4)
    done = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-i", str(out), "-af", "ebur128", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    momentary = [
        float(line.split(" M:")[1].split("S:")[0]) for line in done.stderr.splitlines() if " M:" in line
    ]
    assert max(momentary) <= report.ceiling_lufs + 0.05
    assert max(momentary) == pytest.approx(report.max_momentary_lufs, abs=0.3)


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_what_is_reported_is_what_the_file_decodes_to(plan: Plan, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"check.{ending}"
    report = render_session(
        msgspec.structs.replace(plan, steps=plan.steps[:1]), out, "rain_on_leaves", seed=4
    )
    meter = EnergyMeter()
    heard = np.concatenate([meter.feed(block) for block in stream(out)])
    # A player leaves out an encoder's first milliseconds: windows lie a little differently.
    assert report.max_momentary_lufs == pytest.approx(float(momentary_lufs(heard).max()), abs=0.01)


def test_the_same_seed_gives_the_same_file(plan: Plan, tmp_path: Path) -> None:
    a, b = tmp_path / "a.wav", tmp_path / "b.wav"
    for out in (a, b):
        render_session(plan, out, "none", seed=1)
    assert a.read_bytes() == b.read_bytes()


def test_chimes_stand_at_the_plans_moments(plan: Plan) -> None:
    cues = cues_of(plan)
    steps = [c.at_s for c in cues if c.chime == "step"]
    assert steps == [s.start for s in plan.steps[1:]]
    assert [c.at_s for c in cues if c.chime == "announce"] == pytest.approx([t - 9.5 for t in steps])
    assert cues[0] == (0.0, "begin")
    assert cues[-1] == (plan.total_seconds, "end")


@pytest.mark.parametrize(
    ("name", "message"),
    [("x.txt", "use .wav"), ("folder.wav", "this is a folder"), ("no/such/x.wav", "there is no folder")],
)
def test_what_cannot_be_written_is_one_line(plan: Plan, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.wav").mkdir()
    with pytest.raises(RenderError, match=message) as caught:
        render_session(plan, tmp_path / name, "none")
    assert "\n" not in str(caught.value)


def test_an_older_file_survives_a_failure(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "kept.wav"
    out.write_bytes(b"precious")

    def fail(share: float) -> None:
        if share > 0.3:
            raise OSError(28, "No space left on device")

    with pytest.raises(RenderError, match="No space left"):
        render_session(plan, out, "none", progress=fail)
    assert out.read_bytes() == b"precious"
    assert [p.name for p in tmp_path.iterdir()] == ["kept.wav"]


def test_an_unknown_sound_writes_nothing(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(AmbienceError):
        render_session(plan, tmp_path / "x.wav", "warm_cords")
    assert list(tmp_path.iterdir()) == []
