"""The quiet part of the picture, painted once for a size, theme and towel, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPainterPath

from massage_desktop.routine.body import BodyView, Figure, Material, body_view
from massage_desktop.ui.theme import THEMES, Theme, ThemeName

from .brush import blurred, grain, in_pixels, keep_inside, layer, mask_of, painting
from .cloth import fill_cloth, fill_pillow, fill_towel, paint_towel, soft_shadow
from .figure import Painted, figure_shape
from .frame import Frame
from .head import fill_brow, fill_eye, fill_hair, fill_lip, line_eye, paint_ear, paint_nail, rim_hair
from .props import fill_cushion, fill_shadow, fill_wood, paint_ground
from .skin import fill_skin

Brush = Callable[[QPainter, Painted], None]

_FILLS: dict[Material, Brush] = {
    "skin": fill_skin,
    "hair": fill_hair,
    "brow": fill_brow,
    "eye": fill_eye,
    "lip": fill_lip,
    "cloth": fill_cloth,
    "towel": fill_towel,
    "pillow": fill_pillow,
    "cushion": fill_cushion,
    "wood": fill_wood,
    "shadow": fill_shadow,
}
"""What is painted first and then cut to the figure's shape."""

_LINES: dict[Material, Brush] = {"hair": rim_hair, "eye": line_eye, "ear": paint_ear, "nail": paint_nail}
"""What is painted over it and may cross the edge."""

_SOFT: dict[Material, float] = {"brow": 0.006, "eye": 0.005, "lip": 0.004, "shadow": 0.05}
"""How soft the edges are (body units of a view of width 1) where the figure does not say."""


class Cover(NamedTuple):
    """What covers the body: height of the towel's hem (None: no such towel), and ids of other towels."""

    edge: float | None
    towels: tuple[str, ...]


def cover_for(view: BodyView, zones: Iterable[str]) -> Cover:
    """What covers the body while all of ``zones`` are to be seen (COVER-01)."""
    seen, edge = set(zones), view.towel_edge
    if edge is not None:
        edge = max([view.towel_lowered.get(zone, edge) for zone in seen], default=edge)
    return Cover(edge, tuple(t.id for t in view.towels if t.lies(seen)))


@lru_cache(maxsize=4)
def body_image(view_id: str, theme: ThemeName, frame: Frame, cover: Cover) -> QImage:
    """Ground, body and towels on a transparent ground that fades out at the bottom."""
    view, look = body_view(view_id), THEMES[theme]
    image = _uncovered(view_id, theme, frame).copy()
    with painting(image, frame) as p:
        for towel in view.towels:
            if towel.id in cover.towels:
                _paint_figure(p, view, towel, look, frame)
        if cover.edge is not None:
            paint_towel(p, view, look, cover.edge, frame)
    _finish(image, view, look, frame)
    return image


@lru_cache(maxsize=4)
def _uncovered(view_id: str, theme: ThemeName, frame: Frame) -> QImage:
    """Ground and body without towels, which is the part that takes long."""
    view, look = body_view(view_id), THEMES[theme]
    image = layer(frame.size)
    cast = QPainterPath()
    for figure in view.figures:
        if figure.cast:
            cast = cast.united(figure_shape(view, figure))
    with painting(image, frame) as p:
        paint_ground(p, view, look)
        for figure in view.figures:
            if figure.cast and not cast.isEmpty():
                _paint_shadow(p, cast, view.width, 0.62, frame)
                cast = QPainterPath()
            _paint_figure(p, view, figure, look, frame)
    return image


def _paint_shadow(p: QPainter, shape: QPainterPath, unit: float, strength: float, frame: Frame) -> None:
    """The soft shadow of a shape, to the lower right of it."""
    shadow = soft_shadow(shape, frame, 0.085 * unit, strength)
    with in_pixels(p):
        p.drawImage(QPointF(0.012 * unit * frame.px, 0.016 * unit * frame.px), shadow)


def _paint_figure(target: QPainter, view: BodyView, figure: Figure, theme: Theme, frame: Frame) -> None:
    """One figure with its shadow, in the piece of the picture that it needs."""
    shape = figure_shape(view, figure)
    soft = figure.soft or _SOFT.get(figure.material, 0.0) * view.width
    piece, place = frame.part(shape.boundingRect(), max(0.02 * view.width, 2 * soft))
    it = Painted(view, figure, theme, shape, piece)
    strength = figure.shadow or (0.55 if figure.material == "towel" else 0.0)
    if strength:
        around, spot = frame.part(shape.boundingRect(), 0.12 * view.width, beyond=True)
        shadow = soft_shadow(shape, around, 0.050 * view.width, strength)
        shift = 0.007 * view.width * frame.px
        with in_pixels(target):
            target.drawImage(QPointF(spot.topLeft()) + QPointF(shift, shift), shadow)
    image = layer(piece.size)
    if fill := _FILLS.get(figure.material):
        with painting(image, piece) as p:
            fill(p, it)
        if soft:
            _keep_softly(image, it, soft)
        else:
            keep_inside(image, shape, piece)
    if line := _LINES.get(figure.material):
        with painting(image, piece) as p:
            line(p, it)
    with in_pixels(target):
        target.setOpacity(figure.opacity)
        target.drawImage(place.topLeft(), image)


def _keep_softly(image: QImage, it: Painted, soft: float) -> None:
    """Cut ``image`` to the figure with an edge that fades over ``soft`` body units."""
    mask = blurred(mask_of(it.shape, it.frame), soft * it.frame.px)
    with painting(image) as p:
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        p.drawImage(0, 0, mask)


def _finish(image: QImage, view: BodyView, theme: Theme, frame: Frame) -> None:
    """Fine grain over everything, then the fade into the room at the lower end."""
    with painting(image) as p:
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        p.setOpacity(0.55 if theme.name != "light" else 0.35)
        p.fillRect(image.rect(), QBrush(grain()))
    if view.fade <= 0.0:
        return
    bottom = frame.origin[1] + view.height * frame.px
    fade = QLinearGradient(QPointF(0, bottom - view.fade * frame.px), QPointF(0, bottom))
    for stop, alpha in ((0.0, 1.0), (0.35, 0.88), (0.75, 0.30), (1.0, 0.0)):
        keep = QColor("black")
        keep.setAlphaF(alpha)
        fade.setColorAt(stop, keep)
    with painting(image) as p:
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        p.fillRect(QRectF(image.rect()), QBrush(fade))
