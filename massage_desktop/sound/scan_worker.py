"""The process in which files are tried out first: ``python -m massage_desktop.sound.scan_worker``.

A file from anywhere may make a decoder hang, burst or fall over. Here that costs only this process: it has
little memory, little time for each file, writes no files, and is started anew. What has been decoded here to
its last packet is decoded again in the program to be played, and only as long as it has not changed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import msgspec

from .cover import Cover
from .energy_code import packed
from .own_process import own_output, receive, send
from .scan import TrackFacts

MEMORY_BYTES: Final = 1024**3
"""Address space of the process (where the system can limit it); it needs a third."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done with which file (its name in the file system's own bytes), in at most ``cpu_s``.

    ``threads`` allows two threads for one file.
    """

    path: bytes
    cover: bool = False
    threads: bool = True
    cpu_s: int = 60


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Facts with packed energies, a cover, or one line that says why there is neither."""

    facts: TrackFacts | None = None
    energies: bytes = b""
    cover: Cover | None = None
    error: str | None = None


def answer(order: Order) -> Answer:
    """Do as ordered; a file that cannot be read is an answer too."""
    from .cover import read_cover
    from .decode import SoundFileError
    from .scan import scan

    path = Path(os.fsdecode(order.path))
    try:
        if order.cover:
            return Answer(cover=read_cover(path))
        found = scan(path, threads=order.threads)
        return Answer(facts=found.facts, energies=packed(found.energies))
    except SoundFileError as error:
        return Answer(error=str(error))
    except MemoryError:
        return Answer(error=f"{path}: reading this file takes too much memory. Choose another file.")


def main() -> None:
    """Answer orders until there are no more."""
    out = own_output()
    _limit_memory()
    if "--gentle" in sys.argv[1:] and hasattr(os, "nice"):
        os.nice(5)
    while data := receive(sys.stdin.buffer):
        order = msgspec.msgpack.decode(data, type=Order)
        _limit_time(order.cpu_s)
        try:
            send(out, answer(order))
        except BrokenPipeError:
            return


def _limit_memory() -> None:
    if sys.platform == "win32":  # no such limits there: time is limited from outside on every system
        return
    import resource

    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        try:
            resource.setrlimit(limit, (value, value))
        except (OSError, ValueError):  # macOS refuses some
            continue


def _limit_time(cpu_s: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(used.ru_utime + used.ru_stime) + cpu_s + 1
    resource.setrlimit(
        resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most)
    )


if __name__ == "__main__":
    main()
