"""After steps were taken out or softened: strokes at both ends again, pressure one class at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from massage_desktop.routine.model import (
    PRESSURES,
    Pressure,
    Routine,
    Stage,
    Step,
    position_of,
    pressure_rank,
    softer,
    view_of,
)
from massage_desktop.routine.techniques import techniques

_MOST_END_S = 1200
_LIGHT, _FIRM = pressure_rank("light"), pressure_rank("firm")


def family(step: Step) -> str:
    """Family of the step's technique, such as ``stroke``."""
    return techniques()[step.technique].family


def is_core(step: Step) -> bool:
    """Whether the step is massage that is always given, wished or not."""
    return step.kind == "massage" and step.option is None


def without_lost(routine: Routine, kept: Sequence[Step]) -> list[Step]:
    """The kept steps without transitions that lead nowhere any more."""
    before = [s.id for s in routine.steps]
    left: list[Step] = []
    for n, step in enumerate(kept):
        if step.kind != "transition":
            left.append(step)
            continue
        came, goes = _near(reversed(kept[:n])), _near(iter(kept[n + 1 :]))
        if came is None or goes is None or _block_gone(before, step, left):
            continue
        if position_of(routine, came) != position_of(routine, goes) or view_of(routine, came) != view_of(
            routine, goes
        ):
            left.append(step)
    return left


def _near(steps: Iterator[Step]) -> Step | None:
    return next((s for s in steps if s.kind != "transition"), None)


def _block_gone(before: list[str], transition: Step, left: list[Step]) -> bool:
    """Whether nothing is left between this transition and the one before it."""
    return bool(left) and left[-1].kind == "transition" and transition.id in before


def with_ends(routine: Routine, steps: list[Step]) -> list[Step] | None:
    """The steps with strokes of their own stage at both ends (ORDER-01, ORDER-02), or None: it has none.

    An end that is missing is copied from the nearest strokes of the same place and position. An area on its
    own and exercises have no ends.
    """
    works = [s for s in steps if is_core(s)]
    if not works:
        return None
    if routine.category in ("segment", "exercise"):
        return steps
    result = list(steps)
    if works[0].stage != "opening" or family(works[0]) != "stroke":
        lead = _copy(routine, works, works[0], "opening", "light")
        if lead is None:
            return None
        at = result.index(works[0])
        result[at:at] = lead
        result = [replace(s, stage="opening") if n < at else s for n, s in enumerate(result)]
    if works[-1].stage != "closing" or family(works[-1]) != "stroke":
        close = _copy(routine, works[::-1], works[-1], "closing", "touch")
        if close is None:
            return None
        at = max(n for n, s in enumerate(result) if s.kind == "massage") + 1
        result[at:at] = close
        result = [replace(s, stage="closing") if n >= at else s for n, s in enumerate(result)]
    return result


def _copy(
    routine: Routine, works: Sequence[Step], near: Step, stage: Stage, cap: Pressure
) -> list[Step] | None:
    """A copy of the first strokes in ``works`` in the view and position of ``near``, with their twin."""
    place = (view_of(routine, near), position_of(routine, near))
    for step in works:
        if family(step) != "stroke" or (view_of(routine, step), position_of(routine, step)) != place:
            continue
        first = step.mirrors or step.id
        unit = sorted((s for s in works if first in (s.id, s.mirrors)), key=lambda s: s.mirrors is not None)
        if any(s.mirrors for s in unit) or step.side == "both":
            return [_end(s, stage, cap) for s in unit]
    return None


def _end(step: Step, stage: Stage, cap: Pressure) -> Step:
    mirrors = f"{step.mirrors[:50]}_{stage}" if step.mirrors else None
    pressure = softer(step.pressure, cap)
    end = replace(step, id=f"{step.id[:50]}_{stage}", stage=stage, mirrors=mirrors, pressure=pressure)
    if stage != "closing":
        return end
    slow, fast = step.pace_range  # the last strokes are the slowest (PACE-03): two thirds of their pace
    return replace(end, pace=(slow * 0.66, fast * 0.67), seconds=min(_MOST_END_S, round(step.seconds * 1.5)))


def graded(steps: list[Step]) -> list[Step]:
    """Pressure that grows one class at a time (PRESS-01), light before deep (ORDER-13), firm only after
    rubbing (PRESS-03), alike on both sides (REP-14), and no heavier at the end (PRESS-05).
    """
    result = steps
    while True:
        softened = _twins_alike(_grown(result))
        if softened == result:
            return result
        result = softened


def _grown(steps: list[Step]) -> list[Step]:
    works = [n for n, s in enumerate(steps) if s.kind == "massage"]
    result = list(steps)
    highest, warmed = _LIGHT, False
    begun: set[str] = set()
    for place, n in enumerate(works):
        most = _LIGHT if place == 0 else highest + 1
        if not warmed:
            most = min(most, _FIRM - 1)
        if family(result[n]) in ("stroke", "rub") and family(result[n]) not in begun:
            most = _LIGHT
        result[n] = _at_most(result[n], PRESSURES[min(most, _FIRM)])
        # An area that is only given if wished prepares nothing that is always given.
        if result[n].option is None:
            highest = max(highest, pressure_rank(result[n].pressure))
            warmed = warmed or family(result[n]) == "rub"
            begun.add(family(result[n]))
    if works:
        result[works[-1]] = _at_most(result[works[-1]], result[works[0]].pressure)
    return result


def _twins_alike(steps: list[Step]) -> list[Step]:
    softest: dict[str, Pressure] = {}
    for s in steps:
        key = s.mirrors or s.id
        softest[key] = softer(s.pressure, softest.get(key, s.pressure))
    return [_at_most(s, softest[s.mirrors or s.id]) for s in steps]


def _at_most(step: Step, cap: Pressure) -> Step:
    return step if softer(step.pressure, cap) == step.pressure else replace(step, pressure=cap)
