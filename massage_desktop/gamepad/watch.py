"""Gamepads as the program sees them: presses and names, told as they come."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Final, cast

log = logging.getLogger(__name__)

MOST_STARTS: Final = 3
"""A reader that ends by itself is started anew this often; then the gamepads are left alone."""

_HOME = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-P", "-m", "massage_desktop.gamepad.reader")


class GamepadWatch:
    """Watches all gamepads from :meth:`start` to :meth:`stop`. No method waits.

    Args:
        pressed: told (name, down) for every button: ``Pad 1``, ``Pad Up``. What is held down when a gamepad
            goes away comes up first.
        pads: told the names of all gamepads whenever one comes or goes.
        command: what reads them.

    Both are called in a thread of the watch; the ``emit`` of a Qt signal is meant to be given here.
    """

    def __init__(
        self,
        pressed: Callable[[str, bool], object],
        pads: Callable[[tuple[str, ...]], object],
        *,
        command: Sequence[str] = _COMMAND,
    ) -> None:
        self._pressed = pressed
        self._pads = pads
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._wanted: object = None

    @property
    def running(self) -> bool:
        """Whether gamepads are watched now."""
        return self._wanted is not None

    def start(self) -> None:
        """Begin to watch; nothing happens where it has begun already or no process can be started."""
        if self._wanted is None and not getattr(sys, "frozen", False):
            self._wanted = turn = object()
            threading.Thread(target=self._watch, args=(turn,), name="gamepads", daemon=True).start()

    def stop(self) -> None:
        """Watch no more; nothing is told from here on."""
        with self._lock:
            self._wanted = None
            process, self._process = self._process, None
        if process is not None:
            process.kill()

    def _watch(self, turn: object) -> None:
        for _ in range(MOST_STARTS):
            process = self._begin(turn)
            if process is None:
                return
            self._listen(turn, cast(IO[bytes], process.stdout))
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    cast(IO[bytes], pipe).close()
            if self._wanted is not turn:
                return
            log.info("the reader of gamepads ended by itself (%s)", process.returncode)
        self._tell(turn, self._pads, ())

    def _begin(self, turn: object) -> subprocess.Popen[bytes] | None:
        path = os.pathsep.join(filter(None, [str(_HOME), os.environ.get("PYTHONPATH", "")]))
        with self._lock:
            if self._wanted is not turn:
                return None
            try:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,  # its end tells the reader that the program has gone
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, "PYTHONPATH": path},
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                    start_new_session=True,  # Ctrl+C is for the program, which ends its reader itself
                )
            except (OSError, ValueError) as error:
                log.info("gamepads cannot be read: %s", error)
                return None
            return self._process

    def _listen(self, turn: object, out: IO[bytes]) -> None:
        down: set[str] = set()
        with contextlib.suppress(OSError, ValueError):
            for raw in out:
                sign, _, rest = raw.decode("utf-8", "replace").rstrip("\n").partition(" ")
                if sign in ("+", "-") and rest:
                    (down.add if sign == "+" else down.discard)(rest)
                    self._tell(turn, self._pressed, rest, sign == "+")
                elif raw.startswith(b"="):
                    names = tuple(raw.decode("utf-8", "replace").rstrip("\n").split("\t")[1:])
                    self._tell(turn, self._pads, names)
        for name in sorted(down):  # nobody will tell of their release any more
            self._tell(turn, self._pressed, name, False)

    def _tell(self, turn: object, told: Callable[..., object], *what: object) -> None:
        if self._wanted is turn:
            with contextlib.suppress(RuntimeError):  # the window that listened is gone
                told(*what)
