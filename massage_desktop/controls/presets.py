"""Ready-made sets of keys, for the devices that people have.

What each device sends is said where its set is made. Every set stands on that of the keyboard, so whatever a
device cannot do stays within reach of a key.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from .binding import ACTIONS, Binding
from .gesture import Gesture, gesture_name
from .text import Action

PresetName = Literal["keyboard", "clicker", "pedal", "foot_switch", "one_button", "media_remote", "gamepad"]


class Preset(msgspec.Struct, frozen=True):
    """A ready-made set of keys; ``about`` says for which device and what its buttons do."""

    id: PresetName
    title: str
    about: str
    bindings: tuple[Binding, ...]


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
    hold="P|Toggle Media Play/Pause|Media Play|Media Pause",
    end="Esc|Media Stop",
    quieter="-",
    louder="+|=",  # the same key, with and without Shift
)


def _with(*changes: tuple[str, Action]) -> tuple[Binding, ...]:
    changed = dict(changes)
    return tuple(Binding(k, a) for k, a in changed.items()) + tuple(
        b for b in _KEYBOARD if b.key not in changed
    )


def _each(keys: str, *gestures: tuple[Gesture, Action]) -> tuple[tuple[str, Action], ...]:
    return tuple((gesture_name(key, g), action) for key in keys.split("|") for g, action in gestures)


_ALL = (
    Preset(
        "keyboard", "Keyboard", "Large keys for an elbow: the space bar goes to the next step.", _KEYBOARD
    ),
    Preset(
        "clicker",
        "Presenter clicker",
        "Forward and back change the step. The button that darkens slides means: it hurts. The button that "
        "starts slides means: softer.",
        # Logitech, Kensington and their kin: Page Down and Page Up, or arrows; "." or B for the dark screen,
        # F5 or Shift+F5 to start. Esc, which some send to stop the slides, keeps asking twice. A third
        # button may send Tab, which stays with the focus.
        _with((".", "hurts"), ("B", "hurts"), ("F5", "softer"), ("Shift+F5", "softer")),
    ),
    Preset(
        "pedal",
        "Page-turning pedal",
        "Right goes to the next step; hold it down to rest, and to go on. Left means: softer.",
        # AirTurn, PageFlip, iRig BlueTurn: by their mode Page Down and Page Up, arrows up and down, or arrows
        # left and right; some also Enter. Softer is wanted more than back, which gets a key of its own.
        _with(
            *_each("PgUp|Left|Up", ("tap", "softer")),
            *_each("Down|Return", ("tap", "next")),
            *_each("PgDown|Right|Down|Return", ("hold", "hold")),
            ("Backspace", "back"),
        ),
    ),
    Preset(
        "foot_switch",
        "Foot switch",
        "For pedals that type a, b and c. Left: softer. Middle: next step; hold it down to rest, and to go "
        "on. Right: one step back. A single pedal types b.",
        # PCsensor FS3-P and the many sold under other names, as they come from the factory.
        _with(("B", "next"), ("B (hold)", "hold"), ("A", "softer"), ("C", "back")),
    ),
    Preset(
        "one_button",
        "One button",
        "For one pedal or a camera remote. Press once: next step. Hold it down: rest, and go on. Press "
        "twice: softer. A single press waits a moment for a second one.",
        # Camera remotes send Enter (for Android) or Volume Up (for iOS); one pedal B, Space or Page Down.
        _with(
            *_each("Return|Enter|Volume Up|B", ("tap", "next")),
            *_each("Return|Enter|Volume Up|B|Space|PgDown", ("hold", "hold"), ("twice", "softer")),
        ),
    ),
    Preset(
        "media_remote",
        "Media remote",
        "The buttons of headphones or a remote: play rests and goes on, the tracks change the step, volume "
        "down means softer.",
        # Many desktops keep the volume keys, and hand the others on by MPRIS as the same names.
        _with(("Volume Down", "softer"), ("Volume Up", "stay")),
    ),
    Preset(
        "gamepad",
        "Gamepad",
        "Button 1: next step. 2: back. 3: softer. 4: it hurts. Up: stay longer. Down: hold. Left and right: "
        "quieter and louder.",
        # By number, as SDL counts them; on most pads 1 is the lowest of the four at the right.
        _with(
            *(("Pad 1", "next"), ("Pad 2", "back"), ("Pad 3", "softer"), ("Pad 4", "hurts")),
            *(("Pad Up", "stay"), ("Pad Down", "hold"), ("Pad Left", "quieter"), ("Pad Right", "louder")),
        ),
    ),
)
PRESETS: dict[PresetName, Preset] = {preset.id: preset for preset in _ALL}
"""Each keeps every action on some key of the keyboard except what it names."""
