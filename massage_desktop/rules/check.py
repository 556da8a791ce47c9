"""All rules over one routine, and over one file."""

from __future__ import annotations

from pathlib import Path

from massage_desktop.routine.body import BodyView, body_view
from massage_desktop.routine.finding import Finding, Severity
from massage_desktop.routine.model import Routine
from massage_desktop.routine.reader import read_routine
from massage_desktop.routine.techniques import techniques

from . import length, order, pressure, safety, tempo
from .breach import Breach, Checker, subject_of

CHECKERS: tuple[Checker, ...] = (
    *safety.CHECKERS,
    *pressure.CHECKERS,
    *tempo.CHECKERS,
    *length.CHECKERS,
    *order.CHECKERS,
)
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def check(routine: Routine, view: BodyView | None = None) -> list[Breach]:
    """Everything that breaks a massage rule, errors first, each kind in the order of the steps.

    Args:
        routine: a routine whose names are valid, as ``read_routine`` gives it.
        view: the drawing to look zones and paths up in; None takes the bundled one that the routine names.

    Raises:
        KeyError: the routine names an unknown technique.
        FileNotFoundError: the routine names an unknown view.
    """
    subject = subject_of(routine, techniques(), view if view is not None else body_view(routine.view))
    found = [breach for checker in CHECKERS for breach in checker(subject)]
    return sorted(found, key=lambda b: (_SEVERITIES.index(b.severity), -1 if b.step is None else b.step))


def check_file(path: str | Path) -> list[Finding]:
    """Mistakes of form of a routine file or, when it has none, everything that breaks a massage rule.

    Each finding has its line and key. Never raises for anything a path or a file may be.
    """
    result = read_routine(path)
    routine = result.routine
    if routine is None:
        return result.findings
    return [
        Finding(
            file=str(path),
            line=result.lines.line(breach.key),
            key=breach.key,
            rule=breach.rule,
            severity=breach.severity,
            step=routine.steps[breach.step].id if breach.step is not None else None,
            message=breach.message,
        )
        for breach in check(routine)
    ]
