"""Room, things and people, to be ticked off; nothing of it blocks the start."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal

from massage_desktop.ambience.room import CHECKLIST
from massage_desktop.ui.naming import describe
from massage_desktop.ui.widgets.parts import Stack, Words
from massage_desktop.ui.widgets.ticks import Tick

_POINTED = (QEvent.Type.Enter, QEvent.Type.FocusIn)


class Checklist(Stack):
    """The lines in groups. ``pointed`` carries the smaller print of the line that is looked at."""

    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.ticks: list[Tick] = []
        self._details: dict[QObject, str] = {}
        for n, group in enumerate(CHECKLIST):
            self.add(Words(group.title, 14.5, "text_quiet", weight=600), 13 if n else 0, 4)
            for item in group.items:
                tick = Tick(item.text, px=15.5, weight=400)
                describe(tick, item.detail)
                tick.installEventFilter(self)
                self._details[tick] = item.detail
                self.ticks.append(tick)
                self.add(tick, 1)

    def forget(self) -> None:
        """Take all ticks off."""
        for tick in self.ticks:
            tick.setChecked(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the smaller print of the line that is looked at."""
        if event.type() in _POINTED and watched in self._details:
            self.pointed.emit(self._details[watched])
        return False
