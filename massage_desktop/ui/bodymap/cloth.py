"""Cloth: towels over the body (COVER-01), worn clothes, and pillows."""

from __future__ import annotations

import random

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
)

from massage_desktop.routine.body import BodyView
from massage_desktop.ui.theme import Theme

from .brush import (
    blurred,
    both_halves,
    dyed,
    edge_tone,
    feather,
    glow,
    in_pixels,
    keep_inside,
    layer,
    mask_of,
    mixed,
    painting,
    path_of,
    round_pen,
    soft_line,
    tinted,
)
from .curve import Point, smooth
from .figure import Painted, paint_creases, paint_shades
from .frame import Frame

_TOWEL = 0.300  # half width of the towel where it lies on the sheet
_HEM = 0.052

Tones = tuple[QColor, QColor, QColor]
"""Light, middle and shade of a cloth."""


def soft_shadow(shape: QPainterPath, frame: Frame, radius: float, strength: float) -> QImage:
    """The shadow of a shape, blurred over ``radius`` body units, as an image of the frame's size."""
    return dyed(blurred(mask_of(shape, frame), radius * frame.px), tinted(QColor("black"), strength))


def cloth_tones(it: Painted) -> Tones:
    """Colours of a figure's cloth in its dye."""
    theme = it.theme
    plain = [theme.color(n) for n in ("towel_light", "towel", "towel_shade")]
    dye, share = {
        "linen": (plain[1], 0.0),
        "sand": (theme.color("accent_soft"), 0.42),
        "sage": (mixed(theme.color("calm"), QColor("#5c7a66"), 0.5), 0.55),
        "clay": (mixed(theme.color("accent"), QColor("#8a4b38"), 0.55), 0.55),
        "night": (QColor("#3b4450"), 0.72),
    }[it.figure.dye]
    light, middle, shade = (mixed(c, mixed(dye, c, 0.25), share) for c in plain)
    return light, middle, shade


def fill_cloth(p: QPainter, it: Painted) -> None:
    """Worn cloth: round like the body below it, with folds and a narrow seam along its edge."""
    tones = cloth_tones(it)
    _modelled(p, it, tones)
    _seam(p, it, 0.010 * it.unit, tones)


def fill_towel(p: QPainter, it: Painted) -> None:
    """Terry cloth with folds, a rolled edge and two woven stripes."""
    tones = cloth_tones(it)
    _modelled(p, it, tones)
    light, _, shade = tones
    box = it.shape.boundingRect()
    u = min(it.unit, min(box.width(), box.height()) / 0.30)
    feather(p, it.shape, light, 0.056 * u, 0.55)
    _inner_line(p, it, 0.040 * u, 0.009 * u, tinted(mixed(shade, QColor("black"), 0.35), 0.46))
    _inner_line(p, it, 0.032 * u, 0.006 * u, tinted(light, 0.45))
    stripe = mixed(it.theme.color("towel_shade"), it.theme.color("accent"), 0.35)
    for deep in (0.062, 0.072):
        _inner_line(p, it, deep * u, 0.0035 * u, tinted(stripe, 0.60))


def fill_pillow(p: QPainter, it: Painted) -> None:
    """A plump pillow: bright in the middle, with creases that run in from its corners, and a piped edge."""
    sheet = mixed(it.theme.color("panel"), it.theme.color("skin_shade"), 0.40)
    light, middle, shade = (mixed(sheet, c, 0.46) for c in cloth_tones(it))
    _modelled(p, it, (light, middle, shade))
    _seam(p, it, 0.012 * it.unit, (light, middle, shade))


def _modelled(p: QPainter, it: Painted, tones: Tones) -> None:
    """The soft light on cloth, with its folds."""
    small = it.coarse()
    image = layer(small.frame.size)
    with painting(image, small.frame) as q:
        _ground(q, small, tones)
        _folds(q, small, tones)
    it.enlarge(p, image, small)
    paint_creases(p, it.figure.creases, tones[0], _deep(tones), fine=True)


def _deep(tones: Tones) -> QColor:
    return mixed(tones[2], QColor("black"), 0.45)


def _ground(p: QPainter, it: Painted, tones: Tones) -> None:
    """Colour lit from the upper left, rounded towards the edges, with the figure's own shades and creases."""
    light, middle, shade = tones
    box, deep = it.shape.boundingRect(), _deep(tones)
    ground = QLinearGradient(box.topLeft(), box.bottomRight())
    ground.setColorAt(0.0, mixed(middle, light, 0.60))
    ground.setColorAt(0.5, mixed(middle, light, 0.15))
    ground.setColorAt(1.0, mixed(middle, shade, 0.55))
    p.fillRect(box.adjusted(-0.1, -0.1, 0.1, 0.1), QBrush(ground))
    mask, px = mask_of(it.shape, it.frame), it.frame.px * it.unit * it.figure.round
    with in_pixels(p):
        p.drawImage(0, 0, edge_tone(mask, 0.16 * px, tinted(deep, 0.62)))
        p.drawImage(0, 0, edge_tone(mask, 0.040 * px, tinted(deep, 0.42)))
        lit = edge_tone(mask, 0.030 * px, tinted(light, 0.55), (0.014 * px, 0.014 * px))
        p.drawImage(0, 0, lit)
    paint_shades(p, it.figure.shades, light, deep)
    paint_creases(p, it.figure.creases, light, deep, fine=False)


def _folds(p: QPainter, it: Painted, tones: Tones) -> None:
    """Soft folds from top to bottom, as many as the figure asks for; each has a shaded and a lit side."""
    light, dark = tones[0], _deep(tones)
    box, source = it.shape.boundingRect(), random.Random(it.figure.id)
    for k in range(it.figure.folds):
        x = box.left() + box.width() * (k + 0.3 + 0.4 * source.random()) / it.figure.folds
        lean = (source.random() - 0.5) * 0.16 * box.width()
        top = box.top() + box.height() * 0.25 * source.random()
        end = box.bottom() - box.height() * 0.25 * source.random()
        bend = (source.random() - 0.5) * 0.12 * box.width()
        line = [(x, top), (x + bend, top + (end - top) * 0.45), (x + lean, end)]
        width = (0.016 + 0.010 * source.random()) * it.unit
        strength = 0.26 + 0.20 * source.random()
        soft_line(p, line, dark, width, strength)
        soft_line(p, [(a - width * 0.85, b) for a, b in line], light, width * 0.8, strength * 0.8)


def _seam(p: QPainter, it: Painted, deep: float, tones: Tones) -> None:
    """A hem as wide as ``deep`` body units along the edge."""
    _inner_line(p, it, deep, deep * 0.40, tinted(mixed(tones[2], QColor("black"), 0.30), 0.50))
    _inner_line(p, it, deep * 0.55, deep * 0.45, tinted(tones[0], 0.28))


def _inner_line(p: QPainter, it: Painted, deep: float, width: float, color: QColor) -> None:
    """A soft line that runs ``deep`` body units inside the edge of the figure."""
    line = layer(it.frame.size)
    with painting(line, it.frame) as q:
        q.strokePath(it.shape, round_pen(color, 2 * deep + width))
        q.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        q.strokePath(it.shape, round_pen(color, 2 * deep - width))
    with in_pixels(p):
        p.drawImage(0, 0, blurred(line, max(1.0, 0.8 * width * it.frame.px)))


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
    shadow = soft_shadow(figure, frame, 0.085 * view.width, 0.55)
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


_HANGING = (
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
    for top, bend, low, width, strength in _HANGING:
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
