"""Session bounds by profile (TIME-01 to TIME-07, CONF-01, CONF-02): never one global 15 to 20 minutes."""

from __future__ import annotations

import msgspec

from .model import Pressure, ProfileName

POINT_MAX_S = 10
"""Longest stay on one point, in seconds (TIME-08)."""

SELF_PART_MAX_S = 300
"""Longest self-massage of one part of the body, in seconds (TIME-07)."""


class Profile(msgspec.Struct, frozen=True):
    """Massage-time bounds of one kind of session, in seconds, both ends included, and its pressure cap."""

    id: ProfileName
    title: str
    min_s: int
    max_s: int
    rules: tuple[str, ...]
    pressure: Pressure = "firm"  # laypeople never give "strong" (CONF-49)


PROFILES: dict[ProfileName, Profile] = {
    p.id: p
    for p in (
        Profile("adult", "Adult", 900, 1200, ("TIME-01",)),
        Profile("first", "First session", 600, 900, ("TIME-02", "TIME-03")),
        # The sources give only best lengths for children; the lower ends are the program's own choice.
        Profile("child", "Child", 300, 600, ("TIME-06", "CONF-46"), "light"),
        Profile("newborn", "Newborn", 60, 120, ("TIME-05", "CONF-46"), "light"),
        # Self-massage has no 15-minute minimum (CONF-01); every part is capped by SELF_PART_MAX_S.
        Profile("self", "Self-massage", 60, 1200, ("TIME-07",)),
        # One area on its own, to be composed into a session: its bounds are the program's own (TIME-09).
        Profile("segment", "One area", 120, 300, ("TIME-09",)),
    )
}
