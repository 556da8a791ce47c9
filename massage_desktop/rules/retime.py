"""Changed figures that still agree: seconds, repetitions and pace of a step, and the length of a routine."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from massage_desktop.routine.model import Step

from .breach import Subject, Work
from .edit import Edit, SetKey, Value

FREE_LEAST = 0.6
FREE_MOST = 1.6
"""A step whose repetitions are not counted lasts 60 % to 160 % of its seconds (the program's choice)."""

_LONGEST_STEP_S = 1200
_TINY = 1e-6
_ROUNDS = 12


def seconds_range(step: Step) -> tuple[float, float]:
    """(least, most) seconds that a step can be planned with."""
    counts = step.repetition_range
    if counts is None:
        return step.seconds * FREE_LEAST, step.seconds * FREE_MOST
    slow, fast = step.pace_range
    return counts[0] * 60 / fast, counts[1] * 60 / slow


def figures_agree(step: Step) -> bool:
    """Whether the seconds hold a whole number of the allowed repetitions at an allowed pace (DERIV-11)."""
    counts = step.repetition_range
    if counts is None:
        return True
    slow, fast = step.pace_range
    return any(slow - _TINY <= n * 60 / step.seconds <= fast + _TINY for n in range(counts[0], counts[1] + 1))


def nearest_seconds(step: Step, wished_s: float) -> int | None:
    """The whole seconds next to ``wished_s`` for which the step's figures agree; None when there are none."""
    counts = step.repetition_range
    slow, fast = step.pace_range
    if counts is None:
        return min(_LONGEST_STEP_S, max(1, round(wished_s)))
    fits: list[int] = []
    for n in range(counts[0], counts[1] + 1):
        least, most = int(-(-n * 60 // fast)), min(_LONGEST_STEP_S, int(n * 60 // slow))
        if least <= most:
            fits.append(min(most, max(least, round(wished_s))))
    fits = [s for s in fits if s >= 1 and figures_agree(msgspec.structs.replace(step, seconds=s))]
    return min(fits, key=lambda s: abs(s - wished_s), default=None)


def retimed(subject: Subject, work: Work, **values: Value) -> tuple[Edit, ...]:
    """Edits that give the step new figures, and the seconds that go with them; empty when none do."""
    changed = msgspec.structs.replace(work.step, **values)
    if figures_agree(changed):
        return subject.set(work, **values)
    seconds = nearest_seconds(changed, changed.seconds)
    return () if seconds is None else subject.set(work, **(values | {"seconds": seconds}))


def resized(subject: Subject, least_s: int, most_s: int) -> tuple[Edit, ...]:
    """Edits of the main steps' seconds that bring the whole routine inside the bounds; empty when none can.

    All main steps bend by the same share; the two sides of a mirrored pair stay equal.
    """
    every = [w.step for w in subject.every]
    total = sum(s.seconds for s in every)
    if not every:
        return ()
    wished_s = min(most_s, max(least_s, total))
    share = 1.0
    for _ in range(_ROUNDS):
        lengths = _bent(every, share)
        if lengths is None:
            return ()
        reached = sum(lengths)
        if least_s <= reached <= most_s:
            return _changes(subject.every, lengths)
        share *= wished_s / reached
    return ()


def _bent(steps: Sequence[Step], share: float) -> list[int] | None:
    lengths: list[int] = []
    for step in steps:
        bends = step.stage == "main" and step.kind == "massage"
        seconds = nearest_seconds(step, step.seconds * share) if bends else step.seconds
        if seconds is None:
            return None
        lengths.append(seconds)
    return lengths


def _changes(works: Sequence[Work], lengths: Sequence[int]) -> tuple[Edit, ...]:
    return tuple(
        SetKey(work.index, "seconds", seconds)
        for work, seconds in zip(works, lengths, strict=True)
        if seconds != work.step.seconds
    )
