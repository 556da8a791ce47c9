"""Rules that no checker of files can keep: the plan, the session, the words and the sound keep them."""

from __future__ import annotations

import pytest

from massage_desktop.plan.change import make_gentle, make_softer
from massage_desktop.plan.make import make_plan
from massage_desktop.plan.pace import passes_for
from massage_desktop.plan.progress import Progress
from massage_desktop.routine.library import load_routine
from massage_desktop.routine.model import pressure_rank
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.session import Session
from massage_desktop.sound.level import DEFAULT_CEILING_DB, ceiling_lufs
from massage_desktop.ui import words

PLAN = make_plan(load_routine("back_six_step"))
REST_S = 90.0


def after_the_massage() -> tuple[Session, ManualClock]:
    clock = ManualClock(0.0)
    session = Session(PLAN, clock, get_ready_s=5.0, rest_s=REST_S)
    clock.advance(5.0 + PLAN.total_seconds + 1.0)
    session.advance()
    return session, clock


def test_one_tempo_within_a_step() -> None:  # PACE-04
    for step in PLAN.steps:
        count, pace = passes_for(step.step, step.technique, step.seconds)
        assert (count, pace) == (step.repetitions, step.pace_per_minute)
        assert step.pass_s * step.repetitions == pytest.approx(step.seconds)


def test_steps_come_in_their_order_without_a_gap() -> None:  # ORDER-16
    assert [s.id for s in PLAN.steps] == [s.id for s in PLAN.routine.steps]
    assert [s.start for s in PLAN.steps[1:]] == [s.end for s in PLAN.steps[:-1]]


def test_softer_lowers_everything_that_is_left() -> None:  # PRESS-16
    before = Progress(plan=PLAN, index=2, elapsed_s=1.0)
    after = make_softer(before).plan.steps[2:]
    for old, new in zip(PLAN.steps[2:], after, strict=True):
        assert pressure_rank(new.pressure) == max(0, pressure_rank(old.pressure) - 1)


def test_pain_turns_everything_that_is_left_light() -> None:  # SAFE-07
    after = make_gentle(Progress(plan=PLAN, index=2, elapsed_s=1.0)).plan.steps[2:]
    assert {step.pressure for step in after} <= {"touch", "light"}
    assert after[0].technique.family == "stroke"


def test_a_rest_outside_the_massage_follows() -> None:  # TIME-15, AFTER-01
    session, _clock = after_the_massage()
    shot = session.snapshot()
    assert shot.phase == "rest"
    assert 0 < shot.countdown_s <= REST_S
    assert session.massage_s == PLAN.total_seconds


def test_the_rest_begins_with_covering() -> None:  # COVER-02
    assert words.REST_TEXT.startswith("Cover the receiver.")


def test_the_ceiling_is_40_db_in_the_room() -> None:  # SOUND-01
    assert DEFAULT_CEILING_DB == 40
    assert ceiling_lufs(DEFAULT_CEILING_DB) < ceiling_lufs(DEFAULT_CEILING_DB, 60.0)
