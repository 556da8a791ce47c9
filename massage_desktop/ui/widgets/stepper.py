"""A whole number to turn up and down: minus, the number with its unit, plus."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from massage_desktop.ui.language import shown
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.buttons import PaintedButton
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Look

_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_UP = (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Minus)


class _Sign(PaintedButton):
    """A round button with a minus or a plus; the keyboard has the stepper itself."""

    def __init__(self, said: str, *, plus: bool, parent: QWidget) -> None:
        super().__init__(said, parent)
        self._plus = plus
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoRepeat(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Circle and sign."""
        del event
        theme, r = self.look.theme, min(self.width(), self.height()) / 2 - self.look.px(3)
        c, arm = QRectF(self.rect()).center(), r * 0.38
        alpha = 1.0 if self.isEnabled() else 0.4
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(theme.color("line"), max(1.0, self.look.px(1.5))))
            p.setBrush(theme.color("room_glow" if self.underMouse() and self.isEnabled() else "room", 0.8))
            p.drawEllipse(c, r, r)
            p.setPen(QPen(theme.color("text", alpha), max(1.4, self.look.px(2))))
            p.drawLine(QPointF(c.x() - arm, c.y()), QPointF(c.x() + arm, c.y()))
            if self._plus:
                p.drawLine(QPointF(c.x(), c.y() - arm), QPointF(c.x(), c.y() + arm))


class Stepper(QWidget):
    """A number between ``low`` and ``high``; ``changed`` carries it when a person moves it.

    ``written`` turns the number into words; ``names`` are what minus and plus are called; ``step`` is their
    stride.
    """

    changed = Signal(int)

    def __init__(
        self,
        name: str,
        written: Callable[[int], str],
        names: tuple[str, str],
        *,
        step: int = 1,
        px: float = 17.0,
    ) -> None:
        super().__init__()
        self.look = Look()
        self.letterings: tuple[Lettering, ...] = ()
        self._name, self._written, self._step, self._px = name, written, step, px
        self._value, self._low, self._high = 0, 0, 0
        self.less = _Sign(names[0], plus=False, parent=self)
        self.more = _Sign(names[1], plus=True, parent=self)
        self.less.clicked.connect(lambda: self._turn(-1))
        self.more.clicked.connect(lambda: self._turn(1))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def value(self) -> int:
        """The number."""
        return self._value

    def set_range(self, low: int, high: int, value: int) -> None:
        """Bounds, both included, and the number, brought inside them."""
        self._low, self._high = low, max(low, high)
        self._value = min(self._high, max(low, value))
        self._refresh()

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        if look != self.look:
            self.look = look
            self.less.set_look(look)
            self.more.set_look(look)
            self._lay_out()

    def size_px(self) -> QSizeF:
        """Width and height for the longest number."""
        metrics = QFontMetricsF(self._style().font)
        longest = max(
            metrics.horizontalAdvance(shown(self._written(n))) for n in (self._low, self._high, self._value)
        )
        h = math.ceil(self.look.text_px(self._px) * 2.35)
        return QSizeF(math.ceil(longest + self.look.text_px(24) + 2 * h), h)

    def needed(self, width: int) -> int:
        """Height in pixels; the same for every width."""
        del width
        return math.ceil(self.size_px().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, plus and minus turn; everything else is the page's."""
        if event.key() in _UP:
            self._turn(1)
        elif event.key() in _DOWN:
            self._turn(-1)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it never changes a length by accident."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, number, ring."""
        del event
        e, theme = self.look.px(2), self.look.theme
        body = self._body().adjusted(e, e, -e, -e)
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            focused = self.hasFocus()
            p.setPen(
                QPen(
                    theme.color("accent" if focused else "line"),
                    max(1.2, self.look.px(2 if focused else 1.5)),
                )
            )
            p.setBrush(theme.color("panel"))
            p.drawRoundedRect(body, body.height() / 2, body.height() / 2)
            for lettering in self.letterings:
                lettering.paint(p, theme)

    def _style(self) -> Type:
        return Type(px=self.look.text_px(self._px), weight=600, max_lines=1, tabular=True)

    def _body(self) -> QRectF:
        """The frame: as wide as it must be, at the left."""
        size = self.size_px()
        return QRectF(0, (self.height() - size.height()) / 2, min(size.width(), self.width()), size.height())

    def _turn(self, way: int) -> None:
        value = min(self._high, max(self._low, self._value + way * self._step))
        if value != self._value:
            self._value = value
            self._refresh()
            self.changed.emit(value)

    def _refresh(self) -> None:
        self.less.setEnabled(self._value > self._low)
        self.more.setEnabled(self._value < self._high)
        call(self, self._name, self._written(self._value))
        self._lay_out()

    def _lay_out(self) -> None:
        if self.width() < 2 or self.height() < 2:
            return
        body = self._body()
        h = round(body.height())
        self.less.setGeometry(round(body.left()), round(body.top()), h, h)
        self.more.setGeometry(round(body.right()) - h, round(body.top()), h, h)
        self.letterings = (
            place(self._written(self._value), body.adjusted(h, 0, -h, 0), self._style(), "text", _MIDDLE),
        )
        self.update()
