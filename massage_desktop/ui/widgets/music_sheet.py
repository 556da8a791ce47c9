"""All pieces of the own music, over the page: what to listen to first, what is left out, the rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.ui import music_words
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.music_shown import MusicShown, PieceShown
from massage_desktop.ui.widgets.painted import Look
from massage_desktop.ui.widgets.parts import Column, Part, Stack, Words
from massage_desktop.ui.widgets.piece_row import PieceRow

MOST_ROWS = 60
"""Of each kind: more is said in a line, nobody reads on."""

_TWO_COLUMNS_PX = 860.0
_STEP_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}


class PieceList(Stack):
    """Rows under headings; a heading is only there where something stands under it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[Path, PieceRow] = {}
        self._pieces: tuple[tuple[PieceShown, ...], tuple[str, ...]] = ((), ())

    def _placed_parts(self, width: int) -> list[tuple[Part, QRect]]:
        """Headings over the whole width, rows in two columns where there is room."""
        between = round(self.look.text_px(40))
        columns = 2 if width >= self.look.text_px(_TWO_COLUMNS_PX) else 1
        wide = (width - between * (columns - 1)) // columns
        placed: list[tuple[Part, QRect]] = []
        y = top = at = 0
        for part, gap, _ in self._parts:
            row = isinstance(part, PieceRow)
            if not row or at == 0:
                top, at = y + (round(self.look.text_px(gap)) if placed else 0), 0
            x = (wide + between) * at
            rect = QRect(x, top, wide if row else width, part.needed(wide if row else width))
            placed.append((part, rect))
            y = max(y, rect.bottom() + 1)
            at = (at + 1) % columns if row else 0
        return placed

    def show_music(self, shown: MusicShown, covers: Mapping[Path, QImage]) -> None:
        """Show the pieces that are known so far."""
        if (shown.pieces, shown.notes) == self._pieces:
            return
        self._pieces = (shown.pieces, shown.notes)
        self.clear()
        self.rows = {}
        calm = tuple(piece for piece in shown.played if not piece.lively)
        self._add_kind(music_words.LIVELY_TITLE, shown.lively, covers)
        self._add_kind(music_words.LEFT_OUT_TITLE, shown.left_out, covers)
        self._add_kind(music_words.READY_TITLE, calm, covers)
        for note in shown.notes:
            self._put(Words(note, 13.5, "text_quiet"), 10)
        self.regrow()

    def show_covers(self, covers: Mapping[Path, QImage]) -> None:
        """Put pictures to their pieces."""
        for path, row in self.rows.items():
            if row.cover is None and path in covers:
                row.show_cover(covers[path])

    def _add_kind(self, title: str, pieces: tuple[PieceShown, ...], covers: Mapping[Path, QImage]) -> None:
        if not pieces:
            return
        self._put(Words(title, 14.5, "text_quiet", weight=600), 20)
        for piece in pieces[:MOST_ROWS]:
            row = self.rows[piece.path] = PieceRow(piece, covers.get(piece.path))
            self._put(row, 12)
        if len(pieces) > MOST_ROWS:
            self._put(Words(music_words.more(len(pieces) - MOST_ROWS), 14, "text_quiet"), 12)

    def _put(self, part: Words | PieceRow, gap: float) -> None:
        self.add(part, gap)
        part.show()


class MusicSheet(QWidget):
    """A panel over the page. ``closed`` comes when a person has seen enough."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self.title = Words(music_words.OWN_MUSIC, 23, weight=650)
        self.pieces = PieceList()
        self.column = Column(self.pieces)
        self.close_button = Button(music_words.CLOSE, px=16)
        for part in (self.title, self.column, self.close_button):
            part.setParent(self)
        self.close_button.clicked.connect(self.dismiss)
        call(self, music_words.OWN_MUSIC)
        self.hide()

    def open(self) -> None:
        """Show it, with the focus on its button."""
        self.column.verticalScrollBar().setValue(0)
        self.show()
        self.raise_()
        self._arrange()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Put it away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def show_music(self, shown: MusicShown, covers: Mapping[Path, QImage]) -> None:
        """Show the pieces that are known so far."""
        self.pieces.show_music(shown, covers)

    def show_covers(self, covers: Mapping[Path, QImage]) -> None:
        """Put pictures to their pieces."""
        self.pieces.show_covers(covers)

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        self._look = look
        for part in (self.title, self.column, self.close_button):
            part.set_look(look)
        self._arrange()

    def _arrange(self) -> None:
        if self.width() < 2 or self.height() < 2:
            return
        look, pad = self._look, round(self._look.px(34))
        size = self.close_button.size_px()
        wide, high = round(size.width()), round(size.height())
        top = round(look.px(22))
        inner = self.width() - 2 * pad
        self.close_button.setGeometry(self.width() - pad - wide, top, wide, high)
        self.title.setGeometry(pad, top, max(1, inner - wide - round(look.px(20))), high)
        below = top + high + round(look.px(4))
        rest = QRect(pad, below, inner + self.column.bar_px, self.height() - below - round(look.px(18)))
        self.column.setGeometry(rest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A calm panel with a quiet edge."""
        del event
        theme, edge = self._look.theme, max(1.0, self._look.px(1.5))
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(theme.color("line"), edge))
            p.setBrush(theme.color("panel"))
            radius = self._look.px(16)
            p.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), radius, radius)

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: ARG002 - Qt's own signature
        """The tab key stays here: what lies below cannot be seen."""
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What lies below is not pressed through it."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it away; arrows scroll."""
        bar = self.column.verticalScrollBar()
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif Qt.Key(event.key()) in _STEP_KEYS:
            bar.setValue(bar.value() + _STEP_KEYS[Qt.Key(event.key())] * bar.singleStep())
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # Enter would begin the massage
            super().keyPressEvent(event)
