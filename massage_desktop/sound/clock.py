"""The clock of the ring: what pygame tells of its position, as frames, and whether the device runs evenly."""

from __future__ import annotations

from .loudness import RATE

_FROZEN_S = 2.0
"""A device that takes nothing for this long is dead or frozen."""

_SUSPECT_MS = 4.0

# get_pos computes 1000 * bytes / bytes_per_second; where a C long has 32 bits that product wraps.
_WRAP_MS = 2**32 / (RATE * 2 * 4)
_WRAP_BACK_MS = _WRAP_MS - 2000

_WINDOW_S = 2.0
_STALL_FRAMES = RATE * 60 // 1000


class MixerClock:
    """Frames taken by the device, from what ``music.get_pos`` says.

    ``get_pos`` adds the time since the last callback to what the callbacks took: it steps back when a
    callback was late, and runs on for ever when the device stands still. So steps back are waited out, a wrap
    is undone, and a position that keeps pace with the computer's clock to a few milliseconds is *suspect*:
    either nothing is taken any more, or the device is very regular.
    """

    def __init__(self, now_s: float) -> None:
        self._last_ms: int | None = None
        self._wraps = 0
        self._frames = 0
        self._skew_ms = (0.0, 0.0)
        self._skew_since_s = now_s

    def read(self, position_ms: int, now_s: float) -> int:
        """Frames taken so far; never less than before."""
        if position_ms == -1:  # the mixer says nothing
            return self._frames
        if self._last_ms is not None and position_ms < self._last_ms - _WRAP_BACK_MS:
            self._wraps += 1
        self._last_ms = position_ms
        whole_ms = position_ms + self._wraps * _WRAP_MS
        self._frames = max(self._frames, int(whole_ms * RATE / 1000))
        skew_ms = whole_ms - now_s * 1000
        low, high = min(self._skew_ms[0], skew_ms), max(self._skew_ms[1], skew_ms)
        if high - low > _SUSPECT_MS:
            low = high = skew_ms
            self._skew_since_s = now_s
        self._skew_ms = (low, high)
        return self._frames

    def suspect(self, now_s: float) -> bool:
        """Whether the position has kept pace with the computer's clock for two seconds."""
        return now_s - self._skew_since_s > _FROZEN_S

    def trust(self, now_s: float) -> None:
        """The device was seen taking samples: wait two seconds again."""
        self._skew_since_s = now_s


class Steadiness:
    """How a device keeps time: which frame it takes at which moment, and how often it stood still.

    A server asks for several buffers at once, so a single look at the position is some 40 ms off either way.
    Of every two seconds only the furthest position counts, as its lead over the computer's clock; a card's
    own clock drifts by a fifth of a millisecond meanwhile. A *stall* is time lost for good: two windows in a
    row more than 60 ms behind.
    """

    def __init__(self, now_s: float) -> None:
        self.stalls = 0
        self._ends_s = now_s + _WINDOW_S
        self._best: float | None = None
        self._before: float | None = None
        self._usual: float | None = None
        self._behind = False

    def see(self, frames: int, now_s: float) -> None:
        """Take note of a position, in frames."""
        lead = frames - now_s * RATE
        self._best = lead if self._best is None else max(self._best, lead)
        if now_s >= self._ends_s:
            self._judge(self._best)
            self._before, self._best, self._ends_s = self._best, None, now_s + _WINDOW_S

    def frame_at(self, at_s: float) -> float | None:
        """The frame that is taken at ``at_s`` of the computer's clock; None before anything was seen."""
        leads = [lead for lead in (self._best, self._before) if lead is not None]
        return max(leads) + at_s * RATE if leads else None

    def _judge(self, lead: float) -> None:
        if self._usual is None or lead >= self._usual - _STALL_FRAMES:
            self._usual, self._behind = lead, False
        elif self._behind:
            self.stalls += 1
            self._usual, self._behind = lead, False
        else:
            self._behind = True
