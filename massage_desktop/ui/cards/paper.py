"""Sizes of paper, the cards on a page, and the marks to cut along.

All lengths of this room are *dots*: ``DOTS_PER_INCH`` of them are an inch, ten a typographic point, so that
type may be set in whole pixels without ever being seen to round.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from PySide6.QtCore import QLineF, QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize

PaperName = Literal["A4", "letter"]
PAPERS: tuple[PaperName, ...] = get_args(PaperName)
DOTS_PER_INCH = 720
PICTURE_DPI = 300
"""Pixels an inch of painted pictures."""

_MM_PER_INCH = 25.4
_SIZES: dict[PaperName, tuple[float, float]] = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}
_PAGE_IDS = {"A4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
_CARDS_ACROSS = 2
_CARDS_DOWN = 2
CARDS_ON_A_PAGE = _CARDS_ACROSS * _CARDS_DOWN
_MARK_FROM_MM, _MARK_TO_MM = 3.5, 7.5
_CROSS_MM = 2.5


class Paper(NamedTuple):
    """One size of paper held upright or ``lying`` on its long side."""

    name: PaperName
    lying: bool

    @property
    def page(self) -> QRectF:
        """The whole page in dots."""
        width, height = _SIZES[self.name]
        if self.lying:
            width, height = height, width
        return QRectF(0, 0, mm(width), mm(height))

    @property
    def layout(self) -> QPageLayout:
        """The page as Qt's printing knows it, without margins."""
        way = QPageLayout.Orientation.Landscape if self.lying else QPageLayout.Orientation.Portrait
        return QPageLayout(QPageSize(_PAGE_IDS[self.name]), way, QMarginsF(0, 0, 0, 0))


def mm(length: float) -> float:
    """Millimetres to dots."""
    return length * DOTS_PER_INCH / _MM_PER_INCH


def pt(size: float) -> float:
    """Typographic points to dots."""
    return size * DOTS_PER_INCH / 72


def picture_px(length: float) -> int:
    """Dots to whole pixels of a painted picture."""
    return max(1, round(length * PICTURE_DPI / DOTS_PER_INCH))


def card_boxes(page: QRectF) -> list[QRectF]:
    """The cards of a page, row by row: they touch, so that one cut in each direction is enough."""
    width, height = page.width() / _CARDS_ACROSS, page.height() / _CARDS_DOWN
    return [
        QRectF(page.left() + column * width, page.top() + row * height, width, height)
        for row in range(_CARDS_DOWN)
        for column in range(_CARDS_ACROSS)
    ]


def cut_marks(page: QRectF) -> list[QLineF]:
    """Short lines at the rims of a page, and a small cross where the cuts meet."""
    near, far, arm = mm(_MARK_FROM_MM), mm(_MARK_TO_MM), mm(_CROSS_MM)
    marks: list[QLineF] = []
    xs = [page.left() + page.width() * n / _CARDS_ACROSS for n in range(1, _CARDS_ACROSS)]
    ys = [page.top() + page.height() * n / _CARDS_DOWN for n in range(1, _CARDS_DOWN)]
    for x in xs:
        marks.append(QLineF(x, page.top() + near, x, page.top() + far))
        marks.append(QLineF(x, page.bottom() - far, x, page.bottom() - near))
        marks += [QLineF(x, y - arm, x, y + arm) for y in ys]
    for y in ys:
        marks.append(QLineF(page.left() + near, y, page.left() + far, y))
        marks.append(QLineF(page.right() - far, y, page.right() - near, y))
        marks += [QLineF(x - arm, y, x + arm, y) for x in xs]
    return marks
