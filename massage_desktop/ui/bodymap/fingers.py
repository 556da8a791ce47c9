"""Fingers, palms and how hands are put together; one unit is a hand from wrist to middle fingertip."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QTransform

from .brush import path_of
from .curve import Point

Ellipse = tuple[float, float, float, float]
"""Middle x and y, half width, half height."""


@dataclass(frozen=True, kw_only=True)
class HandShape:
    """``outline`` is closed, ``lines`` are knuckles and folds, ``nails`` small closed curves.

    ``contact`` are ellipses (x, y, half width, half height) where the hand touches the skin; ``wrist`` is the
    middle of its lower end.
    """

    outline: QPainterPath
    lines: tuple[QPainterPath, ...]
    nails: tuple[QPainterPath, ...]
    contact: tuple[Ellipse, ...]
    wrist: Point


@dataclass(frozen=True, kw_only=True)
class Finger:
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
    (-0.112, 0.560), (-0.112, 0.560), (-0.116, 0.450), (-0.150, 0.340), (-0.186, 0.210), (-0.198, 0.090),
    (-0.197, -0.020),
    (-0.165, -0.085), (-0.060, -0.110), (0.050, -0.105), (0.150, -0.066), (0.194, 0.010), (0.200, 0.110),
    (0.186, 0.230), (0.154, 0.350), (0.120, 0.450), (0.112, 0.560), (0.112, 0.560),
]  # fmt: skip
BASES: tuple[Point, ...] = ((-0.143, -0.040), (-0.046, -0.066), (0.054, -0.056), (0.146, -0.006))
_LENGTHS = (0.395, 0.440, 0.405, 0.320)
_WIDTHS = (0.108, 0.111, 0.105, 0.090)


def finger_row(
    turns: tuple[float, ...], lengths: tuple[float, ...] = (1, 1, 1, 1), bend: float = 0.0
) -> list[Finger]:
    """Index to little finger; ``turns`` in degrees, ``lengths`` as shares of straight fingers."""
    return [
        Finger(base=b, turn=t, length=n * s, width=w, tip=w * 0.84, bend=bend * (1 if t >= 0 else -1))
        for b, t, n, s, w in zip(BASES, turns, _LENGTHS, lengths, _WIDTHS, strict=True)
    ]


def make_thumb(
    turn: float = -40.0, length: float = 0.33, bend: float = 22.0, base: Point = (-0.118, 0.262)
) -> Finger:
    """The thumb, its outer part ``length`` long and bent by ``bend`` degrees towards the fingers."""
    return Finger(base=base, turn=turn, length=length * 1.15, width=0.150, tip=0.098, bend=bend)


def _united(parts: list[QPainterPath]) -> QPainterPath:
    figure = parts[0]
    for part in parts[1:]:
        figure = figure.united(part)
    return figure.simplified()


def palm_outline(*, wrist: bool = True) -> QPainterPath:
    """The hand without fingers; without its ``wrist`` it ends in the round heel."""
    return path_of(_PALM if wrist else _PALM[3:-3], closed=True)


def knuckle_arcs() -> list[QPainterPath]:
    """Soft arcs over the four knuckles."""
    arcs = []
    for x, y in BASES:
        arc = QPainterPath(QPointF(x - 0.032, y + 0.030))
        arc.quadTo(QPointF(x, y - 0.006), QPointF(x + 0.032, y + 0.030))
        arcs.append(arc)
    return arcs


def finger_gaps(fingers: list[Finger], share: float = 0.62) -> list[QPainterPath]:
    """Lines where closed fingers touch each other."""
    lines = []
    for a, b in pairwise(fingers):
        top = share * min(a.length, b.length)
        start, end = a.at(0.02), a.at(top / a.length)
        other, far = b.at(0.02), b.at(top / b.length)
        line = QPainterPath(QPointF((start[0] + other[0]) / 2, (start[1] + other[1]) / 2 - 0.012))
        line.lineTo((end[0] + far[0]) / 2, (end[1] + far[1]) / 2)
        lines.append(line)
    return lines


def put_together(
    parts: list[QPainterPath],
    *,
    lines: list[QPainterPath],
    contact: list[Ellipse],
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


def bent_under(fingers: list[Finger], which: tuple[int, ...]) -> list[Finger]:
    """The same fingers with those at ``which`` bent under, so that only their first joint shows."""
    return [
        Finger(base=f.base, turn=f.turn * 0.5, length=0.155, width=f.width * 1.08, tip=f.width * 1.02)
        if k in which
        else f
        for k, f in enumerate(fingers)
    ]
