"""Lines to tick: a box, a line of words, and what it covers in smaller words below."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF

from massage_desktop.ui.naming import describe
from massage_desktop.ui.theme import on_accent
from massage_desktop.ui.widgets.buttons import PaintedButton
from massage_desktop.ui.widgets.lettering import Lettering, Type, place

_TALL_PX = 100_000.0


class Tick(PaintedButton):
    """A box with its words; ems in reference pixels. ``framed`` draws a quiet panel around.

    Enter is left to the page: a tick is set with the space bar, and Enter goes on.
    """

    def __init__(
        self,
        said: str,
        detail: str = "",
        *,
        px: float = 16.0,
        detail_px: float = 13.5,
        weight: int = 500,
        framed: bool = False,
    ) -> None:
        super().__init__(said)
        self.detail = detail
        self._px, self._detail_px, self._weight, self._framed = px, detail_px, weight, framed
        self.setCheckable(True)
        describe(self, detail)
        self.toggled.connect(self.refresh)

    def needed(self, width: int) -> int:
        """Height (pixels) for this width (pixels)."""
        lines = self._lines(float(width))
        text_h = lines[-1].rect.bottom() - lines[0].rect.top()
        return math.ceil(max(text_h, self._box_px()) + 2 * self._pad())

    def arrange(self) -> tuple[Lettering, ...]:
        """The words right of the box."""
        return self._lines(float(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar ticks; Enter and arrows are the page's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _box_px(self) -> float:
        return self.look.text_px(self._px) * 1.2

    def _pad(self) -> float:
        return self.look.text_px(10.0 if self._framed else 4.0)

    def _left(self) -> float:
        return self._box_px() + self.look.text_px(22.0 if self._framed else 14.0)

    def _lines(self, width: float) -> tuple[Lettering, ...]:
        pad, left = self._pad(), self._left()
        inner = max(1.0, width - left - self.look.text_px(10.0 if self._framed else 4.0))
        color = (
            ("text" if self.isChecked() or self._framed else "text_soft")
            if self.isEnabled()
            else "text_quiet"
        )
        style = Type(px=self.look.text_px(self._px), weight=self._weight, leading=1.22)
        first = place(self.said, QRectF(left, pad, inner, _TALL_PX), style, color)
        if not self.detail:
            return (first,)
        small = Type(px=self.look.text_px(self._detail_px), leading=1.28)
        top = first.rect.bottom() + self.look.text_px(1.0)
        return (first, place(self.detail, QRectF(left, top, inner, _TALL_PX), small, "text_quiet"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Panel, box, sign, words, ring."""
        del event
        theme, size = self.look.theme, self._box_px()
        edge = self.look.px(4)
        frame = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        x = self.look.text_px(12.0 if self._framed else 5.0)
        line_h = self.letterings[0].fitted.px * 1.22 if self.letterings else size
        box = QRectF(x, self._pad() + (line_h - size) / 2, size, size)
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            hover = self.underMouse() and self.isEnabled()
            if self._framed:
                p.setPen(
                    QPen(theme.color("accent" if self.isChecked() else "line"), max(1.0, self.look.px(1.5)))
                )
                p.setBrush(theme.color("room_glow" if hover else "panel"))
                p.drawRoundedRect(frame, self.look.px(12), self.look.px(12))
            self._paint_box(p, box, hover=hover)
            for lettering in self.letterings:
                lettering.paint(p, theme)
            body = (
                frame
                if self._framed
                else QRectF(self.rect()).adjusted(edge, edge * 0.75, -edge, -edge * 0.75)
            )
            self.ring(p, body, self.look.px(12 if self._framed else 6))

    def _paint_box(self, p: QPainter, box: QRectF, *, hover: bool) -> None:
        theme, radius = self.look.theme, box.width() * 0.26
        on, alpha = self.isChecked(), 1.0 if self.isEnabled() else 0.45
        edge = "accent" if on or hover else "text_quiet"
        p.setPen(QPen(theme.color(edge, alpha), max(1.0, self.look.px(1.5))))
        p.setBrush(theme.color("accent", alpha) if on else theme.color("room", 0.6))
        p.drawRoundedRect(box, radius, radius)
        if not on:
            return
        w, x, y = box.width(), box.left(), box.top()
        pen = QPen(QColor(on_accent(theme)), max(1.6, w * 0.13))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        p.setPen(pen)
        p.drawPolyline(
            QPolygonF(
                [
                    QPointF(x + 0.24 * w, y + 0.52 * w),
                    QPointF(x + 0.43 * w, y + 0.71 * w),
                    QPointF(x + 0.77 * w, y + 0.31 * w),
                ]
            )
        )
