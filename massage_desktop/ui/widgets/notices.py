"""Quiet remarks that a person should know before the hands are oily."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Painted
from massage_desktop.ui.widgets.parts import Stack

_TALL_PX = 100_000.0


class Notice(Painted):
    """A sign and a sentence."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setAccessibleName(text)

    def needed(self, width: int) -> int:
        """Height (pixels) for this width (pixels)."""
        return math.ceil(self._line(float(width)).rect.height())

    def arrange(self) -> tuple[Lettering, ...]:
        """The sentence right of the sign."""
        return (self._line(float(self.width())),)

    def _line(self, width: float) -> Lettering:
        left = self.look.text_px(30)
        style = Type(px=self.look.text_px(14), leading=1.3)
        return place(self._text, QRectF(left, 0, max(1.0, width - left), _TALL_PX), style, "text_soft")

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring with an i, and the sentence."""
        del event
        r = self.look.text_px(8.5)
        c = QPointF(r + self.look.px(4), self.look.text_px(9.5))
        theme = self.look.theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(theme.color("accent_soft"), max(1.0, r * 0.16)))
            p.drawEllipse(c, r, r)
            p.drawLine(QPointF(c.x(), c.y() - r * 0.08), QPointF(c.x(), c.y() + r * 0.5))
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(theme.color("accent_soft"))
            p.drawEllipse(QPointF(c.x(), c.y() - r * 0.42), r * 0.12, r * 0.12)
            self.paint_letterings(p)


class Notices(Stack):
    """One notice a key, in the order in which they came."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, str] = {}

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said now."""
        return tuple(self._texts.values())

    def set_notice(self, key: str, text: str) -> None:
        """Say this under ``key``; an empty text takes it away."""
        if self._texts.get(key, "") == text:
            return
        self._texts.pop(key, None)
        if text:
            self._texts[key] = text
        self.clear()
        for n, said in enumerate(self._texts.values()):
            notice = Notice(said)
            self.add(notice, 8 if n else 0)
            notice.show()
        self.regrow()
