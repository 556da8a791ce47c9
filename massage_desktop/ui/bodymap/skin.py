"""The body itself: silhouette, soft modelling of the skin, head and hair. Painted once per size and theme."""

from __future__ import annotations

import random
from math import cos, pi, sin

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPainterPath, QTransform

from massage_desktop.routine.body import BodyView
from massage_desktop.ui.theme import Theme

from .brush import (
    both_halves,
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
from .frame import Frame
from .handshape import hand_shape

_MODEL_PX = 300.0
"""Pixels per body unit at which soft light is painted; it holds no detail, so it is enlarged smoothly."""


def silhouette(view: BodyView) -> QPainterPath:
    """Trunk, arms and the receiver's own hands as one closed figure (without the head)."""
    figure = both_halves(view.outlines["torso"])
    for mirrored in (False, True):
        figure = figure.united(path_of(view.outlines["arm"], closed=True, mirrored=mirrored))
        if hand := resting_hand(view, mirrored=mirrored):
            figure = figure.united(hand)
    return figure


def resting_hand(view: BodyView, *, mirrored: bool) -> QPainterPath | None:
    """The receiver's own hand, palm up beside the hip."""
    spot = view.resting_hand
    if spot is None:
        return None
    turn = QTransform()
    turn.scale(-1.0 if mirrored else 1.0, 1.0)
    turn.translate(spot.x, spot.y)
    turn.rotate(spot.angle)
    turn.scale(-spot.length, spot.length)
    return turn.map(hand_shape("resting").outline)


def paint_skin(target: QPainter, view: BodyView, theme: Theme, frame: Frame) -> None:
    """Paint the trunk, arms and hands onto ``target``, which is in body units."""
    figure = silhouette(view)
    model = _modelled(view, theme, figure, frame.at(_MODEL_PX))
    skin = layer(frame.size)
    with painting(skin) as painter:
        painter.scale(frame.px / _MODEL_PX, frame.px / _MODEL_PX)
        painter.drawImage(0, 0, model)
    with painting(skin, frame) as painter:
        _palm_lines(painter, view, theme)
    keep_inside(skin, figure, frame)
    with in_pixels(target):
        target.drawImage(0, 0, skin)


def _modelled(view: BodyView, theme: Theme, figure: QPainterPath, frame: Frame) -> QImage:
    """The soft light of the skin, filled beyond the outline so that its edge can be cut cleanly."""
    light, base, dark = (theme.color(name) for name in ("skin_light", "skin", "skin_shade"))
    deep = mixed(dark, QColor("black"), 0.30)
    image = layer(frame.size, deep=True)
    with painting(image, frame) as p:
        ground = QLinearGradient(QPointF(-0.30, 0.30), QPointF(0.34, 1.10))
        ground.setColorAt(0.0, mixed(base, light, 0.75))
        ground.setColorAt(0.55, mixed(base, light, 0.45))
        ground.setColorAt(1.0, mixed(base, dark, 0.20))
        p.fillRect(p.transform().inverted()[0].mapRect(image.rect().toRectF()), QBrush(ground))
        bright = mixed(light, QColor("#ffdcb8"), 0.26)
        _shades(p, view, bright, deep)
        _creases(p, view, bright, deep)
        p.resetTransform()
        _round_edges(p, theme, figure, frame)
    return image


def _round_edges(p: QPainter, theme: Theme, figure: QPainterPath, frame: Frame) -> None:
    """Turn the flat figure round: shadow towards its edges, warm light on the left, a rim on the right."""
    deep = mixed(theme.color("skin_shade"), QColor("black"), 0.40)
    mask, unit = mask_of(figure, frame), frame.px
    for radius, strength in ((0.300, 0.85), (0.110, 0.50), (0.036, 0.40)):
        p.drawImage(0, 0, edge_tone(mask, radius * unit, tinted(deep, strength)))
    warm = mixed(theme.color("skin_light"), QColor("#ffd2a0"), 0.45)
    shift = (0.013 * unit, 0.012 * unit)
    p.drawImage(0, 0, edge_tone(mask, 0.026 * unit, tinted(warm, 0.42), shift))
    rim = (-0.008 * unit, 0.001 * unit)
    p.drawImage(0, 0, edge_tone(mask, 0.012 * unit, tinted(theme.color("accent"), 0.45), rim))


def _shades(p: QPainter, view: BodyView, light: QColor, dark: QColor) -> None:
    for shade in view.shades:
        tone = tinted(light if shade.tone > 0 else dark, abs(shade.tone))
        for sign in (1, -1) if shade.mirrored else (1,):
            # The light falls from the upper left: that half keeps a little more of it.
            gain = 1.0 if shade.tone < 0 else 1.12 if sign < 0 else 0.88
            color = tinted(tone, tone.alphaF() * gain)
            glow(p, (sign * shade.x, shade.y), (shade.rx * 1.5, shade.ry * 1.5), color, sign * shade.angle)


def _creases(p: QPainter, view: BodyView, light: QColor, dark: QColor) -> None:
    for crease in view.creases:
        for mirrored in (False, True) if crease.mirrored else (False,):
            line = [(-x if mirrored else x, y) for x, y in crease.points]
            soft_line(p, line, light if crease.tone > 0 else dark, crease.width, abs(crease.tone))


def _palm_lines(p: QPainter, view: BodyView, theme: Theme) -> None:
    """The lines of the receiver's own palms, at full size."""
    dark = mixed(theme.color("skin_shade"), QColor("black"), 0.4)
    for mirrored in (False, True):
        spot = view.resting_hand
        if spot is None:
            continue
        p.save()
        p.scale(-1.0 if mirrored else 1.0, 1.0)
        p.translate(spot.x, spot.y)
        p.rotate(spot.angle)
        p.scale(-spot.length, spot.length)
        shape = hand_shape("resting")
        p.setBrush(Qt.BrushStyle.NoBrush)
        for line in shape.lines:
            feather(p, line, dark, 0.045, 0.5)
        p.restore()


def paint_head(p: QPainter, view: BodyView, theme: Theme) -> None:
    """Ears and the back of the head with its hair, painted in body units."""
    skin, shade = theme.color("skin"), theme.color("skin_shade")
    for mirrored in (False, True):
        if "ear" in view.outlines:
            ear = path_of(view.outlines["ear"], closed=True, mirrored=mirrored)
            p.fillPath(ear, mixed(skin, shade, 0.15 if mirrored else 0.4))
            feather(p, ear, mixed(shade, QColor("black"), 0.3), 0.008, 0.5)
    hair = both_halves(view.outlines["hair"])
    dark = mixed(shade, QColor("#0b0604"), 0.72)
    p.fillPath(hair, dark)
    p.save()
    p.setClipPath(hair)
    sheen = mixed(dark, theme.color("skin_light"), 0.55)
    glow(p, (-0.035, 0.105), (0.085, 0.075), tinted(sheen, 0.55), -20)
    _strands(p, view, dark, theme.color("skin_light"))
    feather(p, hair, QColor("#000000"), 0.050, 0.45)
    p.restore()
    rim = tinted(theme.color("accent"), 0.30)
    p.setPen(round_pen(rim, 0.0022))
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawPath(hair)


def _strands(p: QPainter, view: BodyView, dark: QColor, light: QColor) -> None:
    """Fine hairs that turn out of the crown and fall to the nape."""
    source = random.Random(11)
    outline = both_halves(view.outlines["hair"])
    crown = QPointF(0.006, 0.092)
    p.setBrush(Qt.BrushStyle.NoBrush)
    for k in range(420):
        share = (k + source.random()) / 420
        end = outline.pointAtPercent(share)
        reach = 0.82 + 0.22 * source.random()
        start = 0.05 + 0.45 * source.random() ** 1.5
        turn = 2 * pi * share + 0.5
        dx, dy = end.x() - crown.x(), end.y() - crown.y()
        sheen = max(0.0, cos(turn - 5.4))
        tone = mixed(dark, light, 0.10 + 0.30 * source.random() * (0.3 + sheen))
        p.setPen(round_pen(tinted(tone, 0.30 + 0.25 * source.random()), 0.0009 + 0.0009 * source.random()))
        line = QPainterPath(QPointF(crown.x() + dx * start, crown.y() + dy * start))
        bend = 0.018 * sin(turn + 1.3) + 0.006 * (source.random() - 0.5)
        middle = (start + reach) / 2
        line.quadTo(
            QPointF(crown.x() + dx * middle + bend - dy * 0.12, crown.y() + dy * middle + dx * 0.12),
            QPointF(crown.x() + dx * reach, crown.y() + dy * reach),
        )
        p.drawPath(line)
