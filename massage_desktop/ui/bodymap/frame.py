"""How body units become pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, cos, floor, radians, sin

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QTransform

from massage_desktop.routine.body import BodyView

from .curve import Point


@dataclass(frozen=True)
class Frame:
    """An image of ``width`` by ``height`` pixels, ``px`` pixels a unit; (0, 0) lies at ``origin`` pixels.

    The body is turned by ``turned`` degrees (clockwise) about ``pivot``, a point on the midline given by its
    height in body units, which stays where it is.
    """

    width: int
    height: int
    px: float = 1.0
    origin: Point = (0.0, 0.0)
    turned: float = 0.0
    pivot: float = 0.0

    @property
    def size(self) -> QSize:
        """Size of the image."""
        return QSize(self.width, self.height)

    def at(self, px: float) -> Frame:
        """The same picture painted at ``px`` pixels a unit."""
        share = px / self.px
        origin = (self.origin[0] * share, self.origin[1] * share)
        width, height = round(self.width * share) + 1, round(self.height * share) + 1
        return replace(self, width=width, height=height, px=px, origin=origin)

    def part(self, box: QRectF, margin: float, *, beyond: bool = False) -> tuple[Frame, QRect]:
        """The piece of the picture that holds ``box`` (body units) with ``margin`` units around it.

        Returns its frame and where it lies in this one (pixels); the piece is at least one pixel in size. A
        piece of more than half the picture is the whole picture; ``beyond`` lets it reach over the picture's
        edges.
        """
        area = self.transform().mapRect(box.adjusted(-margin, -margin, margin, margin))
        rect = QRect(
            QPoint(floor(area.left()), floor(area.top())), QPoint(ceil(area.right()), ceil(area.bottom()))
        )
        if not beyond:
            rect &= QRect(0, 0, self.width, self.height)
            rect.setSize(rect.size().expandedTo(QSize(1, 1)))
        if not beyond and 2 * rect.width() * rect.height() > self.width * self.height:
            return self, QRect(0, 0, self.width, self.height)
        origin = (self.origin[0] - rect.left(), self.origin[1] - rect.top())
        return replace(self, width=rect.width(), height=rect.height(), origin=origin), rect

    def place(self, x: float, y: float) -> Point:
        """Pixels of a point given in body units."""
        if self.turned:
            c, s = cos(radians(self.turned)), sin(radians(self.turned))
            x, y = x * c - (y - self.pivot) * s, self.pivot + x * s + (y - self.pivot) * c
        return (self.origin[0] + x * self.px, self.origin[1] + y * self.px)

    def transform(self) -> QTransform:
        """From body units to pixels."""
        turn = QTransform()
        turn.translate(*self.origin)
        turn.scale(self.px, self.px)
        if self.turned:
            turn.translate(0.0, self.pivot)
            turn.rotate(self.turned)
            turn.translate(0.0, -self.pivot)
        return turn


def frame_for(view: BodyView, width_px: float, height_px: float) -> Frame:
    """The largest undistorted picture of ``view`` in the given room, in the middle of it."""
    width, height = max(1, round(width_px)), max(1, round(height_px))
    px = min(width / view.width, height / view.height)
    origin = (width / 2, (height - view.height * px) / 2)
    return Frame(width, height, px, origin, view.turned, view.height / 2)
