"""What a checker says, and what all checkers look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from massage_desktop.routine.body import BodyView, Path, Zone
from massage_desktop.routine.finding import Severity
from massage_desktop.routine.model import Routine, Step, Technique, pressure_rank


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """One rule broken at one place.

    ``step`` is the index of the step (None: the whole routine), ``key`` the path of the key to mend.
    An ``error`` is unsafe or impossible, a ``warning`` against good practice, a ``note`` worth knowing.
    """

    rule: str
    severity: Severity
    step: int | None
    key: str
    message: str


class Work(msgspec.Struct, frozen=True):
    """A massage step with its place in the routine, its technique, and the parts of the body it touches."""

    index: int
    step: Step
    technique: Technique
    zone: Zone | None
    path: Path | None

    @property
    def rank(self) -> int:
        """Pressure on the scale of PRESS-01, 0 (touch) to 4 (strong)."""
        return pressure_rank(self.step.pressure)

    @property
    def zone_ids(self) -> tuple[str, ...]:
        """The zone worked first, then the other zones that the path passes, each once."""
        passed = self.path.zones if self.path is not None else []
        return tuple(dict.fromkeys([self.step.zone, *passed]))

    def breach(self, rule: str, severity: Severity, key: str, message: str) -> Breach:
        """A breach at ``key`` of this step; the message names the step."""
        return Breach(
            rule=rule,
            severity=severity,
            step=self.index,
            key=f"steps[{self.index}].{key}",
            message=f"Step {self.index + 1} ({self.step.id}): {message}",
        )


class Subject(msgspec.Struct, frozen=True):
    """The routine under examination. ``works`` are its steps of kind ``massage`` in order."""

    routine: Routine
    works: tuple[Work, ...]
    zones: Mapping[str, Zone]

    def pairs(self) -> Iterator[tuple[Work, Work]]:
        """Each massage step with the one after it."""
        return zip(self.works, self.works[1:], strict=False)

    def breach(self, rule: str, severity: Severity, key: str, message: str) -> Breach:
        """A breach of the routine as a whole."""
        return Breach(rule=rule, severity=severity, step=None, key=key, message=message)


Checker = Callable[[Subject], Iterator[Breach]]


def subject_of(routine: Routine, catalogue: Mapping[str, Technique], view: BodyView) -> Subject:
    """Look up what the steps name.

    Raises:
        KeyError: a step names a technique that is not in ``catalogue``.
    """
    works = tuple(
        Work(i, s, catalogue[s.technique], view.zone(s.zone), view.path(s.path))
        for i, s in enumerate(routine.steps)
        if s.kind == "massage"
    )
    return Subject(routine, works, {z.id: z for z in view.zones})
