"""Curves, the shapes of hands, and the scene of a moment."""

from __future__ import annotations

from math import cos, pi, tau
from types import SimpleNamespace
from typing import get_args

import pytest
from scenes import scene

from massage_desktop.routine.model import HandPart
from massage_desktop.ui.bodymap import (
    BodyScene,
    scene_for,
)
from massage_desktop.ui.bodymap.curve import Curve, smooth
from massage_desktop.ui.bodymap.handshape import hand_shape
from massage_desktop.ui.bodymap.moment import held_still


def test_corners_stay_and_curves_pass_through_their_points():
    flat = smooth([(0, 0), (1, 0), (1, 0), (1, 1)])
    assert (1, 0) in flat
    assert all(x in (0, 1) or y == 0 for x, y in flat)
    points = [(0.0, 0.0), (0.3, 0.4), (0.9, 0.1), (1.2, 0.8)]
    curve = Curve(points)
    for k, point in enumerate(points):
        assert curve.at(curve.mark(k)) == pytest.approx(point, abs=1e-6)


def test_a_circle_is_measured_right():
    curve = Curve([(cos(k * pi / 12), cos(k * pi / 12 - pi / 2)) for k in range(25)])
    assert curve.length == pytest.approx(tau, rel=2e-3)
    assert curve.closed


@pytest.mark.parametrize("part", get_args(HandPart))
def test_every_part_of_the_hand_is_drawn(part):
    shape = hand_shape(part)
    box = shape.outline.boundingRect()
    assert 0.15 < box.width() < 0.9
    assert 0.5 < box.height() < 1.2
    assert shape.contact
    assert shape.lines


def test_hand_shapes_differ():
    twins = {"thumb": "thumbs"}
    parts = [part for part in get_args(HandPart) if part not in twins]
    boxes = {}
    for part in parts:
        shape = hand_shape(part)
        box = shape.outline.boundingRect()
        boxes[part] = tuple(
            round(v, 3) for v in (box.left(), box.top(), box.width(), box.height(), *shape.contact[0])
        )
    assert len(set(boxes.values())) == len(parts)


def snapshot(**changes):
    step = SimpleNamespace(
        zone="mid_back", path="half_up", hand="palm", side="left", motions=3, kind="massage", view=None
    )
    planned = SimpleNamespace(
        step=step, technique=SimpleNamespace(motion="spiral"), pressure="medium", pace_per_minute=5.0
    )
    values = {
        "phase": "running", "step": planned, "plan": SimpleNamespace(routine=SimpleNamespace(view="back")),
        "repetition": 2, "repetition_phase": 0.25,
    }  # fmt: skip
    return SimpleNamespace(**(values | changes))


def test_scene_of_a_snapshot():
    made = scene_for(snapshot())
    assert made == BodyScene(
        view="back", zone="mid_back", path="half_up", motion="spiral", motions=3, hand="palm", side="left",
        pressure="medium", phase=0.25, repetition=2, pace_per_minute=5.0, still=False,
    )  # fmt: skip
    assert made.seconds == pytest.approx(3.0)
    assert scene_for(snapshot(phase="held")).still
    assert scene_for(snapshot(step=None)) is None
    assert scene_for(snapshot(plan=SimpleNamespace(routine=SimpleNamespace(view="moon")))) is None
    elsewhere = snapshot()
    elsewhere.step.step.view = "front"
    assert scene_for(elsewhere).view == "front"


def test_reduced_motion_steps_from_place_to_place():
    places = {held_still(scene(phase=k / 200)).phase for k in range(201)}
    assert 2 <= len(places) <= 8
    assert all(0 < place < 1 for place in places)
