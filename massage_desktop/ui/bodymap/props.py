"""What stands around the body: massage table, mat, cushion, wood, and shadows on the floor."""

from __future__ import annotations

from math import sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath

from massage_desktop.routine.body import BodyView
from massage_desktop.ui.theme import Theme

from .brush import edge_tone, feather, glow, in_pixels, mask_of, mixed, soft_line, tinted
from .curve import Point
from .figure import Painted, paint_creases, paint_shades

_HALF = 0.472  # half width of table and mat, as a share of the picture's width
_TALL = 1.37  # height of a picture of width 1 for which the wrinkles are given


def paint_ground(p: QPainter, view: BodyView, theme: Theme) -> None:
    """The table under a linen sheet or the mat on the floor, with warm light in the middle."""
    if view.table == "none":
        return
    w, h = view.width, view.height
    glow(p, (0.0, 0.4015 * h), (0.75 * w, 0.6934 * h), tinted(theme.color("room_glow"), 0.9))
    sheet = QPainterPath()
    tall = h - view.table_top + (0.2 * w if view.table == "table" else -0.012 * h)
    box = QRectF(-_HALF * w, view.table_top, 2 * _HALF * w, tall)
    sheet.addRoundedRect(box, 0.075 * w, 0.075 * w)
    base = mixed(theme.color("panel"), theme.color("room_glow"), 0.55)
    if view.table == "mat":
        base = mixed(base, theme.color("calm"), 0.10)
    light = QLinearGradient(QPointF(-_HALF * w, view.table_top - 0.005 * w), QPointF(_HALF * w, h))
    light.setColorAt(0.0, mixed(base, theme.color("skin_shade"), 0.42))
    light.setColorAt(0.5, mixed(base, theme.color("skin_shade"), 0.22))
    light.setColorAt(1.0, base)
    p.setPen(Qt.PenStyle.NoPen)
    p.fillPath(sheet, QBrush(light))
    p.save()
    p.setClipPath(sheet)
    _wrinkles(p, view, theme)
    if view.table == "mat":
        _mat_border(p, box, w, theme)
    p.restore()


_WRINKLES: tuple[tuple[Point, Point, Point], ...] = (
    ((0.20, 0.300), (0.33, 0.262), (0.44, 0.275)),
    ((0.345, 0.470), (0.400, 0.440), (0.468, 0.452)),
    ((0.340, 0.560), (0.395, 0.585), (0.470, 0.570)),
    ((0.270, 0.700), (0.275, 0.800), (0.262, 0.900)),
    ((0.395, 0.800), (0.430, 0.770), (0.472, 0.780)),
    ((0.400, 1.020), (0.435, 1.050), (0.472, 1.036)),
)


def _wrinkles(p: QPainter, view: BodyView, theme: Theme) -> None:
    """A few quiet wrinkles of the sheet beside the body."""
    light = mixed(theme.color("skin_shade"), theme.color("towel"), 0.40)
    dark = mixed(theme.color("room"), QColor("black"), 0.3)
    w, tall = view.width, view.height / _TALL
    for k, wrinkle in enumerate(_WRINKLES):
        for sign in (-1, 1):
            lean = 0.014 * sin(k * 2.1 + sign)
            line = [(sign * x * w, (y + lean * (1 if n else -1)) * tall) for n, (x, y) in enumerate(wrinkle)]
            soft_line(p, line, dark, 0.030 * w, 0.16)
            lit = [(a, b - 0.020 * w) for a, b in line]
            soft_line(p, lit, light, 0.024 * w, 0.13 if sign < 0 else 0.08)


def _mat_border(p: QPainter, box: QRectF, w: float, theme: Theme) -> None:
    """Two stitched lines along the edge of the mat."""
    thread = mixed(theme.color("skin_shade"), theme.color("towel"), 0.45)
    for deep, strength in ((0.022, 0.34), (0.034, 0.22)):
        line = QPainterPath()
        d = deep * w
        line.addRoundedRect(box.adjusted(d, d, -d, -d), 0.06 * w, 0.06 * w)
        feather(p, line, thread, 0.006 * w, strength)


def fill_cushion(p: QPainter, it: Painted) -> None:
    """Padded leather: bright towards the light, dark below; ridges are creases of the figure."""
    theme, box = it.theme, it.shape.boundingRect()
    leather = mixed(theme.color("panel"), theme.color("skin_shade"), 0.75)
    start = QPointF(box.left() + 0.006 * box.width(), box.top() - 0.041 * box.height())
    end = QPointF(box.left() + 0.907 * box.width(), box.bottom() - 0.0137 * box.height())
    soft = QLinearGradient(start, end)
    soft.setColorAt(0.0, mixed(leather, theme.color("skin_light"), 0.24))
    soft.setColorAt(0.5, leather)
    soft.setColorAt(1.0, mixed(leather, QColor("black"), 0.40))
    p.fillRect(box.adjusted(-0.1, -0.1, 0.1, 0.1), QBrush(soft))
    light = mixed(leather, theme.color("skin_light"), 0.6)
    paint_shades(p, it.figure.shades, light, QColor("black"))
    paint_creases(p, it.figure.creases, light, QColor("black"))


def fill_wood(p: QPainter, it: Painted) -> None:
    """Dark oiled wood with quiet grain along its longer side."""
    theme, box = it.theme, it.shape.boundingRect()
    wood = mixed(mixed(theme.color("panel"), theme.color("accent_soft"), 0.34), QColor("#6b4a30"), 0.35)
    light, dark = mixed(wood, theme.color("accent_soft"), 0.45), mixed(wood, QColor("black"), 0.55)
    ground = QLinearGradient(box.topLeft(), box.bottomRight())
    ground.setColorAt(0.0, mixed(wood, light, 0.35))
    ground.setColorAt(1.0, mixed(wood, dark, 0.45))
    p.fillRect(box.adjusted(-0.1, -0.1, 0.1, 0.1), QBrush(ground))
    level = box.width() >= box.height()
    for k in range(1, 7):
        share, sway = k / 7, 0.02 * sin(k * 2.6)
        ends = [(0.0, share + sway), (0.5, share - sway), (1.0, share + 0.5 * sway)]
        line = [(a, b) if level else (b, a) for a, b in ends]
        at = [(box.left() + a * box.width(), box.top() + b * box.height()) for a, b in line]
        soft_line(p, at, dark, 0.006 * it.unit, 0.30)
    mask, px = mask_of(it.shape, it.frame), it.frame.px * it.unit
    with in_pixels(p):
        p.drawImage(0, 0, edge_tone(mask, 0.030 * px, tinted(dark, 0.55)))
        p.drawImage(0, 0, edge_tone(mask, 0.010 * px, tinted(light, 0.45), (0.004 * px, 0.005 * px)))
    paint_shades(p, it.figure.shades, light, dark)
    paint_creases(p, it.figure.creases, light, dark)


def fill_shadow(p: QPainter, it: Painted) -> None:
    """Plain darkness, to be softened at its edge: where something touches the floor."""
    p.fillRect(it.shape.boundingRect().adjusted(-0.1, -0.1, 0.1, 0.1), QColor("black"))
