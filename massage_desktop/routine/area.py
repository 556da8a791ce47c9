"""Where on the body a step works."""

from __future__ import annotations

from .body import body_view
from .model import Routine, Step, view_of


def area_of(routine: Routine, step: Step) -> str:
    """The part of the body that a step works on, the zone's own name where the view does not know it."""
    zone = body_view(view_of(routine, step)).zone(step.zone)
    return zone.area if zone is not None else step.zone
