"""What is read during a session in another language: all of it, and nothing else changes."""

from __future__ import annotations

import msgspec
import pytest

from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import bundled_routines
from massage_desktop.routine.model import Routine
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.session import Session
from massage_desktop.speech.shown import Shown
from massage_desktop.speech.translate import Words

SPANISH = Words("es")


def led(routine: Routine) -> tuple[Session, ManualClock]:
    clock = ManualClock()
    session = Session(make_plan(routine, None, routine.profiles[0]), clock, get_ready_s=0.0)
    session.advance()
    return session, clock


@pytest.mark.parametrize("routine", bundled_routines(), ids=lambda routine: routine.id)
def test_every_moment_is_read_in_spanish_and_stays_the_same_moment(routine: Routine) -> None:
    session, clock = led(routine)
    shown = Shown(SPANISH)
    for step in session.snapshot().plan.steps:
        clock.advance(max(0.0, step.start + 0.5 - clock.now()))
        session.advance()
        shot = session.snapshot()
        read = shown.snapshot(shot)
        assert read.step is not None
        assert shot.step is not None
        assert read.step.title == SPANISH.text(shot.step.title)
        assert read.step.instruction == SPANISH.text(shot.step.instruction) != shot.step.instruction
        assert (read.t, read.index, read.step.id, read.step.start) == (
            shot.t,
            shot.index,
            shot.step.id,
            shot.step.start,
        )
        if read.next_step is not None:
            assert read.next_step is read.plan.steps[shot.index + 1]
    assert read.plan.routine.title == SPANISH.text(routine.title)


def test_english_is_left_alone_and_a_plan_is_put_into_words_once() -> None:
    session, clock = led(bundled_routines()[0])
    shot = session.snapshot()
    assert Shown(Words("en")).snapshot(shot) is shot
    shown = Shown(SPANISH)
    first = shown.snapshot(shot)
    clock.advance(1.0)
    session.advance()
    assert shown.snapshot(session.snapshot()).plan is first.plan
    session.command("next")
    assert shown.snapshot(session.snapshot()).plan is not first.plan


def test_a_persons_own_wording_stays_as_it_was_written() -> None:
    session, _ = led(bundled_routines()[0])
    shot = session.snapshot()
    assert shot.step is not None
    own = msgspec.structs.replace(shot.step.step, title="Grandmother's strokes")
    step = msgspec.structs.replace(shot.step, step=own)
    plan = msgspec.structs.replace(shot.plan, steps=(step, *shot.plan.steps[1:]))
    read = Shown(SPANISH).snapshot(msgspec.structs.replace(shot, plan=plan, step=step))
    assert read.step is not None
    assert read.step.title == "Grandmother's strokes"
