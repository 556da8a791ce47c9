"""The lines of all keys: side by side where there is room, else below one another."""

from __future__ import annotations

from PySide6.QtCore import QRect

from massage_desktop.ui.widgets.key_row import KeyRow
from massage_desktop.ui.widgets.parts import Stack

TWO_FROM = 640.0
"""Width in reference pixels, with the text size, from which two lines stand side by side."""


class KeyGrid(Stack):
    """Rows in their order, read from left to right and then down; two side by side are equally high."""

    def __init__(self, rows: list[KeyRow]) -> None:
        super().__init__()
        self.rows = rows
        for row in rows:
            row.setParent(self)

    def needed(self, width: int) -> int:
        """Height (pixels) for this width (pixels)."""
        return max((rect.bottom() + 1 for rect in self._places(width)), default=0)

    def place_parts(self) -> None:
        """Give every line its place."""
        for row, rect in zip(self.rows, self._places(self.width()), strict=True):
            row.setGeometry(rect)

    def regrow(self) -> None:
        """Lay out anew, and tell whoever gave this its height."""
        self.place_parts()
        self.grown.emit()

    def _places(self, width: int) -> list[QRect]:
        for row in self.rows:
            row.set_look(self.look)
        across = 2 if width >= self.look.text_px(TWO_FROM) else 1
        gap = round(self.look.text_px(2))
        wide = (width - gap * (across - 1)) // across
        places: list[QRect] = []
        y = 0
        for first in range(0, len(self.rows), across):
            line = self.rows[first : first + across]
            high = max(row.needed(wide) for row in line)
            places += [QRect(n * (wide + gap), y, wide, high) for n in range(len(line))]
            y += high + gap
        return places
