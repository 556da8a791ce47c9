"""What a command means in each phase, and the sentence for one that means nothing."""

from __future__ import annotations

from .model import Command, Phase

_MEANING: dict[Phase, tuple[frozenset[Command], str]] = {
    "ready": (frozenset({"next", "end"}), "The massage has not begun yet."),
    "running": (
        frozenset({"next", "back", "repeat", "stay", "softer", "hurts", "hold", "end"}),
        "That has no meaning now.",
    ),
    "held": (frozenset({"resume", "softer", "hurts", "end"}), "On hold. Resume first."),
    "rest": (frozenset({"next", "end"}), "The massage is over; this is the rest."),
    "finished": (frozenset(), "The session is over."),
}
"""What each phase can follow, and what it answers to anything else."""

_WHILE_CLOSING: frozenset[Command] = frozenset({"hurts", "hold", "resume", "softer"})


def refusal_of(command: Command, phase: Phase, *, closing: bool) -> str | None:
    """Why ``command`` has no meaning now, in one sentence; None when it has."""
    allowed, why = _MEANING[phase]
    if command not in allowed:
        return "Nothing is on hold." if command == "resume" and phase == "running" else why
    if closing and command not in _WHILE_CLOSING:
        return "The session is already coming to its gentle end."
    return None
