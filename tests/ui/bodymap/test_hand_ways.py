"""Hands travel along the path: one pass in one repetition, on the side that is worked."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest
from scenes import PATHS, VIEW, poses, scene

from massage_desktop.ui.bodymap import (
    hand_poses,
)
from massage_desktop.ui.bodymap.motion import RETURN_SHARE, curve_of


@pytest.mark.parametrize("path", PATHS)
def test_a_gliding_hand_is_on_the_path(path):
    curve = curve_of(VIEW.path(path))
    way = [curve.at(k / 600) for k in range(601)]
    for k in range(61):
        hands = poses(path, k / 60, side="right")
        x, y = (sum(getattr(pose, axis) for pose in hands) / len(hands) for axis in "xy")
        assert min(hypot(x - a, y - b) for a, b in way) < 0.004


@pytest.mark.parametrize("path", PATHS)
def test_one_pass_in_one_repetition(path):
    curve = curve_of(VIEW.path(path))
    comes_back = VIEW.path(path).back_from is not None or curve.closed
    end = 1.0 if comes_back else 1.0 - RETURN_SHARE
    first, last = poses(path, 0.0, side="right"), poses(path, end, side="right")
    middle = sum(pose.x for pose in first) / len(first), sum(pose.y for pose in first) / len(first)
    assert middle == pytest.approx(curve.at(0.0), abs=1e-6)
    middle = sum(pose.x for pose in last) / len(last), sum(pose.y for pose in last) / len(last)
    assert middle == pytest.approx(curve.at(1.0), abs=2e-3)
    again = poses(path, 1.0, side="right")[0]
    assert (again.x, again.y) == pytest.approx((first[0].x, first[0].y), abs=2e-3)


@pytest.mark.parametrize("path", PATHS)
def test_even_speed(path):
    curve = curve_of(VIEW.path(path))
    comes_back = VIEW.path(path).back_from is not None or curve.closed
    share = 1.0 if comes_back else 1.0 - RETURN_SHARE
    track = [poses(path, share * k / 50, side="right")[0] for k in range(50)]
    steps = [hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(track)]
    straight = curve.length / 50
    assert max(steps) < straight * 1.02
    assert sorted(steps)[len(steps) // 2] > straight * 0.75, "chords are shorter only in bends"


def test_a_pair_is_symmetric():
    for path in ("up_and_spread", "outward", "circles_up"):
        for phase in (0.0, 0.21, 0.5, 0.77):
            right, left = poses(path, phase, motion="circles")
            assert (left.x, left.y) == pytest.approx((-right.x, right.y))
            assert left.angle == -right.angle
            assert (right.mirrored, left.mirrored) == (False, True)


def test_side_chooses_the_half():
    assert [pose.x > 0 for pose in poses("up_and_spread", 0.3, side="right")] == [True]
    assert [pose.x < 0 for pose in poses("up_and_spread", 0.3, side="left")] == [True]
    assert all(pose.x > 0 for pose in poses("saw_up", 0.3, side="right", motion="saw"))
    assert all(pose.x < 0 for pose in poses("saw_up", 0.3, side="left", motion="saw"))


def test_one_sided_paths_take_turns_when_both_sides_are_worked():
    sides = [poses("half_up", 0.3, repetition=n)[0].x > 0 for n in (1, 2, 3)]
    assert sides == [True, False, True]


def test_a_view_from_the_front_swaps_the_sides():
    import msgspec

    front = msgspec.structs.replace(VIEW, facing="toward")
    assert hand_poses(scene("half_up", 0.3, side="right"), front)[0].x < 0
