"""A quiet bar that shows how much a microphone hears."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from massage_desktop.ui.widgets.painted import Painted

_LOW_DB, _HIGH_DB = -60.0, -6.0
_HIGH_PX, _WIDE_PX = 8.0, 420.0


class SoundBar(Painted):
    """Level in dBFS from -60 (empty) to -6 (full); None shows an empty bar."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0

    def set_level(self, level_db: float | None) -> None:
        """Show a level; what is not finite counts as silence."""
        known = level_db is not None and math.isfinite(level_db)
        share = ((level_db or 0.0) - _LOW_DB) / (_HIGH_DB - _LOW_DB) if known else 0.0
        share = min(1.0, max(0.0, share))
        if share != self._share:
            self._share = share
            self.update()

    def needed(self, width: int) -> int:
        """Height for this width."""
        del width
        return round(self.look.text_px(_HIGH_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line of the room's colour, and the level on it."""
        del event
        wide = min(float(self.width()), self.look.text_px(_WIDE_PX))
        high = float(self.height())
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(self.look.theme.color("line"))
            p.setBrush(self.look.theme.color("panel"))
            p.drawRoundedRect(QRectF(0.5, 0.5, wide - 1, high - 1), high / 2, high / 2)
            p.setBrush(self.look.theme.color("calm"))
            if self._share > 0:
                p.drawRoundedRect(
                    QRectF(0.5, 0.5, max(high, wide * self._share) - 1, high - 1), high / 2, high / 2
                )
