"""The shapes of hands: one outline with fine lines and places of contact for every part of the hand.

A shape is a right hand seen from above, fingers to the top, one unit from wrist to the tip of the middle
finger. Its place of contact lies at (0, 0).
"""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QTransform

from massage_desktop.routine.model import HandPart

from .brush import path_of
from .curve import Point
from .fingers import (
    BASES,
    Ellipse,
    Finger,
    HandShape,
    bent_under,
    finger_gaps,
    finger_row,
    knuckle_arcs,
    make_thumb,
    palm_outline,
    put_together,
)


def _open_hand(turns: tuple[float, ...], thumb: Finger, contact: list[Ellipse], at: Point) -> HandShape:
    """A flat hand seen from its back."""
    fingers = finger_row(turns)
    lines = [
        *knuckle_arcs(),
        *finger_gaps(fingers, 0.30 if turns[3] > 12 else 0.72),
        *(f.fold(0.46) for f in fingers),
    ]
    return put_together(
        [palm_outline(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*lines, thumb.fold(0.52)],
        nails=[f.nail() for f in [*fingers, thumb]],
        contact=contact,
        at=at,
    )


CLOSED = (-2.6, -0.8, 1.2, 3.6)


def _palm_flat() -> HandShape:
    return _open_hand(CLOSED, make_thumb(-32, 0.33, 24), [(0.0, 0.10, 0.19, 0.22)], (0.0, 0.08))


def _whole_hand() -> HandShape:
    contact = [(0.0, 0.10, 0.20, 0.24), (-0.01, -0.28, 0.19, 0.18)]
    return _open_hand((-5.5, -1.6, 2.6, 8.5), make_thumb(-44, 0.34, 20), contact, (0.0, 0.02))


def _palm_heel() -> HandShape:
    fingers = finger_row((-6, -2, 3, 9), (0.84, 0.84, 0.84, 0.82))
    thumb = make_thumb(-48, 0.29, 14)
    return put_together(
        [palm_outline(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*knuckle_arcs(), *finger_gaps(fingers, 0.4), *(f.fold(0.5) for f in fingers), thumb.fold(0.5)],
        nails=[f.nail() for f in [*fingers, thumb]],
        contact=[(-0.085, 0.34, 0.095, 0.105), (0.085, 0.34, 0.095, 0.105)],
        at=(0.0, 0.30),
    )


def _outer_edge() -> HandShape:
    body = path_of(
        [(-0.085, 0.500), (-0.092, 0.330), (-0.100, 0.160), (-0.092, 0.000), (-0.074, -0.200),
         (-0.056, -0.370), (-0.012, -0.480), (0.040, -0.465), (0.066, -0.340), (0.080, -0.160),
         (0.094, 0.020), (0.100, 0.200), (0.088, 0.360), (0.084, 0.500)],
        closed=True,
    )  # fmt: skip
    thumb = Finger(base=(-0.030, 0.230), turn=-3, length=0.36, width=0.115, tip=0.085, bend=-4)
    seam = path_of([(0.052, 0.010), (0.046, -0.180), (0.026, -0.400)])
    return put_together(
        [body, thumb.outline()],
        lines=[thumb.outline(), seam, thumb.fold(0.5)],
        nails=[thumb.nail()],
        contact=[(0.060, 0.05, 0.045, 0.36)],
        at=(0.02, 0.02),
    )


def _back_of_hand() -> HandShape:
    """The hand lies on its back: its palm is seen, fingers a little curled."""
    fingers = finger_row((-7, -2, 3, 10), (0.92, 0.93, 0.92, 0.9))
    thumb = make_thumb(-52, 0.29, 26)
    lines = [
        path_of([(-0.165, 0.020), (-0.085, 0.060), (-0.045, 0.190), (-0.070, 0.370)]),
        path_of([(-0.160, 0.005), (-0.040, 0.030), (0.080, 0.100)]),
        path_of([(0.190, 0.040), (0.090, 0.000), (-0.060, -0.055)]),
    ]
    folds = [f.fold(s) for f in fingers for s in (0.12, 0.42, 0.70)]
    return put_together(
        [palm_outline(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*lines, *folds, *finger_gaps(fingers, 0.5), thumb.fold(0.5)],
        contact=[(0.0, 0.08, 0.18, 0.2), (0.0, -0.24, 0.17, 0.14)],
        at=(0.0, 0.05),
    )


def _resting() -> HandShape:
    """A relaxed hand, palm up, fingers half closed: the receiver's own."""
    fingers = finger_row((-4, -1.5, 2, 6), (0.80, 0.78, 0.76, 0.78))
    thumb = make_thumb(-46, 0.33, 34)
    lines = [
        path_of([(-0.150, 0.050), (-0.060, 0.090), (-0.030, 0.210), (-0.060, 0.370)]),
        path_of([(0.180, 0.060), (0.080, 0.020), (-0.070, -0.030)]),
        *(f.fold(s) for f in fingers for s in (0.10, 0.48)),
        *finger_gaps(fingers, 0.80),
    ]
    return put_together(
        [palm_outline(), thumb.outline(), *(f.outline() for f in fingers)], lines=lines, contact=[]
    )


def _tips_down(*, spread: bool) -> HandShape:
    """The hand stands on its fingertips (spread) or on the pads of closed fingers."""
    turns = (-15.0, -4.0, 7.0, 20.0) if spread else (-7.0, -2.0, 3.0, 9.0)
    length = 0.74 if spread else 0.86
    fingers = finger_row(turns, (length,) * 4)
    thumb = make_thumb(-40 if spread else -34, 0.34, 30 if spread else 20)
    touching = [*fingers, thumb] if spread else fingers
    contact = [(*f.at(0.93 if spread else 0.86), 0.05, 0.05 if spread else 0.065) for f in touching]
    return put_together(
        [palm_outline(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*knuckle_arcs(), *(f.fold(0.42) for f in fingers), *(f.fold(0.72) for f in fingers)],
        nails=[f.nail() for f in [*fingers, thumb]],
        contact=contact,
        at=(0.0, -0.30),
    )


def _with_folded(
    which: tuple[int, ...],
    thumb: Finger,
    touching: tuple[int, ...],
    at: Point,
    turns: tuple[float, ...] = CLOSED,
) -> HandShape:
    """A hand that works with single fingers; index 4 of ``touching`` is the thumb."""
    fingers = bent_under(finger_row(turns), which)
    every = [*fingers, thumb]
    straight = [f for k, f in enumerate(fingers) if k not in which]
    return put_together(
        [palm_outline(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*knuckle_arcs(), *(f.fold(0.46) for f in straight), *finger_gaps(fingers, 0.75)],
        nails=[f.nail() for f in ([*straight, thumb] if 4 in touching or not which else straight)],
        contact=[(*every[k].at(0.88), 0.062, 0.07) for k in touching],
        at=at,
    )


def _thumb_out() -> HandShape:
    thumb = make_thumb(-16, 0.40, 10, (-0.140, 0.170))
    return _with_folded((0, 1, 2, 3), thumb, (4,), thumb.at(0.85))


def _two_fingers() -> HandShape:
    thumb = make_thumb(-24, 0.22, 30)
    return _with_folded((2, 3), thumb, (0, 1), (-0.10, -0.42), (-4.5, -0.5, 4, 9))


def _pinch() -> HandShape:
    """Thumb and index finger meet round a small fold of skin."""
    turns = (-24.0, 2.0, 11.0, 22.0)
    fingers = finger_row(turns, (0.86, 0.80, 0.72, 0.74))
    index = Finger(base=BASES[0], turn=-30, length=0.33, width=0.104, tip=0.082, bend=-8)
    thumb = Finger(base=(-0.170, 0.210), turn=-52, length=0.40, width=0.132, tip=0.092, bend=46)
    fingers = [index, *fingers[1:]]
    meet = ((index.at(0.95)[0] + thumb.at(0.95)[0]) / 2, (index.at(0.95)[1] + thumb.at(0.95)[1]) / 2)
    return put_together(
        [palm_outline(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*knuckle_arcs(), *(f.fold(0.46) for f in [*fingers, thumb]), *finger_gaps(fingers[1:], 0.35)],
        nails=[f.nail() for f in [*fingers, thumb]],
        contact=[(*meet, 0.085, 0.085)],
        at=meet,
    )


def _fist(*, knuckles: bool) -> HandShape:
    fingers = bent_under(finger_row((-3, -1, 2, 5)), (0, 1, 2, 3))
    thumb = make_thumb(-26, 0.20, 34)
    joints = [f.fold(0.88) for f in fingers]
    contact = [(*f.at(0.85), 0.055, 0.05) for f in fingers] if knuckles else [(0.0, 0.02, 0.20, 0.18)]
    return put_together(
        [palm_outline(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*knuckle_arcs(), *joints, *finger_gaps(fingers, 0.9)],
        contact=contact,
        at=(0.0, -0.12) if knuckles else (0.0, 0.06),
    )


def _cupped() -> HandShape:
    fingers = finger_row((-2, 0.5, 2.5, 3), (0.86, 0.84, 0.84, 0.88))
    thumb = make_thumb(-14, 0.30, 16)
    hollow = [
        path_of([(-0.115, 0.180), (-0.150, 0.020), (-0.080, -0.200)]),
        path_of([(0.120, 0.200), (0.160, 0.040), (0.100, -0.170)]),
    ]
    return put_together(
        [palm_outline(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*knuckle_arcs(), *hollow, *finger_gaps(fingers, 0.85)],
        nails=[f.nail() for f in [*fingers, thumb]],
        contact=[
            (0.0, -0.34, 0.17, 0.05),
            (-0.17, 0.06, 0.04, 0.2),
            (0.17, 0.06, 0.04, 0.2),
            (0.0, 0.38, 0.13, 0.05),
        ],
        at=(0.0, 0.02),
    )


def _stacked() -> HandShape:
    """One hand on top of the other; the fingers of the lower one look out at an angle."""
    top = _palm_flat()
    below = finger_row(CLOSED)
    hand = put_together(
        [palm_outline(wrist=False), *(f.outline() for f in below)], lines=[], contact=[], at=(0.0, 0.08)
    )
    lower = QTransform()
    lower.rotate(24)
    lower.scale(-1, 1)
    under = lower.map(hand.outline)
    seam = top.outline
    return HandShape(
        outline=top.outline.united(under).simplified(),
        lines=(*top.lines, seam),
        nails=(*top.nails, *(n for n in map(lower.map, top.nails[:4]) if not seam.intersects(n))),
        contact=((0.0, 0.02, 0.24, 0.28),),
        wrist=top.wrist,
    )


@cache
def hand_shape(part: HandPart | str) -> HandShape:
    """The shape for a part of the hand; ``resting`` is the receiver's own. Unknown parts show a flat palm."""
    shapes = {
        "whole_hand": _whole_hand,
        "palm": _palm_flat,
        "palm_heel": _palm_heel,
        "outer_edge": _outer_edge,
        "back_of_hand": _back_of_hand,
        "fingertips": lambda: _tips_down(spread=True),
        "finger_pads": lambda: _tips_down(spread=False),
        "four_fingers": lambda: _with_folded((), make_thumb(-28, 0.3, 24), (0, 1, 2, 3), (0.0, -0.26)),
        "thumb": _thumb_out,
        "thumbs": _thumb_out,
        "index_middle": _two_fingers,
        "thumb_index": _pinch,
        "knuckles": lambda: _fist(knuckles=True),
        "fist": lambda: _fist(knuckles=False),
        "cupped_hand": _cupped,
        "stacked_hands": _stacked,
        "resting": _resting,
    }
    return shapes.get(part, _palm_flat)()
