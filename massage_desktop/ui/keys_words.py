"""What the settings of keys and buttons say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from massage_desktop.controls.gesture import Gesture

HOW = "How you will press it"
LISTENING: dict[Gesture, str] = {
    "tap": "Press it now",
    "hold": "Press what you will hold",
    "twice": "Press what you will press twice",
}
RECEIVER = "The receiver's button"
RECEIVER_ABOUT = "Pressed once: softer. Held down: it hurts; held again, it ends gently."
RECEIVER_EMPTY = "None yet. Pressed: softer. Held: it hurts."
NOTHING = "No meaning"
NOTHING_ABOUT = "For a key that is touched by accident: it does nothing."
NOTHING_EMPTY = "No key. For one that is touched by accident."
ALREADY_NOTHING = "This key has no meaning."


def gamepads(names: tuple[str, ...]) -> str:
    """Which gamepads are plugged in."""
    return f"Plugged in: {', '.join(names)}. Press one of its buttons like a key." if names else ""
