"""The person's own music: files at their own gains, crossfaded at equal power, round and round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from .decode import SoundFileError, probe, stream
from .loudness import RATE
from .sources import BED_BELOW_CEILING_DB, REFERENCE_CEILING_LUFS, Samples
from .tracks import gain_db, measure

CROSSFADE_S = 4.0
"""Two tracks, or the end and the beginning of one, overlap by this much; less where a track is short."""

_BED_EXTRA_DB = -(BED_BELOW_CEILING_DB - 4.0)
"""gain_db leaves 4 LU to the ceiling; the bed of a session sits a little lower so that cues fit (DERIV-02).
"""


class Playlist:
    """Plays files in order for ever. A file that cannot be read is left out with a quiet note.

    Decoding and measuring happen in :meth:`render`, so it is called ahead of time and never from the window's
    thread.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = list(files)
        self._bad: set[Path] = set()
        self._turn = 0
        self._now: Iterator[Samples] | None = None
        self._tail = np.zeros((0, 2), np.float32)
        self._ready = np.zeros((0, 2), np.float32)
        self._held = np.zeros((0, 2), np.float32)
        self._gains: dict[Path, float] = {}
        self.title = _title(files[0]) if files else "Silence"
        self.notes: list[str] = []

    def render(self, frames: int) -> Samples:
        """The next frames."""
        while len(self._ready) < frames:
            self._more()
        out, self._ready = self._ready[:frames], self._ready[frames:]
        return out

    def close(self) -> None:
        """Let the open file go."""
        self._now = None

    def _more(self) -> None:
        """Decode on; the last seconds of a track are kept back for the crossfade with the next."""
        if self._now is None and not self._begin_next():
            self._ready = np.concatenate([self._ready, self._tail, np.zeros((RATE, 2), np.float32)])
            self._tail = self._tail[:0]
            return
        block = self._next_block()
        if block is None:
            self._join(ended=True)
            self._tail, self._held, self._now = self._held, self._held[:0], None
            return
        self._held = np.concatenate([self._held, block])
        if len(self._held) >= len(self._tail):
            self._join(ended=False)
        spare = len(self._held) - round(CROSSFADE_S * RATE)
        if spare > 0 and not len(self._tail):
            self._ready = np.concatenate([self._ready, self._held[:spare]])
            self._held = self._held[spare:]

    def _next_block(self) -> Samples | None:
        try:
            return next(self._now, None) if self._now is not None else None
        except SoundFileError as error:
            self.notes.append(str(error))
            return None

    def _join(self, *, ended: bool) -> None:
        """Crossfade what was kept back of the track before with the beginning of this one, at equal power."""
        if not len(self._tail):
            return
        over = min(len(self._tail), len(self._held) // 2 if ended else len(self._held))
        lead = self._tail[: len(self._tail) - over]
        angle = np.linspace(0, np.pi / 2, over, dtype=np.float32)[:, None]
        crossed = self._tail[len(lead) :] * np.cos(angle) + self._held[:over] * np.sin(angle)
        self._ready = np.concatenate([self._ready, lead, crossed])
        self._held, self._tail = self._held[over:], self._tail[:0]

    def _begin_next(self) -> bool:
        """Open the next readable file; False when there is none, or nothing but silence in all of them."""
        for _ in range(len(self._files)):
            path = self._files[self._turn % len(self._files)]
            self._turn += 1
            if path in self._bad:
                continue
            try:
                gain = self._gain(path)
                self._now = (block * np.float32(gain) for block in stream(path))
                self.title = _title(path)
            except SoundFileError as error:
                self._bad.add(path)
                self.notes.append(str(error))
                continue
            return True
        return False

    def _gain(self, path: Path) -> float:
        if path not in self._gains:
            db = gain_db(measure(path), REFERENCE_CEILING_LUFS) + _BED_EXTRA_DB
            self._gains[path] = 10 ** (db / 20)
        return self._gains[path]


def _title(path: Path) -> str:
    try:
        info = probe(path)
    except SoundFileError:
        return path.stem
    return info.title or path.stem
