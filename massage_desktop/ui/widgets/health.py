"""The health questions: a healthy person answers them with one tick (SAFE-11 to SAFE-14).

Nothing of this is stored or logged (DERIV-09); the answers live as long as the page shows them.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from massage_desktop.ambience.screening import QUESTIONS, Assessment, Question, assess
from massage_desktop.ui import words
from massage_desktop.ui.widgets.parts import Stack, Words
from massage_desktop.ui.widgets.stepper import Stepper
from massage_desktop.ui.widgets.ticks import Tick

_INDENT = 33.0
"""What belongs to a yes stands under the words of its question."""

_MEAL_STRIDE_MIN = 5
_MEAL_MOST_MIN = 60


class _Entry(Stack):
    """One question; a yes opens what to do."""

    changed = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.tick = Tick(question.text, question.detail)
        self.tick.toggled.connect(self.changed)
        self.add(self.tick)
        self.advice = Words("", 14.5, "care" if question.outcome != "adapt" else "accent", weight=500)
        self.advice.hide()
        self.add(self.advice, 1, _INDENT)
        self.agreed: Tick | None = None
        self.meal: Stepper | None = None
        if question.outcome == "doctor":
            self.agreed = Tick(words.DOCTOR_AGREED)
            self.agreed.toggled.connect(self.changed)
            self.agreed.hide()
            self.add(self.agreed, 3, _INDENT - 5)
        if question.id == "meal":
            self.meal = Stepper(
                words.MEAL, words.since_meal, (words.LESS_TIME, words.MORE_TIME), step=_MEAL_STRIDE_MIN, px=15
            )
            self.meal.set_range(0, _MEAL_MOST_MIN, 0)
            self.meal.changed.connect(self.changed)
            self.meal.hide()
            self.add(self.meal, 6, _INDENT)

    def show_advice(self, text: str) -> None:
        """Open or, with an empty text, close what belongs to a yes."""
        yes = self.tick.isChecked()
        self.advice.set_text(words.advised(self.question.outcome, text) if text else "")
        self.advice.setVisible(bool(text))
        if self.agreed is not None:
            self.agreed.setVisible(yes)
        if self.meal is not None:
            self.meal.setVisible(yes)


class HealthList(Stack):
    """All questions. ``none_of_these`` stands apart, so that a page can keep it in sight.

    ``changed`` comes with every answer, ``opened`` carries the widget of a question just answered with yes.
    """

    changed = Signal()
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.entries = [_Entry(question) for question in QUESTIONS]
        self.none_of_these = Tick(words.NONE_OF_THESE, px=18, weight=600, framed=True)
        self._setting = False
        for n, entry in enumerate(self.entries):
            entry.changed.connect(self._answered)
            entry.tick.clicked.connect(partial(self._opened, entry))
            self.add(entry, 3 if n else 0)
        self.none_of_these.toggled.connect(self._nothing_applies)

    @property
    def answered(self) -> bool:
        """Whether there is any answer yet."""
        return self.none_of_these.isChecked() or bool(self.answers)

    @property
    def answers(self) -> frozenset[str]:
        """Ids of the questions answered with yes."""
        return frozenset(e.question.id for e in self.entries if e.tick.isChecked())

    @property
    def assessment(self) -> Assessment:
        """What the answers together mean."""
        agreed = any(e.agreed is not None and e.agreed.isChecked() for e in self.entries)
        meal = next((e.meal.value for e in self.entries if e.meal and e.tick.isChecked()), None)
        return assess(self.answers, doctor_agreed=agreed, minutes_since_meal=meal)

    def forget(self) -> None:
        """Take all answers back: they are asked anew before every massage."""
        self._setting = True
        for entry in self.entries:
            entry.tick.setChecked(False)
            if entry.agreed is not None:
                entry.agreed.setChecked(False)
            if entry.meal is not None:
                entry.meal.set_range(0, _MEAL_MOST_MIN, 0)
        self.none_of_these.setChecked(False)
        self._setting = False
        self._show()

    def _answered(self) -> None:
        if self._setting:
            return
        self._setting = True
        if self.answers:
            self.none_of_these.setChecked(False)
        self._setting = False
        self._show()

    def _nothing_applies(self, on: bool) -> None:
        if self._setting:
            return
        if on:
            self.forget()
            self._setting = True
            self.none_of_these.setChecked(True)
            self._setting = False
        self._show()

    def _opened(self, entry: _Entry) -> None:
        if entry.tick.isChecked():
            self.opened.emit(entry)

    def _show(self) -> None:
        said = {notice.question_id: notice.text for notice in self.assessment.notices}
        for entry in self.entries:
            entry.show_advice(said.get(entry.question.id, ""))
        self.regrow()
        self.changed.emit()
