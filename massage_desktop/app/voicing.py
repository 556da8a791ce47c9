"""The settings of voice and listening, connected: a voice is heard, a microphone is tried."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from massage_desktop.ui import speech_words
from massage_desktop.ui.widgets.settings_speech import VoiceShown

from .crash import LOG
from .hearing import Hearing
from .sounding import Sounding, tongue_for

if TYPE_CHECKING:
    from .program import Program

_SAMPLE_FADE_S = 0.3
_SAMPLE_AFTER_S = 1.5
_LOOK_MS = 150


class Voicing(QObject):
    """Serves two sections of the settings page while it is shown."""

    microphones_found = Signal(object)

    def __init__(self, program: Program, parent: QObject) -> None:
        super().__init__(parent)
        self._program = program
        self._page = program.window.settings_page
        self._sample: Sounding | None = None
        self._hearing: Hearing | None = None
        self._understood = ""
        self._ending = QTimer(self)
        self._ending.setSingleShot(True)
        self._ending.timeout.connect(self._end_sample)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._show_level)
        self.microphones_found.connect(lambda names: self._page.listening.set_microphones(tuple(names)))
        self._page.speech.sample_wanted.connect(self._play_sample)
        self._page.speech.changed.connect(lambda _: self._end_sample())
        self._page.listening.test_wanted.connect(self._test)
        self._page.listening.changed.connect(lambda _: self._end_test())

    def open(self) -> None:
        """The page is shown."""
        from massage_desktop.listening.available import listening_available
        from massage_desktop.sound.clips import voices

        self._page.speech.set_voices(tuple(VoiceShown(v.id, v.language, v.title) for v in voices()))
        lacking = listening_available() or ""
        self._page.listening.set_lacking(lacking)
        if not lacking:
            threading.Thread(target=self._find_microphones, name="microphones", daemon=True).start()

    def close(self) -> None:
        """The page is left: neither sound nor microphone stays open."""
        self._end_sample()
        self._end_test()

    # -- the voice -------------------------------------------------------------------------------------------

    def _play_sample(self) -> None:
        from msgspec.structs import replace

        self._end_sample()
        settings = replace(self._program.settings, speech_detail="full")
        tongue = tongue_for(settings)
        seconds = tongue.seconds(speech_words.SAMPLE) if tongue is not None else None
        if tongue is None or seconds is None:
            self._page.show_notice(speech_words.NO_VOICE, care=True)
            return
        self._sample = Sounding(
            "none",
            settings.ceiling_db,
            offsets=settings.offset_db,
            device=settings.output_device,
            tongue=tongue,
        )
        self._sample.start(_SAMPLE_FADE_S)
        self._sample.say((speech_words.SAMPLE,), 2 * _SAMPLE_FADE_S)
        self._ending.start(round((seconds + _SAMPLE_AFTER_S) * 1000))

    def _end_sample(self) -> None:
        self._ending.stop()
        if self._sample is not None:
            self._sample.close()
            self._sample = None

    # -- the microphone --------------------------------------------------------------------------------------

    def _find_microphones(self) -> None:
        """Ask the system, which may take a while, away from the window."""
        from massage_desktop.listening.microphone import MicrophoneError, microphones

        try:
            self.microphones_found.emit(microphones())
        except MicrophoneError as error:
            LOG.warning("microphones: %s", error)

    def _test(self, on: bool) -> None:
        if not on:
            self._end_test()
            return
        self._understood = ""
        self._hearing = Hearing(self._program.settings.microphone, self)
        self._hearing.understood.connect(self._tell)
        self._hearing.told.connect(self._tell_problem)
        self._hearing.start()
        self._look.start()

    def _tell(self, command: str) -> None:
        self._understood = speech_words.understood(command)

    def _tell_problem(self, sentence: str) -> None:
        if not self._understood:
            self._page.show_notice(sentence, care=True)

    def _show_level(self) -> None:
        level_db = self._hearing.level_db() if self._hearing is not None else None
        ready = level_db is not None and level_db > -90
        text = self._understood or (speech_words.HEARING if ready else speech_words.STARTING)
        self._page.listening.show_test(text, level_db)

    def _end_test(self) -> None:
        self._look.stop()
        if self._hearing is not None:
            self._hearing.close()
            self._hearing.deleteLater()
            self._hearing = None
            self._page.listening.end_test()
