"""The changes a person may ask for while the session runs. Each is pure: progress in, progress out.

What holds after every change: the closing strokes are still to come, both sides of a mirrored pair get equal
time, the total never passes the profile's maximum, and stays at or above its minimum unless somebody ends the
session.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from massage_desktop.routine.model import PRESSURES, Pressure, Technique, pressure_rank
from massage_desktop.routine.model import softer as softer_of
from massage_desktop.routine.techniques import techniques

from .make import chain
from .model import PlannedStep
from .progress import (
    ChangeRefusedError,
    Progress,
    again,
    cut_to,
    fit_future,
    imbalance,
    lasting,
    pair_of,
    part,
)

STAY_S = 30.0
"""How much longer "stay" makes a step, to the nearest whole repetition (the program's own choice)."""

_GENTLE_FAMILIES = ("stroke", "rub")
_NEARLY_S = 1e-6


def go_next(progress: Progress) -> Progress:
    """Move on now; on the first side of a pair, after one whole repetition at the earliest.

    Raises:
        ChangeRefusedError: on the second side before it had as much as the first, or in the last step.
    """
    current = progress.current
    if not progress.future:
        raise ChangeRefusedError("These are the closing strokes; they end by themselves.")
    pairs = pair_of(progress.plan)
    if current.id not in pairs:
        return _cut_and_fit(progress, progress.elapsed_s)
    if any(pairs.get(s.id) == pairs[current.id] for s in progress.future):
        return _cut_and_fit(progress, max(progress.elapsed_s, min(current.pass_s, current.seconds)))
    owed = abs(imbalance(progress.plan, progress.spent).get(pairs[current.id], 0.0))
    if owed < _NEARLY_S:
        return _cut_and_fit(progress, progress.elapsed_s)
    raise ChangeRefusedError(f"Both sides get the same: {round(owed)} seconds more here, then on.")


def go_back(progress: Progress) -> Progress:
    """Do the previous step again, then this one from its start.

    Raises:
        ChangeRefusedError: this is the first step, or there is no time left for it.
    """
    plan, current = progress.plan, progress.current
    order = [s.id for s in plan.routine.steps]
    place = order.index(current.id)
    if place == 0:
        raise ChangeRefusedError("There is no step before this one.")
    target = order[place - 1]
    spent, later = progress.spent, progress.future
    ids = [target]
    key = pair_of(plan).get(target)
    if key and target != key and not any(s.id == key for s in [current, *later]):
        ids = [key, target]  # the second side is repeated together with its first
    known = [*spent, *later]
    returned = [again(part(plan, i), known) for i in ids]
    resumed = again(part(plan, current.id), [*known, *returned])
    return Progress(
        plan=fit_future(plan, spent, [*returned, resumed, *later]), index=len(spent), elapsed_s=0.0
    )


def repeat_step(progress: Progress) -> Progress:
    """Do this step once more from its start.

    Raises:
        ChangeRefusedError: there is no time left for it.
    """
    spent, current = progress.spent, progress.current
    once_more = again(part(progress.plan, current.id), [*spent, *progress.future])
    return Progress(
        plan=fit_future(progress.plan, spent, [once_more, *progress.future]), index=len(spent), elapsed_s=0.0
    )


def stay_longer(progress: Progress) -> Progress:
    """Stay about half a minute longer, in whole repetitions; later steps give the time where they can.

    Raises:
        ChangeRefusedError: not even one repetition more fits into the profile's maximum.
    """
    current = progress.current
    one_s = current.pass_s
    most = max(1, round(STAY_S / one_s))
    for count in range(most, 0, -1):
        longer = msgspec.structs.replace(
            current, seconds=current.seconds + count * one_s, repetitions=current.repetitions + count
        )
        try:
            plan = fit_future(progress.plan, [*progress.past, longer], progress.future)
        except ChangeRefusedError as error:
            refusal = error
            continue
        return Progress(plan=plan, index=progress.index, elapsed_s=progress.elapsed_s)
    raise refusal


def make_softer(progress: Progress) -> Progress:
    """One class softer from here to the end.

    Raises:
        ChangeRefusedError: everything left is already only touch.
    """
    rest = [progress.current, *progress.future]
    if all(s.pressure == "touch" for s in rest):
        raise ChangeRefusedError("It is already no more than a touch.")
    return _changed(progress, lambda s: msgspec.structs.replace(s, pressure=_one_softer(s.pressure)))


def make_gentle(progress: Progress) -> Progress:
    """Drop to light stroking (SAFE-07): this step and every strong one to come become light strokes, rubbing
    goes light.

    Times and sides stay as they are, so nothing else changes.
    """
    stroke, pace = techniques()["stroke_surface"], _stroking_pace(progress)

    def eased(step: PlannedStep) -> PlannedStep:
        if step.technique.family in _GENTLE_FAMILIES:
            return msgspec.structs.replace(step, pressure=softer_of(step.pressure, "light"))
        return _as_light_stroking(step, stroke, pace)

    changed = _changed(progress, eased)
    now = _as_light_stroking(progress.current, stroke, pace)
    steps = (*changed.plan.steps[: progress.index], now, *changed.plan.steps[progress.index + 1 :])
    return msgspec.structs.replace(changed, plan=msgspec.structs.replace(changed.plan, steps=steps))


def _as_light_stroking(step: PlannedStep, stroke: Technique, pace: float) -> PlannedStep:
    """The same place, side and seconds, but lightly stroked."""
    written = msgspec.structs.replace(
        step.step,
        technique=stroke.id,
        hand="palm",
        direction="up",
        motions=1,
        points=None,
        pace=pace,
        repetitions=None,
        title=None,
        instruction=None,
        cautions=[],
    )
    return msgspec.structs.replace(
        step,
        step=written,
        technique=stroke,
        pressure=softer_of(step.pressure, "light"),
        repetitions=math.ceil(step.seconds * pace / 60 - _NEARLY_S),
        pace_per_minute=pace,
    )


def close_now(progress: Progress, cap: Pressure = "light") -> Progress:
    """Go to the closing strokes at once and give them at their shortest; the rest follows."""
    current = progress.current
    # A segment has no closing strokes: its last step is its end.
    ends_here = current.stage == "closing" or not progress.future
    if ends_here:
        passes = math.ceil(max(progress.elapsed_s, current.least_s) / current.pass_s - _NEARLY_S)
        end_s = min(current.seconds, max(1, passes) * current.pass_s)
        spent = [*progress.past, cut_to(current, end_s) or current]
        left, index, elapsed = progress.future, progress.index, progress.elapsed_s
    else:
        spent = progress.spent
        left, index, elapsed = _closing(progress), len(spent), 0.0
    strokes = [s for s in left if s.technique.family == "stroke"]
    ending = [
        msgspec.structs.replace(lasting(s, s.least_s), pressure=softer_of(s.pressure, cap))
        for s in strokes or left[:1]  # exercises and segments have no strokes to end with
    ]
    steps = chain([*spent, *ending])
    if ends_here:
        soft = msgspec.structs.replace(steps[index], pressure=softer_of(current.pressure, cap))
        steps = (*steps[:index], soft, *steps[index + 1 :])
    return Progress(plan=msgspec.structs.replace(progress.plan, steps=steps), index=index, elapsed_s=elapsed)


def _closing(progress: Progress) -> list[PlannedStep]:
    closing = [s for s in progress.future if s.stage == "closing" and s.technique.family == "stroke"]
    return closing or progress.future[-1:]


def _cut_and_fit(progress: Progress, at_s: float) -> Progress:
    """End the current step ``at_s`` seconds after its start, now or a moment later, and fit the rest."""
    ended = cut_to(progress.current, at_s)
    spent = [*progress.past, *([ended] if ended else [])]
    plan = fit_future(progress.plan, spent, progress.future)
    if ended and at_s > progress.elapsed_s:
        return Progress(plan=plan, index=progress.index, elapsed_s=progress.elapsed_s)
    return Progress(plan=plan, index=len(spent), elapsed_s=0.0)


def _changed(progress: Progress, change: Callable[[PlannedStep], PlannedStep]) -> Progress:
    """Every step from the current one on changed in kind, not in time."""
    plan, rest = progress.plan, [progress.current, *progress.future]
    changed = msgspec.structs.replace(
        plan, steps=(*progress.past, *map(change, rest)), parts=tuple(map(change, plan.parts))
    )
    return msgspec.structs.replace(progress, plan=changed)


def _one_softer(pressure: Pressure) -> Pressure:
    return PRESSURES[max(0, pressure_rank(pressure) - 1)]


def _stroking_pace(progress: Progress) -> float:
    """Pace of the routine's opening strokes, repetitions a minute."""
    first = progress.plan.steps[0]
    return first.pace_per_minute if first.technique.family == "stroke" else 6.0
