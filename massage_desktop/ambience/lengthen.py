"""What is left of a routine gets the time of what was taken out, within reason (TIME-01 to TIME-07)."""

from __future__ import annotations

from math import ceil

from msgspec.structs import replace

from massage_desktop.routine.model import ProfileName, Step
from massage_desktop.routine.profile import PROFILES

from .repair import is_core

MOST_STRETCH = 2.0
"""No step lasts more than twice as long as its routine gives it (the program's own figure, TIME-09)."""

_MOST_STEP_S, _MOST_REPETITIONS = 300, 200
"""Nor more than five minutes, so that the giver can shift (GIVER-04)."""
_LINK = (3, 4)
"""Strokes after sawing are counted and stay as they are (REP-03)."""
_TINY = 1e-6
_FREE = (0.6, 1.6)
"""Least and most of a step whose repetitions are not counted, as the rules of length have it."""


def fitted(
    steps: list[Step], profiles: list[ProfileName], goal_s: int
) -> tuple[list[Step], list[ProfileName]] | None:
    """Steps brought near to ``goal_s`` seconds, and the profiles that they can be planned for.

    The first profile stays where its least time can be reached; in self-massage nothing has to grow
    (CONF-01). Too short for an adult's session, the steps may still fill a first session's 10 to 15 minutes.
    None: too little is left for any of them.
    """
    if profiles[0] == "self":
        return (steps, profiles) if core_seconds(steps) >= PROFILES["self"].min_s else None
    wanted: list[list[ProfileName]] = [profiles]
    if profiles[0] == "adult":
        wanted.append(["first"])
    for names in wanted:
        first = PROFILES[names[0]]
        longer = _stretched_to(steps, max(first.min_s, min(goal_s, first.max_s)), first.min_s)
        if first.min_s <= core_seconds(longer) <= first.max_s:
            return longer, [names[0], *(n for n in names[1:] if _within_reach(longer, n))]
    return None


def core_seconds(steps: list[Step]) -> int:
    """Seconds of everything that is given without a wish."""
    return sum(s.seconds for s in steps if s.option is None)


def _stretched_to(steps: list[Step], goal_s: int, least_s: int) -> list[Step]:
    now = core_seconds(steps)
    if now >= goal_s:
        return steps
    for counted in (False, True):  # repetitions that the sources count give way last
        elastic = sum(s.seconds for s in steps if is_core(s) and (counted or _is_free(s)))
        factor = min(MOST_STRETCH, 1 + (goal_s - now) / max(elastic, 1))
        longer = _all_stretched(steps, factor, counted=counted)
        while core_seconds(longer) < least_s and factor < MOST_STRETCH:  # what rounding took away
            factor = min(MOST_STRETCH, factor + 0.02)
            longer = _all_stretched(steps, factor, counted=counted)
        if core_seconds(longer) >= least_s:
            break
    return longer


def _all_stretched(steps: list[Step], factor: float, *, counted: bool) -> list[Step]:
    return [_stretched(s, factor, widen=counted or _is_free(s)) for s in steps]


def _is_free(step: Step) -> bool:
    """Whether its repetitions are the routine author's own choice."""
    return step.repetition_range is None or "repetitions" in step.author


def _stretched(step: Step, factor: float, *, widen: bool) -> Step:
    """The step up to ``factor`` times as long, in whole repetitions at its own pace (DERIV-11).

    ``widen`` allows more repetitions than the step has.
    """
    if not is_core(step) or step.repetition_range == _LINK:
        return step
    goal = min(int(step.seconds * factor), max(step.seconds, _MOST_STEP_S))
    counts = step.repetition_range
    if counts is None:
        return replace(step, seconds=goal)
    most = min(_MOST_REPETITIONS, ceil(counts[1] * factor)) if widen else counts[1]
    slow, fast = step.pace_range
    for seconds in range(goal, step.seconds, -1):
        if any(slow - _TINY <= n * 60 / seconds <= fast + _TINY for n in range(counts[0], most + 1)):
            return replace(step, seconds=seconds, repetitions=(counts[0], most))
    return step


def _within_reach(steps: list[Step], name: ProfileName) -> bool:
    profile = PROFILES[name]
    ranges = [_range(s) for s in steps if s.option is None]
    return sum(r[0] for r in ranges) <= profile.max_s and sum(r[1] for r in ranges) >= profile.min_s


def _range(step: Step) -> tuple[float, float]:
    counts = step.repetition_range
    if counts is None:
        return step.seconds * _FREE[0], step.seconds * _FREE[1]
    slow, fast = step.pace_range
    return counts[0] * 60 / fast, counts[1] * 60 / slow
