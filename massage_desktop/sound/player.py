"""Plays a session's sound from a thread of its own. Nothing that the window calls here ever waits."""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from .ceiling import HIGHEST_LUFS, LOWEST_LUFS
from .chimes import CHIMES, ChimeName, chime
from .loudness import HOP, RATE, EnergyMeter
from .mix import Mix
from .output import MARGIN_FRAMES, NoDeviceError, OutputState, SilentOutput, SoundOutput
from .ring import RingOutput
from .source import Samples, Source
from .sources import make_source

LOG = logging.getLogger("massage_desktop")

BLOCK_FRAMES = RATE // 10
LEAD_S = 4.0
"""So much mixed sound is always waiting: longer stalls of the interpreter are not heard."""

BURST_S = 0.8
"""So much is mixed at a time: block after block while the processor's cache still holds what it takes costs
half of mixing each block when it is due.
"""

FADE_IN_S = 8.0
RETURN_S = 4.0
"""Fade from silence when a lost device has come back."""

RETRY_S = 1.0
IDLE_LEAD_S = 0.2
"""... while nothing is heard: the session's sound goes on in time, ready for a device."""

CLOSE_FADE_S = 0.25
_CLOSE_WAIT_S = 1.2
_WAKE_S = 0.1
_FADE_WAKE_S = 0.05
_MOMENTARY_HOPS = 40


class LevelReading(msgspec.Struct, frozen=True):
    """How loud it is now: the momentary loudness of what is being played, in LUFS (-inf is silence)."""

    momentary_lufs: float
    ceiling_lufs: float
    source_title: str
    output: OutputState | Literal["starting"]
    note: str


_Wish = Callable[[Mix, int], None]
"""A change of the mix; told the frame of the output at which what goes into it next is heard."""


class _Block(NamedTuple):
    """One block mixed ahead: all that is needed to mix it again.

    ``out`` is heard at ``frame``; ``bed`` goes into the mix at the same time and is heard its latency later.
    """

    frame: int
    bed: Samples
    before: Mix
    meter_before: EnergyMeter
    out: Samples
    energies: np.ndarray


class SoundPlayer:
    """One session's sound. Building one opens nothing; :meth:`start` begins in the background.

    Args:
        ambience: as for :func:`.sources.make_source`.
        ceiling_lufs: loudest momentary loudness of everything together.
        seed: fixes what generated sources play.
        open_output: makes the device; for tests.

    Raises:
        AmbienceError: no such sound.
    """

    def __init__(
        self,
        ambience: str,
        ceiling_lufs: float,
        *,
        seed: int | None = None,
        open_output: Callable[[], SoundOutput] = RingOutput,
    ) -> None:
        self._source: Source = make_source(ambience, seed, patient=False)
        self._mix = Mix(ceiling_lufs)
        self._meter = EnergyMeter()
        self._open_output = open_output
        self._output: SoundOutput = SilentOutput()
        self._state: OutputState = "silent"
        self._blocks: deque[_Block] = deque()
        self._wishes: queue.SimpleQueue[_Wish] = queue.SimpleQueue()
        self._kept: deque[Samples] = deque()
        self._next_frame = 0
        self._retry_at_s = 0.0
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

    def chime(self, name: ChimeName, in_s: float = 0.0) -> None:
        """Sound a chime ``in_s`` from now; one asked for at once is heard after about a fifth of a second."""
        if name not in CHIMES:
            raise ValueError(f"no chime is called {name}")
        due_s = time.monotonic() + in_s

        def change(mix: Mix, heard_from: int) -> None:
            due = self._output.position() + round((due_s - time.monotonic()) * RATE)
            mix.cue(chime(name), (due - heard_from) / RATE)

        self._wish(change)

    def drop_waiting_chimes(self) -> None:
        """Forget chimes that have not begun."""
        self._wish(lambda mix, _heard_from: mix.drop_waiting_cues())

    def hold(self, on: bool) -> None:
        """Play more softly while the hands rest; cues that have not begun are dropped."""

        def change(mix: Mix, _heard_from: int) -> None:
            mix.drop_waiting_cues()
            mix.hold(on)

        self._wish(change)

    def fade_out(self, seconds: float) -> None:
        """Fade everything to silence."""
        self._wish(lambda mix, _heard_from: mix.fade(0.0, seconds))

    def set_ceiling_lufs(self, ceiling_lufs: float) -> None:
        """Move the ceiling, and all sound with it. Raises ValueError outside -120 to 0 LUFS."""
        if not LOWEST_LUFS <= ceiling_lufs <= HIGHEST_LUFS:
            raise ValueError(f"ceiling {ceiling_lufs} LUFS: choose a number from -120 to 0")
        self._wish(lambda mix, _heard_from: mix.set_ceiling(ceiling_lufs))

    def level(self) -> LevelReading:
        """The latest reading."""
        return self._reading

    def close(self, timeout_s: float = 0.0) -> None:
        """Fade in a quarter of a second and stop, in the background; wait for it at most ``timeout_s``."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None and timeout_s > 0:
            self._thread.join(timeout_s)

    def _wish(self, change: _Wish) -> None:
        self._wishes.put(change)
        self._wake.set()

    # -- the sound's own thread ------------------------------------------------------------------------------

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
            self._fade_away()
        except Exception:
            if not self._stop.is_set():  # while leaving, the device may already be gone
                LOG.exception("the sound stopped")  # a session goes on in silence rather than not at all
        finally:
            self._state = "silent"
            self._reading = msgspec.structs.replace(self._reading, momentary_lufs=-math.inf, output="silent")
            self._output.close()
            self._source.close()

    def _turn(self) -> None:
        self._watch()
        self._follow_wishes()
        self._fill()
        self._read_level()

    def _fade_away(self) -> None:
        """Leave without a click: the last quarter of a second goes to silence."""
        if self._state != "playing":
            return
        self._wishes.put(lambda mix, _heard_from: mix.fade(0.0, CLOSE_FADE_S))
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
        self._output, self._state = output, "playing"
        self._blocks.clear()
        if again:
            self._mix.come_back(self._source.render(self._mix.latency), RETURN_S)
            self._meter = EnergyMeter()

    def _watch(self) -> None:
        """Notice a lost device, and a new one."""
        if self._state == "playing":
            if not self._output.alive():
                self._lose()
        elif time.monotonic() >= self._retry_at_s:
            self._open()

    def _lose(self) -> None:
        """Go on in silence from what was heard last."""
        LOG.warning("the sound device is gone; trying to find it again")
        unheard = self._take_back(self._output.position())
        self._output.close()
        self._output, self._state = SilentOutput(), "lost"
        self._output.start(self._next_frame)
        self._blocks.clear()
        self._kept.extend(unheard)
        self._retry_at_s = time.monotonic() + RETRY_S

    def _take_back(self, frame: int) -> list[Samples]:
        """Set the mix back to the first block at or after ``frame``; the bed of all blocks from there."""
        taken: list[_Block] = []
        while self._blocks and self._blocks[-1].frame >= frame:
            taken.append(self._blocks.pop())
        if taken:
            self._mix, self._meter, self._next_frame = (
                taken[-1].before,
                taken[-1].meter_before,
                taken[-1].frame,
            )
        return [block.bed for block in reversed(taken)]

    def _follow_wishes(self) -> None:
        """Apply what was asked for to the earliest sound that can be changed, and mix anew from there."""
        wishes: list[_Wish] = []
        while not self._wishes.empty():
            wishes.append(self._wishes.get())
        if not wishes:
            return
        safe = self._output.position() + MARGIN_FRAMES
        if self._revise(safe, wishes):
            return
        unheard = self._take_back(safe)
        for wish in wishes:
            wish(self._mix, self._next_frame + self._mix.latency)
        for bed in unheard:
            self._put(bed)

    def _revise(self, safe: int, wishes: list[_Wish]) -> bool:
        """Change what the ceiling already looks at, if what has been sent stays the same to the last bit.

        The ceiling is :attr:`.Mix.latency` late: a change is heard that much sooner when it is made that much
        earlier. Sound that is already on its way cannot be changed, so everything before ``safe`` is mixed
        once more and compared; only when the ceiling would have acted otherwise does the change have to wait.
        """
        blocks = list(self._blocks)
        first = next((n for n, block in enumerate(blocks) if block.frame >= safe), len(blocks))
        early = first - self._mix.latency // BLOCK_FRAMES
        if early < 0 or first == len(blocks):
            return False
        mix = blocks[early].before.copy()
        for wish in wishes:
            wish(mix, blocks[first].frame)
        sent: list[_Block] = []
        for block in blocks[early:first]:
            before = mix.copy()
            if not np.array_equal(mix.process(block.bed), block.out):
                return False
            sent.append(block._replace(before=before))
        self._blocks = deque([*blocks[:early], *sent])
        self._mix, self._meter = mix, blocks[first].meter_before
        self._next_frame = blocks[first].frame
        for block in blocks[first:]:
            self._put(block.bed)
        return True

    def _fill(self) -> None:
        position = self._output.position()
        wanted_s, burst_s = (LEAD_S, BURST_S) if self._state == "playing" else (IDLE_LEAD_S, 0.0)
        room = self._output.room_frames - 2 * BLOCK_FRAMES
        least = position + min(round(wanted_s * RATE), room)
        most = position + min(round((wanted_s + burst_s) * RATE), room)
        if self._next_frame < position:  # a very long stall: go on from here, never catch up in a burst
            self._next_frame = position + MARGIN_FRAMES
            self._blocks.clear()
        until = most if self._next_frame < least else 0
        while self._next_frame < until:
            self._put(self._kept.popleft() if self._kept else self._source.render(BLOCK_FRAMES))
        while self._blocks and self._blocks[0].frame < position - RATE:
            self._blocks.popleft()

    def _put(self, bed: Samples) -> None:
        before, meter_before = self._mix.copy(), self._meter.copy()
        out = self._mix.process(bed)
        energies = self._meter.feed(out)
        self._blocks.append(_Block(self._next_frame, bed, before, meter_before, out, energies))
        self._output.write(self._next_frame, out)
        self._next_frame += len(bed)

    def _read_level(self) -> None:
        notes = self._source.notes
        self._reading = LevelReading(
            self._momentary_lufs() if self._state == "playing" else -math.inf,
            self._mix.ceiling_lufs,
            self._source.title,
            self._state,
            notes[-1] if notes else "",
        )

    def _momentary_lufs(self) -> float:
        """Loudness of the 400 ms before the position."""
        position = self._output.position()
        heard = [b for b in self._blocks if position - RATE < b.frame < position]
        energies = np.concatenate([b.energies for b in heard]) if heard else np.zeros(0)
        over = heard[-1].frame + BLOCK_FRAMES - position if heard else 0
        energies = energies[: max(0, len(energies) - max(0, over) // HOP)][-_MOMENTARY_HOPS:]
        mean = float(energies.sum()) / _MOMENTARY_HOPS
        return -0.691 + 10 * math.log10(mean) if mean > 1e-12 else -math.inf
