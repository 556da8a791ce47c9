"""Keeps the screen awake while a session runs, and tells when that cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from . import words
from .crash import LOG

if TYPE_CHECKING:
    from massage_desktop.ui.keepawake import KeepAwake


class ScreenWatch(QObject):
    """``told`` carries one sentence when the screen may go to sleep, and an empty text when it will not."""

    told = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._awake: KeepAwake | None = None

    def watch(self) -> None:
        """Find out once whether the screen can be kept awake, so that it is told before hands are oily."""
        from massage_desktop.ui.keepawake import KeepAwake

        if self._awake is None:
            self._awake = KeepAwake(self)
            self._awake.changed.connect(self._changed)
            self._awake.probe()

    def keep(self, on: bool) -> None:
        """Keep it awake from now on, or let it sleep again."""
        if self._awake is not None:
            (self._awake.acquire if on else self._awake.release)()

    def close(self) -> None:
        """Let it sleep again for good; nothing is told any more, as the pages may be gone."""
        self.blockSignals(True)
        if self._awake is not None:
            self._awake.close()

    def _changed(self, state: str, reason: str) -> None:
        notice = "" if state in ("on", "off") else reason or words.SCREEN_MAY_SLEEP
        if notice:
            LOG.warning("keep awake: %s", notice)
        self.told.emit(notice)
