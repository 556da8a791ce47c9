"""Both sides alike (REP-14, REP-15)."""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach, Subject, Work
from .edit import AddStep, Edit, SetKey, Value

_MIRRORED = (
    "technique",
    "zone",
    "path",
    "kind",
    "repetitions",
    "pace",
    "seconds",
    "motions",
    "points",
    "pressure",
    "view",
    "position",
    "option",
)
_COPIED = (
    *("technique", "stage", "zone", "path", "hand", "direction", "pressure", "repetitions", "pace"),
    *("motions", "points", "seconds", "kind", "view", "position", "option"),
    *("instruction", "cautions", "rules", "author", "note"),
)
_CHEST_EDGE = "TECH-102"


def both_sides_alike(subject: Subject) -> Iterator[Breach]:
    """REP-14: every one-sided step has its twin on the other side, one only, with the same figures."""
    steps = {w.step.id: w for w in subject.every}
    taken: set[str] = set()
    mirrored = {w.step.mirrors for w in subject.every}
    for work in subject.every:
        step = work.step
        if step.mirrors is not None and step.mirrors in steps:
            yield from _unlike(work, steps[step.mirrors])
            if step.mirrors in taken:
                message = f"“{step.mirrors}” has another side already, so this one is worked too often."
                yield work.breach("REP-14", "error", "mirrors", message, "Remove one of the two.")
            taken.add(step.mirrors)
        elif step.side != "both" and step.id not in mirrored:
            other = "left" if step.side == "right" else "right"
            message = f"only the {step.side} side is worked; both sides get the same."
            mend = f'Add this step with side = "{other}" and mirrors = "{step.id}".'
            edits = () if step.mirrors else _other_side(subject, work, other)
            yield work.breach("REP-14", "error", "side", message, mend, *edits)


def _unlike(work: Work, twin: Work) -> Iterator[Breach]:
    if twin.index > work.index:
        message = f"mirrors the later step “{twin.step.id}”."
        yield work.breach("REP-14", "error", "mirrors", message, 'Let the second side say "mirrors".')
    for key in _MIRRORED:
        mine, others = getattr(work.step, key), getattr(twin.step, key)
        if mine != others:
            message = (
                f"{key} differs from the other side ({_plain(mine)} here, {_plain(others)} in "
                f"“{twin.step.id}”); both sides get the same."
            )
            edits: tuple[Edit, ...] = () if others is None else (SetKey(work.index, key, others),)
            yield work.breach("REP-14", "error", key, message, "Make them equal.", *edits)


def _other_side(subject: Subject, work: Work, side: str) -> tuple[Edit, ...]:
    """The same step for the other side, right after this one."""
    step = work.step
    name = f"{step.id}_{side}"[:64]
    if any(name == s.id for s in subject.routine.steps):
        return ()
    values: dict[str, Value] = {"id": name, "side": side, "mirrors": step.id}
    for key in _COPIED:
        value = getattr(step, key)
        if value is not None and value != []:
            values[key] = value
    return (AddStep(work.index + 1, values),)


def chest_edge_on_both_sides(subject: Subject) -> Iterator[Breach]:
    """REP-15: the muscle edge in front of the armpit is held on one side, then on the other."""
    works = [w for w in subject.works if w.technique.code == _CHEST_EDGE]
    sides = {w.step.side for w in works}
    if works and not {"left", "right"} <= sides:
        message = "one hand reaches only the opposite side, so this takes a step for each."
        mend = 'Give the step twice: side = "right", then side = "left" with mirrors.'
        yield works[0].breach("REP-15", "error", "side", message, mend)


def _plain(value: object) -> str:
    return " to ".join(f"{v:g}" for v in value) if isinstance(value, tuple) else str(value)


CHECKERS = (both_sides_alike, chest_edge_on_both_sides)
