"""Areas brought in by ``include``, and areas that are given only when they are wished."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from massage_desktop.plan.make import PlanRefusedError, make_plan
from massage_desktop.routine import segment
from massage_desktop.routine.bundled import routines_dir
from massage_desktop.routine.library import load_routine
from massage_desktop.routine.model import Routine
from massage_desktop.routine.options import with_options
from massage_desktop.routine.reader import ReadResult, read_text

SIX_STEPS = (routines_dir() / "back_six_step.toml").read_text("utf-8")
SEGMENT = SIX_STEPS.replace('id = "back_six_step"', 'id = "warm_up"').replace(
    'view = "back"', 'view = "back"\ncategory = "segment"'
)


@pytest.fixture
def warm_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One segment, which holds the steps of the six-step massage, and one file that is none."""
    (tmp_path / "warm_up.toml").write_text(SEGMENT, "utf-8")
    (tmp_path / "whole.toml").write_text(SIX_STEPS, "utf-8")
    monkeypatch.setattr(segment, "routines_dir", lambda: tmp_path)
    for cached in (segment.segment_ids, segment._table):
        cached.cache_clear()
    yield
    for cached in (segment.segment_ids, segment._table):
        cached.cache_clear()


def composed(*more: str) -> str:
    head, first, *_ = SIX_STEPS.split("[[steps]]")
    return "[[steps]]".join([head, first, '\ninclude = "warm_up"\n\n', *more])


def read(text: str) -> Routine:
    result = read_text(text)
    assert result.routine is not None, result.findings
    return result.routine


def line_of(result: ReadResult, key: str) -> str:
    line = result.lines.line(key)
    assert line is not None
    return composed("\nid = 3\n").split("\n")[line - 1]


@pytest.mark.usefixtures("warm_up")
def test_a_segment_brings_in_all_its_steps_under_names_of_their_own() -> None:
    own = read(SIX_STEPS)
    routine = read(composed())
    assert [s.id for s in routine.steps] == [own.steps[0].id, *(f"warm_up_{s.id}" for s in own.steps)]
    mirrored = {s.id: s.mirrors for s in routine.steps if s.mirrors}
    assert mirrored["warm_up_sawing_left"] == "warm_up_sawing_right"


@pytest.mark.usefixtures("warm_up")
def test_a_segment_keeps_the_position_it_is_given_in() -> None:
    routine = read(composed().replace('position = "prone"', 'position = "seated"'))
    assert routine.steps[0].position is None
    assert {s.position for s in routine.steps[1:]} == {"prone"}


@pytest.mark.usefixtures("warm_up")
def test_lines_stay_true_behind_a_segment() -> None:
    result = read_text(composed("\nid = 3\n"))
    assert result.routine is None
    assert line_of(result, "steps[1].pace") == 'include = "warm_up"'
    behind = 1 + len(read(SIX_STEPS).steps)
    assert line_of(result, f"steps[{behind}].id") == "id = 3"
    assert any(f.key == f"steps[{behind}].id" for f in result.findings)


@pytest.mark.usefixtures("warm_up")
@pytest.mark.parametrize(
    ("step", "said"),
    [
        ('include = "warm_pu"', "Did you mean"),
        ('include = "whole"', "There is no segment"),
        ("include = 5", "There is no segment"),
        ('include = "warm_up"\nid = "again"', "has no other key"),
    ],
)
def test_what_cannot_be_brought_in_is_said(step: str, said: str) -> None:
    result = read_text(composed(f"\n{step}\n"))
    assert result.routine is None
    assert [f for f in result.findings if said in f.message], result.findings


OPTION = '\n[[options]]\nid = "pats"\ntitle = "Soft pats"\n\n[[steps]]'
WITH_OPTION = SIX_STEPS.replace("\n[[steps]]", OPTION, 1).replace(
    'id = "soft_pats"\n', 'id = "soft_pats"\noption = "pats"\n'
)


def test_an_option_is_given_only_when_it_is_wished() -> None:
    routine = read(WITH_OPTION)
    without, wished = make_plan(routine, 16), make_plan(routine, 16, options=["pats"])
    assert "soft_pats" not in [s.id for s in without.steps]
    assert "soft_pats" in [s.id for s in wished.steps]
    assert without.total_seconds == wished.total_seconds == 960
    with pytest.raises(ValueError, match="no option feet"):
        make_plan(routine, 16, options=["feet"])


def test_bounds_hold_with_and_without_options() -> None:
    routine = read(WITH_OPTION)
    for options in ((), ("pats",)):
        assert 900 <= make_plan(routine, options=options).total_seconds <= 1200
        with pytest.raises(PlanRefusedError):
            make_plan(routine, 21, options=options)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WITH_OPTION.replace('option = "pats"', 'option = "path"'), "Did you mean"),
        (SIX_STEPS.replace('id = "soft_pats"\n', 'id = "soft_pats"\noption = "pats"\n'), "List it first"),
        (WITH_OPTION.replace('option = "pats"\n', ""), "No step says option"),
        (
            WITH_OPTION.replace('title = "Soft pats"\n\n', 'title = "A"\n' + OPTION[:-9], 1),
            "stands here twice",
        ),
        (
            SIX_STEPS.replace(
                "\n[[steps]]",
                '\n[[exceptions]]\nrule = "PACE-03"\nreason = "So."\nstep = "no"\n\n[[steps]]',
                1,
            ),
            "There is no step",
        ),
        (SIX_STEPS.replace('view = "back"', 'view = "bakc"'), "Did you mean"),
        (SIX_STEPS.replace('id = "soft_pats"\n', 'id = "soft_pats"\nview = "bakc"\n'), "steps[8].view"),
    ],
)
def test_names_that_name_nothing_are_said(text: str, said: str) -> None:
    result = read_text(text)
    assert result.routine is None
    assert [f for f in result.findings if said in f"{f.key} {f.message}"], result.findings


def test_a_routine_without_options_is_given_whole() -> None:
    routine = load_routine("back_classic")
    assert with_options(routine) is routine
