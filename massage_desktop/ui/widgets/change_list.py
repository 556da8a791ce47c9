"""What an answer changes in the massage, one line each."""

from __future__ import annotations

import math

from massage_desktop.ui.widgets.notices import Notice
from massage_desktop.ui.widgets.parts import Stack


class _Line(Notice):
    """A sign and a sentence; the sign is never cut off."""

    def needed(self, width: int) -> int:
        """Height (pixels) for this width (pixels)."""
        return max(super().needed(width), math.ceil(self.look.text_px(19)))


class ChangeList(Stack):
    """The sentences in their order; nothing said takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: tuple[str, ...] = ()
        self.hide()

    def say(self, texts: tuple[str, ...]) -> None:
        """Say these instead of what was said."""
        if texts == self.texts:
            return
        self.texts = texts
        self.clear()
        for n, text in enumerate(texts):
            line = _Line(text)
            self.add(line, 5 if n else 0)
            line.show()
        self.setVisible(bool(texts))
        self.regrow()
