"""The moving part of the picture: hands with their shadow, the halo of their pressure, and the trail they leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPainterPath, QRadialGradient

from massage_desktop.routine.body import BodyView
from massage_desktop.routine.model import HandPart, pressure_rank
from massage_desktop.ui.theme import THEMES, Theme, ThemeName

from .brush import (
    blurred,
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
from .handshape import HandShape, hand_shape
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
_TRAIL_STAMPS = 16
_WHOLE = ("palm", "whole_hand", "back_of_hand", "stacked_hands")


@dataclass(frozen=True)
class _Sprite:
    """A painted hand and its shadow; the place of contact lies at ``origin`` pixels."""

    hand: QImage
    shadow: QImage
    origin: Point


def paint_trail(p: QPainter, scene: BodyScene, view: BodyView, theme: Theme) -> None:
    """Soft light along the way that the hands have come in the last second (``p`` in body units)."""
    length = min(_TRAIL_S * scene.pace_per_minute / 60, 0.30)
    stamp = _stamp(theme.name)
    for k in range(_TRAIL_STAMPS, 0, -1):
        phase = scene.phase - length * k / _TRAIL_STAMPS
        if phase < 0:
            continue
        fresh = 1 - k / (_TRAIL_STAMPS + 1)
        poses = hand_poses(replace(scene, phase=phase), view)
        for pose in poses:
            if not pose.lifted:
                half = 0.034 + 0.026 * fresh
                p.setOpacity(0.42 * fresh**1.5 * (0.35 + 0.65 * pose.weight))
                p.drawImage(QRectF(pose.x - half, pose.y - half, 2 * half, 2 * half), stamp)
    p.setOpacity(1.0)


@lru_cache(maxsize=3)
def _stamp(theme: ThemeName) -> QImage:
    """A soft round spot of light, 64 px."""
    image = layer(QSize(64, 64))
    with painting(image) as p:
        glow(p, (32.0, 32.0), 32.0, 32.0, 0, THEMES[theme].color("hand"))
    return image


def paint_halo(p: QPainter, pose: HandPose, theme: Theme) -> None:
    """The pressure of one hand as size and strength of a warm light under it."""
    rank = pressure_rank(pose.pressure)
    force = 0.35 + 0.65 * pose.weight
    radius = _HALO[rank] * (0.80 + 0.20 * pose.weight)
    alpha = _HALO_ALPHA[rank] * force * (1 - 0.7 * pose.height)
    tall = 1.25 if pose.part in _WHOLE else 1.0
    warm = mixed(theme.color("accent"), theme.color("hand"), 0.40)
    glow(p, (pose.x, pose.y), radius, radius * tall, pose.angle, tinted(warm, alpha))
    rim = QRadialGradient(QPointF(pose.x, pose.y), radius * 0.86)
    rim.setColorAt(0.0, tinted(theme.color("accent"), 0.0))
    rim.setColorAt(0.80, tinted(theme.color("accent"), 0.0))
    rim.setColorAt(0.95, tinted(theme.color("accent"), alpha * 0.40))
    rim.setColorAt(1.0, tinted(theme.color("accent"), 0.0))
    p.setBrush(QBrush(rim))
    p.setPen(Qt.PenStyle.NoPen)
    p.drawEllipse(QPointF(pose.x, pose.y), radius, radius)


def paint_hand(p: QPainter, pose: HandPose, theme: Theme, px: float) -> None:
    """One hand with its shadow (``p`` in body units at ``px`` device pixels a unit)."""
    sprite = _sprite(pose.part, theme.name, max(8, round(HAND_LENGTH * px)))
    unit = HAND_LENGTH / max(8, round(HAND_LENGTH * px))
    rise = 1 + 0.10 * pose.height
    p.save()
    p.translate(pose.x, pose.y - 0.012 * pose.height)
    for image, away, alpha in (
        (sprite.shadow, 0.005 + 0.022 * pose.height, 0.75 - 0.35 * pose.height),
        (sprite.hand, 0.0, 0.80 + 0.20 * pose.weight),
    ):
        p.save()
        p.translate(away * 0.7, away)
        p.rotate(pose.angle)
        p.scale(
            (-1 if pose.mirrored else 1) * unit * rise * (1 - 0.12 * pose.grip),
            unit * rise * (1 - 0.05 * pose.grip),
        )
        p.setOpacity(alpha)
        p.drawImage(QPointF(-sprite.origin[0], -sprite.origin[1]), image)
        p.restore()
    p.restore()


@lru_cache(maxsize=24)
def _sprite(part: HandPart, theme: ThemeName, length_px: int) -> _Sprite:
    """Paint a hand of ``length_px`` pixels once."""
    shape, look = hand_shape(part), THEMES[theme]
    figure = shape.outline.united(_forearm(shape)).simplified()
    box = figure.boundingRect()
    origin = ((_MARGIN - box.left()) * length_px, (_MARGIN - box.top()) * length_px)
    size = QSize(
        round((box.width() + 2 * _MARGIN) * length_px), round((box.height() + 2 * _MARGIN) * length_px)
    )
    mask = mask_of(figure, size, length_px, origin)
    hand = _painted(shape, figure, mask, look, length_px, origin)
    shadow = blurred(mask, 0.10 * length_px)
    with painting(shadow) as p:
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        p.fillRect(shadow.rect(), tinted(mixed(look.color("skin_shade"), QColor("black"), 0.7), 0.75))
    for image in (hand, shadow):
        _fade_arm(image, shape, length_px, origin)
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


def _painted(
    shape: HandShape, figure: QPainterPath, mask: QImage, theme: Theme, px: float, origin: Point
) -> QImage:
    """Skin of the hand: lit from the upper left, round at its edges, with knuckles, nails and warm contact."""
    skin, brown = theme.color("hand"), mixed(theme.color("skin"), theme.color("skin_shade"), 0.45)
    image = layer(mask.size())
    box = figure.boundingRect()
    with painting(image, px, origin) as p:
        ground = QLinearGradient(box.topLeft(), box.bottomRight())
        ground.setColorAt(0.0, skin)
        ground.setColorAt(0.55, mixed(skin, theme.color("accent_soft"), 0.16))
        ground.setColorAt(1.0, mixed(skin, theme.color("accent_soft"), 0.50))
        p.fillRect(box.adjusted(-0.1, -0.1, 0.1, 0.1), QBrush(ground))
    with painting(image) as p:
        p.drawImage(0, 0, edge_tone(mask, 0.26 * px, tinted(theme.color("accent_soft"), 0.80)))
        p.drawImage(0, 0, edge_tone(mask, 0.075 * px, tinted(brown, 0.60)))
    with painting(image, px, origin) as p:
        _details(p, shape, theme, brown)
    keep_inside(image, figure, px, origin)
    return image


def _details(p: QPainter, shape: HandShape, theme: Theme, brown: QColor) -> None:
    for x, y, rx, ry in shape.contact:
        if rx > 0.12:  # the whole hand lies flat: there is no single place to point out
            continue
        glow(p, (x, y), rx * 1.5, ry * 1.5, 0, tinted(theme.color("accent"), 0.75))
    for line in shape.lines:
        feather(p, line, brown, 0.034, 0.46)
    p.setPen(round_pen(tinted(brown, 0.40), 0.008))
    p.setBrush(tinted(QColor("white"), 0.55))
    for nail in shape.nails:
        p.drawPath(nail)


def _fade_arm(image: QImage, shape: HandShape, px: float, origin: Point) -> None:
    """Let the forearm vanish downwards."""
    wrist = origin[1] + (shape.wrist[1] - 0.08) * px
    fade = QLinearGradient(QPointF(0, wrist), QPointF(0, wrist + (_ARM + 0.04) * px))
    for stop, alpha in ((0.0, 1.0), (0.12, 0.86), (0.35, 0.50), (0.65, 0.17), (1.0, 0.0)):
        fade.setColorAt(stop, tinted(QColor("black"), alpha))
    with painting(image) as p:
        p.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        p.fillRect(QRectF(image.rect()), QBrush(fade))
