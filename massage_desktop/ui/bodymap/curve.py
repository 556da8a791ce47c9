"""Smooth curves through given points, travelled at even speed. Pure geometry in body units, no Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import hypot

Point = tuple[float, float]

_PIECES = 12
"""Straight pieces per pair of points; at 1500 px height the curve then stays within a quarter of a pixel."""


def smooth(points: Sequence[Point], *, closed: bool = False) -> list[Point]:
    """Points of a centripetal Catmull-Rom curve through ``points``, ends included.

    A point given twice in a row is a corner: the curve arrives and leaves there without rounding. A
    ``closed`` curve ends where it began.
    """
    ring = [*points, points[0]] if closed and points[0] != points[-1] else list(points)
    runs = _runs(ring)
    joined = closed and len(runs) == 1
    flat: list[Point] = [ring[0]]
    for run in runs:
        flat.extend(_spline(run, around=joined)[1:])
    return flat


def _runs(points: list[Point]) -> list[list[Point]]:
    """Split at corners (repeated points) into runs without repeats."""
    runs: list[list[Point]] = [[points[0]]]
    for before, point in pairwise(points):
        if point == before:
            runs.append([point])
        else:
            runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _spline(run: list[Point], *, around: bool) -> list[Point]:
    """One smooth piece without corners; ``around`` joins its end to its beginning smoothly."""
    if len(run) == 2 and not around:
        return run
    first = run[-2] if around else _beyond(run[1], run[0])
    last = run[1] if around else _beyond(run[-2], run[-1])
    padded = [first, *run, last]
    flat = [run[0]]
    for k in range(1, len(padded) - 2):
        flat.extend(_segment(padded[k - 1], padded[k], padded[k + 1], padded[k + 2]))
    return flat


def _beyond(inner: Point, end: Point) -> Point:
    """The point as far behind ``end`` as ``inner`` lies before it."""
    return (2 * end[0] - inner[0], 2 * end[1] - inner[1])


def _segment(p0: Point, p1: Point, p2: Point, p3: Point) -> list[Point]:
    """Points from just after ``p1`` up to ``p2`` (centripetal, so that no loops or overshoots arise)."""
    d1 = max(1e-9, hypot(p1[0] - p0[0], p1[1] - p0[1]) ** 0.5)
    d2 = max(1e-9, hypot(p2[0] - p1[0], p2[1] - p1[1]) ** 0.5)
    d3 = max(1e-9, hypot(p3[0] - p2[0], p3[1] - p2[1]) ** 0.5)
    tangents = []
    for axis in (0, 1):
        a, b, c, d = p0[axis], p1[axis], p2[axis], p3[axis]
        m1 = d2 * ((b - a) / d1 - (c - a) / (d1 + d2) + (c - b) / d2)
        m2 = d2 * ((c - b) / d2 - (d - b) / (d2 + d3) + (d - c) / d3)
        tangents.append((m1, m2))
    flat = []
    for k in range(1, _PIECES + 1):
        t = k / _PIECES
        h1, h2 = 2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t
        h3, h4 = -2 * t**3 + 3 * t**2, t**3 - t**2
        x = h1 * p1[0] + h2 * tangents[0][0] + h3 * p2[0] + h4 * tangents[0][1]
        y = h1 * p1[1] + h2 * tangents[1][0] + h3 * p2[1] + h4 * tangents[1][1]
        flat.append((x, y))
    return flat


class Curve:
    """A smooth open way that is travelled at even speed.

    ``length`` and ``nearest_x``, the least distance from the midline, are in body units. ``mark(i)``
    gives the share of the way where control point ``i`` is passed.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        self._controls = list(points)
        self._marks: dict[int, float] = {}
        self.points = smooth(points)
        self._sums = [0.0]
        for a, b in pairwise(self.points):
            self._sums.append(self._sums[-1] + hypot(b[0] - a[0], b[1] - a[1]))
        self.length = self._sums[-1]
        self.nearest_x = min(abs(x) for x, _ in self.points)
        self.closed = hypot(points[0][0] - points[-1][0], points[0][1] - points[-1][1]) < 1e-6

    def at(self, share: float) -> Point:
        """The place after ``share`` (0 to 1, clamped) of the way."""
        k, t = self._locate(share)
        a, b = self.points[k], self.points[k + 1]
        return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)

    def heading(self, share: float, stretch: float = 0.02) -> Point:
        """Unit vector of travel there, averaged over ``stretch`` units to both sides to turn softly."""
        reach = stretch / max(self.length, 1e-9)
        a, b = self.at(share - reach), self.at(share + reach)
        size = hypot(b[0] - a[0], b[1] - a[1])
        return ((b[0] - a[0]) / size, (b[1] - a[1]) / size) if size > 1e-9 else (0.0, -1.0)

    def mark(self, index: int) -> float:
        """Share of the way at which the control point with this index is passed."""
        if index not in self._marks:
            self._marks[index] = self._find(index)
        return self._marks[index]

    def _find(self, index: int) -> float:
        target = self._controls[index]
        start = min(index * _PIECES, len(self.points) - 1) if len(self._controls) > 2 else index
        near = min(
            range(max(0, start - _PIECES), min(len(self.points), start + _PIECES + 1)),
            key=lambda k: hypot(self.points[k][0] - target[0], self.points[k][1] - target[1]),
        )
        return self._sums[near] / self.length

    def _locate(self, share: float) -> tuple[int, float]:
        distance = min(max(share, 0.0), 1.0) * self.length
        k = min(max(bisect_right(self._sums, distance) - 1, 0), len(self.points) - 2)
        step = self._sums[k + 1] - self._sums[k]
        return k, (distance - self._sums[k]) / step if step > 0 else 0.0
