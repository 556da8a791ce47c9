"""Leads through one session: the runner, its sound and words, what is shown, and what it is steered by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from . import words
from .crash import LOG

# Everything that the first picture does not need is imported where it is first used.
if TYPE_CHECKING:
    from massage_desktop.session.model import Command, Event, Snapshot
    from massage_desktop.session.session import Session
    from massage_desktop.settings.model import Settings
    from massage_desktop.speech.shown import Shown
    from massage_desktop.ui.window import MainWindow

    from .hands import Hands
    from .hearing import Hearing
    from .runner import SessionRunner
    from .sounding import Sounding
    from .speaking import Speaking

LEVEL_MS = 200
"""How often the level on the page is read."""


class Leading(QObject):
    """At most one session at a time, in ``window``. ``heard`` carries each spoken command as it was said,
    ``over`` comes when the rest is over, ``left`` when the person has gone on from there.
    """

    heard = Signal(str)
    over = Signal()
    left = Signal()

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.runner: SessionRunner | None = None
        self.sounding: Sounding | None = None
        self.hearing: Hearing | None = None
        self._hands: Hands | None = None
        self._shown: Shown | None = None
        self._level_timer = QTimer(self)
        self._level_timer.setInterval(LEVEL_MS)
        self._level_timer.timeout.connect(self._show_level)
        window.command.connect(self.command)
        window.volume.connect(self.add_volume_db)
        window.closing.connect(self.stop)

    @property
    def hands(self) -> Hands:
        """Gamepads, media controls and quiet."""
        from .hands import Hands

        if self._hands is None:
            self._hands = Hands(self._window)
        return self._hands

    def run(
        self,
        session: Session,
        settings: Settings,
        *,
        ambience: str | None,
        audible: bool,
        by_itself: bool = True,
        listener: Callable[[Event], None] | None = None,
    ) -> None:
        """Lead through ``session``; ``by_itself`` False leaves the ticking to the caller."""
        from .runner import SessionRunner
        from .sounding import sounding_for

        self.stop()
        self.sounding = sounding_for(ambience or settings.ambience, settings) if audible else None
        if audible and settings.voice_control:
            self._listen(settings)
        self._shown = _shown_in(settings.language)
        speaking = self._speaking(session, settings)
        self.runner = SessionRunner(session, self.sounding, self, speaking=speaking)
        self.runner.shown.connect(self._show)
        if listener is not None:
            self.runner.happened.connect(listener)
        self.runner.happened.connect(self._tell)
        self.runner.over.connect(self._over)
        self._window.show_page("session")
        self._level_timer.start()
        self._show_level()
        self.runner.start(by_itself=by_itself)

    def steer(self, settings: Settings) -> None:
        """People sit through this session: gamepads, media controls, and no notices."""
        from massage_desktop.controls.keymap import keymap

        self.hands.begin(keymap(settings.keys)[0], quiet=settings.do_not_disturb)

    def command(self, command: Command) -> None:
        """Hand a command to the running session."""
        if self.runner is not None:
            self.runner.command(command)

    def add_volume_db(self, gain_db: float) -> None:
        """Play everything louder or softer by this much."""
        if self.sounding is not None:
            moved = self.sounding.add_volume_db(gain_db)
            self._window.session_message(words.volume(gain_db, moved=moved))

    def stop(self, wait_s: float = 0.0) -> None:
        """End the session, if there is one; its sound fades away in at most ``wait_s``."""
        self._level_timer.stop()
        if self.runner is not None:
            self.runner.stop()
            self.runner.deleteLater()
            self.runner = None
        if self.hearing is not None:
            self.hearing.close(wait_s)
            self.hearing.deleteLater()
            self.hearing = None
        if self.sounding is not None:
            self.sounding.close(wait_s)
            self.sounding = None
        if self._hands is not None:
            self._hands.end()
        self._window.set_phase("finished")

    def close(self, wait_s: float) -> None:
        """The program ends."""
        self.stop(wait_s)
        if self._hands is not None:
            self._hands.close()

    def _speaking(self, session: Session, settings: Settings) -> Speaking | None:
        """What puts the session into words, where there is a voice."""
        from massage_desktop.speech.script import Narrator

        from .speaking import Speaking

        sounding, hearing = self.sounding, self.hearing
        if sounding is None or sounding.tongue is None:
            return None
        sounding.tongue.prepare(session.snapshot().plan)
        narrator = Narrator(settings.language, settings.speech_detail, sounding.tongue.seconds)
        if hearing is None:
            return Speaking(sounding, narrator)
        return Speaking(sounding, narrator, hearing.deaf, hearing.listen_again)

    def _listen(self, settings: Settings) -> None:
        from .hearing import Hearing

        self.hearing = Hearing(settings.microphone, self)
        self.hearing.told.connect(self._window.session_message)
        self.hearing.understood.connect(self._confirm)
        self.hearing.understood.connect(self.heard)
        self.hearing.asked.connect(self._asked)
        self.hearing.start()

    def _confirm(self) -> None:
        if self.sounding is not None:
            self.sounding.confirm()

    def _asked(self, what: str) -> None:
        from massage_desktop.ui.steering import VOLUME_STEP_DB

        if what in ("quieter", "louder"):
            self.add_volume_db(VOLUME_STEP_DB if what == "louder" else -VOLUME_STEP_DB)
        else:
            self.command(cast("Command", what))

    def _show(self, snapshot: Snapshot) -> None:
        self._window.set_phase(snapshot.phase)
        if self._hands is not None:  # the desktop shows titles; the window finds its own words for everything
            self._hands.show(snapshot if self._shown is None else self._shown.snapshot(snapshot))
        if snapshot.phase in ("rest", "finished"):
            if snapshot.massage_s > 0:
                self._window.show_page("rest")
                self._window.rest.show_snapshot(snapshot)
            return
        self._window.session.show_snapshot(snapshot)

    def _tell(self, event: Event) -> None:
        """One quiet sentence for what the page does not show by itself."""
        text = words.said(event) or self._covering(event)
        if text:
            self._window.session.show_message(text)

    def _covering(self, event: Event) -> str:
        """What to cover and bare as a step begins."""
        from massage_desktop.plan.cover import cover_change

        if event.kind != "step" or self.runner is None:
            return ""
        snapshot = self.runner.snapshot()
        steps, at = snapshot.plan.steps, snapshot.index
        before = steps[at - 1].step if at else None
        return words.covering(cover_change(snapshot.plan.routine, before, steps[at].step))

    def _show_level(self) -> None:
        self._window.session.show_level(self.sounding.level() if self.sounding else None)

    def _over(self) -> None:
        self._level_timer.stop()
        self.over.emit()
        self._window.rest.done.connect(self.left.emit, type=Qt.ConnectionType.SingleShotConnection)
        if self.runner is not None and self.runner.snapshot().massage_s == 0:
            self.left.emit()


def _shown_in(language: str) -> Shown | None:
    """What puts the titles for the desktop into another language; None: they stay English."""
    if language == "en":
        return None
    from massage_desktop.speech.phrases import SpeechDataError
    from massage_desktop.speech.shown import Shown
    from massage_desktop.speech.translate import Words

    try:
        return Shown(Words(language))
    except SpeechDataError as error:
        LOG.warning("texts: %s", error)
        return None
