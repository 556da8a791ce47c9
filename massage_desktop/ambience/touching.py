"""Which zones of the body a step touches, and with that which places of everyday speech."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from massage_desktop.routine.body import Path, Point, Zone, body_view
from massage_desktop.routine.model import Area, Routine, Step, view_of

from .conditions import place

_PARTS = 8
"""Points looked at between two points of a path; zones are wider than what lies between them."""


def touches(routine: Routine, step: Step, places: Iterable[str]) -> bool:
    """Whether a step works on one of the places or passes it on its way; no places mean everywhere."""
    wanted = [place(p) for p in places]
    if not wanted:
        return True
    zones = touched_zones(view_of(routine, step), step.zone, step.path)
    return any(z.id in p.zones or z.area in p.areas for z in zones for p in wanted)


_NEAR: tuple[frozenset[Area], ...] = (
    frozenset({"back", "shoulders", "neck", "seat"}),
    frozenset({"head", "face", "neck"}),
    frozenset({"chest", "shoulders", "neck"}),
    frozenset({"leg", "foot", "seat"}),
    frozenset({"arm", "hand", "shoulders"}),
)
"""Parts of the body that go over into one another: a way on one of them may run onto the next."""


@cache
def touched_zones(view_id: str, zone_id: str, path_id: str) -> tuple[Zone, ...]:
    """The zone worked, the zones that the path names, and those that it runs through on the drawing.

    What the path runs through counts only on parts of the body that go over into one that is named: an arm
    drawn beside a thigh is no work on the leg.
    """
    view = body_view(view_id)
    path = view.path(path_id)
    named = {zone_id, *(path.zones if path else ())}
    areas = {z.area for z in view.zones if z.id in named}
    areas |= {near for group in _NEAR if group & areas for near in group}
    return tuple(
        z
        for z in view.zones
        if z.id in named or (path is not None and z.area in areas and _runs_through(path, z))
    )


def _runs_through(path: Path, zone: Zone) -> bool:
    if zone.status == "forbidden":  # the rules speak about these; a way beside the spine is not on it
        return False
    return any(_inside((abs(x) if zone.mirrored else x, y), zone.outline) for x, y in _points(path))


def _points(path: Path) -> Iterator[Point]:
    for (x0, y0), (x1, y1) in zip(path.points, path.points[1:], strict=False):
        for n in range(_PARTS):
            t = n / _PARTS
            yield x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
    yield path.points[-1]


def _inside(point: Point, outline: list[Point]) -> bool:
    """Whether a point lies inside a closed outline (even-odd rule)."""
    x, y = point
    inside = False
    x0, y0 = outline[-1]
    for x1, y1 in outline:
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
        x0, y0 = x1, y1
    return inside
