"""What the sources say about children, single areas, basic moves and stress relief, kept in the files."""

from __future__ import annotations

import pytest
from stated import family, massage, order, routine, step, tables

from massage_desktop.routine.model import pressure_rank, view_of
from massage_desktop.routine.profile import POINT_MAX_S, PROFILES

CODES = {
    "newborn": "R05",
    "child": "R06",
    "neck_collar": "R20",
    "gluteal": "R21",
    "lumbar": "R22",
    "final_stage": "R23",
    "back_zones": "R23b",
    "basic_moves": "R24",
    "stress_relief_back": "R25",
    "self_frame": "R26",
    "self_head_neck": "R27",
    "self_neck_shoulder": "R28",
    "self_chest": "R29",
    "self_abdomen": "R30",
    "self_face": "R31",
    "self_back": "R32",
    "self_hands": "R33",
    "self_legs_feet": "R34",
    "self_special": "R35",
    "interview_exercises": "R36",
}
CHILDREN = ("newborn", "child")
SEGMENTS = ("gluteal", "lumbar", "neck_collar", "final_stage")


@pytest.mark.parametrize("name", CODES)
def test_it_is_the_routine_of_its_code(name: str) -> None:
    found = routine(name)
    assert (found.id, found.code) == (name, CODES[name])
    assert CODES[name] in found.source or name == "back_zones"
    assert any(s.startswith("CONF-") or s == "TIME-09" for s in found.source)
    assert found.notes


@pytest.mark.parametrize("name", CODES)
def test_its_length_and_figures_add_up(name: str) -> None:
    found = routine(name)
    bounds = PROFILES[found.profiles[0]]
    assert bounds.min_s <= sum(s.seconds for s in found.steps) <= bounds.max_s
    for one in found.steps:
        counts, (slow, fast) = one.repetition_range, one.pace_range
        assert counts is not None
        assert any(slow <= n * 60 / one.seconds <= fast for n in range(counts[0], counts[1] + 1)), one.id
        assert one.instruction is not None
        assert len(one.instruction) <= 140
        assert "seconds" in one.author
        if one.points:
            assert 60 / slow / one.points <= POINT_MAX_S, one.id


@pytest.mark.parametrize("name", CODES)
def test_it_begins_and_ends_with_strokes_and_lighter(name: str) -> None:
    """ORDER-01, PRESS-05; also the single areas, so that they join softly."""
    works = massage(name)
    assert family(works[0]) == family(works[-1]) == "stroke"
    assert works[0].pressure == "light"
    assert works[-1].pressure == "touch"


@pytest.mark.parametrize("name", CODES)
def test_both_sides_get_the_same(name: str) -> None:
    """REP-14, REP-15."""
    for one in routine(name).steps:
        if one.mirrors is not None:
            twin = step(name, one.mirrors)
            assert {one.side, twin.side} == {"left", "right"}
            assert (one.seconds, one.repetitions, one.pace) == (twin.seconds, twin.repetitions, twin.pace)
            assert (one.technique, one.motions, one.pressure) == (twin.technique, twin.motions, twin.pressure)
        elif one.side != "both":
            assert any(s.mirrors == one.id for s in routine(name).steps)


@pytest.mark.parametrize("name", sorted(set(CODES) - {"final_stage", "back_zones"}))
def test_no_fists(name: str) -> None:
    """CONF-11: only the last stage keeps loose fists, on the shoulders."""
    assert all(s.hand != "fist" for s in routine(name).steps)


@pytest.mark.parametrize(("name", "most_s"), [("newborn", 120), ("child", 600)])
def test_children_get_light_strokes_on_the_back_and_then_on_the_tummy(name: str, most_s: int) -> None:
    """TIME-05, TIME-06, POS-04, ORDER-12, CONF-06, CONF-46."""
    found = routine(name)
    assert sum(s.seconds for s in found.steps) <= most_s
    assert {s.technique for s in found.steps} == {"stroke_surface", "turn_over"}
    assert all(pressure_rank(s.pressure) <= pressure_rank("light") for s in found.steps)
    assert found.position == "supine"
    turn = [s.technique for s in found.steps].index("turn_over")
    assert [s.position for s in found.steps] == [None] * turn + ["prone"] * (len(found.steps) - turn)
    assert [view_of(found, s).split("_")[1] for s in found.steps[turn:]] == ["back"] * 5
    zones = [s.zone for s in found.steps[:turn]]
    assert zones == ["hand", "hand", "shoulders", "foot", "foot"]
    paths = [s.path for s in found.steps[turn + 1 :]]
    assert paths == ["back_strokes_up", "shoulders_to_lower_back", "tailbone_out", "back_strokes_up"]
    down = step(name, "shoulders_down")
    assert (down.direction, down.hand) == ("down", "back_of_hand")
    assert any("aediatrician" in b for b in found.before)
    assert any("scented" in c for c in found.cautions)


@pytest.mark.parametrize("name", SEGMENTS)
def test_one_area_can_stand_alone_and_be_joined(name: str) -> None:
    """TIME-09: category and profile; one area, and nothing that mirrors a step outside."""
    found = routine(name)
    assert (found.category, found.profiles) == ("segment", ["segment"])
    assert len({view_of(found, s) for s in found.steps}) == 1
    assert {s.stage for s in found.steps} == {"main"}, "a joined area keeps the stages of the whole in order"


def test_neck_and_collar_line_are_light_and_go_down() -> None:
    """R20: SAFE-04, PRESS-20, DIR-03, CONF-06."""
    for one in routine("neck_collar").steps:
        assert pressure_rank(one.pressure) <= pressure_rank("light")
        assert family(one) in ("stroke", "rub")
        if one.zone == "neck_back":
            assert one.direction == "down"


def test_the_seat_is_rubbed_then_patted_and_firm_at_most() -> None:
    """R21: PRESS-11, DIR-14, CONF-48."""
    assert order("gluteal") == [
        "stroke_flat", "rub_palm_circles", "rub_heel_converging", "pat_palms", "stroke_flat",
    ]  # fmt: skip
    pressures = [s.pressure for s in routine("gluteal").steps]
    assert pressures == ["light", "light", "medium", "firm", "light", "touch"]
    assert {s.zone for s in routine("gluteal").steps} == {"gluteal_upper"}


def test_the_lower_back_is_soft_and_well_oiled() -> None:
    """R22: PRESS-13, OIL-09, SAFE-05."""
    assert order("lumbar")[0] == "fresh_oil"
    for one in routine("lumbar").steps:
        assert pressure_rank(one.pressure) <= pressure_rank("light")
        assert family(one) not in ("tap", "press", "vibrate", "knead")


def test_the_last_stage_squeezes_pinches_and_strokes() -> None:
    """R23: PRESS-14, POS-03, CONF-11."""
    assert order("final_stage") == ["stroke_outward", "squeeze_fist", "pinch_light", "stroke_outward"]
    fists = step("final_stage", "shoulder_fists")
    assert (fists.zone, fists.pressure) == ("shoulders", "medium")
    assert any("towel" in b for b in routine("final_stage").before)


def test_the_areas_are_joined_from_low_to_high() -> None:
    """R20 to R23 in the order of DIR-01."""
    included = [s["include"] for s in tables("back_zones")["steps"] if "include" in s]
    assert included == list(SEGMENTS)
    assert all(set(s) == {"include"} for s in tables("back_zones")["steps"] if "include" in s)
    assert 900 <= sum(s.seconds for s in routine("back_zones").steps) <= 1200
    assert routine("back_zones").steps[0].technique == routine("back_zones").steps[-1].technique


def test_basic_moves_come_in_their_order() -> None:
    """R24: strokes at both ends, soft thumbs, taps on thick muscle only (CONF-05, SAFE-06)."""
    moves = order("basic_moves")
    assert moves[0] == moves[-1] == "stroke_surface"
    first = [moves.index(t) for t in ("knead_basic", "knead_thumb_circles", "tap_edge")]
    assert first == sorted(first)
    kneaded = {s.zone for s in routine("basic_moves").steps if s.technique == "knead_basic"}
    assert kneaded == {"shoulders", "gluteal_upper", "thigh", "lower_leg"}
    assert step("basic_moves", "thumbs_beside_spine").pressure == "light"
    assert {s.zone for s in routine("basic_moves").steps if family(s) == "tap"} == {"gluteal_upper"}


def test_the_eight_moves_keep_their_order_and_lose_their_force() -> None:
    """R25: REP-07, CONF-04, CONF-05, CONF-08, CONF-11, CONF-12."""
    moves = [t for t in order("stress_relief_back") if t != "stroke_surface"]
    assert moves == [
        "press_thumb_line", "knead_thumb_roll", "knead_lift_shoulder_blades", "rub_two_hand_circles",
        "stretch_fingertips", "pinch_quick_down", "pat_light", "tap_cupped",
    ]  # fmt: skip
    assert all(
        s.repetition_range == (3, 3) for s in massage("stress_relief_back") if "thumb_roll" in s.technique
    )
    thumbs = step("stress_relief_back", "thumb_line")
    assert (thumbs.direction, thumbs.pressure, thumbs.path) == ("up", "light", "pat_up")
    assert max(pressure_rank(s.pressure) for s in massage("stress_relief_back")) == pressure_rank("medium")
    assert all(s.zone == "upper_back" for s in massage("stress_relief_back") if family(s) == "tap")
    downwards = [s for s in massage("stress_relief_back") if s.direction == "down"]
    assert [(s.technique, s.pressure, s.note is not None) for s in downwards] == [
        ("pinch_quick_down", "light", True)
    ]
    assert order("stress_relief_back")[0] == order("stress_relief_back")[-1] == "stroke_surface"


def test_children_are_never_offered_another_profile() -> None:
    assert [routine(name).profiles for name in CHILDREN] == [["newborn"], ["child"]]
