"""What to cover and what to bare when the work moves on (COVER-01)."""

from __future__ import annotations

from typing import NamedTuple

from massage_desktop.routine.area import area_of
from massage_desktop.routine.model import Routine, Step

# Areas that lie under the same part of the towel. Head, face and neck are never covered.
_UNDER_ONE_TOWEL = {
    "back": "back",
    "shoulders": "back",
    "seat": "hips",
    "chest": "chest",
    "belly": "belly",
    "arm": "arms",
    "hand": "arms",
    "leg": "legs",
    "foot": "legs",
}
_TURNED = {"supine": {"back": "chest"}}
"""Shoulders that are worked from the front are bared with the chest."""


class CoverChange(NamedTuple):
    """``cover`` gets warm again, ``bare`` is worked next; empty when nothing has to be done."""

    cover: str = ""
    bare: str = ""


def cover_change(routine: Routine, before: Step | None, now: Step) -> CoverChange:
    """What changes under the towel between two massage steps that follow each other.

    One massages oneself dressed as one likes, so there is nothing to do then; nor before the first step: the
    preparation has bared what it needs.
    """
    if routine.gives == "self" or before is None:
        return CoverChange()
    old, new = _bared(routine, before), _bared(routine, now)
    if old == new or not new:
        return CoverChange()
    return CoverChange(old, new)


def _bared(routine: Routine, step: Step) -> str:
    part = _UNDER_ONE_TOWEL.get(area_of(routine, step), "")
    position = step.position or routine.position
    return _TURNED.get(position, {}).get(part, part)
