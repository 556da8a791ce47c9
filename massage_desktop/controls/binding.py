"""Keys by name: how they are written, which cannot be given away, and which belong to a keyboard.

Names are those of Qt's portable text (``Space``, ``PgDown``, ``R``), so that a key event can be looked up
without any table in between; foot pedals, presenter clickers and media keys are keyboards to the system.
Buttons of gamepads are ``Pad 1`` to ``Pad 32``, ``Pad Up``, ``Pad Down``, ``Pad Left`` and ``Pad Right``. Any
of them may be followed by ``(hold)`` or ``(twice)``.
"""

from __future__ import annotations

from typing import get_args

import msgspec

from .gesture import gesture_name, gesture_parts
from .text import Action

ACTIONS: tuple[Action, ...] = get_args(Action)

_ALIASES = {
    "pagedown": "PgDown",
    "page down": "PgDown",
    "page_down": "PgDown",
    "pageup": "PgUp",
    "page up": "PgUp",
    "page_up": "PgUp",
    "escape": "Esc",
    "spacebar": "Space",
    "ctrl": "Control",
    "delete": "Del",
    "insert": "Ins",
    "period": ".",
    "comma": ",",
    "minus": "-",
    "plus": "+",
    "equals": "=",
}
_CANONICAL = (
    *("Space", "Left", "Right", "Up", "Down", "PgUp", "PgDown", "Home", "End", "Esc", "Return", "Enter"),
    *("Backspace", "Del", "Ins", "Tab", "Backtab", "Shift", "Control", "Alt", "AltGr", "Meta", "CapsLock"),
    *("NumLock", "ScrollLock", "Media Play", "Media Next", "Media Previous", "Media Stop", "Media Pause"),
    *("Toggle Media Play/Pause", "Volume Up", "Volume Down", "Volume Mute"),
    *("Pad Up", "Pad Down", "Pad Left", "Pad Right", *(f"Pad {n}" for n in range(1, 33))),
)
_BY_LOWER = {name.lower(): name for name in _CANONICAL} | _ALIASES
_ELSEWHERE = ("Pad ", "Media ", "Toggle Media", "Volume ")

RESERVED: dict[str, str] = {
    "Tab": "moves the focus from one place to the next",
    "Backtab": "moves the focus from one place to the one before",
    **dict.fromkeys(
        ("Shift", "Control", "Alt", "AltGr", "Meta", "CapsLock", "NumLock", "ScrollLock"),
        "only changes the meaning of other keys",
    ),
}
"""Keys that cannot be given a new meaning, with the reason."""


class Binding(msgspec.Struct, frozen=True):
    """One key, with a gesture or without, and what it does."""

    key: str
    action: Action


def key_name(text: str) -> str:
    """The one name of a key: ``pagedown`` is ``PgDown``, ``r (Hold)`` is ``R (hold)``.

    Unknown names stay as they are.
    """
    key, gesture = gesture_parts(text)
    return gesture_name(_plain_name(key), gesture)


def _plain_name(text: str) -> str:
    if text == " ":
        return "Space"
    text = text.strip().removeprefix("Num+")  # the number pad is as good as the keys beside it
    sign = text.removeprefix("Shift+")
    if len(sign) == 1 and not sign.isalnum():
        text = sign  # whether a sign needs Shift depends on the keyboard: + does on an English one only
    known = _BY_LOWER.get(text.lower())
    if known:
        return known
    return text.upper() if len(text) == 1 or _is_function_key(text) else text


def _is_function_key(text: str) -> bool:
    return text[:1] in "fF" and text[1:].isascii() and text[1:].isdigit()


def on_keyboard(name: str) -> bool:
    """Whether a key is sure to be there: gamepads can be away, and desktops keep some media keys."""
    return not name.startswith(_ELSEWHERE)


def from_pad(name: str) -> bool:
    """Whether a name is a gamepad's button."""
    return name.startswith("Pad ")
