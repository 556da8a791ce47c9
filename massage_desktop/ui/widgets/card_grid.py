"""Routine cards side by side, in as many columns as there is room for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from massage_desktop.routine.model import Routine
from massage_desktop.ui.language import shown
from massage_desktop.ui.widgets.painted import Look
from massage_desktop.ui.widgets.parts import Stack
from massage_desktop.ui.widgets.routine_card import RoutineCard

_CARD_W = 480.0
"""A card is at least this many reference pixels wide, where there is more than one column."""


class CardGrid(Stack):
    """Cards in rows of one height.

    Pictures appear one after the other, so that the page never stalls, and only on cards to be seen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[RoutineCard] = []
        self._shown_cards: list[RoutineCard] = []
        self._waiting: list[RoutineCard] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next_picture)

    def set_cards(self, cards: list[RoutineCard]) -> None:
        """Replace all cards."""
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = cards
        for card in cards:
            card.setParent(self)
            card.show()
        self._waiting = list(cards)

    def filter(self, wanted: str, may: Callable[[Routine], bool] = lambda _: True) -> int:
        """Show the cards that ``may`` be shown and whose words hold all of ``wanted``; returns how many."""
        asked = _plain(wanted).split()
        self._shown_cards = []
        for card in self.cards:
            routine = card.routine
            text = _plain(f"{shown(routine.title)} {shown(routine.summary)} {routine.code}")
            fits = may(routine) and all(word in text for word in asked)
            card.setVisible(fits)
            if fits:
                self._shown_cards.append(card)
        self._timer.start()
        self.regrow()
        return len(self._shown_cards)

    @property
    def shown_cards(self) -> list[RoutineCard]:
        """The cards to be seen, in reading order."""
        return self._shown_cards

    def columns(self, width: int) -> int:
        """How many cards stand side by side at this width (pixels)."""
        gap = self.look.px(24)
        return max(1, int((width + gap) // (self.look.text_px(_CARD_W) + gap)))

    def set_look(self, look: Look) -> None:
        """Take over theme and scale, with all cards."""
        for card in self.cards:
            card.set_look(look)
        super().set_look(look)

    def regrow(self) -> None:
        """Lay out anew, and tell whoever gave the grid its height."""
        for card in self.cards:
            card.set_look(self.look)
        super().regrow()

    def needed(self, width: int) -> int:
        """Height for this width."""
        return max((bottom for _, _, bottom in self._places(width)), default=0)

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        """(left, top, bottom) of each card shown."""
        columns, gap = self.columns(width), round(self.look.px(24))
        card_w = self._card_width(width)
        places: list[tuple[int, int, int]] = []
        top = 0
        for n in range(0, len(self._shown_cards), columns):
            row = self._shown_cards[n : n + columns]
            height = max(card.needed(card_w) for card in row)
            places += [(i * (card_w + gap), top, top + height) for i in range(len(row))]
            top += height + gap
        return places

    def _card_width(self, width: int) -> int:
        columns, gap = self.columns(width), round(self.look.px(24))
        return (width - (columns - 1) * gap) // columns

    def place_parts(self) -> None:
        """Give every one its place."""
        width = self._card_width(self.width())
        for card, (left, top, bottom) in zip(self._shown_cards, self._places(self.width()), strict=True):
            card.setGeometry(left, top, width, bottom - top)

    def _next_picture(self) -> None:
        first = next((card for card in self._waiting if card in self._shown_cards), None)
        if first is not None:
            self._waiting.remove(first)
            first.show_picture()
        else:
            self._timer.stop()

    def show_all_pictures(self) -> None:
        """Do not wait for the pictures of the cards to be seen."""
        for card in self._shown_cards:
            if card in self._waiting:
                self._next_picture()


def _plain(text: str) -> str:
    """Small letters without accents, as people type them in a hurry."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
