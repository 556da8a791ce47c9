"""Which chime an event asks for. Coming changes are ordered ahead, so that they sound at their moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from massage_desktop.session.model import Event, Snapshot

if TYPE_CHECKING:
    from massage_desktop.sound.chimes import ChimeName

SHORTEST_FADE_S = 5.0


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


class Chiming:
    """Follows a session's events with chimes and fades."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self._ordered = False

    def follow(self, event: Event, shot: Snapshot) -> None:
        """Sound what ``event`` asks for; ``shot`` is how things stand after it."""
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
            self._sound.chime("announce")
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
