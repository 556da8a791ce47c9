"""The rest: cover, stillness, a slow breath, and then a quiet thank-you."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRadialGradient, QResizeEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.session.model import Snapshot
from massage_desktop.ui import words
from massage_desktop.ui.naming import call, describe
from massage_desktop.ui.theme import DARK, Theme
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Look, Room, look_for

BREATHS_PER_MINUTE = 5.5
"""A calm breath; the circle grows and shrinks with it."""

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class RestPage(QWidget):
    """Shows the rest and its end. ``done`` is emitted when the person goes back to the start."""

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = DARK
        self._text_size = 1.0
        self._reduced_motion = False
        self._snapshot: Snapshot | None = None
        self._said: tuple[str, ...] = ()
        self._breath = 0.0
        self._room = Room()
        self.letterings: tuple[Lettering, ...] = ()
        self.button = Button(words.TO_START, primary=True, px=22)
        self.button.setParent(self)
        self.button.clicked.connect(self.done)
        self.button.hide()
        call(self, words.THEN_REST)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the rest; called up to 30 times a second."""
        self._snapshot = snapshot
        turn = 2 * math.pi * snapshot.t * BREATHS_PER_MINUTE / 60
        breath = 0.5 if self._reduced_motion else (1 - math.cos(turn)) / 2
        said = _words(snapshot)
        if said != self._said:
            self._said = said
            describe(self, *said)
            over = snapshot.phase == "finished"
            if over and not self.button.isVisible():
                self.button.show()
                self.button.setFocus()
            elif not over:
                self.button.hide()
            self._arrange()
        elif abs(breath - self._breath) > 0.004:
            self._breath = breath
            self.update(self._circle.toAlignedRect())

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._arrange()

    def set_text_size(self, text_size: float) -> None:
        """Change the size of the letters."""
        self._text_size = text_size
        self._arrange()

    def set_reduced_motion(self, on: bool) -> None:
        """The circle stands still."""
        self._reduced_motion = on

    @property
    def _look(self) -> Look:
        return look_for(self.width(), self.height(), self._theme, self._text_size)

    @property
    def _circle(self) -> QRectF:
        """The breath's room; large words need some of it."""
        spare = min(1.0, max(0.0, (self._text_size - 1.3) / 0.7))
        radius = self._look.px(205 - 68 * spare)
        return QRectF(self.width() / 2 - radius, self._look.px(56 - 28 * spare), 2 * radius, 2 * radius)

    def _arrange(self) -> None:
        if self.width() < 2 or not self._said:
            return
        look, circle, width = self._look, self._circle, float(self.width())
        clock, meaning, title, text, more = self._said
        box = QRectF(circle.left(), circle.center().y() - look.px(56), circle.width(), look.px(80))
        below = QRectF(circle.left(), box.bottom(), circle.width(), look.text_px(30))
        wide = QRectF(width * 0.14, circle.bottom() + look.px(26), width * 0.72, look.px(86))
        lines = QRectF(width * 0.2, wide.bottom() + look.px(4), width * 0.6, look.text_px(84))
        last = QRectF(width * 0.2, lines.bottom() + look.px(4), width * 0.6, look.text_px(60))
        self.letterings = (
            place(clock, box, Type(px=look.px(66), weight=600, max_lines=1, tabular=True), "text", _CENTRE),
            place(meaning, below, Type(px=look.text_px(21), max_lines=1), "text_quiet", _CENTRE),
            place(title, wide, Type(px=look.px(66), weight=700, max_lines=1), "text", _CENTRE),
            place(text, lines, Type(px=look.text_px(28), max_lines=2, balance=True), "text_soft", _CENTRE),
            place(more, last, Type(px=look.text_px(23), max_lines=2), "text_quiet", _CENTRE),
        )
        self.button.set_look(look)
        size = self.button.size_px()
        self.button.resize(round(size.width()), round(size.height()))
        top = min(self.height() - self.button.height() - look.px(18), last.bottom() + look.px(14))
        self.button.move(round((width - self.button.width()) / 2), round(top))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes back to the start once the rest is over."""
        if self.button.isVisible() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The room, the breathing light and the letters."""
        theme = self._theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._room.paint(p, self, theme, QRectF(event.rect()))
            self._paint_breath(p)
            for lettering in self.letterings:
                lettering.paint(p, theme)

    def _paint_breath(self, p: QPainter) -> None:
        circle, theme = self._circle, self._theme
        centre = QPointF(circle.center())
        radius = circle.width() / 2 * (0.72 + 0.26 * self._breath)
        glow = QRadialGradient(centre, radius)
        glow.setColorAt(0.0, theme.color("accent", 0.05))
        glow.setColorAt(0.78, theme.color("accent", 0.13 + 0.10 * self._breath))
        glow.setColorAt(0.97, theme.color("accent", 0.30))
        glow.setColorAt(1.0, theme.color("accent", 0.0))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(glow)
        p.drawEllipse(centre, radius, radius)


def _words(snapshot: Snapshot) -> tuple[str, str, str, str, str]:
    """(clock, its meaning, title, text, a last line)."""
    ending = {"ended_gently": words.ENDED_GENTLY, "hurt": words.ENDED_HURT}.get(snapshot.ending, "")
    if snapshot.phase == "finished":
        return words.clock(snapshot.massage_s), words.OF_MASSAGE, words.THANKS, words.DONE, ending
    by_oneself = snapshot.plan.routine.gives == "self"
    text = words.REST_TEXT_SELF if by_oneself else words.REST_TEXT
    return (
        words.clock(snapshot.countdown_s),
        words.REST_LEFT,
        words.REST_TITLE,
        text,
        ending or words.REST_SKIP,
    )
