"""The body map as a widget."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QMoveEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from massage_desktop.routine.body import body_view, view_ids
from massage_desktop.ui import words
from massage_desktop.ui.naming import call, describe
from massage_desktop.ui.theme import DARK, Theme

from .moment import Moment, moment_of
from .picture import SMALLEST_PX, paint_moment, quiet_image
from .scene import BodyScene

_SETTLE_MS = 150
"""The quiet layers are painted anew this long after the last change of size; until then they stretch."""

Ground = Callable[[QPainter, QRectF], None]
"""Paints what lies below the body map: the given part of its parent, in the parent's logical pixels."""


class BodyMap(QWidget):
    """Shows one :class:`BodyScene` at a time; it has no clock and paints what it was given last.

    A new scene repaints only where hands, halos and trail were or are.
    """

    def __init__(self, parent: QWidget | None = None, *, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene: BodyScene | None = None
        self._reduced_motion = False
        self._ground: Ground | None = None
        self._moment: Moment | None = None
        self._base: tuple[tuple[object, ...], QImage] | None = None
        self._settled = QSize()
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._take_size)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        call(self, words.BODY_MAP)

    @property
    def scene(self) -> BodyScene | None:
        """The scene that is shown."""
        return self._scene

    def set_scene(self, scene: BodyScene | None) -> None:
        """Show this moment; None shows the body at rest."""
        if scene == self._scene:
            return
        before, self._scene = self._scene, scene
        if _where(before) != _where(scene):
            describe(self, *_place_of(scene))
        shown, self._moment = self._moment, self._made() if self.isVisible() else None
        changed = self._moment.changed_since(shown) if self._moment and shown else None
        if changed is None:
            self.update()
        elif not changed.isEmpty():
            self.update(self._logical(changed))

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._start_anew()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Step from place to place instead of gliding."""
        self._reduced_motion = reduced
        self._start_anew()

    def set_ground(self, ground: Ground) -> None:
        """Let the parent's ground be part of the picture, so that the parent need not paint it every time.

        Call it again whenever the ground looks different.
        """
        self._ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._start_anew()

    def sizeHint(self) -> QSize:
        """The room that the picture has in a window of 1440 by 900."""
        return QSize(570, 780)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a window of 1024 by 640."""
        return QSize(220, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002
        """Keep the picture that is there while the window is being dragged."""
        if self._settled.isEmpty() or not self.isVisible():
            self._settled = self.size()
        else:
            self._settle.start()
        self._start_anew()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: ARG002
        """Another part of the parent's ground lies below."""
        self._start_anew()

    def _take_size(self) -> None:
        self._settled = self.size()
        self._start_anew()

    def _start_anew(self) -> None:
        """Forget what was composed, and paint everything."""
        self._moment = self._base = None
        self.update()

    def _made(self) -> Moment:
        size = self.size() if self._settled.isEmpty() else self._settled
        return moment_of(
            self._scene,
            self._theme,
            (size.width(), size.height()),
            self.devicePixelRatioF(),
            reduced_motion=self._reduced_motion,
        )

    def _logical(self, rect: QRect) -> QRect:
        """Device pixels of the picture to logical pixels of the widget, rounded outwards."""
        if self._settled != self.size():
            return self.rect()
        sharp = self.devicePixelRatioF()
        left, top = floor(rect.left() / sharp), floor(rect.top() / sharp)
        right, bottom = ceil((rect.right() + 1) / sharp), ceil((rect.bottom() + 1) / sharp)
        return QRect(left, top, right - left, bottom - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scene."""
        with QPainter(self) as painter:
            if min(self.width(), self.height()) < SMALLEST_PX or self._settled.isEmpty():
                self._paint_ground(painter, event.rect())
                return
            if self._moment is None or self._moment.sharp != self.devicePixelRatioF():
                self._moment = self._made()
            if self._settled == self.size():
                paint_moment(painter, QRectF(self.rect()), self._moment, self._composed(self._moment))
                return
            self._paint_ground(painter, event.rect())
            self._stretch(painter)
            box = QRectF(0, 0, self._settled.width(), self._settled.height())
            paint_moment(painter, box, self._moment, quiet_image(self._moment))

    def _stretch(self, painter: QPainter) -> None:
        """Fit the picture of the settled size into the present one."""
        size = self._settled
        stretch = min(self.width() / size.width(), self.height() / size.height())
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(stretch, stretch)
        painter.translate(-size.width() / 2, -size.height() / 2)

    def _paint_ground(self, painter: QPainter, exposed: QRect) -> None:
        if self._ground is None:
            return
        painter.save()
        painter.translate(-self.x(), -self.y())
        self._ground(painter, QRectF(exposed.translated(self.pos())))
        painter.restore()

    def _composed(self, moment: Moment) -> QImage:
        """The quiet picture together with the ground below it: opaque, so that it is copied, not blended."""
        quiet = quiet_image(moment)
        if self._ground is None:
            return quiet
        key = (moment.frame, moment.theme, quiet.cacheKey())
        if self._base is None or self._base[0] != key:
            image = QImage(moment.frame.size, QImage.Format.Format_RGB32)
            image.fill(moment.theme.color("room"))
            image.setDevicePixelRatio(moment.sharp)
            with QPainter(image) as painter:
                self._paint_ground(painter, self.rect())
            image.setDevicePixelRatio(1.0)
            with QPainter(image) as painter:
                painter.drawImage(0, 0, quiet)
            self._base = (key, image)
        return self._base[1]


def _where(scene: BodyScene | None) -> tuple[str, str, str] | None:
    return (scene.view, scene.zone, scene.path) if scene is not None else None


def _place_of(scene: BodyScene | None) -> list[str]:
    """Zone and path in words, for people who do not see the picture."""
    if scene is None or scene.view not in view_ids():
        return []
    view = body_view(scene.view)
    zone, path = view.zone(scene.zone), view.path(scene.path)
    return [f"{named.title}." for named in (zone, path) if named]
