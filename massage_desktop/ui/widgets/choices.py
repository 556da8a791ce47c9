"""A few short choices in rows, one of them chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QButtonGroup

from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.buttons import Chip
from massage_desktop.ui.widgets.parts import Stack


class Choices(Stack):
    """Chips by id; ``chosen`` carries the id when a person changes it."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.chips: dict[str, Chip] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(lambda _: self.chosen.emit(self.value))
        call(self, name)

    @property
    def value(self) -> str:
        """Id of what is chosen, empty when nothing is."""
        return next((key for key, chip in self.chips.items() if chip.isChecked()), "")

    def set_choices(self, choices: list[tuple[str, str]], value: str) -> None:
        """Offer (id, words), with ``value`` chosen, or the first if there is no such id."""
        for chip in self.chips.values():
            self._group.removeButton(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for key, title in choices:
            chip = Chip(title)
            call(chip, self._name, title)
            chip.setParent(self)
            chip.set_look(self.look)
            chip.show()
            self._group.addButton(chip)
            self.chips[key] = chip
        self.choose(value if value in self.chips else next(iter(self.chips), ""))
        self.regrow()

    def choose(self, value: str) -> None:
        """Choose without telling anybody."""
        if value in self.chips:
            self.chips[value].setChecked(True)

    def set_enabled(self, keys: frozenset[str]) -> None:
        """Only these can be chosen now; what can no longer be gives way to the first that can."""
        for key, chip in self.chips.items():
            chip.setEnabled(key in keys)
            chip.refresh()
        if self.value and self.value not in keys:
            self.choose(next((key for key in self.chips if key in keys), ""))

    def regrow(self) -> None:
        """Lay out anew, and tell whoever gave this its height."""
        for chip in self.chips.values():
            chip.set_look(self.look)
        super().regrow()

    def needed(self, width: int) -> int:
        """Height for this width."""
        for chip in self.chips.values():
            chip.set_look(self.look)
        return max((rect.bottom() + 1 for rect in self._places(width)), default=0)

    def _places(self, width: int) -> list[QRect]:
        gap_x, gap_y = round(self.look.px(3)), round(self.look.px(1))
        x = y = 0
        places: list[QRect] = []
        for chip in self.chips.values():
            size = chip.size_px()
            wide, high = min(round(size.width()), width), round(size.height())
            if x and x + wide > width:
                x, y = 0, y + high + gap_y
            places.append(QRect(x, y, wide, high))
            x += wide + gap_x
        return places

    def place_parts(self) -> None:
        """Give every one its place."""
        for chip, rect in zip(self.chips.values(), self._places(self.width()), strict=True):
            chip.setGeometry(rect)
