"""The command line as a person uses it: new processes, exit codes, one-line errors, stable keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from massage_desktop.cli.parser import PROFILE_IDS
from massage_desktop.routine.profile import PROFILES

ROUTINES = ["back_six_step", "back_classic", "back_scheme", "back_counted"]


def run(*words: object, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "massage_desktop", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **env},
        stdin=subprocess.DEVNULL,
    )


def assert_one_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("massage-desktop: ")
    return lines[0]


def test_profiles_are_named_like_the_profiles() -> None:
    assert tuple(PROFILES) == PROFILE_IDS


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    names = "start list techniques ambiences check rules plan rehearse render loudness".split()
    names += "cards oils screen doctor".split()
    assert all(name in done.stdout for name in names)
    for name in names:
        assert run(name, "--help").returncode == 0


def test_lists_are_machine_readable() -> None:
    routines = json.loads(run("list", "--json").stdout)
    assert routines[0]["id"] == "back_six_step"
    assert {*ROUTINES, "legs", "child", "self_face", "neck_collar"} <= {r["id"] for r in routines}
    techniques = {t["id"]: t for t in json.loads(run("techniques", "--json").stdout)}
    assert {s["technique"] for r in routines for s in r["steps"]} <= set(techniques)
    ambiences = json.loads(run("ambiences", "--json").stdout)
    assert {"rain_on_leaves", "warm_chords"} <= {a["id"] for a in ambiences}


@pytest.mark.parametrize("routine", ROUTINES)
def test_plans_have_the_stable_keys_and_add_up(routine: str) -> None:
    plan = json.loads(run("plan", routine, "--minutes", 17.5, "--json").stdout)
    assert (plan["routine"], plan["profile"], plan["total_seconds"]) == (routine, "adult", 1050)
    end = 0.0
    for step in plan["steps"]:
        keys = {"id", "technique", "family", "zone", "start", "seconds", "repetitions", "pace_per_minute"}
        assert keys | {"pressure", "side"} <= set(step)
        assert step["start"] == pytest.approx(end)
        end += step["seconds"]
        assert step["seconds"] == pytest.approx(60 * step["repetitions"] / step["pace_per_minute"])
    assert end == pytest.approx(1050)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["plann"], 2, "Did you mean “plan”"),
        (["plan", "back_sixstep"], 2, "back_six_step"),
        (["plan", "R01", "--minutes", "25"], 2, "--minutes 20"),
        (["plan", "R01", "--minutes", "nan"], 2, "not a number"),
        (["plan", "R01", "--profile", "adlut"], 2, "Did you mean “adult”"),
        (["plan", "R01", "--profile", "child"], 2, "not made for the profile"),
        (["plan"], 2, "ROUTINE"),
        (["plan", "no/such.toml"], 1, "no such file"),
        (["rehearse", "R01", "--ambience", "rain_on_leafs"], 2, "rain_on_leaves"),
        (["rehearse", "R01", "--speed", "0"], 2, "above 0"),
        (["rehearse", "R01", "--commands", "no-such-file"], 1, "no such file"),
        (["rehearse", "R01", "--log", "no/such/folder/x.jsonl"], 1, "No such file"),
        (["render", "R01", "x.txt"], 1, ".flac"),
        (["render", "R01", "no/such/folder/x.wav"], 1, "no folder"),
        (["render", "R01", "x.wav", "--ceiling", "60"], 2, "between 25 and 45"),
        (["loudness", "no-such.mp3"], 1, "no-such.mp3"),
        (["start", "R01", "--ambience", "nothing-like-it"], 2, "neither a sound"),
    ],
)
def test_wrong_use_is_one_line_with_advice(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "massage_desktop", *words],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert said in assert_one_line(done, code)
    assert list(tmp_path.iterdir()) == []


def test_check_finds_everything_at_once(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "routines" / "back_six_step.toml").read_text("utf-8")
    bad = tmp_path / "mine.toml"
    bad.write_text(
        text.replace('technique = "saw"', 'technique = "sawing"').replace('"touch"', '"tuch"'), "utf-8"
    )
    done = run("check", bad, "--json")
    findings = json.loads(done.stdout)
    assert done.returncode == 1
    assert len(findings) >= 4
    for finding in findings:
        assert set(finding) == {"file", "line", "key", "rule", "severity", "step", "message", "why", "mend"}
        assert finding["line"] >= 1
    assert any("saw" in f["message"] for f in findings)
    assert run("check", *ROUTINES).returncode == 0


def test_an_unsafe_routine_is_not_run(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "routines" / "back_six_step.toml").read_text("utf-8")
    unsafe = tmp_path / "spine.toml"
    unsafe.write_text(text.replace('zone = "upper_back"', 'zone = "spine"'), "utf-8")
    said = assert_one_line(run("rehearse", unsafe), 1)
    assert "not safe to run" in said


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m massage_desktop techniques | head -1",
        shell=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""


def test_without_a_screen_the_program_says_so_in_one_line() -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run([sys.executable, "-m", "massage_desktop"], capture_output=True, text=True, env=env)
    said = assert_one_line(done, 1)
    assert "rehearse" in said


def test_light_commands_import_neither_qt_nor_pygame_nor_decoders() -> None:
    code = (
        "import sys; from massage_desktop.cli import run; run(['plan', 'R01', '--json']);"
        "run(['check', 'R01']);"
        "print([m for m in ('PySide6', 'pygame', 'av', 'numpy') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip().endswith("[]")


def test_loudness_of_good_and_bad_files(tmp_path: Path) -> None:
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=1000:duration=5", str(tmp_path / "a.flac")],
        check=True,
    )
    (tmp_path / "b.mp3").write_text("not music")
    done = run("loudness", tmp_path, tmp_path / "gone.wav", "--json")
    assert done.returncode == 1
    good, bad, gone = json.loads(done.stdout)
    assert set(gone) == {"path", "error"}
    assert "no such file" in gone["error"]
    assert {"path", "integrated_lufs", "max_momentary_lufs", "max_short_term_lufs"} <= set(good)
    assert {"loudness_range_lu", "true_peak_dbtp", "gain_db"} <= set(good)
    assert good["notes"][0].startswith(f"It plays {abs(good['gain_db']):.0f} dB softer"), "one truth"
    assert set(bad) == {"path", "error"}


def test_doctor_reports_every_subject() -> None:
    done = run("doctor", SDL_AUDIODRIVER="dummy")
    assert done.returncode in (0, 1)
    for subject in ("display", "sound", "speech", "keep awake", "settings", "log", "routines"):
        assert subject in done.stdout
