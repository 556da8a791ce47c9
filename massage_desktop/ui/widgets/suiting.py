"""What the health answers make of the chosen routine, and which lengths of it can be planned."""

from __future__ import annotations

from dataclasses import dataclass

from massage_desktop.ambience.adapt import NOTHING_LEFT, Adapted, adapt
from massage_desktop.ambience.screening import Assessment
from massage_desktop.plan.make import PlanRefusedError, make_plan
from massage_desktop.routine.model import ProfileName, Routine
from massage_desktop.routine.profile import PROFILES, Profile

FIRST_MOST_MIN = PROFILES["first"].max_s // 60
"""A first session is long enough with these minutes, whatever its kind (TIME-02)."""


@dataclass(frozen=True)
class Suited:
    """An adapted routine, the kind of session it is planned for, and its shortest and longest whole minutes.

    Without a routine nothing suitable is left; ``adapted.refusal`` says so.
    """

    adapted: Adapted
    profile: ProfileName
    minutes: tuple[int, int]


def suited(routine: Routine, found: Assessment, chosen: ProfileName) -> Suited:
    """Adapt the routine to the answers; ``chosen`` is the kind of session the person wishes."""
    adapted = adapt(routine, found.adaptations)
    if adapted.routine is None:
        return Suited(adapted, chosen, (0, 0))
    if not found.adaptations:
        return Suited(adapted, chosen, _whole(PROFILES[chosen]))
    profile, most = _kind(adapted, adapted.routine.profiles, chosen)
    able = _lengths(adapted.routine, profile, most)
    if not able:
        return Suited(Adapted(None, unscented=adapted.unscented, refusal=NOTHING_LEFT), profile, (0, 0))
    return Suited(adapted, profile, (able[0], able[-1]))


def _kind(adapted: Adapted, names: list[ProfileName], chosen: ProfileName) -> tuple[ProfileName, int | None]:
    """Kind of session and its most minutes. An adult's chosen by hand for a first time is kept short."""
    if adapted.profile == "first" and chosen in names and chosen != "first":
        return chosen, FIRST_MOST_MIN
    return adapted.profile or (chosen if chosen in names else names[0]), adapted.max_minutes


def _whole(profile: Profile) -> tuple[int, int]:
    """Shortest and longest whole minutes of a kind of session."""
    return -(-profile.min_s // 60), profile.max_s // 60


def _lengths(routine: Routine, profile: ProfileName, most: int | None) -> list[int]:
    """Whole minutes that this routine can be planned for."""
    low, high = _whole(PROFILES[profile])
    return [n for n in range(low, min(high, most or high) + 1) if _plannable(routine, n, profile)]


def _plannable(routine: Routine, minutes: int, profile: ProfileName) -> bool:
    try:
        make_plan(routine, minutes, profile)
    except PlanRefusedError:
        return False
    return True
