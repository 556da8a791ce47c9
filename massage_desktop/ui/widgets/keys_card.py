"""A list of all keys with what they do, over the page, as they really are bound."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.controls.binding import ACTIONS
from massage_desktop.controls.keymap import Keymap
from massage_desktop.controls.text import action_words, key_words
from massage_desktop.ui import words
from massage_desktop.ui.naming import call, describe
from massage_desktop.ui.theme import Theme
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Painted, look_for

_MOST_KEYS = 2
"""More keys of one action than this are only clutter in a list."""


def key_rows(keys: Keymap) -> tuple[tuple[str, str], ...]:
    """(keys, what they do) for every action that has a key, and for the window's own keys."""
    rows = []
    for action in ACTIONS:
        bound = sorted(keys.keys_for(action), key=lambda key: "Media" in key)[:_MOST_KEYS]
        plain = [key for key in bound if "Media" not in key]  # everybody knows what a media key is
        names = " or ".join(key_words(key) for key in plain or bound)
        if names:
            rows.append((f"{names}, {words.KEYS_TWICE}" if action == "end" else names, action_words(action)))
    return (*rows, *words.KEYS_HERE)


class KeysCard(Painted):
    """The list, in the middle of the window it belongs to."""

    def __init__(self, keys: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = key_rows(keys)
        call(self, words.KEYS_TITLE)
        describe(self, *(f"{key}: {does}." for key, does in self._rows))
        self.hide()

    def place_in(self, width: int, height: int, theme: Theme, text_size: float) -> None:
        """In the middle of a window of this size (pixels)."""
        look = look_for(width, height, theme, text_size)
        wide = min(width * 0.86, look.text_px(820))
        high = min(height * 0.92, look.text_px(176 + 41 * len(self._rows)))
        self.set_look(look)
        self.setGeometry(round((width - wide) / 2), round((height - high) / 2), round(wide), round(high))

    def arrange(self) -> tuple[Lettering, ...]:
        """A title, two columns, and a note."""
        width, height = float(self.width()), float(self.height())
        unit = min(self.look.text_px(1), height / (176 + 41 * len(self._rows)))  # shrinks in a low window
        edge, row, split = 44 * unit, 41 * unit, width * 0.5
        head = QRectF(edge, 28 * unit, width - 2 * edge, 48 * unit)
        out = [place(words.KEYS_TITLE, head, Type(px=32 * unit, weight=700, max_lines=1), "text")]
        strong, plain = Type(px=21 * unit, weight=600, max_lines=1), Type(px=21 * unit, max_lines=1)
        for n, (key, does) in enumerate(self._rows):
            y = 88 * unit + n * row
            out.append(place(key, QRectF(edge, y, split - edge - 16 * unit, row), strong, "accent"))
            out.append(place(does, QRectF(split, y, width - split - edge, row), plain, "text_soft"))
        note = QRectF(edge, height - 78 * unit, width - 2 * edge, 60 * unit)
        return (*out, place(words.KEYS_NOTE, note, Type(px=17 * unit, max_lines=2), "text_quiet"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A calm panel and the letters."""
        del event
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(self.look.theme.color("line"))
            p.setBrush(self.look.theme.color("panel"))
            radius = self.look.px(26)
            p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
            self.paint_letterings(p)
