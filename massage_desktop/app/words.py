"""The few sentences that the program itself says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from massage_desktop.plan.cover import CoverChange
    from massage_desktop.session.model import Event

SCREEN_MAY_SLEEP = "The screen may go to sleep. Switch its sleep off before your hands are oily."

_FOLLOWED = {
    "next": "Next step",
    "back": "Back to the step before",
    "repeat": "This step once more",
    "stay": "A little longer here",
    "softer": "Softer from here on",
    "hurts": "Only light strokes from here on",
    "hold": "On hold",
    "resume": "Going on",
    "end": "Ending gently",
}

NOT_LISTENING = "Spoken commands are not installed. Settings, Listening, says what to do."


def heard(command: str) -> str:
    """That a spoken command was understood."""
    return f"Heard: “{command}”"


def say_again(command: str) -> str:
    """That a command is done when it is said once more."""
    return f"Say “massage, {command}” once more, and the massage comes to a gentle end."


def volume(gain_db: float, *, moved: bool) -> str:
    """That the sound changes, or cannot."""
    if gain_db > 0:
        return "A little louder" if moved else "It is as loud as it can be here"
    return "A little quieter" if moved else "It is as quiet as it can be here"


def covering(change: CoverChange) -> str:
    """``Cover the back, bare the legs.``; empty when the towel stays (COVER-01)."""
    if not change.bare:
        return ""
    bare = f"are the {change.bare}."
    return f"Cover the {change.cover}, b{bare}" if change.cover else f"B{bare}"


def said(event: Event) -> str:
    """The sentence for an event; empty when the page shows it by itself."""
    if event.kind == "refused":
        return event.message or ""
    if event.kind == "command" and event.command:
        return _FOLLOWED[event.command]
    return ""
