"""A small body for cards: which zones a routine works on, at a glance."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

from massage_desktop.routine.body import body_view
from massage_desktop.ui.theme import THEMES, ThemeName

from .brush import blurred, layer, painting, round_pen, tinted
from .figure import silhouette
from .frame import frame_for
from .marks import zone_figure
from .still import body_image, cover_for


@lru_cache(maxsize=64)
def thumbnail_image(view_id: str, zones: tuple[str, ...], theme: ThemeName, size: tuple[int, int]) -> QImage:
    """The body with ``zones`` lit on both halves; ``size`` in pixels."""
    view, look = body_view(view_id), THEMES[theme]
    frame = frame_for(view, *size)
    image = body_image(view_id, theme, frame, cover_for(view, zones)).copy()
    accent = look.color("accent")
    lit = layer(QSize(*size))
    with painting(lit, frame) as p:
        for zone_id in zones:
            zone = view.zone(zone_id)
            if zone is not None and zone.status == "open":
                shape = zone_figure(zone, ("right", "left")).intersected(silhouette(view_id))
                p.fillPath(shape, tinted(accent, 0.34))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.setPen(round_pen(tinted(accent, 0.70), 0.006 * view.width))
                p.drawPath(shape)
    with painting(image) as p:
        p.drawImage(0, 0, blurred(lit, 0.03 * view.width * frame.px))
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        p.drawImage(0, 0, lit)
    return image
