"""How body units become pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize

from massage_desktop.routine.body import BodyView

from .curve import Point


@dataclass(frozen=True)
class Frame:
    """An image of ``width`` by ``height`` pixels, ``px`` pixels a unit; (0, 0) lies at ``origin`` pixels."""

    width: int
    height: int
    px: float = 1.0
    origin: Point = (0.0, 0.0)

    @property
    def size(self) -> QSize:
        """Size of the image."""
        return QSize(self.width, self.height)

    def at(self, px: float) -> Frame:
        """The same picture painted at ``px`` pixels a unit."""
        share = px / self.px
        origin = (self.origin[0] * share, self.origin[1] * share)
        return Frame(round(self.width * share) + 1, round(self.height * share) + 1, px, origin)


def frame_for(view: BodyView, width_px: float, height_px: float) -> Frame:
    """The largest undistorted picture of ``view`` in the given room, in the middle of it."""
    width, height = max(1, round(width_px)), max(1, round(height_px))
    px = min(width / view.width, height / view.height)
    return Frame(width, height, px, (width / 2, (height - view.height * px) / 2))
