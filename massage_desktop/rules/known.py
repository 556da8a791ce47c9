"""Known exceptions: a warning that a routine's author gives a reason for becomes a note."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from massage_desktop.routine.model import KnownBreach, Routine

from .breach import Breach


def with_exceptions(routine: Routine, found: Sequence[Breach]) -> list[Breach]:
    """The breaches with every known warning turned into a note, and a note for each exception without one.

    An exception never silences an error.
    """
    judged: list[Breach] = []
    used: set[int] = set()
    for breach in found:
        place = _place_of(routine, breach)
        if place is None or breach.severity == "error":
            judged.append(breach)
            continue
        used.add(place)
        reason = f"Known: {routine.exceptions[place].reason}"
        judged.append(msgspec.structs.replace(breach, severity="note", message=reason, mend="", edits=()))
    for i, exception in enumerate(routine.exceptions):
        if i not in used:
            judged.append(_unused(routine, found, i, exception))
    return judged


def _place_of(routine: Routine, breach: Breach) -> int | None:
    """Index of the exception that means this breach."""
    step = routine.steps[breach.step].id if breach.step is not None else None
    for i, exception in enumerate(routine.exceptions):
        if exception.rule == breach.rule and exception.step in (None, step):
            return i
    return None


def _unused(routine: Routine, found: Sequence[Breach], place: int, exception: KnownBreach) -> Breach:
    errors = [b for b in found if _place_of(routine, b) == place and b.severity == "error"]
    message = f"The exception for {exception.rule} matches nothing."
    mend = "Remove it."
    if errors:
        message = f"The exception for {exception.rule} meets an error, which no exception silences."
        mend = "Mend the error and remove the exception."
    return Breach(
        rule=exception.rule,
        severity="note",
        step=None,
        key=f"exceptions[{place}]",
        message=message,
        mend=mend,
    )
