"""What a person may rely on in every plan."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.plan.fit import DoesNotFitError, Slot, capacity, share, share_whole
from massage_desktop.plan.make import PlanRefusedError, make_plan
from massage_desktop.plan.model import Plan
from massage_desktop.routine.area import area_of
from massage_desktop.routine.library import bundled_routines, load_routine
from massage_desktop.routine.model import ProfileName, Routine, pressure_rank
from massage_desktop.routine.options import with_options
from massage_desktop.routine.profile import POINT_MAX_S, PROFILES, SELF_PART_MAX_S

ROUTINES = bundled_routines()
ROUTINE = st.sampled_from(ROUTINES)
FOR_ADULTS = [r for r in ROUTINES if "adult" in r.profiles]
MASSAGES = ("relaxing", "self", "toning")
EPS = 1e-6


def assert_sound(plan: Plan) -> None:
    profile = plan.profile
    assert profile.min_s - EPS <= plan.total_seconds <= profile.max_s + EPS
    assert plan.steps[0].start == 0
    for before, after in zip(plan.steps, plan.steps[1:], strict=False):
        assert after.start == pytest.approx(before.end), "no gap between steps (ORDER-02)"
    for s in plan.steps:
        assert s.seconds > 0
        assert s.repetitions >= 1
        assert s.pace_per_minute == pytest.approx(60 * s.repetitions / s.seconds)
        motions = s.pace_per_minute * s.step.motions
        assert (
            motions
            <= {"rub": 100, "knead": 60, "pinch": 60, "squeeze": 60}.get(s.technique.family, 240) + EPS
        )
        if s.step.points:
            assert s.pass_s / s.step.points <= POINT_MAX_S + EPS
        assert pressure_rank(s.pressure) <= pressure_rank(profile.pressure)
    by_id = {s.id: s for s in plan.steps}
    for s in plan.steps:
        if s.step.mirrors:
            twin = by_id[s.step.mirrors]
            assert (s.seconds, s.repetitions) == (twin.seconds, twin.repetitions), "both sides equal (REP-14)"
    if plan.routine.category in MASSAGES:
        massage = [s for s in plan.steps if s.step.kind == "massage"]
        assert massage[0].technique.family == massage[-1].technique.family == "stroke"
    if plan.routine.gives == "self":
        parts: dict[str, float] = defaultdict(float)
        for s in plan.steps:
            parts[area_of(plan.routine, s.step)] += s.seconds
        assert max(parts.values()) <= SELF_PART_MAX_S + EPS


def shortest_s(routine: Routine) -> float:
    """Least seconds of a first session; every routine for one can be given in its fifteen minutes."""
    with pytest.raises(PlanRefusedError) as refused:
        make_plan(routine, 1, "first")
    assert refused.value.nearest_minutes <= 13
    return refused.value.nearest_minutes * 60


@given(st.sampled_from(FOR_ADULTS), st.sampled_from(["adult", "first"]), st.floats(10, 20))
def test_any_length_inside_the_bounds_is_planned_exactly(
    routine: Routine, profile: ProfileName, minutes: float
) -> None:
    profile = profile if profile in routine.profiles else "adult"
    low, high = PROFILES[profile].min_s, PROFILES[profile].max_s
    if profile == "first":  # many steps need a little more than ten minutes
        low = max(low, math.ceil(shortest_s(routine)))
    minutes = min(max(minutes, low / 60), high / 60)
    plan = make_plan(routine, minutes, profile)
    assert plan.total_seconds == pytest.approx(round(minutes * 60))
    assert_sound(plan)


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda r: r.id)
def test_without_a_wish_the_first_profile_of_the_file_is_planned_at_the_files_own_length(
    routine: Routine,
) -> None:
    plan = make_plan(routine)
    profile = PROFILES[routine.profiles[0]]
    nominal = sum(s.seconds for s in with_options(routine).steps)
    assert plan.profile == profile
    assert plan.total_seconds == min(profile.max_s, max(profile.min_s, nominal))
    assert_sound(plan)


@pytest.mark.parametrize("routine", [r for r in ROUTINES if r.options], ids=lambda r: r.id)
def test_every_option_can_be_added(routine: Routine) -> None:
    for option in routine.options:
        plan = make_plan(routine, options=[option.id])
        named = {s.id for s in routine.steps if s.option == option.id}
        assert named <= {s.id for s in plan.steps}
        assert_sound(plan)


@given(ROUTINE, st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.integers(-5, 60)))
def test_a_wish_is_met_or_refused_with_a_plan_that_can_be_made(routine: Routine, minutes: float) -> None:
    try:
        plan = make_plan(routine, minutes)
    except PlanRefusedError as error:
        assert math.isfinite(error.nearest_minutes)
        assert "Nearest" in str(error)
        assert "\n" not in str(error)
        assert_sound(make_plan(routine, error.nearest_minutes, error.nearest_profile))
    else:
        assert_sound(plan)


def test_a_profile_the_routine_is_not_made_for_is_refused_with_the_nearest() -> None:
    with pytest.raises(PlanRefusedError, match="not made for the profile “newborn”") as caught:
        make_plan(load_routine("R01"), 2, "newborn")
    assert caught.value.nearest_profile == "adult"
    assert caught.value.nearest_minutes == 15


def test_twenty_five_minutes_are_refused_and_twenty_offered() -> None:
    with pytest.raises(PlanRefusedError, match=r"15 to 20 minutes \(TIME-01\).*--minutes 20"):
        make_plan(load_routine("back_six_step"), 25)


SLOTS = st.lists(
    st.builds(
        lambda least, extra, at, count: Slot(least, least + extra, least + extra * at, count),
        st.floats(1, 100),
        st.floats(0, 200),
        st.floats(0, 1),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=12,
)


@given(SLOTS, st.floats(0, 1))
def test_time_is_shared_exactly_and_inside_every_slot(slots: list[Slot], at: float) -> None:
    least, most = capacity(slots)
    total = least + (most - least) * at
    lengths = share(slots, total)
    assert sum(x * s.count for x, s in zip(lengths, slots, strict=True)) == pytest.approx(total)
    for x, s in zip(lengths, slots, strict=True):
        assert s.least - EPS <= x <= s.most + EPS


@given(SLOTS)
def test_whole_seconds_are_kept_where_they_fit(slots: list[Slot]) -> None:
    least, most = capacity(slots)
    total = math.floor((least + most) / 2)
    if total < least:
        return
    lengths = share_whole(slots, total)
    assert sum(x * s.count for x, s in zip(lengths, slots, strict=True)) == pytest.approx(total)


def test_what_does_not_fit_says_what_would() -> None:
    with pytest.raises(DoesNotFitError) as caught:
        share([Slot(10, 20, 15, 2)], 50)
    assert (caught.value.least, caught.value.most) == (20, 40)
