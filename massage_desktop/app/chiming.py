"""Which chime an event asks for. Coming changes are ordered ahead, so that they sound at their moment.

Where it is wished, a soft swell follows the strokes of the step besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from massage_desktop.session.model import Event, Snapshot
from massage_desktop.sound.strokes import step_has_strokes
from massage_desktop.speech.timing import chime_ahead_s

if TYPE_CHECKING:
    from massage_desktop.sound.chimes import ChimeName

SHORTEST_FADE_S = 5.0

_PACE_CHANGES = ("step", "held", "resumed", "softer", "hurt", "replanned", "closing", "rest", "finished")


class Sound(Protocol):
    """What the session asks of the sound room; all calls return at once."""

    def start(self) -> None:
        """Fade in."""

    def chime(self, name: ChimeName, in_s: float = 0.0) -> None:
        """Sound one soft chime, ``in_s`` from now."""

    def drop_waiting_chimes(self) -> None:
        """Forget chimes that have not begun."""

    def hold(self, on: bool) -> None:
        """Play more softly while the hands rest."""

    def fade_out(self, seconds: float) -> None:
        """Fade to silence."""


@runtime_checkable
class PacedSound(Protocol):
    """A sound that can also carry the pace; it decides by itself whether that is wished."""

    def pace(self, pass_s: float, elapsed_s: float, left_s: float) -> None:
        """Swell with strokes of ``pass_s`` in a step that began ``elapsed_s`` ago and ends in ``left_s``."""

    def stop_pace(self) -> None:
        """Let the swell die away."""


class Chiming:
    """Follows a session's events with chimes and fades."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self._paced = sound if isinstance(sound, PacedSound) else None
        self._ordered = False

    def follow(self, event: Event, shot: Snapshot) -> None:
        """Sound what ``event`` asks for; ``shot`` is how things stand after it."""
        if self._paced is not None and event.kind in _PACE_CHANGES:
            _pace(self._paced, shot)
        if event.kind == "announce":
            self._announce(event)
        elif event.kind == "step":
            self._change("begin" if event.t == 0 else "step")
        elif event.kind == "rest":
            self._change("end")
            self._sound.fade_out(max(SHORTEST_FADE_S, event.seconds or 0.0))
        elif event.kind in ("replanned", "closing"):
            self._sound.drop_waiting_chimes()
            self._ordered = False
        elif event.kind in ("held", "resumed"):
            self._hold(event.kind == "held", shot)
        elif event.kind == "finished":
            self._sound.fade_out(SHORTEST_FADE_S)

    def _announce(self, event: Event) -> None:
        if event.step is not None:
            self._sound.chime("announce", chime_ahead_s(event.seconds or 0.0))
        self._order(event.seconds or 0.0, last=event.step is None)

    def _order(self, in_s: float, *, last: bool) -> None:
        self._sound.chime("end" if last else "step", in_s)
        self._ordered = True

    def _change(self, name: ChimeName) -> None:
        """The change is here: its chime was ordered with the announcement, or is asked for now."""
        if not self._ordered:
            self._sound.chime(name)
        self._ordered = False

    def _hold(self, on: bool, shot: Snapshot) -> None:
        """A hold forgets what was ordered; going on orders it again when its announcement is over."""
        self._sound.hold(on)
        self._ordered = False
        if not on and shot.next_announced:
            self._order(shot.step_remaining_s, last=shot.next_step is None)


def _pace(sound: PacedSound, shot: Snapshot) -> None:
    """Follow the strokes as they stand now; hands that rest have none."""
    step = shot.step
    if step is None or shot.phase != "running" or not step_has_strokes(step):
        sound.stop_pace()
    else:
        sound.pace(step.pass_s, shot.step_elapsed_s, shot.step_remaining_s)
