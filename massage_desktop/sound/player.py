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

from .chimes import CHIMES, ChimeName, chime
from .loudness import HOP, RATE, EnergyMeter
from .mix import Mix
from .output import MARGIN_FRAMES, NoDeviceError, OutputState, SilentOutput, SoundOutput
from .ring import RingOutput
from .sources import Samples, Source, make_source

LOG = logging.getLogger("massage_desktop")

BLOCK_FRAMES = RATE // 10
LEAD_S = 4.0
"""So much mixed sound is always waiting: longer stalls of the interpreter are not heard."""

FADE_IN_S = 8.0
RETURN_S = 4.0
"""Fade from silence when a lost device has come back."""

RETRY_S = 1.0
_WAKE_S = 0.05
_MOMENTARY_HOPS = 40


class LevelReading(msgspec.Struct, frozen=True):
    """How loud it is now: the momentary loudness of what is being played, in LUFS (-inf is silence)."""

    momentary_lufs: float
    ceiling_lufs: float
    source_title: str
    output: OutputState | Literal["starting"]
    note: str


class _Block(NamedTuple):
    """One block mixed ahead: all that is needed to mix it again."""

    frame: int
    bed: Samples
    before: Mix
    meter_before: EnergyMeter
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
        self._source: Source = make_source(ambience, seed)
        self._mix = Mix(ceiling_lufs)
        self._meter = EnergyMeter()
        self._open_output = open_output
        self._output: SoundOutput = SilentOutput()
        self._state: OutputState = "silent"
        self._blocks: deque[_Block] = deque()
        self._wishes: queue.SimpleQueue[Callable[[Mix], None]] = queue.SimpleQueue()
        self._next_frame = 0
        self._retry_at_s = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._reading = LevelReading(-math.inf, ceiling_lufs, self._source.title, "starting", "")

    # -- called from the window's thread ---------------------------------------------------------------------

    def start(self, fade_s: float = FADE_IN_S) -> None:
        """Open the device in the background and fade in."""
        self._wishes.put(lambda mix: mix.fade(1.0, fade_s))
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    def chime(self, name: ChimeName, in_s: float = 0.0) -> None:
        """Sound a chime ``in_s`` from now; one asked for at once is heard within about a second.

        The ceiling looks 0.6 s ahead, so nothing that was not planned can be heard sooner.
        """
        if name not in CHIMES:
            raise ValueError(f"no chime is called {name}")
        due_s = time.monotonic() + in_s

        def change(mix: Mix) -> None:
            heard_at = self._position() + round((due_s - time.monotonic()) * RATE)
            mix.cue(chime(name), (heard_at - mix.latency - self._next_frame) / RATE)

        self._wishes.put(change)

    def drop_waiting_chimes(self) -> None:
        """Forget chimes that have not begun."""
        self._wishes.put(lambda mix: mix.drop_waiting_cues())

    def hold(self, on: bool) -> None:
        """Play more softly while the hands rest; cues that have not begun are dropped."""

        def change(mix: Mix) -> None:
            mix.drop_waiting_cues()
            mix.hold(on)

        self._wishes.put(change)

    def fade_out(self, seconds: float) -> None:
        """Fade everything to silence."""
        self._wishes.put(lambda mix: mix.fade(0.0, seconds))

    def level(self) -> LevelReading:
        """The latest reading."""
        return self._reading

    def close(self, timeout_s: float = 0.0) -> None:
        """Stop in the background; wait for it at most ``timeout_s``."""
        self._stop.set()
        if self._thread is not None and timeout_s > 0:
            self._thread.join(timeout_s)

    # -- the sound's own thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._open()
            while not self._stop.wait(_WAKE_S):
                self._turn()
        except Exception:
            LOG.exception("the sound stopped")  # a session goes on in silence rather than not at all
        finally:
            self._state = "silent"
            self._output.close()
            self._source.close()

    def _turn(self) -> None:
        self._watch()
        self._follow_wishes()
        self._fill()
        self._read_level()

    def _open(self) -> None:
        """Open the device; without one the session is silent and it is tried again."""
        output = self._open_output()
        at = self._next_frame
        try:
            output.start(at)
        except NoDeviceError as error:
            if self._state == "playing":
                LOG.warning("%s", error)
            self._retry_at_s = time.monotonic() + RETRY_S
            if not isinstance(self._output, SilentOutput) or self._next_frame == 0:
                self._output = SilentOutput()
                self._output.start(at)
            return
        self._output, self._state = output, "playing"
        self._blocks.clear()

    def _watch(self) -> None:
        """Notice a lost device, and a new one."""
        if self._state == "playing":
            if self._output.alive():
                return
            LOG.warning("the sound device is gone; trying to find it again")
            at = self._position()
            self._output.close()
            self._state = "lost"
            self._output = SilentOutput()
            self._output.start(at)
            self._blocks.clear()
            self._next_frame = at
            self._retry_at_s = time.monotonic() + RETRY_S
        elif time.monotonic() >= self._retry_at_s:
            self._next_frame = self._position()
            self._open()
            if self._state == "playing":
                self._mix = self._mix.from_silence()
                self._wishes.put(lambda mix: mix.fade(1.0, RETURN_S))

    def _position(self) -> int:
        return self._output.position()

    def _follow_wishes(self) -> None:
        """Apply what was asked for to the earliest block that can still be changed, and mix anew from there."""
        wishes: list[Callable[[Mix], None]] = []
        while not self._wishes.empty():
            wishes.append(self._wishes.get())
        if not wishes:
            return
        safe = self._position() + MARGIN_FRAMES
        again: deque[_Block] = deque()
        while self._blocks and self._blocks[-1].frame >= safe:
            again.appendleft(self._blocks.pop())
        if again:
            self._mix, self._meter = again[0].before, again[0].meter_before
            self._next_frame = again[0].frame
        for wish in wishes:
            wish(self._mix)
        for block in again:
            self._put(block.bed)

    def _fill(self) -> None:
        position = self._position()
        lead = min(round(LEAD_S * RATE), self._output.room_frames - 2 * BLOCK_FRAMES)
        if (
            self._next_frame < position
        ):  # a very long stall: go on from here instead of catching up in a burst
            self._next_frame = position + MARGIN_FRAMES
        while self._next_frame < position + lead:
            self._put(self._source.render(BLOCK_FRAMES))
        while self._blocks and self._blocks[0].frame < position - RATE:
            self._blocks.popleft()

    def _put(self, bed: Samples) -> None:
        before, meter_before = self._mix.copy(), _copied(self._meter)
        out = self._mix.process(bed)
        energies = self._meter.feed(out)
        self._blocks.append(_Block(self._next_frame, bed, before, meter_before, energies))
        self._output.write(self._next_frame, out)
        self._next_frame += len(bed)

    def _read_level(self) -> None:
        position = self._position()
        heard = [b for b in self._blocks if position - RATE < b.frame < position]
        energies = np.concatenate([b.energies for b in heard]) if heard else np.zeros(0)
        over = heard[-1].frame + BLOCK_FRAMES - position if heard else 0
        energies = energies[: max(0, len(energies) - max(0, over) // HOP)][-_MOMENTARY_HOPS:]
        mean = float(energies.sum()) / _MOMENTARY_HOPS
        lufs = -0.691 + 10 * math.log10(mean) if mean > 1e-12 else -math.inf
        notes = self._source.notes
        self._reading = LevelReading(
            lufs, self._mix.ceiling_lufs, self._source.title, self._state, notes[-1] if notes else ""
        )


def _copied(meter: EnergyMeter) -> EnergyMeter:
    import copy

    return copy.deepcopy(meter)
