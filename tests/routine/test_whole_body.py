"""What must stay true of the whole-body massages R08, R11, R15 and R16: the order of their zones, the turning
over, directions and the places that stay free.
"""

from __future__ import annotations

import pytest
from stated import family, massage, routine, step

from massage_desktop.routine.model import Step, position_of

WHOLE_BODY = ("whole_body_feet_up", "whole_body_general", "whole_body_two_sides", "whole_body_feet_first")
whole_body = pytest.mark.parametrize("name", WHOLE_BODY)


def part(name: str, *, turned: bool) -> list[Step]:
    """The massage steps before (or after) turning over."""
    steps = routine(name).steps
    at = next(i for i, s in enumerate(steps) if s.technique == "turn_over")
    return [s for s in (steps[at + 1 :] if turned else steps[:at]) if s.kind == "massage"]


def assert_in_order(name: str, *marks: str) -> None:
    assert [s.id for s in routine(name).steps if s.id in marks] == list(marks)


@whole_body
def test_the_receiver_turns_over_once_and_a_hand_stays_on(name: str) -> None:
    (turn,) = [s for s in routine(name).steps if s.technique == "turn_over"]
    assert (turn.kind, turn.option, turn.stage) == ("transition", None, "main")
    assert (turn.repetitions, turn.pace) == (1, (2, 3)), "20 to 30 seconds"
    assert 20 <= turn.seconds <= 30
    assert {"HANDS-01", "ORDER-12"} <= set(turn.rules)
    assert any("stays in touch" in c for c in turn.cautions)


@whole_body
def test_face_down_before_and_face_up_after(name: str) -> None:
    for turned, position in ((False, "prone"), (True, "supine")):
        steps = part(name, turned=turned)
        assert {position_of(routine(name), s) for s in steps} == {position}
        assert len({s.zone for s in steps}) >= 2


@pytest.mark.parametrize("name", ["whole_body_feet_up", "whole_body_feet_first"])
def test_feet_before_the_back_is_declared_with_its_reason(name: str) -> None:
    (known,) = routine(name).exceptions
    assert known.rule == "ORDER-05"
    assert "CONF-16" in known.reason


@pytest.mark.parametrize("name", ["whole_body_feet_up", "whole_body_general", "whole_body_feet_first"])
def test_the_whole_body_ends_at_neck_and_head(name: str) -> None:
    last = routine(name).steps[-3:]
    assert [s.id for s in last] == ["neck", "head", "closing_strokes"]
    assert last[-1].zone == "scalp"
    assert all("ORDER-11" in s.rules for s in last)
    assert (last[0].direction, last[0].pressure) == ("down", "light")


@whole_body
def test_strokes_on_limbs_go_towards_the_heart(name: str) -> None:
    limbs = {"thigh", "lower_leg", "upper_arm", "forearm", "foot"}
    steps = [s for s in massage(name) if s.zone in limbs and s.direction != "circular"]
    assert len(steps) >= 4
    assert {s.direction for s in steps} == {"toward_heart"}


def test_r08_rises_from_the_feet_and_leaves_the_spine_alone() -> None:
    name = "whole_body_feet_up"
    zones = list(dict.fromkeys(s.zone for s in massage(name) if s.stage == "main"))
    assert zones[:5] == ["foot", "lower_leg", "thigh_outer", "back_whole", "back_sides"]
    assert zones[5:] == ["upper_arm", "shoulders", "scalp"]
    assert step(name, "foot_right").technique == "knead_foot"
    outward, sides = step(name, "back_outward"), step(name, "sides_down")
    assert outward.direction == "outward"
    assert "SAFE-17" in outward.rules
    assert (sides.direction, sides.pressure, sides.path) == ("down", "light", "sides_down")
    assert step(name, "arm_right").direction == "circular"
    assert "DIR-17" in step(name, "arm_right").rules


def test_r11_back_arms_legs_chest_belly_then_neck_and_head() -> None:
    name = "whole_body_general"
    assert_in_order(
        name, "back_light_right", "back_wave_right", "turning_over", "upper_arm_right", "upper_arm_left",
        "forearm_right", "palm_right", "forearm_left", "palm_left", "thigh_right", "foot_right",
        "chest", "belly", "neck", "head",
    )  # fmt: skip
    kneading = [s for s in part(name, turned=False) if family(s) == "knead"]
    assert [s.pressure for s in kneading] == ["light", "light", "medium", "medium"]
    assert [o.id for o in routine(name).options] == ["feet", "belly"]
    assert any("pregnancy" in c and "hour of a meal" in c for c in step(name, "belly").cautions)
    assert step(name, "chest").zone == "chest_muscle"
    assert "CONF-43" in step(name, "chest").rules


def test_r15_keeps_the_order_of_the_zones_on_both_sides() -> None:
    name = "whole_body_two_sides"
    prone = list(dict.fromkeys(s.zone for s in part(name, turned=False) if s.stage == "main"))
    assert prone[:4] == ["back_whole", "back_sides", "shoulders", "neck_back"]
    assert prone[4:] == ["lower_back", "gluteal_upper", "thigh"]
    supine = [s.id for s in part(name, turned=True) if s.side != "left"]
    assert supine == ["neck", "shoulders_front", "thigh_front_right", "chest", "closing_strokes"]
    assert step(name, "lower_back").pressure == "light"
    assert "PRESS-13" in step(name, "lower_back").rules
    assert "CONF-17" in (step(name, "lower_back").note or "")
    assert [o.id for o in routine(name).options] == ["nape", "shoulders_front"]


def test_r16_feet_then_limbs_lightly_and_deeper_towards_the_heart() -> None:
    name = "whole_body_feet_first"
    assert_in_order(
        name, "foot_right", "legs_light", "leg_deep_right", "back_strokes", "turning_over", "arms_light",
        "forearm_right", "upper_arm_right", "neck", "head",
    )  # fmt: skip
    assert step(name, "foot_right").technique == "knead_foot"
    for light, deep in (("legs_light", "leg_deep_right"), ("arms_light", "forearm_right")):
        assert (step(name, light).technique, step(name, light).pressure) == ("stroke_surface", "light")
        assert (step(name, deep).technique, step(name, deep).pressure) == ("stroke_deep", "medium")
