"""What must stay true of R03, R04, R09, R10, R13, R14, R17, R18 and R19, and of every routine of this kind:
the facts of their sources, so that a later edit cannot lose them.
"""

from __future__ import annotations

import pytest
from stated import family, massage, routine

from massage_desktop.plan.make import make_plan
from massage_desktop.routine.bundled import routines_dir
from massage_desktop.routine.library import load_routine
from massage_desktop.routine.model import ProfileName, Step, pressure_rank
from massage_desktop.routine.profile import POINT_MAX_S
from massage_desktop.rules import check_file

CODES = {
    "back_man": "R03",
    "body_woman": "R04",
    "whole_body_feet_up": "R08",
    "head": "R09",
    "feet": "R10",
    "whole_body_general": "R11",
    "legs": "R13",
    "arms_hands": "R14",
    "whole_body_two_sides": "R15",
    "whole_body_feet_first": "R16",
    "technique_progression": "R17",
    "toning": "R18",
    "back_rules": "R19",
}
every_routine = pytest.mark.parametrize("name", CODES)


def core(name: str) -> list[Step]:
    """The steps that are always done."""
    return [s for s in routine(name).steps if s.option is None]


def reach_s(step: Step) -> tuple[float, float]:
    """(least, most) seconds by the step's own repetitions and paces."""
    counts = step.repetition_range
    assert counts is not None, step.id
    return counts[0] * 60 / step.pace_range[1], counts[1] * 60 / step.pace_range[0]


def motions_a_minute(step: Step) -> float:
    return step.pace_range[1] * step.motions


def zones(name: str) -> list[str]:
    """The zones of the main part in the order in which they come for the first time."""
    return list(dict.fromkeys(s.zone for s in massage(name) if s.stage == "main"))


# ------------------------------------------------------------------ what holds for all of them


@every_routine
def test_the_file_keeps_every_massage_rule(name: str) -> None:
    serious = [f for f in check_file(routines_dir() / f"{name}.toml") if f.severity != "note"]
    assert not serious, "\n".join(f"{f.rule} {f.key}: {f.message}" for f in serious)


@every_routine
def test_code_length_and_what_it_is_for(name: str) -> None:
    r = routine(name)
    assert (r.id, r.code) == (name, CODES[name])
    assert CODES[name] in r.source
    assert 900 <= sum(s.seconds for s in core(name)) <= 1200
    assert r.profiles == ["adult", "first"]
    assert r.category == ("toning" if name == "toning" else "relaxing")
    assert r.notes
    assert r.before
    assert any("hurts" in c for c in r.cautions)


@every_routine
def test_strokes_open_and_close_and_the_close_is_lighter_and_slower(name: str) -> None:
    steps = [s for s in massage(name) if s.option is None]
    first, last = steps[0], steps[-1]
    assert family(first) == family(last) == "stroke"
    assert (first.pressure, last.pressure) == ("light", "touch")
    assert last.stage == "closing"
    assert {"PRESS-05", "PACE-03"} <= set(last.rules)
    slowest = min(s.pace_range[1] * max(s.motions, s.points or 1) for s in steps[:-1])
    assert last.pace_range[1] <= slowest


@every_routine
def test_words_are_short_and_figures_own_up_to_their_author(name: str) -> None:
    for step in routine(name).steps:
        assert step.title, step.id
        assert step.instruction, step.id
        assert step.rules, step.id
        assert len(step.instruction) <= 140, step.id
        assert step.instruction.count(". ") <= 1, f"{step.id}: more than two sentences"
        assert {"seconds", "pace"} <= set(step.author), f"{step.id}: no source gives its time"


@every_routine
def test_one_side_is_the_other_once_more(name: str) -> None:
    steps = {s.id: s for s in routine(name).steps}
    for step in steps.values():
        if step.mirrors is not None:
            twin = steps[step.mirrors]
            same = ("zone", "path", "hand", "direction", "view", "position", "option", "motions", "points")
            assert all(getattr(step, k) == getattr(twin, k) for k in same), step.id
            assert (step.seconds, step.pace, step.repetitions) == (twin.seconds, twin.pace, twin.repetitions)
            assert "REP-14" in step.rules


@every_routine
@pytest.mark.parametrize(("profile", "minutes"), [("adult", 15), ("adult", 20), ("first", 15)])
def test_it_can_be_planned_from_end_to_end_of_its_profiles(
    name: str, profile: ProfileName, minutes: int
) -> None:
    plan = make_plan(load_routine(name), minutes, profile)
    assert sum(s.seconds for s in plan.steps) == pytest.approx(minutes * 60)
    assert {s.step.option for s in plan.steps} == {None}


@every_routine
def test_twenty_minutes_hold_all_that_can_be_wished(name: str) -> None:
    options = [o.id for o in routine(name).options]
    plan = make_plan(load_routine(name), 20, "adult", options)
    assert {s.id for s in plan.steps} == {s.id for s in routine(name).steps}
    assert all(o.title for o in routine(name).options)
    assert {s.option for s in routine(name).steps} - {None} == set(options)


# ------------------------------------------------------------------ one by one


def test_r03_opens_with_up_to_five_minutes_of_slow_rubbing() -> None:
    rubbing = [s for s in core("back_man") if "TIME-12" in s.rules]
    assert [s.id for s in rubbing] == ["rubbing_along", "rubbing_side_right", "rubbing_side_left"]
    assert {s.technique for s in rubbing} == {"rub_surface"}
    assert sum(s.seconds for s in rubbing) >= 240
    assert sum(reach_s(s)[1] for s in rubbing) <= 300
    assert core("back_man")[1:4] == rubbing


def test_r03_works_back_shoulders_and_neck_the_left_half_first() -> None:
    ids = [s.id for s in core("back_man")]
    assert ids.index("diagonal_left") < ids.index("diagonal_right") < ids.index("thumb_line")
    steps = {s.id: s for s in core("back_man")}
    assert steps["diagonal_left"].direction == "inward"
    assert steps["thumb_line"].direction == "up"
    assert steps["thumb_line"].pressure == "light"
    for zones in ({"shoulders"}, {"neck_back"}):
        assert sum(s.seconds for s in core("back_man") if s.zone in zones) >= 90


def test_r04_is_gentle_and_begins_with_feet_or_hands() -> None:
    steps = massage("body_woman")
    assert max(pressure_rank(s.pressure) for s in steps) == pressure_rank("medium")
    assert {family(s) for s in steps} == {"stroke", "rub", "pinch"}
    assert {s.pressure for s in steps if family(s) == "pinch"} == {"light"}
    assert steps[0].zone == "foot"
    assert [o.id for o in routine("body_woman").options] == ["hands"]
    areas = [s.option or s.zone for s in steps]
    assert max(i for i, a in enumerate(areas) if a == "hands") < areas.index("back_whole")
    between = next(s for s in steps if s.id == "between_blades")
    assert between.pressure == "light"
    assert "SAFE-01" in between.rules


def test_r09_is_slow_light_and_spiral() -> None:
    steps = massage("head")
    assert max(pressure_rank(s.pressure) for s in steps) == pressure_rank("light")
    assert steps[0].technique == "stroke_head"
    assert steps[1].technique == "rub_scalp"
    assert steps[0].direction == steps[1].direction == "spiral"
    assert all(motions_a_minute(s) <= 60 for s in steps)
    nape = next(s for s in steps if s.technique == "stroke_nape")
    assert (nape.direction, nape.pressure) == ("down", "light")
    assert "CONF-44" in nape.rules
    assert {s.direction for s in steps if s.zone == "neck_back"} == {"down"}


def test_r10_goes_from_the_toes_to_the_ankle_foot_by_foot() -> None:
    assert zones("feet") == ["foot", "toes", "ball", "heel", "sole", "ankle"]
    sides = [s.side for s in core("feet")]
    assert sides == ["both", *["right"] * 6, *["left"] * 6, "both"]
    along = [s for s in core("feet") if s.zone in ("foot", "sole", "toes")]
    assert {s.direction for s in along} == {"toward_heart"}
    assert all(s.pressure == "light" and "CONF-47" in s.rules for s in core("feet") if s.zone == "ankle")


def test_r13_strokes_and_rubs_upwards_and_gives_the_feet_three_to_four_minutes() -> None:
    assert zones("legs") == ["thigh", "lower_leg", "sole"]
    thigh = [s for s in core("legs") if s.zone == "thigh" and s.side == "right"]
    assert [family(s) for s in thigh] == ["stroke", "rub", "stroke"]
    feet = [s for s in core("legs") if s.zone == "sole"]
    assert 180 <= sum(s.seconds for s in feet) <= 240
    assert sum(reach_s(s)[0] for s in feet) >= 180 - 1e-6
    assert sum(reach_s(s)[1] for s in feet) <= 240 + 1e-6
    assert [s.technique for s in feet] == ["rub_foot", "press_point"] * 2
    assert all("TIME-11" in s.rules for s in feet)
    points = [s for s in feet if s.points]
    assert all(60 / s.pace_range[0] / (s.points or 1) <= POINT_MAX_S for s in points)
    assert sum(s.seconds for s in points) >= 2 * sum(s.seconds for s in feet if not s.points)
    assert {s.direction for s in core("legs") if family(s) == "stroke"} == {"toward_heart"}


def test_r14_goes_up_the_arm_and_then_to_hand_and_fingers() -> None:
    assert zones("arms_hands") == ["upper_arm", "forearm", "palm", "fingers"]
    steps = core("arms_hands")
    assert {s.direction for s in steps if family(s) == "stroke"} == {"toward_heart"}
    assert {s.technique for s in steps if s.zone == "palm"} == {"knead_palm", "press_point"}
    for step in steps:
        if step.points is not None:
            assert 60 / step.pace_range[0] / step.points <= POINT_MAX_S + 1e-9


def test_r17_goes_through_the_techniques_in_their_order() -> None:
    name = "technique_progression"
    met = [f for f in dict.fromkeys(family(s) for s in core(name)) if f != "move"]
    assert met == ["stroke", "rub", "knead", "tap", "vibrate"]
    strokes = [s.technique for s in core(name) if family(s) == "stroke"]
    assert strokes[:2] == ["stroke_surface", "stroke_deep"]
    assert {s.zone for s in core(name) if family(s) == "tap"} == {"upper_back"}
    assert {s.view for s in core(name) if s.technique == "shake_limb"} == {"legs"}
    extras = {s.technique for s in massage(name) if s.option}
    assert extras == {"shift_skin", "felt_limb"}
    assert max(pressure_rank(s.pressure) for s in massage(name)) == pressure_rank("medium")


def test_r18_is_the_liveliest_and_never_called_relaxing() -> None:
    r = routine("toning")
    assert r.category == "toning"
    assert "PACE-12" in r.source
    assert "relax" in r.title.lower()
    steps = core("toning")
    assert {"pinch", "vibrate", "knead"} <= {family(s) for s in steps}
    assert {s.hand for s in steps if family(s) in ("knead", "pinch")} == {"four_fingers"}
    lively = {f: max(motions_a_minute(s) for s in steps if family(s) == f) for f in ("rub", "knead")}
    calm = [s for n in CODES if n != "toning" for s in core(n) if s.view in (None, "back")]
    for kind, cap in (("rub", 100), ("knead", 60)):
        assert max(motions_a_minute(s) for s in calm if family(s) == kind) <= lively[kind] <= cap
    assert steps[0].pace_range[0] >= steps[-1].pace_range[1]


def test_r19_starts_low_and_only_the_zigzag_goes_down() -> None:
    steps = core("back_rules")
    expected = [
        "stroke_wide",
        "stroke_edge_diagonal",
        "rub_zigzag",
        "knead_stacked",
        "stroke_wide",
        "pat_palms",
    ]
    met = [s.technique for i, s in enumerate(steps) if i == 0 or s.technique != steps[i - 1].technique]
    assert met == [*expected, "vibrate_two_fingers", "stroke_wide"]
    assert [s.id for s in steps if s.direction == "down"] == ["zigzags"]
    zigzag = next(s for s in steps if s.id == "zigzags")
    assert (zigzag.path, zigzag.pressure) == ("zigzag_down", "light")
    assert zigzag.note
    assert "DIR-13" in zigzag.rules
    assert steps[0].direction == "up"
    assert "DIR-02" in steps[0].rules
    pats = next(s for s in steps if s.technique == "pat_palms")
    assert (pats.zone, pats.path) == ("upper_back", "pat_up")
    assert pats.seconds <= 60
