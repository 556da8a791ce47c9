"""Edits of single steps: less pressure, strokes instead of stronger work, a shorter way, another position.

Every edit keeps what the rules ask of a step. Steps of both sides have the same figures and become alike
again, so that mirrored sides stay equal (REP-14).
"""

from __future__ import annotations

from math import ceil, dist, floor

from msgspec.structs import replace

from massage_desktop.routine.body import Path, body_view, view_ids
from massage_desktop.routine.model import (
    Position,
    Pressure,
    Routine,
    Step,
    Technique,
    position_of,
    pressure_rank,
    softer,
    view_of,
)
from massage_desktop.routine.techniques import techniques

from .conditions import DETOURS
from .touching import touched_zones, touches

_STROKE_SPEED = 0.22
"""Body units a second that a calm stroke glides (the program's own choice, from its back routines)."""
_STROKE_PACES = (2.5, 6.0)
_OWN_PACES = (1.2, 8.0)
"""Passes a minute that strokes of a routine may have of their own."""
_STROKES = {"head": "stroke_head", "neck": "stroke_nape"}
_MOST_REPETITIONS = 200
_OFF_BELLY: dict[str, tuple[str, Position]] = {"back": ("side_lying", "side_lying")}
"""Views of someone lying face down that have a drawing of the same work in another position (PREG-04)."""
_ANYWHERE = ("back_whole", "whole_up")
"""Zone and path of the back on which a hand rests while the receiver changes position."""
_CLOSE_UPS = ("head", "feet")
"""Views that show no lying body, so that the receiver may as well sit."""


def capped(step: Step, cap: Pressure, caution: str, view_id: str) -> Step:
    """The step with ``cap`` as its most pressure; what cannot be given so softly becomes strokes.

    ``view_id`` is the drawing that its path belongs to.
    """
    if step.kind != "massage" or pressure_rank(step.pressure) <= pressure_rank(cap):
        return step
    technique = techniques()[step.technique]
    # A light stroke is a light stroke, whatever its name; a deep one is not deep any more.
    light_stroke = technique.family == "stroke" and pressure_rank(step.pressure) <= pressure_rank("light")
    rubbed_softly = technique.family != "stroke" and pressure_rank(technique.pressure[0]) <= pressure_rank(
        cap
    )
    softened = replace(_warned(step, caution), pressure=softer(step.pressure, cap))
    return softened if light_stroke or rubbed_softly else as_strokes(softened, "", view_id)


def as_strokes(step: Step, caution: str, view_id: str) -> Step:
    """Calm strokes along the same way, in about the same time; strokes at their softest stay what they are.

    ``view_id`` is the drawing that the path belongs to.
    """
    technique = _stroke_for(step, view_id)
    if step.kind != "massage" or step.technique == technique.id:
        return step
    side = "" if step.side == "both" else f", {step.side} side"
    return replace(
        _warned(step, caution),
        technique=technique.id,
        hand=technique.hands[0],
        direction=_direction(step, technique),
        pressure=softer(step.pressure, technique.pressure[1]),
        motions=1,
        points=None,
        title=f"Soft strokes{side}",
        instruction="Instead of the usual work here, glide slowly along the same way with a soft, flat hand.",
        note=step.note or "Softened for the receiver: strokes take the place of stronger work.",
        **_figures(step, body_view(view_id).path(step.path)),
    )


def detoured(routine: Routine, step: Step, places: tuple[str, ...]) -> Step | None:
    """The step on a shorter way that spares the places, or None when the drawing offers none."""
    technique = techniques()[step.technique]
    view_id = view_of(routine, step)
    own = body_view(view_id).path(step.path)
    if technique.family not in ("stroke", "rub") or own is None:
        return None
    for way in DETOURS:
        path, zone = body_view(view_id).path(way.path), body_view(view_id).zone(way.zone)
        if way.view != view_id or path is None or zone is None or path.hands != own.hands:
            continue
        moved = replace(step, zone=way.zone, path=way.path)
        if touches(routine, moved, places) or not _suits(technique, view_id, moved):
            continue
        where = zone.title.lower()
        words = f"The same hands on a shorter way: stay on the {where}, and leave the rest alone."
        return replace(moved, pressure=_drawn_cap(view_id, moved), instruction=words, cautions=[])
    return None


def off_belly(routine: Routine, step: Step) -> Step | None:
    """The step for somebody who lies on one side or sits (PREG-04, PREG-05); None: it cannot be given so."""
    position, view_id = position_of(routine, step), view_of(routine, step)
    if position in ("seated", "standing", "side_lying"):
        return replace(step, position=position, view=view_id)
    if position == "supine" or view_id in _CLOSE_UPS:
        return _posed(step, view_id, "seated")
    if step.kind == "transition" and view_id not in _OFF_BELLY:
        step, view_id = replace(step, zone=_ANYWHERE[0], path=_ANYWHERE[1]), "back"
    drawn, position = _OFF_BELLY.get(view_id, ("", position))
    if drawn not in view_ids():
        return None
    view = body_view(drawn)
    known = view.zone(step.zone) is not None and view.path(step.path) is not None
    return _posed(step, drawn, position) if known else None


def _posed(step: Step, view_id: str, position: Position) -> Step:
    moved = replace(step, view=view_id, position=position)
    if step.kind != "transition":
        return moved
    words = "Help the receiver to change position without hurry. One hand stays on the body."
    return replace(moved, title="A new position", instruction=words)


def _warned(step: Step, caution: str) -> Step:
    if not caution or caution in step.cautions:
        return step
    return replace(step, cautions=[caution, *step.cautions])


def _stroke_for(step: Step, view_id: str) -> Technique:
    zone = body_view(view_id).zone(step.zone)
    known = techniques()
    return known[_STROKES.get(zone.area if zone else "", "stroke_surface")]


def _direction(step: Step, technique: Technique) -> str:
    known = technique.directions
    return step.direction if not known or step.direction in known else known[0]


def _stroke_pace(path: Path | None) -> tuple[float, float]:
    """(slowest, fastest) passes a minute at which a hand strokes calmly along the path."""
    slow, fast = _STROKE_PACES
    if path is None:
        return slow, fast
    length = sum(dist(a, b) for a, b in zip(path.points, path.points[1:], strict=False))
    middle = min(fast / 1.2, max(slow * 1.2, 60 * _STROKE_SPEED / max(length, 0.01)))
    return round(middle / 1.2, 1), round(middle * 1.2, 1)


def _figures(step: Step, path: Path | None) -> dict[str, object]:
    """Repetitions that fill the seconds at the pace of strokes (DERIV-11), with room for other lengths.

    The step's own repetitions stay where they are those of calm strokes anyhow; the strokes may be a little
    brisker than what they replace, so that the last ones are still the slowest (PACE-03).
    """
    slow, fast = step.pace_range
    if slow >= _OWN_PACES[0] and fast <= _OWN_PACES[1]:
        return {"pace": (slow, max(fast, _STROKE_PACES[1]))}
    seconds, pace = step.seconds, _stroke_pace(path)
    slow, fast = pace
    least, most = ceil(seconds * slow / 60), floor(seconds * fast / 60)
    if most < least:  # shorter than a pass: one pass, at the pace that fills the seconds
        return {"pace": (min(slow, 60 / seconds), max(fast, 60 / seconds)), "repetitions": (1, 2)}
    low = max(1, floor(least * 0.6))
    return {"pace": pace, "repetitions": (low, min(_MOST_REPETITIONS, max(low, ceil(most * 1.3))))}


def _suits(technique: Technique, view_id: str, step: Step) -> bool:
    touched = {z.id for z in touched_zones(view_id, step.zone, step.path)}
    return not touched & set(technique.not_on)


def _drawn_cap(view_id: str, step: Step) -> Pressure:
    """No more than the zones of the new way take."""
    pressure = step.pressure
    for zone in touched_zones(view_id, step.zone, step.path):
        pressure = softer(pressure, zone.pressure)
    return pressure
