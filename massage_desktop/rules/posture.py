"""How the receiver lies, and how it changes (POS-01 to POS-10, ORDER-12, HANDS-01)."""

from __future__ import annotations

from collections.abc import Iterator

from massage_desktop.routine.model import Position

from .breach import Breach, Subject, Work
from .edit import Edit, SetKey

BACK_VIEWS = ("back", "legs", "child_back", "infant_back")
FRONT_VIEWS = ("front", "arms", "child_front", "infant_front")
SIDE_VIEWS = ("side_lying",)
_FACE = "face"
_TURN = "ORDER-12"
_STAYS_ON = ("HANDS-01", "HANDS-02")
_FRONT_AREAS = ("chest", "belly", "face")


def lies_so_that_it_can_be_reached(subject: Subject) -> Iterator[Breach]:
    """POS-01, POS-06, POS-10: nobody lies on what is worked."""
    if not subject.by_person:
        return
    for work in subject.works:
        view, position = work.view.id, work.position
        if view in BACK_VIEWS and position in ("supine", "standing"):
            yield _wrong(work, "POS-01", "the back of the body is worked face down", "prone")
        elif view in FRONT_VIEWS and position in ("prone", "standing"):
            yield _wrong(work, "POS-10", "the front of the body is worked face up", "supine")
        elif (view in SIDE_VIEWS) != (position == "side_lying"):
            yield _wrong(work, "POS-06", "lying on the side goes with the view “side_lying”", "side_lying")
        elif position == "side_lying" and work.area == "belly":
            message = "work on the belly of somebody who lies on the side, which is for pregnancy."
            yield work.breach("POS-06", "error", "zone", message, "Leave the belly out.")
        elif work.area in _FRONT_AREAS and position == "prone":
            yield _wrong(work, "POS-10", f"the {work.area} is worked face up", "supine")


def _wrong(work: Work, rule: str, why: str, position: Position) -> Breach:
    edits: tuple[Edit, ...] = (SetKey(work.index, "position", position),)
    if (work.view.id in SIDE_VIEWS) != (position == "side_lying"):
        edits = ()
    message = f'position "{work.position}"; {why}.'
    return work.breach(rule, "error", "position", message, f'Use position = "{position}".', *edits)


def man_lies_face_down(subject: Subject) -> Iterator[Breach]:
    """POS-05: the massage for a man is given face down."""
    if subject.routine.code == "R03" and subject.routine.position != "prone":
        message = f'The position is "{subject.routine.position}"; this routine is given face down.'
        edits = (SetKey(None, "position", "prone"),)
        yield subject.breach("POS-05", "warning", "position", message, 'Set position = "prone".', *edits)


def turns(subject: Subject) -> Iterator[Breach]:
    """ORDER-12, POS-04, POS-10: at most one turn, the right way round, with a step of its own."""
    if not subject.by_person:
        return
    turned = 0
    before: Work | None = None
    moved = False
    for work in subject.every:
        if work.step.kind == "transition":
            moved = moved or _is_turn(work)
            continue
        if work.step.kind != "massage":
            continue
        if before is not None and _lies_over(before, work):
            turned += 1
            yield from _turned(subject, work, turned, moved=moved)
        before, moved = work, False


def _is_turn(work: Work) -> bool:
    return _TURN in (work.technique.code, *work.technique.source, *work.step.rules)


def _lies_over(before: Work, work: Work) -> bool:
    return before.position != work.position and {before.position, work.position} <= {"prone", "supine"}


def _turned(subject: Subject, work: Work, turned: int, *, moved: bool) -> Iterator[Breach]:
    child = subject.routine.receives in ("child", "newborn")
    if turned > 1:
        message = "the receiver turns over once more; once is enough."
        mend = "Bring all steps of one side together."
        yield work.breach("ORDER-12", "warning", "position", message, mend)
    elif child and work.position == "supine":
        message = "a child lies on its stomach first; it lies on its back first."
        yield work.breach("POS-04", "warning", "position", message, "Begin with the front.")
    elif not child and work.position == "prone":
        message = "an adult lies face up first; face down comes first."
        yield work.breach("ORDER-12", "warning", "position", message, "Begin with the back.")
    if not moved:
        message = f'position "{work.position}" without a step for turning over.'
        mend = 'Put a step with technique = "turn_over" and kind = "transition" before it.'
        yield work.breach("POS-10", "error", "position", message, mend)


def contact_while_moving(subject: Subject) -> Iterator[Breach]:
    """HANDS-01: a change of place says that one hand stays on."""
    for work in subject.every:
        if not subject.by_person or work.step.kind != "transition":
            continue
        named = set(_STAYS_ON) & {*work.step.rules, *work.technique.source}
        said = "hand" in " ".join([work.words, *work.step.cautions, *work.technique.cautions]).lower()
        if not named and not said:
            message = "nothing says that one hand stays on the receiver."
            mend = "Say it in the instruction, or in a caution."
            yield work.breach("HANDS-01", "warning", "instruction", message, mend)


CHECKERS = (lies_so_that_it_can_be_reached, man_lies_face_down, turns, contact_while_moving)
