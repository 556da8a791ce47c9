"""In what order files are played: as given or shuffled, once or for ever."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class MusicOrder(NamedTuple):
    """How own music is played: ``shuffle``, another order in every round; ``loop``, again after its end."""

    shuffle: bool = False
    loop: bool = True


AS_GIVEN = MusicOrder()
"""One after another, round and round."""


class Order:
    """Whose turn it is. A shuffled order is another one in every round, the same for the same ``seed``."""

    def __init__(
        self, files: Sequence[Path], *, shuffle: bool = False, seed: int | None = None, loop: bool = True
    ) -> None:
        self._files = list(files)
        self._chance = random.Random(seed) if shuffle else None
        self._loop = loop
        self._last: Path | None = None
        self._round: deque[Path] = deque()
        self._begin_round()

    def next(self) -> Path | None:
        """The file whose turn it is, or None when all is over."""
        self._last = self.peek()
        if self._last is not None:
            self._round.popleft()
        return self._last

    def peek(self) -> Path | None:
        """The file that :meth:`next` will give."""
        if not self._round and self._loop:
            self._begin_round()
        return self._round[0] if self._round else None

    def leave_out(self, path: Path) -> None:
        """Never give this file again."""
        self._files = [file for file in self._files if file != path]
        self._round = deque(file for file in self._round if file != path)

    def _begin_round(self) -> None:
        files = list(self._files)
        if self._chance is not None:
            self._chance.shuffle(files)
            if len(files) > 1 and files[0] == self._last:  # nothing is heard twice in a row
                files.append(files.pop(0))
        self._round.extend(files)
