"""From what a gamepad reports to buttons that go down and come up."""

from __future__ import annotations

from typing import Final, NamedTuple

MOST_BUTTONS: Final = 32
PRESSED_BEYOND: Final = 0.7
RELEASED_WITHIN: Final = 0.4
"""A stick counts as pressed from 0.7 of its way and as let go from 0.4: in between nothing flutters."""

_WAYS = (("Pad Left", "Pad Right"), ("Pad Up", "Pad Down"))
"""Of axis 0 and of axis 1, (towards -1, towards 1): the first stick, or the cross of a small pad."""


class Change(NamedTuple):
    """``name`` (``Pad 1``, ``Pad Up``) went ``down``, or came up."""

    name: str
    down: bool


class Pad:
    """One gamepad: what is down on it. Every method tells what changed."""

    def __init__(self) -> None:
        self._down: dict[tuple[str, int], set[str]] = {}
        self._rested: set[int] = set()

    def button(self, index: int, *, down: bool) -> list[Change]:
        """Button ``index``, counted from 0, went down or came up."""
        name = f"Pad {index + 1}"
        return self._now(("button", index), {name} if down and index < MOST_BUTTONS else set())

    def hat(self, index: int, x: int, y: int) -> list[Change]:
        """The cross ``index`` stands at (``x``, ``y``), each -1, 0 or 1; 1 is right and up."""
        names = {-1: "Pad Left", 1: "Pad Right"}.get(x), {-1: "Pad Down", 1: "Pad Up"}.get(y)
        return self._now(("hat", index), {name for name in names if name})

    def axis(self, index: int, value: float) -> list[Change]:
        """Axis ``index`` stands at ``value``, -1 to 1.

        It counts only after it was seen at rest: a trigger rests at an end.
        """
        if index >= len(_WAYS):
            return []
        if abs(value) < RELEASED_WITHIN:
            self._rested.add(index)
            return self._now(("axis", index), set())
        if index not in self._rested:
            return []
        towards = _WAYS[index][value > 0]
        held = towards in self._down.get(("axis", index), ())
        return self._now(("axis", index), {towards} if held or abs(value) >= PRESSED_BEYOND else set())

    def gone(self) -> list[Change]:
        """The gamepad was unplugged: everything comes up."""
        names = sorted({name for part in self._down.values() for name in part})
        self._down.clear()
        return [Change(name, False) for name in names]

    def _now(self, part: tuple[str, int], names: set[str]) -> list[Change]:
        """What ``part`` holds down now, told only where no other part holds the same."""
        before = self._all()
        self._down[part] = names
        after = self._all()
        return [Change(name, False) for name in sorted(before - after)] + [
            Change(name, True) for name in sorted(after - before)
        ]

    def _all(self) -> set[str]:
        return {name for names in self._down.values() for name in names}
