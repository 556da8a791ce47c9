"""What all painted parts share: a look, letterings at their places, and a place in the page's cached room."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QRadialGradient, QResizeEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.ui.language import current
from massage_desktop.ui.theme import DARK, Theme, scale_for
from massage_desktop.ui.widgets.lettering import Lettering


class Look(NamedTuple):
    """Everything that decides how a part looks, apart from what it says. Other words are another look.

    ``scale`` is the page's factor without the text size (1.0 at 1440 by 900), ``text_size`` the user's wish
    (0.8 to 2.0), ``page_height_px`` the height that the legibility rules refer to.
    """

    theme: Theme = DARK
    scale: float = 1.0
    text_size: float = 1.0
    page_height_px: float = 900.0
    reduced_motion: bool = False
    language: str = "en"

    def px(self, units: float) -> float:
        """Reference pixels to pixels, for lengths."""
        return units * self.scale

    def text_px(self, units: float) -> float:
        """Reference pixels to pixels, for small text that follows the user's text size."""
        return units * self.scale * self.text_size


def look_for(
    width_px: float, height_px: float, theme: Theme, text_size: float, *, reduced_motion: bool = False
) -> Look:
    """The look of a page of this size."""
    return Look(theme, scale_for(width_px, height_px), text_size, height_px, reduced_motion, current())


class Painted(QWidget):
    """A part that paints letterings and shapes and takes no input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self.letterings: tuple[Lettering, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_look(self, look: Look) -> None:
        """Take over theme, scale and motion."""
        if look != self.look:
            self.look = look
            self.refresh()

    def refresh(self) -> None:
        """Lay the letterings out anew and repaint."""
        self.letterings = self.arrange() if self.width() > 1 and self.height() > 1 else ()
        self.update()

    def arrange(self) -> tuple[Lettering, ...]:
        """Letterings for the present size and values; each part brings its own."""
        return ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self.refresh()

    def paint_letterings(self, painter: QPainter) -> None:
        """Paint all letterings."""
        for lettering in self.letterings:
            lettering.paint(painter, self.look.theme)


class Room:
    """The dark, warmly lit background of a page, painted once a size and theme."""

    def __init__(self) -> None:
        self._key: tuple[float, float, float, str] | None = None
        self._picture = QPixmap()

    def paint(self, painter: QPainter, page: QWidget, theme: Theme, exposed: QRectF) -> None:
        """Copy the ``exposed`` part (page pixels) of the background."""
        ratio = page.devicePixelRatioF()
        key = (page.width(), page.height(), ratio, theme.name)
        if key != self._key:
            self._key = key
            self._picture = _room_picture(page, theme, ratio)
        source = QRectF(
            exposed.x() * ratio, exposed.y() * ratio, exposed.width() * ratio, exposed.height() * ratio
        )
        painter.drawPixmap(exposed, self._picture, source)


def _room_picture(page: QWidget, theme: Theme, ratio: float) -> QPixmap:
    width, height = page.width(), page.height()
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.color("room"))
    light = QRadialGradient(width * 0.24, height * 0.42, max(width * 0.62, height * 0.8))
    light.setColorAt(0.0, theme.color("room_glow"))
    light.setColorAt(1.0, theme.color("room"))
    with QPainter(picture) as p:
        p.fillRect(QRectF(0, 0, width, height), light)
    return picture
