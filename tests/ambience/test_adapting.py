"""A routine changed to suit is still a routine: every hard rule holds, and what was asked for is kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from massage_desktop.ambience.adapt import FOR_ADULTS, LYING_ONLY, NOTHING_LEFT, RESTING_ONLY, Adapted, adapt
from massage_desktop.ambience.conditions import Adaptation, place
from massage_desktop.ambience.screening import ANSWER_IDS, PLACE_IDS, Assessment, assess
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.body import Zone, body_view
from massage_desktop.routine.library import bundled_routines, load_routine
from massage_desktop.routine.model import Routine, Step, position_of, pressure_rank, view_of
from massage_desktop.routine.profile import PROFILES
from massage_desktop.routine.techniques import techniques
from massage_desktop.rules import check

PLACED = ("surgery", "hurt_place")
OPEN = [i for i in ANSWER_IDS if i in PLACED or assess(frozenset({i}), doctor_agreed=True).may_start]
"""Answers that do not stop a massage, once a doctor agreed."""


@cache
def routines() -> tuple[Routine, ...]:
    return tuple(bundled_routines())


def found(*answers: str, places: tuple[str, ...] = ()) -> Assessment:
    return assess(frozenset(answers), doctor_agreed=True, places=frozenset(places))


def adapted(routine: str | Routine, *answers: str, places: tuple[str, ...] = ()) -> Adapted:
    chosen = load_routine(routine) if isinstance(routine, str) else routine
    return adapt(chosen, found(*answers, places=places).adaptations)


def named_zones(routine: Routine, step: Step) -> Iterator[Zone]:
    """What the step itself and the drawing's own list for its path name."""
    view = body_view(view_of(routine, step))
    path = view.path(step.path)
    for zone_id in {step.zone, *(path.zones if path else ())}:
        zone = view.zone(zone_id)
        assert zone is not None, zone_id
        yield zone


def is_at(zone: Zone, places: tuple[str, ...]) -> bool:
    return any(zone.id in place(p).zones or zone.area in place(p).areas for p in places)


def assert_kept(routine: Routine, wanted: Adaptation) -> None:
    for step in (s for s in routine.steps if s.kind == "massage"):
        touched = not wanted.at or any(is_at(z, wanted.at) for z in named_zones(routine, step))
        family = techniques()[step.technique].family
        assert not (touched and wanted.leave_out), (step.id, wanted.text)
        if touched and wanted.cap and not wanted.cap_families:
            assert pressure_rank(step.pressure) <= pressure_rank(wanted.cap), (step.id, wanted.text)
        assert not (touched and family in wanted.softened), (step.id, wanted.text)
        if wanted.off_belly:
            assert position_of(routine, step) in ("side_lying", "seated", "standing"), step.id


def assert_sound(before: Routine, result: Adapted, wanted: tuple[Adaptation, ...]) -> None:
    assert (result.routine is None) == bool(result.refusal)
    assert all(change.text.endswith(".") for change in result.changes)
    assert len({c.text for c in result.changes}) == len(result.changes)
    if result.routine is None:
        return
    errors = [b for b in check(result.routine) if b.severity == "error"]
    assert not errors, [e.message for e in errors]
    for adaptation in wanted:
        assert_kept(result.routine, adaptation)
    if result.routine.steps != before.steps:
        assert result.changes
    profile = result.profile or result.routine.profiles[0]
    assert profile in result.routine.profiles
    bounds = PROFILES[profile]
    most = result.max_minutes
    plan = make_plan(result.routine, None, profile)
    if most is not None and plan.total_seconds > most * 60:
        plan = make_plan(result.routine, most, profile)
    assert bounds.min_s - 1e-6 <= plan.total_seconds <= bounds.max_s + 1e-6


def test_every_single_answer_with_every_routine() -> None:
    for routine in routines():
        for answer in OPEN:
            for told in ((p,) for p in PLACE_IDS) if answer in PLACED else ((),):
                wanted = found(answer, places=told).adaptations
                assert_sound(routine, adapt(routine, wanted), wanted)


@settings(max_examples=150)
@given(
    st.integers(0, 1000),
    st.frozensets(st.sampled_from(OPEN), max_size=6),
    st.frozensets(st.sampled_from(PLACE_IDS), min_size=1, max_size=3),
)
def test_answers_together(number: int, answers: frozenset[str], places: frozenset[str]) -> None:
    routine = routines()[number % len(routines())]
    wanted = assess(answers, doctor_agreed=True, places=places).adaptations
    result = adapt(routine, wanted)
    assert_sound(routine, result, wanted)
    assert adapt(routine, wanted) == result


def test_without_answers_it_is_the_same_routine() -> None:
    for routine in routines():
        result = adapt(routine, ())
        assert result.routine is routine
        assert (result.changes, result.profile, result.max_minutes, result.unscented) == (
            (),
            None,
            None,
            False,
        )


def test_a_hurt_lower_back_leaves_strokes_on_the_upper_back() -> None:
    result = adapted("back_six_step", "hurt_place", places=("lower_back",))
    assert result.routine is not None
    steps = {s.id: s for s in result.routine.steps}
    assert "sawing_right" not in steps
    assert "sawing_left" not in steps
    assert steps["opening_strokes"].zone == "upper_back"
    assert result.changes[0].text.startswith("Left alone")
    assert "lower back" in result.changes[0].text
    assert sum(s.seconds for s in result.routine.steps) >= 900


def test_kidney_trouble_makes_the_lower_back_a_touch_and_nothing_else() -> None:
    before = load_routine("back_six_step")
    result = adapted(before, "kidneys")
    assert result.routine is not None
    steps = {s.id: s for s in result.routine.steps}
    assert steps["sawing_right"].pressure == "touch"
    assert steps["sawing_right"].technique == "stroke_surface"
    assert steps["soft_pats"] == next(s for s in before.steps if s.id == "soft_pats")
    assert any("lower back" in caution for caution in steps["sawing_right"].cautions)
    assert [len(c.step_ids) > 0 for c in result.changes] == [True]


def test_frailty_keeps_everything_light_and_drops_pats() -> None:
    result = adapted("back_six_step", "frail")
    assert result.routine is not None
    assert {s.pressure for s in result.routine.steps} <= {"touch", "light"}
    families = {techniques()[s.technique].family for s in result.routine.steps}
    assert not families & {"tap", "pinch", "press", "squeeze"}


def test_pregnancy_lies_on_the_side_for_fifteen_minutes_without_scent() -> None:
    result = adapted("back_classic", "pregnant", "pregnant_later")
    assert result.routine is not None
    assert result.routine.view == "side_lying"
    assert result.routine.position == "side_lying"
    assert not any("chest" in line for line in result.routine.before)
    assert (result.max_minutes, result.unscented) == (15, True)
    assert make_plan(result.routine, result.max_minutes).total_seconds == 900
    texts = " ".join(c.text for c in result.changes)
    for word in ("on one side", "light", "lower back", "15 minutes", "Unscented"):
        assert word in texts


def test_in_pregnancy_the_change_from_lying_to_sitting_keeps_its_own_step() -> None:
    result = adapted("whole_body_two_sides", "pregnant_later")
    assert result.routine is not None
    steps = result.routine.steps
    turns = [n for n, s in enumerate(steps) if s.kind == "transition"]
    assert len(turns) == 1
    assert {s.position for s in steps[: turns[0] + 1]} == {"side_lying"}
    assert {s.position for s in steps[turns[0] + 1 :]} == {"seated"}
    assert steps[turns[0]].title == "A new position"
    assert not any(s.view == "legs" for s in steps)
    left_out = next(c for c in result.changes if c.text == LYING_ONLY)
    assert "thigh_back_right" in left_out.step_ids


def test_varicose_veins_leave_only_light_strokes_on_legs_and_feet() -> None:
    result = adapted("legs", "varicose_veins")
    assert result.routine is not None
    assert {techniques()[s.technique].family for s in result.routine.steps} == {"stroke"}
    assert {s.pressure for s in result.routine.steps} <= {"touch", "light"}
    assert not any("eeper" in (s.title or "") for s in result.routine.steps)
    assert adapted("back_six_step", "varicose_veins").changes == ()


def test_a_first_time_is_short_even_where_the_routine_has_no_short_form() -> None:
    routine = load_routine("back_classic")
    assert adapted(routine, "first_session").profile == "first"
    longer = msgspec.structs.replace(routine, profiles=["adult"])
    result = adapted(longer, "first_session")
    assert (result.profile, result.max_minutes) == (None, 15)


def test_children_get_no_massage_made_for_adults() -> None:
    assert adapted("back_classic", "child").refusal == FOR_ADULTS
    child = next(r for r in routines() if r.receives == "child")
    result = adapted(child, "child")
    assert (result.profile, result.unscented) == ("child", True)


def test_nothing_toning_with_something_for_a_doctor_to_mind() -> None:
    toning = next(r for r in routines() if r.category == "toning")
    assert adapted(toning, "blood_pressure").refusal == RESTING_ONLY
    assert adapted(toning, "delicate_skin").routine is not None


def test_too_little_left_is_said() -> None:
    result = adapted("back_classic", "hurt_place", places=("upper_back", "lower_back"))
    assert result.routine is None
    assert result.refusal == NOTHING_LEFT


@pytest.mark.parametrize("answer", ["hurt_place", "surgery"])
def test_a_place_that_is_not_worked_changes_nothing_there(answer: str) -> None:
    before = load_routine("back_classic")
    result = adapted(before, answer, places=("feet",))
    assert result.routine is not None
    assert [s.id for s in result.routine.steps] == [s.id for s in before.steps]
    assert not any("feet" in c.text for c in result.changes)
