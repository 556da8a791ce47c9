"""Hands, their shadows and their lights, painted once and then copied.

A hand is painted upright, turned once for each direction it takes, and kept; a left hand is the mirror image
of a right one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QRadialGradient,
    QTransform,
)

from massage_desktop.routine.model import HandPart
from massage_desktop.ui.theme import THEMES, Theme, ThemeName

from .brush import (
    blurred,
    dyed,
    edge_tone,
    feather,
    glow,
    keep_inside,
    layer,
    mask_of,
    mixed,
    painting,
    round_pen,
    tinted,
)
from .curve import Point
from .fingers import HandShape
from .frame import Frame
from .handshape import hand_shape

_ARM = 0.80  # how far the forearm is drawn below the wrist, in hand lengths
_MARGIN = 0.12
_TURN_DEG = 1.5
_SIZE_STEP = 0.01
"""Hands are turned and sized in steps too small to see, so that few of them have to be painted."""


class Sprite(NamedTuple):
    """A picture of ``width`` by ``height`` device pixels that is placed by its point ``x``, ``y``."""

    image: QImage
    width: int
    height: int
    x: int
    y: int


class Turned(NamedTuple):
    """A hand and its shadow as they are copied; both are placed by the hand's point of contact."""

    hand: Sprite
    shadow: Sprite


class How(NamedTuple):
    """Side, turn, size and grip of a hand, in whole steps."""

    mirrored: bool
    turns: int
    size: int
    grip: int


@dataclass(frozen=True)
class _Hand:
    """A painted hand and its shadow; the place of contact lies at ``origin`` pixels."""

    hand: QImage
    shadow: QImage
    origin: Point


def how_held(angle: float, height: float, grip: float, *, mirrored: bool) -> How:
    """The nearest hand that is kept: ``angle`` in degrees, ``height`` and ``grip`` from 0 to 1."""
    return How(mirrored, round(angle / _TURN_DEG), round((1 + 0.10 * height) / _SIZE_STEP), round(grip * 10))


def _sprite(image: QImage, at: tuple[int, int], sharp: float) -> Sprite:
    width, height = image.width(), image.height()
    image.setDevicePixelRatio(sharp)
    return Sprite(image, width, height, *at)


@lru_cache(maxsize=96)
def light(theme: ThemeName, color: Literal["hand", "halo"], half_px: tuple[int, int], sharp: float) -> Sprite:
    """A soft round spot of light; ``half_px`` are its half width and height in device pixels."""
    image = layer(QSize(2 * half_px[0], 2 * half_px[1]))
    tone = THEMES[theme].color("hand")
    if color == "halo":
        tone = mixed(THEMES[theme].color("accent"), tone, 0.40)
    with painting(image) as p:
        glow(p, (float(half_px[0]), float(half_px[1])), (float(half_px[0]), float(half_px[1])), tone)
        if color == "halo":
            _halo_ring(p, half_px, THEMES[theme])
    return _sprite(image, half_px, sharp)


def _halo_ring(p: QPainter, half_px: tuple[int, int], theme: Theme) -> None:
    """A thin soft ring, so that the size of the halo can be read from afar."""
    middle, radius = QPointF(*half_px), half_px[0] * 0.86
    ring = QRadialGradient(middle, radius)
    for stop, alpha in ((0.0, 0.0), (0.80, 0.0), (0.95, 0.42), (1.0, 0.0)):
        ring.setColorAt(stop, tinted(theme.color("accent"), alpha))
    p.setBrush(QBrush(ring))
    p.setPen(Qt.PenStyle.NoPen)
    p.drawEllipse(middle, radius, radius)


@lru_cache(maxsize=160)
def turned(part: HandPart, theme: ThemeName, length_px: int, how: How, sharp: float) -> Turned:
    """A hand of ``length_px`` device pixels, turned and sized; ``sharp`` device pixels are a logical one."""
    if how.mirrored:
        right = turned(part, theme, length_px, how._replace(mirrored=False, turns=-how.turns), sharp)
        return Turned(*(_flipped(sprite, sharp) for sprite in right))
    painted = _hand(part, theme, length_px)
    rise, grip = how.size * _SIZE_STEP, how.grip / 10
    scale = (rise * (1 - 0.12 * grip), rise * (1 - 0.05 * grip))
    return Turned(
        *(
            _turned_image(image, painted.origin, how.turns * _TURN_DEG, scale, sharp)
            for image in (painted.hand, painted.shadow)
        )
    )


def _flipped(sprite: Sprite, sharp: float) -> Sprite:
    """The mirror image, left for right."""
    image = layer(QSize(sprite.width, sprite.height))
    with QPainter(image) as p:
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        p.setTransform(QTransform(-1, 0, 0, 1, sprite.width, 0))
        p.drawImage(image.rect(), sprite.image)
    return _sprite(image, (sprite.width - sprite.x, sprite.y), sharp)


def _turned_image(
    image: QImage, origin: Point, angle: float, scale: tuple[float, float], sharp: float
) -> Sprite:
    """``image`` turned by ``angle`` degrees around ``origin``, without the empty space around it."""
    turn = QTransform().rotate(angle).scale(*scale).translate(-origin[0], -origin[1])
    box = turn.mapRect(QRectF(0, 0, image.width(), image.height()))
    left, top = math.floor(box.left()) - 1, math.floor(box.top()) - 1
    out = layer(QSize(math.ceil(box.right()) + 1 - left, math.ceil(box.bottom()) + 1 - top))
    with QPainter(out) as p:
        p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        p.setTransform(turn * QTransform().translate(-left, -top))
        p.drawImage(0, 0, image)
    inked = _inked(out)
    return _sprite(out.copy(inked), (-left - inked.left(), -top - inked.top()), sharp)


def _inked(image: QImage) -> QRect:
    """The smallest rectangle that holds every pixel which is not empty."""
    width, height = image.width(), image.height()
    alpha = bytes(image.convertToFormat(QImage.Format.Format_Alpha8).constBits())
    stride = len(alpha) // height
    rows = [y for y in range(height) if alpha[y * stride : y * stride + width].strip(b"\0")]
    if not rows:
        return QRect(0, 0, 1, 1)
    columns = [x for x in range(width) if alpha[x::stride].strip(b"\0")]
    return QRect(QPoint(columns[0], rows[0]), QPoint(columns[-1], rows[-1]))


@lru_cache(maxsize=24)
def _hand(part: HandPart, theme: ThemeName, length_px: int) -> _Hand:
    """Paint a hand of ``length_px`` pixels once."""
    shape, look = hand_shape(part), THEMES[theme]
    figure = shape.outline.united(_forearm(shape)).simplified()
    box = figure.boundingRect()
    origin = ((_MARGIN - box.left()) * length_px, (_MARGIN - box.top()) * length_px)
    width, height = (round((side + 2 * _MARGIN) * length_px) for side in (box.width(), box.height()))
    frame = Frame(width, height, length_px, origin)
    mask = mask_of(figure, frame)
    hand = _painted(shape, figure, look, frame)
    dark = tinted(mixed(look.color("skin_shade"), QColor("black"), 0.7), 0.75)
    shadow = dyed(blurred(mask, 0.10 * length_px), dark)
    for image in (hand, shadow):
        _fade_arm(image, shape, frame)
    return _Hand(hand, shadow, origin)


def _forearm(shape: HandShape) -> QPainterPath:
    """The arm below the wrist, a little wider towards the elbow."""
    x, y = shape.wrist
    arm = QPainterPath(QPointF(x - 0.106, y - 0.10))
    arm.lineTo(x + 0.106, y - 0.10)
    arm.cubicTo(QPointF(x + 0.110, y + 0.08), QPointF(x + 0.140, y + 0.30), QPointF(x + 0.165, y + _ARM))
    arm.lineTo(x - 0.165, y + _ARM)
    arm.cubicTo(QPointF(x - 0.140, y + 0.30), QPointF(x - 0.110, y + 0.08), QPointF(x - 0.106, y - 0.10))
    return arm


def _painted(shape: HandShape, figure: QPainterPath, theme: Theme, frame: Frame) -> QImage:
    """Skin of the hand: lit from the upper left, round at its edges, with knuckles and nails."""
    skin, brown = theme.color("hand"), mixed(theme.color("skin"), theme.color("skin_shade"), 0.45)
    image, mask, px = layer(frame.size), mask_of(figure, frame), frame.px
    box = figure.boundingRect()
    with painting(image, frame) as p:
        ground = QLinearGradient(box.topLeft(), box.bottomRight())
        ground.setColorAt(0.0, skin)
        ground.setColorAt(0.55, mixed(skin, theme.color("accent_soft"), 0.16))
        ground.setColorAt(1.0, mixed(skin, theme.color("accent_soft"), 0.50))
        p.fillRect(box.adjusted(-0.1, -0.1, 0.1, 0.1), QBrush(ground))
    with painting(image) as p:
        p.drawImage(0, 0, edge_tone(mask, 0.26 * px, tinted(theme.color("accent_soft"), 0.80)))
        p.drawImage(0, 0, edge_tone(mask, 0.075 * px, tinted(brown, 0.60)))
    with painting(image, frame) as p:
        _details(p, shape, theme, brown)
    keep_inside(image, figure, frame)
    return image


def _details(p: QPainter, shape: HandShape, theme: Theme, brown: QColor) -> None:
    for x, y, rx, ry in shape.contact:
        if rx > 0.12:  # the whole hand lies flat: there is no single place to point out
            continue
        glow(p, (x, y), (rx * 1.5, ry * 1.5), tinted(theme.color("accent"), 0.75))
    for line in shape.lines:
        feather(p, line, brown, 0.034, 0.46)
    p.setPen(round_pen(tinted(brown, 0.40), 0.008))
    p.setBrush(tinted(QColor("white"), 0.55))
    for nail in shape.nails:
        p.drawPath(nail)


def _fade_arm(image: QImage, shape: HandShape, frame: Frame) -> None:
    """Let the forearm vanish downwards."""
    px = frame.px
    wrist = frame.origin[1] + (shape.wrist[1] - 0.08) * px
    fade = QLinearGradient(QPointF(0, wrist), QPointF(0, wrist + (_ARM + 0.04) * px))
    for stop, alpha in ((0.0, 1.0), (0.12, 0.86), (0.35, 0.50), (0.65, 0.17), (1.0, 0.0)):
        fade.setColorAt(stop, tinted(QColor("black"), alpha))
    with painting(image) as p:
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        p.fillRect(QRectF(image.rect()), QBrush(fade))
