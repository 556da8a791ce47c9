"""The own music of a choice on the page before a massage: how far it is looked through, and how it plays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent

from massage_desktop.ui import music_words, words
from massage_desktop.ui.naming import call, describe
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.music_shown import MusicShown, PieceShown
from massage_desktop.ui.widgets.painted import Look, Painted
from massage_desktop.ui.widgets.parts import Stack
from massage_desktop.ui.widgets.picks import PickChip
from massage_desktop.ui.widgets.piece_row import PieceRow

_EDGE = 4.0
_HERE = Path()


class ProgressLine(Painted):
    """A thin line that fills as music is looked through."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0

    @property
    def share(self) -> float:
        """How full it is, 0 to 1."""
        return self._share

    def show_share(self, share: float) -> None:
        """Fill it so far."""
        if share != self._share:
            self._share = share
            self.update()

    def needed(self, _width: int) -> int:
        """Height (pixels)."""
        return math.ceil(self.look.text_px(5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line and fill."""
        del event
        body = QRectF(self.rect())
        radius = body.height() / 2
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(self.look.theme.color("line"))
            p.drawRoundedRect(body, radius, radius)
            p.setBrush(self.look.theme.color("calm"))
            p.drawRoundedRect(QRectF(0, 0, body.width() * self._share, body.height()), radius, radius)


class OrderRow(Stack):
    """Shuffle and repeat, and the button that shows all pieces, in a row that wraps."""

    def __init__(self, shuffle: PickChip, loop: PickChip, pieces: Button) -> None:
        super().__init__()
        self._all = (shuffle, loop, pieces)
        for part in self._all:
            part.setParent(self)
        for chip in (shuffle, loop):
            call(chip, music_words.ORDER, chip.said)

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        for part in self._all:
            part.set_look(look)
        super().set_look(look)

    def regrow(self) -> None:
        """Lay out anew."""
        self.set_look(self.look)
        self.grown.emit()

    def needed(self, width: int) -> int:
        """Height for this width."""
        return max((rect.bottom() + 1 for rect in self._places(width)), default=0)

    def place_parts(self) -> None:
        """Give every one its place."""
        for part, rect in zip(self._all, self._places(self.width()), strict=True):
            part.setGeometry(rect)

    def _places(self, width: int) -> list[QRect]:
        gap = round(self.look.px(3))
        sizes: list[QSizeF] = [part.size_px() for part in self._all]
        high = math.ceil(max(size.height() for size in sizes))
        x = y = 0
        places: list[QRect] = []
        for part, size in zip(self._all, sizes, strict=True):
            wide, own = min(math.ceil(size.width()), width), math.ceil(size.height())
            if part.isHidden():
                places.append(QRect(0, y, wide, 0))
                continue
            if x and x + wide > width:
                x, y = 0, y + high + gap
            places.append(QRect(x, y + (high - own) // 2, wide, own))
            x += wide + gap
        return places


class MusicCard(Stack):
    """What was found of the own music. ``order_chosen`` comes when a person changes how it plays, and
    ``pieces_wanted`` when all pieces are to be shown.
    """

    order_chosen = Signal()
    pieces_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = MusicShown()
        self._covers: Mapping[Path, QImage] = {}
        self.summary = PieceRow(PieceShown(_HERE, music_words.SEARCHING))
        self.progress = ProgressLine()
        self.shuffle = PickChip(music_words.SHUFFLE, px=13.5)
        self.loop = PickChip(music_words.LOOP, px=13.5)
        self.pieces = Button(music_words.PIECES, px=13.5)
        self._row = OrderRow(self.shuffle, self.loop, self.pieces)
        describe(self.pieces, music_words.PIECES_ABOUT)
        self.loop.setChecked(True)
        self.add(self.summary, 0, _EDGE)
        self.add(self.progress, 7, _EDGE)
        self.add(self._row, 5)
        for chip in (self.shuffle, self.loop):
            chip.toggled.connect(lambda _: self._told())
        self.pieces.clicked.connect(self.pieces_wanted)

    def set_order(self, *, shuffle: bool, loop: bool) -> None:
        """How it plays, without telling anybody."""
        for chip, on in ((self.shuffle, shuffle), (self.loop, loop)):
            chip.blockSignals(True)
            chip.setChecked(on)
            chip.blockSignals(False)
        self._show()

    def show_music(self, shown: MusicShown) -> None:
        """Show how far it is, or what was found."""
        if shown != self._shown:
            self._shown = shown
            self._show()

    def show_covers(self, covers: Mapping[Path, QImage]) -> None:
        """The pictures known so far, by file."""
        self._covers = covers
        self.summary.show_cover(self._cover())

    def _told(self) -> None:
        self._show()
        self.order_chosen.emit()

    def _show(self) -> None:
        shown = self._shown
        many = len(shown.pieces) > 1 or shown.total > 1
        self.summary.show_piece(self._said())
        self.summary.show_cover(self._cover())
        self.progress.show_share(shown.share)
        self.progress.setVisible(not shown.finished)
        self.shuffle.setVisible(many)
        self.pieces.setVisible(many and bool(shown.pieces))
        self._row.setHidden(bool(shown.problem))
        self._row.regrow()
        self.regrow()

    def _said(self) -> PieceShown:
        """The card's own lines: one piece speaks for itself, several are summed up."""
        shown = self._shown
        if shown.problem:
            return PieceShown(_HERE, music_words.NO_MUSIC, problem=shown.problem)
        if not shown.total:
            return PieceShown(_HERE, music_words.SEARCHING)
        if shown.total == 1 and shown.pieces:
            return shown.pieces[0]
        if not shown.finished:
            return PieceShown(_HERE, music_words.looking(shown.done, shown.total))
        played, lively, out = shown.played, len(shown.lively), len(shown.left_out)
        if not played:
            return PieceShown(_HERE, music_words.NO_MUSIC, problem=music_words.left_out(out))
        told = [music_words.left_out(out)] if out else []
        told += [music_words.lively(lively)] if lively else []
        seconds = sum(piece.seconds for piece in played)
        about = words.about(seconds)
        if not self.loop.isChecked():
            about = f"{about}, {music_words.ONCE}"
        return PieceShown(_HERE, music_words.pieces(len(played)), about, tuple(told), lively=bool(lively))

    def _cover(self) -> QImage | None:
        """The first picture among the pieces that are heard."""
        found = (self._covers.get(piece.path) for piece in self._shown.played)
        return next((cover for cover in found if cover is not None), None)
