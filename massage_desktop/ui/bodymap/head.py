"""What belongs to heads and hands besides skin: hair, ears, brows, closed eyes, lips and nails."""

from __future__ import annotations

import random
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath

from .brush import feather, glow, mixed, round_pen, soft_line, tinted
from .curve import Point
from .figure import Painted, paint_creases, paint_shades

_HAIRS = 420
_BROW_HAIRS = 70
_ROSE = QColor("#9a4a40")


def _hair_color(it: Painted) -> QColor:
    return mixed(it.theme.color("skin_shade"), QColor("#0b0604"), 0.72)


def paint_ear(p: QPainter, it: Painted) -> None:
    """Both ears as seen from behind or the front: the one towards the light is brighter."""
    skin, shade = it.theme.color("skin"), it.theme.color("skin_shade")
    box = it.shape.boundingRect()
    both = box.left() < 0 < box.right()
    p.save()
    for left in (False, True) if both else (box.center().x() < 0,):
        half = QRectF(-10.0, box.top() - 1, 10.0, box.height() + 2) if left else None
        p.setClipRect(half or QRectF(0.0, box.top() - 1, 10.0, box.height() + 2))
        p.fillPath(it.shape, mixed(skin, shade, 0.15 if left else 0.4))
    p.restore()
    paint_shades(p, it.figure.shades, mixed(it.theme.color("skin_light"), skin, 0.3), shade)
    paint_creases(p, it.figure.creases, it.theme.color("skin_light"), mixed(shade, QColor("black"), 0.4))
    feather(p, it.shape, mixed(shade, QColor("black"), 0.3), 0.008 * it.unit, 0.5)


def fill_hair(p: QPainter, it: Painted) -> None:
    """Dark hair with a soft sheen and fine strands."""
    dark, light = _hair_color(it), it.theme.color("skin_light")
    box = it.shape.boundingRect()
    p.fillRect(box.adjusted(-0.1, -0.1, 0.1, 0.1), dark)
    place = (box.center().x() - 0.17 * box.width(), box.center().y() - 0.168 * box.height())
    radii = (0.413 * box.width(), 0.316 * box.height())
    glow(p, place, radii, tinted(mixed(dark, light, 0.55), 0.55), -20)
    _strands(p, it, dark, light)
    paint_shades(p, it.figure.shades, mixed(dark, light, 0.6), QColor("black"))
    paint_creases(p, it.figure.creases, mixed(dark, light, 0.6), QColor("black"))
    feather(p, it.shape, QColor("#000000"), 0.2427 * min(box.width(), box.height()) * it.figure.round, 0.45)


def rim_hair(p: QPainter, it: Painted) -> None:
    """The last warm light along the edge of the hair."""
    if it.figure.soft == 0.0:
        p.setPen(round_pen(tinted(it.theme.color("accent"), 0.30), 0.0022 * it.unit))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawPath(it.shape)


def _strands(p: QPainter, it: Painted, dark: QColor, light: QColor) -> None:
    """Fine hairs that turn out of the crown and fall to the outline."""
    source = random.Random(11)
    box = it.shape.boundingRect()
    size = min(box.width() / 0.206, box.height() / 0.2375)
    crown = it.figure.crown or (box.center().x(), box.top() + 0.28 * box.height())
    p.setBrush(Qt.BrushStyle.NoBrush)
    for k in range(_HAIRS):
        share = (k + source.random()) / _HAIRS
        end = it.shape.pointAtPercent(share)
        reach = 0.82 + 0.22 * source.random()
        start = 0.05 + 0.45 * source.random() ** 1.5
        turn = 2 * pi * share + 0.5
        dx, dy = end.x() - crown[0], end.y() - crown[1]
        sheen = max(0.0, cos(turn - 5.4))
        tone = mixed(dark, light, 0.10 + 0.30 * source.random() * (0.3 + sheen))
        tone = tinted(tone, 0.30 + 0.25 * source.random())
        p.setPen(round_pen(tone, (0.0009 + 0.0009 * source.random()) * size))
        line = QPainterPath(QPointF(crown[0] + dx * start, crown[1] + dy * start))
        bend = (0.018 * sin(turn + 1.3) + 0.006 * (source.random() - 0.5)) * size
        middle = (start + reach) / 2
        line.quadTo(
            QPointF(crown[0] + dx * middle + bend - dy * 0.12, crown[1] + dy * middle + dx * 0.12),
            QPointF(crown[0] + dx * reach, crown[1] + dy * reach),
        )
        p.drawPath(line)


def fill_brow(p: QPainter, it: Painted) -> None:
    """Short hairs that lean outwards over a soft dark ground."""
    dark, source = _hair_color(it), random.Random(5)
    box = it.shape.boundingRect()
    p.fillPath(it.shape, tinted(dark, 0.62))
    tall = 0.5 * min(box.width(), box.height())
    p.setBrush(Qt.BrushStyle.NoBrush)
    for k in range(_BROW_HAIRS):
        root = it.shape.pointAtPercent((k + source.random()) / _BROW_HAIRS)
        out = 1.0 if root.x() > 0 else -1.0
        p.setPen(round_pen(tinted(dark, 0.30 + 0.3 * source.random()), 0.0014 * it.unit))
        p.drawLine(
            root, QPointF(root.x() + out * tall * 1.1, root.y() - tall * (0.1 + 0.5 * source.random()))
        )


def fill_eye(p: QPainter, it: Painted) -> None:
    """A closed lid: a soft round of light that darkens towards the lashes."""
    light, base, shade = (it.theme.color(n) for n in ("skin_light", "skin", "skin_shade"))
    for lid in it.shape.toSubpathPolygons():
        box = lid.boundingRect()
        ground = QLinearGradient(box.topLeft(), box.bottomLeft())
        ground.setColorAt(0.0, tinted(mixed(base, shade, 0.55), 0.55))
        ground.setColorAt(0.35, tinted(base, 0.30))
        ground.setColorAt(0.62, tinted(light, 0.50))
        ground.setColorAt(1.0, tinted(mixed(base, shade, 0.55), 0.55))
        p.fillRect(box, QBrush(ground))
    paint_shades(p, it.figure.shades, light, shade)


def line_eye(p: QPainter, it: Painted) -> None:
    """Lashes along the lower edge of each lid, and the fold above it."""
    dark = _hair_color(it)
    for lid in it.shape.toSubpathPolygons():
        points = [(q.x(), q.y()) for q in (lid.at(k) for k in range(lid.size()))]
        left, right = min(points), max(points)
        wide = right[0] - left[0]

        def below(q: Point, a: Point = left, b: Point = right, wide: float = wide) -> bool:
            return q[1] > a[1] + (b[1] - a[1]) * (q[0] - a[0]) / wide

        lower = sorted([left, right, *(q for q in points if below(q))])
        upper = sorted([left, right, *(q for q in points if not below(q))])
        fold, lashes = upper[:: max(1, len(upper) // 8)], lower[:: max(1, len(lower) // 8)]
        soft_line(p, fold, dark, wide * 0.05, 0.32)
        soft_line(p, lashes, dark, wide * 0.075, 0.95)
        soft_line(p, [(x, y + wide * 0.05) for x, y in lashes], dark, wide * 0.12, 0.22)


def fill_lip(p: QPainter, it: Painted) -> None:
    """Lips a little rosier than the skin, the lower one lighter."""
    base, light = it.theme.color("skin"), it.theme.color("skin_light")
    box = it.shape.boundingRect()
    ground = QLinearGradient(box.topLeft(), box.bottomLeft())
    ground.setColorAt(0.0, mixed(base, _ROSE, 0.36))
    ground.setColorAt(0.42, mixed(base, _ROSE, 0.52))
    ground.setColorAt(0.70, mixed(light, _ROSE, 0.30))
    ground.setColorAt(1.0, mixed(base, _ROSE, 0.34))
    p.fillRect(box, QBrush(ground))
    paint_shades(p, it.figure.shades, mixed(light, QColor("white"), 0.2), it.theme.color("skin_shade"))
    paint_creases(p, it.figure.creases, light, mixed(it.theme.color("skin_shade"), QColor("#2a0d08"), 0.5))


def paint_nail(p: QPainter, it: Painted) -> None:
    """A nail: pale, a little glossy towards the light, with a fine edge."""
    pale = mixed(it.theme.color("skin_light"), QColor("#f3cdb8"), 0.45)
    dark = mixed(it.theme.color("skin_shade"), _ROSE, 0.4)
    p.fillPath(it.shape, pale)
    for nail in it.shape.toSubpathPolygons():
        box = nail.boundingRect()
        shine = (box.center().x() - 0.16 * box.width(), box.center().y() - 0.14 * box.height())
        glow(p, shine, (0.30 * box.width(), 0.42 * box.height()), tinted(QColor("white"), 0.45))
    feather(p, it.shape, dark, 0.12 * min(it.shape.boundingRect().width(), 0.03), 0.7)
