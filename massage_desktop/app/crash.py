"""When something goes wrong inside: it is written down, shown calmly, and the session goes on."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from collections.abc import Callable
from types import TracebackType

LOG = logging.getLogger("massage_desktop")


def keep_log() -> None:
    """Write warnings and errors to a file of at most 1 MB; where none can be written, go on without.

    The first picture does not wait for this; something that goes wrong before it calls this by itself.
    """
    if LOG.handlers:
        return
    from logging.handlers import RotatingFileHandler  # costs 8 ms: it brings sockets and pickling along

    from platformdirs import user_log_path

    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    try:
        folder = user_log_path("massage-desktop", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler: logging.Handler = RotatingFileHandler(
            folder / "massage-desktop.log", maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True
        )
        # A bare descriptor: it is written to until the process ends, so nothing may close it.
        faulthandler.enable(os.open(folder / "fault.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)


def catch_everything(tell: Callable[[str], None]) -> None:
    """Log exceptions that nobody caught and give one calm sentence to ``tell``; the program goes on."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        keep_log()
        LOG.error("unexpected", exc_info=(kind, error, trace))
        tell("Something went wrong inside the program. It is written in the log; you can go on.")

    sys.excepthook = caught
