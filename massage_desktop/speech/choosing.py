"""From what could be said to what is said: wordings that have a clip, as many as there is time for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Final

from .wording import Said

PAUSE_S: Final = 0.35
"""Seconds between two texts."""


class Chooser:
    """Knows how long every text takes; notes the texts of a routine that cannot be said.

    ``seconds_of`` gives the length of a text's clip in seconds, None when there is no clip.
    """

    def __init__(self, seconds_of: Callable[[str], float | None]) -> None:
        self._seconds_of = seconds_of
        self.missing: dict[str, None] = {}

    def chosen(
        self, things: Sequence[Said], room_s: float = inf, first: Sequence[Said] = ()
    ) -> tuple[str, ...]:
        """What fits into ``room_s``, in the order of ``things``; ``first`` gets room before the others."""
        found: dict[int, str] = {}
        for n in sorted(range(len(things)), key=lambda n: things[n] not in first):
            for text in self._sayable(things[n]):
                if self.length([*found.values(), text]) <= room_s:
                    found[n] = text
                    break
        return tuple(found[n] for n in sorted(found))

    def length(self, texts: Sequence[str]) -> float:
        """Seconds of texts said one after another, :data:`PAUSE_S` apart."""
        return sum(self._seconds_of(t) or 0.0 for t in texts) + PAUSE_S * max(0, len(texts) - 1)

    def _sayable(self, thing: Said) -> list[str]:
        """The wordings that have a clip; a routine's own wording without one is noted."""
        if thing.own is not None and self._seconds_of(thing.own) is None:
            self.missing[thing.own] = None
        return [text for text in thing.wordings if self._seconds_of(text) is not None]
