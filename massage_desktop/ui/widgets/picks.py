"""A few short choices in rows, any number of them chosen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF

from massage_desktop.ui.naming import call
from massage_desktop.ui.theme import on_accent
from massage_desktop.ui.widgets.buttons import Chip
from massage_desktop.ui.widgets.choices import Choices


class PickChip(Chip):
    """A chip that can be chosen beside others: a small box with a check instead of a ring."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, box and check, word."""
        del event
        theme, em, e = self.look.theme, self.look.text_px(self._px), self.look.px(4)
        body = QRectF(self.rect()).adjusted(e, e, -e, -e)
        radius, on = body.height() / 2, self.isChecked()
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(theme.color("accent" if on else "line"), max(1.0, self.look.px(1.5))))
            off = "room_glow" if self.underMouse() else "panel"
            p.setBrush(theme.color("accent", 0.16) if on else theme.color(off))
            p.drawRoundedRect(body, radius, radius)
            self._paint_box(p, QPointF(body.left() + 1.15 * em, body.center().y()), 0.8 * em)
            for lettering in self.letterings:
                lettering.paint(p, theme)
            self.ring(p, body, radius)

    def _paint_box(self, p: QPainter, middle: QPointF, size: float) -> None:
        theme, on = self.look.theme, self.isChecked()
        box = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
        p.setPen(QPen(theme.color("accent" if on else "text_quiet"), max(1.0, self.look.px(1.5))))
        p.setBrush(theme.color("accent") if on else Qt.BrushStyle.NoBrush)
        p.drawRoundedRect(box, size * 0.26, size * 0.26)
        if not on:
            return
        pen = QPen(QColor(on_accent(theme)), max(1.4, size * 0.14))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        p.setPen(pen)
        corners = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))
        p.drawPolyline(QPolygonF([QPointF(box.x() + x * size, box.y() + y * size) for x, y in corners]))


class Picks(Choices):
    """Chips by id; ``chosen`` comes with every change a person makes."""

    def __init__(self, name: str, choices: list[tuple[str, str]], *, px: float = 13.5) -> None:
        super().__init__(name)
        self._group.setExclusive(False)
        for key, title in choices:
            chip = PickChip(title, px=px)
            call(chip, name, title)
            chip.setParent(self)
            self._group.addButton(chip)
            self.chips[key] = chip

    @property
    def picked(self) -> frozenset[str]:
        """Ids of what is chosen."""
        return frozenset(key for key, chip in self.chips.items() if chip.isChecked())

    def pick(self, keys: frozenset[str]) -> None:
        """Choose exactly these, without telling anybody."""
        for key, chip in self.chips.items():
            if chip.isChecked() != (key in keys):
                chip.setChecked(key in keys)
