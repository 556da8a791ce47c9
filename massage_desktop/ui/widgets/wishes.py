"""What is chosen for a massage: its length, who receives, the oil, and the sound."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from massage_desktop.ambience.oils import BASE_OILS, advise, base_oil
from massage_desktop.routine.model import Routine
from massage_desktop.routine.profile import PROFILES
from massage_desktop.ui import music_words, words
from massage_desktop.ui.language import shown
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.parts import Stack, Words
from massage_desktop.ui.widgets.sound_choice import FILE, FOLDER, AmbienceShown, SoundChoice
from massage_desktop.ui.widgets.stepper import Stepper
from massage_desktop.ui.widgets.ticks import Tick

__all__ = ["AmbienceShown", "Wishes"]

_OWN = "own"
_EDGE = 4.0
"""Frames keep this much room for their focus ring; what has no frame is moved in by as much."""


def _label(text: str) -> Words:
    return Words(text, 14.5, "text_quiet", weight=600)


class Wishes(Stack):
    """``changed`` comes with every choice a person makes; ``several_picked`` carries the paths (a tuple of
    str) when more than one was picked, which :meth:`take_music` then brings as one.
    """

    changed = Signal()
    several_picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._allergy = False
        self._before: tuple[str, int] | None = None
        self.profile = Choices(words.PROFILE_TITLE)
        self.minutes = Stepper(words.LENGTH, words.minutes, (words.FEWER_MINUTES, words.MORE_MINUTES))
        self.options_label = _label(words.OPTIONS_TITLE)
        self.options = Stack()
        self._options: dict[str, Tick] = {}
        self.oil = Choices(words.OIL_TITLE)
        self.oil_hint = Words("", 14, "text_quiet")
        self.sound = SoundChoice()
        self.likes_nature = self.sound.likes_nature
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
        ):
            self.add(part, gap, indent)
        self.oil.set_choices([*((o.id, o.title) for o in BASE_OILS), (_OWN, words.OIL_OWN)], BASE_OILS[0].id)
        self.sound.set_ambiences([])
        self.profile.chosen.connect(self._profile_chosen)
        self.oil.chosen.connect(self._oil_chosen)
        self.minutes.changed.connect(lambda _: self.changed.emit())
        self.sound.chosen.connect(self.changed)
        self.sound.folder_wanted.connect(self._pick_folder)
        self.sound.file_wanted.connect(self._pick_files)
        self._show_oil()

    def set_routine(self, routine: Routine, minutes: int) -> None:
        """Offer what this routine can be; the first profile is chosen."""
        choices: list[tuple[str, str]] = [(name, PROFILES[name].title) for name in routine.profiles]
        self._before = None
        self.profile.set_choices(choices, routine.profiles[0])
        self._offer_options(routine)
        self.sound.set_self(by_oneself=routine.gives == "self")
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
        """Offer these sounds, own music, and silence."""
        self.sound.set_ambiences(ambiences)

    def prefer(self, ambience: str, oil: str | None, *, likes_nature: bool) -> None:
        """Begin with what was chosen the last time."""
        self.likes_nature.setChecked(likes_nature)
        self.sound.prefer(ambience)
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

    def take_music(self, path: str) -> None:
        """The folder, file or list that was picked; an empty one leaves the sound as it was."""
        self.sound.take_path(FOLDER if Path(path).is_dir() else FILE, path)
        self.changed.emit()

    def take_picked(self, paths: list[str]) -> None:
        """What a person picked or dropped: nothing, one thing, or several."""
        if len(paths) > 1:
            self.several_picked.emit(tuple(paths))
        else:
            self.take_music(paths[0] if paths else "")

    # Before a session a dialog disturbs nobody.

    def _pick_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        self.take_music(QFileDialog.getExistingDirectory(self.window(), shown(words.PICK_MUSIC)))

    def _pick_files(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        from massage_desktop.sound.finding import SOUND_SUFFIXES
        from massage_desktop.sound.m3u import LIST_SUFFIXES

        endings = " ".join(f"*{ending}" for ending in sorted(SOUND_SUFFIXES | LIST_SUFFIXES))
        picked = QFileDialog.getOpenFileNames(
            self.window(),
            shown(music_words.PICK_FILES),
            filter=f"{shown(music_words.MUSIC_FILES)} ({endings})",
        )
        self.take_picked(picked[0])

    @property
    def ambience(self) -> str:
        """The sound chosen: an id, a blend of several, or the folder or file of the person's own music."""
        return self.sound.value
