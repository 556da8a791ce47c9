"""Scenes and pictures that the tests of the body map share."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from massage_desktop.routine.body import BodyView, body_view
from massage_desktop.ui.bodymap import (
    BodyScene,
    hand_poses,
    paint_body,
)
from massage_desktop.ui.bodymap.brush import path_of
from massage_desktop.ui.theme import DARK

VIEW = body_view("back")
PATHS = [path.id for path in VIEW.paths]


def scene(path: str = "up_and_spread", phase: float = 0.0, **changes: object) -> BodyScene:
    values: dict[str, object] = {
        "view": "back", "zone": "back_whole", "path": path, "motion": "glide", "motions": 6, "hand": "palm",
        "side": "both", "pressure": "light", "phase": phase, "repetition": 1, "pace_per_minute": 6.0,
    }  # fmt: skip
    return BodyScene(**(values | changes))  # type: ignore[arg-type]


def poses(path: str, phase: float, **changes: object):
    return hand_poses(scene(path, phase, **changes), VIEW)


def along(path: str, steps: int = 240, **changes: object):
    """The first hand at even moments of one repetition."""
    return [poses(path, k / steps, **changes)[0] for k in range(steps + 1)]


def zone_shape(zone_id: str, view: BodyView = VIEW):
    zone = view.zone(zone_id)
    assert zone is not None
    shapes = [path_of(zone.outline, closed=True)]
    return [*shapes, path_of(zone.outline, closed=True, mirrored=True)] if zone.mirrored else shapes


def inside(zone_id: str, x: float, y: float) -> bool:
    return any(shape.contains(QPointF(x, y)) for shape in zone_shape(zone_id))


def painted(moment, theme=DARK, width=285, height=390, *, reduced=False):
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(theme.room))
    with QPainter(image) as painter:
        paint_body(painter, image.rect(), moment, theme, reduced)
    return image


def differing(a, b, x0=0, x1=None):
    """Share of pixels of columns x0 to x1 that differ clearly."""
    columns = range(x0, x1 or a.width(), 3)
    rows = range(0, a.height(), 3)
    count = 0
    for y in rows:
        for x in columns:
            p, q = QColor(a.pixel(x, y)), QColor(b.pixel(x, y))
            count += abs(p.red() - q.red()) + abs(p.green() - q.green()) + abs(p.blue() - q.blue()) > 30
    return count / (len(columns) * len(rows))


def lightness(image, x, y):
    view_x, view_y = round(image.width() / 2 + x * image.width()), round(y * image.width())
    return QColor(image.pixel(view_x, view_y)).lightness()
