"""Puts the body map together: quiet layers from the cache, then halo, trail and hands of this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import floor

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from massage_desktop.routine.body import body_view, view_ids
from massage_desktop.ui.theme import Theme

from .frame import frame_for
from .hands import Spot, paint_halo, paint_hand, paint_trail
from .marks import Marks, halves, marks_image
from .motion import hand_poses
from .scene import BodyScene
from .still import body_image, towel_edge
from .thumbnail import thumbnail_image

_QUIET_VIEW = "back"
_PLACE_S = 1.2
"""Seconds that the hands rest on one place with reduced motion."""


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
    view_id = scene.view if scene is not None and scene.view in view_ids() else _QUIET_VIEW
    view = body_view(view_id)
    if box.width() < 8 or box.height() < 8 or view_id not in view_ids():
        return
    sharp = _pixels_per_unit(painter)
    frame = frame_for(view, box.width() * sharp, box.height() * sharp)
    known = scene if scene is not None and scene.view == view_id else None
    scene_now = held_still(known) if known is not None and reduced_motion else known
    poses = hand_poses(scene_now, view) if scene_now is not None else []
    marks = Marks(view_id, known.zone, known.path, halves(view, known.worked)) if known else Marks(view_id)
    origin = (box.x() + frame.origin[0] / sharp, box.y() + frame.origin[1] / sharp)
    spot = Spot(frame.px / sharp, *origin, sharp)
    painter.save()
    try:
        painter.setClipRect(box)
        _place(painter, box, body_image(view_id, theme.name, frame, towel_edge(view, marks.zone)))
        if scene_now is not None and not reduced_motion and not _rests(scene_now):
            paint_trail(painter, scene_now, view, theme, spot)
        for pose in poses:
            paint_halo(painter, pose, theme, spot)
        # Above the halo, so that the areas to spare stay visible under any pressure.
        _place(painter, box, marks_image(marks, theme.name, frame))
        for pose in poses:
            paint_hand(painter, pose, theme, spot)
    finally:
        painter.restore()


def paint_thumbnail(
    painter: QPainter, rect: QRect | QRectF, view: str, zones: Iterable[str], theme: Theme
) -> None:
    """Paint a small body with the given zones lit into ``rect``, for cards. Unknown zones are left out."""
    box = QRectF(rect)
    if box.width() < 8 or box.height() < 8:
        return
    sharp = _pixels_per_unit(painter)
    size = (max(1, round(box.width() * sharp)), max(1, round(box.height() * sharp)))
    view_id = view if view in view_ids() else _QUIET_VIEW
    image = thumbnail_image(view_id, tuple(sorted(set(zones))), theme.name, size)
    painter.save()
    _place(painter, box, image)
    painter.restore()


def held_still(scene: BodyScene) -> BodyScene:
    """The scene for reduced motion: a few places one after the other, without the technique's own figure."""
    lasts = 60 / scene.pace_per_minute if scene.pace_per_minute > 0 else 1.0
    places = min(8, max(2, round(lasts / _PLACE_S)))
    place = min(floor(scene.phase * places), places - 1)
    return replace(scene, phase=(place + 0.5) / places, motion="glide")


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


def _rests(scene: BodyScene) -> bool:
    """Whether the hands stay on their places, so that they leave no trail."""
    return scene.still or scene.motion in ("still", "press", "pat")
