"""How pressure goes over a session: build-up, warming, alternation, a lighter end (PRESS, ORDER)."""

from __future__ import annotations

from collections.abc import Iterator

from massage_desktop.routine.model import PRESSURES, Family, pressure_rank

from .breach import Breach, Subject, Work
from .edit import Edit, SwapSteps

STRONG_STEPS_MAX = 4
"""Most steps of medium or more in a row; both sides of one count as one (PRESS-06, the program's choice)."""
DROP_MAX = 2
"""Most classes that pressure falls from one step to the next (ORDER-06, the program's choice)."""

_FIRM, _LIGHT, _MEDIUM = pressure_rank("firm"), pressure_rank("light"), pressure_rank("medium")
_GENTLE: tuple[Family, ...] = ("stroke", "rub", "pinch", "other")


def light_beginning(subject: Subject) -> Iterator[Breach]:
    """PRESS-02: hands are only just felt before and in the first step."""
    if not subject.is_session:
        return
    first = next((w.index for w in subject.works), len(subject.every))
    for work in subject.every:
        if work.index > first:
            return
        if work.rank > _LIGHT:
            message = f'"{work.step.pressure}" at once; hands begin so lightly that they are only just felt.'
            edits = subject.set(work, pressure="light")
            yield work.breach("PRESS-02", "error", "pressure", message, 'Use "touch" or "light".', *edits)


def build_up(subject: Subject) -> Iterator[Breach]:
    """PRESS-01: never more than one class above the highest so far."""
    highest = _LIGHT
    for n, work in enumerate(subject.works):
        begins = n == 0 and subject.is_session
        if work.rank > highest + 1 and not begins:
            allowed = PRESSURES[highest + 1]
            message = f'"{work.step.pressure}" comes too soon; pressure grows one class at a time.'
            mend = f'Use "{allowed}" at most here, or put a step of "{allowed}" before.'
            edits = subject.set(work, pressure=allowed)
            yield work.breach("PRESS-01", "error", "pressure", message, mend, *edits)
        highest = max(highest, work.rank)


def warm_first(subject: Subject) -> Iterator[Breach]:
    """PRESS-03: nothing firm before rubbing has warmed skin and muscles."""
    warmed = False
    for work in subject.works:
        if work.rank >= _FIRM and not warmed:
            message = "firm work on muscles that are not warm yet."
            edits = subject.set(work, pressure="medium")
            mend = 'Use "medium", or put rubbing before it.'
            yield work.breach("PRESS-03", "error", "pressure", message, mend, *edits)
        warmed = warmed or work.technique.family == "rub"


def lighter_end(subject: Subject) -> Iterator[Breach]:
    """PRESS-05: the last strokes are not heavier than the first, better a little lighter."""
    if len(subject.works) < 2 or not subject.is_session:
        return
    first, last = subject.works[0], subject.works[-1]
    if last.rank > first.rank:
        message = (
            f'"{last.step.pressure}" at the end, "{first.step.pressure}" at the beginning; '
            "the end is the lightest."
        )
        edits = subject.set(last, pressure=first.step.pressure)
        mend = f'Use "{first.step.pressure}" at most.'
        yield last.breach("PRESS-05", "error", "pressure", message, mend, *edits)
    elif last.rank == first.rank and last.rank > 0:
        message = "as heavy as the beginning; a touch lighter ends more softly."
        mend = f'Use "{PRESSURES[last.rank - 1]}".'
        yield last.breach("PRESS-05", "note", "pressure", message, mend)


def weak_and_strong(subject: Subject) -> Iterator[Breach]:
    """ORDER-03, ORDER-06: something softer after firm work, yet no fall of three classes."""
    for work, following in subject.pairs():
        twin = following.step.mirrors == work.step.id
        if work.rank >= _FIRM and following.rank > _MEDIUM and not twin:
            message = "two firm steps in a row; something softer lies between them."
            edits = subject.set(following, pressure="medium")
            mend = 'Put a light step, such as strokes, between them, or use "medium".'
            yield following.breach("ORDER-03", "warning", "pressure", message, mend, *edits)
        if work.rank - following.rank > DROP_MAX:
            message = f'"{following.step.pressure}" straight after "{work.step.pressure}" is abrupt.'
            softer = PRESSURES[work.rank - DROP_MAX]
            edits = subject.set(following, pressure=softer)
            mend = f'Use "{softer}", or put a step between them.'
            yield following.breach("ORDER-06", "warning", "pressure", message, mend, *edits)


def no_long_strong_stretch(subject: Subject) -> Iterator[Breach]:
    """PRESS-06: weak and strong take turns over the session."""
    stretch: set[str] = set()
    for work in subject.works:
        if work.rank < _MEDIUM:
            stretch = set()
            continue
        stretch.add(work.step.mirrors or work.step.id)
        if len(stretch) == STRONG_STEPS_MAX + 1 and (work.step.mirrors or "") not in stretch - {work.step.id}:
            message = "the fifth step of medium pressure or more in a row; weak and strong take turns."
            mend = "Put light strokes before it."
            yield work.breach("PRESS-06", "warning", "pressure", message, mend)


def presses_grow(subject: Subject) -> Iterator[Breach]:
    """PRESS-08: a press with weight comes out of lighter work at the same place."""
    met: set[str] = set()
    for work in subject.works:
        places = {work.area, *work.zone_ids}
        if work.technique.family == "press" and work.rank >= _MEDIUM and not places & met:
            message = f'"{work.step.pressure}" at a place that was not touched lightly before.'
            edits = subject.set(work, pressure="light")
            mend = 'Use "light", or put a light step at the same place before.'
            yield work.breach("PRESS-08", "warning", "pressure", message, mend, *edits)
        if work.rank < _MEDIUM:
            met |= places


def light_before_deep(subject: Subject) -> Iterator[Breach]:
    """ORDER-13: deep stroking and rubbing come after light stroking or rubbing of the same kind."""
    seen: set[Family] = set()
    if not subject.is_session:
        return
    for work in subject.works:
        family = work.technique.family
        if family in ("stroke", "rub") and work.rank >= _MEDIUM and family not in seen:
            message = f"the first {family} step is {work.step.pressure}; light comes before deep."
            edits = _lighter_one_first(subject, work)
            mend = "Put a light one before, or change places with the next light one."
            yield work.breach("ORDER-13", "warning", "pressure", message, mend, *edits)
        seen.add(family)


def _lighter_one_first(subject: Subject, work: Work) -> tuple[Edit, ...]:
    """Change places with the next lighter step of the family, when both are steps without another side."""
    for later in subject.works:
        same = later.technique.family == work.technique.family and later.step.stage == work.step.stage
        if later.index > work.index and same and later.rank < _MEDIUM:
            single = len(subject.twins(work)) == len(subject.twins(later)) == 1
            return (SwapSteps(work.index, later.index),) if single else ()
    return ()


def gentle_routine(subject: Subject) -> Iterator[Breach]:
    """PRESS-09: the routine for delicate skin is mostly stroked and rubbed, medium at most."""
    works = subject.works
    if subject.routine.code != "R04" and not subject.naming("PRESS-09"):
        return
    for work in works:
        cap = _LIGHT if work.technique.family == "pinch" else _MEDIUM
        if work.rank > cap:
            message = f'"{work.step.pressure}" in a routine for delicate skin.'
            edits = subject.set(work, pressure=PRESSURES[cap])
            mend = f'Use "{PRESSURES[cap]}" at most.'
            yield work.breach("PRESS-09", "warning", "pressure", message, mend, *edits)
    gentle = sum(w.step.seconds for w in works if w.technique.family in _GENTLE)
    if works and 2 * gentle < sum(w.step.seconds for w in works):
        message = "Less than half of the time is stroking and rubbing, in a routine for delicate skin."
        mend = "Give strokes and rubbing more of the time."
        yield subject.breach("PRESS-09", "warning", "steps", message, mend)


CHECKERS = (
    light_beginning,
    build_up,
    warm_first,
    lighter_end,
    weak_and_strong,
    no_long_strong_stretch,
    presses_grow,
    light_before_deep,
    gentle_routine,
)
