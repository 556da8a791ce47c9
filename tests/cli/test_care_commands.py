"""``screen`` and ``oils`` as a person uses them: exit codes, stable keys, one line for every mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from massage_desktop.cli import run


def answers(folder: Path, text: str, name: str = "answers.toml") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def screened(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = run(["screen", "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def test_a_healthy_person_may_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = screened(capsys, "--answers", answers(tmp_path, "meal = false\nskin = false\n"))
    assert code == 0
    assert set(result) >= {"may_start", "outcome", "reasons", "changes", "profile"}
    assert (result["may_start"], result["outcome"]) == (True, "start")
    assert (result["reasons"], result["changes"], result["profile"]) == ([], [], None)


def test_reasons_name_question_condition_and_outcome(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '{"epilepsy": true, "minutes_since_meal": 35, "kidneys": true}'
    code, result = screened(capsys, "--answers", answers(tmp_path, text, "a.json"))
    assert code == 1
    assert (result["may_start"], result["outcome"], result["wait_minutes"]) == (False, "stop", 25)
    reasons = result["reasons"]
    assert isinstance(reasons, list)
    assert [(r["question"], r["condition_ids"], r["outcome"]) for r in reasons] == [
        ("epilepsy", ["CONTRA-04"], "stop"),
        ("meal", ["CONTRA-20"], "later"),
        ("kidneys", ["CONTRA-25"], "doctor"),
    ]
    assert "about 25 minutes, at " in reasons[1]["text"]
    assert run(["screen", "--answers", answers(tmp_path, text, "a.json")]) == 1
    assert "Planned" not in capsys.readouterr().out


def test_changes_to_a_routine_are_told_and_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'hurt_place = true\nareas = ["lower_back"]\nfirst_session = true\n'
    path = answers(tmp_path, text)
    code, result = screened(capsys, "--answers", path, "--routine", "R01")
    assert code == 0
    assert (result["outcome"], result["profile"]) == ("adapt", "first")
    changes = result["changes"]
    assert isinstance(changes, list)
    assert {c["question"] for c in changes} >= {"hurt_place", "first_session"}
    assert "sawing_right" in changes[0]["steps"]
    assert 10 <= float(str(result["minutes"])) <= 15
    assert run(["screen", "--answers", path, "--routine", "R01"]) == 0
    said = capsys.readouterr().out
    assert "lower back" in said
    assert "What changes:" in said


def test_pregnancy_is_planned_on_the_side_after_the_fourth_month(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = answers(tmp_path, "pregnant_later = true\n")
    assert screened(capsys, "--answers", path, "--routine", "R01")[1]["outcome"] == "doctor"
    agreed = answers(tmp_path, "pregnant_later = true\ndoctor_agreed = true\n")
    code, result = screened(capsys, "--answers", agreed, "--routine", "R01")
    assert (code, result["minutes"], result["unscented"]) == (0, 15.0, True)
    early = answers(tmp_path, "pregnant_early = true\ndoctor_agreed = true\n")
    assert screened(capsys, "--answers", early)[0] == 1


def test_when_nothing_is_left_it_may_not_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = answers(tmp_path, 'hurt_place = true\nareas = ["upper_back", "lower_back"]\n')
    code, result = screened(capsys, "--answers", path, "--routine", "R02")
    assert (code, result["may_start"], result["outcome"]) == (1, False, "stop")
    assert "Nothing suitable is left" in str(result["refusal"])


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("meel = true", "a.toml", 'Did you mean "meal"'),
        ("kidney = true", "a.toml", 'Did you mean "kidneys"'),
        ("meal = 1", "a.toml", "must be true or false"),
        ("minutes_since_meal = -4", "a.toml", "whole minutes"),
        ("minutes_since_meal = true", "a.toml", "whole minutes"),
        ('doctor_agreed = "yes"', "a.toml", "must be true or false"),
        ('areas = ["lower_bak"]', "a.toml", 'Did you mean "lower_back"'),
        ('areas = "legs"', "a.toml", "a list of words"),
        ("meal = ", "a.toml", "is no TOML"),
        ("{", "a.json", "is no JSON"),
        ("[" * 20_000, "a.json", "is no JSON"),
        ("[]", "a.json", "must hold question ids"),
        ("#" * 70_000, "a.toml", "too large"),
    ],
)
def test_wrong_answers_are_one_line(
    text: str, name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["screen", "--answers", answers(tmp_path, text, name)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert len(told.err.strip().splitlines()) == 1


def test_bytes_that_are_no_text_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert run(["screen", "--answers", str(path)]) == 2
    assert "is no TOML" in capsys.readouterr().err


def test_missing_file_or_routine_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screen", "--answers", str(tmp_path / "none.toml")]) == 2
    assert "no such file" in capsys.readouterr().err
    assert run(["screen", "--answers", answers(tmp_path, ""), "--routine", "back_sixstep"]) == 2
    assert "back_six_step" in capsys.readouterr().err


def test_oils_propose_a_blend(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["oils", "--skin", "no_film", "--scent", "lavender", "orange", "--ml", "20", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["base"], result["ml"], result["drops"]) == ("apricot", 20, {"lavender": 2, "orange": 2})
    assert result["most_drops"] == 4
    assert len(result["oils"]) == 5
    assert run(["oils"]) == 0
    assert "15 ml olive oil, unscented" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--scent", "peppermint"], "Peppermint is a lively scent"),
        (["--scent", "lavendar"], 'Did you mean "lavender"'),
        (["--skin", "troubl"], "Did you mean “troubled”"),
        (["--ml", "500"], "between 5 and 100 ml"),
        (["--ml", "a lot"], "--ml"),
        (["--scent", "myrtle", "--care", "pregnant"], "because of the pregnancy"),
        (["--care", "nutz"], "Did you mean “nuts”"),
    ],
)
def test_what_is_not_mixed_is_said_in_one_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["oils", *words]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert len(told.strip().splitlines()) == 1
