"""The keys: ready-made sets, a line for each thing that a key does, and the receiver's own button."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent

from massage_desktop.controls.binding import ACTIONS, key_name
from massage_desktop.controls.gesture import Gesture, gesture_name
from massage_desktop.controls.keymap import DEFAULT, NOTHING, Keymap, keymap
from massage_desktop.controls.presets import PRESETS
from massage_desktop.controls.text import ACTION_DETAILS, Action, action_words, gesture_words, key_words
from massage_desktop.settings.model import Settings
from massage_desktop.ui import keys_words
from massage_desktop.ui import settings_words as texts
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.key_grid import KeyGrid
from massage_desktop.ui.widgets.key_row import KeyRow
from massage_desktop.ui.widgets.parts import Words
from massage_desktop.ui.widgets.settings_parts import Section

_OWN = "own"
_EDGE = 4.0


class KeysSection(Section):
    """``key_chosen`` carries (key, what it does) once a person has given a key a meaning.

    A key that meant something else is told first and taken with a second press; one that cannot be taken is
    refused with a sentence. ``told`` carries those sentences, empty when there is nothing to say.
    ``pads_wanted`` tells when gamepads are to be watched: while this is shown. Their buttons, and those that
    the desktop hands on by MPRIS, come in by :meth:`hear`.
    """

    key_chosen = Signal(str, str)
    told = Signal(str)
    pads_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._keys: Keymap = DEFAULT
        self._asked = ""
        self.sets = Choices(texts.DEVICE_KEYS)
        self.about = Words("", 15.5, "text_quiet")
        self.how = Choices(keys_words.HOW)
        self.how.set_choices(gesture_words(), "tap")
        self.pads = Words("", 15.5, "calm")
        self.rows: dict[Action, KeyRow] = {
            action: KeyRow(action_words(action), ACTION_DETAILS[action], hears_escape=action == "end")
            for action in ACTIONS
        }
        self.receiver = KeyRow(
            keys_words.RECEIVER, keys_words.RECEIVER_ABOUT, empty=keys_words.RECEIVER_EMPTY
        )
        self.nothing = KeyRow(keys_words.NOTHING, keys_words.NOTHING_ABOUT, empty=keys_words.NOTHING_EMPTY)
        self.entry(texts.DEVICE_KEYS, self.sets)
        self.add(self.about, 5, _EDGE)
        self.entry(keys_words.HOW, self.how, 14)
        self.add(Words(texts.KEYS_LEAD, 16, "text_soft"), 10, _EDGE)
        self.add(KeyGrid(self._all_rows), 6)
        self.add(self.pads, 8, _EDGE)
        self._connect()
        self.set_pads(())
        self._show()

    @property
    def _all_rows(self) -> list[KeyRow]:
        return [*self.rows.values(), self.receiver, self.nothing]

    def _connect(self) -> None:
        for action, row in self.rows.items():
            row.heard.connect(lambda key, action=action: self._heard(key, action))
        self.receiver.heard.connect(self._receiver_heard)
        self.nothing.heard.connect(lambda key: self._heard(key, None))
        for row in self._all_rows:
            row.listens.connect(lambda on, row=row: self._listens(row, on=on))
        self.sets.chosen.connect(self._set_chosen)

    @property
    def keys(self) -> Keymap:
        """The keys as they stand."""
        return self._keys

    def take(self, settings: Settings) -> None:
        """Show the keys of these settings."""
        self._keys, _ = keymap(settings.keys)
        self._show()

    def set_pads(self, names: tuple[str, ...]) -> None:
        """Show which gamepads are plugged in."""
        self.pads.set_text(keys_words.gamepads(names))
        self.pads.setVisible(bool(names))
        self.regrow()

    def hear(self, name: str) -> bool:
        """A button that is no key was pressed; False when no line listens."""
        row = next((row for row in self._all_rows if row.listening), None)
        if row is not None:
            row.heard.emit(name)
        return row is not None

    def showEvent(self, event: QShowEvent) -> None:
        """Gamepads are of interest now."""
        super().showEvent(event)
        self.pads_wanted.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Gamepads are of no interest any more, and what was chosen for one line is forgotten."""
        super().hideEvent(event)
        self.how.choose("tap")
        self.pads_wanted.emit(False)

    # -- what a person does ----------------------------------------------------------------------------------

    def _listens(self, row: KeyRow, *, on: bool) -> None:
        self._asked = ""
        about = texts.LISTENING_END if row is self.rows["end"] else texts.LISTENING_ABOUT
        row.prompt = texts.LISTENING if row is self.receiver else keys_words.LISTENING[self._gesture]
        row.refresh()
        self.told.emit(f"{row.detail} {about}" if on else "")

    @property
    def _gesture(self) -> Gesture:
        return cast(Gesture, self.how.value)

    def _heard(self, key: str, action: Action | None) -> None:
        """Take the key, tell what it means so far, or tell why it cannot be."""
        plain = key_name(key)
        name = gesture_name(plain, self._gesture) if plain else ""
        refused = texts.window_key(plain)
        if refused or not self._keys.allows(name, action):
            self._refuse(refused or self._keys.explain(name, action))
        elif action is None and self._keys.action_for(name) is None:
            self._refuse(keys_words.ALREADY_NOTHING)
        elif self._may(name, self._keys.explain(name, action)):
            self._take_over(self._keys.rebind(name, action), name, action or NOTHING)

    def _receiver_heard(self, key: str) -> None:
        """The same for the receiver's button, which has two meanings."""
        name = key_name(key)
        held = gesture_name(name, "hold")
        try:
            keys = self._keys.with_receiver(name)
        except ValueError as error:
            self._refuse(texts.window_key(name) or str(error))
            return
        refused = texts.window_key(name)
        if refused:
            self._refuse(refused)
        elif self._may(name, self._keys.explain(name, "softer") or self._keys.explain(held, "hurts")):
            self._take_over(keys, name, "softer")

    def _refuse(self, problem: str | None) -> None:
        self._asked = ""
        self.told.emit(problem or "")

    def _may(self, name: str, problem: str | None) -> bool:
        """Whether nothing is taken from another line, or it was told and pressed again."""
        if problem is None or self._asked == name:
            return True
        self._asked = name
        self.told.emit(f"{problem} {texts.AGAIN_TO_CHANGE}")
        return False

    def _take_over(self, keys: Keymap, name: str, does: str) -> None:
        self._change(keys)
        for row in self._all_rows:
            row.listen(on=False)
        self.how.choose("tap")
        self.key_chosen.emit(name, does)
        effect = None if name in keys.receiver_keys else keys.side_effect(name)
        if effect is not None:
            self.told.emit(effect)

    def _set_chosen(self, name: str) -> None:
        preset = next((p for p in PRESETS.values() if p.id == name), None)
        if preset is not None:
            self._change(Keymap(preset.bindings))

    def _change(self, keys: Keymap) -> None:
        self._keys = keys
        self._show()
        self.changed.emit({"keys": keys.overrides()})

    def _show(self) -> None:
        preset = self._keys.preset
        offered = [(str(p.id), p.title) for p in PRESETS.values()]
        if preset is None:
            offered.append((_OWN, texts.OWN_KEYS))
        if list(self.sets.chips) != [key for key, _ in offered]:
            self.sets.set_choices(offered, preset or _OWN)
        self.sets.choose(preset or _OWN)
        self.about.set_text(PRESETS[preset].about if preset else texts.OWN_KEYS_ABOUT)
        for action, row in self.rows.items():
            row.show_keys(_listed(self._keys.keys_for(action)))
        self.receiver.show_keys(_listed(self._keys.receiver_keys))
        silent = {b.key for b in DEFAULT.bindings} - {b.key for b in self._keys.bindings}
        self.nothing.show_keys(_listed(tuple(b.key for b in DEFAULT.bindings if b.key in silent)))
        self.regrow()


def _listed(keys: tuple[str, ...]) -> str:
    return " · ".join(key_words(key) for key in keys)
