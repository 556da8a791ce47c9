"""The drawn back: zones, paths and areas to spare are where the rules want them."""

from __future__ import annotations

from math import hypot
from typing import get_args

import pytest
from PySide6.QtCore import QPointF
from scenes import PATHS, VIEW, inside, poses, zone_shape

from massage_desktop.routine.model import Motion
from massage_desktop.ui.bodymap.brush import path_of
from massage_desktop.ui.bodymap.motion import curve_of

MOTIONS = get_args(Motion)
ZONES = {
    "back_whole", "lower_back", "mid_back", "upper_back", "shoulder_blades", "shoulders",
    "beside_spine", "back_sides", "neck_back", "sacrum", "gluteal_upper", "spine", "kidney",
    "armpit", "neck_side",
}  # fmt: skip
NEEDED_PATHS = {
    "up_and_spread", "loop_classic", "half_up", "saw_up", "pinch_up", "circles_up", "outward",
    "deep_edges_up", "every_cm", "pat_up", "squeeze_up", "squeeze_down", "converge_up", "wave_up",
    "shoulder_circles", "whole_up", "rub_whole", "vibrate_spots",
}  # fmt: skip


def test_all_zones_and_paths_are_drawn():
    assert {zone.id for zone in VIEW.zones} == ZONES
    assert set(PATHS) >= NEEDED_PATHS
    assert all(set(path.zones) <= ZONES for path in VIEW.paths)


@pytest.mark.parametrize(
    ("zone", "cap"),
    [
        ("beside_spine", "medium"), ("lower_back", "light"), ("shoulder_blades", "medium"),
        ("neck_back", "light"), ("sacrum", "medium"), ("gluteal_upper", "firm"), ("back_whole", "firm"),
        ("kidney", "light"),
    ],
)  # fmt: skip
def test_pressure_caps_follow_the_rules(zone, cap):
    assert VIEW.zone(zone).pressure == cap


def test_areas_to_spare_say_why():
    spared = [zone for zone in VIEW.zones if zone.status != "open"]
    assert {zone.id: zone.status for zone in spared} == {
        "spine": "forbidden", "kidney": "careful", "armpit": "forbidden", "neck_side": "forbidden",
    }  # fmt: skip
    assert all(zone.reason and zone.rules for zone in spared)
    assert {zone.id for zone in VIEW.zones if zone.bony} >= {"spine", "sacrum", "shoulder_blades"}


@pytest.mark.parametrize("path", PATHS)
def test_right_half_is_drawn_inside_the_trunk(path):
    trunk = path_of([*VIEW.outlines["torso"]], closed=True)
    assert all(x > 0 and trunk.contains(QPointF(x, y)) for x, y in curve_of(VIEW.path(path)).points)


@pytest.mark.parametrize("motion", MOTIONS)
@pytest.mark.parametrize("path", PATHS)
def test_hands_never_touch_forbidden_areas(path, motion):
    shapes = [shape for zone in ("spine", "armpit", "neck_side") for shape in zone_shape(zone)]
    for k in range(121):
        for pose in poses(path, k / 120, motion=motion):
            place = QPointF(pose.x, pose.y)
            assert not any(shape.contains(place) for shape in shapes), (path, motion, k)


@pytest.mark.parametrize("path", ["pat_up", "vibrate_spots"])
def test_taps_and_vibration_stay_above_the_kidneys(path):
    kidney = zone_shape("kidney")[0].boundingRect()
    lowest = max(y for _, y in curve_of(VIEW.path(path)).points)
    assert lowest + 0.05 < kidney.top(), "half a cupped hand of distance"


def test_the_kidney_test_can_fail():
    assert inside("kidney", 0.105, 0.785)
    assert not inside("kidney", 0.02, 0.785)


def test_paths_run_the_way_their_names_say():
    def rise(path):
        curve = curve_of(VIEW.path(path))
        turn = VIEW.path(path).back_from
        return curve.at(0)[1] - curve.at(curve.mark(turn) if turn is not None else 1)[1]

    upward = NEEDED_PATHS - {"squeeze_down", "shoulder_circles"}
    assert all(rise(path) > 0.15 for path in upward)
    assert rise("squeeze_down") < -0.5
    assert curve_of(VIEW.path("shoulder_circles")).closed
    kidney_top = zone_shape("kidney")[0].boundingRect().top()
    assert curve_of(VIEW.path("pat_up")).at(0)[1] < kidney_top


@pytest.mark.parametrize("path", ["rub_whole", "every_cm"])
def test_serpentines_cover_their_half(path):
    points = curve_of(VIEW.path(path)).points
    gaps = 0
    for row in range(42, 97, 5):
        for column in range(7, 18, 2):
            x, y = column / 100, row / 100
            gaps += min(hypot(px - x, py - y) for px, py in points) > 0.05
    assert gaps == 0
