"""The real window and the real session, from the countdown to the end of the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from massage_desktop.app.rehearsal import Rehearsal, rehearse_plan
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import bundled_routines
from massage_desktop.routine.model import Routine

CASES = [(r, m) for r in ("back_six_step", "back_classic", "back_scheme", "back_counted") for m in (15, 20)]


def rehearse(folder: Path, *words: object) -> list[dict]:
    log = folder / "log.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "massage_desktop", "rehearse", *map(str, words), "--log", str(log)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "MASSAGE_DESKTOP_DEBUG": "1"},
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("routine", "minutes"), CASES)
def test_every_routine_keeps_every_bound(tmp_path: Path, routine: str, minutes: int) -> None:
    events = rehearse(tmp_path, routine, "--minutes", minutes)
    summary = events[-1]
    assert summary["event"] == "summary"
    assert (summary["massage_seconds"], summary["ended"]) == (minutes * 60, "completed")
    steps = [e for e in events if e["event"] == "step"]
    announced = {e.get("step"): e["t"] for e in events if e["event"] == "announce"}
    for before, step in zip(steps, steps[1:], strict=False):
        assert step["t"] == pytest.approx(before["t"] + before["seconds"])
        assert announced[step["step"]] == pytest.approx(step["t"] - 10)
    left = sum(s["seconds"] for s in steps if s["side"] == "left")
    right = sum(s["seconds"] for s in steps if s["side"] == "right")
    assert left == pytest.approx(right)
    assert "stroke" in steps[-1]["technique"]


@pytest.mark.parametrize("routine", bundled_routines(), ids=lambda r: r.id)
def test_every_routine_runs_through_the_window(qtbot: QtBot, tmp_path: Path, routine: Routine) -> None:
    log = tmp_path / "log.jsonl"
    plan = make_plan(routine)
    summary = rehearse_plan(plan, Rehearsal(log=log, size=(800, 500), look_every_s=3.0))
    assert plan.profile.min_s <= summary.massage_seconds <= plan.profile.max_s
    assert (summary.massage_seconds, summary.ended) == (pytest.approx(plan.total_seconds), "completed")
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    steps = [e for e in events if e["event"] == "step"]
    assert [e["step"] for e in steps] == [s.id for s in plan.steps]
    assert [e["technique"] for e in steps] == [s.technique.id for s in plan.steps]


def test_commands_from_a_file_steer_it_and_pictures_show_it(tmp_path: Path) -> None:
    script = tmp_path / "commands.txt"
    script.write_text(
        "# an elbow and a receiver\n30 stay\n200 softer\n260 hold\n290 resume\n400 hurts\n500 end\n"
    )
    pictures = tmp_path / "pictures"
    events = rehearse(tmp_path, "R01", "--commands", script, "--pictures", pictures)
    kinds = [e["event"] for e in events]
    for kind in ("replanned", "softer", "held", "resumed", "hurt", "closing", "rest", "finished"):
        assert kind in kinds, kind
    assert events[-1]["ended"] == "ended_gently"
    commands = {e["command"]: e["t"] for e in events if e["event"] == "command"}
    assert commands["hold"] == 260
    assert commands["resume"] == 290
    names = [p.stem.split("-", 1)[1] for p in sorted(pictures.glob("*.png"))]
    assert {"ready", "held", "rest", "finished", "opening_strokes"} <= set(names)


def test_at_ten_times_real_speed_it_takes_a_tenth_of_the_time(tmp_path: Path) -> None:
    script = tmp_path / "commands.txt"
    script.write_text("20 end\n")
    events = rehearse(tmp_path, "R12", "--commands", script, "--speed", "60")
    assert events[-1]["ended"] == "ended_gently"
