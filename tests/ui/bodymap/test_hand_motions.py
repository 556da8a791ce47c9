"""Every motion moves the hands in its own way."""

from __future__ import annotations

from itertools import pairwise
from math import atan2, hypot, tau
from typing import get_args

import pytest
from scenes import PATHS, VIEW, along, poses

from massage_desktop.routine.model import Motion
from massage_desktop.ui.bodymap.motion import RETURN_SHARE, curve_of

MOTIONS = get_args(Motion)


def loops(track) -> int:
    """Closed loops in a track: full turns of the direction of travel."""
    turned = 0.0
    steps = [(b.x - a.x, b.y - a.y) for a, b in pairwise(track) if hypot(b.x - a.x, b.y - a.y) > 1e-7]
    for (ax, ay), (bx, by) in pairwise(steps):
        turned += atan2(ax * by - ay * bx, ax * bx + ay * by)
    return round(turned / tau)


@pytest.mark.parametrize(
    ("motion", "count"), [("circles", 1), ("circles", 4), ("circles", 9), ("spiral", 4), ("spiral", 9)]
)
def test_circles_draw_that_many_loops(motion, count):
    share = 1 - RETURN_SHARE
    track = [
        poses("circles_up", share * (0.001 + 0.998 * k / 1500), motion=motion, motions=count)[0]
        for k in range(1501)
    ]
    assert loops(track) == count


def crossings(values) -> int:
    signs = [value > 0 for value in values if abs(value) > 1e-6]
    return sum(a != b for a, b in pairwise(signs))


def swing(path, motion, count, steps=600):
    """Sideways distance from the plain glide, over the working stroke."""
    share = 1 - RETURN_SHARE
    moments = [share * (k + 0.5) / steps for k in range(steps)]
    moved = [poses(path, m, motion=motion, motions=count)[0].x for m in moments]
    plain = [poses(path, m)[0].x for m in moments]
    return [a - b for a, b in zip(moved, plain, strict=True)]


@pytest.mark.parametrize("motion", ["zigzag", "wave"])
def test_zigzag_and_wave_swing_once_a_motion(motion):
    values = swing("circles_up", motion, 7)
    assert crossings(values) == 13
    assert max(values) > 0.010
    assert min(values) < -0.010


def test_spiral_widens():
    share = 1 - RETURN_SHARE
    reach = [abs(v) for v in swing("circles_up", "spiral", 8)]
    assert max(reach[: len(reach) // 4]) < 0.6 * max(reach[-len(reach) // 3 :])
    assert share < 1


def test_saw_opposes_the_hands():
    hands = [
        poses("saw_up", (1 - RETURN_SHARE) * k / 400, motion="saw", motions=10, side="right")
        for k in range(1, 400)
    ]
    apart = [upper.x - lower.x for upper, lower in hands]
    assert crossings(apart) == 19
    assert all(upper.y < lower.y for upper, lower in hands)
    assert max(apart) > 0.03


def test_pats_lift_in_turn_and_one_hand_always_stays():
    up_right = up_left = 0
    before = (False, False)
    for k in range(801):
        right, left = poses("pat_up", (1 - RETURN_SHARE) * k / 800, motion="pat", motions=6)
        assert not (right.lifted and left.lifted)
        up_right += right.lifted and not before[0]
        up_left += left.lifted and not before[1]
        before = right.lifted, left.lifted
    assert (up_right, up_left) == (6, 6)


def test_shake_trembles_slightly():
    def row(motion):
        return [poses("vibrate_spots", k / 600, motion=motion)[0] for k in range(120)]

    off = [hypot(a.x - b.x, a.y - b.y) for a, b in zip(row("shake"), row("glide"), strict=True)]
    assert 0.002 < max(off) < 0.006


def test_press_rests_on_each_place():
    track = along("every_cm", 1000, motion="press", motions=5, side="right")
    still = [hypot(b.x - a.x, b.y - a.y) < 1e-9 for a, b in pairwise(track[:840])]
    rests = sum(1 for a, b in pairwise([False, *still]) if b and not a)
    assert rests == 5
    weights = [pose.weight for pose in track[:840]]
    assert min(weights) < 0.4 < 0.95 < max(weights)


@pytest.mark.parametrize("motion", ["lift", "roll", "wave"])
def test_kneading_closes_round_the_muscle(motion):
    grips = [pose.grip for pose in along("wave_up", 400, motion=motion, motions=5, side="right")]
    assert max(grips) > 0.95
    peaks = sum(a < b > c for a, b, c in zip(grips, grips[1:], grips[2:], strict=False))
    assert peaks >= 5


def test_every_motion_moves_in_its_own_way():
    def signature(motion):
        track = [poses("circles_up", k / 90, motion=motion)[0] for k in range(3, 70)]
        return tuple(round(v, 5) for p in track for v in (p.x, p.y, p.grip, p.height, p.weight))

    assert len({signature(motion) for motion in MOTIONS}) == len(MOTIONS)


def test_still_hands_do_not_move():
    places = {
        (p.x, p.y) for k in range(20) for p in poses("circles_up", k / 20, motion="still", side="right")
    }
    assert len(places) == 1
    held = poses("circles_up", 0.4, motion="circles", still=True, side="right")[0]
    assert (held.x, held.y) == pytest.approx(curve_of(VIEW.path("circles_up")).at(0.4 / (1 - RETURN_SHARE)))


def test_the_way_back_is_lighter():
    out, back = poses("up_and_spread", 0.2)[0], poses("up_and_spread", 0.75)[0]
    assert out.weight == 1.0
    assert back.weight < 0.5
    alone = poses("half_up", 1 - RETURN_SHARE / 2, side="right")[0]
    assert alone.lifted
    pair = poses("circles_up", 1 - RETURN_SHARE / 2)
    assert not any(pose.lifted for pose in pair), "one hand always stays on the body (HANDS-01)"
    assert all(pose.weight < 0.5 for pose in pair)


def test_hands_never_point_to_the_feet():
    for path in PATHS:
        if VIEW.path(path).hands != "together":
            assert all(abs(pose.angle) <= 60 for pose in along(path, 100, motion="wave"))


def test_unknown_path_shows_no_hands():
    assert poses("no_such_path", 0.5) == []


def test_poses_carry_part_and_pressure():
    pose = poses("circles_up", 0.2, hand="thumbs", pressure="medium")[0]
    assert (pose.part, pose.pressure) == ("thumbs", "medium")
