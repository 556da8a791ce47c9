"""Runs one session in the window: asks the clock, shows the snapshot, passes the events on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from massage_desktop.session.model import Command, Event, Snapshot
from massage_desktop.session.session import Session

from .chiming import Chiming, Sound
from .speaking import Speaking

FRAME_MS = 33
"""30 pictures a second."""


class SessionRunner(QObject):
    """Drives a :class:`Session` from the window's loop.

    ``shown`` carries a snapshot for the pages, ``happened`` every event in order, ``over`` comes once at the
    end.
    """

    shown = Signal(object)
    happened = Signal(object)
    over = Signal()

    def __init__(
        self,
        session: Session,
        sound: Sound | None,
        parent: QObject | None = None,
        *,
        speaking: Speaking | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._sound = sound
        self._chiming = Chiming(sound) if sound is not None else None
        self._speaking = speaking
        self._done = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.tick)

    def start(self, *, by_itself: bool = True) -> None:
        """Begin; ``by_itself`` False leaves the ticking to the caller (a rehearsal on its own clock)."""
        if self._sound is not None:
            self._sound.start()
        self.tick()
        if self._speaking is not None:
            self._speaking.greet(self._session.snapshot())
        if by_itself:
            self._timer.start()

    def stop(self) -> None:
        """Stop asking; the session stays where it is."""
        self._timer.stop()

    def tick(self) -> None:
        """Let happen what is due, then show how things stand."""
        self._pass_on(self._session.advance())

    def command(self, command: Command) -> None:
        """Hand a command to the session."""
        self._pass_on(self._session.command(command))

    def snapshot(self) -> Snapshot:
        """How things stand."""
        return self._session.snapshot()

    def _pass_on(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if self._chiming is not None:
                self._chiming.follow(event, self._session.snapshot())
            if self._speaking is not None:
                self._speaking.follow(event, self._session.snapshot())
            self.happened.emit(event)
        self.shown.emit(self._session.snapshot())
        if self._session.phase == "finished" and not self._done:
            self._done = True
            self.stop()
            self.over.emit()
