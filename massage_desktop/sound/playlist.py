"""The person's own music: one file or many, each at its own gain, joined without a hole, for ever."""

from __future__ import annotations

import threading
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .decode import SoundFileError
from .loudness import RATE
from .order import Order
from .reading import Reading
from .scan import TrackFacts
from .scanning import facts_of
from .seam import crossed
from .shelf import Shelf, stamp_of
from .source import REFERENCE_CEILING_LUFS, Samples
from .tracks import gain_db

CROSSFADE_S = 4.0
"""Two tracks, or the end and the beginning of one, overlap by this much; less where a track is short."""

START_FADE_S = 2.0
"""Music that begins after silence (its file was still being scanned) fades in."""

SHORTEST_S = 1.0
"""Files below this are sounds, not music: round and round they would stutter."""

MOST_NOTES = 50
_MOST_CHANGES = 3
_PATIENT_S = 60.0
_LIVE_S = 2.0
"""So long a running session waits for a file's next half second; four seconds are mixed ahead."""

_SHARE_OF_TRACK = 1 / 3
_PIECE_FRAMES = RATE // 2
_EARLY_FRAMES = RATE
_NOTHING: Samples = np.zeros((0, 2), np.float32)


class _Part(NamedTuple):
    """What of a track is played in one turn (frames), and how it is joined with what comes before and after.

    It overlaps by at most ``lead_in`` frames with what goes before, which is ``alike`` its beginning, and by
    its last ``lead_out`` frames with what follows.
    """

    start: int
    end: int
    lead_in: int
    lead_out: int
    alike: float


def unfit(path: Path, facts: TrackFacts) -> str:
    """One line that says why a file that was read is not played; empty when it is."""
    if facts.heard_s <= 0:
        return f"{path}: holds only silence; it is left out."
    return f"{path}: shorter than a second; it is left out." if facts.heard_s < SHORTEST_S else ""


def name_of(path: Path) -> str:
    """What a file without a title is called: its name with blanks for underscores."""
    return path.stem.replace("_", " ").strip() or path.name


class _Track:
    """One file on its way: scanned in a thread of its own, for that can take seconds."""

    def __init__(self, path: Path, shelf: Shelf) -> None:
        self.path = path
        self.stamp = stamp_of(path)
        self.facts: TrackFacts | None = None
        self.problem = ""
        self._shelf = shelf
        self._done = threading.Event()
        threading.Thread(target=self._scan, name="track", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Whether its facts are known, or it is known that it cannot be played."""
        return self._done.is_set()

    def wait(self) -> None:
        """Until :attr:`ready`."""
        self._done.wait()

    def _scan(self) -> None:
        try:
            facts = facts_of(self.path, self._shelf)
            self.problem = unfit(self.path, facts)
            self.facts = None if self.problem else facts
        except (SoundFileError, OSError, MemoryError) as error:
            self.problem = str(error) or f"{self.path}: cannot be read. Choose another file."
        finally:
            self._done.set()


class Playlist:
    """Plays files in order, or shuffled, once or round and round.

    What is missing, broken, silent or changed is passed over with a quiet note, also in the middle of
    playing. A ``patient`` playlist waits in :meth:`render` until a file is scanned; any other gives silence
    until then and fades in. The track that follows is scanned while the present one plays.

    Args:
        files: in their order; see :func:`.finding.find_music`.
        patient: wait rather than be silent.
        shuffle: another order in every round, the same for the same ``seed``.
        loop: begin again after the last file; otherwise it fades out, and silence follows.
        titles: what a list calls files that have no title of their own.
        notes: remarks that were made before, to be read with those to come.
        shelf: where facts of files are kept; the person's own by default.
    """

    def __init__(
        self,
        files: Sequence[Path],
        *,
        patient: bool = True,
        shuffle: bool = False,
        seed: int | None = None,
        loop: bool = True,
        titles: Mapping[Path, str] | None = None,
        notes: Sequence[str] = (),
        shelf: Shelf | None = None,
    ) -> None:
        self.notes: list[str] = list(notes)
        self._order = Order(files, shuffle=shuffle, seed=seed, loop=loop)
        self._titles = titles or {}
        first = self._order.peek()
        self.title = "Silence" if first is None else self._title(first, None)
        self._patient = patient
        self._shelf = shelf or Shelf()
        self._tracks: dict[Path, _Track] = {}
        self._changes: dict[Path, int] = {}
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

    def can_begin(self) -> bool:
        """Whether there is anything to be heard; only a patient list waits until that is known."""
        while not len(self._ready):
            piece = next(self._pieces, None)
            if piece is None:
                return False
            self._ready = piece
        return True

    def close(self) -> None:
        """Let the open file go."""
        self._pieces.close()

    def _play(self) -> Generator[Samples | None, None, None]:
        """All music in pieces; None while there is nothing to play yet."""
        tail, before = _NOTHING, None
        while (path := self._order.next()) is not None:
            track = self._track(path)
            if self._patient:
                track.wait()
            while not track.ready:
                yield _faded(tail)
                tail, before = _NOTHING, None
                yield None
            facts = self._fit(track)
            if facts is None:
                continue
            following = self._order.peek()
            if following is not None:
                self._track(following)  # its scan begins now
            self.title = self._title(path, facts)
            if not len(tail):
                tail, before = np.zeros((round(START_FADE_S * RATE), 2), np.float32), None
            part = _part(facts, again=before == path, once_more=following == path)
            surplus = max(0, len(tail) - part.lead_in)
            yield tail[:surplus]
            tail = yield from self._one(track.path, _gain(facts), part, tail[surplus:])
            # Only who left by the seam comes back by it.
            before = path if following == path else None
        yield _faded(tail)

    def _one(
        self, path: Path, gain: np.float32, part: _Part, tail: Samples
    ) -> Generator[Samples, None, Samples]:
        """One part, its beginning joined with ``tail``; returns its own last frames."""
        held, heard = _NOTHING, 0
        reading = Reading(path, part.start, part.end)
        try:
            while (piece := self._next(reading, path)) is not None:
                heard += len(piece)
                held = np.concatenate([held, piece * gain])
                if len(held) < len(tail):
                    continue
                held, tail = _joined(tail, held, part.alike), _NOTHING
                ready = len(held) - part.lead_out
                if ready >= _PIECE_FRAMES:
                    yield held[:ready]
                    held = held[ready:]
        finally:
            reading.close()
        if heard < part.end - part.start - _EARLY_FRAMES:
            self._ended_early(path)
        if len(tail):
            missing = np.zeros((len(tail) - len(held), 2), np.float32)
            held = _joined(tail, np.concatenate([held, missing]), part.alike)
        ready = max(0, len(held) - part.lead_out)
        yield held[:ready]
        return held[ready:]

    def _next(self, reading: Reading, path: Path) -> Samples | None:
        """The next piece; None at the end, and when there is no going on."""
        try:
            return reading.next(_PATIENT_S if self._patient else _LIVE_S)
        except SoundFileError as error:
            self._leave_out(path, str(error))
            return None

    def _fit(self, track: _Track) -> TrackFacts | None:
        """Facts of a track that can be played now; any other is passed over."""
        for note in self._shelf.notes:
            self._note(note)
        if track.facts is None:
            self._leave_out(track.path, track.problem)
            return None
        stamp = stamp_of(track.path)
        if stamp == track.stamp:
            return track.facts
        if stamp is None:
            self._leave_out(track.path, f"{track.path}: is gone; it is left out.")
            return None
        changes = self._changes[track.path] = self._changes.get(track.path, 0) + 1
        if changes > _MOST_CHANGES:
            self._leave_out(track.path, f"{track.path}: changes again and again; it is left out.")
            return None
        self._note(f"{track.path}: was changed; it is passed over and scanned again.")
        self._tracks[track.path] = _Track(track.path, self._shelf)
        return None

    def _ended_early(self, path: Path) -> None:
        """A file that is not what it was: scanned again before its next turn, or left out."""
        track = self._tracks.get(path)
        if track is not None and stamp_of(path) == track.stamp:
            self._leave_out(path, f"{path}: ended early; it is left out from now on.")

    def _track(self, path: Path) -> _Track:
        if path not in self._tracks:
            self._tracks[path] = _Track(path, self._shelf)
        return self._tracks[path]

    def _leave_out(self, path: Path, why: str) -> None:
        if path in self._tracks:
            del self._tracks[path]
            self._note(why)
        self._order.leave_out(path)

    def _note(self, line: str) -> None:
        if line not in self.notes and len(self.notes) < MOST_NOTES:
            self.notes.append(line)

    def _title(self, path: Path, facts: TrackFacts | None) -> str:
        own = None if facts is None else facts.tags.title
        return own or self._titles.get(path) or name_of(path)


def _part(facts: TrackFacts, *, again: bool, once_more: bool) -> _Part:
    """What is played of a track: all that is heard of it, or the way to its seam and round from there."""
    overlap = round(min(CROSSFADE_S, facts.heard_s * _SHARE_OF_TRACK) * RATE)
    start, end = round(facts.start_s * RATE), round(facts.end_s * RATE)
    seam = facts.seam
    if seam is None:
        return _Part(start, end, overlap, overlap, 0.0)
    lead_in, alike, lead_out = overlap, 0.0, overlap
    if again:
        start, lead_in, alike = seam.enter, seam.fade, seam.alike
    if once_more:
        end, lead_out = seam.leave + seam.fade, seam.fade
    return _Part(start, end, lead_in, lead_out, alike)


def _gain(facts: TrackFacts) -> np.float32:
    return np.float32(10 ** (gain_db(facts.figures, facts.heard_s, REFERENCE_CEILING_LUFS) / 20))


def _joined(tail: Samples, sound: Samples, alike: float) -> Samples:
    """``sound`` with its first frames crossed over from ``tail``."""
    return np.concatenate([crossed(tail, sound[: len(tail)], alike), sound[len(tail) :]])


def _faded(tail: Samples) -> Samples:
    """``tail`` going to silence."""
    return tail * np.cos(np.linspace(0, np.pi / 2, len(tail), dtype=np.float32))[:, None]
