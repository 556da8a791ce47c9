"""Where the hands are: a pure function of the scene, so that pictures and tests agree.

One repetition is one pass along the step's path. Every motion adds its own figure to the travelling point.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, degrees, pi, sin

from msgspec.structs import replace

from massage_desktop.routine.body import BodyView, Path

from .curve import Curve, Point
from .figures import Stroke, saw_swing, stepped, with_figure
from .pose import HandPose
from .scene import BodyScene

RETURN_SHARE = 0.16
"""Share of a repetition that goes into coming back, on paths without a return stroke of their own."""

_SAW_APART = 0.033  # half the distance between two hands that work together
_SPINE = "spine"
_ACROSS = -82.0  # degrees: fingers across the back
_TILT_MAX = 38.0  # degrees that a hand turns towards where it travels
_TILT_STRETCH = 0.045  # body units over which that turn is averaged
_RETURN_WEIGHT = 0.35
_IN_TURN = ("pat", "saw")  # motions in which the two hands of a pair do not mirror each other


@lru_cache(maxsize=64)
def _curve(points: tuple[Point, ...]) -> Curve:
    return Curve(points)


def curve_of(path: Path) -> Curve:
    """The smooth way of a path, on the right half."""
    return _curve(tuple(path.points))


def hand_poses(scene: BodyScene, view: BodyView) -> list[HandPose]:
    """The hands at this moment, the one on the right half first; empty when the view has no such path."""
    path = view.path(scene.path)
    if path is None:
        return []
    spine = any(zone.id == _SPINE for zone in view.zones)
    right = _half(scene, path, partner=False, spine=spine)
    if path.hands == "single":
        return right
    if path.hands == "pair" and scene.side == "both":
        other = _half(scene, path, partner=True, spine=spine) if scene.motion in _IN_TURN else right
        return [*right, *(pose.mirror() for pose in other)]
    if side_now(scene) == ("right" if view.facing == "away" else "left"):
        return right
    return [pose.mirror() for pose in right]


def side_now(scene: BodyScene) -> str:
    """The half worked now; one-sided paths of two-sided steps change sides every repetition, right first."""
    if scene.side != "both":
        return scene.side
    return "right" if scene.repetition % 2 == 1 else "left"


def _half(scene: BodyScene, path: Path, *, partner: bool, spine: bool) -> list[HandPose]:
    """The hands of one half, drawn on the right; ``partner`` is the second of a pair.

    ``spine`` tells that the midline has to be left free.
    """
    curve = curve_of(path)
    stroke = _stroke(scene, path, curve, partner=partner, spine=spine)
    share, weight, height = _progress(scene, path, stroke)
    if scene.still or scene.motion == "still":
        x, y = curve.at(share if scene.still else 0.5)
        return [_pose(scene, (x, y), weight=0.6)]
    base = replace(_pose(scene, curve.at(share), weight=weight), height=height, lifted=height > 0.02)
    if path.hands == "together":
        return _together(scene, base, stroke)
    base = replace(base, angle=_tilt(curve.heading(share, _TILT_STRETCH), back=stroke.done >= 1.0))
    return [base if stroke.done >= 1.0 else with_figure(scene.motion, base, stroke)]


def _pose(scene: BodyScene, place: Point, *, weight: float) -> HandPose:
    return HandPose(
        x=place[0],
        y=place[1],
        angle=0.0,
        part=scene.hand,
        pressure=scene.pressure,
        lifted=False,
        mirrored=False,
        weight=weight,
    )


def _stroke(scene: BodyScene, path: Path, curve: Curve, *, partner: bool, spine: bool) -> Stroke:
    """The working stroke of this repetition and how much of it is done."""
    span = curve.mark(path.back_from) if path.back_from is not None else 1.0
    lasts = span if path.back_from is not None else 1.0 if curve.closed else 1.0 - RETURN_SHARE
    return Stroke(
        curve=curve,
        done=min(1.0, max(scene.phase, 0.0) / lasts),
        span=span,
        motions=max(scene.motions, 1),
        seconds=scene.seconds,
        partner=partner,
        spine=spine,
    )


def _progress(scene: BodyScene, path: Path, stroke: Stroke) -> tuple[float, float, float]:
    """(share of the curve, weight, height) at this moment."""
    phase = min(max(scene.phase, 0.0), 1.0)
    if path.back_from is not None:
        return phase, _return_weight(phase, stroke.span), 0.0
    if stroke.curve.closed:
        return phase, 1.0, 0.0
    if stroke.done < 1.0:
        resting = scene.motion in ("pat", "press")
        return stepped(stroke.done, stroke.motions) if resting else stroke.done, 1.0, 0.0
    back = (phase - (1 - RETURN_SHARE)) / RETURN_SHARE
    share = (1 + cos(pi * back)) / 2
    raised = sin(pi * back)
    if path.hands == "pair":  # a pair floats back in touch (HANDS-01)
        return share, 1 - 0.85 * raised, 0.0
    return share, 1 - 0.9 * raised, raised


def _return_weight(phase: float, mark: float) -> float:
    """1 on the working stroke, less on the light return, with a soft change over 4 % of the repetition."""
    soft = min(1.0, max(0.0, (phase - mark) / 0.04))
    close = min(1.0, max(0.0, (1.0 - phase) / 0.04))
    return 1.0 - (1.0 - _RETURN_WEIGHT) * min(soft, close)


def _tilt(heading: Point, *, back: bool) -> float:
    """Degrees by which a hand turns towards its way; the fingers never turn to the feet."""
    x, y = heading
    lean = degrees(atan2(x, abs(y) + 0.75)) * (0.35 if back or y > 0.3 else 1.0)
    return max(-_TILT_MAX, min(_TILT_MAX, lean))


def _together(scene: BodyScene, base: HandPose, stroke: Stroke) -> list[HandPose]:
    """Two hands on one half, one above the other, fingers across; sawing moves them against each other."""
    swing = saw_swing(stroke) if scene.motion == "saw" and stroke.done < 1.0 else 0.0
    upper = replace(base, x=base.x + swing, y=base.y - _SAW_APART, angle=_ACROSS)
    lower = replace(base, x=base.x - swing, y=base.y + _SAW_APART, angle=_ACROSS, mirrored=True)
    return [upper, lower]
