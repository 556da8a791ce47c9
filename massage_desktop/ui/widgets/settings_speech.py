"""The settings of the voice that leads, and of listening for commands."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal

from massage_desktop.settings.model import Settings
from massage_desktop.ui import settings_words
from massage_desktop.ui import speech_words as texts
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.widgets.button_row import ButtonRow
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.parts import Words
from massage_desktop.ui.widgets.settings_parts import Section
from massage_desktop.ui.widgets.sound_bar import SoundBar
from massage_desktop.ui.widgets.ticks import Tick

_EDGE = 4.0


class VoiceShown(NamedTuple):
    """A voice that can be chosen."""

    id: str
    language: str
    title: str


class SpeechSection(Section):
    """How much is said, in which language, by which voice; ``sample_wanted`` asks to hear it."""

    sample_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._voices: tuple[VoiceShown, ...] = ()
        self._settings = Settings()
        self.details = Choices(texts.DETAIL)
        self.details.set_choices(list(texts.DETAILS.items()), "full")
        self.detail_about = Words("", 15.5, "text_quiet")
        self.languages = Choices(texts.LANGUAGE)
        self.languages.set_choices(list(texts.LANGUAGES.items()), "en")
        self.voices = Choices(texts.VOICE)
        self.no_voice = Words("", 15.5, "text_quiet")
        self.hear = Button(texts.HEAR)
        self.entry(texts.DETAIL, self.details)
        self.add(self.detail_about, 5, _EDGE)
        self.entry(texts.LANGUAGE, self.languages)
        self.add(Words(texts.LANGUAGE_ABOUT, 15.5, "text_quiet"), 5, _EDGE)
        self.entry(texts.VOICE, self.voices)
        self.add(self.no_voice, 5, _EDGE)
        self.add(ButtonRow(self.hear), 12)
        self.details.chosen.connect(self._detail_chosen)
        self.languages.chosen.connect(self._language_chosen)
        self.voices.chosen.connect(lambda voice: self.changed.emit({"voice": voice}))
        self.hear.clicked.connect(self.sample_wanted)

    def set_voices(self, voices: tuple[VoiceShown, ...]) -> None:
        """Offer these voices, each under its language."""
        self._voices = voices
        self.take(self._settings)
        self.regrow()

    def take(self, settings: Settings) -> None:
        """Show these settings."""
        self._settings = settings
        self.details.choose(settings.speech_detail)
        self.detail_about.set_text(texts.DETAIL_ABOUT[settings.speech_detail])
        self.languages.choose(settings.language)
        offered = [(v.id, v.title) for v in self._voices if v.language == settings.language]
        if [(key, chip.said) for key, chip in self.voices.chips.items()] != offered:
            self.voices.set_choices(offered, settings.voice)
        first = offered[0][0] if offered else ""
        self.voices.choose(settings.voice if settings.voice in dict(offered) else first)
        self.no_voice.set_text("" if offered else texts.NO_VOICE)
        self.hear.setVisible(bool(offered))

    def _detail_chosen(self, detail: str) -> None:
        self.detail_about.set_text(texts.DETAIL_ABOUT[detail])
        self.changed.emit({"speech_detail": detail})

    def _language_chosen(self, language: str) -> None:
        self.changed.emit({"language": language, "voice": ""})


class ListeningSection(Section):
    """Listening on or off, the microphone, and a test of both.

    ``test_wanted`` asks to open (True) or close (False) the microphone for the test.
    """

    test_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._settings = Settings()
        self.testing = False
        self.listen = Tick(texts.LISTEN, texts.LISTEN_ABOUT, px=17.5, detail_px=15.5)
        self.lacking = Words("", 15.5, "accent")
        self.microphones = Choices(texts.MICROPHONE)
        self.test = Button(texts.TEST)
        self.bar = SoundBar()
        self.told = Words(texts.TEST_ABOUT, 15.5, "text_quiet")
        self.add(self.listen, 24)
        self.add(self.lacking, 8, _EDGE)
        self.entry(texts.MICROPHONE, self.microphones)
        self.add(ButtonRow(self.test), 14)
        self.add(self.bar, 14, _EDGE)
        self.add(self.told, 8, _EDGE)
        self.listen.clicked.connect(lambda on: self.changed.emit({"voice_control": on}))
        self.microphones.chosen.connect(lambda name: self.changed.emit({"microphone": name}))
        self.test.clicked.connect(self._pressed)

    def take(self, settings: Settings) -> None:
        """Show these settings."""
        self._settings = settings
        self.listen.setChecked(settings.voice_control)
        offered: list[tuple[str, str]] = [("", settings_words.SYSTEM_DEFAULT)]
        offered += [(name, AsItIs(name)) for name in self._names]
        if settings.microphone and settings.microphone not in self._names:
            said = f"{settings.microphone} ({settings_words.NOT_THERE})"
            offered.append((settings.microphone, said))
        if {key: chip.said for key, chip in self.microphones.chips.items()} != dict(offered):
            self.microphones.set_choices(offered, settings.microphone)
        self.microphones.choose(settings.microphone)

    def set_microphones(self, names: tuple[str, ...]) -> None:
        """Offer these microphones."""
        self._names = names
        self.take(self._settings)
        self.regrow()

    def set_lacking(self, why: str) -> None:
        """Why listening cannot be had, with what to do; "" when it can."""
        self.lacking.set_text(why)
        self.listen.setEnabled(not why)
        self.test.setVisible(not why)
        self.regrow()

    def show_test(self, text: str, level_db: float | None = None) -> None:
        """What the test has to say, and how much the microphone hears in dBFS."""
        self.told.set_text(text or texts.TEST_ABOUT, "calm" if text else "text_quiet")
        self.bar.set_level(level_db)

    def end_test(self) -> None:
        """The test is over."""
        self.testing = False
        self.test.set_said(texts.TEST)
        self.show_test("")

    def _pressed(self) -> None:
        self.testing = not self.testing
        self.test.set_said(texts.TEST_END if self.testing else texts.TEST)
        self.show_test(texts.STARTING if self.testing else "")
        self.test_wanted.emit(self.testing)
