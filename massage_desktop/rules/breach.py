"""What a checker says, and what all checkers look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from massage_desktop.routine.body import BodyView, Path, Zone
from massage_desktop.routine.finding import Severity
from massage_desktop.routine.model import (
    Position,
    Routine,
    Step,
    Technique,
    position_of,
    pressure_rank,
    view_of,
)

from .edit import Edit, SetKey, Value

WHOLE_BODY_AREAS = 4
"""A routine that works at least this many areas counts as one for the whole body (the program's choice)."""


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """One rule broken at one place.

    ``step`` is the index of the step (None: the whole routine), ``key`` the path of the key to mend.
    An ``error`` is unsafe or impossible, a ``warning`` against good practice, a ``note`` worth knowing.
    ``mend`` says how to mend it; ``edits`` do so where a program can, all of them together.
    """

    rule: str
    severity: Severity
    step: int | None
    key: str
    message: str
    mend: str = ""
    edits: tuple[Edit, ...] = ()


class Work(msgspec.Struct, frozen=True):
    """A step with its place in the routine, its technique, and the parts of the body it touches."""

    index: int
    step: Step
    technique: Technique
    view: BodyView
    zone: Zone | None
    path: Path | None
    position: Position

    @property
    def rank(self) -> int:
        """Pressure on the scale of PRESS-01, 0 (touch) to 4 (strong)."""
        return pressure_rank(self.step.pressure)

    @property
    def zone_ids(self) -> tuple[str, ...]:
        """The zone worked first, then the other zones that the path passes, each once."""
        passed = self.path.zones if self.path is not None else []
        return tuple(dict.fromkeys([self.step.zone, *passed]))

    @property
    def zones(self) -> Iterator[Zone]:
        """The same as values, those left out that the view does not know."""
        return (zone for name in self.zone_ids if (zone := self.view.zone(name)) is not None)

    @property
    def area(self) -> str:
        """Part of the body that the zone belongs to, the zone's own name where the view does not know it."""
        return self.zone.area if self.zone is not None else self.step.zone

    @property
    def words(self) -> str:
        """What the card of this step says."""
        return self.step.instruction or self.technique.card

    def breach(
        self, rule: str, severity: Severity, key: str, message: str, mend: str, *edits: Edit
    ) -> Breach:
        """A breach at ``key`` of this step; the message names the step."""
        return Breach(
            rule=rule,
            severity=severity,
            step=self.index,
            key=f"steps[{self.index}].{key}",
            message=f"Step {self.index + 1} ({self.step.id}): {message}",
            mend=mend,
            edits=edits,
        )


class Subject(msgspec.Struct, frozen=True):
    """The routine under examination, with one choice of its options.

    ``every`` are its steps in order, ``works`` those of kind ``massage``; ``option`` is the title of the one
    option that is on, empty for the routine as it always is.
    """

    routine: Routine
    every: tuple[Work, ...]
    works: tuple[Work, ...]
    option: str = ""

    @property
    def is_session(self) -> bool:
        """Whether it is a whole massage, with both ends: no single area to be composed, no exercise."""
        return self.routine.category not in ("segment", "exercise")

    @property
    def by_person(self) -> bool:
        """Whether one person massages another."""
        return self.routine.gives == "person"

    @property
    def areas(self) -> list[str]:
        """The parts of the body that are massaged, each once, in order."""
        return list(dict.fromkeys(work.area for work in self.works))

    @property
    def is_whole_body(self) -> bool:
        """Whether it works so many areas that it counts as a massage of the whole body."""
        return len(self.areas) >= WHOLE_BODY_AREAS

    def pairs(self) -> Iterator[tuple[Work, Work]]:
        """Each massage step with the one after it."""
        return zip(self.works, self.works[1:], strict=False)

    def naming(self, rule: str) -> list[Work]:
        """The steps that name this rule as one they follow."""
        return [work for work in self.every if rule in work.step.rules]

    def twins(self, work: Work) -> list[Work]:
        """The step itself and the steps of the other side that repeat it or that it repeats (REP-14)."""
        first = work.step.mirrors or work.step.id
        return [w for w in self.every if w.index == work.index or first in (w.step.id, w.step.mirrors)]

    def set(self, work: Work, **values: Value) -> tuple[Edit, ...]:
        """Edits that give these keys their new values, on both sides of a mirrored pair."""
        return tuple(SetKey(w.index, key, v) for w in self.twins(work) for key, v in values.items())

    def breach(
        self, rule: str, severity: Severity, key: str, message: str, mend: str, *edits: Edit
    ) -> Breach:
        """A breach of the routine as a whole."""
        return Breach(
            rule=rule,
            severity=severity,
            step=None,
            key=key,
            message=message,
            mend=mend,
            edits=edits,
        )


Checker = Callable[[Subject], Iterator[Breach]]


def subjects_of(
    routine: Routine, catalogue: Mapping[str, Technique], view: Callable[[str], BodyView]
) -> list[Subject]:
    """Look up what the steps name: the routine as it always is, then with each of its options.

    Raises:
        KeyError: a step names a technique that is not in ``catalogue``.
        FileNotFoundError: from ``view``, which there is not.
    """
    every = tuple(
        _work(i, step, catalogue[step.technique], view(view_of(routine, step)), position_of(routine, step))
        for i, step in enumerate(routine.steps)
    )
    known = [option.id for option in routine.options]
    own = [w for w in every if w.step.option not in known]
    subjects = [_subject(routine, own, "")]
    for option in routine.options:
        chosen = [w for w in every if w.step.option not in known or w.step.option == option.id]
        subjects.append(_subject(routine, chosen, option.title))
    return subjects


def _work(index: int, step: Step, technique: Technique, view: BodyView, position: Position) -> Work:
    return Work(index, step, technique, view, view.zone(step.zone), view.path(step.path), position)


def _subject(routine: Routine, every: Sequence[Work], option: str) -> Subject:
    return Subject(routine, tuple(every), tuple(w for w in every if w.step.kind == "massage"), option)
