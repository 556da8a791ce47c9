"""What a desktop's media controls (MPRIS) ask for.

A desktop hands a remote's buttons on by MPRIS in place of the key itself. So each request counts as the press
of the key whose name it bears, with the person's own meaning; only where that is “hold or go on”, playing
never holds and pausing never goes on, as MPRIS promises.
"""

from __future__ import annotations

from typing import Literal

from massage_desktop.session.model import Phase

from .keymap import Keymap, Meaning

MediaRequest = Literal["PlayPause", "Play", "Pause", "Stop", "Next", "Previous"]
"""Methods of ``org.mpris.MediaPlayer2.Player``."""

MEDIA_KEYS: dict[MediaRequest, str] = {
    "PlayPause": "Toggle Media Play/Pause",
    "Play": "Media Play",
    "Pause": "Media Pause",
    "Stop": "Media Stop",
    "Next": "Media Next",
    "Previous": "Media Previous",
}
"""The key that each request stands for."""


def media_command(request: MediaRequest, phase: Phase, keys: Keymap) -> Meaning | None:
    """What ``request`` asks for in ``phase``; None: nothing."""
    key = MEDIA_KEYS[request]
    if keys.action_for(key) == "hold" and request == ("Pause" if phase == "held" else "Play"):
        return None
    return keys.command_for(key, phase)
