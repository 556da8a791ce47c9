"""The person's own music: one file or many, each at its own gain, crossfaded at equal power, for ever."""

from __future__ import annotations

import math
import threading
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import numpy as np

from .decode import SoundFileError, probe, stream
from .loudness import RATE
from .source import BED_BELOW_CEILING_DB, REFERENCE_CEILING_LUFS, Samples
from .tracks import BELOW_CEILING_LU, gain_db, measure

CROSSFADE_S = 4.0
"""Two tracks, or the end and the beginning of one, overlap by this much; less where a track is short."""

START_FADE_S = 2.0
"""Music that comes late (its file was still being measured) fades in."""

_BED_EXTRA_DB = BELOW_CEILING_LU - BED_BELOW_CEILING_DB
"""``gain_db`` leaves 4 LU to the ceiling; a session's bed sits a little lower so that cues fit (DERIV-02)."""

SHORTEST_S = 1.0
"""Files below this are sounds, not music: round and round they would stutter."""

_WINDOW_S = 3.0
_SHARE_OF_TRACK = 1 / 3
_PIECE_FRAMES = RATE // 2
_NOTHING: Samples = np.zeros((0, 2), np.float32)


class _Track:
    """One file on its way: measured and named in a thread of its own, for that can take seconds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.title = path.stem
        self.gain = np.float32(1.0)
        self.seconds = 0.0
        self.problem = ""
        self._done = threading.Event()
        threading.Thread(target=self._measure, name="track", daemon=True).start()

    @property
    def overlap_frames(self) -> int:
        """How long its beginning and end may be crossfaded with others."""
        return round(min(CROSSFADE_S, self.seconds * _SHARE_OF_TRACK) * RATE)

    @property
    def ready(self) -> bool:
        """Whether gain, length and title are known, or the file is known to be unreadable."""
        return self._done.is_set()

    def wait(self) -> None:
        """Until :attr:`ready`."""
        self._done.wait()

    def _measure(self) -> None:
        try:
            loudness = measure(self.path)
            db = gain_db(loudness, REFERENCE_CEILING_LUFS) + _BED_EXTRA_DB
            self.seconds = loudness.seconds
            if self.seconds < _WINDOW_S:
                # Its loudest 3 s were measured with silence after it; round and round there is none.
                db += 10 * math.log10(max(self.seconds, 0.01) / _WINDOW_S)
            self.gain = np.float32(10 ** (db / 20))
            if self.seconds < SHORTEST_S:
                self.problem = f"{self.path}: shorter than a second; it is left out."
            self.title = probe(self.path).title or self.path.stem
        except (SoundFileError, OSError, MemoryError) as error:
            self.problem = str(error)
        finally:
            self._done.set()


class Playlist:
    """Plays files in order for ever. A file that cannot be read is left out with a quiet note.

    A ``patient`` playlist waits in :meth:`render` until a file is measured; any other gives silence until
    then and fades in. The track that follows is measured while the present one plays.
    """

    def __init__(self, files: Sequence[Path], *, patient: bool = True) -> None:
        self.title = files[0].stem if files else "Silence"
        self.notes: list[str] = []
        self._files = list(files)
        self._patient = patient
        self._tracks: dict[Path, _Track] = {}
        self._pieces = self._play()
        self._ready = _NOTHING

    def render(self, frames: int) -> Samples:
        """The next frames, shape ``(frames, 2)``."""
        parts, have = [self._ready], len(self._ready)
        while have < frames:
            piece = next(self._pieces, None)
            if piece is None:
                piece = np.zeros((frames - have, 2), np.float32)
            parts.append(piece)
            have += len(piece)
        sound = np.concatenate(parts)
        self._ready = sound[frames:]
        return sound[:frames]

    def close(self) -> None:
        """Let the open file go."""
        self._pieces.close()

    def _play(self) -> Generator[Samples | None, None, None]:
        """All music in pieces; None while there is nothing to play yet."""
        tail, turn = _NOTHING, 0
        while self._files:
            track = self._track(self._files[turn % len(self._files)])
            if self._patient:
                track.wait()
            while not track.ready:
                yield _faded(tail)
                tail = _NOTHING
                yield None
            if track.problem:
                self._leave_out(track)
                continue
            turn += 1
            self._track(self._files[turn % len(self._files)])  # its measuring begins now
            self.title = track.title
            if not len(tail):
                tail = np.zeros((round(START_FADE_S * RATE), 2), np.float32)
            surplus = max(0, len(tail) - track.overlap_frames)
            yield tail[:surplus]
            tail = yield from self._one(track, tail[surplus:])
        yield _faded(tail)

    def _one(self, track: _Track, tail: Samples) -> Generator[Samples, None, Samples]:
        """One track, its beginning joined with ``tail``; returns its own last seconds."""
        keep = track.overlap_frames
        held, heard = _NOTHING, False
        for piece in self._decoded(track):
            heard = True
            held = np.concatenate([held, piece])
            if len(held) < len(tail):
                continue
            held, tail = _joined(tail, held), _NOTHING
            ready = len(held) - keep
            if ready >= _PIECE_FRAMES:
                yield held[:ready]
                held = held[ready:]
        if not heard:
            self._leave_out(track)  # it was there when it was measured, and is gone now
        if len(tail):
            held = _joined(tail, np.concatenate([held, np.zeros((len(tail) - len(held), 2), np.float32)]))
        ready = max(0, len(held) - keep)
        yield held[:ready]
        return held[ready:]

    def _decoded(self, track: _Track) -> Iterator[Samples]:
        try:
            for piece in stream(track.path):
                yield piece * track.gain
        except SoundFileError as error:
            self.notes.append(str(error))

    def _track(self, path: Path) -> _Track:
        if path not in self._tracks:
            self._tracks[path] = _Track(path)
        return self._tracks[path]

    def _leave_out(self, track: _Track) -> None:
        if track.problem:
            self.notes.append(track.problem)
        self._files = [path for path in self._files if path != track.path]


def _joined(tail: Samples, sound: Samples) -> Samples:
    """``sound`` with its first frames crossfaded from ``tail`` at equal power."""
    angle = np.linspace(0, np.pi / 2, len(tail), dtype=np.float32)[:, None]
    head = sound[: len(tail)] * np.sin(angle) + tail * np.cos(angle)
    return np.concatenate([head, sound[len(tail) :]])


def _faded(tail: Samples) -> Samples:
    """``tail`` going to silence."""
    return tail * np.cos(np.linspace(0, np.pi / 2, len(tail), dtype=np.float32))[:, None]
