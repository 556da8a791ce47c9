"""Soft painting with QPainter alone: feathered lines, soft ellipses, directional light, fine grain."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from math import pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QRadialGradient

from .curve import Curve, Point, smooth
from .frame import Frame

_FEATHER_STEPS = 10


def layer(size: QSize, *, deep: bool = False) -> QImage:
    """A transparent image; ``deep`` has 16 bits a channel, so that faint strokes add up without steps."""
    kind = QImage.Format.Format_RGBA64_Premultiplied if deep else QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(size, kind)
    image.fill(Qt.GlobalColor.transparent)
    return image


@contextmanager
def painting(image: QImage, frame: Frame | None = None) -> Iterator[QPainter]:
    """A smooth painter on ``image``, in pixels or in the units of ``frame``."""
    painter = QPainter(image)
    try:
        hints = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        painter.setRenderHints(hints, on=True)
        if frame is not None:
            painter.setTransform(frame.transform())
        yield painter
    finally:
        painter.end()


@contextmanager
def in_pixels(painter: QPainter) -> Iterator[None]:
    """Let the painter count in pixels for a while."""
    painter.save()
    painter.resetTransform()
    try:
        yield
    finally:
        painter.restore()


def path_of(points: Sequence[Point], *, closed: bool = False, mirrored: bool = False) -> QPainterPath:
    """A smooth path through ``points``; ``mirrored`` negates x."""
    sign = -1.0 if mirrored else 1.0
    flat = smooth(points, closed=closed)
    path = QPainterPath(QPointF(sign * flat[0][0], flat[0][1]))
    for x, y in flat[1:]:
        path.lineTo(sign * x, y)
    if closed:
        path.closeSubpath()
    return path


def both_halves(points: Sequence[Point]) -> QPainterPath:
    """The closed figure whose right half is the open curve ``points`` from the midline to the midline.

    It crosses the midline smoothly, unless the point there is given twice.
    """
    left = [(-x, y) for x, y in reversed(points) if abs(x) > 1e-9]
    ring = [*points, *left]
    corner = next((k for k, (a, b) in enumerate(pairwise(ring)) if a == b), None)
    if corner is not None:  # from corner to corner, so that none of them is rounded
        ring = [*ring[corner + 1 :], *ring[: corner + 1]]
    flat = smooth(ring, closed=corner is None)
    path = QPainterPath(QPointF(*flat[0]))
    for x, y in flat[1:]:
        path.lineTo(x, y)
    path.closeSubpath()
    return path


def tinted(color: QColor, alpha: float) -> QColor:
    """The same colour with ``alpha`` from 0 to 1."""
    tint = QColor(color)
    tint.setAlphaF(min(max(alpha, 0.0), 1.0))
    return tint


def mixed(a: QColor, b: QColor, share: float) -> QColor:
    """The colour that lies ``share`` (0 to 1) of the way from ``a`` to ``b``."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        a.redF() * keep + b.redF() * share,
        a.greenF() * keep + b.greenF() * share,
        a.blueF() * keep + b.blueF() * share,
    )


def round_pen(color: QColor, width: float) -> QPen:
    """A pen with round ends and joins."""
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(QBrush(color), width, Qt.PenStyle.SolidLine, cap, join)


def feather(painter: QPainter, path: QPainterPath, color: QColor, width: float, strength: float) -> None:
    """Stroke ``path`` softly: full ``strength`` on the line, nothing ``width / 2`` away from it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    faint = tinted(color, strength / _FEATHER_STEPS * 1.35)
    for k in range(_FEATHER_STEPS):
        share = 1.0 - k / _FEATHER_STEPS
        painter.setPen(round_pen(faint, width * share**1.3))
        painter.drawPath(path)


def _soft_disc(color: QColor) -> QBrush:
    """A brush for the unit circle: the colour in the middle, nothing at the rim, falling off like a bell."""
    gradient = QRadialGradient(QPointF(0, 0), 1.0)
    for stop, share in ((0.0, 1.0), (0.25, 0.86), (0.5, 0.5), (0.75, 0.15), (0.9, 0.03), (1.0, 0.0)):
        gradient.setColorAt(stop, tinted(color, color.alphaF() * share))
    return QBrush(gradient)


def glow(painter: QPainter, center: Point, radii: Point, color: QColor, angle: float = 0.0) -> None:
    """A soft ellipse turned by ``angle`` degrees, strongest (the colour's own alpha) in the middle."""
    painter.save()
    painter.translate(*center)
    painter.rotate(angle)
    painter.scale(*radii)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_soft_disc(color))
    painter.drawEllipse(QPointF(0, 0), 1.0, 1.0)
    painter.restore()


def soft_line(
    painter: QPainter, points: Sequence[Point], color: QColor, width: float, strength: float
) -> None:
    """A line like a brush stroke: soft across, and fading out towards both ends."""
    curve = Curve(points)
    count = max(6, round(curve.length / (width * 0.24)))
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_soft_disc(tinted(color, strength * 0.36)))
    for k in range(count + 1):
        share = k / count
        swell = sin(pi * (0.04 + 0.92 * share)) ** 0.6
        x, y = curve.at(share)
        half = width * (0.55 + 0.45 * swell)
        painter.save()
        painter.translate(x, y)
        painter.scale(half, half)
        painter.setOpacity(swell)
        painter.drawEllipse(QPointF(0, 0), 1.0, 1.0)
        painter.restore()
    painter.restore()


def blurred(image: QImage, radius_px: float) -> QImage:
    """The image softened over about ``radius_px``: made small by averaging, then enlarged in smooth steps."""
    full = image.size()
    factor = max(1.0, radius_px / 2)
    small = QSize(max(2, round(full.width() / factor)), max(2, round(full.height() / factor)))
    keep, fine = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    soft = image.scaled(small, keep, fine)
    while soft.width() * 2 < full.width():
        soft = soft.scaled(soft.size() * 2, keep, fine)
    return soft.scaled(full, keep, fine)


def edge_tone(mask: QImage, radius_px: float, color: QColor, shift_px: Point = (0.0, 0.0)) -> QImage:
    """``color`` along the inner edge of the figure in ``mask``, fading inwards over ``radius_px``.

    With a ``shift_px`` only the edges that look against it are toned, as if light came from there.
    """
    tone = layer(mask.size())
    tone.fill(color)
    kept, (dx, dy) = blurred(mask, radius_px), shift_px
    w, h = mask.width(), mask.height()
    with painting(tone) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
        painter.drawImage(QPointF(dx, dy), kept)
        # What the shift lays bare along the picture's border is no edge of the figure.
        beside = QRectF(0 if dx > 0 else w + dx, 0, abs(dx), h)
        above = QRectF(beside.width() if dx > 0 else 0, 0 if dy > 0 else h + dy, w - beside.width(), abs(dy))
        for strip, at in ((beside, QPointF(0, dy)), (above, QPointF(dx, 0))):
            painter.setClipRect(strip)
            painter.drawImage(at, kept)
    return tone


def mask_of(figure: QPainterPath, frame: Frame) -> QImage:
    """An opaque picture of ``figure`` on a transparent ground."""
    mask = layer(frame.size)
    with painting(mask, frame) as painter:
        painter.fillPath(figure, QColor("black"))
    return mask


def dyed(mask: QImage, color: QColor) -> QImage:
    """The same picture with every pixel in ``color``, as strong as it was."""
    image = mask.copy()
    with painting(image) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(image.rect(), color)
    return image


def keep_inside(image: QImage, figure: QPainterPath, frame: Frame) -> None:
    """Cut ``image`` to ``figure`` with a smooth edge."""
    mask = mask_of(figure, frame)
    with painting(image) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, mask)


@cache
def grain() -> QImage:
    """A tile of fine, faint noise: texture of skin and cloth that also hides steps in dark gradients."""
    side = 192
    source = random.Random(7)
    data = bytearray()
    for _ in range(side * side):
        value = source.gauss(0.0, 1.0)
        alpha = min(255, int(abs(value) * 7))
        tone = alpha if value > 0 else 0  # premultiplied: white or black
        data += bytes((tone, tone, tone, alpha))
    image = QImage(bytes(data), side, side, side * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()
