"""The first page: choose a massage and how long it shall last."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from massage_desktop.routine.model import Routine
from massage_desktop.ui import words
from massage_desktop.ui.theme import DARK, Theme, style_sheet
from massage_desktop.ui.widgets.card_grid import CardGrid
from massage_desktop.ui.widgets.painted import Room, look_for
from massage_desktop.ui.widgets.parts import Column, Words
from massage_desktop.ui.widgets.routine_card import RoutineCard

SEARCH_FROM = 7
"""With fewer routines than this a search would only be in the way."""

_STRIDES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class HomePage(QWidget):
    """Cards of routines. ``chosen`` carries the routine's id and the whole minutes wished."""

    chosen = Signal(str, int)

    def __init__(self, theme: Theme = DARK, text_size: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text_size = theme, text_size
        self._room = Room()
        self.last_minutes: int | None = None
        self.title = Words(words.HOME_TITLE, 54, weight=700)
        self.lead = Words(words.HOME_LEAD, 21, "text_soft")
        self.nothing = Words("", 21, "text_soft", align=Qt.AlignmentFlag.AlignHCenter)
        self.grid = CardGrid()
        self.column = Column(self.grid)
        self.search = QLineEdit()
        self.search.setPlaceholderText(words.SEARCH)
        self.search.setAccessibleName(words.SEARCH)
        self.search.setMaxLength(80)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        for part in (self.title, self.lead, self.search, self.column, self.nothing):
            part.setParent(self)
        self.search.hide()
        self.nothing.hide()
        self.setAccessibleName(words.HOME_TITLE)

    def set_routines(self, routines: list[Routine], last: str | None) -> None:
        """Show these routines, the one with id ``last`` first and with ``last_minutes``, if any."""
        ordered = sorted(routines, key=lambda routine: routine.id != last)
        cards = []
        for routine in ordered:
            again = routine.id == last
            card = RoutineCard(routine, last=again, minutes=self.last_minutes if again else None)
            card.chosen.connect(self.chosen)
            cards.append(card)
        self.search.setVisible(len(cards) >= SEARCH_FROM)
        self.grid.set_cards(cards)
        self._filter(self.search.text() if self.search.isVisibleTo(self) else "")
        self._arrange()
        self.focus_first()

    def focus_first(self) -> None:
        """Put the focus where Enter chooses the first card."""
        if self.grid.shown_cards:
            self.grid.shown_cards[0].choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._arrange()

    def set_text_size(self, text_size: float) -> None:
        """Change the size of the words, 0.8 to 2.0."""
        self._text_size = text_size
        self._arrange()

    def settle(self) -> None:
        """Show everything that would appear in a moment."""
        self.grid.show_all_pictures()

    def _filter(self, wanted: str) -> None:
        found = self.grid.filter(wanted)
        self.nothing.set_text(words.NOTHING_FOUND if self.grid.cards else words.NO_ROUTINES)
        self.nothing.setVisible(found == 0)
        self.column.verticalScrollBar().setValue(0)

    def _arrange(self) -> None:
        """Give every part its place and look."""
        w, h = self.width(), self.height()
        if w < 2 or h < 2:
            return
        look = look_for(w, h, self._theme, self._text_size)
        sheet = style_sheet(self._theme, look.text_px(0.9))
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        for part in (self.title, self.lead, self.nothing):
            part.set_look(look)
        margin = round(look.px(72))
        inner = w - 2 * margin
        search_w = round(look.text_px(300)) if not self.search.isHidden() else 0
        top = round(look.px(48))
        words_w = inner - search_w - (round(look.px(40)) if search_w else 0)
        title_h, lead_h = self.title.needed(words_w), self.lead.needed(words_w)
        self.title.setGeometry(margin, top, words_w, title_h)
        self.lead.setGeometry(margin, top + title_h + round(look.px(4)), words_w, lead_h)
        search_h = self.search.sizeHint().height()
        self.search.setGeometry(w - margin - search_w, top + (title_h - search_h) // 2, search_w, search_h)
        y = top + title_h + lead_h + round(look.px(34))
        self.column.set_look(look)
        # The scroll bar stands in the margin, so that the cards keep the page's edge.
        self.column.setGeometry(margin, y, inner + self.column.bar_px, h - y - round(look.px(30)))
        self.nothing.setGeometry(margin, y, inner, round(look.text_px(120)))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The room; the parts paint themselves."""
        with QPainter(self) as p:
            self._room.paint(p, self, self._theme, QRectF(event.rect()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from card to card; a letter begins a search where there is one."""
        stride = _STRIDES.get(Qt.Key(event.key()))
        if stride is not None and self._move(*stride):
            return
        plain = event.text().isprintable() and event.text().strip() != "" and not event.modifiers()
        if plain and not self.search.isHidden() and not self.search.hasFocus():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.insert(event.text())
            return
        super().keyPressEvent(event)

    def _move(self, right: int, down: int) -> bool:
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
