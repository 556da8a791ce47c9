"""A few seconds of a choice on the loudspeaker, through the same mix and ceiling as a session (SOUND-08)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import ClassVar, Final, Literal

import numpy as np

from .decode import SoundFileError
from .loudness import RATE
from .order import AS_GIVEN, MusicOrder
from .output import SoundOutput
from .player import SoundPlayer
from .preview import FADE_S, LONGEST_S, SETTLE_S, SHORTEST_S, USUAL_S
from .ring import RingOutput
from .source import Samples, Source
from .sources import AmbienceError, is_generated, make_source, refuse_unheard

PreviewState = Literal["preparing", "playing", "over", "failed"]

NO_DEVICE: Final = "No sound device can be opened. Switch on a loudspeaker, then listen again."
NOT_READ: Final = "This sound cannot be played. Choose another one."

DEVICE_WAIT_S: Final = 4.0
"""So long a device may be missing: another sound that still fades away holds it for a moment."""

_LOOK_S = 0.05
_TURN_WAIT_S = 3.0
_CLOSE_WAIT_S = 2.5
_HEAD_FRAMES = RATE // 2


class LivePreview:
    """Plays once for some seconds, from a thread of its own; nothing that a window calls here waits.

    Args:
        choice: as for :func:`.sources.make_source`.
        ceiling_lufs: loudest momentary loudness; ``ceiling_of`` gives it for a device by its name, as for
            :class:`.SoundPlayer`.
        order: how own music is played.
        seconds: how long, with the fades at both ends, 3 to 120.
        open_output: makes the device.

    Raises:
        ValueError: a length outside 3 to 120 s.
    """

    # The device takes one sound at a time: the one that began last has to let it go before another begins.
    _latest: ClassVar[LivePreview | None] = None

    def __init__(
        self,
        choice: str,
        ceiling_lufs: float,
        *,
        ceiling_of: Callable[[str], float] | None = None,
        order: MusicOrder = AS_GIVEN,
        seconds: float = USUAL_S,
        open_output: Callable[[], SoundOutput] = RingOutput,
    ) -> None:
        if not SHORTEST_S <= seconds <= LONGEST_S:
            raise ValueError(f"a preview lasts {SHORTEST_S:g} to {LONGEST_S:g} seconds, not {seconds:g}")
        self.choice, self.order, self.seconds = choice, order, seconds
        self._ceiling_lufs, self._ceiling_of = ceiling_lufs, ceiling_of
        self._open_output = open_output
        self._before: LivePreview | None = None
        self._state: PreviewState = "preparing"
        self._began_s = 0.0
        self.problem = ""
        self._stop = threading.Event()
        self._device_free = threading.Event()
        self._device_free.set()
        self._thread = threading.Thread(target=self._run, name="preview", daemon=True)

    @property
    def state(self) -> PreviewState:
        """How it is going; ``problem`` says in one line why it ``failed``."""
        return self._state

    @property
    def share(self) -> float:
        """How much of it has been heard, 0 to 1."""
        if self._state != "playing":
            return 0.0 if self._state == "preparing" else 1.0
        return min(1.0, (time.monotonic() - self._began_s) / self.seconds)

    def start(self) -> None:
        """Begin in the background; a preview that plays ends before."""
        self._before, LivePreview._latest = LivePreview._latest, self
        self._thread.start()

    def stop(self) -> None:
        """Fade in a quarter of a second, in the background."""
        self._stop.set()

    def leave_device(self, seconds: float) -> bool:
        """Stop, and wait at most ``seconds`` until the device is free; False if that is not enough.

        A file that is still being scanned is not waited for.
        """
        self.stop()
        return self._device_free.wait(seconds)

    def _run(self) -> None:
        state: PreviewState = "over"
        try:
            if self._before is not None:
                self._before.leave_device(_TURN_WAIT_S)
                self._before = None
            if not self._stop.is_set():
                self._play(_begun(self.choice, self.order))
        except AmbienceError as error:
            state, self.problem = "failed", f"{error}."
        except _NoDevice:
            state, self.problem = "failed", NO_DEVICE
        except (SoundFileError, OSError, MemoryError, ValueError):
            state, self.problem = "failed", NOT_READ
        finally:
            self._state = state

    def _play(self, source: Source) -> None:
        if self._stop.is_set():
            source.close()
            return
        player = SoundPlayer(
            source, self._ceiling_lufs, open_output=self._open_output, ceiling_of=self._ceiling_of
        )
        self._device_free.clear()
        player.start(FADE_S)
        try:
            self._wait_for_device(player)
            self._began_s = time.monotonic()
            self._state = "playing"
            self._stop.wait(self.seconds - FADE_S)
            if not self._stop.is_set():
                player.fade_out(FADE_S)
                self._stop.wait(FADE_S)
        finally:
            player.close(_CLOSE_WAIT_S)
            self._device_free.set()

    def _wait_for_device(self, player: SoundPlayer) -> None:
        until_s = time.monotonic() + DEVICE_WAIT_S
        while player.level().output != "playing" and not self._stop.wait(_LOOK_S):
            if time.monotonic() > until_s:
                raise _NoDevice


def end_previews(seconds: float) -> bool:
    """End what plays, and wait at most ``seconds`` until the device is free; False if that is not enough."""
    latest = LivePreview._latest
    return latest is None or latest.leave_device(seconds)


class _NoDevice(Exception):  # noqa: N818 - an ending, not an error
    """There is nothing to play on."""


class _Begun:
    """A source whose first half second is ready: a file is scanned before it, not in the player's thread."""

    def __init__(self, source: Source, head: Samples) -> None:
        self._source, self._head = source, head

    @property
    def title(self) -> str:
        """What is heard."""
        return self._source.title

    @property
    def notes(self) -> list[str]:
        """Quiet remarks."""
        return self._source.notes

    def render(self, frames: int) -> Samples:
        """The next frames, shape ``(frames, 2)``."""
        head, self._head = self._head[:frames], self._head[frames:]
        rest = frames - len(head)
        return np.concatenate([head, self._source.render(rest)]) if rest else head

    def close(self) -> None:
        """Close the source."""
        self._source.close()


def _begun(choice: str, order: MusicOrder) -> Source:
    """The source of a choice, at the place where it is worth hearing: generated sounds grow, music begins."""
    source = make_source(choice, order=order)
    refuse_unheard(source)
    if is_generated(choice):
        source.render(round(SETTLE_S * RATE))
    return _Begun(source, source.render(_HEAD_FRAMES))
