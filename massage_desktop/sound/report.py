"""How the sound of the latest session went: what was heard, and how often something was missing.

Kept in one small file beside the log, so that ``massage-desktop doctor`` can tell; it holds no titles, no
routine and nothing about the people.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

import msgspec

_MOST_BYTES = 64 * 1024


class PlayReport(msgspec.Struct, frozen=True, kw_only=True):
    """One session's sound.

    ``played_s`` is how long a device played, ``silent_s`` how long there was none. ``late`` counts how often
    the program had nothing ready (an underrun), ``stalls`` how often the device stood still, ``lost`` how
    often it went away.
    """

    device: str = ""
    played_s: float = 0.0
    silent_s: float = 0.0
    late: int = 0
    stalls: int = 0
    lost: int = 0

    @property
    def gaps(self) -> int:
        """Everything that could be heard as a gap."""
        return self.late + self.stalls + self.lost


class Account:
    """Keeps the report of a session that is going on."""

    def __init__(self) -> None:
        self.report = PlayReport()
        self._playing = False
        self._since_s = time.monotonic()

    def change(self, playing: bool, *, device: str = "", stalls: int = 0, lost: bool = False) -> None:
        """What went on until now ends: ``device`` had ``stalls`` and was ``lost``, or was let go."""
        now_s = time.monotonic()
        spent_s, self._since_s = now_s - self._since_s, now_s
        done = self.report
        self.report = msgspec.structs.replace(
            done,
            device=device or done.device,
            played_s=done.played_s + (spent_s if self._playing else 0.0),
            silent_s=done.silent_s + (0.0 if self._playing else spent_s),
            stalls=done.stalls + stalls,
            lost=done.lost + lost,
        )
        self._playing = playing

    def late(self) -> None:
        """Nothing was ready in time."""
        self.report = msgspec.structs.replace(self.report, late=self.report.late + 1)


def report_path() -> Path:
    """Where the report of the latest session lies."""
    import platformdirs

    return platformdirs.user_log_path("massage-desktop", appauthor=False) / "sound.json"


def keep_report(report: PlayReport, path: Path | None = None) -> None:
    """Write it in one step. A disk that cannot be written costs the report, nothing else."""
    target = path or report_path()
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=".sound-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(msgspec.json.encode(report))
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)


def latest_report(path: Path | None = None) -> PlayReport | None:
    """The report of the latest session, or None when there is none that can be read; never raises."""
    target = path or report_path()
    try:
        if not target.is_file() or target.stat().st_size > _MOST_BYTES:
            return None
        return msgspec.json.decode(target.read_bytes(), type=PlayReport)
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return None


def report_words(report: PlayReport) -> str:
    """One line about it."""
    minutes = report.played_s / 60
    played = f"{minutes:.0f} minutes" if minutes >= 1.5 else f"{report.played_s:.0f} seconds"
    said = f"latest session: {played} on {report.device or 'the default device'}"
    if report.played_s == 0:
        said = "latest session: silent, no device"
    parts = [
        _count(report.late, "gap of the program", "gaps of the program"),
        _count(report.stalls, "stall of the device", "stalls of the device"),
        _count(report.lost, "lost device", "lost devices"),
    ]
    faults = ", ".join(p for p in parts if p)
    return f"{said}, {faults or 'no gaps'}"


def _count(number: int, one: str, more: str) -> str:
    return "" if not number else f"{number} {one if number == 1 else more}"
