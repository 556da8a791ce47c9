"""Marks for the steps in rendered files, read back by another program's reader."""

from __future__ import annotations

from pathlib import Path

import av
import msgspec
import numpy as np
import pytest

from massage_desktop.plan.make import make_plan
from massage_desktop.plan.model import Plan
from massage_desktop.routine.library import load_routine
from massage_desktop.sound.chapters import FIRST, REST, Chapter, chapters_of, cue_sheet
from massage_desktop.sound.decode import stream
from massage_desktop.sound.loudness import RATE, EnergyMeter, momentary_lufs
from massage_desktop.sound.render import render_session
from massage_desktop.sound.score import LEAD_IN_S, Over


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A minute of massage is enough to mark."""
    whole = make_plan(load_routine("R01"), 17)
    steps, at = [], 0.0
    for step in whole.steps[:3]:
        steps.append(msgspec.structs.replace(step, start=at, seconds=20.5))
        at += 20.5
    return msgspec.structs.replace(whole, steps=tuple(steps))


@pytest.mark.parametrize("ending", ["flac", "ogg", "mp3"])
def test_a_player_finds_every_step(plan: Plan, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"evening.{ending}"
    report = render_session(plan, out, "none")
    wanted = chapters_of(plan, LEAD_IN_S)
    with av.open(str(out)) as container:
        found = container.chapters()
    assert [c["metadata"]["title"] for c in found] == [c.title for c in wanted]
    begins = [float(c["start"] * c["time_base"]) for c in found]
    assert begins == pytest.approx([c.at_s for c in wanted], abs=0.01)
    assert float(found[-1]["end"] * found[-1]["time_base"]) == pytest.approx(report.seconds, abs=0.2)


def test_marks_name_sides_and_frame_the_massage() -> None:
    plan = make_plan(load_routine("R01"), 17)
    marks = chapters_of(plan, 8.0)
    assert marks[0] == Chapter(0.0, FIRST)
    assert marks[1].at_s == 8.0
    assert marks[-1] == Chapter(8.0 + 17 * 60, REST)
    sided = [s for s in plan.steps if s.side != "both"]
    assert sided
    assert sum(m.title.endswith((", left side", ", right side")) for m in marks) == len(sided)
    assert [m.at_s for m in marks] == sorted(m.at_s for m in marks)


def test_a_cue_sheet_stands_beside_the_file(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "evening.wav"
    render_session(plan, out, "none", cue=True)
    lines = (tmp_path / "evening.cue").read_text(encoding="utf-8").splitlines()
    assert lines[1] == 'FILE "evening.wav" WAVE'
    assert sum(line.startswith("  TRACK") for line in lines) == len(plan.steps) + 2
    assert "    INDEX 01 00:08:00" in lines
    assert "    INDEX 01 00:28:38" in lines, "28.5 s: 38 of 75 frames"
    assert not (tmp_path / "evening.flac").exists()


def test_a_cue_sheet_keeps_to_its_format() -> None:
    sheet = cue_sheet([Chapter(n * 60.0, f'Say "ah"\n{n}') for n in range(120)], "T", "x.mp3")
    assert 'FILE "x.mp3" MP3' in sheet
    assert "TITLE \"Say 'ah' 7\"" in sheet
    assert "INDEX 01 98:00:00" in sheet
    assert "TRACK 100" not in sheet


def test_the_swell_is_rendered_under_the_same_ceiling(plan: Plan, tmp_path: Path) -> None:
    loud = {}
    for pace in (False, True):
        out = tmp_path / f"{pace}.wav"
        report = render_session(plan, out, "none", over=Over(pace=pace))
        sound = np.concatenate(list(stream(out)))
        middle = sound[round((LEAD_IN_S + 4) * RATE) : round((LEAD_IN_S + 9) * RATE)]
        loud[pace] = float(momentary_lufs(EnergyMeter().feed(middle)).max())
        assert report.max_momentary_lufs <= report.ceiling_lufs
    assert loud[True] > loud[False] + 3
