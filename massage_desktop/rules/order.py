"""Order: strokes at both ends, stages, what comes before what, what closes (ORDER, REP-03, AFTER-05)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from massage_desktop.routine.model import Family, Stage

from .breach import Breach, Subject, Work
from .edit import AddStep, Edit, SetKey, Value
from .retime import nearest_seconds, retimed
from .tempo import tempo

_STAGES: tuple[Stage, ...] = ("opening", "main", "closing")
_FAMILY_ORDER: dict[Family, int] = {
    "stroke": 0,
    "rub": 1,
    "squeeze": 2,
    "knead": 3,
    "pinch": 3,
    "press": 3,
    "tap": 4,
    "vibrate": 4,
}
_SAW = "TECH-29"
_LINKS = ((3, 4), (3, 3), (4, 4))


def strokes_at_both_ends(subject: Subject) -> Iterator[Breach]:
    """ORDER-01: a session begins and ends with stroking."""
    if not subject.is_session:
        return
    if not subject.works:
        message, mend = "There is no massage step.", "Begin and end with stroking."
        yield subject.breach("ORDER-01", "error", "steps", message, mend)
        return
    ends = ((subject.works[0], "begins", False), (subject.works[-1], "ends", True))
    for work, where, at_end in ends:
        if work.technique.family != "stroke":
            message = f"the session {where} with “{work.technique.title}”; it {where} with stroking."
            edits = _stroke_like(subject, work, at_end=at_end)
            yield work.breach("ORDER-01", "error", "technique", message, "Add light strokes.", *edits)


def _stroke_like(subject: Subject, work: Work, *, at_end: bool) -> tuple[Edit, ...]:
    """A light copy of another stroke of the routine for its beginning or its end."""
    strokes = [w for w in subject.works if w.technique.family == "stroke" and w.step.side == "both"]
    if not strokes:
        return ()
    model = strokes[0] if at_end else strokes[-1]
    stage: Stage = "closing" if at_end else "opening"
    values = _copied(subject, model, stage)
    if at_end:
        # Nothing before it may be slower (PACE-03).
        fastest = min(tempo(w)[1] for w in subject.works if w.technique.motion != "still")
        slow, fast = model.step.pace_range
        values |= _timed(model, pace=(min(slow, 0.7 * fastest), min(fast, fastest)))
    return (AddStep(work.index + at_end, values),)


def _copied(subject: Subject, model: Work, stage: Stage) -> dict[str, Value]:
    """The keys of a light stroke like ``model``, under a name of its own."""
    step = model.step
    pressure = "touch" if stage == "closing" else "light"
    name = _free_id(subject, "linking_strokes" if stage == "main" else f"{stage}_strokes")
    values: dict[str, Value] = {"id": name, "technique": step.technique, "stage": stage}
    values |= {"zone": step.zone, "path": step.path, "hand": step.hand, "direction": step.direction}
    values |= {key: v for key in ("view", "position") if (v := getattr(step, key)) is not None}
    return values | {"pressure": pressure} | _timed(model)


def _timed(model: Work, **figures: Value) -> dict[str, Value]:
    """Figures of time that agree: those of ``model`` with some of them given anew."""
    step = msgspec.structs.replace(model.step, **figures)
    values: dict[str, Value] = {"pace": step.pace_range}
    if step.repetition_range is not None:
        values["repetitions"] = step.repetition_range
    wished = step.repetition_range[0] * 60 / step.pace_range[0] if step.repetition_range else step.seconds
    return values | {"seconds": nearest_seconds(step, min(step.seconds, wished)) or step.seconds}


def _free_id(subject: Subject, wished: str) -> str:
    taken = {step.id for step in subject.routine.steps}
    return next(n for n in (wished, *(f"{wished}_{i}" for i in range(2, 200))) if n not in taken)


def stages_in_order(subject: Subject) -> Iterator[Breach]:
    """ORDER-02: opening, main, closing follow each other, and the ends are there."""
    for before, work in zip(subject.every, subject.every[1:], strict=False):
        if _STAGES.index(work.step.stage) < _STAGES.index(before.step.stage):
            message = f'"{work.step.stage}" after "{before.step.stage}"; stages go opening, main, closing.'
            mend = f'Set stage = "{before.step.stage}", or move the step.'
            edit = SetKey(work.index, "stage", before.step.stage)
            yield work.breach("ORDER-02", "error", "stage", message, mend, edit)
    for stage in ("opening", "closing"):
        if subject.is_session and not any(w.step.stage == stage for w in subject.every):
            message = f'No step has the stage "{stage}". A session keeps both ends, however short.'
            edits = _named_end(subject.works, stage)
            mend = f"Give the {'first' if stage == 'opening' else 'last'} step this stage."
            yield subject.breach("ORDER-02", "error", "steps", message, mend, *edits)


def _named_end(works: Sequence[Work], stage: Stage) -> tuple[Edit, ...]:
    if len(works) < 2:
        return ()
    end = works[0] if stage == "opening" else works[-1]
    return (SetKey(end.index, "stage", stage),) if end.technique.family == "stroke" else ()


def end_like_the_beginning(subject: Subject) -> Iterator[Breach]:
    """ORDER-09, AFTER-05: the close brings techniques of the opening, and no other ones."""
    if not subject.is_session:
        return
    opening = {w.technique.id for w in subject.works if w.step.stage == "opening"}
    closing = [w for w in subject.works if w.step.stage == "closing"]
    other = [w for w in closing if w.technique.id not in opening]
    if not opening or not other:
        return
    if len(other) == len(closing):
        message = "nothing of the opening comes again in the close."
        mend = "End with what you began with."
        yield other[-1].breach("AFTER-05", "warning", "technique", message, mend)
        return
    for work in other:
        message = f"“{work.technique.title}” was not used in the opening."
        yield work.breach("ORDER-09", "warning", "technique", message, "End with what you began with.")


def families_in_order(subject: Subject) -> Iterator[Breach]:
    """ORDER-07: stroking, rubbing, squeezing, kneading or pinching, then tapping or vibration."""
    highest, name = 0, ""
    met: set[Family] = set()
    if not subject.by_person or not subject.is_session:
        return
    for work in subject.works:
        family = work.technique.family
        place = _FAMILY_ORDER.get(family)
        if place is None or family in met:
            continue
        met.add(family)
        if place < highest and work.step.note is None:
            message = (
                f"{family} comes for the first time after {name}; usual: stroke, rub, squeeze, knead, tap."
            )
            mend = "Move it further to the front, or give the reason in note."
            yield work.breach("ORDER-07", "warning", "technique", message, mend)
        if place > highest:
            highest, name = place, family


def links(subject: Subject) -> Iterator[Breach]:
    """REP-03, ORDER-14: after sawing both sides come 3 to 4 strokes, after pinching with weight rubbing."""
    works = subject.works
    for n, work in enumerate(works):
        following = works[n + 1] if n + 1 < len(works) else None
        if following is not None and following.technique.code == work.technique.code:
            continue
        if work.technique.code == _SAW:
            yield from _after_sawing(subject, work, following)
        elif work.technique.family == "pinch" and work.rank > 1 and not _soothes(following):
            message = "nothing soothes the skin after pinching."
            yield work.breach("ORDER-14", "warning", "technique", message, "Add rubbing after it.")


def _soothes(following: Work | None) -> bool:
    return following is not None and following.technique.family in ("rub", "stroke")


def _after_sawing(subject: Subject, work: Work, following: Work | None) -> Iterator[Breach]:
    if following is None or following.technique.family != "stroke":
        edits = _link(subject, work)
        yield work.breach(
            "REP-03", "warning", "technique", "no strokes after sawing.", "Add 3 to 4 light strokes.", *edits
        )
    elif following.step.repetition_range not in _LINKS:
        message = "strokes after sawing are done 3 to 4 times."
        edits = retimed(subject, following, repetitions=_LINKS[0])
        yield following.breach(
            "REP-03", "warning", "repetitions", message, "Set repetitions = [3, 4].", *edits
        )


def _link(subject: Subject, work: Work) -> tuple[Edit, ...]:
    strokes = [w for w in subject.works if w.technique.family == "stroke" and w.step.side == "both"]
    if not strokes:
        return ()
    values = _copied(subject, strokes[0], "main") | _timed(strokes[0], repetitions=_LINKS[0])
    return (AddStep(work.index + 1, values),)


CHECKERS = (
    strokes_at_both_ends,
    stages_in_order,
    end_like_the_beginning,
    families_in_order,
    links,
)
