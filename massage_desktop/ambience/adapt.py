"""A routine changed to suit the answers: pure, and still within every rule that must be kept.

Each change comes with its reason in one sentence. What cannot be changed to suit is refused: better no
massage than one that does not fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from massage_desktop.routine.model import ProfileName, Routine, Step, position_of, view_of
from massage_desktop.routine.techniques import techniques

from .conditions import Adaptation
from .lengthen import core_seconds, fitted
from .repair import graded, with_ends, without_lost
from .softening import as_strokes, capped, detoured, off_belly
from .touching import touches

NOTHING_LEFT = "Nothing suitable is left of this massage today. Choose another one, or rest quietly together."
FOR_ADULTS = "This massage is made for adults. Choose the one for a child."
RESTING_ONLY = "This one is no resting massage. Choose a relaxing one today."
LYING_ONLY = "What can only be given to somebody lying face down is left out."
SAME_TIME = "The other steps take over its time, without hurry."
SHORTER = "With fewer steps it lasts 10 to 15 minutes."

_LEAST_SHARE = 1 / 3
"""With less than a third of its time left it is no longer this massage (the program's own figure)."""
_BEFORE_OFF_BELLY = [
    "On one side: knees bent, a pillow under the head and one between the knees.",
    "Sitting: leaning on a cushion, the back well propped.",
    "Take unscented oil, and warm it in your hands.",
]


class Change(msgspec.Struct, frozen=True):
    """One thing that is different, with its reason.

    ``question_id`` is the answer that asked for it (empty: it follows from the others), ``step_ids`` the
    steps concerned (empty: the massage as a whole).
    """

    text: str
    question_id: str
    step_ids: tuple[str, ...] = ()


class Adapted(msgspec.Struct, frozen=True):
    """An adapted routine.

    ``routine`` is None when it must not be given at all; ``refusal`` then says so. ``profile`` is the kind of
    session to plan (None: as chosen), ``max_minutes`` its longest time (None: the profile's own),
    ``unscented`` forbids every aroma in oil and room.
    """

    routine: Routine | None
    changes: tuple[Change, ...] = ()
    profile: ProfileName | None = None
    max_minutes: int | None = None
    unscented: bool = False
    refusal: str = ""


def adapt(routine: Routine, adaptations: Sequence[Adaptation]) -> Adapted:
    """Change a routine as the answers ask (see :func:`massage_desktop.ambience.screening.assess`).

    Opening and closing strokes stay or are put back (ORDER-01, ORDER-02), both sides are changed alike
    (REP-14), pressure still grows one class at a time (PRESS-01), and the time of what is taken out goes to
    the rest as far as that is sensible. Without adaptations the same routine comes back.

    Raises:
        KeyError: the routine names an unknown technique.
        FileNotFoundError: the routine names an unknown view.
    """
    unscented = any(a.unscented for a in adaptations)
    if refusal := _refusal(routine, adaptations):
        return Adapted(None, unscented=unscented, refusal=refusal)
    steps, changes = _edited(routine, adaptations)
    if steps == routine.steps:
        return _around(routine, adaptations, changes, routine)
    most = min((a.max_minutes for a in adaptations if a.max_minutes is not None), default=None)
    changed = _whole_again(routine, steps, most)
    if changed is None:
        return Adapted(None, unscented=unscented, refusal=NOTHING_LEFT)
    if any(c.step_ids for c in changes) and changed.profiles[0] != routine.profiles[0]:
        changes.append(Change(SHORTER, ""))
    elif core_seconds(changed.steps) > core_seconds(steps):
        changes.append(Change(SAME_TIME, ""))
    if any(a.off_belly for a in adaptations):
        changed = _begun_off_belly(changed)
    return _around(routine, adaptations, changes, changed)


def _begun_off_belly(routine: Routine) -> Routine:
    """The routine in the position of its first step, with what to prepare for it."""
    first = routine.steps[0]
    position, view = position_of(routine, first), view_of(routine, first)
    return replace(routine, position=position, view=view, before=list(_BEFORE_OFF_BELLY))


def _refusal(routine: Routine, adaptations: Sequence[Adaptation]) -> str:
    """Why this routine cannot be given at all, or an empty text."""
    if any(a.profile in ("child", "newborn") and a.profile not in routine.profiles for a in adaptations):
        return FOR_ADULTS
    if routine.category in ("exercise", "toning") and any(a.quiet for a in adaptations):
        return RESTING_ONLY
    return ""


def _edited(routine: Routine, adaptations: Sequence[Adaptation]) -> tuple[list[Step], list[Change]]:
    """The steps after every adaptation in turn; what leaves something out comes first."""
    steps = list(routine.steps)
    changes: list[Change] = []
    order = sorted(adaptations, key=lambda a: not a.off_belly)
    for adaptation in sorted(order, key=lambda a: not a.leave_out):
        after = _after(routine, steps, adaptation)
        concerned = tuple(s.id for s, new in zip(steps, after, strict=True) if new != s)
        if concerned:
            known = adaptation.text in (c.text for c in changes)
            changes += [] if known else [Change(adaptation.text, adaptation.question_id, concerned)]
        gone = tuple(s.id for s, new in zip(steps, after, strict=True) if new is None)
        if gone and adaptation.off_belly:
            changes.append(Change(LYING_ONLY, adaptation.question_id, gone))
        steps = [s for s in _both_sides(steps, after) if s is not None]
    return steps, changes


def _after(routine: Routine, steps: list[Step], adaptation: Adaptation) -> list[Step | None]:
    edited = [_edit(routine, step, adaptation) for step in steps]
    gone = {s.id for s in _lost(steps, edited)}
    return [None if s.id in gone else new for s, new in zip(steps, edited, strict=True)]


def _lost(steps: list[Step], edited: list[Step | None]) -> Iterable[Step]:
    """Steps to leave out, each with the step of the other side."""
    gone = {s.mirrors or s.id for s, new in zip(steps, edited, strict=True) if new is None}
    return (s for s in steps if (s.mirrors or s.id) in gone)


def _both_sides(steps: list[Step], after: list[Step | None]) -> list[Step | None]:
    """What was made of one side is made of the other (the figures that REP-14 compares)."""
    by_id = {s.id: new for s, new in zip(steps, after, strict=True) if new is not None}
    return [_like(new, by_id.get(new.mirrors)) if new and new.mirrors else new for new in after]


def _like(step: Step, twin: Step | None) -> Step:
    if twin is None:
        return step
    keys = ("technique", "hand", "repetitions", "pace", "seconds", "motions", "points", "pressure")
    return replace(step, **{key: getattr(twin, key) for key in keys})


def _edit(routine: Routine, step: Step, a: Adaptation) -> Step | None:
    """One step after one adaptation; None takes it out."""
    if a.off_belly:
        return off_belly(routine, step)
    if step.kind != "massage" or not touches(routine, step, a.at):
        return step
    if a.leave_out:
        return detoured(routine, step, a.at) if a.at else step
    view_id = view_of(routine, step)
    family = techniques()[step.technique].family
    if family in a.softened:
        step = as_strokes(step, a.caution, view_id)
    if a.cap is not None and (not a.cap_families or family in a.cap_families):
        step = capped(step, a.cap, a.caution, view_id)
    return step


def _whole_again(routine: Routine, steps: list[Step], most_minutes: int | None) -> Routine | None:
    """A routine of the edited steps that can be given, as long as before or as ``most_minutes``; or None."""
    kept_s, before_s = core_seconds(steps), core_seconds(routine.steps)
    whole = with_ends(routine, without_lost(routine, steps))
    if whole is None or kept_s < before_s * _LEAST_SHARE:
        return None
    goal_s = before_s if most_minutes is None else min(before_s, most_minutes * 60)
    fit = fitted(graded(whole), routine.profiles, goal_s)
    if fit is None:
        return None
    left, profiles = fit
    ids, options = {s.id for s in left}, {s.option for s in left}
    return replace(
        routine,
        steps=left,
        profiles=profiles,
        options=[o for o in routine.options if o.id in options],
        exceptions=[e for e in routine.exceptions if e.step is None or e.step in ids],
    )


def _around(
    before: Routine, adaptations: Sequence[Adaptation], changes: list[Change], routine: Routine
) -> Adapted:
    """Add what concerns the massage as a whole: its kind, its length, its scents."""
    profile: ProfileName | None = None if routine.profiles == before.profiles else routine.profiles[0]
    minutes = [a.max_minutes for a in adaptations if a.max_minutes is not None]
    for a in adaptations:
        if a.profile in routine.profiles:
            profile = a.profile
        elif a.profile == "first" and before.gives == "person" and "adult" in routine.profiles:
            minutes.append(15)  # TIME-02, for a routine that cannot be as short as ten minutes
        elif a.profile is not None or not (a.unscented or a.max_minutes is not None):
            continue
        if a.text not in (c.text for c in changes):
            changes.append(Change(a.text, a.question_id))
    unscented = any(a.unscented for a in adaptations)
    return Adapted(routine, tuple(changes), profile, min(minutes, default=None), unscented)
