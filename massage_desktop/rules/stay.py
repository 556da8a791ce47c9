"""How long hands stay: on one point, on one part, in one place (TIME-07 to TIME-12, -16 to -18, GIVER-04)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from massage_desktop.routine.profile import POINT_MAX_S, SELF_PART_MAX_S

from .breach import Breach, Subject, Work
from .retime import nearest_seconds

PRESS_MIN_S = 2
"""Shortest press, in seconds (TIME-10)."""
SMALL_AREA_MAX_S = 300
"""Longest work on one small area without a change of place, in seconds (TIME-09, the program's choice)."""
STANCE_MAX_S = 300
"""Longest step without a border at which the giver can move, in seconds (GIVER-04, the program's choice)."""
FEET_MIN_S, FEET_MAX_S = 180, 240
OPENING_RUB_MAX_S = 300
DIGITS_MAX_S = 300
HOLD_PACE_MAX = 3
"""Most held breaths a minute, so that ten seconds of holding leave as long for breathing (TIME-17)."""

_POINT_FAMILIES = ("press", "vibrate")
_SMALL = 2
_TINY = 1e-9


def ten_seconds_a_point(subject: Subject) -> Iterator[Breach]:
    """TIME-08: at the slowest pace no point is worked longer than 10 seconds."""
    for work in subject.every:
        if work.step.points is None and work.technique.family not in _POINT_FAMILIES:
            continue
        pass_s = 60 / work.step.pace_range[0]
        stay_s = pass_s / (work.step.points or 1)
        if stay_s > POINT_MAX_S + _TINY:
            points = math.ceil(pass_s / POINT_MAX_S - _TINY)
            message = f"{stay_s:.0f} seconds on one point; at most {POINT_MAX_S} are comfortable."
            mend = f"Set points = {points}, or raise the slowest pace."
            edits = subject.set(work, points=points) if points <= 200 else ()
            yield work.breach("TIME-08", "error", "points", message, mend, *edits)


def slow_presses(subject: Subject) -> Iterator[Breach]:
    """TIME-10: one press takes some seconds; at the fastest pace none is shorter than two."""
    for work in subject.works:
        if work.technique.family != "press" or work.technique.motion != "press":
            continue
        presses = max(work.step.points or 1, work.step.motions)
        press_s = 60 / work.step.pace_range[1] / presses
        if press_s < PRESS_MIN_S - _TINY:
            message = f"{press_s:.1f} seconds for one press; it takes {PRESS_MIN_S} to {POINT_MAX_S}."
            mend = f"Lower the fastest pace to {_floor(60 / PRESS_MIN_S / presses)}, or press fewer places."
            yield work.breach("TIME-10", "warning", "pace", message, mend)


def self_parts(subject: Subject) -> Iterator[Breach]:
    """TIME-07: in self-massage a part of the body is worked for 5 minutes at most, resting hands included."""
    if subject.routine.gives != "self":
        return
    spent: dict[str, int] = defaultdict(int)
    for work in subject.every:
        if work.step.kind not in ("massage", "hold"):
            continue
        spent[work.area] += work.step.seconds
        over = spent[work.area] - SELF_PART_MAX_S
        if 0 < over <= work.step.seconds:
            message = (
                f"the part “{work.area}” is worked for {spent[work.area]} seconds by now; in self-massage "
                f"{SELF_PART_MAX_S} a part are enough."
            )
            left = nearest_seconds(work.step, max(1, work.step.seconds - over))
            edits = subject.set(work, seconds=left) if left is not None else ()
            yield work.breach("TIME-07", "error", "seconds", message, f"Take {over} seconds away.", *edits)


def moving_on(subject: Subject) -> Iterator[Breach]:
    """TIME-09: a small area is not worked for more than five minutes without a change of place."""
    zone, spent = "", 0
    for work in subject.works:
        spent = spent + work.step.seconds if work.step.zone == zone else work.step.seconds
        zone = work.step.zone
        small = work.zone is not None and work.zone.size <= _SMALL
        if small and 0 < spent - SMALL_AREA_MAX_S <= work.step.seconds:
            message = f"“{zone}” is worked for {spent} seconds on end, and it is small."
            mend = f"Stay {SMALL_AREA_MAX_S} seconds at most, or work another place in between."
            yield work.breach("TIME-09", "warning", "seconds", message, mend)


def change_of_stance(subject: Subject) -> Iterator[Breach]:
    """GIVER-04: no step is so long that the giver cannot shift."""
    for work in subject.works:
        if subject.by_person and work.step.seconds > STANCE_MAX_S:
            message = f"{work.step.seconds} seconds in one step; the giver should shift sooner."
            mend = f"Make it {STANCE_MAX_S} seconds at most, or two steps."
            yield work.breach("GIVER-04", "warning", "seconds", message, mend)


def feet(subject: Subject) -> Iterator[Breach]:
    """TIME-11: the feet get 3 to 4 minutes of the leg routine."""
    named = subject.naming("TIME-11")
    if not named and subject.routine.code != "R13":
        return
    works = [w for w in subject.works if w.area == "foot"]
    spent = _seconds(works)
    if FEET_MIN_S <= spent <= FEET_MAX_S:
        return
    message = f"the feet get {spent} seconds here; {FEET_MIN_S} to {FEET_MAX_S} are meant."
    mend = f"{'Lengthen' if spent < FEET_MIN_S else 'Shorten'} the steps of the feet."
    at = works or named or subject.works
    if at:
        yield at[0].breach("TIME-11", "warning", "seconds", message, mend)


def opening_rub(subject: Subject) -> Iterator[Breach]:
    """TIME-12: the rubbing that opens the massage for a man lasts up to five minutes."""
    rubs = [w for w in subject.works if w.technique.family == "rub"]
    opening = rubs[:1] if subject.routine.code == "R03" else []
    for work in subject.naming("TIME-12") or opening:
        if work.step.seconds > OPENING_RUB_MAX_S:
            message = f"{work.step.seconds} seconds of rubbing to open; five minutes are meant as the most."
            mend = f"Make it {OPENING_RUB_MAX_S} seconds or fewer."
            left = nearest_seconds(work.step, OPENING_RUB_MAX_S)
            edits = subject.set(work, seconds=left) if left and left <= OPENING_RUB_MAX_S else ()
            yield work.breach("TIME-12", "warning", "seconds", message, mend, *edits)


def belly_rests(subject: Subject) -> Iterator[Breach]:
    """TIME-16: a self-massage of the belly ends with hands that rest."""
    on_belly = [w for w in subject.every if w.area == "belly" and w.step.kind in ("massage", "hold")]
    if subject.routine.gives != "self" or not on_belly:
        return
    last = on_belly[-1]
    if last.technique.motion != "still":
        message = "the belly is left without resting hands."
        mend = 'End the belly with "still_hands" and slow breaths.'
        yield last.breach("TIME-16", "warning", "technique", message, mend)


def held_breath(subject: Subject) -> Iterator[Breach]:
    """TIME-17: ten seconds of holding, and as long for breathing."""
    for work in subject.every:
        if work.technique.code == "MOVE-02" and work.step.pace_range[1] > HOLD_PACE_MAX + _TINY:
            message = f"up to {work.step.pace_range[1]:g} held breaths a minute leave no rest in between."
            mend = f"Set pace = {HOLD_PACE_MAX} or less."
            yield work.breach("TIME-17", "error", "pace", message, mend)


def digits(subject: Subject) -> Iterator[Breach]:
    """TIME-18: all fingers together, and all toes together, get five minutes at most."""
    for area in ("hand", "foot"):
        works = [w for w in subject.every if w.technique.code == "TECH-101" and w.area == area]
        spent = _seconds(works)
        if spent > DIGITS_MAX_S:
            message = f"{spent} seconds for {'fingers' if area == 'hand' else 'toes'}; seconds for each do."
            mend = f"Give all of them {DIGITS_MAX_S} seconds together."
            yield works[-1].breach("TIME-18", "error", "seconds", message, mend)


def _seconds(works: Iterable[Work]) -> int:
    return sum(work.step.seconds for work in works)


def _floor(figure: float) -> str:
    """Two decimals, never rounded up past the limit."""
    return f"{int(figure * 100) / 100:g}"


CHECKERS = (
    ten_seconds_a_point,
    slow_presses,
    self_parts,
    moving_on,
    change_of_stance,
    feet,
    opening_rub,
    belly_rests,
    held_breath,
    digits,
)
