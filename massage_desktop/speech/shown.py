"""A session's texts on the screen in the language of its voice: the same moment, in other words."""

from __future__ import annotations

import msgspec

from massage_desktop.plan.model import Plan, PlannedStep
from massage_desktop.session.model import Snapshot

from .translate import Words


class Shown:
    """Puts snapshots into one language. Ids, figures and places stay, so only what is read changes.

    A plan is put into the language once and kept while it stays the same, for a snapshot comes thirty times a
    second.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._plan: Plan | None = None
        self._shown: Plan | None = None

    def snapshot(self, shot: Snapshot) -> Snapshot:
        """The snapshot as it is to be read."""
        if self._words.language == "en":
            return shot
        plan = self._plan_of(shot.plan)
        return msgspec.structs.replace(
            shot,
            plan=plan,
            step=self._again(shot.step, shot.plan, plan),
            next_step=self._again(shot.next_step, shot.plan, plan),
        )

    def _plan_of(self, plan: Plan) -> Plan:
        if self._shown is None or plan is not self._plan:
            routine = msgspec.structs.replace(plan.routine, title=self._words.text(plan.routine.title))
            steps = tuple(self._step(step) for step in plan.steps)
            self._plan = plan
            self._shown = msgspec.structs.replace(plan, routine=routine, steps=steps)
        return self._shown

    def _again(self, step: PlannedStep | None, plan: Plan, shown: Plan) -> PlannedStep | None:
        """The same step of the plan that is shown."""
        if step is None:
            return None
        at = next((n for n, known in enumerate(plan.steps) if known is step), None)
        return shown.steps[at] if at is not None else self._step(step)

    def _step(self, planned: PlannedStep) -> PlannedStep:
        text, step, technique = self._words.text, planned.step, planned.technique
        return msgspec.structs.replace(
            planned,
            step=msgspec.structs.replace(
                step,
                title=text(step.title) if step.title else None,
                instruction=text(step.instruction) if step.instruction else None,
                cautions=[text(caution) for caution in step.cautions],
            ),
            technique=msgspec.structs.replace(
                technique,
                title=text(technique.title),
                everyday=text(technique.everyday),
                card=text(technique.card),
                cue=text(technique.cue),
                cautions=[text(caution) for caution in technique.cautions],
            ),
        )
