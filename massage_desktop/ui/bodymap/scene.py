"""What the body map shows at one moment, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from massage_desktop.routine.body import view_ids
from massage_desktop.routine.model import HandPart, Motion, Pressure, Side, view_of
from massage_desktop.session.model import Snapshot


@dataclass(frozen=True, kw_only=True)
class BodyScene:
    """One moment of one step.

    ``phase`` runs from 0 to 1 within repetition number ``repetition`` (1-based); ``motions`` circles, kneads,
    saw strokes or pats belong to one repetition; ``pace_per_minute`` is in repetitions a minute. A ``still``
    scene rests the hands where they are.
    """

    view: str
    zone: str
    path: str
    motion: Motion
    motions: int
    hand: HandPart
    side: Side
    pressure: Pressure
    phase: float
    repetition: int
    pace_per_minute: float
    still: bool = False

    @property
    def seconds(self) -> float:
        """Seconds since this repetition began."""
        return self.phase * 60 / self.pace_per_minute if self.pace_per_minute > 0 else 0.0

    @property
    def worked(self) -> tuple[Side, ...]:
        """The halves of the body that the step works on."""
        return ("right", "left") if self.side == "both" else (self.side,)


def scene_for(snapshot: Snapshot) -> BodyScene | None:
    """The scene of a session's moment; None when no step runs or the body view is not drawn."""
    planned = snapshot.step
    if planned is None:
        return None
    step = planned.step
    view = view_of(snapshot.plan.routine, step)
    if view not in view_ids():
        return None
    return BodyScene(
        view=view,
        zone=step.zone,
        path=step.path,
        motion=planned.technique.motion,
        motions=step.motions,
        hand=step.hand,
        side=step.side,
        pressure=planned.pressure,
        phase=min(max(snapshot.repetition_phase, 0.0), 1.0),
        repetition=snapshot.repetition,
        pace_per_minute=planned.pace_per_minute,
        still=snapshot.phase == "held" or step.kind in ("hold", "transition"),
    )
