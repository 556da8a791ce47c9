"""Skin: soft modelling by light and shadow, rounded towards its edges, with the lines of open palms."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter

from .brush import edge_tone, feather, layer, mask_of, mixed, painting, tinted
from .figure import Painted, hand_places, paint_creases, paint_shades
from .frame import Frame
from .handshape import hand_shape


def fill_skin(p: QPainter, it: Painted) -> None:
    """Paint skin over all of the piece; it is cut to the figure afterwards."""
    small = it.coarse()
    it.enlarge(p, _modelled(small, small.frame), small)
    tones = _tones(it)
    for owner in (it.view, it.figure):
        paint_creases(p, owner.creases, *tones, fine=True)
    _hand_lines(p, it)


def _tones(it: Painted) -> tuple[QColor, QColor]:
    """The colours of light and of shadow on skin."""
    light, dark = it.theme.color("skin_light"), it.theme.color("skin_shade")
    return mixed(light, QColor("#ffdcb8"), 0.26), mixed(dark, QColor("black"), 0.30)


def _modelled(it: Painted, frame: Frame) -> QImage:
    """The soft light of the skin, filled beyond the outline so that its edge can be cut cleanly."""
    light, base, dark = (it.theme.color(name) for name in ("skin_light", "skin", "skin_shade"))
    width, height = it.view.width, it.view.height
    image = layer(frame.size, deep=True)
    with painting(image, frame) as p:
        ground = QLinearGradient(
            QPointF(-0.30 * width, 0.219 * height), QPointF(0.34 * width, 0.803 * height)
        )
        ground.setColorAt(0.0, mixed(base, light, 0.75))
        ground.setColorAt(0.55, mixed(base, light, 0.45))
        ground.setColorAt(1.0, mixed(base, dark, 0.20))
        p.fillRect(p.transform().inverted()[0].mapRect(image.rect().toRectF()), QBrush(ground))
        tones = _tones(it)
        for owner in (it.view, it.figure):
            paint_shades(p, owner.shades, *tones)
            paint_creases(p, owner.creases, *tones, fine=False)
        p.resetTransform()
        _round_edges(p, it, frame)
    return image


def _round_edges(p: QPainter, it: Painted, frame: Frame) -> None:
    """Turn the flat figure round: shadow towards its edges, warm light on the left, a rim on the right."""
    deep = mixed(it.theme.color("skin_shade"), QColor("black"), 0.40)
    mask, px = mask_of(it.shape, frame), it.unit * frame.px
    for radius, strength in ((0.300, 0.85), (0.110, 0.50), (0.036, 0.40)):
        p.drawImage(0, 0, edge_tone(mask, radius * it.figure.round * px, tinted(deep, strength)))
    near = min(1.0, max(0.4, it.figure.round))
    px *= near
    warm = mixed(it.theme.color("skin_light"), QColor("#ffd2a0"), 0.45)
    p.drawImage(0, 0, edge_tone(mask, 0.026 * px, tinted(warm, 0.42 * near**0.5), (0.013 * px, 0.012 * px)))
    rim = tinted(it.theme.color("accent"), 0.45 * near**0.5)
    p.drawImage(0, 0, edge_tone(mask, 0.012 * px, rim, (-0.008 * px, 0.001 * px)))


def _hand_lines(p: QPainter, it: Painted) -> None:
    """The lines of the receiver's own hands, at full size."""
    dark = mixed(it.theme.color("skin_shade"), QColor("black"), 0.4)
    for hand in it.figure.hands:
        for turn in hand_places(hand):
            p.save()
            p.setTransform(turn, combine=True)
            p.setBrush(Qt.BrushStyle.NoBrush)
            for line in hand_shape(hand.shape).lines:
                feather(p, line, dark, 0.045, 0.5)
            p.restore()
