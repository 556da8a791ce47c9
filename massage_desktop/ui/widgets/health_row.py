"""One row of the health questions: a yes opens what it is, what to do, and what changes in the massage."""

from __future__ import annotations

from PySide6.QtCore import Signal

from massage_desktop.ambience.adapt import Change
from massage_desktop.ambience.screening import PLACES, Notice, Question
from massage_desktop.ui import words
from massage_desktop.ui.widgets.change_list import ChangeList
from massage_desktop.ui.widgets.parts import Stack, Words
from massage_desktop.ui.widgets.picks import Picks
from massage_desktop.ui.widgets.stepper import Stepper
from massage_desktop.ui.widgets.ticks import Tick

_INDENT = 33.0
"""What belongs to a yes stands under the words of its question."""

_MEAL_STRIDE_MIN = 5
_MEAL_MOST_MIN = 60


class HealthRow(Stack):
    """A question to tick. ``parts`` tell a yes more closely, where that matters; ``places`` ask where."""

    changed = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.tick = Tick(question.text, question.detail)
        self.tick.toggled.connect(self.changed)
        self.add(self.tick)
        self.parts = self._part_picks()
        self.places = self._place_picks()
        self.advice = Words("", 14.5, "care", weight=500)
        self.advice.hide()
        self.add(self.advice, 1, _INDENT)
        self._agreed: Tick | None = None
        if "doctor" in {question.outcome, *(part.outcome for part in question.parts)}:
            self._agreed = Tick(words.DOCTOR_AGREED)
            self._agreed.toggled.connect(self.changed)
            self._agreed.hide()
            self.add(self._agreed, 3, _INDENT - 5)
        self.meal = self._meal_stepper() if question.id == "meal" else None
        self.changes = ChangeList()
        self.add(self.changes, 5, _INDENT)

    @property
    def agreed(self) -> Tick | None:
        """The tick for a doctor's word, None while nothing here asks for it."""
        return self._agreed if self._agreed is not None and not self._agreed.isHidden() else None

    @property
    def answers(self) -> frozenset[str]:
        """Ids of this row and its parts that are answered with yes."""
        if not self.tick.isChecked():
            return frozenset()
        return frozenset({self.question.id}) | (self.parts.picked if self.parts else frozenset())

    @property
    def told_places(self) -> frozenset[str]:
        """Ids of the places that were named, while they are asked for."""
        return self.places.picked if self.places is not None and not self.places.isHidden() else frozenset()

    def forget(self) -> None:
        """Take everything back."""
        self.tick.setChecked(False)
        for picks in (self.parts, self.places):
            if picks is not None:
                picks.pick(frozenset())
        if self._agreed is not None:
            self._agreed.setChecked(False)
        if self.meal is not None:
            self.meal.set_range(0, _MEAL_MOST_MIN, 0)

    def open(self, *, asks_doctor: bool) -> None:
        """Show what is to be told with a yes; before that nothing of it counts."""
        yes = self.tick.isChecked()
        asking = {p.id for p in self.question.parts if p.where}
        if self.parts is not None:
            self.parts.setVisible(yes)
        if self.places is not None:
            self.places.setVisible(bool(asking & self.answers))
        if self.meal is not None:
            self.meal.setVisible(yes)
        if self._agreed is not None:
            self._agreed.setVisible(asks_doctor)

    def show_meaning(self, notices: list[Notice], changes: list[Change]) -> None:
        """Say what the answers of this row mean, and what they change."""
        texts = list(dict.fromkeys(n.text for n in notices))
        holds = bool(notices) and not (self._has_agreed(notices[0]) or notices[0].outcome == "adapt")
        said = " ".join(texts)
        if holds and not notices[0].asks:
            said = words.advised(notices[0].outcome, said)
        self.advice.set_text(said, "care" if holds else "accent")
        self.advice.setVisible(bool(texts))
        self.changes.say(tuple(dict.fromkeys(c.text for c in changes)))

    def needed(self, width: int) -> int:
        """Height for this width; a row with changes keeps a little distance from the next."""
        rest = 0 if self.changes.isHidden() else round(self.look.text_px(8))
        return super().needed(width) + rest

    def _has_agreed(self, notice: Notice) -> bool:
        return notice.outcome == "doctor" and self.agreed is not None and self.agreed.isChecked()

    def _part_picks(self) -> Picks | None:
        """The parts, where telling them makes a difference."""
        if not any(part.changes or part.outcome for part in self.question.parts):
            return None
        return self._below(Picks(self.question.text, [(p.id, p.text) for p in self.question.parts]))

    def _place_picks(self) -> Picks | None:
        if not any(part.where for part in self.question.parts):
            return None
        return self._below(Picks(words.WHERE, [(p.id, p.title) for p in PLACES]))

    def _below(self, picks: Picks) -> Picks:
        picks.chosen.connect(self.changed)
        picks.hide()
        self.add(picks, 3, _INDENT - 4)
        return picks

    def _meal_stepper(self) -> Stepper:
        names = (words.LESS_TIME, words.MORE_TIME)
        stepper = Stepper(words.MEAL, words.since_meal, names, step=_MEAL_STRIDE_MIN, px=15)
        stepper.set_range(0, _MEAL_MOST_MIN, 0)
        stepper.changed.connect(self.changed)
        stepper.hide()
        self.add(stepper, 6, _INDENT)
        return stepper
