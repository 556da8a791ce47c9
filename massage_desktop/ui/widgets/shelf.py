"""The routines to choose from: cards that scroll, and a search where there are many."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from massage_desktop.routine.area import area_of
from massage_desktop.routine.model import Routine
from massage_desktop.routine.options import with_options
from massage_desktop.ui import words
from massage_desktop.ui.language import shown
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.card_grid import CardGrid
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.painted import Look
from massage_desktop.ui.widgets.parts import Column, Words
from massage_desktop.ui.widgets.routine_card import RoutineCard

SEARCH_FROM = 7
"""With fewer routines than this a search would only be in the way."""

_WHOLE_BODY_AREAS = 4
"""A routine for two that works on this many parts of the body is one for the whole body."""


def kind_of(routine: Routine) -> str:
    """The heading a routine stands under, of ``words.KINDS``; what does not relax stands apart (PACE-12)."""
    if routine.category in ("toning", "exercise"):
        return "other"
    if routine.category == "segment":
        return "areas"
    if routine.receives in ("child", "newborn"):
        return "children"
    if routine.gives == "self":
        return "self"
    massaged = [s for s in with_options(routine).steps if s.kind == "massage"]
    areas = {area_of(routine, step) for step in massaged}
    if len(areas) >= _WHOLE_BODY_AREAS:
        return "body"
    return "back" if routine.view == "back" else "limbs"


class Shelf(QObject):
    """The parts of ``page`` that hold the routines; the page gives them their places.

    Where there are many they stand under headings, one at a time; a search looks through all of them.

    ``chosen`` carries the routine's id and the whole minutes wished.
    """

    chosen = Signal(str, int)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.nothing = Words("", 21, "text_soft", align=Qt.AlignmentFlag.AlignHCenter)
        self.kinds = Choices(words.KIND)
        self.kinds.chosen.connect(self._show_kind)
        self.grid = CardGrid()
        self.column = Column(self.grid)
        self.search = QLineEdit()
        call(self.search, words.SEARCH)
        self.search.setMaxLength(80)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        for part in (self.search, self.kinds, self.column, self.nothing):
            part.setParent(page)
        self.search.hide()
        self.kinds.hide()
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
        many = len(cards) >= SEARCH_FROM
        self.search.setVisible(many)
        self.grid.set_cards(cards)
        there = {kind_of(card.routine) for card in cards}
        offered = [(kind, title) for kind, title in words.KINDS.items() if kind in there]
        first = kind_of(cards[0].routine) if cards else ""
        self.kinds.set_choices(offered, self.kinds.value or first)
        self.kinds.setVisible(many and len(offered) > 1)
        self._filter("" if self.search.isHidden() else self.search.text())

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        self.search.setPlaceholderText(shown(words.SEARCH))
        self.nothing.set_look(look)
        self.column.set_look(look)

    def kinds_height(self, look: Look, width: int) -> int:
        """Height in pixels of the headings, 0 where there are none."""
        self.kinds.set_look(look)
        return 0 if self.kinds.isHidden() else self.kinds.needed(width)

    def search_width(self, look: Look) -> int:
        """Width of the search in pixels, 0 where there is none."""
        return 0 if self.search.isHidden() else round(min(look.text_px(300), look.px(340)))

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

    def _show_kind(self, _kind: str) -> None:
        self.search.clear()
        self._filter("")

    def _filter(self, wanted: str) -> None:
        kind = "" if self.kinds.isHidden() or wanted.strip() else self.kinds.value
        found = self.grid.filter(wanted, lambda routine: not kind or kind_of(routine) == kind)
        self.nothing.set_text(words.NOTHING_FOUND if self.grid.cards else words.NO_ROUTINES)
        self.nothing.setVisible(found == 0)
        self.column.verticalScrollBar().setValue(0)
