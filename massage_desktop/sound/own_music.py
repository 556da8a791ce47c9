"""A person's own music, looked through in the background: found, scanned, and told in one value."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from .decode import SoundFileError
from .finding import Found, find_music
from .playlist import name_of, unfit
from .scan import TrackFacts
from .scanning import BackgroundScan, Judged, Progress
from .shelf import Shelf

_NOTHING: Final = Found((), {}, ())


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its facts, or one line that says why it is left out; ``title`` is never empty."""

    path: Path
    title: str
    facts: TrackFacts | None
    problem: str = ""

    @property
    def lively(self) -> bool:
        """Whether it had better be listened to before a massage (SOUND-03)."""
        return self.facts is not None and self.facts.pulse.lively


class MusicLook(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is and what is known: ``pieces`` in the order of the files, as far as they were scanned.

    ``problem`` says in one line why there is no music at all; ``notes`` are quiet remarks of the search.
    """

    pieces: tuple[Piece, ...] = ()
    progress: Progress = Progress(0, 0, 0.0)
    finished: bool = False
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def played(self) -> tuple[Piece, ...]:
        """What will be heard."""
        return tuple(piece for piece in self.pieces if piece.facts is not None)

    @property
    def left_out(self) -> tuple[Piece, ...]:
        """What is broken, silent or too short."""
        return tuple(piece for piece in self.pieces if piece.facts is None)

    @property
    def heard_s(self) -> float:
        """Seconds of music, each piece once."""
        return sum(piece.facts.heard_s for piece in self.played if piece.facts is not None)


class OwnMusic:
    """Looks through files, lists and folders in threads of its own; whoever shows it asks :meth:`look`.

    Args:
        paths: files, M3U lists or folders.
        shelf: where facts of files are kept; the person's own by default.
    """

    def __init__(self, paths: Sequence[Path], shelf: Shelf | None = None) -> None:
        self.paths = tuple(paths)
        self._shelf = shelf
        self._found = _NOTHING
        self._problem = ""
        self._pieces: dict[Path, Piece] = {}
        self._scan: BackgroundScan | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._search, name="music search", daemon=True)
        self._thread.start()

    def look(self) -> MusicLook:
        """How far it is now; never waits."""
        searching, scan = self._thread.is_alive(), self._scan
        if self._problem:
            return MusicLook(finished=True, problem=self._problem)
        if scan is None:
            return MusicLook(finished=not searching)
        finished = scan.finished and not searching
        # Read after that: what is finished has found everything. The found ones only grow at their end.
        for judged in scan.found[len(self._pieces) :]:
            self._pieces[judged.path] = self._piece(judged)
        known = self._pieces
        pieces = tuple(known[path] for path in self._found.files if path in known)
        notes = (*self._found.notes, *(self._shelf.notes if self._shelf else ()))
        return MusicLook(pieces=pieces, progress=scan.progress, finished=finished, notes=notes)

    def stop(self) -> None:
        """Look no further; does not wait."""
        self._stop.set()
        scan = self._scan
        if scan is not None:
            scan.stop()

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended, for each of its two threads at most ``seconds``; False if that is not
        enough.
        """
        self._thread.join(seconds)
        scan = self._scan
        return not self._thread.is_alive() and (scan is None or scan.wait(seconds))

    def _search(self) -> None:
        try:
            self._found = find_music(self.paths)
        except SoundFileError as error:
            self._problem = str(error)
            return
        except (OSError, MemoryError) as error:
            self._problem = f"Your music cannot be read ({error}). Choose other files."
            return
        if not self._found.files:
            self._problem = "There are no sound files here. Choose other files or another folder."
            return
        self._shelf = self._shelf or Shelf()
        scan = BackgroundScan(self._found.files, self._shelf)
        self._scan = scan
        if self._stop.is_set():
            scan.stop()

    def _piece(self, judged: Judged) -> Piece:
        path, facts = judged.path, judged.facts
        title = (facts.tags.title if facts else None) or self._found.titles.get(path) or name_of(path)
        problem = judged.error or (unfit(path, facts) if facts else "") or ""
        return Piece(path=path, title=title, facts=None if problem else facts, problem=problem)
