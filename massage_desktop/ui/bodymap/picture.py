"""Puts the body map together: quiet layers from the cache, then halo, trail and hands of this moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from massage_desktop.routine.body import body_view, view_ids
from massage_desktop.ui.theme import Theme

from .marks import marks_image
from .moment import Moment, Stamp, moment_of
from .scene import BodyScene
from .still import body_image, cover_for
from .thumbnail import thumbnail_image

_QUIET_VIEW = "back"
SMALLEST_PX = 8
"""Below this width or height (logical pixels) nothing is painted."""


def paint_body(
    painter: QPainter,
    rect: QRect | QRectF,
    scene: BodyScene | None,
    theme: Theme,
    reduced_motion: bool = False,
) -> None:
    """Paint the body map into ``rect`` (logical pixels), undistorted and centred, on whatever lies below.

    Without a scene, or with a view that is not drawn, the body rests alone. An empty ``rect`` paints nothing.
    """
    box = QRectF(rect)
    if box.width() < SMALLEST_PX or box.height() < SMALLEST_PX:
        return
    sharp = _pixels_per_unit(painter)
    size = (box.width(), box.height())
    moment = moment_of(scene, theme, size, sharp, reduced_motion=reduced_motion)
    paint_moment(painter, box, moment, quiet_image(moment))


def quiet_image(moment: Moment) -> QImage:
    """Table, body and towel of a moment, on a transparent ground, in device pixels."""
    cover = cover_for(body_view(moment.view), (moment.marks.zone,))
    return body_image(moment.view, moment.theme.name, moment.frame, cover)


def paint_moment(painter: QPainter, box: QRectF, moment: Moment, base: QImage) -> None:
    """Paint a moment made for ``box`` (logical pixels) over ``base``, a picture of the same size."""
    sharp = _pixels_per_unit(painter)
    left, top = round(box.x() * sharp) / sharp, round(box.y() * sharp) / sharp
    painter.save()
    try:
        painter.setClipRect(box)
        _place(painter, box, base)
        _copy(painter, moment.lights, left, top, sharp)
        _place(painter, box, marks_image(moment.marks, moment.theme.name, moment.frame))
        _copy(painter, moment.hands, left, top, sharp)
    finally:
        painter.restore()


def _copy(painter: QPainter, stamps: Sequence[Stamp], x: float, y: float, sharp: float) -> None:
    for sprite, left, top, alpha in stamps:
        painter.setOpacity(alpha / 256)
        painter.drawImage(QPointF(x + left / sharp, y + top / sharp), sprite.image)
    painter.setOpacity(1.0)


def paint_thumbnail(
    painter: QPainter, rect: QRect | QRectF, view: str, zones: Iterable[str], theme: Theme
) -> None:
    """Paint a small body with the given zones lit into ``rect``, for cards. Unknown zones are left out."""
    box = QRectF(rect)
    if box.width() < SMALLEST_PX or box.height() < SMALLEST_PX:
        return
    sharp = _pixels_per_unit(painter)
    size = (max(1, round(box.width() * sharp)), max(1, round(box.height() * sharp)))
    view_id = view if view in view_ids() else _QUIET_VIEW
    image = thumbnail_image(view_id, tuple(sorted(set(zones))), theme.name, size)
    painter.save()
    _place(painter, box, image)
    painter.restore()


def _pixels_per_unit(painter: QPainter) -> float:
    """Device pixels per logical pixel."""
    device = painter.device()
    return max(0.25, device.devicePixelRatio() if device is not None else 1.0)


def _place(painter: QPainter, box: QRectF, image: QImage) -> None:
    """Draw an image made for this box; at whole pixels it is copied, not resampled."""
    if image.width() == round(box.width()) and image.height() == round(box.height()):
        painter.drawImage(round(box.x()), round(box.y()), image)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, image)
