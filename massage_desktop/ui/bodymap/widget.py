"""The body map as a widget."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from massage_desktop.routine.body import body_view, view_ids
from massage_desktop.ui.theme import DARK, Theme

from .picture import paint_body
from .scene import BodyScene


class BodyMap(QWidget):
    """Shows one :class:`BodyScene` at a time; it has no clock of its own and paints what it was given last."""

    def __init__(self, parent: QWidget | None = None, *, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene: BodyScene | None = None
        self._reduced_motion = False
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scene."""
        with QPainter(self) as painter:
            paint_body(painter, self.rect(), self._scene, self._theme, self._reduced_motion)


def _place_of(scene: BodyScene | None) -> str:
    """Zone and path in words, for people who do not see the picture."""
    if scene is None or scene.view not in view_ids():
        return ""
    view = body_view(scene.view)
    zone, path = view.zone(scene.zone), view.path(scene.path)
    words = [zone.title if zone else "", path.title if path else ""]
    return ". ".join(word for word in words if word)
