"""What media controls show of a session: the present step as a track, with its place and length."""

from __future__ import annotations

from typing import Literal

import msgspec

from massage_desktop.session.model import Snapshot

GET_READY = "Get ready"
REST = "Rest"
_MICROSECONDS = 1_000_000


class Playing(msgspec.Struct, frozen=True):
    """One moment for :class:`~massage_desktop.desktop.mpris.MediaControls`; lengths in microseconds.

    ``track`` names the step as a part of an object path; a step that is given twice has two names.
    """

    status: Literal["Playing", "Paused"]
    track: str
    title: str
    album: str
    length_us: int
    position_us: int


def playing(snapshot: Snapshot) -> Playing | None:
    """The moment of a session; None when it is over."""
    status: Literal["Playing", "Paused"] = "Paused" if snapshot.phase == "held" else "Playing"
    album = snapshot.plan.routine.title
    step = snapshot.step
    if step is not None:
        return Playing(
            status,
            f"step_{snapshot.index + 1}_{step.occurrence}",
            step.title,
            album,
            _us(step.seconds),
            _us(snapshot.step_elapsed_s),
        )
    if snapshot.phase not in ("ready", "rest"):
        return None
    # Both are countdowns whose whole length is not in the snapshot: no length, and the place stays at 0.
    title = GET_READY if snapshot.phase == "ready" else REST
    return Playing(status, snapshot.phase, title, album, 0, 0)


def _us(seconds: float) -> int:
    return max(0, round(seconds * _MICROSECONDS))
