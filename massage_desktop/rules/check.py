"""All rules over one routine, and over one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from massage_desktop.routine.body import BodyView, body_view
from massage_desktop.routine.finding import Finding, Severity
from massage_desktop.routine.model import Routine, Technique
from massage_desktop.routine.reader import ReadResult, read_routine
from massage_desktop.routine.techniques import techniques

from . import (
    areas,
    caps,
    counts,
    direction,
    length,
    oneself,
    order,
    posture,
    pressure,
    safety,
    sides,
    stay,
    tempo,
    wording,
)
from .book import why
from .breach import Breach, Checker, subjects_of
from .known import with_exceptions

CHECKERS: tuple[Checker, ...] = (
    *safety.CHECKERS,
    *caps.CHECKERS,
    *pressure.CHECKERS,
    *tempo.CHECKERS,
    *stay.CHECKERS,
    *length.CHECKERS,
    *counts.CHECKERS,
    *order.CHECKERS,
    *sides.CHECKERS,
    *areas.CHECKERS,
    *posture.CHECKERS,
    *direction.CHECKERS,
    *oneself.CHECKERS,
    *wording.CHECKERS,
)
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def check(
    routine: Routine,
    view: BodyView | Callable[[str], BodyView] | None = None,
    catalogue: Mapping[str, Technique] | None = None,
) -> list[Breach]:
    """Everything that breaks a massage rule, errors first, each kind in the order of the steps.

    A routine with options is judged as it always is and with each of them.

    Args:
        routine: a routine whose names are valid, as ``read_routine`` gives it.
        view: the drawing to look zones and paths up in, or how to find one by its id; None takes the bundled.
        catalogue: techniques by id; None takes the bundled ones.

    Raises:
        KeyError: the routine names an unknown technique.
        FileNotFoundError: the routine names an unknown view.
    """
    found: dict[tuple[str, str], Breach] = {}
    for subject in subjects_of(routine, catalogue or techniques(), _finder(view)):
        for checker in CHECKERS:
            for breach in checker(subject):
                found.setdefault((breach.rule, breach.key), breach)
    judged = with_exceptions(routine, list(found.values()))
    return sorted(judged, key=lambda b: (_SEVERITIES.index(b.severity), -1 if b.step is None else b.step))


def _finder(view: BodyView | Callable[[str], BodyView] | None) -> Callable[[str], BodyView]:
    if isinstance(view, BodyView):
        return lambda _name: view
    return view or body_view


def check_file(path: str | Path) -> list[Finding]:
    """Mistakes of form of a routine file or, when it has none, everything that breaks a massage rule.

    Each finding has its line and key, why it matters and how to mend it. Never raises for anything a path or
    a file may be.
    """
    return findings_of(read_routine(path), str(path))


def findings_of(result: ReadResult, name: str) -> list[Finding]:
    """The findings of a file that has been read; ``name`` stands in them."""
    if result.routine is None:
        return [msgspec.structs.replace(f, why=why(f.rule)) for f in result.findings]
    return [as_finding(breach, result, name) for breach in check(result.routine)]


def as_finding(breach: Breach, result: ReadResult, name: str) -> Finding:
    """A breach with the line and the step's id that it has in its file."""
    steps = result.routine.steps if result.routine is not None else []
    return Finding(
        file=name,
        line=result.lines.line(breach.key),
        key=breach.key,
        rule=breach.rule,
        severity=breach.severity,
        step=steps[breach.step].id if breach.step is not None else None,
        message=breach.message,
        why=why(breach.rule),
        mend=breach.mend,
    )
