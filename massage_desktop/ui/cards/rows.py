"""A plan as the rows of its sheet: both sides of a pair in one row, headings between the stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from massage_desktop.plan.model import Plan, PlannedStep
from massage_desktop.routine.model import Stage, view_of
from massage_desktop.ui import words
from massage_desktop.ui.bodymap import BodyScene

from . import wording
from .moment import scene_of


@dataclass(frozen=True)
class Heading:
    """A line between the steps."""

    text: str


@dataclass(frozen=True)
class Row:
    """One step, or a ``pair``: a step and the one that repeats it on the other side."""

    planned: PlannedStep
    title: str
    instruction: str
    scene: BodyScene | None
    pair: bool = False


def rows_of(plan: Plan) -> list[Heading | Row]:
    """The rows of a plan in order; each stage opens with its heading."""
    rows: list[Heading | Row] = []
    stage: Stage | None = None
    steps, n = plan.steps, 0
    while n < len(steps):
        if steps[n].stage != stage:
            stage = steps[n].stage
            rows.append(Heading(words.STAGE[stage]))
        count = mirrored_run(steps, n)
        if count > 1:
            right_first = steps[n].side == "right"
            rows.append(Heading(wording.SIDE_BLOCK if right_first else wording.SIDE_BLOCK_LEFT))
        rows += [_row(plan, steps[k], pair=count > 0, alone=count == 1) for k in range(n, n + max(count, 1))]
        n += 2 * count or 1
        if count > 1 and n < len(steps) and steps[n].stage == stage:
            rows.append(Heading(wording.BOTH_SIDES if steps[n].side == "both" else words.STAGE[stage]))
    return rows


def mirrored_run(steps: Sequence[PlannedStep], start: int) -> int:
    """How many steps from ``start`` on are repeated, in the same order and at once, on the other side."""
    for count in range((len(steps) - start) // 2, 0, -1):
        first, second = steps[start : start + count], steps[start + count : start + 2 * count]
        if all(_is_twin(a, b) for a, b in zip(first, second, strict=True)):
            return count
    return 0


def _is_twin(step: PlannedStep, other: PlannedStep) -> bool:
    """Whether ``other`` does for its side what ``step`` does for the other, in the same stage."""
    return other.step.mirrors == step.id and other.stage == step.stage


def _row(plan: Plan, planned: PlannedStep, *, pair: bool, alone: bool) -> Row:
    """``alone`` pairs follow their twin at once, so that the instruction says what comes after."""
    scene = scene_of(planned.step, planned.technique, view_of(plan.routine, planned.step))
    if not pair:
        return Row(planned, planned.title, planned.instruction, scene)
    title = wording.without_side(planned.title, planned.technique.title)
    then = wording.THEN_LEFT if planned.side == "right" else wording.THEN_RIGHT
    instruction = f"{planned.instruction} {then}" if alone else planned.instruction
    return Row(planned, title, instruction, scene, pair=True)
