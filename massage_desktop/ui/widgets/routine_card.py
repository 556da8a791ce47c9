"""One routine to choose: where it works, what it is, how long it shall last."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.routine.model import Routine
from massage_desktop.routine.options import with_options
from massage_desktop.routine.profile import PROFILES
from massage_desktop.ui import words
from massage_desktop.ui.naming import call, describe
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Look
from massage_desktop.ui.widgets.stepper import Stepper

_TALL_PX = 100_000.0


def minutes_range(routine: Routine) -> tuple[int, int, int]:
    """(fewest, most, the routine's own) whole minutes for its first profile (TIME-01 to TIME-07)."""
    profile = PROFILES[routine.profiles[0]]
    low, high = math.ceil(profile.min_s / 60), profile.max_s // 60
    own = round(sum(step.seconds for step in with_options(routine).steps) / 60)
    return low, high, min(high, max(low, own))


def zones(routine: Routine) -> tuple[str, ...]:
    """Ids of the zones that its steps work on in the routine's own view, without repeats."""
    worked = (s.zone for s in with_options(routine).steps if s.kind == "massage" and not s.view)
    return tuple(dict.fromkeys(worked))


class RoutineCard(QWidget):
    """``chosen`` carries the routine's id and the whole minutes wished."""

    chosen = Signal(str, int)

    def __init__(self, routine: Routine, *, last: bool, minutes: int | None = None) -> None:
        super().__init__()
        self.routine = routine
        self.look = Look()
        self.letterings: tuple[Lettering, ...] = ()
        self._last = last
        self._picture_ready = False
        low, high, own = minutes_range(routine)
        self.minutes = Stepper(words.LENGTH, words.minutes, (words.FEWER_MINUTES, words.MORE_MINUTES))
        self.minutes.set_range(low, high, minutes or own)
        self.choose = Button(words.CHOOSE, primary=last)
        call(self.choose, words.CHOOSE, routine.title)
        describe(self.choose, routine.summary, f"{words.who(routine)}.")
        self.choose.clicked.connect(self._emit)
        for part in (self.choose, self.minutes):  # in the order of the tab key: the likeliest first
            part.setParent(self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        call(self, routine.title)

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        self.look = look
        self.choose.set_look(look)
        self.minutes.set_look(look)
        self._lay_out()

    def show_picture(self) -> None:
        """From here on the small body is painted (the first one of a size takes a moment)."""
        self._picture_ready = True
        self.update()

    def needed(self, width: int) -> int:
        """Height (pixels) that all words need at this width (pixels)."""
        text_h = sum(line.rect.height() for line in self._lines(float(width))) + 2 * self.look.text_px(8)
        row_h = max(self.choose.size_px().height(), self.minutes.size_px().height())
        return math.ceil(
            max(text_h + row_h + self.look.text_px(18) + 2 * self._pad(), self.look.text_px(300))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus change the length wherever in the card the focus is."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.minutes.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on the card chooses it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Go quiet."""
        super().leaveEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._lay_out()

    def _emit(self) -> None:
        self.chosen.emit(self.routine.id, self.minutes.value)

    def _pad(self) -> float:
        return self.look.px(24)

    def _picture_rect(self) -> QRectF:
        pad = self.look.px(14)
        height = min(self.height() - 2.0 * pad, self._picture_w(self.width()) * 1.38)
        return QRectF(pad, (self.height() - height) / 2, self._picture_w(self.width()), height)

    def _picture_w(self, width: float) -> float:
        return min(self.look.text_px(204), width * 0.33)

    def _left(self, width: float) -> float:
        return self._picture_w(width) + self.look.px(36)

    def _lines(self, width: float) -> list[Lettering]:
        """Title, summary and a quiet line, from the top; each takes the height it needs."""
        x = self._left(width)
        inner, y, look = max(1.0, width - x - self._pad()), self._pad(), self.look
        place_words = f"{words.who(self.routine)} · {words.DIFFICULTY[self.routine.difficulty]}"
        entries = [
            (self.routine.title, Type(px=look.text_px(25), weight=650, leading=1.12), "text"),
            (self.routine.summary, Type(px=look.text_px(16.5), leading=1.32), "text_soft"),
            (place_words, Type(px=look.text_px(14.5), leading=1.25), "text_quiet"),
        ]
        if self._last:
            entries.insert(0, (words.LAST_TIME, Type(px=look.text_px(14.5), weight=600), "accent"))
        lines = []
        for text, style, color in entries:
            line = place(text, QRectF(x, y, inner, _TALL_PX), style, color)
            lines.append(line)
            small = color == "accent"
            y = line.rect.bottom() + look.text_px(1 if small else 8)
        return lines

    def _lay_out(self) -> None:
        if self.width() < 2 or self.height() < 2:
            return
        self.letterings = tuple(self._lines(float(self.width())))
        x, right, bottom = self._left(self.width()), self.width() - self._pad(), self.height() - self._pad()
        button, stepper = self.choose.size_px(), self.minutes.size_px()
        row_h = max(button.height(), stepper.height())
        wide = min(stepper.width(), right - x - button.width() - self.look.px(6))
        self.minutes.setGeometry(
            round(x),
            round(bottom - row_h + (row_h - stepper.height()) / 2),
            round(wide),
            round(stepper.height()),
        )
        edge = self.look.px(5)
        self.choose.setGeometry(
            round(right - button.width() + edge), round(bottom - row_h), round(button.width()), round(row_h)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Panel, small body, words."""
        del event
        theme, edge = self.look.theme, max(1.0, self.look.px(1.5))
        body = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            hover = self.underMouse()
            p.setPen(QPen(theme.color("accent_soft" if hover else "line", 0.9 if hover else 0.7), edge))
            p.setBrush(theme.color("room_glow" if hover else "panel", 0.85))
            p.drawRoundedRect(body, self.look.px(20), self.look.px(20))
            if self._picture_ready:
                self._paint_picture(p)
            for lettering in self.letterings:
                lettering.paint(p, theme)

    def _paint_picture(self, p: QPainter) -> None:
        from massage_desktop.ui.bodymap import paint_thumbnail  # after the first paint: it takes a moment

        paint_thumbnail(p, self._picture_rect(), self.routine.view, zones(self.routine), self.look.theme)
