"""The words of cards and sheets. No sentence promises healing (CLAIM-01)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from massage_desktop.routine.body import body_view, view_ids
from massage_desktop.routine.model import Family, HandPart, Motion, Routine, Step, Technique
from massage_desktop.routine.profile import POINT_MAX_S
from massage_desktop.rules.tempo import motions_limit
from massage_desktop.ui import words

PRESSURE, PACE, HAND = "Pressure", "Pace", "Hands"
SLOW = "Slow and even"
REST = "Hands rest"
KEEP_IN_MIND = "Keep in mind"
BEFORE = "Before you begin"
AFTERWARDS = "Afterwards"
BEFORE_ALWAYS = ("Warm your hands, and spread a little oil in your palms.",)
STANDING = ("One hand stays on the body, from the first stroke to the last.", "No pause between the steps.")
STANDING_SELF = ("Breathe slowly, and stay below what you would call strong.",)
AFTER = (
    "Cover the skin at once: it is warm, and the air is not.",
    "Let the receiver lie still for a few minutes and come back slowly. Speak softly.",
)
AFTER_SELF = (
    "Let your hands lie in your lap until they are quite relaxed.",
    "Cover up, and stay still for a few minutes.",
)
THEN_LEFT = "Then the same on the left."
THEN_RIGHT = "Then the same on the right."
SIDE_BLOCK = "All of this on the right side, then all of it on the left"
SIDE_BLOCK_LEFT = "All of this on the left side, then all of it on the right"
BOTH_SIDES = "Both sides again"

FAMILY: dict[Family, str] = {
    "stroke": "Stroking",
    "rub": "Rubbing",
    "knead": "Kneading",
    "squeeze": "Squeezing",
    "pinch": "Pinching",
    "tap": "Tapping",
    "vibrate": "Shaking",
    "press": "Pressing",
    "other": "Other ways",
    "move": "Between strokes",
}
_HANDS: dict[HandPart, str] = {
    "whole_hand": "whole hand",
    "palm": "palm",
    "palm_heel": "heel of the hand",
    "outer_edge": "hand edge",
    "back_of_hand": "back of the hand",
    "fingertips": "fingertips",
    "finger_pads": "finger pads",
    "thumb": "thumb",
    "thumbs": "thumbs",
    "index_middle": "two fingers",
    "thumb_index": "thumb and forefinger",
    "four_fingers": "four fingers",
    "knuckles": "knuckles",
    "fist": "loose fist",
    "cupped_hand": "cupped hand",
    "stacked_hands": "hand on hand",
}
_COUNTED: dict[Motion, str] = {
    "circles": "circles",
    "spiral": "turns",
    "zigzag": "turns",
    "lift": "kneads",
    "wave": "waves",
    "roll": "rolls",
    "pat": "pats",
    "press": "presses",
    "shake": "shakes",
}
_WHOLE_SIDE = re.compile(
    r",\s*(?:the )?(?:right|left) [a-z ]+$"
    r"|[,:(]?\s*\b(?:on |of |at )?(?:the |your )?(?:right|left)(?: (?:side|half)\b|(?=[):,]|$))\)?",
    re.IGNORECASE,
)
_SIDE_WORD = re.compile(r"\b(?:right|left)\s+", re.IGNORECASE)


def hands(parts: Iterable[HandPart]) -> str:
    """``Palm or whole hand``; of more than three the first three."""
    named = [_HANDS[part] for part in parts][:3]
    said = " or ".join(named) if len(named) < 3 else f"{named[0]}, {named[1]} or {named[2]}"
    return said[:1].upper() + said[1:]


def pressures(technique: Technique) -> str:
    """``Light``, ``A touch to light``."""
    softest, strongest = (words.PRESSURE[p] for p in technique.pressure)
    return softest if softest == strongest else f"{softest} to {strongest.lower()}"


def pace(technique: Technique, step: Step | None) -> str:
    """The technique's limit where it has one (PACE-01, PACE-02, TIME-08), else how a routine gives it."""
    if technique.motion == "still":
        return REST
    limits = [limit for limit in (motions_limit(technique.family), technique.motions_per_minute_max) if limit]
    if limits:
        return f"At most {min(limits):g} {_COUNTED.get(technique.motion, 'strokes')} a minute"
    if technique.motion == "press":
        return f"At most {POINT_MAX_S} seconds a place"
    if step is None:
        return SLOW
    slowest, fastest = step.pace_range
    figure = f"{slowest:g}" if slowest == fastest else f"{slowest:g} to {fastest:g}"
    return f"{figure} passes a minute"


def cautions(technique: Technique) -> list[str]:
    """The technique's own cautions, then the places it leaves free (SAFE-01, SAFE-03, SAFE-05)."""
    free = [zone_title(zone).lower() for zone in technique.not_on]
    if not free:
        return list(technique.cautions)
    named = free[0] if len(free) == 1 else f"{', '.join(free[:-1])} and {free[-1]}"
    return [*technique.cautions, f"Leave free: {named}."]


@cache
def zone_title(zone_id: str) -> str:
    """The title of a zone on whichever view has it; its id in plain words where none has."""
    for view_id in view_ids():
        zone = body_view(view_id).zone(zone_id)
        if zone is not None:
            return zone.title
    return zone_id.replace("_", " ")


def without_side(title: str, otherwise: str) -> str:
    """A title that holds for both sides: ``Sawing, right side`` becomes ``Sawing``."""
    plain = " ".join(_SIDE_WORD.sub("", _WHOLE_SIDE.sub(" ", title)).split()).strip(" ,:;-–·")
    return plain[:1].upper() + plain[1:] if len(plain) > 2 else otherwise


def if_wished(routine: Routine) -> str:
    """``If you like, also: feet, hands.``; empty without options."""
    titles = "; ".join(option.title[:1].lower() + option.title[1:] for option in routine.options)
    return f"If you like, also: {titles}." if titles else ""
