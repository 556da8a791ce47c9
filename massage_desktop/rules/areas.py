"""In which order places are worked (ORDER-04, -05, -10, -11, DIR-19), and what is covered (COVER-01)."""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach, Subject

_LEVELS = {
    "sacrum": 0,
    "gluteal_upper": 0,
    "gluteal_lower": 0,
    "lower_back": 0,
    "mid_back": 1,
    "upper_back": 2,
    "shoulder_blades": 2,
    "shoulders": 3,
}
"""Places of the back from low to high; broad and long ones have no level of their own."""
_LIMB_ORDER = {"upper_arm": 0, "forearm": 1, "hand": 2, "thigh": 0, "lower_leg": 1, "foot": 2}
_SHOULDER_ZONES = ("shoulders", "shoulder_blades")
_TO_THE_HEAD = ("R08", "R11", "R16")
_UNDER_THE_TOWEL = {"back": 0, "shoulders": 0, "neck": 0, "head": 0, "face": 0, "seat": 1, "leg": 2}
_UNDER_THE_TOWEL |= {"foot": 2, "arm": 3, "hand": 3, "chest": 4, "belly": 5}


def low_to_high(subject: Subject) -> Iterator[Breach]:
    """ORDER-04: places on the back follow each other upwards; a smoothing stroke leads back down."""
    level, place = -1, ""
    if not subject.by_person or not subject.is_session:
        return
    for work in subject.works:
        if work.step.stage != "main" or work.view.zone("spine") is None:
            level = -1
            continue
        now = _LEVELS.get(work.step.zone)
        if now is None:
            level = -1 if work.technique.family == "stroke" else level
            continue
        if now < level and work.step.note is None:
            message = f"“{work.step.zone}” after “{place}”, which lies higher."
            mend = "Change the order, put smoothing strokes over the whole back between, or say why in note."
            yield work.breach("ORDER-04", "warning", "zone", message, mend)
        level, place = now, work.step.zone


def large_areas_first(subject: Subject) -> Iterator[Breach]:
    """ORDER-05: a massage of the whole body begins with a large area."""
    sizes: dict[str, int] = {}
    for work in subject.works:
        if work.zone is not None:
            sizes[work.area] = max(sizes.get(work.area, 0), work.zone.size)
    if not subject.is_whole_body or subject.routine.gives == "self" or not sizes or subject.option:
        return
    first, largest = subject.works[0], max(sizes, key=lambda area: sizes[area])
    if sizes.get(first.area, 0) < sizes[largest]:
        message = f"begins with the {first.area}, and the larger {largest} comes later."
        yield first.breach("ORDER-05", "warning", "zone", message, "Begin with a large area.")


def shoulders_last(subject: Subject) -> Iterator[Breach]:
    """ORDER-10: in the classic sequence shoulders and shoulder blades end the main part."""
    main = [w for w in subject.works if w.step.stage == "main"]
    if not main or not (subject.routine.code == "R02" or subject.naming("ORDER-10")):
        return
    if main[-1].step.zone not in _SHOULDER_ZONES:
        message = f"“{main[-1].step.zone}” ends the main part; shoulders and shoulder blades are meant."
        yield main[-1].breach("ORDER-10", "warning", "zone", message, "Move the shoulders to the end.")


def head_last(subject: Subject) -> Iterator[Breach]:
    """ORDER-11: these whole-body routines end their main part at neck and head."""
    main = [w for w in subject.works if w.step.stage == "main"]
    if not main or not (subject.routine.code in _TO_THE_HEAD or subject.naming("ORDER-11")):
        return
    if main[-1].area not in ("neck", "head", "face"):
        message = f"the main part ends at the {main[-1].area}; neck and head come last."
        yield main[-1].breach("ORDER-11", "warning", "zone", message, "Move neck and head to the end.")


def large_parts_of_limbs_first(subject: Subject) -> Iterator[Breach]:
    """DIR-19: in the general whole-body massage thigh before foot, upper arm before hand."""
    named = {w.index for w in subject.naming("DIR-19")}
    reached: dict[str, int] = {}
    for work in subject.works:
        limb = "arm" if work.area in ("arm", "hand") else "leg"
        place = _LIMB_ORDER.get(work.step.zone)
        if place is None or not (subject.routine.code == "R11" or work.index in named):
            continue
        if place < reached.get(limb, 0):
            message = f"“{work.step.zone}” after a smaller part of the {limb}."
            mend = "Work the large part first; each stroke still leads towards the heart."
            yield work.breach("DIR-19", "warning", "zone", message, mend)
        reached[limb] = max(place, reached.get(limb, 0))


def covering(subject: Subject) -> Iterator[Breach]:
    """COVER-01: every place lies under a known part of the towel, and none is bared again and again.

    The words for covering and baring follow from the areas of the zones.
    """
    left: list[int] = []
    now: int | None = None
    if not subject.by_person:
        return
    for work in subject.works:
        towel = _UNDER_THE_TOWEL.get(work.area)
        if towel is None:
            message = f"“{work.step.zone}” belongs to no part of the body that could be covered."
            yield work.breach("COVER-01", "warning", "zone", message, "Name a zone of the view.")
        elif towel != now and now is not None:
            left.append(now)
            if left.count(towel) > 1:
                message = (
                    f"the {work.area} is bared for the third time; a part that is bared is worked whole."
                )
                yield work.breach("COVER-01", "warning", "zone", message, "Work each part in one go.")
        now = towel if towel is not None else now


CHECKERS = (
    low_to_high,
    large_areas_first,
    shoulders_last,
    head_last,
    large_parts_of_limbs_first,
    covering,
)
