"""Sound that outlasts the grid line it begins on."""

from __future__ import annotations

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import SPAN, blank


class Carry:
    """Adds up sounds of any length and hands them out one grid line at a time."""

    def __init__(self) -> None:
        self._sum = blank(2 * SPAN)

    def add(self, at: int, sound: Samples) -> None:
        """Let ``sound``, shape ``(n, 2)``, begin ``at`` frames after the next line's first frame."""
        missing = at + len(sound) - len(self._sum)
        if missing > 0:
            self._sum = np.concatenate([self._sum, blank(missing)])
        self._sum[at : at + len(sound)] += sound

    def take(self) -> Samples:
        """The next line, shape ``(SPAN, 2)``."""
        line, rest = self._sum[:SPAN], self._sum[SPAN:]
        missing = max(0, 2 * SPAN - len(rest))
        self._sum = np.concatenate([rest, blank(missing)])
        return line
