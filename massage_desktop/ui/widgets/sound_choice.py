"""The sound of a massage: one or up to three at once, nature after the receiver's yes, own music, silence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal

from massage_desktop.sound.blend import FULL_PERCENT, Part
from massage_desktop.ui import music_words, words
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.widgets.ambience_levels import LevelRows, level_word
from massage_desktop.ui.widgets.ambience_mix import (
    SILENCE,
    Mix,
    read_mix,
    with_level,
    with_sound,
    without_sound,
    write_mix,
)
from massage_desktop.ui.widgets.buttons import Chip
from massage_desktop.ui.widgets.listen_button import BesideListen, ListenButton
from massage_desktop.ui.widgets.music_card import MusicCard
from massage_desktop.ui.widgets.parts import Stack, Words
from massage_desktop.ui.widgets.sound_chips import SoundChips, SoundLine
from massage_desktop.ui.widgets.ticks import Tick

FOLDER, FILE = "own_music", "own_file"
"""Ids of the chips for the person's own music; what they stand for is a path."""

_OWN_WORDS = {FOLDER: words.OWN_MUSIC, FILE: words.OWN_FILE}
_EDGE = 4.0


@dataclass(frozen=True)
class AmbienceShown:
    """A sound to choose. ``nature`` sounds wait for the receiver's yes (SOUND-06)."""

    id: str
    title: str
    nature: bool


class SoundChoice(Stack):
    """One line that says what will be heard, and the chips that it opens.

    ``chosen`` comes with every choice a person makes; ``folder_wanted`` and ``file_wanted`` when own music is
    to be picked, which :meth:`take_path` then brings (``taken``).
    """

    chosen = Signal()
    folder_wanted = Signal()
    file_wanted = Signal()
    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ambiences: tuple[AmbienceShown, ...] = ()
        self._titles: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._wanted: Mix = ()
        self._picked = False
        self.line, self.listen, self.music = SoundLine(), ListenButton(), MusicCard()
        self.sounds = SoundChips(words.SOUND_TITLE)
        self.likes_nature = Tick(words.LIKES_NATURE, px=15.5, weight=400)
        self.mixes = Tick(words.MIX_SOUNDS, px=15.5, weight=400)
        self.levels = LevelRows()
        self.hint = Words("", 14, "accent")
        self.add(BesideListen(self.line, self.listen))
        self.add(self.music, 8)
        self.add(self.sounds, 3)
        self.add(self.mixes, 3)
        self.add(self.levels, 1, _EDGE)
        self.add(self.hint, 3, _EDGE)
        self.add(self.likes_nature, 3)
        self.line.toggled.connect(lambda _: self._show())
        self.sounds.chosen.connect(self._pressed)
        self.likes_nature.toggled.connect(self._nature_told)
        self.likes_nature.clicked.connect(self._show_nature)
        self.mixes.toggled.connect(self._mixing_told)
        self.levels.turned.connect(self._turned)
        self.music.order_chosen.connect(self.chosen)

    # -- values in and out -----------------------------------------------------------------------------------

    @property
    def chips(self) -> dict[str, Chip]:
        """The chips to choose from, by id."""
        return self.sounds.chips

    @property
    def mix(self) -> Mix:
        """What will be heard, by the ids of the chips; nature sounds only where they may be."""
        heard = tuple(part for part in self._wanted if part.name in self._offered)
        if heard or not self._wanted:
            return heard
        return self._first()  # what was wished cannot be: the first of the calm sounds, as on the first day

    @property
    def value(self) -> str:
        """The choice as ``--ambience`` takes it: an id, a path, a blend with levels, or ``none``."""
        return write_mix(tuple(Part(self._paths.get(name, name), level) for name, level in self.mix))

    @property
    def own_paths(self) -> tuple[Path, ...]:
        """The person's own music in what will be heard."""
        return tuple(Path(self._paths[part.name]) for part in self.mix if part.name in self._paths)

    @property
    def gone(self) -> str:
        """One sentence when something of the last choice is not there any more; empty when all is."""
        known = {a.id for a in self._ambiences} | {*_OWN_WORDS, SILENCE}
        names = tuple(part.name for part in self._wanted if part.name not in known)
        if not names or not self._ambiences:
            return ""
        named = self._named()
        return music_words.gone(names, music_words.plays(tuple(named[part.name] for part in self.mix)))

    def set_ambiences(self, ambiences: list[AmbienceShown]) -> None:
        """Offer these sounds, own music, and silence; without a wish of the person's the first is chosen."""
        self._ambiences = tuple(a for a in ambiences if a.id != SILENCE)
        calm = [(a.id, a.title) for a in self._ambiences if not a.nature]
        nature = [(a.id, a.title) for a in self._ambiences if a.nature]
        own = [(key, self._own_title(key)) for key in _OWN_WORDS]
        self._titles = dict([*calm, *nature])
        self.sounds.set_sounds([*calm, *nature, *own, (SILENCE, words.WITHOUT_SOUND)], self.line)
        if not self._picked:
            self._wanted = self._first()
        self._show()

    def prefer(self, ambience: str) -> None:
        """Begin with this choice, as :attr:`value` gave it; a path means own music."""
        parts = (Part(ambience, FULL_PERCENT),) if _kind_of_path(ambience) else read_mix(ambience)
        self._wanted = tuple(self._with_own_music(part) for part in parts)
        self._picked = True
        self.mixes.blockSignals(True)
        self.mixes.setChecked(len(self._wanted) > 1)
        self.mixes.blockSignals(False)
        self._show()

    def _with_own_music(self, part: Part) -> Part:
        key = _kind_of_path(part.name)
        if key is None:
            return part
        self._paths[key] = part.name
        return Part(key, part.percent)

    def take_path(self, key: str, path: str) -> None:
        """The folder or file that was picked for ``key``; an empty one leaves the choice as it was."""
        if path:
            self._paths[key] = path
            self._add(key)
            if not self.mixes.isChecked():  # all is said; the chips make room for the music's own words
                self.line.setChecked(False)
        self._show()
        self.taken.emit()

    def set_self(self, *, by_oneself: bool) -> None:
        """Ask in words for one person or for two."""
        self.likes_nature.set_said(words.LIKES_NATURE_SELF if by_oneself else words.LIKES_NATURE)

    # -- what a person does ----------------------------------------------------------------------------------

    def _pressed(self, key: str) -> None:
        self.hint.set_text("")
        here = key in {part.name for part in self.mix}
        if key in _OWN_WORDS and not (here and self.mixes.isChecked()):
            self._show()  # nothing is chosen before there is a path
            (self.folder_wanted if key == FOLDER else self.file_wanted).emit()
            return
        if here and self.mixes.isChecked():
            self._wanted = without_sound(self.mix, key)
        else:
            self._add(key)
        self._told()

    def _add(self, key: str) -> None:
        """Take ``key`` besides what is chosen where sounds are mixed, else instead of it."""
        self._picked = True
        mixing = self.mixes.isChecked() and key != SILENCE
        if not mixing or not self.mix:
            self._wanted = () if key == SILENCE else (Part(key, FULL_PERCENT),)
            return
        more = with_sound(self.mix, key, _OWN_WORDS.keys())
        if more is None:
            self.hint.set_text(words.MIX_FULL)
        elif any("+" in self._paths.get(part.name, "") for part in more):
            self.hint.set_text(words.MIX_NO_PLUS)
        else:
            self._wanted = more

    def _turned(self, name: str, percent: float) -> None:
        self._wanted = with_level(self.mix, name, percent)
        self._show_line()
        self.chosen.emit()

    def _nature_told(self) -> None:
        if not self.likes_nature.isChecked():
            self._wanted = self.mix
        self._told()

    def _show_nature(self, yes: bool) -> None:
        """What a yes adds is there to be seen."""
        if yes:
            self.line.setChecked(True)

    def _mixing_told(self) -> None:
        if not self.mixes.isChecked() and len(self.mix) > 1:
            loudest = max(self.mix, key=lambda part: part.percent)
            self._wanted = (Part(loudest.name, FULL_PERCENT),)
        self.hint.set_text("")
        self._told()

    def _told(self) -> None:
        self._show()
        self.chosen.emit()

    # -- the look --------------------------------------------------------------------------------------------

    @property
    def _offered(self) -> frozenset[str]:
        liked = self.likes_nature.isChecked()
        return frozenset({a.id for a in self._ambiences if liked or not a.nature} | {*_OWN_WORDS, SILENCE})

    def _first(self) -> Mix:
        calm = next((a.id for a in self._ambiences if not a.nature), None)
        return () if calm is None else (Part(calm, FULL_PERCENT),)

    def _own_title(self, key: str) -> str:
        path = self._paths.get(key)
        if path and path.endswith(".m3u8"):
            from massage_desktop.sound.own_list import own_list_path

            if Path(path) == own_list_path():
                return music_words.OWN_LIST
        return AsItIs(Path(path).name or path) if path else _OWN_WORDS[key]

    def _show(self) -> None:
        """Bring chips, levels and the line in line with what is chosen."""
        opened, mix = self.line.isChecked(), self.mix
        picked = frozenset(part.name for part in mix) or frozenset({SILENCE})
        for key in _OWN_WORDS:
            if key in self.sounds.chips:
                self.sounds.name_chip(key, self._own_title(key))
        self.sounds.show_picked(picked, self._offered, many=self.mixes.isChecked())
        if dict(mix) != self.levels.percents:
            self.levels.show_mix(mix if len(mix) > 1 else (), self._named())
        for part in (self.sounds, self.mixes):
            part.setVisible(opened)
        self.levels.setVisible(opened and bool(self.levels.rows))
        self.music.setVisible(bool(self.own_paths))
        self.listen.setEnabled(bool(mix))
        self.hint.setVisible(opened and bool(self.hint.text))
        self._show_line()

    def _show_line(self) -> None:
        mix, named = self.mix, self._named()
        said = [named[part.name] for part in mix]
        if len(mix) > 1:
            said = [f"{named[part.name]}, {level_word(part.percent)}" for part in mix]
        self.line.show_sounds(tuple(said) or (words.WITHOUT_SOUND,))
        self.regrow()

    def _named(self) -> dict[str, str]:
        return self._titles | {key: self._own_title(key) for key in _OWN_WORDS}


def _kind_of_path(ambience: str) -> str | None:
    """The chip that stands for a path; None when ``ambience`` is none."""
    try:
        path = Path(ambience).expanduser()
        return FOLDER if path.is_absolute() and path.is_dir() else FILE if path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # too long, a zero byte, no such home
        return None
