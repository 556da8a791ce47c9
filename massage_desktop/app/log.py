"""The log of a session: one JSON object a line, complete to the last event whatever happens."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from massage_desktop.session.model import Event


class EventLog:
    """Writes events as JSON lines with at least ``t`` (session seconds) and ``event``.

    Every line is flushed, so that a killed session leaves a complete log.

    Raises:
        OSError: the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("wb")

    def __enter__(self) -> EventLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def event(self, event: Event) -> None:
        """Write one session event."""
        fields = msgspec.to_builtins(event)
        self.line(fields.pop("t"), fields.pop("kind"), **fields)

    def line(self, t: float, event: str, **fields: object) -> None:
        """Write one line."""
        self._file.write(msgspec.json.encode({"t": t, "event": event, **fields}) + b"\n")
        self._file.flush()
