"""Self-massage and exercises (HANDS-08, AFTER-04, POS-09, CONF-41)."""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach, Subject
from .edit import AddStep, Edit, Value

LOOSEN, RELAX = "MOVE-05", "MOVE-06"
_SECONDS = 20
_DIZZY = ("MOVE-01", "MOVE-02")


def loosen_and_relax(subject: Subject) -> Iterator[Breach]:
    """HANDS-08, AFTER-04: a self-massage begins with loosening and ends with hands that rest."""
    if subject.routine.category != "self" or not subject.every:
        return
    first, last = subject.every[0], subject.every[-1]
    if first.technique.code != LOOSEN:
        message = "begins without loosening shoulders, hands and wrists."
        edits = _framed(subject, first.index, "loosen_up", "loosen_shoulders_hands", "opening")
        mend = 'Begin with technique = "loosen_shoulders_hands" and kind = "move".'
        yield first.breach("HANDS-08", "warning", "technique", message, mend, *edits)
    if last.technique.code != RELAX:
        message = "ends without a rest for the hands."
        edits = _framed(subject, last.index + 1, "relax_hands", "relax_hands", "closing")
        mend = 'End with technique = "relax_hands" and kind = "move".'
        yield last.breach("AFTER-04", "warning", "technique", message, mend, *edits)


def _framed(subject: Subject, before: int, name: str, technique: str, stage: str) -> tuple[Edit, ...]:
    """A short step around the massage, drawn where the step next to it is drawn."""
    model = subject.every[0] if stage == "opening" else subject.every[-1]
    if any(step.id == name for step in subject.routine.steps):
        return ()
    step = model.step
    values: dict[str, Value] = {"id": name, "technique": technique, "stage": stage, "kind": "move"}
    values |= {"zone": step.zone, "path": step.path, "hand": "whole_hand", "direction": "none"}
    values |= {"pressure": "touch", "pace": 60 // _SECONDS, "seconds": _SECONDS}
    values |= {key: v for key in ("view", "position") if (v := getattr(step, key)) is not None}
    return (AddStep(before, values),)


def upright(subject: Subject) -> Iterator[Breach]:
    """POS-09: one massages oneself and does exercises sitting or standing."""
    if subject.routine.gives != "self":
        return
    for work in subject.every:
        if work.position not in ("seated", "standing"):
            message = f'position "{work.position}"; in self-massage you sit or stand.'
            edits = subject.set(work, position="seated")
            mend = 'Use position = "seated".'
            yield work.breach("POS-09", "warning", "position", message, mend, *edits)


def says_when_to_stop(subject: Subject) -> Iterator[Breach]:
    """CONF-41: bends and held breaths come with the words to stop when dizzy."""
    for work in subject.every:
        texts = [work.words, *work.step.cautions, *work.technique.cautions, *subject.routine.cautions]
        if work.technique.code in _DIZZY and "dizz" not in " ".join(texts).lower():
            message = "nothing says to stop when dizzy."
            yield work.breach("CONF-41", "warning", "cautions", message, "Add a caution that says so.")


CHECKERS = (loosen_and_relax, upright, says_when_to_stop)
