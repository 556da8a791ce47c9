"""What the page for settings says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from massage_desktop.ui import words
from massage_desktop.ui.marked import Meant

if TYPE_CHECKING:
    from massage_desktop.settings.model import ThemeName

TITLE = "Settings"
SECTIONS = {
    "look": "Look",
    "sound": "Sound",
    "speech": "Voice",
    "listening": "Listening",
    "session": "Session",
    "keys": "Keys",
    "data": "Your data",
}
SAVED = "What you change here holds at once."

THEME = "Colours"
THEMES: dict[ThemeName, str] = {"dark": "Dark", "light": Meant("Light", "theme"), "contrast": "High contrast"}
THEME_ABOUT: dict[str, str] = {
    "dark": "Made for a dim room: nothing dazzles.",
    "light": "Good for planning by day.",
    "contrast": "Black, white and strong lines, to see more easily.",
}
TEXT_SIZE = "Text size"
SMALLER, LARGER = "Smaller text", "Larger text"
REDUCED_MOTION = "Less motion"
REDUCED_MOTION_ABOUT = "Hands step from place to place, and pages change at once."

CEILING = "Loudest sound in the room"
SOFTER, LOUDER = "One decibel softer", "One decibel louder"
DEVICE = "Loudspeaker"
SYSTEM_DEFAULT = "The system's default"
NOT_THERE = "not there now"
CALIBRATE = "Calibrate…"
CALIBRATION = "Calibration"
NOT_CALIBRATED = "Not calibrated: sound stays very quiet until you do this once."
UNNAMED = "the system's default"
PACE_SOUND = "A soft swell follows the strokes"
PACE_SOUND_ABOUT = "You hear the pace without looking. It stays under the other sound."

GET_READY = "To get ready, before the first stroke"
REST = "To rest, after the last stroke"
GET_READY_LESS, GET_READY_MORE = "Five seconds less", "Five seconds more"
REST_LESS, REST_MORE = "One minute less", "One minute more"
QUIET = "Ask the desktop to hold back notices"
QUIET_ABOUT = "Where the desktop offers it, nothing pops up or pings until the massage is over."
AT_ONCE = "At once"
NO_REST = "No rest"

DEVICE_KEYS = "Ready-made sets"
OWN_KEYS = "Your own"
OWN_KEYS_ABOUT = "You have changed some keys. Choose a ready-made set to go back."
KEYS_LEAD = "Press a line, then the key, pedal or button that you will use."
LISTENING = "Press it now"
LISTENING_ABOUT = "Press the key, pedal or button now. Escape leaves it as it is."
LISTENING_END = "Press the key, pedal or button now. Tab leaves it as it is."
AGAIN_TO_CHANGE = "Press it again to change it."
NO_KEY = "No key"

PLACE = "Where your settings lie"
KEPT = (
    "Kept are these settings, and the massage, length, oil and sound of the last time. "
    "Health answers are never kept, and nothing leaves this computer."
)
FORGET = "Forget everything"
FORGET_AGAIN = "Press again to forget"
FORGET_ABOUT = "All settings, keys and calibrations go back to how they were on the first day."
FORGOTTEN = "All is as on the first day."


def percent(value: int) -> str:
    """``110 %``."""
    return f"{value} %"


def ceiling_about(db: int) -> str:
    """What a level is like in the room; 40 dB is where music still relaxes (SOUND-01, SOUND-02)."""
    if db < 30:
        return "Softer than a whisper. It is hard to hear in most rooms."
    if db <= 33:
        return "About as loud as a whisper."
    if db < 40:
        return "Between a whisper and soft talk."
    if db == 40:
        return "Clear and soft. This is the most that is advised for resting."
    return "Louder than the 40 dB that are advised for resting."


def calibrated(device: str) -> str:
    """That a loudspeaker was calibrated; "" is one without a name."""
    return f"Calibrated for {f'“{device}”' if device else UNNAMED}."


def get_ready(seconds: int) -> str:
    """``20 seconds``, ``At once``."""
    return AT_ONCE if seconds == 0 else f"{seconds} seconds"


def rest(count: int) -> str:
    """``3 minutes``, ``No rest``."""
    return NO_REST if count == 0 else words.minutes(count)


def window_key(key: str) -> str | None:
    """Why a key of the window itself cannot be given to a session; None: it is free."""
    does = {name: text for name, text, *_ in words.KEYS_HERE}.get(key)
    return None if does is None else f"{key} is taken: {does[0].lower()}{does[1:]}. Choose another key."
