"""One thing that a key does, as a line that listens for the key a person will use."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen

from massage_desktop.ui import settings_words as texts
from massage_desktop.ui.naming import call, describe
from massage_desktop.ui.steering import portable_name
from massage_desktop.ui.widgets.buttons import PaintedButton
from massage_desktop.ui.widgets.lettering import Lettering, Type, place

_TALL_PX = 100_000.0
_ALONE = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_ScrollLock,
)
"""Keys that only change others; they may come before the one that is meant."""


class KeyRow(PaintedButton):
    """What is done, with its keys below. A press makes it listen.

    ``heard`` carries a key's portable name (empty for one that the program cannot see), ``listens`` whether
    it has begun to listen or has stopped. ``detail`` is for who cannot see; ``hears_escape``: Escape may be
    the key that is meant; ``empty`` stands there while it has no key.
    """

    heard = Signal(str)
    listens = Signal(bool)

    _listening = False  # Qt asks for events while the button is still being made

    def __init__(self, said: str, detail: str, *, hears_escape: bool = False, empty: str = "") -> None:
        super().__init__(said)
        self._empty = empty or texts.NO_KEY
        self._hears_escape = hears_escape
        self._keys = ""
        self.prompt = texts.LISTENING
        self.detail = detail
        describe(self, detail)
        self.clicked.connect(lambda: self.listen(on=True))

    @property
    def listening(self) -> bool:
        """Whether the next key is the one that is wished."""
        return self._listening

    def show_keys(self, keys: str) -> None:
        """The keys it has, in words."""
        self._keys = keys or self._empty
        call(self, self.said, self._keys)
        self.refresh()

    def listen(self, *, on: bool) -> None:
        """Begin or stop to listen."""
        if on != self._listening:
            self._listening = on
            self.refresh()
            self.listens.emit(on)

    def event(self, event: QEvent) -> bool:
        """While it listens, no shortcut takes the key away."""
        if self._listening and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While it listens every key is heard; Tab goes on, and Escape leaves unless it may be meant."""
        if not self._listening:
            super().keyPressEvent(event)
        elif event.isAutoRepeat() or event.key() in _ALONE:
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and not self._hears_escape:
            self.listen(on=False)
        else:
            self.heard.emit(portable_name(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere has changed their mind."""
        super().focusOutEvent(event)
        self.listen(on=False)

    def needed(self, width: int) -> int:
        """Height (pixels) for this width (pixels)."""
        lines = self._lines(float(width))
        return math.ceil(max(line.rect.bottom() for line in lines) + self.look.text_px(8))

    def arrange(self) -> tuple[Lettering, ...]:
        """The name, and its keys below."""
        return self._lines(float(self.width()))

    def _lines(self, width: float) -> tuple[Lettering, ...]:
        x, y = self.look.text_px(16), self.look.text_px(8)
        inner = max(1.0, width - 2 * x)
        strong = Type(px=self.look.text_px(17), weight=600, leading=1.25)
        small = Type(px=self.look.text_px(15), weight=500, leading=1.28)
        name = place(self.said, QRectF(x, y, inner, _TALL_PX), strong, "text")
        below = QRectF(x, name.rect.bottom() + self.look.text_px(1), inner, _TALL_PX)
        keys = self.prompt if self._listening else self._keys
        color = "accent" if self._listening or self._keys != self._empty else "text_quiet"
        return (name, place(keys, below, small, color))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet frame, stronger while it listens."""
        del event
        theme, e = self.look.theme, self.look.px(4)
        body, radius = QRectF(self.rect()).adjusted(e, e * 0.75, -e, -e * 0.75), self.look.px(12)
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = "accent" if self._listening else "line"
            p.setPen(QPen(theme.color(edge), max(1.0, self.look.px(1.5))))
            hover = self.underMouse() or self._listening
            p.setBrush(theme.color("room_glow" if hover else "panel"))
            p.drawRoundedRect(body, radius, radius)
            for lettering in self.letterings:
                lettering.paint(p, theme)
            self.ring(p, body, radius)
