"""What the sources say about self-massage and the exercises, kept in the routine files."""

from __future__ import annotations

import pytest
from stated import massage, order, routine, step

from massage_desktop.routine.model import pressure_rank
from massage_desktop.routine.profile import SELF_PART_MAX_S

ONE_PART = ("self_head_neck", "self_neck_shoulder", "self_chest", "self_abdomen", "self_face", "self_back",
            "self_hands")  # fmt: skip
FRAMED = (*ONE_PART, "self_legs_feet", "self_special", "self_frame", "interview_exercises")
PARTS = {
    "face": {"forehead", "brow", "cheeks", "jaw"},
    "head": {"scalp", "skull_base"},
    "neck": {"neck_back", "neck_base"},
    "shoulders": {"shoulders"},
    "chest": {"chest_muscle", "chest_edge"},
    "belly": {"abdomen"},
    "back": {"lower_back", "mid_back"},
    "seat": {"gluteal_upper"},
    "hands": {"hand", "palm", "fingers"},
    "legs": {"lower_leg"},
    "feet": {"foot", "sole", "toes"},
}
PART_OF = {zone: part for part, zones in PARTS.items() for zone in zones}


@pytest.mark.parametrize("name", FRAMED)
def test_self_massage_loosens_first_and_relaxes_the_hands_after(name: str) -> None:
    """HANDS-08, AFTER-04, and at most five minutes a part (TIME-07)."""
    found = routine(name)
    assert (found.gives, found.receives, found.profiles) == ("self", "self", ["self"])
    assert found.category == ("exercise" if name == "interview_exercises" else "self")
    assert [found.steps[0].technique, found.steps[-1].technique] == ["loosen_shoulders_hands", "relax_hands"]
    assert (found.steps[0].kind, found.steps[-1].kind) == ("move", "move")
    spent: dict[str, int] = {}
    for one in massage(name):
        spent[PART_OF[one.zone]] = spent.get(PART_OF[one.zone], 0) + one.seconds
    assert max(spent.values()) <= SELF_PART_MAX_S


@pytest.mark.parametrize("name", ONE_PART)
def test_one_part_lasts_three_to_five_minutes_without_its_frame(name: str) -> None:
    """TIME-07."""
    assert 180 <= sum(s.seconds for s in routine(name).steps[1:-1]) <= 300


def test_head_and_neck() -> None:
    """R27: REP-08, and no pressing while the head tilts (CONF-44)."""
    assert order("self_head_neck")[2:7] == [
        "press_shoulders", "head_lower_tilt", "press_skull_base", "knead_head_circles", "neck_stretch_self",
    ]  # fmt: skip
    assert step("self_head_neck", "press_shoulders").repetition_range == (3, 3)
    assert step("self_head_neck", "head_sinks").repetition_range == (3, 3)
    assert any("do not pull" in c for c in step("self_head_neck", "neck_stretch").cautions)


def test_neck_and_shoulders() -> None:
    """R28: REP-09; the right hand presses first on the left, the left hand circles first on the right."""
    assert order("self_neck_shoulder")[2:5] == [
        "press_neck_base_point", "knead_nape_circles", "knead_finger_pads",
    ]  # fmt: skip
    press = step("self_neck_shoulder", "press_left")
    assert press.mirrors is None
    assert press.repetition_range is not None
    assert press.repetition_range[0] >= 3
    assert step("self_neck_shoulder", "circles_right").mirrors is None
    assert all(pressure_rank(s.pressure) <= pressure_rank("light") for s in massage("self_neck_shoulder"))


def test_chest_muscle() -> None:
    """R29: REP-15, CONF-43."""
    assert order("self_chest")[2:5] == ["knead_finger_pads", "knead_knuckles_chest", "armpit_edge"]
    assert step("self_chest", "edge_left").mirrors is None
    assert {s.zone for s in massage("self_chest")} == {"chest_muscle", "chest_edge"}
    assert all(pressure_rank(s.pressure) <= pressure_rank("light") for s in massage("self_chest"))


def test_belly() -> None:
    """R30: TIME-13, TIME-16, POS-09, CONF-42; hands rest for a few slow breaths at the end."""
    found = routine("self_abdomen")
    assert all(pressure_rank(s.pressure) <= pressure_rank("light") for s in found.steps)
    assert order("self_abdomen")[3:5] == ["knead_belly_twist", "rub_belly_down"]
    rest = massage("self_abdomen")[-1]
    assert (rest.technique, rest.stage) == ("still_hands", "closing")
    assert rest.seconds >= 60
    assert any("pregnancy" in c and "hour" in c for c in found.cautions)
    assert found.position == "seated"


def test_the_parts_of_the_massage_before_an_important_day() -> None:
    """R31 to R35: their order, kidneys without fists, both palms, the soles ten seconds a point."""
    met = list(dict.fromkeys(PART_OF[s.zone] for s in massage("self_special")))
    assert met == ["face", "back", "seat", "hands", "legs", "feet"]
    assert 720 <= sum(s.seconds for s in routine("self_special").steps) <= 1200
    for name, wanted in (
        ("self_face", ["press_brow_trace"]),
        ("self_back", ["knead_self_back", "pat_light", "rub_buttocks_quick"]),
        ("self_hands", ["knead_palm"]),
        ("self_legs_feet", ["pinch_leg_up", "rotate_feet", "press_point"]),
    ):
        for where in (name, "self_special"):
            found = [t for t in order(where) if t in wanted]
            assert list(dict.fromkeys(found)) == wanted, where
    assert step("self_back", "waist").pressure == "light"
    assert step("self_back", "pats").zone == "mid_back"
    assert any("No hot bath" in c for c in routine("self_special").cautions)


def test_exercises_before_an_interview() -> None:
    """R36: REP-10 to REP-12, TIME-17, TIME-18, CONF-40, CONF-41."""
    moves = [t for t in order("interview_exercises") if t in
             ("bend_forward", "massage_digit", "breath_hold", "arm_raise")]  # fmt: skip
    assert list(dict.fromkeys(moves)) == ["bend_forward", "massage_digit", "breath_hold", "arm_raise"]
    arms = [s for s in routine("interview_exercises").steps if s.technique == "arm_raise"]
    assert [s.repetition_range for s in arms] == [(10, 10), (10, 10)]
    breath = step("interview_exercises", "breath")
    assert breath.repetition_range is not None
    assert breath.repetition_range[1] <= 5
    assert all(s.points == 5 for s in massage("interview_exercises") if s.technique == "massage_digit")
    assert {s.kind for s in (*arms, breath, step("interview_exercises", "bend"))} == {"move"}
    assert any("dizzy" in c for c in routine("interview_exercises").cautions)
