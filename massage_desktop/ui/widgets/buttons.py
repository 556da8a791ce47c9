"""Buttons of the program's own: they scale with the page, show their focus, and never cut their words off."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from massage_desktop.ui.language import shown
from massage_desktop.ui.naming import call
from massage_desktop.ui.theme import on_accent
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Look

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_VCENTER = Qt.AlignmentFlag.AlignVCenter


class PaintedButton(QAbstractButton):
    """Base: words, a look, a focus ring; Enter presses it as the space bar does."""

    def __init__(self, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self.letterings: tuple[Lettering, ...] = ()
        self.said = said
        call(self, said)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_said(self, said: str) -> None:
        """Change the words."""
        if said != self.said:
            self.said = said
            call(self, said)
            self.refresh()

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        if look != self.look:
            self.look = look
            self.refresh()

    def refresh(self) -> None:
        """Lay the letterings out anew and repaint."""
        self.letterings = self.arrange() if self.width() > 1 and self.height() > 1 else ()
        self.update()

    def arrange(self) -> tuple[Lettering, ...]:
        """Letterings for the present size."""
        return ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses; arrows are the page's unless this is one of several to choose from."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        elif event.key() in _ARROWS and self.group() is None:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def ring(self, p: QPainter, body: QRectF, radius: float) -> None:
        """Paint the focus ring just outside ``body``."""
        if not self.hasFocus():
            return
        out = self.look.px(3)
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(QPen(self.look.theme.color("accent"), max(1.5, self.look.px(2))))
        p.drawRoundedRect(body.adjusted(-out, -out, out, out), radius + out, radius + out)


class Button(PaintedButton):
    """A word in a rounded frame; ``primary`` leads on. ``px`` is the em in reference pixels."""

    def __init__(self, said: str, *, primary: bool = False, px: float = 18.0) -> None:
        super().__init__(said)
        self.primary = primary
        self._px = px

    def size_px(self) -> QSizeF:
        """Width and height that the words ask for, the focus ring's room included."""
        text = self._style().font
        metrics = QFontMetricsF(text)
        edge = 2 * self._inset()
        wide = metrics.horizontalAdvance(shown(self.said)) + 2 * self.look.text_px(22) + edge
        return QSizeF(math.ceil(wide), math.ceil(self.look.text_px(self._px) * 2.35 + edge))

    def _style(self) -> Type:
        return Type(px=self.look.text_px(self._px), weight=600 if self.primary else 500, max_lines=1)

    def _inset(self) -> float:
        return self.look.px(5)

    def _body(self) -> QRectF:
        e = self._inset()
        return QRectF(self.rect()).adjusted(e, e, -e, -e)

    def arrange(self) -> tuple[Lettering, ...]:
        """One line in the middle."""
        side = self.look.text_px(6)
        box = self._body().adjusted(side, 0, -side, 0)
        return (place(self.said, box, self._style(), "text", _VCENTER | Qt.AlignmentFlag.AlignHCenter),)

    def _ink(self) -> tuple[str, str, str]:
        """Fill, edge and letters as ``#rrggbb``."""
        theme, hover = self.look.theme, self.underMouse() and self.isEnabled()
        if self.primary and self.isEnabled():
            fill = theme.accent_soft if hover and theme.name != "light" else theme.accent
            return fill, fill, on_accent(theme)
        letters = (theme.text if hover or self.hasFocus() else theme.text_soft) if self.isEnabled() else ""
        return theme.room_glow if hover else theme.panel, theme.line, letters or theme.text_quiet

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, word, ring."""
        del event
        body, radius = self._body(), self.look.px(12)
        fill, edge, letters = self._ink()
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(QColor(edge), max(1.0, self.look.px(1.5))))
            p.setBrush(QColor(fill))
            p.drawRoundedRect(body, radius, radius)
            for lettering in self.letterings:
                lettering.paint_in(p, QColor(letters))
            self.ring(p, body, radius)


class Chip(PaintedButton):
    """One of several short choices: a ring with a dot when it is chosen, and the word."""

    def __init__(self, said: str, *, px: float = 15.0) -> None:
        super().__init__(said)
        self._px = px
        self.setCheckable(True)

    def size_px(self) -> QSizeF:
        """Width and height that the word asks for."""
        style = Type(px=self.look.text_px(self._px), weight=500)
        wide = QFontMetricsF(style.font).horizontalAdvance(shown(self.said))
        em = self.look.text_px(self._px)
        return QSizeF(math.ceil(wide + 3.1 * em) + 2 * self.look.px(4), math.ceil(2.1 * em + self.look.px(8)))

    def arrange(self) -> tuple[Lettering, ...]:
        """The word right of the ring."""
        em, e = self.look.text_px(self._px), self.look.px(4)
        box = QRectF(self.rect()).adjusted(e + 2.0 * em, e, -e - 0.4 * em, -e)
        style = Type(px=em, weight=500, max_lines=1)
        color = "text" if self.isChecked() else "text_soft"
        return (place(self.said, box, style, color if self.isEnabled() else "text_quiet", _VCENTER),)

    def checkStateSet(self) -> None:
        """Follow the choice."""
        super().checkStateSet()
        self.refresh()

    def nextCheckState(self) -> None:
        """Follow a click."""
        super().nextCheckState()
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, ring and dot, word."""
        del event
        theme, em, e = self.look.theme, self.look.text_px(self._px), self.look.px(4)
        body = QRectF(self.rect()).adjusted(e, e, -e, -e)
        radius = body.height() / 2
        chosen, alpha = self.isChecked(), 1.0 if self.isEnabled() else 0.45
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(theme.color("accent" if chosen else "line", alpha), max(1.0, self.look.px(1.5))))
            hover = self.underMouse() and self.isEnabled()
            p.setBrush(
                theme.color("accent", 0.16) if chosen else theme.color("room_glow" if hover else "panel")
            )
            p.drawRoundedRect(body, radius, radius)
            dot = QPointF(body.left() + 1.1 * em, body.center().y())
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setPen(
                QPen(theme.color("accent" if chosen else "text_quiet", alpha), max(1.0, self.look.px(1.5)))
            )
            p.drawEllipse(dot, 0.38 * em, 0.38 * em)
            if chosen:
                p.setPen(Qt.PenStyle.NoPen)
                p.setBrush(theme.color("accent"))
                p.drawEllipse(dot, 0.2 * em, 0.2 * em)
            for lettering in self.letterings:
                lettering.paint(p, theme, max(alpha, 0.6))
            self.ring(p, body, radius)
