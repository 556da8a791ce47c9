"""The catalogue of techniques: complete, drawn rightly, and kept away from every place to spare."""

from __future__ import annotations

import re

import pytest

from massage_desktop.routine.area import area_of
from massage_desktop.routine.body import body_view
from massage_desktop.routine.library import bundled_routines
from massage_desktop.routine.model import Family, Motion, Technique, pressure_rank, view_of
from massage_desktop.routine.techniques import left_out, techniques

SOURCE_RANGES = ((1, 12), (20, 36), (40, 58), (60, 62), (65, 68), (70, 75), (80, 82), (85, 92), (95, 102))
TRANSITIONS = {"turn_over", "change_place", "change_cover", "fresh_oil"}
EXERCISES = {"bend_forward", "breath_hold", "arm_raise", "head_lower_tilt"}

# Every zone that a view of the body may have and that some technique has to leave free.
SPARED_ZONES = {
    "abdomen", "achilles", "ankle", "armpit", "back_sides", "breast", "chest_muscle", "collarbone", "ears",
    "elbow_crease", "eyes", "groin", "kidney", "knee", "knee_hollow", "lower_back", "navel", "neck_back",
    "neck_side", "ribs", "sacrum", "shin", "shoulder_blades", "spine", "throat", "under_ribs", "wrist",
}  # fmt: skip

MOTIONS: dict[Family, set[Motion]] = {
    "stroke": {"glide", "circles", "still"},
    "rub": {"circles", "spiral", "zigzag", "saw", "glide"},
    "knead": {"lift", "wave", "circles", "roll"},
    "squeeze": {"glide", "press"},
    "pinch": {"roll", "lift"},
    "tap": {"pat"},
    "vibrate": {"shake"},
    "press": {"press", "glide"},
    "other": {"glide", "roll", "circles", "still"},
    "move": {"still", "shake"},
}
BONES_UNDER_THE_SKIN = {"spine", "ribs", "sacrum", "shoulder_blades", "collarbone", "shin", "ankle"}


def of(*families: Family) -> list[Technique]:
    return [t for t in techniques().values() if t.family in families]


def by_code(code: str) -> Technique:
    (found,) = [t for t in techniques().values() if t.code == code]
    return found


def test_every_technique_of_the_sources_is_here_or_left_out_with_a_reason() -> None:
    wanted = {f"TECH-{n:02d}" for a, b in SOURCE_RANGES for n in range(a, b + 1)}
    wanted |= {f"MOVE-{n:02d}" for n in range(1, 7)}
    here, left = {t.code for t in techniques().values()}, {x.code for x in left_out()}
    assert wanted <= here | left
    assert not here & left
    assert left == {"TECH-74", "TECH-75", "TECH-91", "TECH-96"}
    assert all(len(x.reason) > 30 for x in left_out())


@pytest.mark.parametrize("technique", techniques().values(), ids=lambda t: t.id)
def test_its_motion_suits_its_family(technique: Technique) -> None:
    assert technique.motion in MOTIONS[technique.family]


@pytest.mark.parametrize("technique", techniques().values(), ids=lambda t: t.id)
def test_its_texts_are_short_and_its_places_are_known(technique: Technique) -> None:
    assert technique.title != technique.everyday
    assert len(re.findall(r"[.!?](?:\s|$)", technique.card)) <= 2
    assert len(re.findall(r"[.!?](?:\s|$)", technique.cue)) == 1
    assert set(technique.not_on) <= SPARED_ZONES
    assert len(set(technique.not_on)) == len(technique.not_on)
    assert len(set(technique.source)) == len(technique.source)


@pytest.mark.parametrize(
    "technique", of("stroke", "rub", "knead", "squeeze", "pinch", "tap", "press"), ids=lambda t: t.id
)
def test_what_may_be_used_on_the_back_leaves_the_spine_free(technique: Technique) -> None:
    """SAFE-01, for all but techniques of the face, head, belly, chest, limbs, and hands that rest."""
    elsewhere = {10, 12, 31, 33, 34, 50, 51, 53, 54, 55, 56, 58, 68, 87, 89, 90}
    assert ("spine" in technique.not_on) == (int(technique.code[5:]) not in elsewhere)


@pytest.mark.parametrize(
    "code", ["TECH-01", "TECH-02", "TECH-03", "TECH-20", "TECH-44", "TECH-46", "TECH-95"]
)
def test_what_suits_any_area_stays_off_lymph_nodes(code: str) -> None:
    """SAFE-03."""
    nodes = {"neck_side", "armpit", "elbow_crease", "groin", "knee_hollow"}
    assert nodes <= set(by_code(code).not_on)


@pytest.mark.parametrize("technique", of("tap"), ids=lambda t: t.id)
def test_tapping_spares_kidneys_bones_chest_and_neck(technique: Technique) -> None:
    """SAFE-05, SAFE-06, CONF-08."""
    assert {"kidney", "lower_back"} | BONES_UNDER_THE_SKIN <= set(technique.not_on)
    assert {"chest_muscle", "neck_back", "neck_side", "abdomen"} <= set(technique.not_on)
    assert "fist" not in technique.hands


@pytest.mark.parametrize("code", ["TECH-80", "TECH-81", "TECH-85", "TECH-86", "TECH-92"])
def test_pressing_and_trembling_spare_the_kidneys(code: str) -> None:
    assert {"kidney", "lower_back"} <= set(by_code(code).not_on)


@pytest.mark.parametrize(
    ("code", "strongest"),
    [
        ("TECH-30", "light"),
        ("TECH-45", "medium"),
        ("TECH-52", "light"),
        ("TECH-57", "light"),
        ("TECH-62", "medium"),
        ("TECH-72", "light"),
        ("TECH-88", "light"),
        ("TECH-92", "medium"),
    ],
)
def test_risky_techniques_are_softened(code: str, strongest: str) -> None:
    """CONF-05, CONF-07, CONF-08, CONF-11: nothing hard beside the spine, light at neck and kidneys."""
    assert by_code(code).pressure[1] == strongest


def test_fists_never_reach_the_neck() -> None:
    fists = [t for t in techniques().values() if "fist" in t.hands]
    assert {t.code for t in fists} == {"TECH-47", "TECH-62"}
    assert all("neck_side" in t.not_on and t.pressure[1] == "medium" for t in fists)
    assert "neck_back" in by_code("TECH-62").not_on


@pytest.mark.parametrize("code", ["TECH-34", "TECH-54"])
def test_belly_techniques_say_when_not(code: str) -> None:
    """CONF-42, TIME-13."""
    technique = by_code(code)
    assert technique.pressure[1] == "light"
    assert "under_ribs" in technique.not_on
    assert any("pregnancy" in c and "meal" in c for c in technique.cautions)


@pytest.mark.parametrize("code", ["TECH-50", "TECH-51", "TECH-102"])
def test_chest_techniques_keep_to_the_muscle(code: str) -> None:
    """CONF-43."""
    assert {"armpit", "breast", "collarbone"} <= set(by_code(code).not_on)
    assert by_code(code).pressure == ("light", "light")


def test_the_fingertip_spiral_keeps_the_stricter_limit() -> None:
    assert by_code("TECH-30").motions_per_minute_max == 60


@pytest.mark.parametrize("technique", of("move"), ids=lambda t: t.id)
def test_moves_are_no_massage(technique: Technique) -> None:
    assert pressure_rank(technique.pressure[1]) <= pressure_rank("light")
    assert technique.motions_per_minute_max is None
    kinds = TRANSITIONS | EXERCISES | {"loosen_shoulders_hands", "relax_hands"}
    assert technique.id in kinds


@pytest.mark.parametrize("name", sorted(TRANSITIONS))
def test_a_transition_keeps_one_hand_on(name: str) -> None:
    """HANDS-01, HANDS-02, CONF-24."""
    technique = techniques()[name]
    assert technique.motion == "still"
    assert "Keep one hand on the body all the time." in technique.cautions
    assert {"HANDS-01", "CONF-24"} <= set(technique.source)


@pytest.mark.parametrize("name", sorted(EXERCISES - {"arm_raise"}))
def test_an_exercise_warns_of_dizziness(name: str) -> None:
    """CONF-41, CONF-44."""
    technique = techniques()[name]
    assert any("dizzy" in c for c in technique.cautions)
    assert {"CONF-41", "CONF-44"} & set(technique.source)


def test_breath_is_never_held_for_ten_seconds() -> None:
    assert "three seconds" in techniques()["breath_hold"].card


def test_strokes_down_may_use_the_back_of_the_hand() -> None:
    """PALM-02 on small bodies and at the nape."""
    for name in ("stroke_surface", "stroke_nape"):
        assert "back_of_hand" in techniques()[name].hands
        assert "down" in techniques()[name].directions


@pytest.mark.parametrize("technique", techniques().values(), ids=lambda t: t.id)
def test_its_ways_lie_where_it_is_meant_to_be(technique: Technique) -> None:
    for name in technique.paths:
        view_id, path_id = name.split("/")
        view = body_view(view_id)
        path = view.path(path_id)
        assert path is not None, name
        passed = [zone for zone_id in path.zones if (zone := view.zone(zone_id)) is not None]
        assert not passed or {zone.area for zone in passed} & set(technique.areas), name
    assert technique.paths


def test_every_routine_keeps_to_areas_and_ways() -> None:
    for routine in bundled_routines():
        for step in routine.steps:
            technique = techniques()[step.technique]
            assert area_of(routine, step) in technique.areas, (routine.id, step.id)
            assert f"{view_of(routine, step)}/{step.path}" in technique.paths, (routine.id, step.id)
