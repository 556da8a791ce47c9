"""Time is passed in. A clock answers ``now()`` in seconds; only differences matter."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Anything that tells seconds that never go backwards."""

    def now(self) -> float:
        """Seconds since any fixed moment."""
        ...


class ManualClock:
    """A clock that only moves when told."""

    def __init__(self, start_s: float = 0.0) -> None:
        self._now_s = start_s

    def now(self) -> float:
        """Seconds moved so far, plus the start."""
        return self._now_s

    def advance(self, seconds: float) -> None:
        """Move on.

        Raises:
            ValueError: ``seconds`` is negative.
        """
        if seconds < 0:
            raise ValueError("time does not go backwards")
        self._now_s += seconds


class SteadyClock:
    """Monotonic time in which a long gap does not count: the machine was asleep, the session stands where it
    stood.

    Sums monotonic differences and leaves out every one over ``gap_s``, so that no cue is replayed in a burst
    after a suspend.
    """

    def __init__(self, gap_s: float = 5.0) -> None:
        self._gap_s = gap_s
        self._last_s = time.monotonic()
        self._sum_s = 0.0
        self.slept_s = 0.0

    def now(self) -> float:
        """Seconds awake since the clock was made."""
        reading_s = time.monotonic()
        delta_s = max(0.0, reading_s - self._last_s)
        self._last_s = reading_s
        if delta_s > self._gap_s:
            self.slept_s += delta_s
        else:
            self._sum_s += delta_s
        return self._sum_s
