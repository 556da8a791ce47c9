"""Presses and releases with their times become taps, holds and double taps.

One name stands for one meaning: ``Space`` is a tap, ``Space (hold)`` the key held down, ``Space (twice)`` the
key pressed twice. How soon they act:

* a key that has only a tap acts when it is pressed, without any delay;
* a key that can also be held acts for its tap when it is let go (and :data:`BOUNCE_S` later, once it is sure
  that the contact did not bounce), and for its hold after :data:`HOLD_S`;
* a key that can also be pressed twice acts for its tap :data:`TWICE_S` after the press, for its double tap at
  the second press;
* a tap that may not wait, such as “it hurts” (SAFE-07), always acts when the key is pressed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from typing import Final, Literal, cast, get_args

Gesture = Literal["tap", "hold", "twice"]
GESTURES: Final[tuple[Gesture, ...]] = get_args(Gesture)

HOLD_S: Final = 0.6
"""A key that is down this long is held."""
TWICE_S: Final = 0.4
"""A second press counts within this many seconds of the first: about what desktops allow a double click."""
BOUNCE_S: Final = 0.04
"""A contact that opens for less than this has bounced; no finger, foot or elbow is that quick."""
LOST_S: Final = 1.0
"""A new press of a key whose release was never seen counts once nothing was heard of it for this long."""

_NAMED = re.compile(r"(.*\S)\s*\((tap|hold|twice)\)\s*", re.IGNORECASE)


def gesture_parts(name: str) -> tuple[str, Gesture]:
    """``Space (hold)`` is (``Space``, ``hold``); a name without a gesture is a tap."""
    match = _NAMED.fullmatch(name)
    return (match[1], cast(Gesture, match[2].lower())) if match else (name, "tap")


def gesture_name(key: str, gesture: Gesture) -> str:
    """The one name of a key with a gesture: (``Space``, ``hold``) is ``Space (hold)``."""
    return key if gesture == "tap" else f"{key} ({gesture})"


class _Press:
    """One press of a key that is not over yet. Times are seconds of the caller's clock."""

    def __init__(self, now_s: float, bound: Container[Gesture], *, acts: bool) -> None:
        self.seen_s = now_s
        self.up_s: float | None = None  # let go, but perhaps only a bounce
        self.sure_s = now_s  # when it is sure that it was none
        self.down = True
        self.owes_tap = "tap" in bound and not acts
        self.hold_at_s = now_s + HOLD_S if "hold" in bound else None
        self.twice_until_s = now_s + TWICE_S if "twice" in bound else None

    def next_s(self) -> float | None:
        """When something happens by itself, or None."""
        if self.down and self.up_s is not None:
            held = self.hold_at_s is not None and self.hold_at_s <= self.up_s
            return self.hold_at_s if held else self.sure_s
        if self.down and self.hold_at_s is not None:
            return self.hold_at_s
        return self.twice_until_s if self.owes_tap else None

    def happen(self) -> Gesture | None:
        """Let happen what :meth:`next_s` names; the gesture that acts, if any."""
        held = self.hold_at_s is not None and (self.up_s is None or self.hold_at_s <= self.up_s)
        if self.down and held:
            self.settle()
            return "hold"
        if self.down and self.up_s is not None:
            self.down, self.hold_at_s = False, None
            if self.twice_until_s is not None and self.sure_s < self.twice_until_s:
                return None  # it may still be pressed a second time
        self.twice_until_s = None
        owed, self.owes_tap = self.owes_tap, False
        return "tap" if owed else None

    def settle(self) -> None:
        """What it means is decided; only its release is still to come."""
        self.owes_tap = False
        self.hold_at_s = self.twice_until_s = None


class Gestures:
    """Tells what presses mean. All times are seconds of one steady clock, given by the caller.

    Every method returns the names (``Space (hold)``) that act now, in the order of their time. What is
    returned does not depend on how often :meth:`due` is called.

    Args:
        bound: whether a name has a meaning; asked at every press.
        at_once: whether the tap of a key may never wait.
    """

    def __init__(
        self, bound: Callable[[str], bool], at_once: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._bound = bound
        self._at_once = at_once
        self._presses: dict[str, _Press] = {}
        self._latest_s = float("-inf")

    def press(self, key: str, now_s: float, *, repeated: bool = False) -> tuple[str, ...]:
        """``key`` went down; ``repeated`` marks what a keyboard sends while a key is held, it never acts."""
        acting = [*self.due(now_s)]
        now_s = self._latest_s
        press = self._presses.get(key)
        if repeated:
            if press is not None:
                press.seen_s = now_s
        elif press is not None and press.down and (press.up_s is not None or now_s - press.seen_s < LOST_S):
            press.up_s, press.seen_s = None, now_s  # it bounced, or it is stuck
        elif press is not None and not press.down and press.twice_until_s is not None:
            self._presses[key] = second = _Press(now_s, (), acts=True)
            second.settle()
            acting.append(gesture_name(key, "twice"))
        else:
            acting += self._begin(key, now_s)
        return tuple(acting)

    def _begin(self, key: str, now_s: float) -> Iterator[str]:
        bound = [gesture for gesture in GESTURES if self._bound(gesture_name(key, gesture))]
        self._presses.pop(key, None)
        if bound:
            acts = bound == ["tap"] or ("tap" in bound and self._at_once(key))
            self._presses[key] = _Press(now_s, bound, acts=acts)
            if acts:
                yield key

    def release(self, key: str, now_s: float, *, bounces: bool = True) -> tuple[str, ...]:
        """``key`` was let go; ``bounces`` False: it is no contact, so it is sure at once."""
        acting = self.due(now_s)
        press = self._presses.get(key)
        if press is not None and press.down and press.up_s is None:
            press.up_s = press.seen_s = self._latest_s
            press.sure_s = self._latest_s + (BOUNCE_S if bounces else 0.0)
        return acting if bounces else acting + self.due(now_s)

    def due(self, now_s: float) -> tuple[str, ...]:
        """Let time pass: holds, and taps that waited. A clock that goes backwards stands still."""
        self._latest_s = now_s = max(now_s, self._latest_s)
        acting: list[str] = []
        while (at_s := self.next_due_s) is not None and at_s <= now_s:
            key = next(k for k, press in self._presses.items() if press.next_s() == at_s)
            press = self._presses[key]
            gesture = press.happen()
            if gesture is not None:
                acting.append(gesture_name(key, gesture))
            if not press.down and press.twice_until_s is None:
                del self._presses[key]
        for key in [k for k, p in self._presses.items() if not p.down and _over(p, now_s)]:
            del self._presses[key]
        return tuple(acting)

    @property
    def next_due_s(self) -> float | None:
        """When :meth:`due` is to be called next; None: not before something is pressed or let go."""
        return min((at for p in self._presses.values() if (at := p.next_s()) is not None), default=None)

    def forget(self) -> None:
        """All keys count as up, and nothing acts any more: another window has the keys now."""
        self._presses.clear()


def _over(press: _Press, now_s: float) -> bool:
    """Whether a second press would come too late."""
    return press.twice_until_s is not None and press.twice_until_s < now_s
