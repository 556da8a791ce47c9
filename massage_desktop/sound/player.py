"""Plays a session's sound from a thread of its own. Nothing that the window calls here ever waits."""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections import deque
from collections.abc import Callable

import msgspec
import numpy as np

from .asking import Asking
from .chimes import CHIMES, chime
from .loudness import RATE
from .mix import Mix
from .output import (
    MARGIN_FRAMES,
    KnownDevice,
    LevelReading,
    NoDeviceError,
    OutputState,
    SilentOutput,
    SoundOutput,
)
from .report import Account, PlayReport
from .ring import RingOutput
from .source import Samples, Source
from .sources import make_source
from .waiting import BLOCK_FRAMES, Waiting, Wish

LOG = logging.getLogger("massage_desktop")

LEAD_S = 4.0
"""So much mixed sound is always waiting: longer stalls of the interpreter are not heard."""

BURST_S = 0.8
"""So much is mixed at a time: block after block while the processor's cache still holds what it takes costs
half of mixing each block when it is due.
"""

FADE_IN_S = 8.0
RETURN_S = 4.0
"""Fade from silence when a lost device has come back."""

AFTER_GAP_S = 0.5
"""... and when nothing had been mixed in time."""

RETRY_S = 1.0
IDLE_LEAD_S = 0.2
"""... while nothing is heard: the session's sound goes on in time, ready for a device."""

CLOSE_FADE_S = 0.25
_CLOSE_WAIT_S = 1.2
_WAKE_S = 0.1
_FADE_WAKE_S = 0.05


class SoundPlayer(Asking):
    """One session's sound. Building one opens nothing; :meth:`start` begins in the background.

    Args:
        ambience: as for :func:`.sources.make_source`, or a source itself, which is closed at the end.
        ceiling_lufs: loudest momentary loudness of everything together.
        seed: fixes what generated sources play.
        open_output: makes the device; for tests, or to choose one.
        ceiling_of: the ceiling in LUFS for a device by its name. It holds as soon as that device plays, so
            that what was measured with one loudspeaker is never used for another; ``ceiling_lufs`` until
            then.
        on_end: told how it went, from the sound's own thread.

    Raises:
        AmbienceError: no such sound.
    """

    def __init__(
        self,
        ambience: str | Source,
        ceiling_lufs: float,
        *,
        seed: int | None = None,
        open_output: Callable[[], SoundOutput] = RingOutput,
        ceiling_of: Callable[[str], float] | None = None,
        on_end: Callable[[PlayReport], None] | None = None,
    ) -> None:
        self._source = make_source(ambience, seed, patient=False) if isinstance(ambience, str) else ambience
        self._open_output = open_output
        self._ceiling_of = ceiling_of
        self._on_end = on_end
        self._output: SoundOutput = SilentOutput()
        self._known: KnownDevice | None = None
        self._waiting = Waiting(Mix(ceiling_lufs), self._write)
        self._state: OutputState = "silent"
        self._device = ""
        self._fed = False
        self._wishes: queue.SimpleQueue[tuple[Wish, Callable[[], None] | None]] = queue.SimpleQueue()
        self._kept: deque[Samples] = deque()
        self._retry_at_s = 0.0
        self._account = Account()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._reading = LevelReading(-math.inf, ceiling_lufs, self._source.title, "starting", "")

    # -- called from the window's thread ---------------------------------------------------------------------

    def start(self, fade_s: float = FADE_IN_S) -> None:
        """Open the device in the background and fade in."""
        self._wish(lambda mix, _heard_from: mix.fade(1.0, fade_s))
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    def follow_device(self) -> None:
        """Ask ``ceiling_of`` again: its answer has changed."""

        def change(mix: Mix, _heard_from: int) -> None:
            if self._ceiling_of is not None:
                mix.set_ceiling(self._ceiling_of(self._device))

        self._wish(change)

    def level(self) -> LevelReading:
        """The latest reading."""
        return self._reading

    def close(self, timeout_s: float = 0.0) -> None:
        """Fade in a quarter of a second and stop, in the background; wait for it at most ``timeout_s``."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None and timeout_s > 0:
            self._thread.join(timeout_s)

    def _wish(self, change: Wish, ready: Callable[[], None] | None = None) -> None:
        self._wishes.put((change, ready))
        self._wake.set()

    # -- the sound's own thread ------------------------------------------------------------------------------

    @property
    def _next_frame(self) -> int:
        return self._waiting.next_frame

    def _write(self, frame: int, samples: Samples) -> None:
        self._output.write(frame, samples)

    def _delay_s(self, due_s: float, heard_from: int) -> float:
        """Seconds from ``heard_from`` to the frame that is heard at ``due_s``; negative when that is over."""
        if self._known is not None:
            due = self._known.frame_heard_at(due_s)
        else:
            due = self._output.position() + round((due_s - time.monotonic()) * RATE)
        return (due - heard_from) / RATE

    def _run(self) -> None:
        try:
            self._open()
            self._turn()
            for name in CHIMES:  # made once; a chime that is asked for must not wait for it
                chime(name)
            while not self._stop.is_set():
                self._turn()
                self._wake.wait(_WAKE_S)
                self._wake.clear()
            self._fade_away(lambda mix, _heard_from: mix.fade(0.0, CLOSE_FADE_S))
        except Exception:
            if not self._stop.is_set():  # while leaving, the device may already be gone
                LOG.exception("the sound stopped")  # a session goes on in silence rather than not at all
        finally:
            self._become("silent")
            self._reading = msgspec.structs.replace(self._reading, momentary_lufs=-math.inf, output="silent")
            self._output.close()
            self._source.close()
            if self._on_end is not None:
                self._on_end(self._account.report)

    def _turn(self) -> None:
        self._watch()
        self._follow_wishes()
        self._fill()
        self._read_level()

    def _fade_away(self, fade: Wish) -> None:
        """Leave without a click: the last quarter of a second goes to silence."""
        if self._state != "playing":
            return
        self._wishes.put((fade, None))
        self._follow_wishes()
        until = self._output.position() + MARGIN_FRAMES + 2 * BLOCK_FRAMES + round(CLOSE_FADE_S * RATE)
        give_up_s = time.monotonic() + _CLOSE_WAIT_S
        while self._output.position() < until and time.monotonic() < give_up_s:
            time.sleep(_FADE_WAKE_S)

    def _open(self) -> None:
        """Open the device; without one the session is silent and it is tried again."""
        output = self._open_output()
        again, at = self._next_frame > 0, self._next_frame
        try:
            output.start(at)
        except NoDeviceError as error:
            if not again:
                LOG.warning("%s The session goes on in silence.", error)
                self._output.start(at)
            self._retry_at_s = time.monotonic() + RETRY_S
            return
        self._output, self._known = output, output if isinstance(output, KnownDevice) else None
        self._fed = False
        self._become("playing")
        self._waiting.forget()
        self._mind_device()
        if again:
            LOG.info("the sound plays again")
            self._rise(RETURN_S)

    def _become(self, state: OutputState) -> None:
        """Change the state, and keep account of it."""
        stalls = self._known.stalls if self._known is not None and self._state == "playing" else 0
        self._account.change(state == "playing", device=self._device, stalls=stalls, lost=state == "lost")
        self._state = state

    def _mind_device(self) -> None:
        """Follow the name of what plays: another device has a ceiling of its own."""
        name = self._known.device if self._known is not None else ""
        first = self._next_frame == 0
        if (name != self._device or first) and self._ceiling_of is not None:
            ceiling = self._ceiling_of(name)
            if first:  # nothing has been heard: the ceiling need not be moved, it begins there
                self._waiting.mix = Mix(ceiling)
            elif self._waiting.mix.ceiling_lufs != ceiling:
                self._wishes.put((lambda mix, _heard_from: mix.set_ceiling(ceiling), None))
        self._device = name

    def _watch(self) -> None:
        """Notice a lost device, a new one, and the wished one when it has come back."""
        if self._state == "playing":
            if not self._output.alive():
                LOG.warning("the sound device is gone; trying to find it again")
                self._lose("lost")
            elif self._known is not None and self._known.better():
                LOG.info("the chosen sound device is back")
                self._fade_away(lambda mix, _heard_from: mix.go_away(CLOSE_FADE_S))
                self._lose("silent")
            else:
                self._mind_device()
        elif time.monotonic() >= self._retry_at_s:
            self._open()

    def _lose(self, state: OutputState) -> None:
        """Go on in silence from what was heard last."""
        self._become(state)
        unheard = self._waiting.take_back(self._output.position())
        self._output.close()
        self._output, self._known = SilentOutput(), None
        self._output.start(self._next_frame)
        self._waiting.forget()
        self._kept.extendleft(reversed(unheard))
        self._retry_at_s = time.monotonic()

    def _follow_wishes(self) -> None:
        wishes: list[Wish] = []
        while not self._wishes.empty():
            change, ready = self._wishes.get()
            if (
                ready is not None
            ):  # before the device is asked where it stands: sound already sent stays as it is
                ready()
            wishes.append(change)
        if wishes:
            self._waiting.follow(wishes, self._output.position())

    def _fill(self) -> None:
        position = self._output.position()
        wanted_s, burst_s = (LEAD_S, BURST_S) if self._state == "playing" else (IDLE_LEAD_S, 0.0)
        room = self._output.room_frames - 2 * BLOCK_FRAMES
        least = position + min(round(wanted_s * RATE), room)
        most = position + min(round((wanted_s + burst_s) * RATE), room)
        if self._next_frame < position:  # a very long stall: go on from here, never catch up in a burst
            self._waiting.go_on_at(position + MARGIN_FRAMES)
            if self._state == "playing" and self._fed:
                self._account.late()
                self._rise(AFTER_GAP_S)
        until = most if self._next_frame < least else 0
        while self._next_frame < until:
            self._waiting.put(self._next_bed())
        self._fed = True
        self._waiting.forget(position - RATE)

    def _rise(self, seconds: float) -> None:
        """Begin anew from silence: nothing was heard just before."""
        blocks = self._waiting.mix.latency // BLOCK_FRAMES
        self._waiting.come_back(np.concatenate([self._next_bed() for _ in range(blocks)]), seconds)

    def _next_bed(self) -> Samples:
        """The next block of the source; first what was mixed but never heard."""
        return self._kept.popleft() if self._kept else self._source.render(BLOCK_FRAMES)

    def _read_level(self) -> None:
        notes = self._source.notes
        playing = self._state == "playing"
        self._reading = LevelReading(
            self._waiting.momentary_lufs(self._output.position()) if playing else -math.inf,
            self._waiting.mix.ceiling_lufs,
            self._source.title,
            self._state,
            notes[-1] if notes else "",
            self._device if playing else "",
        )
