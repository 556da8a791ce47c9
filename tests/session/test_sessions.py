"""The session under any sequence of commands and any splitting of time."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from massage_desktop.plan.make import PlanRefusedError, make_plan
from massage_desktop.plan.progress import imbalance
from massage_desktop.routine.library import bundled_routines, load_routine
from massage_desktop.routine.model import Routine
from massage_desktop.routine.options import with_options
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Command, Event
from massage_desktop.session.session import ANNOUNCE_S, Session

COMMANDS: tuple[Command, ...] = get_args(Command)
ROUTINES = bundled_routines()
EPS = 1e-3

script = st.lists(st.tuples(st.floats(0, 1300), st.sampled_from(COMMANDS)), max_size=14).map(
    lambda cues: sorted(cues, key=lambda c: c[0])
)


def reach(routine: Routine) -> tuple[float, float]:
    """Fewest and most minutes of the routine's first profile."""
    bounds = []
    for minutes in (0.01, 999):
        with pytest.raises(PlanRefusedError) as refused:
            make_plan(routine, minutes)
        bounds.append(refused.value.nearest_minutes)
    return bounds[0], bounds[1]


REACH = {r.id: reach(r) for r in ROUTINES}


def begin(
    routine: str = "back_six_step", length: float = 17, **options: float
) -> tuple[Session, ManualClock]:
    clock = ManualClock(1000.0)
    return Session(make_plan(load_routine(routine), length), clock, **options), clock


def play(
    session: Session, clock: ManualClock, cues: list[tuple[float, Command]], splits: list[float] | None = None
) -> list[Event]:
    """Run to the end; holds that nobody ends are ended. ``splits`` are extra moments of asking."""
    start = clock.now()
    moments = sorted([(at, None) for at in splits or []] + [(at, c) for at, c in cues], key=lambda m: m[0])
    events: list[Event] = []
    for at, command in moments:
        clock.advance(max(0.0, start + at - clock.now()))
        events += session.command(command) if command else session.advance()
    clock.advance(
        start + 1600 - clock.now()
    )  # whatever was asked before, unattended holds end at the same moment
    events += session.advance()
    while session.phase != "finished":
        if session.phase == "held":
            events += session.command("resume")
        clock.advance(7.0)
        events += session.advance()
    return events


def ended(events: list[Event]) -> Event:
    return next(e for e in events if e.kind == "finished")


@settings(max_examples=300)
@given(st.sampled_from(ROUTINES), st.floats(0, 1), script)
def test_no_sequence_of_commands_breaks_a_promise(routine, share, cues) -> None:
    clock = ManualClock()
    fewest, most = REACH[routine.id]
    session = Session(make_plan(routine, fewest + (most - fewest) * share), clock)
    profile = session.plan.profile
    events = play(session, clock, cues)
    end = ended(events)
    given_s = end.massage_seconds
    assert given_s is not None
    assert given_s <= profile.max_s + EPS, "never above the maximum"
    hurts = [e for e in events if e.kind == "command" and e.command == "hurts"]
    if end.ended == "completed":
        assert given_s >= profile.min_s - EPS, "never before the minimum unless someone ends it"
        balance = imbalance(session.plan, session.plan.steps)
        assert all(abs(ahead) < EPS for ahead in balance.values()), "both sides equal"
    # A third "it hurts" goes straight to rest: stopping comes before everything.
    if given_s and routine.category in ("relaxing", "self") and len(hurts) < 3:
        last = next(s for s in reversed(session.plan.steps) if s.step.kind == "massage")
        assert last.technique.family == "stroke", "the closing strokes are never lost"
        assert session.plan.steps[-1].stage == "closing"
    for s in session.plan.steps:
        cap = {"rub": 100, "knead": 60, "pinch": 60, "squeeze": 60}.get(s.technique.family, 240)
        assert s.pace_per_minute * s.step.motions <= cap + EPS
        if s.step.points:
            assert s.pass_s / s.step.points <= 10 + EPS


@settings(max_examples=150)
@given(script, st.lists(st.floats(0, 1500), max_size=60))
def test_asking_more_often_changes_nothing(cues, splits) -> None:
    once = play(*begin(), cues)
    often = play(*begin(), cues, splits)
    assert [(e.kind, e.step, e.command, e.message) for e in once] == [
        (e.kind, e.step, e.command, e.message) for e in often
    ]
    for a, b in zip(once, often, strict=True):
        assert a.t == pytest.approx(b.t, abs=1e-5)


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda r: r.id)
@pytest.mark.parametrize("share", [0, 0.4, 1])
def test_left_alone_it_leads_from_the_first_stroke_to_the_rest(routine, share) -> None:
    fewest, most = REACH[routine.id]
    length = round((fewest + (most - fewest) * share) * 60) / 60
    session, clock = begin(routine.id, length)
    events = play(session, clock, [])
    steps = [e for e in events if e.kind == "step"]
    assert [e.step for e in steps] == [s.id for s in with_options(routine).steps]
    assert steps[0].t == 0
    assert ended(events).massage_seconds == pytest.approx(length * 60)
    assert ended(events).ended == "completed"
    announced = [e for e in events if e.kind == "announce"]
    for before, step in zip(announced, steps[1:], strict=False):
        assert before.step == step.step
        # A step shorter than the announcement is announced as it begins.
        assert step.t - before.t <= ANNOUNCE_S + EPS
    long = [a for a, s in zip(announced, steps, strict=False) if s.seconds >= ANNOUNCE_S]
    assert all(a.seconds == pytest.approx(ANNOUNCE_S) for a in long)


def test_events_never_go_back_in_time() -> None:
    cues: list[tuple[float, Command]] = [(100, "hold"), (160, "resume"), (300, "back"), (700, "next")]
    events = play(*begin(), cues)
    assert all(a.t <= b.t for a, b in pairwise(events))


def test_on_hold_the_massage_stands_still() -> None:
    session, clock = begin(get_ready_s=0)
    session.advance()
    clock.advance(50)
    session.command("hold")
    clock.advance(600)
    session.advance()
    shot = session.snapshot()
    assert shot.phase == "held"
    assert shot.massage_s == pytest.approx(50)
    session.command("resume")
    clock.advance(10)
    session.advance()
    assert session.snapshot().massage_s == pytest.approx(60)
    assert session.snapshot().t == pytest.approx(660)


def test_it_hurts_drops_to_light_stroking_and_the_second_time_ends_gently() -> None:
    session, clock = begin(get_ready_s=0)
    session.advance()
    clock.advance(400)
    session.advance()
    was = session.snapshot().step
    assert was is not None
    first = session.command("hurts")
    now = session.snapshot().step
    assert [e.kind for e in first][:2] == ["command", "hurt"]
    assert now is not None
    assert now.technique.family == "stroke"
    assert now.pressure in ("touch", "light")
    assert now.side == was.side
    assert all(s.pressure in ("touch", "light") for s in session.plan.steps[session.snapshot().index :])
    clock.advance(60)
    second = session.command("hurts")
    assert "closing" in [e.kind for e in second]
    end = ended(play(session, clock, []))
    assert end.ended == "hurt"
    assert end.massage_seconds is not None
    assert end.massage_seconds < 900
    assert session.plan.steps[-1].pressure == "touch"


def test_ending_gently_goes_to_the_closing_strokes_and_then_to_rest() -> None:
    session, clock = begin(get_ready_s=0)
    session.advance()
    clock.advance(200)
    kinds = [e.kind for e in session.command("end")]
    assert kinds[-3:] == ["command", "closing", "step"]
    assert session.snapshot().step.stage == "closing"
    end = ended(play(session, clock, []))
    assert end.ended == "ended_gently"
    assert 200 < end.massage_seconds < 400


def test_stay_borrows_from_later_steps_and_keeps_the_wish() -> None:
    session, clock = begin(get_ready_s=0)
    session.advance()
    clock.advance(20)
    before = session.plan.steps[0].seconds
    session.command("stay")
    assert session.plan.steps[0].seconds > before + 15
    assert session.plan.total_seconds == pytest.approx(17 * 60)


def test_softer_lowers_every_step_to_come_by_one_class() -> None:
    session, clock = begin("back_classic", get_ready_s=0)
    session.advance()
    clock.advance(5)
    order = ["touch", "light", "medium", "firm"]
    before = [s.pressure for s in session.plan.steps]
    session.command("softer")
    after = [s.pressure for s in session.plan.steps]
    assert after == [order[max(0, order.index(p) - 1)] for p in before]


def test_next_on_the_second_side_waits_until_both_had_the_same() -> None:
    session, clock = begin(get_ready_s=0)
    session.advance()
    second = next(s for s in session.plan.steps if s.step.mirrors)
    clock.advance(second.start + 10)
    session.advance()
    (refused,) = session.command("next")
    assert refused.kind == "refused"
    assert "Both sides get the same" in refused.message
    assert session.snapshot().step.id == second.id


def test_repetitions_on_the_screen_count_every_pass_once() -> None:
    session, clock = begin(get_ready_s=0)
    session.advance()
    step = session.plan.steps[0]
    for n in range(step.repetitions):
        clock.advance(step.pass_s / 2)
        session.advance()
        shot = session.snapshot()
        assert (shot.repetition, shot.repetition_phase) == (n + 1, pytest.approx(0.5, abs=1e-6))
        clock.advance(step.pass_s / 2)
    session.advance()
    assert session.snapshot().index == 1


def test_next_while_getting_ready_begins_at_once_and_end_gives_no_massage() -> None:
    session, _ = begin()
    session.advance()
    assert [e.kind for e in session.command("next")] == ["command", "step"]
    session, _ = begin()
    end = ended(list(session.command("end")))
    assert (end.massage_seconds, end.ended) == (0, "ended_gently")
