"""The routines to choose from: cards that scroll, and a search where there are many."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from massage_desktop.routine.model import Routine
from massage_desktop.ui import words
from massage_desktop.ui.widgets.card_grid import CardGrid
from massage_desktop.ui.widgets.painted import Look
from massage_desktop.ui.widgets.parts import Column, Words
from massage_desktop.ui.widgets.routine_card import RoutineCard

SEARCH_FROM = 7
"""With fewer routines than this a search would only be in the way."""


class Shelf(QObject):
    """The parts of ``page`` that hold the routines; the page gives them their places.

    ``chosen`` carries the routine's id and the whole minutes wished.
    """

    chosen = Signal(str, int)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.nothing = Words("", 21, "text_soft", align=Qt.AlignmentFlag.AlignHCenter)
        self.grid = CardGrid()
        self.column = Column(self.grid)
        self.search = QLineEdit()
        self.search.setPlaceholderText(words.SEARCH)
        self.search.setAccessibleName(words.SEARCH)
        self.search.setMaxLength(80)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        for part in (self.search, self.column, self.nothing):
            part.setParent(page)
        self.search.hide()
        self.nothing.hide()
        self.column.show()

    def set_routines(self, routines: list[Routine], last: str | None, minutes: int | None) -> None:
        """Show these routines, the one with id ``last`` first and with ``minutes``, if any."""
        cards = []
        for routine in sorted(routines, key=lambda routine: routine.id != last):
            again = routine.id == last
            card = RoutineCard(routine, last=again, minutes=minutes if again else None)
            card.chosen.connect(self.chosen)
            cards.append(card)
        self.search.setVisible(len(cards) >= SEARCH_FROM)
        self.grid.set_cards(cards)
        self._filter("" if self.search.isHidden() else self.search.text())

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        self.nothing.set_look(look)
        self.column.set_look(look)

    def search_width(self, look: Look) -> int:
        """Width of the search in pixels, 0 where there is none."""
        return 0 if self.search.isHidden() else round(look.text_px(300))

    def focus_first(self) -> None:
        """Put the focus where Enter chooses the first card."""
        if self.grid.shown_cards:
            self.grid.shown_cards[0].choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_search(self, text: str) -> bool:
        """Go to the search with ``text`` typed; False where there is none or it has the focus already."""
        if self.search.isHidden() or self.search.hasFocus():
            return False
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.insert(text)
        return True

    def move(self, right: int, down: int) -> bool:
        """Put the focus on the card beside; False when there is none."""
        cards = self.grid.shown_cards
        focused = QApplication.focusWidget()
        here = next((n for n, card in enumerate(cards) if focused and card.isAncestorOf(focused)), None)
        if here is None:
            self.focus_first()
            return bool(cards)
        there = here + right + down * self.grid.columns(self.grid.width())
        if not 0 <= there < len(cards):
            return False
        cards[there].choose.setFocus(Qt.FocusReason.TabFocusReason)
        self.column.ensureWidgetVisible(cards[there], 0, 0)
        return True

    def _filter(self, wanted: str) -> None:
        found = self.grid.filter(wanted)
        self.nothing.set_text(words.NOTHING_FOUND if self.grid.cards else words.NO_ROUTINES)
        self.nothing.setVisible(found == 0)
        self.column.verticalScrollBar().setValue(0)
