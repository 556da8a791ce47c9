"""Direction and side of the hand (DIR-01 to DIR-18, PALM-01, PALM-02).

A ``note`` gives the reason for an unusual way and answers DIR-01, -02, -03, -12, -13 and PALM-02.
"""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach, Subject, Work

_LOW = {"back_whole", "lower_back", "sacrum", "gluteal_upper", "gluteal_lower"}
_AWAY = ("down", "outward")
_FOLDS = ("TECH-41", "TECH-65")
_ZIGZAG = "TECH-27"
_GENERAL_STROKES = ("TECH-01", "TECH-03", "TECH-05", "TECH-09")
"""Strokes that may use either side of the hand; others name their own part of it (CONF-15)."""


def technique_directions(subject: Subject) -> Iterator[Breach]:
    """A direction that the catalogue does not know for this technique; DIR-16 for folds."""
    for work in subject.works:
        known = work.technique.directions
        if not known or work.step.direction in known:
            continue
        fold = work.technique.code in _FOLDS
        message = (
            f'"{work.step.direction}" is unusual for “{work.technique.title}”; usual: {", ".join(known)}.'
        )
        edits = subject.set(work, direction=known[0]) if len(known) == 1 else ()
        mend = f'Set direction = "{known[0]}".' if len(known) == 1 else "Use one of these."
        rule = "DIR-16" if fold else work.technique.code
        yield work.breach(rule, "warning", "direction", message, mend, *edits)


def up_the_back(subject: Subject) -> Iterator[Breach]:
    """DIR-01: on the back the main way goes up; rubbing (DIR-08) and ways back (DIR-09) are free."""
    if not subject.by_person:
        return
    before: Work | None = None
    for work in subject.works:
        down = work.step.direction == "down" and work.area in ("back", "shoulders") and work.step.note is None
        free = work.technique.family == "rub" or _is_way_back(before, work)
        if down and not free and work.view.zone("spine") is not None:
            message = "the main pass goes down; on the back it goes up."
            mend = "Turn it round, or give the reason in note."
            yield work.breach("DIR-01", "warning", "direction", message, mend)
        before = work


def _is_way_back(before: Work | None, work: Work) -> bool:
    """Whether a downward step follows an upward one of the same kind at the same place."""
    if before is None or before.step.direction != "up":
        return False
    return before.technique.family == work.technique.family and before.step.zone == work.step.zone


def begin_low(subject: Subject) -> Iterator[Breach]:
    """DIR-02: work on the back begins at its base."""
    if not subject.works or not subject.is_session or not subject.by_person:
        return
    first = subject.works[0]
    if first.area == "back" and first.step.note is None and not _LOW & set(first.zone_ids):
        message = f"begins at “{first.step.zone}”; work on the back begins low."
        mend = "Begin with strokes over the whole back, or give the reason in note."
        yield first.breach("DIR-02", "warning", "zone", message, mend)


def down_the_neck(subject: Subject) -> Iterator[Breach]:
    """DIR-03: on another's neck hands go down from the hairline."""
    for work in subject.works:
        if (
            subject.by_person
            and work.area == "neck"
            and work.step.direction == "up"
            and work.step.note is None
        ):
            message = "on the neck hands go down from the hairline."
            mend = "Turn it round, or give the reason in note."
            yield work.breach("DIR-03", "warning", "direction", message, mend)


def towards_the_heart(subject: Subject) -> Iterator[Breach]:
    """DIR-04, -05, -06, -17, -18: on arms and legs hands go towards the heart."""
    for work in subject.works:
        rule = _rule_of_limb(work)
        if rule and work.step.direction in _AWAY:
            message = f'"{work.step.direction}" leads away from the heart.'
            mend = 'Set direction = "toward_heart" and choose a path that leads there.'
            known = "toward_heart" in work.technique.directions
            edits = subject.set(work, direction="toward_heart") if known else ()
            yield work.breach(rule, "warning", "direction", message, mend, *edits)


def _rule_of_limb(work: Work) -> str:
    if work.area == "foot":
        return "DIR-18"
    if work.step.zone in ("upper_arm", "arm"):
        return "DIR-17"
    if work.step.zone == "lower_leg":
        return "DIR-05"
    if work.step.zone == "forearm" or work.area == "hand":
        return "DIR-04"
    return "DIR-06" if work.area in ("arm", "leg") else ""


def down_the_sides(subject: Subject) -> Iterator[Breach]:
    """DIR-11: the opening loop of the classic sequence returns down the sides of the back."""
    first = list(subject.works[:1]) if subject.routine.code == "R02" else []
    for work in subject.naming("DIR-11") or first:
        path = work.path
        if path is not None and (path.back_from is None or "back_sides" not in path.zones):
            message = f"the path “{path.id}” does not return down the sides of the back."
            yield work.breach("DIR-11", "warning", "path", message, 'Use path = "loop_classic".')


def outwards(subject: Subject) -> Iterator[Breach]:
    """DIR-12: strokes across the back lead outwards."""
    for work in subject.works:
        inward = work.step.direction == "inward" and work.technique.family == "stroke"
        if inward and work.area == "back" and work.step.note is None:
            message = "strokes towards the spine; across the back they lead outwards."
            edits = subject.set(work, direction="outward") if "outward" in work.technique.directions else ()
            mend = 'Set direction = "outward", or give the reason in note.'
            yield work.breach("DIR-12", "warning", "direction", message, mend, *edits)


def zigzag(subject: Subject) -> Iterator[Breach]:
    """DIR-13: only the zigzag of the rules-based back session leads down, and it does."""
    for work in subject.works:
        if work.technique.code != _ZIGZAG or work.step.note is not None:
            continue
        meant_down = subject.routine.code == "R19" or "DIR-13" in work.step.rules
        goes_down = work.step.direction == "down"
        if goes_down and not meant_down:
            message = "a zigzag downwards; only the rules-based back session has one."
            yield work.breach("DIR-13", "warning", "direction", message, "Go up, or give the reason in note.")
        elif meant_down and work.step.direction == "up":
            message = "this zigzag leads from top to bottom."
            edits = subject.set(work, direction="down")
            yield work.breach("DIR-13", "warning", "direction", message, 'Set direction = "down".', *edits)


def side_of_the_hand(subject: Subject) -> Iterator[Breach]:
    """PALM-01, PALM-02: light strokes go up with the palm, down with the back of the hand."""
    for work in subject.works:
        step, hands = work.step, work.technique.hands
        if work.technique.family != "stroke" or work.rank > 1:
            continue
        if step.direction in ("up", "toward_heart") and step.hand == "back_of_hand":
            edits = subject.set(work, hand="palm") if "palm" in hands else ()
            message = "strokes upwards use the palm, which feels most."
            yield work.breach("PALM-01", "warning", "hand", message, 'Use hand = "palm".', *edits)
        either = work.technique.code in _GENERAL_STROKES or "back_of_hand" in hands
        if step.direction == "down" and step.hand in ("palm", "whole_hand") and either and step.note is None:
            offered = "back_of_hand" in hands
            edits = subject.set(work, hand="back_of_hand") if offered else ()
            mend = 'Use hand = "back_of_hand".' if offered else "Stroke upwards, or give the reason in note."
            message = "light strokes downwards are softer with the back of the hand."
            yield work.breach("PALM-02", "warning", "hand", message, mend, *edits)


CHECKERS = (
    technique_directions,
    up_the_back,
    begin_low,
    down_the_neck,
    towards_the_heart,
    down_the_sides,
    outwards,
    zigzag,
    side_of_the_hand,
)
