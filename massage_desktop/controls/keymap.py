"""Which key means what now: a ready-made set, the person's own keys on top, and every conflict explained."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Literal, cast

import msgspec

from massage_desktop.session.model import Command, Phase

from .binding import ACTIONS, RESERVED, Binding, from_pad, key_name, on_keyboard
from .gesture import GESTURES, Gesture, gesture_name, gesture_parts
from .presets import PRESETS, PresetName
from .text import Action, action_words, key_words

NOTHING = "nothing"
"""Written in the settings for a key that shall do nothing."""

Meaning = Command | Literal["confirm_end", "quieter", "louder"]
"""What a key asks for: ``confirm_end`` is pressed twice (EndConfirmation); the last two are for the sound."""


class Keymap(msgspec.Struct, frozen=True):
    """All keys with their meaning. Every action has at least one key of the keyboard.

    What must be within reach (SAFE-07, DERIV-04) must not depend on a gamepad's battery.
    """

    bindings: tuple[Binding, ...]

    @property
    def preset(self) -> PresetName | None:
        """The ready-made set that these keys are, or None when the person changed something."""
        here = set(self.bindings)
        return next((p.id for p in PRESETS.values() if set(p.bindings) == here), None)

    @property
    def uses_pads(self) -> bool:
        """Whether any button of a gamepad has a meaning."""
        return any(from_pad(b.key) for b in self.bindings)

    @property
    def receiver_keys(self) -> tuple[str, ...]:
        """Keys of the receiver: pressed once they mean softer, held down it hurts."""
        return tuple(
            b.key
            for b in self.bindings
            if b.action == "softer" and self.action_for(gesture_name(b.key, "hold")) == "hurts"
        )

    def action_for(self, key: str) -> Action | None:
        """What ``key``, with its gesture, does; or None."""
        name = key_name(key)
        return next((b.action for b in self.bindings if b.key == name), None)

    def keys_for(self, action: Action) -> tuple[str, ...]:
        """The keys of an action, the likeliest first."""
        return tuple(b.key for b in self.bindings if b.action == action)

    def gestures_of(self, key: str) -> tuple[Gesture, ...]:
        """The ways to press ``key`` that have a meaning."""
        plain = gesture_parts(key_name(key))[0]
        return tuple(g for g in GESTURES if self.action_for(gesture_name(plain, g)) is not None)

    def acts_at_once(self, key: str) -> bool:
        """Whether a tap on ``key`` may not wait for anything: the exit for pain (SAFE-07)."""
        return self.action_for(key) == "hurts"

    def command_for(self, key: str, phase: Phase) -> Meaning | None:
        """What pressing ``key`` asks for in ``phase``; None: nothing."""
        action = self.action_for(key)
        if action is None or phase == "finished":
            return None
        if action == "end":
            return "confirm_end"
        if phase == "held" and action in ("hold", "next"):
            return "resume"  # whoever has but one button must be able to go on
        return action

    def explain(self, key: str, action: Action | None) -> str | None:
        """What giving ``key`` this meaning changes or why it cannot be, in one sentence; None: nothing."""
        name, words = key_name(key), key_words(key_name(key))
        refusal = _refused(name)
        old = self.action_for(name)
        if refusal or old is None or old == action:
            return refusal
        if self._only_key(name, old):
            return _only(name, old)
        new = f"it means “{action_words(action)}”" if action else "it does nothing"
        return f"{words} now means “{action_words(old)}”; from here on {new}."

    def side_effect(self, key: str) -> str | None:
        """How a gesture changes when the key's other meanings act, in one sentence; None: not at all."""
        plain, gesture = gesture_parts(key_name(key))
        gestures, words = self.gestures_of(plain), key_words(plain)
        tap = self.action_for(plain)
        if tap is None or len(gestures) == 1:
            return None
        if tap == "hurts":
            return f"Pressing {words} means “{action_words(tap)}” at once, also when you go on to hold it."
        if "twice" in gestures and gesture != "hold":
            return f"“{action_words(tap)}” on {words} now waits a moment for a second press."
        return f"“{action_words(tap)}” on {words} now acts when you let go."

    def allows(self, key: str, action: Action | None) -> bool:
        """Whether ``key`` may get this meaning (None: no meaning)."""
        name = key_name(key)
        old = self.action_for(name)
        return not _refused(name) and (old in (None, action) or not self._only_key(name, old))

    def rebind(self, key: str, action: Action | None) -> Keymap:
        """The same keys with ``key`` meaning ``action`` (None: nothing); it comes first among its action's.

        Raises:
            ValueError: the key cannot have this meaning; the text says why.
        """
        name = key_name(key)
        if not self.allows(name, action):
            raise ValueError(self.explain(name, action) or "This key cannot be taken away.")
        return with_key(self, name, action)

    def with_receiver(self, key: str) -> Keymap:
        """The same keys with ``key`` as the receiver's button: pressed softer, held down it hurts.

        A key that was the receiver's before does nothing any more.

        Raises:
            ValueError: the key cannot have these meanings; the text says why.
        """
        name = gesture_parts(key_name(key))[0]
        keys = self.rebind(gesture_name(name, "hold"), "hurts").rebind(name, "softer")
        for old in self.receiver_keys:
            if old != name:
                keys = keys.rebind(gesture_name(old, "hold"), None).rebind(old, None)
        return keys

    def overrides(self) -> dict[str, str]:
        """What differs from the keyboard's set, as it is written in the settings: key name to action."""
        start = {b.key: b.action for b in PRESETS["keyboard"].bindings}
        here = {b.key: b.action for b in self.bindings}
        changed: dict[str, str] = {k: a for k, a in here.items() if start.get(k) != a}
        return changed | {k: NOTHING for k in start if k not in here}

    def _only_key(self, name: str, action: Action) -> bool:
        return on_keyboard(name) and not any(on_keyboard(k) for k in self.keys_for(action) if k != name)


DEFAULT = Keymap(PRESETS["keyboard"].bindings)


def keymap(overrides: Mapping[str, str] | None = None) -> tuple[Keymap, tuple[str, ...]]:
    """The default keys with the person's own on top, and one sentence for each that could not be followed.

    ``overrides`` maps key names to one of :data:`~massage_desktop.controls.binding.ACTIONS` or ``nothing``;
    their order does not matter.
    """
    problems: list[str] = []
    wanted = _wanted(overrides or {}, problems)
    while True:
        keys = DEFAULT
        for name, action in wanted.items():
            if keys.action_for(name) != action:
                keys = with_key(keys, name, action)
        lost = _lost(keys, wanted)
        if lost is None:
            return keys, tuple(problems)
        problems.append(_only(lost.key, lost.action))
        del wanted[lost.key]  # fewer each time, and the defaults alone have a key for everything


def command_for(key: str, phase: Phase, keys: Keymap = DEFAULT) -> Meaning | None:
    """What pressing ``key`` asks for in ``phase``, see :meth:`Keymap.command_for`."""
    return keys.command_for(key, phase)


def with_key(keys: Keymap, name: str, action: Action | None) -> Keymap:
    """The keys with ``name`` meaning ``action`` (None: nothing), whatever that takes away."""
    others = tuple(b for b in keys.bindings if b.key != name)
    return Keymap((Binding(name, action), *others) if action else others)


def _lost(keys: Keymap, wanted: Mapping[str, Action | None]) -> Binding | None:
    """A binding that has to stay, as its action would have no key of the keyboard any more."""
    gone = {a for a in ACTIONS if not any(on_keyboard(key) for key in keys.keys_for(a))}
    return next((b for b in DEFAULT.bindings if b.action in gone and b.key in wanted), None)


def _only(name: str, action: Action) -> str:
    return f"{key_words(name)} is the only key for “{action_words(action)}”. Give that another key first."


def _refused(name: str) -> str | None:
    """Why no key of this name can have a meaning; None: it can."""
    plain = gesture_parts(name)[0]
    if not plain:
        return "This button sends no key that the program can see. Try another one."
    if plain in RESERVED:
        return f"{key_words(plain)} {RESERVED[plain]}. Choose another key."
    return None


def _wanted(overrides: Mapping[str, str], problems: list[str]) -> dict[str, Action | None]:
    wanted: dict[str, Action | None] = {}
    written: dict[str, str] = {}
    for key, meaning in overrides.items():
        name = key_name(key)
        action = None if meaning == NOTHING else cast(Action, meaning)
        if action is not None and action not in ACTIONS:
            problems.append(_unknown(key, meaning))
        elif refusal := _refused(name):
            problems.append(refusal)
        elif name in wanted and wanted[name] != action:
            problems.append(f'"{written[name]}" and "{key}" are the same key; only the first is used.')
        elif name not in wanted:
            wanted[name], written[name] = action, key
    return wanted


def _unknown(key: str, meaning: str) -> str:
    choices = (*ACTIONS, NOTHING)
    near = difflib.get_close_matches(meaning, choices, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else f" Choose one of {', '.join(choices)}."
    return f'The key "{key}" cannot mean "{meaning}".{hint}'
