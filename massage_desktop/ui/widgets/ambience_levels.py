"""How loud each of several sounds is beside the others, in three soft steps."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.ui import words
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.ambience_mix import Mix
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Look
from massage_desktop.ui.widgets.parts import Stack

LEVELS: tuple[tuple[float, str], ...] = (
    (30.0, words.LEVEL_SOFT),
    (60.0, words.LEVEL_MEDIUM),
    (100.0, words.LEVEL_FULL),
)
"""Percent of loudness and its word."""


def nearest_step(percent: float) -> int:
    """The step that stands nearest to a level in percent, 0 to 2."""
    return min(range(len(LEVELS)), key=lambda n: abs(LEVELS[n][0] - percent))


def level_word(percent: float) -> str:
    """``soft``, ``medium`` or ``full``."""
    return LEVELS[nearest_step(percent)][1]


_UP = (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_DOWN = (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Minus)
_PX = 14.5
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class LevelRow(QWidget):
    """A sound's name, three dots and a word. Arrows, plus and minus turn it; so does a click on a dot.

    ``turned`` carries the percent (1 to 100) that a person wishes.
    """

    turned = Signal(float)

    def __init__(self, title: str, percent: float) -> None:
        super().__init__()
        self.look = Look()
        self.letterings: tuple[Lettering, ...] = ()
        self._title = title
        self._percent = percent
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    @property
    def percent(self) -> float:
        """The level, 1 to 100."""
        return self._percent

    @property
    def step(self) -> int:
        """The step that stands nearest to the level, 0 to 2."""
        return nearest_step(self._percent)

    def set_step(self, step: int) -> None:
        """Turn to a step, as a person does; beyond the ends nothing happens."""
        step = max(0, min(len(LEVELS) - 1, step))
        if step != self.step or self._percent != LEVELS[step][0]:
            self._percent = LEVELS[step][0]
            self._name()
            self._lay_out()
            self.turned.emit(self._percent)

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        self.look = look
        self._lay_out()

    def needed(self, width: int) -> int:
        """Height for this width."""
        title = place(self._title, QRectF(0, 0, self._title_width(width), 1e5), self._type(), "text")
        return math.ceil(max(title.rect.height() + self.look.text_px(10), self.look.text_px(34)))

    def _name(self) -> None:
        call(self, self._title, LEVELS[self.step][1])

    def _type(self) -> Type:
        return Type(px=self.look.text_px(_PX), weight=500)

    def _dot(self) -> float:
        """Distance between two dots, in pixels."""
        return self.look.text_px(20)

    def _title_width(self, width: float) -> float:
        return max(1.0, width - self._right_width() - self.look.text_px(14))

    def _right_width(self) -> float:
        return 3 * self._dot() + self.look.text_px(72)

    def _lay_out(self) -> None:
        if self.width() < 2 or self.height() < 2:
            return
        wide, high, edge = float(self.width()), float(self.height()), self.look.text_px(6)
        title = QRectF(edge, 0, self._title_width(wide) - edge, high)
        left = wide - self._right_width() + 3 * self._dot() + self.look.text_px(6)
        word = QRectF(left, 0, wide - left - edge, high)
        small = Type(px=self.look.text_px(13.5), max_lines=1)
        self.letterings = (
            place(self._title, title, self._type(), "text", _MIDDLE),
            place(LEVELS[self.step][1], word, small, "text_quiet", _MIDDLE),
        )
        self.update()

    def _dots(self) -> list[QPointF]:
        left = self.width() - self._right_width() + self._dot() / 2
        return [QPointF(left + n * self._dot(), self.height() / 2) for n in range(len(LEVELS))]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, plus and minus turn; everything else is the page's."""
        if event.key() in _UP:
            self.set_step(self.step + 1)
        elif event.key() in _DOWN:
            self.set_step(self.step - 1)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The dot that was meant; a click on the name only puts the focus here."""
        reach = self._dot() / 2
        for n, dot in enumerate(self._dots()):
            if abs(event.position().x() - dot.x()) <= reach:
                self.set_step(n)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, dots (filled as far as the level goes), word, ring."""
        del event
        theme, radius = self.look.theme, self.look.text_px(5.5)
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            for lettering in self.letterings:
                lettering.paint(p, theme)
            for n, dot in enumerate(self._dots()):
                on = n <= self.step
                p.setPen(QPen(theme.color("accent" if on else "text_quiet"), max(1.0, self.look.px(1.5))))
                p.setBrush(theme.color("accent") if on else Qt.BrushStyle.NoBrush)
                p.drawEllipse(dot, radius, radius)
            if self.hasFocus():
                e, corner = self.look.px(2), self.look.px(10)
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.setPen(QPen(theme.color("accent"), max(1.5, self.look.px(2))))
                p.drawRoundedRect(QRectF(self.rect()).adjusted(e, e, -e, -e), corner, corner)


class LevelRows(Stack):
    """A row for each of several sounds. ``turned`` carries a sound's name and the percent wished."""

    turned = Signal(str, float)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, LevelRow] = {}

    @property
    def percents(self) -> dict[str, float]:
        """The level of every row by its sound, in percent."""
        return {name: row.percent for name, row in self.rows.items()}

    def show_mix(self, mix: Mix, titles: dict[str, str]) -> None:
        """One row for each sound of ``mix``; ``titles`` are what they are called."""
        self.clear()
        self.rows = {}
        for part in mix:
            row = LevelRow(titles.get(part.name, part.name), part.percent)
            row.turned.connect(lambda percent, name=part.name: self.turned.emit(name, percent))
            self.rows[part.name] = row
            self.add(row)
            row.show()
        self.regrow()
