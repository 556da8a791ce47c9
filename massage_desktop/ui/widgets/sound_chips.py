"""The sounds to choose from as chips, one or several at a time, and the line that opens them."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from massage_desktop.ui import words
from massage_desktop.ui.naming import call, describe
from massage_desktop.ui.widgets.buttons import Chip, PaintedButton
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.picks import PickChip

_TALL_PX = 100_000.0


class SoundChip(PickChip):
    """A chip that is one of several (a ring) or stands beside others (a box with a check)."""

    many = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """As what it is now."""
        if self.many:
            super().paintEvent(event)
        else:
            Chip.paintEvent(self, event)


class SoundChips(Choices):
    """Chips by id; those that cannot be chosen now are not there. ``chosen`` carries the id pressed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._group.buttonClicked.disconnect()
        self._group.buttonClicked.connect(self._pressed)

    def set_sounds(self, sounds: list[tuple[str, str]], before: QWidget) -> None:
        """Offer (id, words); the tab key comes to them from ``before``."""
        self.set_choices([], "")
        for key, title in sounds:
            chip = SoundChip(title, px=15)
            call(chip, self._name, title)
            chip.setParent(self)
            self._group.addButton(chip)
            self.chips[key] = chip
            QWidget.setTabOrder(before, chip)
            before = chip

    def show_picked(self, picked: frozenset[str], offered: frozenset[str], *, many: bool) -> None:
        """Mark what is chosen, and show only what can be. ``many``: several may be chosen."""
        self._group.setExclusive(False)
        for key, chip in self.chips.items():
            chip.setChecked(key in picked)
            chip.setVisible(key in offered)
            chip.setEnabled(key in offered)
            if isinstance(chip, SoundChip):
                chip.many = many
            chip.refresh()
        self._group.setExclusive(not many)
        self.regrow()

    def name_chip(self, key: str, title: str) -> None:
        """Call a chip by another name."""
        self.chips[key].set_said(title)
        call(self.chips[key], self._name, title)

    def _pressed(self, pressed: object) -> None:
        self.chosen.emit(next((key for key, chip in self.chips.items() if chip is pressed), ""))

    def _places(self, width: int) -> list[QRect]:
        gap_x, gap_y = round(self.look.px(3)), round(self.look.px(1))
        x = y = 0
        places: list[QRect] = []
        for chip in self.chips.values():
            size = chip.size_px()
            wide, high = min(round(size.width()), width), round(size.height())
            if chip.isHidden():
                places.append(QRect(0, y, wide, 0))
                continue
            if x and x + wide > width:
                x, y = 0, y + high + gap_y
            places.append(QRect(x, y, wide, high))
            x += wide + gap_x
        return places


class SoundLine(PaintedButton):
    """What is chosen, in a quiet frame; a press opens or closes the chips below."""

    def __init__(self) -> None:
        super().__init__("")
        self._sounds: tuple[str, ...] = (words.WITHOUT_SOUND,)
        self.setCheckable(True)
        self.toggled.connect(self.refresh)

    def show_sounds(self, said: tuple[str, ...]) -> None:
        """Say what is chosen, one sound a line."""
        self._sounds = said
        self.said = ", ".join(said)
        call(self, words.SOUND_TITLE, *said)
        describe(self, words.SOUND_LINE_ABOUT)
        self.refresh()

    def needed(self, width: int) -> int:
        """Height (pixels) for this width (pixels)."""
        return math.ceil(self._lines(float(width))[-1].rect.bottom() + self._pad())

    def arrange(self) -> tuple[Lettering, ...]:
        """The words, left of the arrow."""
        return self._lines(float(self.width()))

    def _pad(self) -> float:
        return self.look.text_px(10.5)

    def _lines(self, width: float) -> tuple[Lettering, ...]:
        left, right = self.look.text_px(16), self.look.text_px(38)
        style = Type(px=self.look.text_px(15), weight=500, leading=1.3)
        y, lines = self._pad(), []
        for said in self._sounds:
            box = QRectF(left, y, max(1.0, width - left - right), _TALL_PX)
            lines.append(place(said, box, style, "text"))
            y = lines[-1].rect.bottom() + self.look.text_px(1)
        return tuple(lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, words, arrow, ring."""
        del event
        theme, e = self.look.theme, self.look.px(4)
        body = QRectF(self.rect()).adjusted(e, e, -e, -e)
        radius = min(body.height() / 2, self.look.text_px(17))
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(theme.color("line"), max(1.0, self.look.px(1.5))))
            p.setBrush(theme.color("room_glow" if self.underMouse() else "panel"))
            p.drawRoundedRect(body, radius, radius)
            for lettering in self.letterings:
                lettering.paint(p, theme)
            self._paint_arrow(p, QPointF(body.right() - self.look.text_px(20), body.center().y()))
            self.ring(p, body, radius)

    def _paint_arrow(self, p: QPainter, middle: QPointF) -> None:
        arm, way = self.look.text_px(5), -1 if self.isChecked() else 1
        pen = QPen(self.look.theme.color("text_soft"), max(1.4, self.look.text_px(1.8)))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        p.setPen(pen)
        p.setBrush(Qt.BrushStyle.NoBrush)
        points = [QPointF(dx * arm, way * dy * arm * 0.5) for dx, dy in ((-1, -1), (0, 1), (1, -1))]
        p.drawPolyline(QPolygonF([middle + point for point in points]))
