"""The keys: ready-made sets, and a line for each thing that a key does."""

from __future__ import annotations

from PySide6.QtCore import Signal

from massage_desktop.controls.binding import ACTIONS, PRESETS, RESERVED, key_name
from massage_desktop.controls.keymap import DEFAULT, Keymap, keymap
from massage_desktop.controls.text import Action, key_words
from massage_desktop.settings.model import Settings
from massage_desktop.ui import settings_words as texts
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.key_row import KeyRow
from massage_desktop.ui.widgets.parts import Words
from massage_desktop.ui.widgets.settings_parts import Section

_OWN = "own"
_EDGE = 4.0


class KeysSection(Section):
    """``key_chosen`` carries (key, what it does) once a person has given a key a meaning.

    A key that meant something else is told first and taken with a second press; one that cannot be taken is
    refused with a sentence. ``told`` carries those sentences, empty when there is nothing to say.
    """

    key_chosen = Signal(str, str)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._keys: Keymap = DEFAULT
        self._asked = ""
        self.sets = Choices(texts.DEVICE_KEYS)
        self.about = Words("", 15.5, "text_quiet")
        self.entry(texts.DEVICE_KEYS, self.sets)
        self.add(self.about, 5, _EDGE)
        self.add(Words(texts.KEYS_LEAD, 16, "text_soft"), 20, _EDGE)
        self.rows: dict[Action, KeyRow] = {}
        for action in ACTIONS:
            row = KeyRow(action)
            row.heard.connect(lambda key, row=row: self._heard(row, key))
            row.listens.connect(lambda on, row=row: self._listens(row, on=on))
            self.rows[action] = row
            self.add(row, 2)
        self.sets.chosen.connect(self._set_chosen)
        self._show()

    @property
    def keys(self) -> Keymap:
        """The keys as they stand."""
        return self._keys

    def take(self, settings: Settings) -> None:
        """Show the keys of these settings."""
        self._keys, _ = keymap(settings.keys)
        self._show()

    def _listens(self, row: KeyRow, *, on: bool) -> None:
        self._asked = ""
        about = texts.LISTENING_END if row.action == "end" else texts.LISTENING_ABOUT
        self.told.emit(about if on else "")

    def _heard(self, row: KeyRow, key: str) -> None:
        """Take the key, tell what it means so far, or tell why it cannot be."""
        name = key_name(key)
        refused = texts.window_key(name)
        problem = refused or self._keys.explain(name, row.action)
        free = not refused and name not in RESERVED and self._keys.allows(name, row.action)
        if not free:
            self._asked = ""
            self.told.emit(problem or "")
        elif problem and self._asked != name:
            self._asked = name
            self.told.emit(f"{problem} {texts.AGAIN_TO_CHANGE}")
        else:
            self._change(self._keys.rebind(name, row.action))
            row.listen(on=False)
            self.key_chosen.emit(name, row.action)

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
            row.show_keys(" · ".join(key_words(key) for key in self._keys.keys_for(action)))
        self.regrow()
