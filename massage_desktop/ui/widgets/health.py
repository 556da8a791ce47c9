"""The health questions: a healthy person answers them with one tick (SAFE-11 to SAFE-14).

Nothing of this is stored or logged (DERIV-09); the answers live as long as the page shows them.
"""

from __future__ import annotations

import time

from PySide6.QtCore import Signal

from massage_desktop.ambience.adapt import Adapted
from massage_desktop.ambience.screening import QUESTIONS, Assessment, assess
from massage_desktop.ui import words
from massage_desktop.ui.widgets.health_row import HealthRow
from massage_desktop.ui.widgets.parts import Stack
from massage_desktop.ui.widgets.ticks import Tick


class HealthList(Stack):
    """All questions. ``none_of_these`` stands apart, so that a page can keep it in sight.

    ``changed`` comes with every answer, ``opened`` carries the widget of a question just answered with yes.
    """

    changed = Signal()
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.entries = [HealthRow(question) for question in QUESTIONS]
        self.none_of_these = Tick(words.NONE_OF_THESE, px=18, weight=600, framed=True)
        self._given: frozenset[str] = frozenset()
        self._setting = False
        for n, entry in enumerate(self.entries):
            entry.changed.connect(self._answered)
            entry.tick.clicked.connect(lambda *_, row=entry: self._opened(row))
            if entry.parts is not None:
                entry.parts.chosen.connect(lambda *_, row=entry: self._opened(row))
            self.add(entry, 3 if n else 0)
        self.none_of_these.toggled.connect(self._nothing_applies)

    @property
    def answered(self) -> bool:
        """Whether a person has given any answer yet."""
        return self.none_of_these.isChecked() or bool(self.answers - self._given)

    @property
    def answers(self) -> frozenset[str]:
        """Ids of the questions, and of their parts, answered with yes."""
        return frozenset().union(*(entry.answers for entry in self.entries))

    @property
    def assessment(self) -> Assessment:
        """What the answers together mean."""
        now = time.localtime()
        asked = [e.agreed for e in self.entries if e.agreed is not None]
        return assess(
            self.answers,
            doctor_agreed=bool(asked) and all(tick.isChecked() for tick in asked),
            minutes_since_meal=next((e.meal.value for e in self.entries if e.meal and e.answers), None),
            places=frozenset().union(*(e.told_places for e in self.entries)),
            minute_of_day=now.tm_hour * 60 + now.tm_min,
        )

    def forget(self, given: frozenset[str] | None = None) -> None:
        """Take all answers back: they are asked anew before every massage.

        ``given`` are answers that the routine itself gives, such as its being for a newborn: a row and its
        part. They stay until other ones are given.
        """
        self._given = self._given if given is None else given
        self._setting = True
        for entry in self.entries:
            entry.forget()
            if entry.question.id in self._given:
                entry.tick.setChecked(True)
                if entry.parts is not None:
                    entry.parts.pick(self._given)
        self.none_of_these.setChecked(False)
        self._setting = False
        self._show()

    def show_changes(self, adapted: Adapted) -> None:
        """List under each answer what it changes; what follows from all stands under the last of them."""
        shown = [e for e in self.entries if any(c.question_id in e.answers for c in adapted.changes)]
        notices = self.assessment.notices
        for entry in self.entries:
            own = [c for c in adapted.changes if c.question_id in entry.answers]
            if shown and entry is shown[-1]:
                own += [c for c in adapted.changes if not c.question_id]
            entry.show_meaning([n for n in notices if n.question_id == entry.question.id], own)
        self.regrow()

    def _answered(self) -> None:
        if self._setting:
            return
        self._setting = True
        if self.answers - self._given:
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

    def _opened(self, entry: HealthRow) -> None:
        """A row was answered with yes, or a part of it told."""
        if entry.tick.isChecked():
            self.opened.emit(entry)

    def _show(self) -> None:
        for entry in self.entries:
            doctor = {n.question_id for n in self.assessment.notices if n.outcome == "doctor"}
            entry.open(asks_doctor=entry.question.id in doctor)
        notices = self.assessment.notices
        for entry in self.entries:
            entry.show_meaning([n for n in notices if n.question_id == entry.question.id], [])
        self.regrow()
        self.changed.emit()
