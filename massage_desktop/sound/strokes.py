"""Which steps have strokes that a sound can follow; for the running session and for rendering alike."""

from __future__ import annotations

from massage_desktop.plan.model import PlannedStep


def step_has_strokes(step: PlannedStep) -> bool:
    """Whether the hands go along a path again and again in this step."""
    return step.step.kind == "massage" and step.technique.motion != "still"
