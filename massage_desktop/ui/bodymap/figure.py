"""The shapes of what is painted: figures of a view as closed paths, and the outline of the whole body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QTransform

from massage_desktop.routine.body import BodyView, Crease, Figure, Part, RestingHand, Shade, body_view
from massage_desktop.ui.theme import Theme

from .brush import both_halves, glow, mixed, path_of, soft_line, tinted
from .frame import Frame
from .handshape import hand_shape

_COARSE_PX = 300.0
"""Pixels across the picture at which soft light is painted."""

_BODY = ("skin", "ear", "hair", "cloth")


@dataclass(frozen=True)
class Painted:
    """A figure about to be painted: its shape in body units, and the frame of the picture's piece it lies in.

    ``unit`` scales whatever looks the same on every picture, such as shadows and fine lines: 1 for a view
    that is one body unit wide.
    """

    view: BodyView
    figure: Figure
    theme: Theme
    shape: QPainterPath
    frame: Frame

    @property
    def unit(self) -> float:
        """Body units that look as long as one unit does on a view of width 1."""
        return self.view.width

    def coarse(self) -> Painted:
        """The same figure on fewer pixels: soft light holds no detail, and is enlarged later."""
        return replace(self, frame=self.frame.at(min(self.frame.px, _COARSE_PX / self.unit)))

    def enlarge(self, p: QPainter, image: QImage, small: Painted) -> None:
        """Draw ``image``, painted for ``small``, over this figure's piece of the picture."""
        p.save()
        p.resetTransform()
        p.scale(self.frame.px / small.frame.px, self.frame.px / small.frame.px)
        p.drawImage(0, 0, image)
        p.restore()


def part_shape(view: BodyView, part: Part) -> QPainterPath:
    """One piece of a figure, on both halves where it is mirrored."""
    points = view.points(part)
    if part.form == "half":
        return both_halves(points)
    right = path_of(points, closed=True)
    if part.form == "single":
        return right
    return right.united(path_of(points, closed=True, mirrored=True))


def figure_shape(view: BodyView, figure: Figure) -> QPainterPath:
    """All pieces of a figure and its resting hands as one shape."""
    shape = QPainterPath()
    for part in figure.parts:
        piece = part_shape(view, part)
        shape = piece if shape.isEmpty() else shape.united(piece)
    for hand in figure.hands:
        for turn in hand_places(hand):
            shape = shape.united(turn.map(hand_shape(hand.shape).outline))
    return shape


def hand_places(hand: RestingHand) -> list[QTransform]:
    """From the units of the hand's shape to body units, for each of the hands: right half first."""
    places = []
    for sign in (1.0, -1.0) if hand.mirrored else (1.0,):
        turn = QTransform()
        turn.scale(sign, 1.0)
        turn.translate(hand.x, hand.y)
        turn.rotate(hand.angle)
        turn.scale(-hand.length, hand.length)
        places.append(turn)
    return places


@cache
def silhouette(view_id: str) -> QPainterPath:
    """Skin, hair and worn cloth of a view as one shape: everything that a hand may lie on."""
    view, shape = body_view(view_id), QPainterPath()
    for figure in view.figures:
        if figure.material in _BODY:
            shape = shape.united(figure_shape(view, figure))
    return shape


@cache
def towels_shape(view_id: str, towels: tuple[str, ...]) -> QPainterPath:
    """What the named towels of a view cover."""
    view, shape = body_view(view_id), QPainterPath()
    for towel in view.towels:
        if towel.id in towels:
            shape = shape.united(figure_shape(view, towel))
    return shape


def area(shape: QPainterPath) -> float:
    """Area of a shape without holes and overlaps, in square body units."""
    total = 0.0
    for piece in shape.toSubpathPolygons():
        points = [(q.x(), q.y()) for q in (piece.at(k) for k in range(piece.size()))]
        total += abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*points, points[0]]))) / 2
    return total


def paint_shades(p: QPainter, shades: list[Shade], light: QColor, dark: QColor) -> None:
    """Soft lights and shadows; the half on the left keeps a little more light."""
    for shade in shades:
        color = light if shade.tone > 0 else dark
        if shade.blush:
            color = mixed(light, QColor("#c2503c"), 0.62)
        for sign in (1, -1) if shade.mirrored else (1,):
            # The light falls from the upper left: that half keeps a little more of it.
            gain = 1.0 if shade.tone < 0 else 1.12 if sign < 0 else 0.88
            tone = tinted(color, abs(shade.tone) * gain)
            glow(p, (sign * shade.x, shade.y), (shade.rx * 1.5, shade.ry * 1.5), tone, sign * shade.angle)


def paint_creases(
    p: QPainter, creases: list[Crease], light: QColor, dark: QColor, *, fine: bool | None = None
) -> None:
    """Soft lines of light and shadow: all of them, or only those that are ``fine`` or are not."""
    for crease in creases:
        if fine is not None and crease.fine != fine:
            continue
        for mirrored in (False, True) if crease.mirrored else (False,):
            line = [(-x if mirrored else x, y) for x, y in crease.points]
            soft_line(p, line, light if crease.tone > 0 else dark, crease.width, abs(crease.tone))
