"""The checklist of room, things and people (ROOM, LIGHT, SURF, HANDS, PREP; short, TIME-21)."""

from __future__ import annotations

from .asset import Row, read_asset


class Item(Row, frozen=True):
    """One line to tick; nothing of it blocks the start. ``own`` marks the program's own advice."""

    id: str
    text: str
    detail: str
    rules: tuple[str, ...]
    optional: bool = False
    own: bool = False


class Group(Row, frozen=True):
    """Lines that belong together, in the order in which they are best done."""

    id: str
    title: str
    items: tuple[Item, ...]


class _Table(Row, frozen=True):
    groups: tuple[Group, ...]


CHECKLIST: tuple[Group, ...] = read_asset("room.toml", _Table).groups
"""Room, things, people."""
