"""What the receiver lies on and under: table, sheet, face cushion, and the towel (COVER-01)."""

from __future__ import annotations

from math import sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPainterPath

from massage_desktop.routine.body import BodyView
from massage_desktop.ui.theme import Theme

from .brush import (
    blurred,
    both_halves,
    dyed,
    feather,
    glow,
    in_pixels,
    keep_inside,
    layer,
    mask_of,
    mixed,
    painting,
    path_of,
    soft_line,
    tinted,
)
from .curve import Point, smooth
from .frame import Frame

_TABLE = 0.472  # half width of the table, body units
_TABLE_TOP = 0.205
_TOWEL = 0.300  # half width of the towel where it lies on the sheet
_HEM = 0.052


def paint_table(p: QPainter, view: BodyView, theme: Theme) -> None:
    """The table under a linen sheet, with warm light in the middle, and the padded ring for the face."""
    table = QPainterPath()
    table.addRoundedRect(QRectF(-_TABLE, _TABLE_TOP, 2 * _TABLE, view.height + 0.2), 0.075, 0.075)
    base = mixed(theme.color("panel"), theme.color("room_glow"), 0.55)
    glow(p, (0.0, 0.55), (0.75, 0.95), tinted(theme.color("room_glow"), 0.9))
    sheet = QLinearGradient(QPointF(-_TABLE, 0.2), QPointF(_TABLE, view.height))
    sheet.setColorAt(0.0, mixed(base, theme.color("skin_shade"), 0.42))
    sheet.setColorAt(0.5, mixed(base, theme.color("skin_shade"), 0.22))
    sheet.setColorAt(1.0, base)
    p.setPen(Qt.PenStyle.NoPen)
    p.fillPath(table, QBrush(sheet))
    p.save()
    p.setClipPath(table)
    _sheet_folds(p, theme)
    p.restore()
    _cushion(p, theme)


_WRINKLES: tuple[tuple[Point, Point, Point], ...] = (
    ((0.20, 0.300), (0.33, 0.262), (0.44, 0.275)),
    ((0.345, 0.470), (0.400, 0.440), (0.468, 0.452)),
    ((0.340, 0.560), (0.395, 0.585), (0.470, 0.570)),
    ((0.270, 0.700), (0.275, 0.800), (0.262, 0.900)),
    ((0.395, 0.800), (0.430, 0.770), (0.472, 0.780)),
    ((0.400, 1.020), (0.435, 1.050), (0.472, 1.036)),
)


def _sheet_folds(p: QPainter, theme: Theme) -> None:
    """A few quiet wrinkles of the sheet beside the body."""
    light = mixed(theme.color("skin_shade"), theme.color("towel"), 0.40)
    dark = mixed(theme.color("room"), QColor("black"), 0.3)
    for k, wrinkle in enumerate(_WRINKLES):
        for sign in (-1, 1):
            lean = 0.014 * sin(k * 2.1 + sign)
            line = [(sign * x, y + lean * (1 if n else -1)) for n, (x, y) in enumerate(wrinkle)]
            soft_line(p, line, dark, 0.030, 0.16)
            soft_line(p, [(a, b - 0.020) for a, b in line], light, 0.024, 0.13 if sign < 0 else 0.08)


def _cushion(p: QPainter, theme: Theme) -> None:
    """The padded ring that holds the face."""
    outer, inner = QPainterPath(), QPainterPath()
    outer.addRoundedRect(QRectF(-0.172, 0.012, 0.344, 0.292), 0.150, 0.140)
    inner.addRoundedRect(QRectF(-0.060, 0.090, 0.120, 0.230), 0.060, 0.060)
    leather = mixed(theme.color("panel"), theme.color("skin_shade"), 0.75)
    soft = QLinearGradient(QPointF(-0.17, 0.0), QPointF(0.14, 0.30))
    soft.setColorAt(0.0, mixed(leather, theme.color("skin_light"), 0.24))
    soft.setColorAt(0.5, leather)
    soft.setColorAt(1.0, mixed(leather, QColor("black"), 0.40))
    p.fillPath(outer, QBrush(soft))
    p.save()
    p.setClipPath(outer)
    ring = [
        (-0.146, 0.25),
        (-0.150, 0.14),
        (-0.110, 0.055),
        (0.0, 0.030),
        (0.110, 0.055),
        (0.150, 0.14),
        (0.146, 0.25),
    ]
    soft_line(
        p,
        [(x - 0.004, y - 0.004) for x, y in ring],
        mixed(leather, theme.color("skin_light"), 0.6),
        0.020,
        0.30,
    )
    edge = [
        (-0.170, 0.28),
        (-0.172, 0.13),
        (-0.120, 0.030),
        (0.0, 0.010),
        (0.120, 0.030),
        (0.172, 0.13),
        (0.170, 0.28),
    ]
    soft_line(p, edge, QColor("black"), 0.024, 0.45)
    p.restore()


def body_shadow(figure: QPainterPath, frame: Frame, strength: float) -> QImage:
    """The soft shadow of a figure on the sheet, as an image of the frame's size."""
    return dyed(blurred(mask_of(figure, frame), 0.085 * frame.px), tinted(QColor("black"), strength))


def towel_figure(view: BodyView, edge: float) -> QPainterPath:
    """The towel from its upper hem, hanging a little in the middle, down past the end of the picture."""
    end = view.height + 0.02
    half = [
        (0.0, edge + 0.018), (0.060, edge + 0.016), (0.140, edge + 0.004), (0.215, edge - 0.014),
        (0.268, edge - 0.008), (_TOWEL - 0.010, edge + 0.022), (_TOWEL, edge + 0.080),
        (_TOWEL + 0.006, edge + 0.200), (_TOWEL + 0.002, end), (_TOWEL + 0.002, end), (0.0, end),
    ]  # fmt: skip
    return both_halves(half)


def paint_towel(target: QPainter, view: BodyView, theme: Theme, edge: float, frame: Frame) -> None:
    """The towel over hips and legs; ``edge`` is the height of its hem in body units."""
    figure = towel_figure(view, edge)
    shadow = body_shadow(figure, frame, 0.55)
    cloth = layer(frame.size)
    with painting(cloth, frame) as p:
        _towel_ground(p, view, theme, edge)
        _towel_folds(p, view, theme, edge)
        _towel_hem(p, theme, edge)
    keep_inside(cloth, figure, frame)
    with in_pixels(target):
        target.drawImage(QPointF(0.0, -0.006 * frame.px), shadow)
        target.drawImage(0, 0, cloth)


def _towel_ground(p: QPainter, view: BodyView, theme: Theme, edge: float) -> None:
    """Cloth colour with the roundness of the body underneath."""
    light, base, shade = (theme.color(n) for n in ("towel_light", "towel", "towel_shade"))
    across = QLinearGradient(QPointF(-_TOWEL, 0), QPointF(_TOWEL, 0))
    for stop, color in (
        (0.0, mixed(shade, QColor("black"), 0.25)), (0.10, mixed(base, shade, 0.5)),
        (0.28, mixed(base, light, 0.72)),
        (0.46, mixed(base, shade, 0.35)), (0.50, mixed(base, shade, 0.62)), (0.55, mixed(base, shade, 0.30)),
        (0.70, mixed(base, light, 0.40)), (0.90, mixed(base, shade, 0.75)),
        (1.0, mixed(shade, QColor("black"), 0.40)),
    ):  # fmt: skip
        across.setColorAt(stop, color)
    p.fillRect(QRectF(-0.5, edge - 0.1, 1.0, view.height), QBrush(across))
    for x, gain in ((-0.125, 0.42), (0.125, 0.28)):
        glow(p, (x, edge + 0.110), (0.125, 0.130), tinted(light, gain))
    glow(p, (0.0, edge + 0.270), (0.085, 0.20), tinted(mixed(shade, QColor("black"), 0.4), 0.55))


_FOLDS = (
    # (x at the hem, bend in the middle, x at the bottom, width, strength)
    (-0.262, -0.272, -0.258, 0.026, 0.50),
    (-0.205, -0.228, -0.196, 0.018, 0.30),
    (-0.060, -0.030, -0.066, 0.026, 0.42),
    (0.020, 0.006, 0.030, 0.020, 0.34),
    (0.085, 0.052, 0.092, 0.020, 0.28),
    (0.190, 0.222, 0.205, 0.020, 0.34),
    (0.250, 0.272, 0.262, 0.026, 0.50),
)


def _towel_folds(p: QPainter, view: BodyView, theme: Theme, edge: float) -> None:
    """Soft folds that fall from the hem; each has a shaded and a lit side."""
    light, dark = theme.color("towel_light"), mixed(theme.color("towel_shade"), QColor("black"), 0.5)
    drop = view.height - edge
    for top, bend, low, width, strength in _FOLDS:
        line = [
            (top, edge + 0.045),
            (bend, edge + drop * 0.45),
            ((bend + low) / 2, edge + drop * 0.75),
            (low, view.height + 0.05),
        ]
        soft_line(p, line, dark, width, strength)
        soft_line(p, [(x - width * 0.85, y) for x, y in line], light, width * 0.8, strength * 0.75)


def _towel_hem(p: QPainter, theme: Theme, edge: float) -> None:
    """The turned-over edge: a bright rolled band, its seam and two woven stripes."""
    light, shade = theme.color("towel_light"), mixed(theme.color("towel_shade"), QColor("black"), 0.35)

    def along(offset: float) -> list[Point]:
        half = [
            (0.0, edge + 0.018 + offset), (0.070, edge + 0.015 + offset), (0.150, edge + 0.002 + offset),
            (0.215, edge - 0.014 + offset), (0.268, edge - 0.006 + offset), (0.300, edge + 0.030 + offset),
        ]  # fmt: skip
        return smooth([*((-x, y) for x, y in reversed(half[1:])), *half])[::4]

    soft_line(p, along(0.014), light, 0.030, 0.70)
    soft_line(p, along(_HEM + 0.006), shade, 0.016, 0.75)
    soft_line(p, along(_HEM - 0.008), light, 0.010, 0.50)
    stripe = mixed(theme.color("towel_shade"), theme.color("accent"), 0.35)
    for offset in (0.088, 0.100):
        feather(p, path_of(along(offset)), stripe, 0.006, 0.60)
