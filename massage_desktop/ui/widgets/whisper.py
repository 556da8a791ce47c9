"""One quiet sentence at the lower edge of the window, for a few seconds."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.ui.language import shown
from massage_desktop.ui.naming import call
from massage_desktop.ui.theme import Theme
from massage_desktop.ui.widgets.lettering import Lettering, Type, fit, place
from massage_desktop.ui.widgets.painted import Painted, look_for

WHISPER_MS = 6000
"""How long the sentence stays."""


class Whisper(Painted):
    """The sentence on a small panel; it takes no input and goes away by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WHISPER_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What is said, empty when nothing is."""
        return self._text if not self.isHidden() else ""

    def say(self, text: str) -> None:
        """Say this for a while."""
        self._text = text
        call(self, text)
        self.setVisible(bool(text))
        self.raise_()
        self._timer.start()

    def place_in(self, width: int, height: int, theme: Theme, text_size: float) -> None:
        """At the lower edge of a window of this size (pixels)."""
        look = look_for(width, height, theme, text_size)
        self.set_look(look)
        inner = fit(shown(self._text), round(width * 0.7, 1), round(height * 0.2, 1), self._style())
        wide, high = inner.width + 2 * look.text_px(30), inner.height + 2 * look.text_px(16)
        self.setGeometry(
            round((width - wide) / 2), round(height - high - look.px(36)), round(wide), round(high)
        )
        self.refresh()

    def arrange(self) -> tuple[Lettering, ...]:
        """The sentence in the middle."""
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        side = self.look.text_px(24)
        box = QRectF(self.rect()).adjusted(side, 0, -side, 0)
        return (place(self._text, box, self._style(), "text", middle),)

    def _style(self) -> Type:
        return Type(px=self.look.text_px(22), weight=500, leading=1.3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Panel and letters."""
        del event
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(self.look.theme.color("accent_soft", 0.6))
            p.setBrush(self.look.theme.color("panel"))
            radius = self.look.px(18)
            p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
            self.paint_letterings(p)
