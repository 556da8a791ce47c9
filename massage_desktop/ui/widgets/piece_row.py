"""One piece of the person's own music: its picture, its name, and what is told about it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen

from massage_desktop.ui import music_words
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.music_shown import PieceShown
from massage_desktop.ui.widgets.painted import Painted

_TALL_PX = 100_000.0


class PieceRow(Painted):
    """A cover, or a note in its place, and lines beside it; ``px`` is the em of the first line."""

    def __init__(self, piece: PieceShown, cover: QImage | None = None, *, px: float = 15.5) -> None:
        super().__init__()
        self._piece, self._cover, self._px = piece, cover, px
        self._name()

    @property
    def piece(self) -> PieceShown:
        """What is shown."""
        return self._piece

    @property
    def cover(self) -> QImage | None:
        """The picture beside it, if there is one."""
        return self._cover

    def show_piece(self, piece: PieceShown) -> None:
        """Show another piece; the picture stays until :meth:`show_cover`."""
        if piece != self._piece:
            self._piece = piece
            self._name()
            self.refresh()

    def show_cover(self, cover: QImage | None) -> None:
        """Show this picture; None: a note."""
        self._cover = cover
        self.update()

    def needed(self, width: int) -> int:
        """Height (pixels) for this width (pixels)."""
        return math.ceil(max(self._lines(float(width))[-1].rect.bottom(), self._cover_px()))

    def arrange(self) -> tuple[Lettering, ...]:
        """The lines right of the picture."""
        return self._lines(float(self.width()))

    def _name(self) -> None:
        call(self, *(said for said, _ in self._said()), between=". ")

    def _said(self) -> list[tuple[str, str]]:
        """Sentences with their colours, below the title too."""
        piece = self._piece
        last = "accent" if piece.lively else "text_soft"
        said = [(piece.title, "text"), (piece.about, "text_quiet")]
        said += [(told, "text_soft") for told in piece.told[:-1]]
        said += [(told, last) for told in piece.told[-1:]]
        if piece.problem:
            said.append((music_words.reason(piece.path, piece.problem), "care"))
        return [(text, color) for text, color in said if text]

    def _cover_px(self) -> float:
        return self.look.text_px(self._px) * 2.9

    def _lines(self, width: float) -> tuple[Lettering, ...]:
        left = self._cover_px() + self.look.text_px(13)
        inner, y = max(1.0, width - left), 0.0
        first = Type(px=self.look.text_px(self._px), weight=600, leading=1.22)
        small = Type(px=self.look.text_px(13.5), leading=1.28)
        lines = []
        for n, (said, color) in enumerate(self._said()):
            lines.append(place(said, QRectF(left, y, inner, _TALL_PX), small if n else first, color))
            y = lines[-1].rect.bottom() + self.look.text_px(1.5)
        return tuple(lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture and letters."""
        del event
        side = self._cover_px()
        frame = QRectF(0, 0, side, side).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = self.look.px(7)
        with QPainter(self) as p:
            p.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform, on=True
            )
            if self._cover is None or self._cover.isNull():
                self._paint_note(p, frame, radius)
            else:
                self._paint_cover(p, self._cover, frame, radius)
            self.paint_letterings(p)

    def _paint_cover(self, p: QPainter, cover: QImage, frame: QRectF, radius: float) -> None:
        """The middle square of a picture, its corners rounded."""
        edge = min(cover.width(), cover.height())
        middle = QRectF((cover.width() - edge) / 2, (cover.height() - edge) / 2, edge, edge)
        shape = QPainterPath()
        shape.addRoundedRect(frame, radius, radius)
        p.save()
        p.setClipPath(shape)
        p.drawImage(frame, cover, middle)
        p.restore()
        p.setPen(QPen(self.look.theme.color("line"), max(1.0, self.look.px(1))))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawRoundedRect(frame, radius, radius)

    def _paint_note(self, p: QPainter, frame: QRectF, radius: float) -> None:
        theme, side = self.look.theme, frame.width()
        p.setPen(QPen(theme.color("line"), max(1.0, self.look.px(1.5))))
        p.setBrush(theme.color("panel"))
        p.drawRoundedRect(frame, radius, radius)
        ink = theme.color("care" if self._piece.problem else "text_quiet")
        p.setPen(QPen(ink, max(1.2, side * 0.045), c=Qt.PenCapStyle.RoundCap))
        p.setBrush(ink)
        head, stem = QPointF(side * 0.42, side * 0.67), QPointF(side * 0.505, side * 0.27)
        p.drawLine(QPointF(stem.x(), head.y()), stem)
        p.drawLine(stem, QPointF(side * 0.66, side * 0.36))
        p.drawEllipse(head, side * 0.09, side * 0.07)
