"""When chimes sound in a plan: the same moments live and in a rendered file."""

from __future__ import annotations

from typing import NamedTuple

from massage_desktop.plan.model import Plan
from massage_desktop.session.session import ANNOUNCE_S
from massage_desktop.speech.timing import chime_ahead_s

from .chimes import ChimeName


class Cue(NamedTuple):
    """One chime at one second of massage time."""

    at_s: float
    chime: ChimeName


def cues_of(plan: Plan) -> list[Cue]:
    """All chimes of a session that nobody steers, in order."""
    cues = [Cue(0.0, "begin")]
    for step in plan.steps[1:]:
        ahead_s = chime_ahead_s(min(ANNOUNCE_S, step.start))
        announced_s = max(0.0, step.start - ANNOUNCE_S) + ahead_s
        cues += [Cue(announced_s, "announce"), Cue(step.start, "step")]
    return [*cues, Cue(plan.total_seconds, "end")]
