"""The moving part of the picture: hands with their shadow, the halo of their pressure, their trail."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
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

from massage_desktop.routine.body import BodyView
from massage_desktop.routine.model import HandPart, pressure_rank
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
from .motion import hand_poses
from .pose import HandPose
from .scene import BodyScene

HAND_LENGTH = 0.205
"""From wrist to fingertip in body units: a life-sized hand on a life-sized back."""

_ARM = 0.80  # how far the forearm is drawn below the wrist, in hand lengths
_MARGIN = 0.12
_HALO = (0.086, 0.104, 0.124, 0.146, 0.168)  # radius by pressure, body units
_HALO_ALPHA = (0.30, 0.42, 0.55, 0.68, 0.80)
_TRAIL_S = 1.3
_TRAIL_STAMPS = 6
_TRAIL_HALF = 0.052
_WHOLE = ("palm", "whole_hand", "back_of_hand", "stacked_hands")


@dataclass(frozen=True)
class _Sprite:
    """A painted hand and its shadow; the place of contact lies at ``origin`` pixels."""

    hand: QImage
    shadow: QImage
    origin: Point


@dataclass(frozen=True)
class Spot:
    """Where the picture lies on the painter: ``unit`` logical pixels a body unit, (0, 0) at ``x``, ``y``.

    ``sharp`` is the number of device pixels a logical one.
    """

    unit: float
    x: float
    y: float
    sharp: float

    def stamp(self, p: QPainter, image: QImage, place: Point) -> None:
        """Copy ``image`` (made for the device's pixels) with its middle on ``place``, unscaled and fast."""
        half_w, half_h = image.width() / self.sharp / 2, image.height() / self.sharp / 2
        left = round((self.x + place[0] * self.unit - half_w) * self.sharp) / self.sharp
        top = round((self.y + place[1] * self.unit - half_h) * self.sharp) / self.sharp
        p.drawImage(QPointF(left, top), image)


def paint_trail(p: QPainter, scene: BodyScene, view: BodyView, theme: Theme, spot: Spot) -> None:
    """Soft light along the way that the hands have come in the last second."""
    length = min(_TRAIL_S * scene.pace_per_minute / 60, 0.30)
    half_px = max(2, round(_TRAIL_HALF * spot.unit * spot.sharp))
    stamp = _light(theme.name, "hand", (half_px, half_px), spot.sharp)
    for k in range(_TRAIL_STAMPS, 0, -1):
        phase = scene.phase - length * k / _TRAIL_STAMPS
        if phase < 0:
            continue
        fresh = 1 - k / (_TRAIL_STAMPS + 1)
        for pose in hand_poses(replace(scene, phase=phase), view):
            if not pose.lifted:
                p.setOpacity(0.72 * fresh**1.5 * (0.35 + 0.65 * pose.weight))
                spot.stamp(p, stamp, (pose.x, pose.y))
    p.setOpacity(1.0)


@lru_cache(maxsize=64)
def _light(theme: ThemeName, color: str, half_px: tuple[int, int], sharp: float) -> QImage:
    """A soft round spot of light; ``half_px`` are its half width and height in device pixels."""
    image = layer(QSize(2 * half_px[0], 2 * half_px[1]))
    tone = THEMES[theme].color("hand")
    if color == "halo":
        tone = mixed(THEMES[theme].color("accent"), tone, 0.40)
    with painting(image) as p:
        glow(p, (float(half_px[0]), float(half_px[1])), (float(half_px[0]), float(half_px[1])), tone)
        if color == "halo":
            _halo_ring(p, half_px, THEMES[theme])
    image.setDevicePixelRatio(sharp)
    return image


def _halo_ring(p: QPainter, half_px: tuple[int, int], theme: Theme) -> None:
    """A thin soft ring, so that the size of the halo can be read from afar."""
    middle, radius = QPointF(*half_px), half_px[0] * 0.86
    ring = QRadialGradient(middle, radius)
    for stop, alpha in ((0.0, 0.0), (0.80, 0.0), (0.95, 0.42), (1.0, 0.0)):
        ring.setColorAt(stop, tinted(theme.color("accent"), alpha))
    p.setBrush(QBrush(ring))
    p.setPen(Qt.PenStyle.NoPen)
    p.drawEllipse(middle, radius, radius)


def paint_halo(p: QPainter, pose: HandPose, theme: Theme, spot: Spot) -> None:
    """The pressure of one hand as size and strength of a warm light under it."""
    rank = pressure_rank(pose.pressure)
    half = _HALO[rank] * (0.80 + 0.20 * pose.weight) * spot.unit * spot.sharp
    tall = 1.2 if pose.part in _WHOLE else 1.0
    light = _light(theme.name, "halo", (max(2, round(half)), max(2, round(half * tall))), spot.sharp)
    p.setOpacity(_HALO_ALPHA[rank] * (0.35 + 0.65 * pose.weight) * (1 - 0.7 * pose.height))
    spot.stamp(p, light, (pose.x, pose.y))
    p.setOpacity(1.0)


def paint_hand(p: QPainter, pose: HandPose, theme: Theme, spot: Spot) -> None:
    """One hand with its shadow (``p`` in logical pixels)."""
    length_px = max(8, round(HAND_LENGTH * spot.unit * spot.sharp))
    how = _How(
        pose.mirrored,
        round(pose.angle / _TURN_DEG),
        round((1 + 0.10 * pose.height) / _SIZE_STEP),
        round(pose.grip * 10),
    )
    turned = _turned(pose.part, theme.name, length_px, how, spot.sharp)
    y = pose.y - 0.012 * pose.height
    away = 0.005 + 0.022 * pose.height
    p.setOpacity(0.75 - 0.35 * pose.height)
    spot.stamp(p, turned.shadow, (pose.x + away * 0.7, y + away))
    p.setOpacity(0.80 + 0.20 * pose.weight)
    spot.stamp(p, turned.hand, (pose.x, y))
    p.setOpacity(1.0)


_TURN_DEG = 1.5
_SIZE_STEP = 0.01
"""Hands are turned and sized in steps too small to see, so that few of them have to be painted."""


@dataclass(frozen=True)
class _Turned:
    """A hand and its shadow as they are copied; the place of contact is the middle of both."""

    hand: QImage
    shadow: QImage


class _How(NamedTuple):
    """Side, turn, size and grip of a hand, in whole steps."""

    mirrored: bool
    turns: int
    size: int
    grip: int


@lru_cache(maxsize=160)
def _turned(part: HandPart, theme: ThemeName, length_px: int, how: _How, sharp: float) -> _Turned:
    """Turn and size a painted hand once; copying it is then as cheap as a picture can be."""
    sprite = _sprite(part, theme, length_px)
    rise, grip = how.size * _SIZE_STEP, how.grip / 10
    wide = (-1 if how.mirrored else 1) * rise * (1 - 0.12 * grip)
    tall = rise * (1 - 0.05 * grip)
    return _Turned(
        *(
            _turned_image(image, sprite.origin, how.turns * _TURN_DEG, (wide, tall), sharp)
            for image in (sprite.hand, sprite.shadow)
        )
    )


def _turned_image(
    image: QImage, origin: Point, angle: float, scale: tuple[float, float], sharp: float
) -> QImage:
    """``image`` turned by ``angle`` degrees around ``origin``, which becomes the middle of the result."""
    turn = QTransform().rotate(angle).scale(*scale).translate(-origin[0], -origin[1])
    box = turn.mapRect(QRectF(0, 0, image.width(), image.height()))
    half_w = math.ceil(max(-box.left(), box.right())) + 1
    half_h = math.ceil(max(-box.top(), box.bottom())) + 1
    out = layer(QSize(2 * half_w, 2 * half_h))
    with QPainter(out) as p:
        p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        p.setTransform(turn * QTransform().translate(half_w, half_h))
        p.drawImage(0, 0, image)
    out.setDevicePixelRatio(sharp)
    return out


@lru_cache(maxsize=24)
def _sprite(part: HandPart, theme: ThemeName, length_px: int) -> _Sprite:
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
    return _Sprite(hand, shadow, origin)


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
