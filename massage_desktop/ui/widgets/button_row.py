"""Buttons beside one another as one part of a stack; they wrap where they must."""

from __future__ import annotations

from PySide6.QtCore import QRect

from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.painted import Look
from massage_desktop.ui.widgets.parts import Stack


class ButtonRow(Stack):
    """As many buttons in a row as fit."""

    def __init__(self, *buttons: Button) -> None:
        super().__init__()
        self._buttons = buttons
        for button in buttons:
            button.setParent(self)

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        for button in self._buttons:
            button.set_look(look)
        super().set_look(look)

    def needed(self, width: int) -> int:
        """Height for this width."""
        return max((rect.bottom() + 1 for rect in self._places(width)), default=0)

    def place_parts(self) -> None:
        """Give every button its place."""
        for button, rect in zip(self._buttons, self._places(self.width()), strict=True):
            button.setGeometry(rect)

    def _places(self, width: int) -> list[QRect]:
        gap = round(self.look.px(10))
        x = y = 0
        places: list[QRect] = []
        for button in self._buttons:
            size = button.size_px()
            wide, high = min(round(size.width()), width), round(size.height())
            if x and x + wide > width:
                x, y = 0, y + high + gap
            places.append(QRect(x, y, wide, high))
            x += wide + gap
        return places
