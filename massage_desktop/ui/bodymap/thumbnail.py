"""A small body for cards: which zones a routine works on, at a glance."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

from massage_desktop.routine.body import body_view
from massage_desktop.ui.theme import THEMES, ThemeName

from .brush import blurred, layer, painting, round_pen, tinted
from .frame import frame_for
from .marks import zone_figure
from .still import body_image, towel_edge


@lru_cache(maxsize=64)
def thumbnail_image(view_id: str, zones: tuple[str, ...], theme: ThemeName, size: tuple[int, int]) -> QImage:
    """The body with ``zones`` lit on both halves; ``size`` in pixels."""
    view, look = body_view(view_id), THEMES[theme]
    frame = frame_for(view, *size)
    edge = max((towel_edge(view, zone) for zone in zones), default=view.towel_edge)
    image = body_image(view_id, theme, frame, edge).copy()
    accent = look.color("accent")
    lit = layer(QSize(*size))
    with painting(lit, frame) as p:
        for zone_id in zones:
            zone = view.zone(zone_id)
            if zone is not None and zone.status == "open":
                p.fillPath(zone_figure(zone, ("right", "left")), tinted(accent, 0.34))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.setPen(round_pen(tinted(accent, 0.70), 0.006))
                p.drawPath(zone_figure(zone, ("right", "left")))
    with painting(image) as p:
        p.drawImage(0, 0, blurred(lit, 0.03 * frame.px))
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        p.drawImage(0, 0, lit)
    return image
