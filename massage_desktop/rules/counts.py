"""Repetitions that single routines and exercises are meant to have (REP-01 to REP-13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from massage_desktop.routine.finding import Severity

from .breach import Breach, Subject, Work
from .retime import retimed

Places = Callable[[Subject], list[Work]]


class Count(msgspec.Struct, frozen=True):
    """How often something is done: ``least`` to ``most`` times wherever ``places`` says."""

    rule: str
    least: int
    most: int
    places: Places
    severity: Severity = "warning"
    counted: bool = True
    """Whether a step must count its repetitions at all."""


def _named(rule: str) -> Places:
    return lambda subject: subject.naming(rule)


def _first(rule: str, code: str) -> Places:
    return lambda s: s.naming(rule) or (list(s.works[:1]) if s.routine.code == code else [])


def _last(rule: str, code: str) -> Places:
    return lambda s: s.naming(rule) or (list(s.works[-1:]) if s.routine.code == code else [])


def _family(rule: str, code: str, family: str) -> Places:
    def places(subject: Subject) -> list[Work]:
        own = subject.works if subject.routine.code == code else ()
        return subject.naming(rule) or [w for w in own if w.technique.family == family]

    return places


def _technique(rule: str, technique: str, code: str = "") -> Places:
    """Steps that name the rule or have this technique (only in the routine with ``code`` if one is given)."""

    def places(subject: Subject) -> list[Work]:
        own = subject.every if code in ("", subject.routine.code) else ()
        named = subject.naming(rule)
        return named + [w for w in own if w.technique.code == technique and w not in named]

    return places


MANY = 200
COUNTS = (
    Count("REP-01", 5, 8, _named("REP-01")),
    Count("REP-02", 5, 8, _first("REP-02", "R01")),
    Count("REP-04", 3, 4, _first("REP-04", "R12")),
    Count("REP-05", 3, 4, _family("REP-05", "R12", "rub")),
    Count("REP-06", 2, 3, _last("REP-06", "R12")),
    Count("REP-07", 3, 3, _technique("REP-07", "TECH-48", "R25")),
    Count("REP-08", 3, 3, _technique("REP-08", "TECH-87", "R27")),
    Count("REP-09", 2, MANY, _technique("REP-09", "TECH-89", "R28")),
    Count("REP-10", 2, 8, _technique("REP-10", "MOVE-01")),
    Count("REP-11", 1, 10, _technique("REP-11", "MOVE-02"), "error"),
    Count("REP-12", 1, 10, _technique("REP-12", "MOVE-03")),
    Count("REP-13", 2, MANY, _first("REP-13", "R02"), counted=False),
)
"""The figures of the rule book, with the steps that they are for."""


def repetitions(subject: Subject) -> Iterator[Breach]:
    """REP-01, -02, -04 to -13: as often as the rule that a step follows says."""
    for count in COUNTS:
        for work in count.places(subject):
            yield from _judged(subject, work, count)


def _judged(subject: Subject, work: Work, count: Count) -> Iterator[Breach]:
    found = work.step.repetition_range
    meant = _times(count.least, count.most)
    if found is None:
        if count.counted:
            message = f"repetitions are not counted; {meant} are meant."
            yield work.breach(
                count.rule, count.severity, "repetitions", message, f"Set repetitions = {meant}."
            )
        return
    if count.least <= found[0] and found[1] <= count.most:
        return
    message = f"{_times(*found)} repetitions; {meant} are meant."
    least = min(max(found[0], count.least), count.most)
    most = max(min(found[1], count.most), least)
    value = least if least == most else (least, most)
    edits = retimed(subject, work, repetitions=value)
    shown = str(least) if least == most else f"[{least}, {most}]"
    yield work.breach(
        count.rule, count.severity, "repetitions", message, f"Set repetitions = {shown}.", *edits
    )


def _times(least: int, most: int) -> str:
    if most >= MANY:
        return f"{least} or more"
    return str(least) if least == most else f"{least} to {most}"


CHECKERS = (repetitions,)
