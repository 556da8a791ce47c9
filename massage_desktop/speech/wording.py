"""Which texts belong to a moment, the most needed first. When they are said is the narrator's."""

from __future__ import annotations

from typing import NamedTuple

from massage_desktop.plan.cover import cover_change
from massage_desktop.plan.model import PlannedStep
from massage_desktop.routine.model import Routine, position_of
from massage_desktop.session.model import Snapshot

from .phrases import coming, opening, phrases
from .texts import title_of


class Said(NamedTuple):
    """One thing to say: its possible wordings, the best first. ``own``: the routine's own one."""

    wordings: tuple[str, ...]
    own: str | None = None


def phrase(kind: str, *, alone: bool = False) -> Said:
    """One of the program's own phrases."""
    return Said((phrases().to(kind, alone=alone),))


def naming(step: PlannedStep, *, begins: bool = False) -> Said:
    """The name of a step in a sentence; a title without a clip is replaced by its technique's.

    ``begins``: it is the first of the massage.
    """
    titles = [title_of(step.step, step.technique), step.technique.title]
    then = [coming(title) for title in titles]
    pairs = zip([opening(title) for title in titles], then, strict=True)
    wordings = [sentence for pair in pairs for sentence in pair] if begins else then
    return Said(tuple(dict.fromkeys(wordings)), own=then[0])


def turning(routine: Routine, before: PlannedStep, now: PlannedStep) -> Said | None:
    """That somebody turns over or sits up; a transition tells that itself (ORDER-12)."""
    position = position_of(routine, now.step)
    if position == position_of(routine, before.step) or "transition" in (before.step.kind, now.step.kind):
        return None
    return phrase(f"turn_{position}", alone=routine.gives == "self")


def covering(routine: Routine, before: PlannedStep, now: PlannedStep) -> tuple[Said, ...]:
    """What gets warm under the towel again, and what is bared (COVER-01)."""
    turned = position_of(routine, now.step) != position_of(routine, before.step)
    told = now.step.kind != "massage" and (turned or "towel" in now.instruction)
    change = cover_change(routine, before.step, now.step)
    if told or not change.bare:
        return ()
    # Who has just turned over lies on what was bare: there is nothing to cover.
    cover = [f"cover_{change.cover}"] if change.cover and not turned else []
    return tuple(phrase(kind) for kind in (*cover, f"bare_{change.bare}"))


def ending(shot: Snapshot) -> tuple[Said, ...]:
    """The first words of the rest (AFTER-01, COVER-02, SAFE-07)."""
    if shot.ending == "hurt" and shot.hurt_count > 2:
        return (phrase("hurt_still"),)
    alone = shot.plan.routine.gives == "self"
    over = "complete" if shot.ending == "completed" else "ended"
    return (phrase(over), phrase("rest", alone=alone))
