"""Quiet remarks that a person should know before the hands are oily."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF

from massage_desktop.ui import words
from massage_desktop.ui.language import shown
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.naming import call, describe
from massage_desktop.ui.widgets.buttons import PaintedButton
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Look, Painted
from massage_desktop.ui.widgets.parts import Stack

BEFORE = "before"
"""The key of what the massage itself needs beforehand."""

_GAP = 8.0
_TALL_PX = 100_000.0


class Notice(Painted):
    """A sign and a sentence."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        call(self, text)

    def needed(self, width: int) -> int:
        """Height (pixels) for this width (pixels)."""
        return math.ceil(_line(self._text, 0.0, float(width), self.look).rect.height())

    def arrange(self) -> tuple[Lettering, ...]:
        """The sentence right of the sign."""
        return (_line(self._text, 0.0, float(self.width()), self.look),)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring with an i, and the sentence."""
        del event
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_sign(p, 0.0, self.look)
            self.paint_letterings(p)


class NoticeFold(PaintedButton):
    """Several remarks by their first sentences, one after another; a press tells them in full."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        super().__init__(words.NOTICES)
        self._texts = texts
        self.setCheckable(True)
        describe(self, *texts)

    def needed(self, width: int) -> int:
        """Height (pixels) for this width (pixels)."""
        return math.ceil(self._lines(float(width))[-1].rect.bottom())

    def arrange(self) -> tuple[Lettering, ...]:
        """The sentences, left of the arrow."""
        return self._lines(float(self.width()))

    def _lines(self, width: float) -> tuple[Lettering, ...]:
        wide, gap, y = width - self.look.text_px(22), self.look.text_px(_GAP), 0.0
        if not self.isChecked():
            return (_line(_first_sentences(self._texts), y, wide, self.look),)
        lines: list[Lettering] = []
        for text in self._texts:
            lines.append(_line(text, y, wide, self.look))
            y = lines[-1].rect.bottom() + gap
        return tuple(lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sign for each, an arrow that shows which way it opens, and the ring."""
        del event
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            for lettering in self.letterings:
                _paint_sign(p, lettering.rect.top(), self.look)
                lettering.paint(p, self.look.theme)
            self._paint_arrow(p)
            edge = self.look.px(4)
            self.ring(p, QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), self.look.px(8))

    def _paint_arrow(self, p: QPainter) -> None:
        arm, way = self.look.text_px(5), -1 if self.isChecked() else 1
        middle = QPointF(self.width() - self.look.text_px(10), self.look.text_px(9.5))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(QPen(self.look.theme.color("text_soft"), max(1.4, self.look.text_px(1.8))))
        points = [QPointF(dx * arm, way * dy * arm * 0.5) for dx, dy in ((-1, -1), (0, 1), (1, -1))]
        p.drawPolyline(QPolygonF([middle + point for point in points]))


class Notices(Stack):
    """One notice a key, in the order in which they came; :meth:`shorten` folds several into one."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, str] = {}
        self._folded: tuple[str, ...] = ()
        self._open = False

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said now."""
        return tuple(self._texts.values())

    @property
    def folded(self) -> tuple[str, ...]:
        """What is told by its first sentence only, until somebody asks for more."""
        return () if self._open else tuple(self._texts[key] for key in self._folded)

    def set_notice(self, key: str, text: str) -> None:
        """Say this under ``key``; an empty text takes it away."""
        if self._texts.get(key, "") == text:
            return
        self._texts.pop(key, None)
        if text:
            self._texts[key] = text
        self._folded = ()
        self._show()

    def shorten(self, width: int, room: float) -> None:
        """Fold as few notices as will do to need no more than ``room`` (pixels) at this ``width``.

        What the massage itself needs beforehand is folded last. Where nothing helps, all is told in full.
        """
        keys = tuple(self._texts)
        others = tuple(key for key in keys if key != BEFORE)
        ways = ((), *(way for way in (others, keys) if len(way) > 1))
        fitting = (way for way in ways if self._height(way, width) <= room)
        chosen = next(fitting, ())
        if chosen != self._folded:
            self._folded = chosen
            self._show()

    def _height(self, folded: tuple[str, ...], width: int) -> float:
        """Pixels that all notices need when these are folded and closed."""
        told = [text for key, text in self._texts.items() if key not in folded]
        heights = [_line(text, 0.0, float(width), self.look).rect.height() for text in told]
        if folded:
            said = _first_sentences(tuple(self._texts[key] for key in folded))
            heights.append(_line(said, 0.0, width - self.look.text_px(22), self.look).rect.height())
        return sum(math.ceil(height) for height in heights) + (len(heights) - 1) * self.look.text_px(_GAP)

    def _show(self) -> None:
        self.clear()
        parts: list[Notice | NoticeFold] = [
            Notice(text) for key, text in self._texts.items() if key not in self._folded
        ]
        if self._folded:
            fold = NoticeFold(tuple(self._texts[key] for key in self._folded))
            fold.setChecked(self._open)
            fold.toggled.connect(self._turned)
            parts.append(fold)
        for n, part in enumerate(parts):
            self.add(part, _GAP if n else 0)
            part.show()
        self.regrow()

    def _turned(self, on: bool) -> None:
        self._open = on
        self.regrow()


class WithNotices(Stack):
    """Parts with notices at their end, which are told in fewer words where that makes all fit."""

    def __init__(self, *parts: Stack, notices: Notices) -> None:
        super().__init__()
        self._notices = notices
        for part in (*parts, notices):
            self.add(part, 12)

    def make_room(self, width: int, height: int) -> None:
        """Be no higher than ``height`` (pixels) at this width, if that can be."""
        others = self.needed(width) - self._notices.needed(width)
        self._notices.shorten(width, height - others)


def _line(text: str, top: float, width: float, look: Look) -> Lettering:
    """A remark right of its sign, from ``top`` down (pixels)."""
    left, style = look.text_px(30), Type(px=look.text_px(14), leading=1.3)
    return place(text, QRectF(left, top, max(1.0, width - left), _TALL_PX), style, "text_soft")


def _first_sentences(texts: tuple[str, ...]) -> str:
    cut = (shown(text).partition(". ") for text in texts)
    return AsItIs(" ".join(first + end.strip() for first, end, _ in cut))


def _paint_sign(p: QPainter, top: float, look: Look) -> None:
    """A ring with an i, beside a line that begins at ``top`` (pixels)."""
    r, theme = look.text_px(8.5), look.theme
    c = QPointF(r + look.px(4), top + look.text_px(9.5))
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.setPen(QPen(theme.color("accent_soft"), max(1.0, r * 0.16)))
    p.drawEllipse(c, r, r)
    p.drawLine(QPointF(c.x(), c.y() - r * 0.08), QPointF(c.x(), c.y() + r * 0.5))
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(theme.color("accent_soft"))
    p.drawEllipse(QPointF(c.x(), c.y() - r * 0.42), r * 0.12, r * 0.12)
