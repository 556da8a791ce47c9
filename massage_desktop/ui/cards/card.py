"""One technique as a card to lay beside the table: a postcard with the picture on the left."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from massage_desktop.routine.body import body_view
from massage_desktop.routine.model import Technique
from massage_desktop.ui.theme import family_color
from massage_desktop.ui.words import PROGRAM

from . import wording
from .ink import DOTS_WIDTH_MM, THEME, Column, Page, Picture, capitals_middle
from .moment import Shown
from .paper import mm, pt

_PAD_MM = 8.0
_GUTTER_MM = 6.5
_ROUND_MM = 4.0
_PICTURE_SHARE = (0.44, 0.48)  # of the card's width inside the rims
_QUIET_VIEW = "back"
_SHRINK, _LEAST_SCALE = 0.97, 0.5
_LABEL_MM = 15.0
_DOTS = 0.85


def add_card(page: Page, box: QRectF, technique: Technique, shown: Shown) -> None:
    """Set the card of ``technique`` into ``box`` (dots) of ``page``; type shrinks until all of it fits."""
    pad = mm(_PAD_MM)
    inner = box.adjusted(pad, pad, -pad, -pad)
    picture = QRectF(inner.left(), inner.top(), _picture_width(shown, inner), inner.height())
    page.pictures.append(Picture(picture, shown.scene, mm(_ROUND_MM), _view(shown)))
    text = QRectF(inner)
    text.setLeft(picture.right() + mm(_GUTTER_MM))
    scale = 1.0
    while scale > _LEAST_SCALE and _needed(text, technique, shown, scale) > text.height():
        scale *= _SHRINK
    _set_words(page, text, technique, shown, scale)


def _picture_width(shown: Shown, inner: QRectF) -> float:
    """Wide enough for the view, within bounds (dots)."""
    view = body_view(_view(shown))
    least, most = (share * inner.width() for share in _PICTURE_SHARE)
    return min(max(inner.height() * view.width / view.height, least), most)


def _view(shown: Shown) -> str:
    return shown.scene.view if shown.scene is not None else _QUIET_VIEW


def _needed(box: QRectF, technique: Technique, shown: Shown, scale: float) -> float:
    """Height (dots) of all words at this scale."""
    top, bottom = Column(None, box, scale), Column(None, box, scale)
    _top(top, technique)
    _bottom(bottom, technique, shown)
    return top.y + bottom.y - 2 * box.top() + mm(3) * scale


def _set_words(page: Page, box: QRectF, technique: Technique, shown: Shown, scale: float) -> None:
    """What the hands do at the top, figures and cautions at the foot."""
    _top(Column(page, box, scale), technique)
    measure = Column(None, box, scale)
    _bottom(measure, technique, shown)
    foot = QRectF(box)
    foot.setTop(box.bottom() - (measure.y - box.top()))
    _bottom(Column(page, foot, scale), technique, shown)


def _top(column: Column, technique: Technique) -> None:
    family = family_color(THEME, technique.family)
    column.beside(technique.code, column.type(8.0), "text_quiet", end=True)
    column.text(wording.FAMILY[technique.family], column.type(8.5, 650), family)
    column.gap(1.6)
    column.text(technique.title, column.type(18.5, 650, 1.14), "text")
    column.gap(0.6)
    column.text(technique.everyday, column.type(11.0), "text_quiet")
    column.gap(2.6)
    bar = QRectF(column.box.left(), column.y, mm(11) * column.scale, pt(1.6) * column.scale)
    column.fill(bar, family, bar.height() / 2)
    column.gap(3.6)
    column.text(technique.card, column.type(12.5, 400, 1.38), "text_soft")


def _bottom(column: Column, technique: Technique, shown: Shown) -> None:
    _figure(column, wording.PRESSURE, wording.pressures(technique), technique)
    _figure(column, wording.PACE, wording.pace(technique, shown.step))
    _figure(column, wording.HAND, wording.hands(technique.hands))
    cautions = wording.cautions(technique)
    if cautions:
        column.gap(1.8)
        _cautions(column, cautions)
    column.gap(2.6)
    ids = [i for i in dict.fromkeys(technique.source) if i != technique.code]
    column.text(" · ".join(ids) or PROGRAM, column.type(6.2), "text_quiet")


def _figure(column: Column, label: str, value: str, technique: Technique | None = None) -> None:
    """A label and its value; with ``technique`` the value stands beside the dots of its pressure."""
    left = mm(_LABEL_MM) * column.scale
    named = column.beside(label, column.type(9.2), "text_quiet")
    if technique is not None:
        column.pressure_dots(technique.pressure, left, capitals_middle(named), _DOTS)
        left += mm(DOTS_WIDTH_MM) * _DOTS * column.scale
    column.text(value, column.type(9.2, 600), "text", left=left)
    column.gap(1.1)


def _cautions(column: Column, cautions: list[str]) -> None:
    """What to be careful about, held together by a line in the colour of care."""
    care: QColor = THEME.color("care")
    start, indent = column.y, mm(3.2) * column.scale
    for n, caution in enumerate(cautions):
        if n:
            column.gap(0.7)
        column.text(caution, column.type(8.8, 500, 1.25), "text_soft", left=indent)
    bar = QRectF(column.box.left(), start, pt(1.8) * column.scale, column.y - start)
    column.fill(bar, care, bar.width() / 2)
