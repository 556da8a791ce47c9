"""``check``, ``check --fix`` and ``rules`` as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from massage_desktop.cli import run
from massage_desktop.routine.library import routine_path

SIX = routine_path("back_six_step").read_text("utf-8")
BAD = SIX.replace("motions = 16", "motions = 16\npoints = 1")
KEYS = {"file", "line", "key", "rule", "severity", "step", "message", "why", "mend"}
Out = pytest.CaptureFixture[str]


def written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    file = folder / name
    file.write_bytes(text.encode())
    return file


def test_findings_have_their_stable_keys(tmp_path: Path, capsys: Out) -> None:
    assert run(["check", str(written(tmp_path, BAD)), "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert set(finding) == KEYS
    assert (finding["rule"], finding["step"]) == ("TIME-08", "soft_pats")
    assert finding["mend"].startswith("Set points = ")


def test_findings_are_told_with_reason_and_mend(tmp_path: Path, capsys: Out) -> None:
    assert run(["check", str(written(tmp_path, BAD))]) == 1
    said = capsys.readouterr().out
    assert "    Mend: Set points = 2" in said
    assert "    Why: A point that is worked longer becomes sore. (S004:75)" in said
    assert "1 file checked, 1 finding." in said


def test_fix_writes_beside_the_file_and_never_over_another(tmp_path: Path, capsys: Out) -> None:
    file = written(tmp_path, BAD.replace("\n", "\r\n"))
    assert run(["check", "--fix", str(file)]) == 0
    said = capsys.readouterr().out
    target = tmp_path / "mine.mended.toml"
    assert f"{target} written: 1 change, nothing left." in said
    assert "step “soft_pats”: points = 2 (was 1)" in said
    assert file.read_bytes() == BAD.replace("\n", "\r\n").encode()
    assert target.read_bytes() == BAD.replace("points = 1", "points = 2").replace("\n", "\r\n").encode()
    assert run(["check", str(target)]) == 0
    target.write_text("mine", "utf-8")
    assert run(["check", "--fix", str(file)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert target.read_text("utf-8") == "mine"


def test_fix_reports_as_json(tmp_path: Path, capsys: Out) -> None:
    good, form = written(tmp_path, SIX, "good.toml"), written(tmp_path, "x", "form.toml")
    assert run(["check", "--fix", "--json", str(good), str(form), str(written(tmp_path, BAD))]) == 1
    whole, broken, mended = json.loads(capsys.readouterr().out)
    assert (whole["written"], whole["changes"], whole["left"]) == (None, [], [])
    assert (broken["written"], {f["rule"] for f in broken["left"]}) == (None, {"FILE"})
    assert mended["written"].endswith("mine.mended.toml")
    assert mended["changes"][0]["finding"]["rule"] == "TIME-08"
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "form.toml",
        "good.toml",
        "mine.mended.toml",
        "mine.toml",
    ]


def test_fix_that_cannot_write_says_so_in_one_line(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "mine.mended.toml").mkdir()
    assert run(["check", "--fix", str(written(tmp_path, BAD))]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("word", ["PACE-01", "pace-01", " pace_01"])
def test_one_rule_in_full(word: str, capsys: Out) -> None:
    assert run(["rules", word]) == 0
    said = capsys.readouterr().out
    assert said.startswith("PACE-01: Rubbing is slow\n")
    assert "motions_per_minute_max 100" in said
    assert "S004:75" in said


def test_the_rules_are_listed(capsys: Out) -> None:
    assert run(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 226
    assert run(["rules", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert set(listed[0]) == {"id", "title", "text", "why", "use", "figures", "source", "kept_by"}
    assert run(["rules", "CONF-49", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "CONF-49"


@pytest.mark.parametrize(
    ("word", "said"), [("PACE-1", "Did you mean PACE-01?"), ("xyzzy", "for all of them")]
)
def test_an_unknown_rule_is_answered_in_one_line(word: str, said: str, capsys: Out) -> None:
    assert run(["rules", word]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
