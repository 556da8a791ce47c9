"""Keys by name, what they do, and ready-made sets for clickers and pedals.

Names are those of Qt's portable text (``Space``, ``PgDown``, ``R``), so that a key event can be looked up
without any table in between; foot pedals, presenter clickers and media keys are keyboards to the system.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from .text import Action

ACTIONS: tuple[Action, ...] = get_args(Action)
PresetName = Literal["keyboard", "clicker", "pedal"]

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
}
_CANONICAL = (
    *("Space", "Left", "Right", "Up", "Down", "PgUp", "PgDown", "Home", "End", "Esc", "Return", "Enter"),
    *("Backspace", "Del", "Ins", "Tab", "Backtab", "Shift", "Control", "Alt", "AltGr", "Meta", "CapsLock"),
    *("NumLock", "ScrollLock", "Media Play", "Media Next", "Media Previous", "Media Stop", "Media Pause"),
    "Toggle Media Play/Pause",
)
_BY_LOWER = {name.lower(): name for name in _CANONICAL} | _ALIASES

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
    """One key and what it does."""

    key: str
    action: Action


class Preset(msgspec.Struct, frozen=True):
    """A ready-made set of keys; ``about`` says for which device and why."""

    id: PresetName
    title: str
    about: str
    bindings: tuple[Binding, ...]


def key_name(text: str) -> str:
    """The one name of a key: ``pagedown`` is ``PgDown``, ``r`` is ``R``; unknown names stay as they are."""
    if text == " ":
        return "Space"
    text = text.strip().removeprefix("Num+")  # the number pad is as good as the keys beside it
    known = _BY_LOWER.get(text.lower())
    if known:
        return known
    return text.upper() if len(text) == 1 or _is_function_key(text) else text


def _is_function_key(text: str) -> bool:
    return text[:1] in "fF" and text[1:].isascii() and text[1:].isdigit()


def _bindings(**keys: str) -> tuple[Binding, ...]:
    # The order is that of the help: what is needed most comes first.
    return tuple(Binding(key, action) for action in ACTIONS for key in keys[action].split("|"))


_KEYBOARD = _bindings(
    next="Space|Right|PgDown|Media Next",
    back="Left|PgUp|Media Previous",
    repeat="R",
    stay="Up|M",
    softer="S",
    hurts="H",
    hold="P|Toggle Media Play/Pause|Media Play",
    end="Esc",
)


def _with(*changes: tuple[str, Action]) -> tuple[Binding, ...]:
    changed = dict(changes)
    return tuple(Binding(k, a) for k, a in changed.items()) + tuple(
        b for b in _KEYBOARD if b.key not in changed
    )


PRESETS: dict[PresetName, Preset] = {
    p.id: p
    for p in (
        Preset(
            "keyboard", "Keyboard", "Large keys for an elbow: the space bar goes to the next step.", _KEYBOARD
        ),
        Preset(
            "clicker",
            "Presenter clicker",
            "Forward and back change the step. The button that darkens slides means: it hurts. The button "
            "that starts slides means: softer.",
            # Clickers send "." or B for the dark screen and F5 or Shift+F5 to start; Esc, which some send to
            # stop the slides, keeps asking twice.
            _with((".", "hurts"), ("B", "hurts"), ("F5", "softer"), ("Shift+F5", "softer")),
        ),
        Preset(
            "pedal",
            "Foot pedal",
            "Right goes to the next step. Left means: softer.",
            # Page-turning pedals send Page Down and Page Up, or arrows. Softer is wanted more than back.
            _with(("PgUp", "softer"), ("Left", "softer"), ("Up", "softer"), ("Down", "next")),
        ),
    )
}
"""Ready-made sets; each keeps every action on some key of the keyboard except what it names."""
