"""Text that always fits: it wraps, then shrinks, and is never elided or cut off."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from massage_desktop.ui.language import shown
from massage_desktop.ui.theme import Theme, font

_SHRINK = 0.96
_SMALLEST_PX = 6.0
"""Below this a text is unreadable anyway; long words are broken from here on."""


class Type(NamedTuple):
    """How a text is set: size of the em in pixels, weight, leading in ems, and the most lines it may take."""

    px: float
    weight: int = 400
    leading: float = 1.25
    max_lines: int = 99
    tabular: bool = False
    balance: bool = False

    @property
    def font(self) -> QFont:
        """The font at this size."""
        return font(self.px, self.weight, tabular=self.tabular)


class Fitted(NamedTuple):
    """A text broken into ``lines`` at ``px``; ``width`` and ``height`` in pixels are what the ink needs."""

    lines: tuple[str, ...]
    type: Type
    px: float
    width: float
    height: float

    @property
    def font(self) -> QFont:
        """The font that the lines were measured with."""
        return font(self.px, self.type.weight, tabular=self.type.tabular)

    @property
    def cap_height(self) -> float:
        """Height of the capitals in pixels."""
        return QFontMetricsF(self.font).capHeight()


@lru_cache(maxsize=1024)
def fit(text: str, width: float, height: float, style: Type) -> Fitted:
    """Break ``text`` to ``width``; where it does not fit ``height`` or the lines allowed, set it smaller."""
    px = style.px
    while True:
        last = px <= _SMALLEST_PX
        metrics = QFontMetricsF(font(px, style.weight, tabular=style.tabular))
        lines = _wrap(text, width, metrics, break_words=last)
        tall = _height(len(lines), px, style, metrics)
        wide = max((metrics.horizontalAdvance(line) for line in lines), default=0.0)
        if last or (wide <= width and tall <= height and len(lines) <= style.max_lines):
            if style.balance:
                lines = _balanced(text, width, metrics, lines)
                wide = max((metrics.horizontalAdvance(line) for line in lines), default=0.0)
            return Fitted(tuple(lines), style, px, wide, tall)
        px = max(_SMALLEST_PX, px * _SHRINK)


def _height(count: int, px: float, style: Type, metrics: QFontMetricsF) -> float:
    return metrics.height() + max(0, count - 1) * px * style.leading if count else 0.0


def _wrap(text: str, width: float, metrics: QFontMetricsF, *, break_words: bool) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            joined = f"{line} {word}" if line else word
            if line and metrics.horizontalAdvance(joined) > width:
                lines.append(line)
                line = word
            else:
                line = joined
            while break_words and len(line) > 1 and metrics.horizontalAdvance(line) > width:
                cut = _longest(line, width, metrics)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return lines if text.strip() else []


def _longest(line: str, width: float, metrics: QFontMetricsF) -> int:
    return next(
        n for n in range(len(line) - 1, 0, -1) if n == 1 or metrics.horizontalAdvance(line[:n]) <= width
    )


def _balanced(text: str, width: float, metrics: QFontMetricsF, lines: list[str]) -> list[str]:
    """The same number of lines, of lengths as even as may be."""
    if len(lines) < 2:
        return lines
    best = lines
    for part in range(19, 9, -1):
        narrower = width * part / 20
        tried = _wrap(text, narrower, metrics, break_words=False)
        if len(tried) > len(lines) or any(metrics.horizontalAdvance(t) > narrower for t in tried):
            break
        best = tried
    return best


class Lettering(NamedTuple):
    """A fitted text at its place: ``rect`` (pixels) holds all its ink; ``color`` is a name of the theme."""

    text: str
    fitted: Fitted
    rect: QRectF
    color: str
    centred: bool = False

    def paint(self, painter: QPainter, theme: Theme, alpha: float = 1.0) -> None:
        """Paint the lines from the top of ``rect``."""
        self.paint_in(painter, theme.color(self.color, alpha))

    def paint_in(self, painter: QPainter, ink: QColor) -> None:
        """Paint the lines in a colour that is not the theme's own, such as on a filled button."""
        painter.setFont(self.fitted.font)
        painter.setPen(ink)
        metrics = QFontMetricsF(self.fitted.font)
        y = self.rect.top() + metrics.ascent()
        for line in self.fitted.lines:
            spare = self.rect.width() - metrics.horizontalAdvance(line)
            painter.drawText(QPointF(self.rect.left() + (spare / 2 if self.centred else 0.0), y), line)
            y += self.fitted.px * self.fitted.type.leading


def place(
    text: str,
    box: QRectF,
    style: Type,
    color: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> Lettering:
    """Fit ``text``, as it is to be read, into ``box`` (pixels). ``align`` joins two flags, one each way."""
    text = shown(text)
    fitted = fit(text, round(box.width(), 1), round(box.height(), 1), style)
    x, y = box.left(), box.top()
    centred = bool(align & Qt.AlignmentFlag.AlignHCenter)
    if centred:
        x += (box.width() - fitted.width) / 2
    elif align & Qt.AlignmentFlag.AlignRight:
        x += box.width() - fitted.width
    if align & Qt.AlignmentFlag.AlignVCenter:
        y += (box.height() - fitted.height) / 2
    elif align & Qt.AlignmentFlag.AlignBottom:
        y += box.height() - fitted.height
    return Lettering(text, fitted, QRectF(x, y, fitted.width, fitted.height), color, centred)


@lru_cache(maxsize=64)
def em_for_capitals(cap_px: float, weight: int) -> float:
    """Size of the em whose capitals are at least ``cap_px`` pixels high in the font that is really there."""
    probe = QFontMetricsF(font(200, weight)).capHeight() / 200
    px = cap_px / probe
    while QFontMetricsF(font(px, weight)).capHeight() < cap_px:
        px += 0.5
    return px
