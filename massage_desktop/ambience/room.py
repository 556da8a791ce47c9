"""Room, things and people: what to prepare and to mind (ROOM, LIGHT, SURF, HANDS, PREP, POS, GIVER, COVER,
AFTER; short, TIME-21).
"""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from massage_desktop.routine.model import Receiver

from .asset import Row, read_asset

When = Literal["before", "talk", "during", "after"]


class Item(Row, frozen=True):
    """One line to tick or to read; nothing of it blocks the start.

    ``own`` marks the program's own advice, ``scented`` a line that falls away where no scent may be
    (CONF-33), ``receives`` whom it is for (empty: everybody).
    """

    id: str
    text: str
    detail: str
    rules: tuple[str, ...]
    optional: bool = False
    own: bool = False
    scented: bool = False
    receives: tuple[Receiver, ...] = ()


class Group(Row, frozen=True):
    """Lines that belong together, in the order in which they are best done.

    ``when``: the checklist ``before``, the quiet ``talk`` before the first stroke, ``during`` and ``after``.
    """

    id: str
    title: str
    when: When
    items: tuple[Item, ...]


class _Table(Row, frozen=True):
    groups: tuple[Group, ...]
    elsewhere: dict[str, str]


_TABLE = read_asset("room.toml", _Table)
GROUPS: tuple[Group, ...] = _TABLE.groups
ELSEWHERE: dict[str, str] = _TABLE.elsewhere
"""Ids of the lists of rules and ambience that are cared for in another place, with the place."""


def lines(when: When, receives: Receiver = "adult", *, unscented: bool = False) -> tuple[Group, ...]:
    """The groups of that time with the lines that hold for whoever receives; empty groups are left out.

    ``unscented`` leaves out aroma lamp, incense and candles; for children they are left out in any case.
    """
    bare = unscented or receives in ("child", "newborn")
    groups = [
        replace(group, items=tuple(i for i in group.items if _holds(i, receives, bare=bare)))
        for group in GROUPS
        if group.when == when
    ]
    return tuple(group for group in groups if group.items)


def _holds(item: Item, receives: Receiver, *, bare: bool) -> bool:
    return (not item.receives or receives in item.receives) and not (bare and item.scented)


CHECKLIST: tuple[Group, ...] = lines("before")
"""Room, things, people: what to prepare for an adult who receives."""
