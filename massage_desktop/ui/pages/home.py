"""The first page: choose a massage and how long it shall last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.ui import words
from massage_desktop.ui.naming import call
from massage_desktop.ui.theme import DARK, Theme, style_sheet
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.painted import Look, Room, look_for
from massage_desktop.ui.widgets.parts import Words

# The cards and the search come after the first picture: a first scrolling area costs 20 ms.
if TYPE_CHECKING:
    from massage_desktop.routine.model import Routine
    from massage_desktop.ui.widgets.shelf import Shelf

_TITLE_MOST = 1.25
"""The title is large anyway; it grows no more than this with the text size, to leave the cards their room."""

_STRIDES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class HomePage(QWidget):
    """Cards of routines. ``chosen`` carries the routine's id and the whole minutes wished.

    ``settings_wanted`` comes when the settings are to be opened.
    """

    chosen = Signal(str, int)
    settings_wanted = Signal()

    def __init__(self, theme: Theme = DARK, text_size: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text_size = theme, text_size
        self._room = Room()
        self._shelf: Shelf | None = None
        self.last_minutes: int | None = None
        self.title = Words(words.HOME_TITLE, 54, weight=700)
        self.lead = Words(words.HOME_LEAD, 21, "text_soft")
        self.settings_button = Button(words.SETTINGS, px=17)
        self.settings_button.clicked.connect(self.settings_wanted)
        for part in (self.title, self.lead, self.settings_button):
            part.setParent(self)
        call(self, words.HOME_TITLE)

    @property
    def shelf(self) -> Shelf:
        """The cards and the search."""
        from massage_desktop.ui.widgets.shelf import Shelf

        if self._shelf is None:
            self._shelf = Shelf(self)
            self._shelf.chosen.connect(self.chosen)
        return self._shelf

    def set_routines(self, routines: list[Routine], last: str | None) -> None:
        """Show these routines, the one with id ``last`` first and with ``last_minutes``, if any."""
        self.shelf.set_routines(routines, last, self.last_minutes)
        self._arrange()
        self.focus_first()

    def focus_first(self) -> None:
        """Put the focus where Enter chooses the first card."""
        if self._shelf is not None:
            self._shelf.focus_first()

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
        if self._shelf is not None:
            self._shelf.grid.show_all_pictures()

    def _arrange(self) -> None:
        """Give every part its place and look."""
        w, h = self.width(), self.height()
        if w < 2 or h < 2:
            return
        look = look_for(w, h, self._theme, self._text_size)
        margin = round(look.px(72))
        inner = w - 2 * margin
        top = round(look.px(48))
        self.title.set_look(look_for(w, h, self._theme, min(self._text_size, _TITLE_MOST)))
        for part in (self.lead, self.settings_button):
            part.set_look(look)
        title_w = inner - self._corner_width(look) - round(look.px(40))
        title_h, lead_h = self.title.needed(title_w), self.lead.needed(inner)
        self.title.setGeometry(margin, top, title_w, title_h)
        self.lead.setGeometry(margin, top + title_h + round(look.px(4)), inner, lead_h)
        self._style_fields(look)
        self._place_corner(look, top + title_h // 2)
        if self._shelf is not None:
            self._arrange_shelf(self._shelf, look, top + title_h + lead_h + round(look.px(34)))
        self.update()

    def _style_fields(self, look: Look) -> None:
        """The search's letters; without one there is nothing to style."""
        sheet = style_sheet(self._theme, look.text_px(0.9))
        if self._shelf is not None and sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    def _corner_width(self, look: Look) -> int:
        """Width in pixels of what stands at the upper right."""
        search_w = self._shelf.search_width(look) if self._shelf is not None else 0
        gap = round(look.px(16)) if search_w else 0
        return search_w + gap + round(self.settings_button.size_px().width())

    def _place_corner(self, look: Look, middle: int) -> None:
        """The search and, at the edge, the way to the settings; ``middle`` is their common height."""
        size, edge = self.settings_button.size_px().toSize(), round(look.px(5))  # the focus ring's room
        right = self.width() - round(look.px(72))
        self.settings_button.setGeometry(
            right - size.width() + edge, middle - size.height() // 2, size.width(), size.height()
        )
        if self._shelf is not None:
            search, wide = self._shelf.search, self._shelf.search_width(look)
            high = search.sizeHint().height()
            search.setGeometry(right - self._corner_width(look), middle - high // 2, wide, high)

    def _arrange_shelf(self, shelf: Shelf, look: Look, y: int) -> None:
        w, h = self.width(), self.height()
        margin = round(look.px(72))
        kinds_h = shelf.kinds_height(look, w - 2 * margin)
        shelf.kinds.setGeometry(margin, y - round(look.px(12)), w - 2 * margin, kinds_h)
        y += kinds_h + round(look.px(8)) if kinds_h else 0
        shelf.set_look(look)
        # The scroll bar stands in the margin, so that the cards keep the page's edge.
        room = h - y - round(look.px(30))
        shelf.column.setGeometry(margin, y, w - 2 * margin + shelf.column.bar_px, room)
        shelf.nothing.setGeometry(margin, y, w - 2 * margin, round(look.text_px(120)))

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
        if self._shelf is None:
            return super().keyPressEvent(event)
        stride = _STRIDES.get(Qt.Key(event.key()))
        if stride is not None and self._shelf.move(*stride):
            return None
        plain = event.text().isprintable() and event.text().strip() != "" and not event.modifiers()
        if plain and self._shelf.begin_search(event.text()):
            return None
        return super().keyPressEvent(event)
