"""When words may begin, which event cuts them short, and which phrase answers it."""

from __future__ import annotations

from typing import Final, NamedTuple

from massage_desktop.session.model import Event, Snapshot

CHIME_AHEAD_S: Final = 0.5
"""The announcing chime is ordered this long ahead: a sound server holds nearly as much, and an order that is
too late for its moment would let the chime run into the words.
"""

AFTER_CHIME_S: Final[dict[str, float]] = {
    "announce": 0.8 + CHIME_AHEAD_S,
    "step": 1.15,
    "begin": 2.6,
    "end": 3.0,
}
"""Seconds from what a chime is sounded for to the first word: 0.8 s after its last tone began."""

BEFORE_CHANGE_S: Final = 0.7
"""Words end at least this long before the next announcement or change, in seconds."""

_ANSWER_S = 0.3
_CUTTING = ("next", "back", "repeat", "stay", "hold", "hurts", "end")


class Utterance(NamedTuple):
    """Texts said one after another, :data:`PAUSE_S` apart, from ``at_s`` on; each is an English wording."""

    at_s: float
    texts: tuple[str, ...]


def interrupts(event: Event) -> bool:
    """Whether what is being said ends here, softly: the person asked for something else."""
    return event.kind == "command" and event.command in _CUTTING


def answer_to(event: Event, shot: Snapshot) -> str | None:
    """The phrase that answers an event, None for silence."""
    if event.kind == "command":
        return {"back": "before", "repeat": "again", "stay": "longer"}.get(event.command or "")
    if event.kind == "finished":
        return "rest_over" if event.massage_seconds else None
    if event.kind in ("softer", "refused") and shot.phase != "running":
        return None
    return {"softer": "lighter", "refused": "refused", "held": "held", "closing": "closing"}.get(event.kind)


def chime_ahead_s(left_s: float) -> float:
    """Seconds from an announcement to its chime, where the change comes in ``left_s``."""
    return max(0.0, min(CHIME_AHEAD_S, left_s - AFTER_CHIME_S["announce"]))


def after_s(event: Event) -> float:
    """Seconds from an event to the first word that it brings: after the chime that comes with it."""
    if event.kind == "step" and event.t == 0:
        return AFTER_CHIME_S["begin"]
    changing = event.kind == "command" and event.command in ("back", "repeat")
    if changing or event.kind in ("step", "closing", "hurt"):
        return AFTER_CHIME_S["step"]
    return {"announce": AFTER_CHIME_S["announce"], "rest": AFTER_CHIME_S["end"]}.get(event.kind, _ANSWER_S)
