"""A small round button beside the chosen sound: hear it for a moment, or stop (SOUND-08)."""

from __future__ import annotations

import math
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from massage_desktop.ui import music_words
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.buttons import PaintedButton
from massage_desktop.ui.widgets.painted import Look
from massage_desktop.ui.widgets.parts import Part, Stack

ListenState = Literal["still", "preparing", "playing"]

_TOP_DEGREES = 90 * 16
_ROUND_DEGREES = 360 * 16


class ListenButton(PaintedButton):
    """A triangle while nothing is heard, a square and a growing ring while a preview plays."""

    def __init__(self) -> None:
        super().__init__(music_words.LISTEN)
        self._state: ListenState = "still"
        self._share = 0.0

    @property
    def state(self) -> ListenState:
        """What is shown."""
        return self._state

    def show_preview(self, state: ListenState, share: float = 0.0) -> None:
        """Show how a preview goes; ``share`` of it has been heard, 0 to 1."""
        if (state, share) == (self._state, self._share):
            return
        if state != self._state:
            said = music_words.LISTEN if state == "still" else music_words.STOP_LISTENING
            self.said = said
            call(self, said)
        self._state, self._share = state, share
        self.update()

    def size_px(self) -> int:
        """Width and height (pixels), the focus ring's room included."""
        return math.floor(self.look.text_px(30.5) + self.look.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Circle, sign, ring."""
        del event
        theme, e = self.look.theme, self.look.px(4)
        body = QRectF(self.rect()).adjusted(e, e, -e, -e)
        heard = self._state != "still"
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(theme.color("line"), max(1.0, self.look.px(1.5))))
            p.setBrush(theme.color("room_glow" if self.underMouse() and self.isEnabled() else "panel"))
            p.drawEllipse(body)
            if heard:
                p.setPen(QPen(theme.color("calm"), max(1.6, self.look.px(2.4))))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawArc(body, _TOP_DEGREES, -round(_ROUND_DEGREES * self._share))
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(theme.color("calm" if heard else "text_soft", 1.0 if self.isEnabled() else 0.4))
            _paint_sign(p, body.center(), body.width() * 0.2, playing=heard)
            self.ring(p, body, body.height() / 2)


def _paint_sign(p: QPainter, c: QPointF, r: float, *, playing: bool) -> None:
    if playing:
        p.drawRoundedRect(QRectF(c.x() - 0.8 * r, c.y() - 0.8 * r, 1.6 * r, 1.6 * r), r * 0.2, r * 0.2)
        return
    # A triangle's middle looks further to the left than it is.
    corners = ((-0.7, -1.0), (-0.7, 1.0), (1.1, 0.0))
    p.drawPolygon(QPolygonF([QPointF(c.x() + x * r, c.y() + y * r) for x, y in corners]))


class BesideListen(Stack):
    """A part with the round button to its right."""

    def __init__(self, part: Part, button: ListenButton) -> None:
        super().__init__()
        self._part, self._button = part, button
        part.setParent(self)
        button.setParent(self)
        if isinstance(part, QWidget):
            QWidget.setTabOrder(part, button)

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        self._part.set_look(look)
        self._button.set_look(look)
        super().set_look(look)

    def regrow(self) -> None:
        """Lay out anew, and tell whoever gave this its height."""
        self._part.set_look(self.look)
        super().regrow()

    def needed(self, width: int) -> int:
        """Height for this width."""
        part, button = self._places(width)
        return max(part.bottom(), button.bottom()) + 1

    def place_parts(self) -> None:
        """Part and button, middle to middle."""
        part, button = self._places(self.width())
        self._part.setGeometry(part)
        self._button.setGeometry(button)

    def _places(self, width: int) -> tuple[QRect, QRect]:
        size = self._button.size_px()
        wide = max(1, width - size - round(self.look.px(2)))
        high = self._part.needed(wide)
        tall = max(high, size)
        # Beside several lines the button stays at the first.
        top = 0 if high > 1.5 * size else (tall - size) // 2
        return QRect(0, (tall - high) // 2, wide, high), QRect(width - size, top, size, size)
