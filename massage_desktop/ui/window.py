"""The window: its pages, the keys, and a quiet list of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from PySide6.QtCore import QEasingCurve, QEvent, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QLabel, QMainWindow, QStackedWidget, QWidget

from massage_desktop.controls.confirm import EndConfirmation
from massage_desktop.settings.glance import Glance
from massage_desktop.ui import language, words
from massage_desktop.ui.naming import call_anew
from massage_desktop.ui.pages.home import HomePage
from massage_desktop.ui.qt_texts import use_qt_texts
from massage_desktop.ui.steering import Steering, portable_name
from massage_desktop.ui.theme import THEMES
from massage_desktop.ui.widgets.whisper import Whisper

if TYPE_CHECKING:
    from massage_desktop.controls.keymap import Keymap
    from massage_desktop.session.model import Phase
    from massage_desktop.settings.model import Settings
    from massage_desktop.ui.pages.calibrate import CalibratePage
    from massage_desktop.ui.pages.prepare import PreparePage
    from massage_desktop.ui.pages.rest import RestPage
    from massage_desktop.ui.pages.session import SessionPage
    from massage_desktop.ui.pages.settings import SettingsPage
    from massage_desktop.ui.widgets.keys_card import KeysCard

PageName = Literal["home", "prepare", "session", "rest", "settings", "calibrate"]
Page = TypeVar("Page", bound=QWidget)

FADE_MS = 450
"""Pages change by a slow cross-fade."""

_MOVING: tuple[PageName, ...] = ("session", "rest")
_LIVE: tuple[Phase, ...] = ("ready", "running", "held")


class MainWindow(QMainWindow):
    """One page at a time.

    ``command`` carries what keys and tap zones ask of the session, ``volume`` decibels to add to its sound;
    ``closing`` comes once the window really closes. Gamepads and media controls are told to ``steering``.
    ``clock_s`` is any steady clock in seconds. The first picture needs only a ``glance`` of the settings;
    everything else waits for ``furnish``.
    """

    command = Signal(str)
    volume = Signal(float)
    closing = Signal()

    def __init__(self, glance: Glance, clock_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock_s = clock_s
        self._text_size = glance.text_size
        self._theme = THEMES[glance.theme]
        self._settings: Settings | None = None
        self._keys: Keymap | None = None
        self._keys_card: KeysCard | None = None
        self.steering = Steering(clock_s, self)
        self.steering.command.connect(self.command)
        self.steering.volume.connect(self.volume)
        self.steering.told.connect(self.session_message)
        self._leave = EndConfirmation()
        self._pages = QStackedWidget(self)
        self.setCentralWidget(self._pages)
        self.setWindowTitle(words.PROGRAM)
        self.setMinimumSize(800, 500)
        self.resize(1440, 900)
        self.home = HomePage(self._theme, glance.text_size)
        self._pages.addWidget(self.home)
        self._made: dict[PageName, QWidget] = {"home": self.home}
        self._veil = QLabel(self)
        self._veil.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._veil.hide()
        self._fade: QPropertyAnimation | None = None
        self._whisper = Whisper(self)

    def furnish(self, settings: Settings, keys: Keymap) -> None:
        """Take over all settings and the keys, once they are read."""
        from massage_desktop.ui.widgets.keys_card import KeysCard

        if keys != self._keys:
            if self._keys_card is not None:
                self._keys_card.deleteLater()
            self._keys, self._keys_card = keys, KeysCard(keys, self)
            self.steering.set_keys(keys)
        self.home.last_minutes = settings.last_minutes
        self.apply(settings)

    # Pages other than Home are built when they are first needed, so that the first picture is there at once.

    @property
    def prepare(self) -> PreparePage:
        """The page before a session."""
        from massage_desktop.ui.pages.prepare import PreparePage

        if "prepare" not in self._made and self._settings is not None:
            self._page("prepare", PreparePage).prefer(self._settings)
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

    @property
    def settings_page(self) -> SettingsPage:
        """The page on which the person's settings are changed."""
        from massage_desktop.ui.pages.settings import SettingsPage

        return self._page("settings", SettingsPage)

    @property
    def calibrate(self) -> CalibratePage:
        """The page on which a loudspeaker is calibrated."""
        from massage_desktop.ui.pages.calibrate import CalibratePage

        return self._page("calibrate", CalibratePage)

    def _page(self, name: PageName, kind: type[Page]) -> Page:
        page = self._made.get(name)
        if not isinstance(page, kind):
            page = kind()
            self._made[name] = page
            self._pages.addWidget(page)
            self._dress(name, page)
        return page

    def _dress(self, name: PageName, page: QWidget) -> None:
        dressed = cast("SessionPage", page)
        dressed.set_theme(self._theme)
        dressed.set_text_size(self._text_size)
        if name in _MOVING:
            dressed.set_reduced_motion(self._reduced_motion)

    @property
    def _reduced_motion(self) -> bool:
        return self._settings is not None and self._settings.reduced_motion

    @property
    def page_name(self) -> PageName:
        """The page that is shown."""
        return next(name for name, page in self._made.items() if page is self._pages.currentWidget())

    def show_page(self, name: PageName) -> None:
        """Change the page, softly."""
        page: QWidget = self.settings_page if name == "settings" else getattr(self, name)
        if page is self._pages.currentWidget():
            return
        if self.isVisible() and not self._reduced_motion:
            self._veil.setPixmap(self._pages.grab())
            self._veil.setGeometry(self._pages.geometry())
            self._begin_fade()
        self._pages.setCurrentWidget(page)
        self._whisper.hide()
        self.steering.forget()
        focus_first = getattr(page, "focus_first", page.setFocus)
        focus_first()

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
        self.steering.phase = phase

    @property
    def phase(self) -> Phase:
        """What the session is doing."""
        return self.steering.phase

    def session_message(self, text: str) -> None:
        """Show one quiet sentence where the person looks."""
        if self.page_name == "session":
            self.session.show_message(text)
        else:
            self._whisper.say(text)
            self._place_overlays()

    @property
    def message(self) -> str:
        """The sentence over the page, empty when there is none (the session page shows its own)."""
        return self._whisper.text

    @property
    def keys_shown(self) -> bool:
        """Whether the list of keys is over the page."""
        return self._keys_card is not None and not self._keys_card.isHidden()

    def apply(self, settings: Settings) -> None:
        """Take over theme, text size, motion and language."""
        self._settings = settings
        self._text_size = settings.text_size
        self._theme = THEMES[settings.theme]
        before = language.current()
        language.use(settings.language)
        for name, page in self._made.items():
            self._dress(name, page)
        if language.current() != before:
            use_qt_texts(language.current())
            call_anew(self)
        self._place_overlays()

    # -- keys, taps, leaving --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Window keys first, then what the key means to the session."""
        key = portable_name(event)
        if key == "F11":
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        elif key == "F1":
            self.show_keys(not self.keys_shown)
        elif key == "Esc" and self.keys_shown:
            self.show_keys(False)
        elif key == "G" and self.page_name == "session":
            self.session.set_glance(not self.session.glance)
        elif self.page_name in ("session", "rest") and self.steering.key_down(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Some keys act when they are let go."""
        if self.steering.key_up(event):
            event.accept()
        else:
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """While another window has the keys, nobody tells of their release."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.steering.forget()

    def show_keys(self, on: bool) -> None:
        """Show or hide the list of keys over the page."""
        if self._keys_card is not None:
            self._place_overlays()
            self._keys_card.setVisible(on)
            self._keys_card.raise_()

    def _tapped(self, zone: str) -> None:
        if self.phase == "held":
            self.command.emit("resume")
        else:
            self.command.emit(zone)

    def closeEvent(self, event: QCloseEvent) -> None:
        """While a session runs the first wish to close is answered with a sentence, the second followed."""
        live = self.phase in _LIVE and self.page_name == "session"
        if live and not self._leave.press(self._clock_s()):
            self.session_message(words.CLOSE_AGAIN)
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What lies over the pages keeps its place."""
        super().resizeEvent(event)
        self.settle()
        self._place_overlays()

    def _place_overlays(self) -> None:
        for part in (self._keys_card, self._whisper):
            if part is not None:
                part.place_in(self.width(), self.height(), self._theme, self._text_size)
