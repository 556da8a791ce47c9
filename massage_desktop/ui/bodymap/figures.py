"""The figure that each motion adds to a hand's travel: circles, zigzag, pats and so on (body units)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, floor, pi, sin

from msgspec.structs import replace

from massage_desktop.routine.model import Motion

from .curve import Curve
from .pose import HandPose

CIRCLE_RADIUS = 0.024
ZIGZAG = 0.022
SAW = 0.022
WAVE = 0.014
TREMBLE = 0.0035
TREMBLE_HZ = 6.0

_SPINE_FREE = 0.027  # half width of the strip over the spine that hands never enter
_WIDE = 1.0
_LINGER = 0.9
_SMOOTHED = 0.045  # body units over which the direction of travel is averaged
_SOFT = 0.03


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """How far a repetition has come.

    ``done`` is the share of the working stroke (1: on the way back), ``span`` the share of the whole curve
    that belongs to it, ``motions`` the figures in it, ``seconds`` the time since the repetition began.
    ``partner`` is the other hand of a pair, which pats in turn with the first.
    ``spine`` tells that the midline is one to be left free.
    """

    curve: Curve
    done: float
    span: float
    motions: int
    seconds: float
    partner: bool
    spine: bool = True

    @property
    def room(self) -> float:
        """How far a figure may swing to the side without coming near the spine (SAFE-01)."""
        return max(0.0, self.curve.nearest_x - _SPINE_FREE) if self.spine else _WIDE

    @property
    def turn(self) -> float:
        """Angle of the figure in radians, one full turn a motion."""
        return 2 * pi * self.motions * self.done

    @property
    def fade(self) -> float:
        """0 at both ends of the stroke and 1 between, so that figures begin and end on the path."""
        return max(0.0, min(1.0, self.done / _SOFT, (1 - self.done) / _SOFT))


def with_figure(motion: Motion, base: HandPose, stroke: Stroke) -> HandPose:
    """The pose with the motion's own figure added."""
    figure = _FIGURES.get(motion)
    return figure(base, stroke) if figure else base


def stepped(done: float, motions: int) -> float:
    """Share of the way for hands that rest on one place after the other, ``motions`` places in all.

    Two thirds of each beat belong to the place, the rest to gliding on to the next.
    """
    if motions <= 1:
        return done
    place = min(floor(done * motions), motions - 1)
    move = min(1.0, max(0.0, (done * motions - place - 0.67) / 0.33))
    return min(1.0, (place + (1 - cos(pi * move)) / 2) / (motions - 1))


def saw_swing(stroke: Stroke) -> float:
    """How far a sawing hand is to one side at this moment."""
    return sin(stroke.turn) * min(SAW, stroke.room) * stroke.fade


def _pulse(turn: float) -> float:
    """0 to 1 and back once a motion."""
    return (1 - cos(turn)) / 2


def _triangle(turn: float) -> float:
    """A triangle wave between -1 and 1 that starts at 0 and rises."""
    t = (turn / (2 * pi)) % 1.0
    return 4 * t if t < 0.25 else 2 - 4 * t if t < 0.75 else 4 * t - 4


def _circles(base: HandPose, stroke: Stroke, radius: float = CIRCLE_RADIUS) -> HandPose:
    """Loops round the travelling point, outward over the top.

    The travelling point lingers while the hand runs back, so that even few motions show as closed loops.
    """
    share = stroke.done - _LINGER * (1 - cos(stroke.turn)) / (2 * pi * stroke.motions)
    x, y = stroke.curve.at(share * stroke.span)
    ahead, aside = stroke.curve.heading(share * stroke.span, _SMOOTHED)
    r = min(radius, stroke.room) * stroke.fade
    along, across = cos(stroke.turn) * r, sin(stroke.turn) * r
    return replace(base, x=x + along * ahead - across * aside, y=y + along * aside + across * ahead)


def _spiral(base: HandPose, stroke: Stroke) -> HandPose:
    """Circles that widen on the way."""
    return _circles(base, stroke, CIRCLE_RADIUS * (0.4 + 0.8 * stroke.done))


def _zigzag(base: HandPose, stroke: Stroke) -> HandPose:
    swing = _triangle(stroke.turn) * stroke.fade
    return replace(base, x=base.x + swing * min(ZIGZAG, stroke.room), angle=base.angle + swing * 10)


def _saw(base: HandPose, stroke: Stroke) -> HandPose:
    return replace(base, x=base.x + saw_swing(stroke) * (-1 if stroke.partner else 1))


def _wave(base: HandPose, stroke: Stroke) -> HandPose:
    swing = sin(stroke.turn) * stroke.fade
    rock = 9 * cos(stroke.turn) * stroke.fade
    return replace(
        base, x=base.x + swing * min(WAVE, stroke.room), angle=base.angle + rock, grip=_pulse(stroke.turn)
    )


def _lift(base: HandPose, stroke: Stroke) -> HandPose:
    held = _pulse(stroke.turn)
    return replace(base, x=base.x + held * 0.010, grip=held, weight=base.weight * (0.6 + 0.4 * held))


def _roll(base: HandPose, stroke: Stroke) -> HandPose:
    swing = sin(stroke.turn) * stroke.fade
    grip = 0.35 + 0.65 * _pulse(stroke.turn)
    return replace(base, y=base.y + swing * 0.007, angle=base.angle + 7 * swing, grip=grip)


def _pat(base: HandPose, stroke: Stroke) -> HandPose:
    """The hands take turns: while one is up the other lies on the body (HANDS-01)."""
    raised = max(0.0, -sin(stroke.turn) if stroke.partner else sin(stroke.turn))
    return replace(base, height=raised, lifted=raised > 0.12, weight=base.weight * (1.0 - 0.8 * raised))


def _press(base: HandPose, stroke: Stroke) -> HandPose:
    return replace(base, weight=base.weight * (0.35 + 0.65 * _pulse(stroke.turn)))


def _shake(base: HandPose, stroke: Stroke) -> HandPose:
    beat = 2 * pi * TREMBLE_HZ * stroke.seconds
    return replace(base, x=base.x + sin(beat) * TREMBLE, y=base.y + sin(beat * 1.37) * TREMBLE * 0.5)


_FIGURES: dict[Motion, Callable[[HandPose, Stroke], HandPose]] = {
    "circles": _circles,
    "spiral": _spiral,
    "zigzag": _zigzag,
    "saw": _saw,
    "wave": _wave,
    "lift": _lift,
    "roll": _roll,
    "pat": _pat,
    "press": _press,
    "shake": _shake,
}
