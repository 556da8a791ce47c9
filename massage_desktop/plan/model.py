"""A plan: a routine with every second decided."""

from __future__ import annotations

import msgspec

from massage_desktop.routine.model import Pressure, Routine, Side, Stage, Step, Technique
from massage_desktop.routine.profile import Profile


class PlannedStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step with its time decided.

    ``seconds`` is the whole length. A planned step holds whole repetitions that fill it exactly:
    ``pace_per_minute == 60 * repetitions / seconds``; only a step that a change cut short may end inside its
    last one. ``least_s`` and ``most_s`` bound later re-planning. ``occurrence`` tells apart steps that a
    change made the session run twice.
    """

    id: str
    step: Step
    technique: Technique
    start: float
    seconds: float
    repetitions: int
    pace_per_minute: float
    pressure: Pressure
    least_s: float
    most_s: float
    occurrence: int = 1

    @property
    def pass_s(self) -> float:
        """Seconds of one repetition, one pass along the path."""
        return 60 / self.pace_per_minute

    @property
    def end(self) -> float:
        """Second at which the step ends."""
        return self.start + self.seconds

    @property
    def side(self) -> Side:
        """Side of the receiver's body."""
        return self.step.side

    @property
    def stage(self) -> Stage:
        """Opening, main or closing."""
        return self.step.stage

    @property
    def title(self) -> str:
        """Name shown large on the card."""
        return self.step.title or self.technique.title

    @property
    def instruction(self) -> str:
        """One or two sentences: what the hands do."""
        return self.step.instruction or self.technique.card


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A routine with absolute seconds: ``steps`` follow each other without a gap from second 0 (ORDER-02).

    ``wish_s`` is the massage time that was asked for; re-planning returns to it whenever it can. ``parts``
    holds every step of the routine once, as it would be given now: what a change takes from when a step is to
    be done again.
    """

    routine: Routine
    profile: Profile
    wish_s: float
    steps: tuple[PlannedStep, ...]
    parts: tuple[PlannedStep, ...]

    @property
    def total_seconds(self) -> float:
        """Massage time of the whole plan."""
        return self.steps[-1].end if self.steps else 0.0
