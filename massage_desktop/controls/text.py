"""What commands and keys are called, in plain words."""

from __future__ import annotations

from typing import Literal, cast

from massage_desktop.session.model import Command

from .gesture import GESTURES, Gesture, gesture_parts

Action = Literal["next", "back", "repeat", "stay", "softer", "hurts", "hold", "end", "quieter", "louder"]
"""What a key does; ``hold`` goes on again when the session is on hold. ``quieter`` and ``louder`` are for the
sound, everything else for the session."""

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

_SOUND_WORDS = {"quieter": "Quieter sound", "louder": "Louder sound"}

ACTION_DETAILS: dict[Action, str] = {
    "next": "Go to the next step now. On hold: go on.",
    "back": "Return to the step before.",
    "repeat": "Begin this step again.",
    "stay": "Give this step more time. Later steps become shorter, the end stays.",
    "softer": "Use less pressure from here on.",
    "hurts": "Change to light strokes at once. Press again to end.",
    "hold": "Let your hands rest on the body. Press again to go on.",
    "end": "Close with calm strokes, then rest. Asks you to press twice.",
    "quieter": "Turn all sound down a little.",
    "louder": "Turn the sound up again, never above your limit.",
}
"""One or two sentences for the page on which keys are chosen."""

GESTURE_WORDS: dict[Gesture, str] = {"tap": "Press once", "hold": "Hold down", "twice": "Press twice"}
"""The ways to press one thing."""

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
    "-": "Minus",
    "+": "Plus",
    "=": "Equals",
    "Media Play": "Play",
    "Media Pause": "Pause",
    "Media Next": "Next track",
    "Media Previous": "Previous track",
    "Media Stop": "Stop",
    "Toggle Media Play/Pause": "Play or pause",
    "Volume Up": "Volume up",
    "Volume Down": "Volume down",
}


def action_words(action: Action) -> str:
    """Name of what a key does, for example ``Hold or go on``."""
    if action == "hold":
        return "Hold or go on"
    return _SOUND_WORDS.get(action) or COMMAND_WORDS[cast(Command, action)]


def key_words(key: str) -> str:
    """How a key is called on the screen: ``PgDown`` is ``Page Down``, ``R (hold)`` is ``R, held``."""
    plain, gesture = gesture_parts(key)
    words = _KEY_WORDS.get(plain, plain)
    if plain.startswith("Pad "):
        place = plain.removeprefix("Pad ")
        words = f"Gamepad {place if place.isdigit() else place.lower()}"
    return {"tap": words, "hold": f"{words}, held", "twice": f"{words}, twice"}[gesture]


def gesture_words() -> list[tuple[str, str]]:
    """(gesture, words) in the order in which they are offered."""
    return [(str(gesture), GESTURE_WORDS[gesture]) for gesture in GESTURES]
