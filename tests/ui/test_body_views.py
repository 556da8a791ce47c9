"""Every view of the body: complete, inside its outline, and clear of what must be spared."""

from __future__ import annotations

from functools import cache

import pytest
from PySide6.QtCore import QPointF, QRectF

from massage_desktop.routine.body import Zone, body_view, view_ids
from massage_desktop.ui.bodymap.brush import path_of
from massage_desktop.ui.bodymap.curve import smooth
from massage_desktop.ui.bodymap.figure import area, figure_shape, silhouette, towels_shape
from massage_desktop.ui.bodymap.still import cover_for

VIEWS = view_ids()
NEEDED: dict[str, tuple[str, str]] = {
    "front": (
        "shoulders chest_muscle abdomen upper_arm forearm hand thigh thigh_outer neck_side throat "
        "armpit elbow_crease groin collarbone ribs breast knee",
        "shoulders_out neck_to_shoulders chest_out belly_circle belly_rest belly_strokes arm_up "
        "upper_arm_up forearm_up thigh_up thigh_outer_up",
    ),
    "legs": (
        "gluteal_lower thigh thigh_outer lower_leg ankle heel sole foot knee_hollow groin achilles",
        "leg_up thigh_up thigh_outer_up calf_up thigh_circles_up calf_circles_up thigh_pair_up "
        "calf_pair_up leg_shake sole_up sole_points leg_pinch_up legs_up",
    ),
    "feet": (
        "foot toes ball sole heel ankle",
        "toes_to_ankle feet_strokes ball_circles heel_circles sole_up ankle_round sole_points "
        "toe_by_toe foot_rotate",
    ),
    "arms": (
        "shoulders upper_arm forearm hand palm fingers elbow_crease armpit wrist",
        "arm_up forearm_up upper_arm_up upper_arm_circles_up forearm_circles_up arm_shake "
        "palm_circles palm_points fingers_along arms_up",
    ),
    "hands": (
        "palm thumb_base fingers hand wrist",
        "hand_strokes hands_strokes palm_circles palm_points fingers_along hands_loose",
    ),
    "head": (
        "head scalp skull_base neck_back shoulders upper_back spine neck_side ears",
        "head_spiral scalp_spiral scalp_circles nape_down neck_to_shoulders skull_base_points "
        "shoulders_out shoulder_knead shoulder_squeeze",
    ),
    "face": (
        "brow forehead temples cheeks jaw scalp eyes throat neck_side",
        "forehead_out brow_to_neck cheeks_out jaw_out scalp_circles face_strokes",
    ),
    "self_front": (
        "scalp shoulders neck_base chest_muscle chest_edge abdomen thigh lower_leg foot sole forearm "
        "hand neck_side throat armpit groin breast under_ribs shin knee",
        "shoulders_hold shoulder_strokes shoulder_press shoulder_circles chest_strokes chest_fingers "
        "chest_knuckles chest_edge_press belly_twist belly_strokes belly_circle belly_down belly_rest "
        "thigh_up leg_strokes_up leg_pinch_up foot_rotate sole_points foot_strokes head_bow "
        "hands_loose wrists_loose",
    ),
    "self_back": (
        "scalp skull_base neck_back shoulders mid_back lower_back back_sides gluteal_upper spine "
        "kidney neck_side",
        "scalp_circles scalp_strokes skull_base_press nape_circles nape_down shoulders_hold "
        "shoulders_out back_up_down back_strokes back_pats seat_rub",
    ),
    "side_lying": (
        "back_whole upper_back mid_back lower_back shoulder_blades shoulders beside_spine back_sides "
        "neck_back sacrum gluteal_upper spine kidney armpit neck_side",
        "up_and_spread loop_classic half_up circles_up whole_up rub_whole neck_down",
    ),
    "child_back": (
        "back_whole upper_back lower_back shoulders thigh lower_leg foot spine kidney neck_side knee_hollow",
        "back_strokes_up shoulders_to_lower_back tailbone_out leg_strokes_up",
    ),
    "child_front": (
        "shoulders hand forearm upper_arm thigh lower_leg foot abdomen neck_side throat armpit groin "
        "elbow_crease navel",
        "hand_strokes arm_strokes_up shoulders_out foot_strokes leg_strokes_up",
    ),
}
NEEDED |= {"infant_back": NEEDED["child_back"], "infant_front": NEEDED["child_front"]}
ONE_SIDED = ("one", "together")


def zone_shape(zone: Zone):
    shape = path_of(zone.outline, closed=True)
    return shape.united(path_of(zone.outline, closed=True, mirrored=True)) if zone.mirrored else shape


@cache
def forbidden_shape(view_id: str):
    shapes = [zone_shape(zone) for zone in body_view(view_id).zones if zone.status == "forbidden"]
    united = shapes[0] if shapes else path_of([(9, 9), (9.1, 9), (9, 9.1)], closed=True)
    for shape in shapes[1:]:
        united = united.united(shape)
    return united


def places(view_id: str):
    return [pytest.param(view_id, path.id, id=f"{view_id}-{path.id}") for path in body_view(view_id).paths]


def zones(view_id: str):
    return [pytest.param(view_id, zone.id, id=f"{view_id}-{zone.id}") for zone in body_view(view_id).zones]


ALL_PATHS = [case for view in VIEWS for case in places(view)]
ALL_ZONES = [case for view in VIEWS for case in zones(view)]

# ---------------------------------------------------------------- the data


@pytest.mark.parametrize("view_id", sorted(NEEDED))
def test_zones_and_paths_that_routines_name_are_there(view_id):
    view = body_view(view_id)
    needed_zones, needed_paths = (set(words.split()) for words in NEEDED[view_id])
    assert needed_zones - {zone.id for zone in view.zones} == set()
    assert needed_paths - {path.id for path in view.paths} == set()


@pytest.mark.parametrize("view_id", VIEWS)
def test_a_view_is_sound(view_id):
    view = body_view(view_id)
    known = {zone.id for zone in view.zones}
    assert view.id == view_id
    assert len(known) == len(view.zones), "an id is used twice"
    assert len({path.id for path in view.paths}) == len(view.paths), "an id is used twice"
    for path in view.paths:
        assert set(path.zones) <= known, path.id
        assert path.back_from is None or 0 < path.back_from < len(path.points) - 1, path.id
    for towel in view.towels:
        assert {*towel.bare_for, *towel.only_for} <= known, towel.id
    names = [figure.id for figure in (*view.figures, *view.towels)]
    assert len(set(names)) == len(names)
    assert all(zone.reason and zone.rules for zone in view.zones if zone.status != "open")
    assert all(zone.pressure == "touch" for zone in view.zones if zone.status == "forbidden")


@pytest.mark.parametrize(("view_id", "path_id"), ALL_PATHS)
def test_paths_lie_on_the_body_and_clear_of_forbidden_areas(view_id, path_id):
    path = body_view(view_id).path(path_id)
    body, spared = silhouette(view_id), forbidden_shape(view_id)
    for x, y in smooth(path.points)[::3]:
        assert body.contains(QPointF(x, y)), f"off the body at {x:.3f}, {y:.3f}"
        assert not spared.contains(QPointF(x, y)), f"in a forbidden area at {x:.3f}, {y:.3f}"


@pytest.mark.parametrize(("view_id", "zone_id"), ALL_ZONES)
def test_zones_lie_on_the_body(view_id, zone_id):
    shape = zone_shape(body_view(view_id).zone(zone_id))
    assert area(shape) > 1e-5
    assert area(shape.intersected(silhouette(view_id))) > 0.7 * area(shape)


@pytest.mark.parametrize("view_id", VIEWS)
def test_right_halves_are_drawn_on_the_right(view_id):
    view = body_view(view_id)
    for path in view.paths:
        if path.hands != "single":
            assert all(x > -1e-6 for x, _ in path.points), path.id
    for zone in view.zones:
        if zone.mirrored:
            assert sum(x for x, _ in zone.outline) > 0, zone.id


@pytest.mark.parametrize(("view_id", "zone_id"), ALL_ZONES)
def test_what_is_worked_is_not_under_a_towel(view_id, zone_id):
    view = body_view(view_id)
    zone = view.zone(zone_id)
    cover = cover_for(view, (zone_id,))
    towels = towels_shape(view_id, cover.towels)
    if zone.status == "open" and not towels.isEmpty():
        shape = zone_shape(zone).intersected(silhouette(view_id))
        assert area(shape.intersected(towels)) < 0.25 * area(shape), "COVER-01"


@pytest.mark.parametrize("view_id", ["front", "child_front", "child_back"])
def test_more_is_covered_at_rest_than_at_work(view_id):
    view = body_view(view_id)
    rest = area(towels_shape(view_id, cover_for(view, ()).towels))
    bare = [area(towels_shape(view_id, cover_for(view, (zone,)).towels)) for zone in ("thigh",)]
    assert all(rest > worked > 0 for worked in bare)


def test_breasts_and_groins_stay_covered_in_front():
    view = body_view("front")
    for zone in view.zones:
        if zone.status == "open":
            towels = towels_shape("front", cover_for(view, (zone.id,)).towels)
            for private in ("breast", "groin"):
                shape = zone_shape(view.zone(private))
                assert area(shape.intersected(towels)) > 0.9 * area(shape), (zone.id, private)


def test_infants_have_a_large_head_and_children_a_smaller_one():
    def share(view_id: str) -> float:
        heads = ("face", "hair", "head", "hair_behind")
        box = QRectF()
        for figure in body_view(view_id).figures:
            if figure.id in heads:
                box = box.united(figure_shape(body_view(view_id), figure).boundingRect())
        return box.height() / silhouette(view_id).boundingRect().height()

    assert 0.22 < share("infant_front") < 0.30
    assert 0.22 < share("infant_back") < 0.30
    assert 0.14 < share("child_front") < 0.19
    assert 0.14 < share("child_back") < 0.19
