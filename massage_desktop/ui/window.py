"""The window: its pages, the keys, and a quiet list of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal, TypeVar

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QLabel, QMainWindow, QStackedWidget, QWidget

from massage_desktop.controls.confirm import EndConfirmation
from massage_desktop.controls.keymap import Keymap
from massage_desktop.session.model import Phase
from massage_desktop.settings.model import Settings
from massage_desktop.ui import words
from massage_desktop.ui.pages.home import HomePage
from massage_desktop.ui.theme import THEMES
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Painted, look_for

if TYPE_CHECKING:
    from massage_desktop.ui.pages.prepare import PreparePage
    from massage_desktop.ui.pages.rest import RestPage
    from massage_desktop.ui.pages.session import SessionPage

PageName = Literal["home", "prepare", "session", "rest"]
Page = TypeVar("Page", bound=QWidget)

FADE_MS = 450
"""Pages change by a slow cross-fade."""

_MOVING: tuple[PageName, ...] = ("session", "rest")
_LIVE: tuple[Phase, ...] = ("ready", "running", "held")


class MainWindow(QMainWindow):
    """One page at a time. ``command`` carries what keys and tap zones ask of the session."""

    command = Signal(str)
    closing = Signal()

    def __init__(self, settings: Settings, keys: Keymap) -> None:
        super().__init__()
        self._settings = settings
        self._keys = keys
        self._theme = THEMES[settings.theme]
        self._phase: Phase = "finished"
        self._end = EndConfirmation()
        self._leave = EndConfirmation()
        self._pages = QStackedWidget(self)
        self.setCentralWidget(self._pages)
        self.setWindowTitle(words.PROGRAM)
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self.home = HomePage(self._theme, settings.text_size)
        self._pages.addWidget(self.home)
        self._made: dict[PageName, QWidget] = {"home": self.home}
        self._veil = QLabel(self)
        self._veil.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._veil.hide()
        self._fade: QPropertyAnimation | None = None
        self._keys_card = KeysCard(self)
        self._keys_card.hide()

    # Pages other than Home are built when they are first needed, so that the first picture is there at once.

    @property
    def prepare(self) -> PreparePage:
        """The page before a session."""
        from massage_desktop.ui.pages.prepare import PreparePage

        return self._page("prepare", PreparePage)

    @property
    def session(self) -> SessionPage:
        """The page of a session."""
        from massage_desktop.ui.pages.session import SessionPage

        if "session" not in self._made:
            self._page("session", SessionPage).zone_tapped.connect(self._tapped)
        return self._page("session", SessionPage)

    @property
    def rest(self) -> RestPage:
        """The page after a session."""
        from massage_desktop.ui.pages.rest import RestPage

        return self._page("rest", RestPage)

    def _page(self, name: PageName, kind: type[Page]) -> Page:
        page = self._made.get(name)
        if not isinstance(page, kind):
            page = kind()
            self._made[name] = page
            self._pages.addWidget(page)
            page.set_theme(self._theme)  # type: ignore[attr-defined]
            page.set_text_size(self._settings.text_size)  # type: ignore[attr-defined]
            if name in _MOVING:
                page.set_reduced_motion(self._settings.reduced_motion)  # type: ignore[attr-defined]
        return page

    @property
    def page_name(self) -> PageName:
        """The page that is shown."""
        return next(name for name, page in self._made.items() if page is self._pages.currentWidget())

    def show_page(self, name: PageName) -> None:
        """Change the page, softly."""
        page: QWidget = getattr(self, name)
        if page is self._pages.currentWidget():
            return
        if self.isVisible() and not self._settings.reduced_motion:
            self._veil.setPixmap(self._pages.grab())
            self._veil.setGeometry(self._pages.geometry())
            self._begin_fade()
        self._pages.setCurrentWidget(page)
        page.setFocus()

    def _begin_fade(self) -> None:
        effect = QGraphicsOpacityEffect(self._veil)
        self._veil.setGraphicsEffect(effect)
        self._veil.show()
        self._veil.raise_()
        self._fade = QPropertyAnimation(effect, b"opacity", self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._fade.finished.connect(self._veil.hide)
        self._fade.start()

    def settle(self) -> None:
        """Finish a fade at once."""
        if self._fade is not None:
            self._fade.stop()
            self._fade = None
        self._veil.hide()

    def set_phase(self, phase: Phase) -> None:
        """What the session is doing; decides what the keys mean."""
        self._phase = phase

    def session_message(self, text: str) -> None:
        """Show one quiet sentence where the person looks."""
        if "session" in self._made:
            self.session.show_message(text)

    # -- keys, taps, leaving ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Window keys first, then what the key means to the session."""
        key = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
        if key == "F11":
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        elif key == "F1":
            self._keys_card.toggle(self._settings)
        elif key == "G" and self.page_name == "session":
            self.session.set_glance(not self.session.glance)
        elif self.page_name in ("session", "rest") and self._asked(key, repeated=event.isAutoRepeat()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _asked(self, key: str, *, repeated: bool) -> bool:
        """Follow a session key; False when it has no meaning now."""
        asked = self._keys.command_for(key, self._phase)
        if asked is None:
            return False
        if asked == "confirm_end":
            if self._end.press(time.monotonic(), repeated=repeated):
                self.command.emit("end")
            elif not repeated:
                self.session_message(words.PRESS_AGAIN)
        elif not repeated:
            self.command.emit(asked)
        return True

    def _tapped(self, zone: str) -> None:
        if self._phase == "held":
            self.command.emit("resume")
        else:
            self.command.emit(zone)

    def closeEvent(self, event: QCloseEvent) -> None:
        """While a session runs the first wish to close is answered with a sentence, the second followed."""
        live = self._phase in _LIVE and self.page_name == "session"
        if live and not self._leave.press(time.monotonic()):
            self.session_message(words.CLOSE_AGAIN)
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list of keys keeps its place."""
        super().resizeEvent(event)
        self._keys_card.place_in(self, self._settings)


class KeysCard(Painted):
    """All keys with what they do, over the page, until F1 is pressed again."""

    def toggle(self, settings: Settings) -> None:
        """Show or hide."""
        self.setVisible(not self.isVisible())
        window = self.parentWidget()
        if window is not None:
            self.place_in(window, settings)
        self.raise_()

    def place_in(self, window: QWidget, settings: Settings) -> None:
        """In the middle of the window."""
        look = look_for(window.width(), window.height(), THEMES[settings.theme], settings.text_size)
        width = min(window.width() * 0.86, look.text_px(760))
        height = min(window.height() * 0.9, look.text_px(110 + 46 * len(words.KEYS) + 60))
        self.set_look(look)
        self.setGeometry(
            round((window.width() - width) / 2),
            round((window.height() - height) / 2),
            round(width),
            round(height),
        )

    def arrange(self) -> tuple[Lettering, ...]:
        """A title, two columns, and a note."""
        look, width, height = self.look, float(self.width()), float(self.height())
        edge = look.text_px(44)
        row = (height - look.text_px(110) - look.text_px(64)) / len(words.KEYS)
        title = place(
            words.KEYS_TITLE,
            QRectF(edge, look.text_px(30), width - 2 * edge, look.text_px(50)),
            Type(px=look.text_px(34), weight=700),
            "text",
        )
        out = [title]
        for n, (key, does) in enumerate(words.KEYS):
            y = look.text_px(92) + n * row
            strong, plain = Type(px=look.text_px(23), weight=600), Type(px=look.text_px(23))
            out.append(place(key, QRectF(edge, y, width * 0.34, row), strong, "accent"))
            out.append(place(does, QRectF(width * 0.42, y, width * 0.58 - edge, row), plain, "text_soft"))
        note = QRectF(edge, height - look.text_px(72), width - 2 * edge, look.text_px(60))
        return (*out, place(words.KEYS_NOTE, note, Type(px=look.text_px(19), max_lines=2), "text_quiet"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A calm panel and the letters."""
        del event
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(self.look.theme.color("line"))
            p.setBrush(self.look.theme.color("panel", 0.97))
            radius = self.look.px(26)
            p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
            self.paint_letterings(p)
