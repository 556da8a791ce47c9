"""What may be asked of a session's sound while it plays. Nothing waits: it happens in the sound's thread."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from .ceiling import HIGHEST_LUFS, LOWEST_LUFS
from .chimes import CHIMES, ChimeName, chime
from .mix import Mix
from .pace_sound import swell
from .source import Samples
from .waiting import Wish

VOLUME_MIN_DB, VOLUME_MAX_DB = -24.0, 6.0
"""How far sound can be turned down and up while it plays; 6 dB up, the bed just reaches the ceiling."""

Speak = Callable[[Sequence[str]], Samples | None]
"""Makes the sound of texts said one after another; None when it cannot."""


class Asking(ABC):
    """The changes of a mix that the window asks for by name."""

    speak: Speak | None = None
    """How texts become sound; without it nothing is said."""

    @abstractmethod
    def _wish(self, change: Wish, ready: Callable[[], None] | None = None) -> None:
        """Carry out a change of the mix as soon as it can be heard; first do what it needs (``ready``), which
        may take its time.
        """

    @abstractmethod
    def _delay_s(self, due_s: float, heard_from: int) -> float:
        """Seconds from the frame ``heard_from`` to what is heard at ``due_s`` of the monotonic clock."""

    def chime(self, name: ChimeName, in_s: float = 0.0) -> None:
        """Sound a chime ``in_s`` from now; one asked for at once is heard after about a fifth of a second.

        One that is asked for early enough begins that much sooner as the device is known to be late.
        """
        if name not in CHIMES:
            raise ValueError(f"no chime is called {name}")
        due_s = time.monotonic() + in_s
        self._wish(lambda mix, heard_from: mix.cue(chime(name), self._delay_s(due_s, heard_from)))

    def drop_waiting_chimes(self) -> None:
        """Forget chimes that have not begun."""
        self._wish(lambda mix, _heard_from: mix.drop_waiting_cues())

    def say(self, texts: Sequence[str], in_s: float = 0.0) -> None:
        """Say texts one after another, ``in_s`` from now, after what is being said."""
        speak, due_s = self.speak, time.monotonic() + in_s
        if speak is None or not texts:
            return

        said: list[Samples] = []

        def ready() -> None:
            samples = speak(texts)
            if samples is not None:
                said.append(samples)

        def change(mix: Mix, heard_from: int) -> None:
            for samples in said:
                mix.say(samples, self._delay_s(due_s, heard_from))

        self._wish(change, ready)

    def hush(self) -> None:
        """Let what is being said die away, and forget what was to be said."""
        self._wish(lambda mix, _heard_from: mix.hush())

    def pace(self, pass_s: float, elapsed_s: float, left_s: float) -> None:
        """Let a very soft swell follow the hands: a stroke lasts ``pass_s``, the step has been going on for
        ``elapsed_s`` and ends in ``left_s``.

        Raises ValueError for a stroke that has no length.
        """
        if not pass_s > 0:
            raise ValueError(f"a stroke of {pass_s} s has no phase")
        now_s = time.monotonic()

        def change(mix: Mix, heard_from: int) -> None:
            done_s = elapsed_s - self._delay_s(now_s, heard_from)
            mix.pace(swell(mix.frame, pass_s, done_s, elapsed_s + left_s - done_s))

        self._wish(change)

    def stop_pace(self) -> None:
        """Let the swell die away."""
        self._wish(lambda mix, _heard_from: mix.pace(None))

    def hold(self, on: bool) -> None:
        """Play more softly while the hands rest; cues that have not begun are dropped."""

        def change(mix: Mix, _heard_from: int) -> None:
            mix.drop_waiting_cues()
            mix.hold(on)

        self._wish(change)

    def volume(self, gain_db: float) -> None:
        """Play everything this much louder than usual, under the ceiling as before.

        Raises ValueError outside -24 to 6 dB.
        """
        if not VOLUME_MIN_DB <= gain_db <= VOLUME_MAX_DB:
            raise ValueError(f"volume {gain_db} dB: choose a number from -24 to 6")
        self._wish(lambda mix, _heard_from: mix.volume(gain_db))

    def fade_out(self, seconds: float) -> None:
        """Fade everything to silence."""
        self._wish(lambda mix, _heard_from: mix.fade(0.0, seconds))

    def set_ceiling_lufs(self, ceiling_lufs: float) -> None:
        """Move the ceiling, and all sound with it. Raises ValueError outside -120 to 0 LUFS."""
        if not LOWEST_LUFS <= ceiling_lufs <= HIGHEST_LUFS:
            raise ValueError(f"ceiling {ceiling_lufs} LUFS: choose a number from -120 to 0")
        self._wish(lambda mix, _heard_from: mix.set_ceiling(ceiling_lufs))
