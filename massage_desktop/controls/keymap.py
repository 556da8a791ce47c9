"""Which key means what now: the presets, the person's own keys on top, and every conflict explained."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Literal, cast

import msgspec

from massage_desktop.session.model import Command, Phase

from .binding import ACTIONS, PRESETS, RESERVED, Binding, PresetName, key_name
from .text import Action, action_words, key_words

NOTHING = "nothing"
"""Written in the settings for a key that shall do nothing."""

_KEPT: tuple[Action, ...] = ("next", "hurts", "end")
"""What must always be within reach: going on, the exit for pain (SAFE-07) and the gentle end (DERIV-04)."""


class Keymap(msgspec.Struct, frozen=True):
    """All keys with their meaning."""

    bindings: tuple[Binding, ...]

    @property
    def preset(self) -> PresetName | None:
        """The preset that these keys are, or None when the person changed something."""
        here = set(self.bindings)
        return next((p.id for p in PRESETS.values() if set(p.bindings) == here), None)

    def action_for(self, key: str) -> Action | None:
        """What ``key`` does, or None."""
        name = key_name(key)
        return next((b.action for b in self.bindings if b.key == name), None)

    def keys_for(self, action: Action) -> tuple[str, ...]:
        """The keys of an action, the likeliest first."""
        return tuple(b.key for b in self.bindings if b.action == action)

    def command_for(self, key: str, phase: Phase) -> Command | Literal["confirm_end"] | None:
        """What pressing ``key`` asks for in ``phase``; ``confirm_end`` is pressed twice (EndConfirmation)."""
        action = self.action_for(key)
        if action is None or phase == "finished":
            return None
        if action == "end":
            return "confirm_end"
        if phase == "held" and action in ("hold", "next"):
            return "resume"  # whoever has but one button must be able to go on
        return action

    def explain(self, key: str, action: Action) -> str | None:
        """What giving ``key`` this meaning changes or why it cannot be, in one sentence; None: nothing."""
        name, words = key_name(key), key_words(key_name(key))
        if not name:
            return "This button sends no key that the program can see. Try another one."
        if name in RESERVED:
            return f"{words} {RESERVED[name]}. Choose another key."
        old = self.action_for(name)
        if old in (None, action):
            return None
        if old in _KEPT and self.keys_for(old) == (name,):
            return f"{words} is the only key for “{action_words(old)}”. Give that another key first."
        return f"{words} now means “{action_words(old)}”; from here on it means “{action_words(action)}”."

    def allows(self, key: str, action: Action | None) -> bool:
        """Whether ``key`` may get this meaning (None: no meaning)."""
        name = key_name(key)
        if not name or name in RESERVED:
            return False
        old = self.action_for(name)
        return old == action or old not in _KEPT or self.keys_for(old) != (name,)

    def rebind(self, key: str, action: Action | None) -> Keymap:
        """The same keys with ``key`` meaning ``action`` (None: nothing); it comes first among its action's.

        Raises:
            ValueError: the key cannot have this meaning; the text says why.
        """
        name = key_name(key)
        if not self.allows(name, action):
            raise ValueError(self.explain(name, action or "repeat") or "This key cannot be taken away.")
        others = tuple(b for b in self.bindings if b.key != name)
        return Keymap((Binding(name, action), *others) if action else others)

    def overrides(self) -> dict[str, str]:
        """What differs from the keyboard preset, as it is written in the settings: key name to action."""
        start = {b.key: b.action for b in PRESETS["keyboard"].bindings}
        here = {b.key: b.action for b in self.bindings}
        changed: dict[str, str] = {k: a for k, a in here.items() if start.get(k) != a}
        return changed | {k: NOTHING for k in start if k not in here}


DEFAULT = Keymap(PRESETS["keyboard"].bindings)


def keymap(overrides: Mapping[str, str] | None = None) -> tuple[Keymap, tuple[str, ...]]:
    """The default keys with the person's own on top, and one sentence for each that could not be followed.

    ``overrides`` maps key names to one of :data:`~massage_desktop.controls.binding.ACTIONS` or ``nothing``;
    their order does not matter.
    """
    keys = DEFAULT
    problems: list[str] = []
    wanted = _wanted(overrides or {}, problems)
    # Twice: a key may be free to change only after another one has taken over its action.
    for last in (False, True):
        for name, action in sorted(wanted.items(), key=lambda item: item[1] is None):
            if keys.action_for(name) == action and name not in RESERVED:
                continue
            if keys.allows(name, action):
                keys = keys.rebind(name, action)
            elif last:
                problems.append(
                    keys.explain(name, action or "repeat") or f"{key_words(name)} stays as it is."
                )
    return keys, tuple(problems)


def command_for(key: str, phase: Phase, keys: Keymap = DEFAULT) -> Command | Literal["confirm_end"] | None:
    """What pressing ``key`` asks for in ``phase``, see :meth:`Keymap.command_for`."""
    return keys.command_for(key, phase)


def _wanted(overrides: Mapping[str, str], problems: list[str]) -> dict[str, Action | None]:
    wanted: dict[str, Action | None] = {}
    written: dict[str, str] = {}
    for key, meaning in overrides.items():
        name = key_name(key)
        if meaning != NOTHING and meaning not in ACTIONS:
            problems.append(_unknown(key, meaning))
        elif name in wanted and wanted[name] != (None if meaning == NOTHING else meaning):
            problems.append(f'"{written[name]}" and "{key}" are the same key; only the first is used.')
        elif name not in wanted:
            wanted[name] = None if meaning == NOTHING else cast(Action, meaning)
            written[name] = key
    return wanted


def _unknown(key: str, meaning: str) -> str:
    choices = (*ACTIONS, NOTHING)
    near = difflib.get_close_matches(meaning, choices, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else f" Choose one of {', '.join(choices)}."
    return f'The key "{key}" cannot mean "{meaning}".{hint}'
