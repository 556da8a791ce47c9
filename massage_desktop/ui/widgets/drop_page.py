"""A page on which files can be dropped, and which tells when another page takes its place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QHideEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.ui.widgets.painted import Look

MOST_DROPPED = 2000
"""Whoever drops more than this means a folder."""


class DropPage(QWidget):
    """``dropped`` carries the paths (a list of str); ``entered`` and ``left`` come when the page begins to be
    shown, and when it is shown no longer.
    """

    dropped = Signal(object)
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dragging = False
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome, anything else is not."""
        if _local_paths(event):
            event.acceptProposedAction()
            self._drag(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went away again."""
        super().dragLeaveEvent(event)
        self._drag(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        self._drag(on=False)
        paths = _local_paths(event)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def showEvent(self, event: QShowEvent) -> None:
        """It is this page's turn; a window that comes back from being made small was never away."""
        super().showEvent(event)
        if not event.spontaneous():
            self.entered.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page, or the end; a window that is only made small is still at this page."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.left.emit()

    def _drag(self, *, on: bool) -> None:
        if on != self.dragging:
            self.dragging = on
            self.update()


def paint_welcome(p: QPainter, place: QRectF, look: Look) -> None:
    """A soft frame round the place that takes what is dragged."""
    edge, radius = look.px(9), look.px(14)
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(QPen(look.theme.color("accent"), max(1.5, look.px(2))))
    p.drawRoundedRect(place.adjusted(-edge, 0, edge, 0), radius, radius)


def _local_paths(event: QDropEvent) -> list[str]:
    """Files and folders of this computer in what is dragged."""
    paths = (url.toLocalFile() for url in event.mimeData().urls()[:MOST_DROPPED] if url.isLocalFile())
    return [path for path in paths if path]
