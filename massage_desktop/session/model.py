"""What goes into a session and what comes out: commands, events, and one frozen snapshot."""

from __future__ import annotations

from typing import Literal

import msgspec

from massage_desktop.plan.model import Plan, PlannedStep

Command = Literal["next", "back", "repeat", "stay", "softer", "hurts", "hold", "resume", "end"]
Phase = Literal["ready", "running", "held", "rest", "finished"]
Ending = Literal["completed", "ended_gently", "hurt"]
EventKind = Literal[
    "ready",  # the get-ready countdown has begun
    "step",  # a step begins
    "announce",  # the next step begins in ``seconds`` (about 10): time for the soft chime and the words
    "command",  # a command was accepted
    "refused",  # a command could not be followed; ``message`` says why
    "softer",  # the pressure was lowered
    "hurt",  # something hurt: light stroking from here on
    "held",
    "resumed",
    "replanned",  # the remaining steps have new seconds
    "closing",  # the session goes to its closing strokes early
    "rest",  # the massage is over, the rest begins
    "finished",
]


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened, in order.

    ``t`` is in session seconds: 0 is the first stroke, the get-ready countdown is negative, time on hold
    counts. ``seconds`` is the length of what begins (a step's whole length, the time until an announced step,
    the rest).
    """

    t: float
    kind: EventKind
    step: str | None = None
    technique: str | None = None
    side: str | None = None
    seconds: float | None = None
    command: Command | None = None
    message: str | None = None
    ended: Ending | None = None
    massage_seconds: float | None = None


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """All that a view needs to know of this moment; views are functions of it.

    ``t`` as in :class:`Event`; ``massage_s`` is massage time only (holds do not count); ``repetition`` is
    1-based and ``repetition_phase`` runs from 0 to 1 inside it. ``step`` is None outside ``running`` and
    ``held``. ``countdown_s`` is what is left of the get-ready countdown or of the rest.
    """

    phase: Phase
    plan: Plan
    t: float
    massage_s: float
    index: int
    step: PlannedStep | None
    step_elapsed_s: float
    step_remaining_s: float
    repetition: int
    repetition_phase: float
    next_step: PlannedStep | None
    next_announced: bool
    remaining_s: float
    countdown_s: float
    ending: Ending
    hurt_count: int
