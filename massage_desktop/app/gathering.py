"""Several files and folders that a person has picked, brought together away from the window."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal


class Gathering(QObject):
    """``gathered`` carries one path that stands for all, ``failed`` one line that says why there is none."""

    gathered = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turn = 0

    def gather(self, paths: tuple[str, ...]) -> None:
        """Bring these together; what was asked for before is forgotten."""
        self._turn += 1
        threading.Thread(target=self._run, args=(paths, self._turn), name="gather", daemon=True).start()

    def _run(self, paths: tuple[str, ...], turn: int) -> None:
        from massage_desktop.sound.decode import SoundFileError
        from massage_desktop.sound.own_list import one_path

        try:
            path, problem = str(one_path(paths)), ""
        except SoundFileError as error:
            path, problem = "", str(error)
        if turn != self._turn:
            return
        try:
            if problem:
                self.failed.emit(problem)
            else:
                self.gathered.emit(path)
        except RuntimeError:  # the page has gone meanwhile
            return
