"""The page for settings: look, sound, session, keys and data, one section at a time, each change at once."""

from __future__ import annotations

from typing import cast

import msgspec
from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from massage_desktop.settings.model import Settings
from massage_desktop.ui import settings_words as texts
from massage_desktop.ui import words
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.naming import call
from massage_desktop.ui.theme import DARK, THEMES, Theme, ThemeName, style_sheet
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.painted import Room, look_for
from massage_desktop.ui.widgets.parts import Column, Stack, Words
from massage_desktop.ui.widgets.prepare_layout import PrepareLayout, prepare_layout
from massage_desktop.ui.widgets.settings_keys import KeysSection
from massage_desktop.ui.widgets.settings_parts import (
    DataSection,
    LookSection,
    Section,
    SessionSection,
    SoundSection,
)
from massage_desktop.ui.widgets.settings_speech import ListeningSection, SpeechSection


class SettingsPage(QWidget):
    """Shows a ``Settings`` value and tells what a person changes; it reads and writes no file.

    ``changed`` carries settings by name with values that fit their ranges. ``key_chosen`` tells a single key
    and what it does (``changed`` carries all keys as well). ``calibrate_wanted``, ``forget_wanted`` (after a
    second press) and ``back`` lead on.
    """

    changed = Signal(dict)
    key_chosen = Signal(str, str)
    calibrate_wanted = Signal()
    forget_wanted = Signal()
    back = Signal()

    def __init__(self, theme: Theme = DARK, text_size: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text_size = theme, text_size
        self._settings = Settings()
        self._room = Room()
        self._line_y = 0
        self.title = Words(texts.TITLE, 36, weight=700)
        self.kinds = Choices(texts.TITLE)
        self.kinds.set_choices(list(texts.SECTIONS.items()), "look")
        self.look, self.sound, self.session = LookSection(), SoundSection(), SessionSection()
        self.speech, self.listening = SpeechSection(), ListeningSection()
        self.keys, self.data = KeysSection(), DataSection()
        self.sections: dict[str, Section] = dict(
            look=self.look,
            sound=self.sound,
            speech=self.speech,
            listening=self.listening,
            session=self.session,
            keys=self.keys,
            data=self.data,
        )
        self.column = Column(_stacked(list(self.sections.values())))
        self.notice = Words(texts.SAVED, 18, "text_soft")
        self.back_button = Button(words.BACK)
        for part in (self.title, self.kinds, self.column, self.notice, self.back_button):
            part.setParent(self)
        self._connect()
        self.set_settings(self._settings)
        self._show_section("look")
        call(self, texts.TITLE)

    def _connect(self) -> None:
        for section in self.sections.values():
            section.changed.connect(self._changed)
        self.kinds.chosen.connect(self._show_section)
        self.keys.key_chosen.connect(self.key_chosen)
        self.keys.told.connect(lambda text: self.show_notice(text, care=True))
        self.sound.calibrate_wanted.connect(self.calibrate_wanted)
        self.data.forget_wanted.connect(self.forget_wanted)
        self.back_button.clicked.connect(self.back)

    # -- values in -------------------------------------------------------------------------------------------

    def set_settings(self, settings: Settings) -> None:
        """Show these settings, with their own colours and text size; nobody is told."""
        self._settings = settings
        for section in self.sections.values():
            section.take(settings)
        self._theme, self._text_size = THEMES[settings.theme], settings.text_size
        self._arrange()

    def set_devices(self, names: tuple[str, ...], default: str) -> None:
        """Offer these loudspeakers; ``default`` is the name of the system's own ("" unknown)."""
        self.sound.set_devices(names, default)
        self._arrange()

    def set_place(self, path: str) -> None:
        """Where the settings file lies."""
        self.data.place.set_text(AsItIs(path))
        self._arrange()

    def show_notice(self, text: str, *, care: bool = False) -> None:
        """Say one thing at the bottom (``care``: it asks for attention); empty says the usual again."""
        self.notice.set_text(text or texts.SAVED, "accent" if care and text else "text_soft")

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._arrange()

    def set_text_size(self, text_size: float) -> None:
        """Change the size of the words, 0.8 to 2.0."""
        self._text_size = text_size
        self._arrange()

    def focus_first(self) -> None:
        """Put the focus on the section that is shown."""
        self.kinds.chips[self.kinds.value].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_section(self, name: str) -> None:
        """Show ``look``, ``sound``, ``speech``, ``listening``, ``session``, ``keys`` or ``data``."""
        self.kinds.choose(name)
        self._show_section(self.kinds.value)

    # -- what a person does ----------------------------------------------------------------------------------

    def _changed(self, values: dict[str, object]) -> None:
        """Show it at once, then tell."""
        self._settings = msgspec.structs.replace(self._settings, **values)
        if "theme" in values:
            self._theme = THEMES[cast("ThemeName", values["theme"])]
        if "text_size" in values:
            self._text_size = self._settings.text_size
        self.show_notice("")
        self._arrange()
        self.changed.emit(values)

    def _show_section(self, name: str) -> None:
        for key, section in self.sections.items():
            section.setVisible(key == name)
        self.data.disarm()
        if name != "listening" and self.listening.testing:
            self.listening.test.click()  # nobody is listened to behind another section
        self.show_notice("")
        self.column.verticalScrollBar().setValue(0)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back; up, down and the page keys scroll."""
        bar = self.column.verticalScrollBar()
        stride = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif Qt.Key(event.key()) in stride:
            bar.setValue(bar.value() + stride[Qt.Key(event.key())] * bar.singleStep())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What gets the focus is brought into sight."""
        moved = super().focusNextPrevChild(forward)
        here = QApplication.focusWidget()
        if moved and here is not None and self.column.content.isAncestorOf(here):
            self.column.ensureWidgetVisible(here, 0, round(self.height() * 0.02))
        return moved

    # -- the look --------------------------------------------------------------------------------------------

    def _places(self) -> PrepareLayout:
        look = look_for(self.width(), self.height(), self._theme, self._text_size)
        self.back_button.set_look(look)
        back = self.back_button.size_px()
        return prepare_layout(self.width(), self.height(), look, back, back)

    def _arrange(self) -> None:
        """Give every part its place and look."""
        if self.width() < 2 or self.height() < 2:
            return
        look, places = look_for(self.width(), self.height(), self._theme, self._text_size), self._places()
        sheet = style_sheet(self._theme, look.text_px(0.9))
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        for part in (self.title, self.notice, self.kinds, self.column):
            part.set_look(look)
        left, edge = places.title.left(), round(look.px(4))
        inner = self.width() - 2 * left
        self.title.setGeometry(left, places.title.top(), inner, places.title.height())
        top = places.title.bottom() + round(look.px(14))
        kinds_h = self.kinds.needed(inner + edge)
        self.kinds.setGeometry(left - edge, top, inner + edge, kinds_h)
        self._line_y = top + kinds_h + round(look.px(12))
        top = self._line_y + round(look.px(16))
        wide = min(inner, round(look.text_px(860)))
        bottom = places.columns[0].bottom()
        self.column.setGeometry(QRect(left - edge, top, wide + edge + self.column.bar_px, bottom - top))
        verdict = places.verdict
        self.notice.setGeometry(verdict.x(), verdict.y(), self.width() - left - verdict.x(), verdict.height())
        self.back_button.setGeometry(places.back)
        self.column.content.regrow()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The room, a quiet line below the names of the sections, and the strip at the bottom."""
        strip = QRectF(self._places().strip)
        with QPainter(self) as p:
            self._room.paint(p, self, self._theme, QRectF(event.rect()))
            p.fillRect(strip, self._theme.color("panel"))
            p.setPen(QPen(self._theme.color("line"), 1))
            p.drawLine(strip.topLeft(), strip.topRight())
            left = self.title.x()
            p.drawLine(left, self._line_y, self.width() - left, self._line_y)


def _stacked(sections: list[Section]) -> Stack:
    stack = Stack()
    for section in sections:
        stack.add(section)
    return stack
