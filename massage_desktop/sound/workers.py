"""Scans files in processes of their own, so that no file can stop, fill or end the program."""

from __future__ import annotations

import atexit
import os
import subprocess
import threading
from functools import cache
from pathlib import Path
from typing import IO, Final, cast

import msgspec

from .cover import Cover
from .decode import SoundFileError
from .own_process import end, receive, send, start_module
from .scan import TrackFacts
from .scan_worker import Answer, Order, answer

SHORTEST_DEADLINE_S: Final = 30.0
SLOWEST_BYTES_A_SECOND: Final = 500_000.0
"""A file may take :data:`SHORTEST_DEADLINE_S` and a second for each of so many bytes: twenty times as long as
a slow machine needs.
"""


class Scanned(msgspec.Struct, frozen=True):
    """Facts of one file and its packed energies (``energy_code.unpacked``)."""

    facts: TrackFacts
    energies: bytes


class Worker:
    """One scanning process, started when it is first needed and again after a file has ended it.

    Any thread may ask; one file is scanned at a time. Where no process can be started, files are scanned in
    this one. ``gentle`` lets everything else on the machine go first; a worker that is not ``alone`` uses one
    thread.
    """

    def __init__(self, *, gentle: bool = False, alone: bool = True) -> None:
        self._gentle, self._alone = gentle, alone
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()
        self._closed = False

    def scan(self, path: Path) -> Scanned:
        """Facts of a file. Raises :class:`~massage_desktop.sound.decode.SoundFileError`."""
        found = self._ask(path, cover=False)
        if found.facts is None:
            raise SoundFileError(f"{path}: no sound could be read from this file. Choose another file.")
        return Scanned(found.facts, found.energies)

    def cover(self, path: Path) -> Cover | None:
        """The picture attached to a file. Raises :class:`~massage_desktop.sound.decode.SoundFileError`."""
        return self._ask(path, cover=True).cover

    def close(self) -> None:
        """End the process, also in the middle of a file; later questions are refused."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._one_at_a_time:
            self._drop()

    def _ask(self, path: Path, *, cover: bool) -> Answer:
        with self._one_at_a_time:
            if self._closed:
                raise SoundFileError(f"{path}: not scanned, as the program is closing.")
            deadline_s = _deadline_s(path)
            name = os.fsencode(path.absolute())
            order = Order(path=name, cover=cover, threads=self._alone, cpu_s=int(2 * deadline_s))
            process = self._running()
            found = answer(order) if process is None else self._exchange(process, order, deadline_s, path)
        if found.error is not None:
            raise SoundFileError(found.error.replace(str(path.absolute()), str(path), 1))
        return found

    def _exchange(
        self, process: subprocess.Popen[bytes], order: Order, deadline_s: float, path: Path
    ) -> Answer:
        """Send an order and wait for its answer; a process that gives none is ended."""
        to, back = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        too_late = threading.Timer(deadline_s, process.kill)
        too_late.daemon = True
        too_late.start()
        try:
            send(to, order)
            data = receive(back)
            if data:
                return msgspec.msgpack.decode(data, type=Answer)
        except (OSError, ValueError):  # an answer that is none is a sign of a process that went astray
            pass
        finally:
            too_late.cancel()
        self._drop()
        raise SoundFileError(f"{path}: reading this file does not come to an end. Choose another file.")

    def _running(self) -> subprocess.Popen[bytes] | None:
        if self._process is not None and self._process.poll() is not None:
            self._drop()
        if self._process is None:
            words = ["--gentle"] if self._gentle else []
            self._process = start_module(f"{__package__}.scan_worker", *words)
            if self._closed and self._process is not None:
                self._process.kill()  # closed while it started: nobody else would end it before its file
        return self._process

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)


def _deadline_s(path: Path) -> float:
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0
    return SHORTEST_DEADLINE_S + size / SLOWEST_BYTES_A_SECOND


@cache
def shared_worker() -> Worker:
    """The worker that a session's music shares; ended with the program."""
    worker = Worker(gentle=True)
    atexit.register(worker.close)
    return worker
