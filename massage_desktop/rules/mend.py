"""Mending a routine file: every finding that a program can mend, one after the other, none made worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from massage_desktop.routine.finding import Finding
from massage_desktop.routine.model import Routine
from massage_desktop.routine.reader import ReadResult, read_text

from .breach import Breach
from .check import as_finding, check, findings_of
from .edit import AddStep, Edit, SetKey
from .textedit import edited, toml

_MOST_CHANGES = 200


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One finding that was mended; ``done`` says in words what was changed."""

    finding: Finding
    done: list[str]


class Mended(msgspec.Struct, frozen=True):
    """A text after mending, what was changed in it, and every finding that is left."""

    text: str
    changes: list[Change]
    left: list[Finding]


def mended(text: str, name: str) -> Mended:
    """Mend what can be mended in the text of a routine file (line ends ``\\n``).

    A change is kept only when its finding is gone and no new error or warning has come, so none of the mended
    findings can be in the text that is returned. ``name`` stands in the findings.
    """
    changes: list[Change] = []
    result = read_text(text, name)
    given_up: set[tuple[str, str]] = set()
    while result.routine is not None and len(changes) < _MOST_CHANGES:
        found = check(result.routine)
        breach = next((b for b in found if b.edits and _serious(b) and _mark(b) not in given_up), None)
        if breach is None:
            break
        better = _tried(text, result.routine, breach, found, name)
        if better is None:
            given_up.add(_mark(breach))
            continue
        changes.append(Change(finding=as_finding(breach, result, name), done=_said(result.routine, breach)))
        text, result = better
        given_up.clear()
    return Mended(text, changes, findings_of(result, name))


def _tried(
    text: str, routine: Routine, breach: Breach, found: list[Breach], name: str
) -> tuple[str, ReadResult] | None:
    """The text without this breach, when nothing else got worse."""
    new = edited(text, breach.edits, routine)
    if new is None:
        return None
    result = read_text(new, name)
    if result.routine is None:
        return None
    before, after = _tally(routine, found), _tally(result.routine, check(result.routine))
    gone = _place(routine, breach)
    return (new, result) if after[gone] < before[gone] and not after - before else None


def _tally(routine: Routine, found: Iterable[Breach]) -> Counter[tuple[str, str]]:
    return Counter(_place(routine, breach) for breach in found if _serious(breach))


def _place(routine: Routine, breach: Breach) -> tuple[str, str]:
    """What a breach is known by across edits that move steps: its rule and its step's id."""
    return breach.rule, routine.steps[breach.step].id if breach.step is not None else breach.key


def _mark(breach: Breach) -> tuple[str, str]:
    return breach.rule, breach.key


def _serious(breach: Breach) -> bool:
    return breach.severity != "note"


def _said(routine: Routine, breach: Breach) -> list[str]:
    return [_in_words(routine, edit) for edit in breach.edits]


def _in_words(routine: Routine, edit: Edit) -> str:
    if isinstance(edit, SetKey):
        holder = routine if edit.step is None else routine.steps[edit.step]
        where = "" if edit.step is None else f"step “{routine.steps[edit.step].id}”: "
        old = getattr(holder, edit.key)
        was = "" if old is None else f" (was {toml(old)})"
        return f"{where}{edit.key} = {toml(edit.value)}{was}"
    if isinstance(edit, AddStep):
        return f"new step “{edit.values['id']}”"
    return f"steps “{routine.steps[edit.first].id}” and “{routine.steps[edit.second].id}” changed places"
