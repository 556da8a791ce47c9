"""The shapes of hands: one outline with fine lines and places of contact for every part of the hand.

A shape is a right hand seen from above, fingers to the top, one unit from wrist to the tip of the middle finger. Its
place of contact lies at (0, 0).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians, sin

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QTransform

from massage_desktop.routine.model import HandPart

from .brush import path_of
from .curve import Point


@dataclass(frozen=True, kw_only=True)
class HandShape:
    """``outline`` is closed, ``lines`` are knuckles and folds, ``nails`` small closed curves, ``contact`` ellipses
    (x, y, half width, half height) where the hand touches the skin. ``wrist`` is the middle of its lower end.
    """

    outline: QPainterPath
    lines: tuple[QPainterPath, ...]
    nails: tuple[QPainterPath, ...]
    contact: tuple[tuple[float, float, float, float], ...]
    wrist: Point


@dataclass(frozen=True, kw_only=True)
class _Finger:
    """A finger from its knuckle: place, turn in degrees (0 up, clockwise), length, widths at base and tip."""

    base: Point
    turn: float
    length: float
    width: float
    tip: float
    bend: float = 0.0

    def at(self, share: float) -> Point:
        """The middle of the finger after ``share`` of its length."""
        turn = radians(self.turn + self.bend * share)
        return (
            self.base[0] + sin(turn) * self.length * share,
            self.base[1] - cos(turn) * self.length * share,
        )

    def outline(self) -> QPainterPath:
        """A tapered rounded form with a hint of the joints."""
        left: list[Point] = []
        right: list[Point] = []
        for share, swell in ((0.0, 1.0), (0.22, 0.98), (0.45, 1.02), (0.64, 0.97), (0.82, 1.0), (0.94, 0.82)):
            half = (self.width + (self.tip - self.width) * share) / 2 * swell
            x, y = self.at(share)
            turn = radians(self.turn + self.bend * share * 1.5)
            left.append((x - cos(turn) * half, y - sin(turn) * half))
            right.append((x + cos(turn) * half, y + sin(turn) * half))
        return path_of([*left, self.at(1.0), *reversed(right)], closed=True)

    def nail(self) -> QPainterPath:
        """The nail near the tip."""
        x, y = self.at(0.885)
        oval = QPainterPath()
        oval.addEllipse(QPointF(0, 0), self.tip * 0.29, self.tip * 0.40)
        turn = QTransform()
        turn.translate(x, y)
        turn.rotate(self.turn + self.bend)
        return turn.map(oval)

    def fold(self, share: float) -> QPainterPath:
        """A short line across the finger, at a joint."""
        x, y = self.at(share)
        turn = radians(self.turn + self.bend * share)
        half = self.width * 0.26
        start = QPointF(x - cos(turn) * half, y - sin(turn) * half)
        line = QPainterPath(start)
        lift = 0.012
        line.quadTo(
            QPointF(x + sin(turn) * lift, y - cos(turn) * lift),
            QPointF(x + cos(turn) * half, y + sin(turn) * half),
        )
        return line


_PALM: list[Point] = [
    (-0.112, 0.560), (-0.112, 0.560), (-0.116, 0.450), (-0.150, 0.340), (-0.186, 0.210), (-0.198, 0.090), (-0.197, -0.020),
    (-0.165, -0.085), (-0.060, -0.110), (0.050, -0.105), (0.150, -0.066), (0.194, 0.010), (0.200, 0.110),
    (0.186, 0.230), (0.154, 0.350), (0.120, 0.450), (0.112, 0.560), (0.112, 0.560),
]  # fmt: skip
_BASES: tuple[Point, ...] = ((-0.143, -0.040), (-0.046, -0.066), (0.054, -0.056), (0.146, -0.006))
_LENGTHS = (0.395, 0.440, 0.405, 0.320)
_WIDTHS = (0.108, 0.111, 0.105, 0.090)


def _fingers(
    turns: tuple[float, ...], lengths: tuple[float, ...] = (1, 1, 1, 1), bend: float = 0.0
) -> list[_Finger]:
    """Index to little finger; ``turns`` in degrees, ``lengths`` as shares of straight fingers."""
    return [
        _Finger(base=b, turn=t, length=n * s, width=w, tip=w * 0.84, bend=bend * (1 if t >= 0 else -1))
        for b, t, n, s, w in zip(_BASES, turns, _LENGTHS, lengths, _WIDTHS, strict=True)
    ]


def _thumb(
    turn: float = -40.0, length: float = 0.33, bend: float = 22.0, base: Point = (-0.118, 0.262)
) -> _Finger:
    return _Finger(base=base, turn=turn, length=length * 1.15, width=0.150, tip=0.098, bend=bend)


def _united(parts: list[QPainterPath]) -> QPainterPath:
    figure = parts[0]
    for part in parts[1:]:
        figure = figure.united(part)
    return figure.simplified()


def _palm() -> QPainterPath:
    return path_of(_PALM, closed=True)


def _knuckles() -> list[QPainterPath]:
    """Soft arcs over the four knuckles."""
    arcs = []
    for x, y in _BASES:
        arc = QPainterPath(QPointF(x - 0.032, y + 0.030))
        arc.quadTo(QPointF(x, y - 0.006), QPointF(x + 0.032, y + 0.030))
        arcs.append(arc)
    return arcs


def _between(fingers: list[_Finger], share: float = 0.62) -> list[QPainterPath]:
    """Lines where closed fingers touch each other."""
    lines = []
    for a, b in zip(fingers, fingers[1:], strict=False):
        top = share * min(a.length, b.length)
        start, end = a.at(0.02), a.at(top / a.length)
        other, far = b.at(0.02), b.at(top / b.length)
        line = QPainterPath(QPointF((start[0] + other[0]) / 2, (start[1] + other[1]) / 2 - 0.012))
        line.lineTo((end[0] + far[0]) / 2, (end[1] + far[1]) / 2)
        lines.append(line)
    return lines


def _shape(
    parts: list[QPainterPath],
    *,
    lines: list[QPainterPath],
    contact: list[tuple[float, float, float, float]],
    nails: list[QPainterPath] | None = None,
    at: Point = (0.0, 0.0),
    wrist: Point = (0.0, 0.50),
) -> HandShape:
    """Put a hand together and move its place of contact ``at`` to (0, 0)."""
    move = QTransform.fromTranslate(-at[0], -at[1])
    return HandShape(
        outline=move.map(_united(parts)),
        lines=tuple(move.map(line) for line in lines),
        nails=tuple(move.map(nail) for nail in nails or []),
        contact=tuple((x - at[0], y - at[1], rx, ry) for x, y, rx, ry in contact),
        wrist=(wrist[0] - at[0], wrist[1] - at[1]),
    )


def _open_hand(
    turns: tuple[float, ...], thumb: _Finger, contact: list[tuple[float, float, float, float]], at: Point
) -> HandShape:
    """A flat hand seen from its back."""
    fingers = _fingers(turns)
    lines = [
        *_knuckles(),
        *_between(fingers, 0.30 if turns[3] > 12 else 0.72),
        *(f.fold(0.46) for f in fingers),
    ]
    return _shape(
        [_palm(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*lines, thumb.fold(0.52)],
        nails=[f.nail() for f in [*fingers, thumb]],
        contact=contact,
        at=at,
    )


_CLOSED = (-2.6, -0.8, 1.2, 3.6)


def _palm_flat() -> HandShape:
    return _open_hand(_CLOSED, _thumb(-32, 0.33, 24), [(0.0, 0.10, 0.19, 0.22)], (0.0, 0.08))


def _whole_hand() -> HandShape:
    contact = [(0.0, 0.10, 0.20, 0.24), (-0.01, -0.28, 0.19, 0.18)]
    return _open_hand((-5.5, -1.6, 2.6, 8.5), _thumb(-44, 0.34, 20), contact, (0.0, 0.02))


def _palm_heel() -> HandShape:
    fingers = _fingers((-6, -2, 3, 9), (0.84, 0.84, 0.84, 0.82))
    thumb = _thumb(-48, 0.29, 14)
    return _shape(
        [_palm(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*_knuckles(), *_between(fingers, 0.4), *(f.fold(0.5) for f in fingers), thumb.fold(0.5)],
        nails=[f.nail() for f in [*fingers, thumb]],
        contact=[(-0.085, 0.34, 0.095, 0.105), (0.085, 0.34, 0.095, 0.105)],
        at=(0.0, 0.30),
    )


def _outer_edge() -> HandShape:
    body = path_of(
        [(-0.085, 0.500), (-0.092, 0.330), (-0.100, 0.160), (-0.092, 0.000), (-0.074, -0.200), (-0.056, -0.370), (-0.012, -0.480),
         (0.040, -0.465), (0.066, -0.340), (0.080, -0.160), (0.094, 0.020), (0.100, 0.200), (0.088, 0.360), (0.084, 0.500)],
        closed=True,
    )  # fmt: skip
    thumb = _Finger(base=(-0.030, 0.230), turn=-3, length=0.36, width=0.115, tip=0.085, bend=-4)
    seam = path_of([(0.052, 0.010), (0.046, -0.180), (0.026, -0.400)])
    return _shape(
        [body, thumb.outline()],
        lines=[thumb.outline(), seam, thumb.fold(0.5)],
        nails=[thumb.nail()],
        contact=[(0.060, 0.05, 0.045, 0.36)],
        at=(0.02, 0.02),
    )


def _back_of_hand() -> HandShape:
    """The hand lies on its back: its palm is seen, fingers a little curled."""
    fingers = _fingers((-7, -2, 3, 10), (0.92, 0.93, 0.92, 0.9))
    thumb = _thumb(-52, 0.29, 26)
    lines = [
        path_of([(-0.165, 0.020), (-0.085, 0.060), (-0.045, 0.190), (-0.070, 0.370)]),
        path_of([(-0.160, 0.005), (-0.040, 0.030), (0.080, 0.100)]),
        path_of([(0.190, 0.040), (0.090, 0.000), (-0.060, -0.055)]),
    ]
    folds = [f.fold(s) for f in fingers for s in (0.12, 0.42, 0.70)]
    return _shape(
        [_palm(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*lines, *folds, *_between(fingers, 0.5), thumb.fold(0.5)],
        contact=[(0.0, 0.08, 0.18, 0.2), (0.0, -0.24, 0.17, 0.14)],
        at=(0.0, 0.05),
    )


def _resting() -> HandShape:
    """A relaxed hand, palm up, fingers half closed: the receiver's own."""
    fingers = _fingers((-4, -1.5, 2, 6), (0.80, 0.78, 0.76, 0.78))
    thumb = _thumb(-46, 0.33, 34)
    lines = [
        path_of([(-0.150, 0.050), (-0.060, 0.090), (-0.030, 0.210), (-0.060, 0.370)]),
        path_of([(0.180, 0.060), (0.080, 0.020), (-0.070, -0.030)]),
        *(f.fold(s) for f in fingers for s in (0.10, 0.48)),
        *_between(fingers, 0.80),
    ]
    return _shape([_palm(), thumb.outline(), *(f.outline() for f in fingers)], lines=lines, contact=[])


def _tips_down(*, spread: bool) -> HandShape:
    """The hand stands on its fingertips (spread) or on the pads of closed fingers."""
    turns = (-15.0, -4.0, 7.0, 20.0) if spread else (-7.0, -2.0, 3.0, 9.0)
    length = 0.74 if spread else 0.86
    fingers = _fingers(turns, (length,) * 4)
    thumb = _thumb(-40 if spread else -34, 0.34, 30 if spread else 20)
    touching = [*fingers, thumb] if spread else fingers
    contact = [(*f.at(0.93 if spread else 0.86), 0.05, 0.05 if spread else 0.065) for f in touching]
    return _shape(
        [_palm(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*_knuckles(), *(f.fold(0.42) for f in fingers), *(f.fold(0.72) for f in fingers)],
        nails=[f.nail() for f in [*fingers, thumb]],
        contact=contact,
        at=(0.0, -0.30),
    )


def _folded(fingers: list[_Finger], which: tuple[int, ...]) -> list[_Finger]:
    """The same fingers with those at ``which`` bent under, so that only their first joint shows."""
    return [
        _Finger(base=f.base, turn=f.turn * 0.5, length=0.155, width=f.width * 1.08, tip=f.width * 1.02)
        if k in which
        else f
        for k, f in enumerate(fingers)
    ]


def _with_folded(
    which: tuple[int, ...],
    thumb: _Finger,
    touching: tuple[int, ...],
    at: Point,
    turns: tuple[float, ...] = _CLOSED,
) -> HandShape:
    """A hand that works with single fingers; index 4 of ``touching`` is the thumb."""
    fingers = _folded(_fingers(turns), which)
    every = [*fingers, thumb]
    straight = [f for k, f in enumerate(fingers) if k not in which]
    return _shape(
        [_palm(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*_knuckles(), *(f.fold(0.46) for f in straight), *_between(fingers, 0.75)],
        nails=[f.nail() for f in ([*straight, thumb] if 4 in touching or not which else straight)],
        contact=[(*every[k].at(0.88), 0.062, 0.07) for k in touching],
        at=at,
    )


def _thumb_out() -> HandShape:
    thumb = _thumb(-16, 0.40, 10, (-0.140, 0.170))
    return _with_folded((0, 1, 2, 3), thumb, (4,), thumb.at(0.85))


def _two_fingers() -> HandShape:
    thumb = _thumb(-24, 0.22, 30)
    return _with_folded((2, 3), thumb, (0, 1), (-0.10, -0.42), (-4.5, -0.5, 4, 9))


def _pinch() -> HandShape:
    """Thumb and index finger meet round a small fold of skin."""
    turns = (-24.0, 2.0, 11.0, 22.0)
    fingers = _fingers(turns, (0.86, 0.80, 0.72, 0.74))
    index = _Finger(base=_BASES[0], turn=-30, length=0.33, width=0.104, tip=0.082, bend=-8)
    thumb = _Finger(base=(-0.170, 0.210), turn=-52, length=0.40, width=0.132, tip=0.092, bend=46)
    fingers = [index, *fingers[1:]]
    meet = ((index.at(0.95)[0] + thumb.at(0.95)[0]) / 2, (index.at(0.95)[1] + thumb.at(0.95)[1]) / 2)
    return _shape(
        [_palm(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*_knuckles(), *(f.fold(0.46) for f in [*fingers, thumb]), *_between(fingers[1:], 0.35)],
        nails=[f.nail() for f in [*fingers, thumb]],
        contact=[(*meet, 0.085, 0.085)],
        at=meet,
    )


def _fist(*, knuckles: bool) -> HandShape:
    fingers = _folded(_fingers((-3, -1, 2, 5)), (0, 1, 2, 3))
    thumb = _thumb(-26, 0.20, 34)
    joints = [
        path_of(
            [
                (f.at(0.95)[0] - 0.04, f.at(0.95)[1] + 0.04),
                f.at(0.90),
                (f.at(0.95)[0] + 0.04, f.at(0.95)[1] + 0.04),
            ]
        )
        for f in fingers
    ]
    contact = [(*f.at(0.85), 0.055, 0.05) for f in fingers] if knuckles else [(0.0, 0.02, 0.20, 0.18)]
    return _shape(
        [_palm(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*_knuckles(), *joints, *_between(fingers, 0.9)],
        contact=contact,
        at=(0.0, -0.12) if knuckles else (0.0, 0.06),
    )


def _cupped() -> HandShape:
    fingers = _fingers((-2, 0.5, 2.5, 3), (0.86, 0.84, 0.84, 0.88))
    thumb = _thumb(-14, 0.30, 16)
    hollow = [
        path_of([(-0.115, 0.180), (-0.150, 0.020), (-0.080, -0.200)]),
        path_of([(0.120, 0.200), (0.160, 0.040), (0.100, -0.170)]),
    ]
    return _shape(
        [_palm(), thumb.outline(), *(f.outline() for f in fingers)],
        lines=[*_knuckles(), *hollow, *_between(fingers, 0.85)],
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
    """One hand on top of the other; the lower one looks out at an angle."""
    top = _palm_flat()
    lower = QTransform()
    lower.rotate(24)
    lower.scale(-1, 1)
    under = lower.map(top.outline)
    seam = top.outline
    return HandShape(
        outline=top.outline.united(under).simplified(),
        lines=(*top.lines, seam),
        nails=(*top.nails, *(lower.map(n) for n in top.nails[:4] if not seam.intersects(lower.map(n)))),
        contact=((0.0, 0.02, 0.24, 0.28),),
        wrist=top.wrist,
    )


@cache
def hand_shape(part: HandPart | str) -> HandShape:
    """The shape for a part of the hand; ``resting`` is the receiver's own hand. Unknown parts show a flat palm."""
    shapes = {
        "whole_hand": _whole_hand,
        "palm": _palm_flat,
        "palm_heel": _palm_heel,
        "outer_edge": _outer_edge,
        "back_of_hand": _back_of_hand,
        "fingertips": lambda: _tips_down(spread=True),
        "finger_pads": lambda: _tips_down(spread=False),
        "four_fingers": lambda: _with_folded((), _thumb(-28, 0.3, 24), (0, 1, 2, 3), (0.0, -0.26)),
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


def extent(shape: HandShape) -> float:
    """Farthest that the outline reaches from the place of contact, in hand lengths."""
    box = shape.outline.boundingRect()
    return max(hypot(x, y) for x in (box.left(), box.right()) for y in (box.top(), box.bottom()))
