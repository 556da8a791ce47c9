"""Ending asks twice: one slip of an elbow must not end the massage."""

from __future__ import annotations

CONFIRM_WITHIN_S = 5.0
"""The second press counts within this many seconds."""
BOUNCE_S = 0.3
"""A second press sooner than this is the same press: a bouncing contact."""


class EndConfirmation:
    """Waits for the second press. Time is passed in, in seconds of any steady clock.

    A bounce is measured from the latest press, so that a chattering contact never confirms.
    """

    def __init__(self) -> None:
        self._since: float | None = None
        self._latest = 0.0

    def press(self, now_s: float, *, repeated: bool = False) -> bool:
        """The end key was pressed at ``now_s``; True when the end is confirmed.

        ``repeated`` marks what a key sends while it is held down; it never counts.
        """
        if repeated:
            return False
        if not self.waiting(now_s):
            self._since = self._latest = now_s
            return False
        bounced = now_s - self._latest < BOUNCE_S
        self._latest = now_s
        if bounced:
            return False
        self._since = None
        return True

    def waiting(self, now_s: float) -> bool:
        """Whether a second press at ``now_s`` would be in time; False also when the clock went backwards."""
        return self._since is not None and self._latest <= now_s <= self._since + CONFIRM_WITHIN_S

    def seconds_left(self, now_s: float) -> float:
        """Seconds in which the second press still counts; 0 when nothing is waiting."""
        if self._since is None or not self.waiting(now_s):
            return 0.0
        return self._since + CONFIRM_WITHIN_S - now_s

    def cancel(self) -> None:
        """Forget the first press, for example because another command came."""
        self._since = None
