"""Pictures attached to music, read and unpacked in a thread of their own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

EDGE_PX = 192
"""Covers are kept no larger: four times what is shown at the usual size."""

MOST_COVERS = 60


class Covers(QObject):
    """Reads one cover after another; ``found`` carries a file and its picture, in the window's thread."""

    found = Signal(object, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Path] = deque()
        self._asked: set[Path] = set()
        self._more = threading.Condition()
        self._thread: threading.Thread | None = None

    def want(self, paths: Sequence[Path]) -> None:
        """Ask for the covers of these files, each once, and of so many as a page shows."""
        with self._more:
            for path in paths:
                if path not in self._asked and len(self._asked) < MOST_COVERS:
                    self._asked.add(path)
                    self._waiting.append(path)
            if self._waiting and self._thread is None:
                self._thread = threading.Thread(target=self._read_all, name="covers", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """No more of them; the one that is just being read is dropped."""
        with self._more:
            self._waiting.clear()
            self._asked.clear()

    def _read_all(self) -> None:
        while True:
            with self._more:
                if not self._waiting:
                    self._thread = None
                    return
                path = self._waiting.popleft()
            picture = read_cover_picture(path)
            with self._more:
                wanted = path in self._asked
            if picture is not None and wanted:
                try:
                    self.found.emit(path, picture)
                except RuntimeError:  # the page has gone meanwhile
                    return


def read_cover_picture(path: Path) -> QImage | None:
    """The cover of a file, at most :data:`EDGE_PX` high and wide, or None. Can take as long as the file."""
    from massage_desktop.sound.decode import SoundFileError
    from massage_desktop.sound.workers import shared_worker

    try:
        cover = shared_worker().cover(path)
    except (SoundFileError, OSError, MemoryError):
        return None
    return None if cover is None else picture_of(cover.data)


def picture_of(data: bytes) -> QImage | None:
    """A JPEG or PNG as a small picture, or None when it is damaged."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > EDGE_PX:
        reader.setScaledSize(size.scaled(QSize(EDGE_PX, EDGE_PX), Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    return None if picture.isNull() else picture
