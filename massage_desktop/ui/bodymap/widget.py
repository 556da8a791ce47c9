"""The body map as a widget."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from massage_desktop.routine.body import body_view, view_ids
from massage_desktop.ui.theme import DARK, Theme

from .picture import paint_body
from .scene import BodyScene

_SETTLE_MS = 150
"""The quiet layers are painted anew this long after the last change of size; until then they stretch."""


class BodyMap(QWidget):
    """Shows one :class:`BodyScene` at a time; it has no clock and paints what it was given last."""

    def __init__(self, parent: QWidget | None = None, *, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene: BodyScene | None = None
        self._reduced_motion = False
        self._settled = QSize()
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._take_size)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Body map")

    @property
    def scene(self) -> BodyScene | None:
        """The scene that is shown."""
        return self._scene

    def set_scene(self, scene: BodyScene | None) -> None:
        """Show this moment; None shows the body at rest."""
        if scene == self._scene:
            return
        before, self._scene = self._scene, scene
        if _place_of(before) != _place_of(scene):
            self.setAccessibleDescription(_place_of(scene))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.update()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Step from place to place instead of gliding."""
        self._reduced_motion = reduced
        self.update()

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

    def _take_size(self) -> None:
        self._settled = self.size()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the scene."""
        with QPainter(self) as painter:
            size = self.size() if self._settled.isEmpty() else self._settled
            if size != self.size():
                stretch = min(self.width() / size.width(), self.height() / size.height())
                painter.translate(self.width() / 2, self.height() / 2)
                painter.scale(stretch, stretch)
                painter.translate(-size.width() / 2, -size.height() / 2)
            room = QRect(0, 0, size.width(), size.height())
            paint_body(painter, room, self._scene, self._theme, self._reduced_motion)


def _place_of(scene: BodyScene | None) -> str:
    """Zone and path in words, for people who do not see the picture."""
    if scene is None or scene.view not in view_ids():
        return ""
    view = body_view(scene.view)
    zone, path = view.zone(scene.zone), view.path(scene.path)
    words = [zone.title if zone else "", path.title if path else ""]
    return ". ".join(word for word in words if word)
