"""Spoken commands in a session: heard in a thread of its own, confirmed by a tone and on the screen."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from . import words
from .crash import LOG

if TYPE_CHECKING:
    from massage_desktop.listening.commands import Twice
    from massage_desktop.listening.listener import Listener
    from massage_desktop.listening.recogniser import Heard


class Hearing(QObject):
    """Listens from :meth:`start` to :meth:`close`.

    ``understood`` carries the command as it was said (``next step``); ``asked`` what is to be done, a session
    command or ``quieter`` and ``louder``; ``told`` one sentence for the person.
    """

    understood = Signal(str)
    asked = Signal(str)
    told = Signal(str)
    _heard = Signal(object)
    _state = Signal(str)

    def __init__(self, microphone: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._microphone = microphone
        self._listener: Listener | None = None
        self._twice: Twice | None = None
        self._turn = 0
        self._heard.connect(self._follow)
        self._state.connect(self._tell_state)

    def start(self) -> None:
        """Open the microphone in the background; where that cannot be, say so once."""
        from massage_desktop.listening.available import listening_available

        lacking = listening_available()
        if lacking:
            LOG.warning("listening: %s", lacking)
            self.told.emit(words.NOT_LISTENING)
            return
        from massage_desktop.listening.commands import Twice
        from massage_desktop.listening.listener import Listener

        self._twice = Twice()
        self._listener = Listener(self._heard.emit, self._state.emit, microphone=self._microphone)

    def deaf(self, in_s: float, seconds: float) -> None:
        """Our own voice speaks, ``in_s`` from now for so many seconds: nothing it says is a command."""
        turn = self._turn

        def begin() -> None:
            if self._listener is not None and turn == self._turn:
                self._listener.deaf(seconds)

        QTimer.singleShot(max(0, round(in_s * 1000)), self, begin)

    def listen_again(self) -> None:
        """Our own voice was cut short, and what it was still to say is forgotten."""
        self._turn += 1
        if self._listener is not None:
            self._listener.attentive()

    def level_db(self) -> float | None:
        """How much the microphone hears in dBFS; None while it does not."""
        return self._listener.level_db if self._listener is not None and self._listener.alive else None

    def close(self, wait_s: float = 0.0) -> None:
        """Let the microphone go."""
        if self._listener is not None:
            self._listener.close(wait_s)
            self._listener = None

    def _follow(self, heard: Heard) -> None:
        if self._listener is None or self._twice is None:
            return  # it was said just before the end
        from massage_desktop.listening.commands import MEANING

        LOG.info("heard: %s", heard.command)
        self.understood.emit(heard.command)
        if self._twice.passes(heard.command, time.monotonic()):
            self.told.emit(words.heard(heard.command))
            self.asked.emit(MEANING[heard.command])
        else:
            self.told.emit(words.say_again(heard.command))

    def _tell_state(self, sentence: str) -> None:
        LOG.info("listening: %s", sentence)
        if not sentence.startswith("Listening"):
            self.told.emit(sentence)
