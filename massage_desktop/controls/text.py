"""What commands and keys are called, in plain words."""

from __future__ import annotations

from typing import Literal

from massage_desktop.session.model import Command

Action = Literal["next", "back", "repeat", "stay", "softer", "hurts", "hold", "end"]
"""What a key does; ``hold`` goes on again when the session is on hold."""

COMMAND_WORDS: dict[Command, str] = {
    "next": "Next step",
    "back": "Previous step",
    "repeat": "Once more",
    "stay": "Stay a little longer",
    "softer": "Softer",
    "hurts": "It hurts",
    "hold": "Hold",
    "resume": "Go on",
    "end": "End gently",
}
"""Short names for buttons and for the help line."""

ACTION_DETAILS: dict[Action, str] = {
    "next": "Go to the next step now. On hold: go on.",
    "back": "Return to the step before.",
    "repeat": "Begin this step again.",
    "stay": "Give this step more time. Later steps become shorter, the end stays.",
    "softer": "Use less pressure from here on.",
    "hurts": "Change to light strokes at once. Press again to end.",
    "hold": "Let your hands rest on the body. Press again to go on.",
    "end": "Close with calm strokes, then rest. Asks you to press twice.",
}
"""One or two sentences for the page on which keys are chosen."""

_KEY_WORDS = {
    "Space": "Space bar",
    "PgDown": "Page Down",
    "PgUp": "Page Up",
    "Esc": "Escape",
    "Return": "Enter",
    "Enter": "Enter on the number pad",
    "Left": "Left arrow",
    "Right": "Right arrow",
    "Up": "Up arrow",
    "Down": "Down arrow",
    "Del": "Delete",
    "Ins": "Insert",
    ".": "Full stop",
    ",": "Comma",
    "Media Play": "Play",
    "Media Next": "Next track",
    "Media Previous": "Previous track",
    "Media Stop": "Stop",
    "Toggle Media Play/Pause": "Play or pause",
}


def action_words(action: Action) -> str:
    """Name of what a key does, for example ``Hold or go on``."""
    return "Hold or go on" if action == "hold" else COMMAND_WORDS[action]


def key_words(key: str) -> str:
    """How a key is called on the screen: ``PgDown`` is ``Page Down``, ``R`` is ``R``."""
    return _KEY_WORDS.get(key, key)
