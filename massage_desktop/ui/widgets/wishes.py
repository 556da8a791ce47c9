"""What is chosen for a massage: its length, who receives, the oil, and the sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal

from massage_desktop.ambience.oils import BASE_OILS, advise, base_oil
from massage_desktop.routine.model import Routine
from massage_desktop.routine.profile import PROFILES
from massage_desktop.ui import words
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.parts import Stack, Words
from massage_desktop.ui.widgets.stepper import Stepper
from massage_desktop.ui.widgets.ticks import Tick

_OWN = "own"
_NONE = "none"
_MUSIC = "own_music"
_EDGE = 4.0
"""Frames keep this much room for their focus ring; what has no frame is moved in by as much."""


@dataclass(frozen=True)
class AmbienceShown:
    """A sound to choose. ``nature`` sounds wait for the receiver's yes (SOUND-06)."""

    id: str
    title: str
    nature: bool


def _label(text: str) -> Words:
    return Words(text, 14.5, "text_quiet", weight=600)


class Wishes(Stack):
    """``changed`` comes with every choice a person makes, ``music_wanted`` when a folder is to be picked."""

    changed = Signal()
    music_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ambiences: list[AmbienceShown] = []
        self._allergy = False
        self._wanted = ""
        self._music = ""
        self._before: tuple[str, int] | None = None
        self.profile = Choices(words.PROFILE_TITLE)
        self.minutes = Stepper(words.LENGTH, words.minutes, (words.FEWER_MINUTES, words.MORE_MINUTES))
        self.options_label = _label(words.OPTIONS_TITLE)
        self.options = Stack()
        self._options: dict[str, Tick] = {}
        self.oil = Choices(words.OIL_TITLE)
        self.oil_hint = Words("", 14, "text_quiet")
        self.likes_nature = Tick(words.LIKES_NATURE, px=15.5, weight=400)
        self.sound = Choices(words.SOUND_TITLE)
        for part, gap, indent in (
            (_label(words.PROFILE_TITLE), 0.0, _EDGE),
            (self.profile, 2.0, 0.0),
            (_label(words.LENGTH), 10.0, _EDGE),
            (self.minutes, 6.0, _EDGE),
            (self.options_label, 14.0, _EDGE),
            (self.options, 2.0, 0.0),
            (_label(words.OIL_TITLE), 17.0, _EDGE),
            (self.oil, 2.0, 0.0),
            (self.oil_hint, 3.0, _EDGE),
            (_label(words.SOUND_TITLE), 15.0, _EDGE),
            (self.sound, 2.0, 0.0),
            (self.likes_nature, 3.0, 0.0),
        ):
            self.add(part, gap, indent)
        self.oil.set_choices([*((o.id, o.title) for o in BASE_OILS), (_OWN, words.OIL_OWN)], BASE_OILS[0].id)
        self.set_ambiences([])
        self.profile.chosen.connect(self._profile_chosen)
        self.oil.chosen.connect(self._oil_chosen)
        self.minutes.changed.connect(lambda _: self.changed.emit())
        self.sound.chosen.connect(self._sound_chosen)
        self.likes_nature.toggled.connect(self._nature_toggled)
        self._show_oil()

    def set_routine(self, routine: Routine, minutes: int) -> None:
        """Offer what this routine can be; the first profile is chosen."""
        choices: list[tuple[str, str]] = [(name, PROFILES[name].title) for name in routine.profiles]
        self._before = None
        self.profile.set_choices(choices, routine.profiles[0])
        self._offer_options(routine)
        by_oneself = routine.gives == "self"
        self.likes_nature.set_said(words.LIKES_NATURE_SELF if by_oneself else words.LIKES_NATURE)
        self._fit_minutes(minutes)

    def _offer_options(self, routine: Routine) -> None:
        """Areas that the routine can have besides, none of them wished at first."""
        self.options.clear()
        self._options = {option.id: Tick(option.title, px=15.5, weight=400) for option in routine.options}
        for tick in self._options.values():
            self.options.add(tick, 1.0)
            tick.show()
            tick.toggled.connect(lambda _: self.changed.emit())
        for part in (self.options_label, self.options):
            part.setHidden(not self._options)
        self.regrow()

    @property
    def wished_options(self) -> tuple[str, ...]:
        """Ids of the routine's options that are wished."""
        return tuple(name for name, tick in self._options.items() if tick.isChecked())

    def set_ambiences(self, ambiences: list[AmbienceShown]) -> None:
        """Offer these sounds, and silence."""
        self._ambiences = list(ambiences)
        choices = [(a.id, a.title) for a in self._ambiences if a.id != _NONE]
        more = [(_MUSIC, words.OWN_MUSIC), (_NONE, words.WITHOUT_SOUND)]
        self.sound.set_choices([*choices, *more], self._wanted)
        self._allow_sounds()

    def prefer(self, ambience: str, oil: str | None, *, likes_nature: bool) -> None:
        """Begin with what was chosen the last time."""
        self.likes_nature.setChecked(likes_nature)
        self._wanted = ambience
        self.sound.choose(ambience)
        self._allow_sounds()
        if oil is not None:
            self.oil.choose(oil)
        self._show_oil()

    def propose_profile(self, profile: str | None) -> None:
        """Choose this profile where the routine offers it (an answer asks for it); None: as it was before."""
        if profile in self.profile.chips and profile != self.profile.value and self._before is None:
            self._before = self.profile.value, self.minutes.value
            self.profile.choose(str(profile))
            self._fit_minutes(self.minutes.value)
        elif profile is None and self._before is not None:
            (name, minutes), self._before = self._before, None
            self.profile.choose(name)
            self._fit_minutes(minutes)

    def set_allergy(self, on: bool) -> None:
        """With an allergy only a known product is proposed, and its notes are shown."""
        if on == self._allergy:
            return
        self._allergy = on
        if on:
            self.oil.choose(_OWN)
        self._show_oil()

    @property
    def oil_id(self) -> str | None:
        """Id of the base oil, None for a product of the receiver's own."""
        return None if self.oil.value in ("", _OWN) else self.oil.value

    def _profile_chosen(self) -> None:
        if self._before is not None:  # a choice by hand is not taken back
            self._before = self.profile.value, self.minutes.value
        self._fit_minutes(self.minutes.value)
        self.changed.emit()

    def _fit_minutes(self, minutes: int) -> None:
        bounds = next((p for p in PROFILES.values() if p.id == self.profile.value), PROFILES["adult"])
        self.minutes.set_range(-(-bounds.min_s // 60), bounds.max_s // 60, minutes)

    def _oil_chosen(self) -> None:
        self._show_oil()
        self.changed.emit()

    def _show_oil(self) -> None:
        oil = base_oil(self.oil_id) if self.oil_id else None
        hint = oil.hint if oil else words.OIL_OWN_HINT
        if self._allergy:
            hint = advise(allergy=True).notes[0]
        self.oil_hint.set_text(hint, "accent" if self._allergy else "text_quiet")
        self.regrow()

    def take_music(self, folder: str) -> None:
        """The folder that was picked; empty goes back to the sound chosen before."""
        if folder:
            self._music, self._wanted = folder, _MUSIC
            self.sound.chips[_MUSIC].set_said(Path(folder).name or folder)
        self.sound.choose(self._wanted)
        self._allow_sounds()
        self.regrow()
        self.changed.emit()

    @property
    def ambience(self) -> str:
        """The sound chosen: an id, or the folder of the person's own music."""
        return self._music if self.sound.value == _MUSIC else self.sound.value or _NONE

    def _sound_chosen(self, ambience: str) -> None:
        if ambience == _MUSIC:
            self.music_wanted.emit()
            return
        self._wanted = ambience
        self.changed.emit()

    def _nature_toggled(self) -> None:
        self._allow_sounds()
        self.changed.emit()

    def _allow_sounds(self) -> None:
        liked = self.likes_nature.isChecked()
        allowed = {a.id for a in self._ambiences if liked or not a.nature}
        self.sound.set_enabled(frozenset(allowed | {_NONE, _MUSIC}))
