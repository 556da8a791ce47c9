"""A part of the program that runs in a process of its own, and messages between the two.

A message is bytes behind a length of four bytes, on the process's standard input and output.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Final

import msgspec

LARGEST_MESSAGE: Final = 64 * 1024**2

_HEAD_BYTES = 4
_PACKAGE_HOME = Path(__file__).resolve().parents[2]


def start_module(module: str, *words: str) -> subprocess.Popen[bytes] | None:
    """Run a module of the program with pipes to it; None where no process can be started."""
    if getattr(sys, "frozen", False):
        return None
    path = os.pathsep.join(filter(None, [str(_PACKAGE_HOME), os.environ.get("PYTHONPATH", "")]))
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", module, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=True,  # Ctrl+C is for the program, which ends this process itself
        )
    except (OSError, ValueError):
        return None


def end(process: subprocess.Popen[bytes]) -> None:
    """End it at once, whatever it does."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # a message that was not read any more
                continue
    process.wait()


def send(stream: IO[bytes], message: msgspec.Struct) -> None:
    """Write one message as MessagePack. Raises OSError when nobody listens any more."""
    send_bytes(stream, msgspec.msgpack.encode(message))


def send_bytes(stream: IO[bytes], data: bytes) -> None:
    """Write one message. Raises OSError when nobody listens any more."""
    stream.write(len(data).to_bytes(_HEAD_BYTES, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one message; None at the end. Raises ValueError for a length that no message has."""
    head = stream.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES:
        return None
    length = int.from_bytes(head, "big")
    if length > LARGEST_MESSAGE:
        raise ValueError(f"a message of {length} bytes")
    data = stream.read(length)
    return data if len(data) == length else None


def own_output() -> IO[bytes]:
    """Standard output for messages; what a library prints goes to standard error from now on, so that it is
    not taken for an answer.
    """
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out
