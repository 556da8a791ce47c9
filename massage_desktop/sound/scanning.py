"""Scanning many files: what the shelf knows at once, the rest by several processes, with progress."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from .decode import SoundFileError
from .scan import TrackFacts
from .shelf import Shelf, stamp_of
from .workers import Worker, shared_worker

MOST_WORKERS: Final = 4

WORTH_A_WORKER_BYTES: Final = 8 * 1024**2
"""A process is started for so many bytes of music: its start takes as long as scanning them."""


class Judged(NamedTuple):
    """A file with its facts, or with one line that says why there are none."""

    path: Path
    facts: TrackFacts | None
    error: str | None


class Progress(NamedTuple):
    """How far a scan is: files done, files in all, and the share of the work, 0 to 1."""

    done: int
    total: int
    share: float


def facts_of(path: Path, shelf: Shelf, worker: Worker | None = None) -> TrackFacts:
    """Facts from the shelf, or from a scan that is put on it.

    Raises :class:`~massage_desktop.sound.decode.SoundFileError`.
    """
    known = shelf.find(path)
    if known is not None:
        return known
    before = stamp_of(path)
    scanned = (worker or shared_worker()).scan(path)
    # Kept by the stamp from before: a file that changes meanwhile is known by another afterwards.
    if before is not None and before == stamp_of(path):
        shelf.keep(path, before, scanned)
    return scanned.facts


def judge_all(
    paths: Sequence[Path],
    shelf: Shelf,
    *,
    progress: Callable[[Progress], None] = lambda _progress: None,
    stop: threading.Event | None = None,
    gentle: bool = False,
) -> Iterator[Judged]:
    """Every file judged, known ones first, the others as they are done; each path once.

    ``progress`` is told after every file. Setting ``stop`` ends the scan within a moment, and so does closing
    the iterator. ``gentle`` lets everything else on the machine go first.
    """
    paths = list(dict.fromkeys(paths))
    known = shelf.find_all(paths)
    unknown = [path for path in paths if path not in known]
    weights = {path: 1.0 if path in known else 1000.0 + _size(path) for path in paths}
    whole, done_weight = sum(weights.values()), 0.0
    with _Crew(unknown, shelf, stop or threading.Event(), gentle=gentle) as scanned:
        results = _chained(known, scanned)
        for done, judged in enumerate(results, 1):
            done_weight += weights[judged.path]
            progress(Progress(done, len(paths), min(1.0, done_weight / whole)))
            yield judged


class BackgroundScan:
    """Judges files in a thread of its own, gently; the page asks how far it is.

    Files that are gone are forgotten on the way. :attr:`found` grows file by file and is only ever replaced,
    so that a reader needs no lock.
    """

    def __init__(self, paths: Sequence[Path], shelf: Shelf) -> None:
        self.found: tuple[Judged, ...] = ()
        self.progress = Progress(0, len(paths), 0.0)
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(list(paths), shelf), name="music scan", daemon=True
        )
        self._thread.start()

    @property
    def finished(self) -> bool:
        """Whether all is done, or the scan was stopped."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """End the scan; what is known stays. Does not wait."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has finished; False when ``seconds`` were not enough."""
        self._thread.join(seconds)
        return self.finished

    def _run(self, paths: list[Path], shelf: Shelf) -> None:
        def moved(progress: Progress) -> None:
            self.progress = progress

        for judged in judge_all(paths, shelf, progress=moved, stop=self._stop, gentle=True):
            self.found = (*self.found, judged)
        if not self._stop.is_set():
            shelf.drop_gone()


class _Crew:
    """Threads that each keep one scanning process busy."""

    def __init__(self, paths: list[Path], shelf: Shelf, stop: threading.Event, *, gentle: bool) -> None:
        self._shelf, self._stop, self._over = shelf, stop, threading.Event()
        self._waiting: queue.SimpleQueue[Path] = queue.SimpleQueue()
        # The longest first: the last file of all then is a short one, and no process waits long for it.
        for path in sorted(paths, key=_size, reverse=True):
            self._waiting.put(path)
        self._count = len(paths)
        self._results: queue.SimpleQueue[Judged] = queue.SimpleQueue()
        count = _workers_for(paths)
        self._workers = [Worker(gentle=gentle, alone=count == 1) for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._work, args=(worker,), name="scan", daemon=True)
            for worker in self._workers
        ]

    def __enter__(self) -> Iterator[Judged]:
        for thread in self._threads:
            thread.start()
        return self._gathered()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for worker in self._workers:
            worker.close()
        for thread in self._threads:
            thread.join()

    def _gathered(self) -> Iterator[Judged]:
        left = self._count
        while left and not self._stop.is_set():
            working = any(thread.is_alive() for thread in self._threads)
            try:
                judged = self._results.get(timeout=0.1 if working else 0.0)
            except queue.Empty:
                if not working:
                    return
                continue
            left -= 1
            yield judged

    def _work(self, worker: Worker) -> None:
        while not (self._stop.is_set() or self._over.is_set()):
            try:
                path = self._waiting.get_nowait()
            except queue.Empty:
                return
            self._results.put(_judged(path, self._shelf, worker))


def _judged(path: Path, shelf: Shelf, worker: Worker) -> Judged:
    try:
        return Judged(path, facts_of(path, shelf, worker), None)
    except SoundFileError as error:
        return Judged(path, None, str(error))
    except (OSError, MemoryError, ValueError) as error:
        return Judged(path, None, f"{path}: cannot be scanned ({error}). Choose another file.")


def _chained(known: dict[Path, TrackFacts], scanned: Iterator[Judged]) -> Iterator[Judged]:
    for path, facts in known.items():
        yield Judged(path, facts, None)
    yield from scanned


def _workers_for(paths: list[Path]) -> int:
    """As many as the machine has use for, and none that would hardly begin before all is done."""
    cores = os.cpu_count() or 1
    worth = 1 + int(sum(map(_size, paths)) / WORTH_A_WORKER_BYTES)
    return min(MOST_WORKERS, cores, worth, len(paths))


def _size(path: Path) -> int:
    stamp = stamp_of(path)
    return 0 if stamp is None else stamp.size
