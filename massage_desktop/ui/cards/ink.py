"""What stands on a page, as values that can be looked at and measured before anything is painted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from massage_desktop.routine.model import PRESSURES, Pressure, pressure_rank
from massage_desktop.ui.bodymap import BodyScene, paint_body, paint_thumbnail
from massage_desktop.ui.theme import LIGHT, Theme
from massage_desktop.ui.widgets.lettering import Fitted, Lettering, Type, fit

from .paper import Paper, mm, picture_px, pt

THEME: Theme = LIGHT
SMALLEST_PT = 5.5
"""Smaller type than this is never set."""

_ENDLESS = 1e6
_HAIRLINE_PT = 0.4
_DOT_MM = (1.15, 1.4, 1.65, 1.9, 2.15)  # growing with the pressure
DOTS_WIDTH_MM = 15.0


@dataclass(frozen=True)
class Fill:
    """A box of one colour with round corners (dots)."""

    box: QRectF
    color: QColor
    radius: float = 0.0


@dataclass(frozen=True)
class Picture:
    """The body at a moment on a ground of its own, with round corners (dots).

    Without a scene it is the ``view`` at rest, with ``zones`` lit.
    """

    box: QRectF
    scene: BodyScene | None
    radius: float
    view: str = "back"
    zones: tuple[str, ...] = ()


@dataclass
class Page:
    """Everything on one page; ``words`` tells the letters' colours by themselves, see :class:`Lettering`."""

    paper: Paper
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    words: list[Lettering] = field(default_factory=list)
    tinted: list[tuple[Lettering, QColor]] = field(default_factory=list)
    marks: list[QLineF] = field(default_factory=list)

    @property
    def letterings(self) -> list[Lettering]:
        """All text of the page."""
        return [*self.words, *(lettering for lettering, _ in self.tinted)]


class Column:
    """Sets one thing below the other into a column of a page, at a common ``scale`` of all type.

    ``y`` is where the next thing begins (dots). With no page nothing is kept: only ``y`` moves.
    """

    def __init__(self, page: Page | None, box: QRectF, scale: float = 1.0) -> None:
        self.page, self.box, self.scale = page, box, scale
        self.y = box.top()

    def type(self, size_pt: float, weight: int = 400, leading: float = 1.3) -> Type:
        """A type of this column."""
        return Type(px=max(pt(SMALLEST_PT), pt(size_pt) * self.scale), weight=weight, leading=leading)

    def gap(self, size_mm: float) -> None:
        """Leave room."""
        self.y += mm(size_mm) * self.scale

    def text(
        self, text: str, style: Type, color: str | QColor, *, left: float = 0.0, right: float = 0.0
    ) -> Fitted:
        """Set a text over the column's width less ``left`` and ``right`` (dots); go on below it."""
        fitted = self.beside(text, style, color, left=left, right=right)
        self.y += fitted.height
        return fitted

    def beside(
        self,
        text: str,
        style: Type,
        color: str | QColor,
        *,
        left: float = 0.0,
        right: float = 0.0,
        end: bool = False,
    ) -> Fitted:
        """Set a text at the present height and stay there; ``end`` sets it against the right rim."""
        width = self.box.width() - left - right
        fitted = fit(text, round(width, 1), _ENDLESS, style)
        x = self.box.right() - right - fitted.width if end else self.box.left() + left
        lettering = Lettering(text, fitted, QRectF(x, self.y, fitted.width, fitted.height), "text")
        if self.page is not None:
            if isinstance(color, str):
                lettering = Lettering(text, fitted, lettering.rect, color)
                self.page.words.append(lettering)
            else:
                self.page.tinted.append((lettering, color))
        return fitted

    def fill(self, box: QRectF, color: QColor, radius: float = 0.0) -> None:
        """Lay a colour into the page."""
        if self.page is not None:
            self.page.fills.append(Fill(box, color, radius))

    def pressure_dots(
        self, pressures: tuple[Pressure, Pressure], left: float, height: float, size: float = 1.0
    ) -> None:
        """Five growing dots beside a line of ``height``; from softest to strongest lit."""
        low, high = (pressure_rank(p) for p in pressures)
        x, scale = self.box.left() + left, self.scale * size
        for rank in range(len(PRESSURES)):
            across = mm(_DOT_MM[rank]) * scale
            color = THEME.color("accent" if low <= rank <= high else "line")
            self.fill(QRectF(x, self.y + (height - across) / 2, across, across), color, across / 2)
            x += across + mm(1.05) * scale


def capitals_middle(fitted: Fitted) -> float:
    """Height of a line of type in dots, for setting marks beside its first line."""
    return fitted.height if len(fitted.lines) < 2 else fitted.px * fitted.type.leading


def paint_page(painter: QPainter, page: Page) -> None:
    """Paint a page; the painter's unit is the dot of :mod:`.paper`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    for fill in page.fills:
        painter.setBrush(fill.color)
        painter.drawRoundedRect(fill.box, fill.radius, fill.radius)
    for picture in page.pictures:
        _paint_picture(painter, picture)
    for lettering in page.words:
        lettering.paint(painter, THEME)
    for lettering, color in page.tinted:
        lettering.paint_in(painter, color)
    _paint_marks(painter, page.marks)


def _paint_picture(painter: QPainter, picture: Picture) -> None:
    """Paint the body; its corners are cut as a shape, not as pixels."""
    corners = QPainterPath()
    corners.addRoundedRect(picture.box, picture.radius, picture.radius)
    painter.save()
    painter.setClipPath(corners)
    painter.drawImage(picture.box, body_image(picture))
    painter.restore()


def body_image(picture: Picture) -> QImage:
    """The pixels of a picture on the warm ground of the light theme, without transparency."""
    size = (picture_px(picture.box.width()), picture_px(picture.box.height()))
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(THEME.color("room"))
    with QPainter(image) as painter:
        if picture.scene is not None:
            paint_body(painter, image.rect(), picture.scene, THEME)
        else:
            paint_thumbnail(painter, image.rect(), picture.view, picture.zones, THEME)
    return image


def _paint_marks(painter: QPainter, marks: Sequence[QLineF]) -> None:
    painter.setPen(QPen(THEME.color("text_quiet"), pt(_HAIRLINE_PT)))
    for mark in marks:
        painter.drawLine(mark)


def smallest_pt(letterings: Iterable[Lettering]) -> float:
    """Size in points of the smallest type among ``letterings``; infinite for none."""
    return min((lettering.fitted.px / pt(1) for lettering in letterings), default=float("inf"))
