"""The quiet part of the picture, painted once for a size, theme and towel, and kept."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPainterPath

from massage_desktop.routine.body import BodyView, body_view
from massage_desktop.ui.theme import THEMES, Theme, ThemeName

from .brush import both_halves, grain, in_pixels, layer, painting
from .cloth import body_shadow, paint_table, paint_towel
from .frame import Frame
from .skin import paint_head, paint_skin, silhouette


def towel_edge(view: BodyView, zone: str) -> float:
    """Height from which the towel covers the body while ``zone`` is worked."""
    return view.towel_lowered.get(zone, view.towel_edge)


@lru_cache(maxsize=3)
def body_image(view_id: str, theme: ThemeName, frame: Frame, edge: float) -> QImage:
    """Table, body and towel on a transparent ground that fades out at the bottom."""
    view, look = body_view(view_id), THEMES[theme]
    image = _uncovered(view_id, theme, frame).copy()
    with painting(image, frame) as p:
        paint_towel(p, view, look, edge, frame)
    _finish(image, view, look, frame)
    return image


@lru_cache(maxsize=2)
def _uncovered(view_id: str, theme: ThemeName, frame: Frame) -> QImage:
    """Table and body without the towel, which is the part that takes long."""
    view, look = body_view(view_id), THEMES[theme]
    image = layer(frame.size)
    figure = silhouette(view).united(both_halves(view.outlines["hair"]))
    with painting(image, frame) as p:
        paint_table(p, view, look)
        _cast_shadow(p, figure, frame)
        paint_skin(p, view, look, frame)
        paint_head(p, view, look)
    return image


def _cast_shadow(p: QPainter, figure: QPainterPath, frame: Frame) -> None:
    shadow = body_shadow(figure, frame, 0.62)
    with in_pixels(p):
        p.drawImage(QPointF(0.012 * frame.px, 0.016 * frame.px), shadow)


def _finish(image: QImage, view: BodyView, theme: Theme, frame: Frame) -> None:
    """Fine grain over everything, then the fade into the room at the lower end."""
    with painting(image) as p:
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        p.setOpacity(0.55 if theme.name != "light" else 0.35)
        p.fillRect(image.rect(), QBrush(grain()))
    bottom = frame.origin[1] + view.height * frame.px
    fade = QLinearGradient(QPointF(0, bottom - 0.30 * frame.px), QPointF(0, bottom))
    for stop, alpha in ((0.0, 1.0), (0.35, 0.88), (0.75, 0.30), (1.0, 0.0)):
        keep = QColor("black")
        keep.setAlphaF(alpha)
        fade.setColorAt(stop, keep)
    with painting(image) as p:
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        p.fillRect(QRectF(image.rect()), QBrush(fade))
