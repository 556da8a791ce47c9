"""What the answers to the health questions mean (SAFE-11 to SAFE-14, CONF-25 to CONF-29, CONF-59).

Nothing is stored here: answers come in, an assessment goes out (DERIV-09).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from massage_desktop.routine.model import ProfileName

from .conditions import (
    ANSWER_IDS,
    ELSEWHERE,
    PLACE_IDS,
    PLACES,
    QUESTIONS,
    TOLD,
    Adaptation,
    Outcome,
    Part,
    Place,
    Question,
    place,
)

__all__ = [
    "ANSWER_IDS",
    "ELSEWHERE",
    "PLACES",
    "PLACE_IDS",
    "QUESTIONS",
    "Assessment",
    "Notice",
    "Outcome",
    "Part",
    "Place",
    "Question",
    "assess",
]

MEAL_WAIT_MINUTES = 60
"""Rest after a meal, in minutes (TIME-13)."""

SAY_WHERE = "Say where it is, so that the massage can leave the place out."

_ORDER: tuple[Outcome, ...] = ("stop", "later", "doctor", "adapt")
_HOLDS: tuple[Outcome, ...] = ("stop", "later")
_MEAL = "meal"
_DAY_MIN = 24 * 60


class Notice(msgspec.Struct, frozen=True):
    """One thing to tell after an answer; ``text`` is calm and names no diagnosis.

    ``question_id`` is the row, ``answer_id`` the part of it that was told (the row's own id when none was);
    ``condition_ids`` are the ids of the screening list behind it, empty for the program's own additions.
    ``asks`` marks what has to be told first.
    """

    outcome: Outcome
    question_id: str
    answer_id: str
    text: str
    condition_ids: tuple[str, ...] = ()
    asks: bool = False


class Assessment(msgspec.Struct, frozen=True):
    """What the answers together mean.

    ``notices`` come in the order stop, later, doctor, adapt. ``wait_minutes`` is the time left until an hour
    has passed since the meal (0: no wait; None: an hour after a meal whose time is not known).
    ``profile_hint`` is the profile to propose, if any. ``adaptations`` are what the massage must keep to,
    with their places and sentences filled in.
    """

    may_start: bool
    notices: tuple[Notice, ...]
    profile_hint: ProfileName | None
    wait_minutes: int | None = 0
    adaptations: tuple[Adaptation, ...] = ()

    @property
    def outcome(self) -> str:
        """``stop``, ``later`` or ``doctor`` while it may not start, then ``adapt`` or ``start``."""
        if not self.may_start:
            return self.notices[0].outcome
        changed = self.adaptations or any(n.outcome != "doctor" for n in self.notices)
        return "adapt" if changed else "start"


class _Yes(msgspec.Struct, frozen=True):
    """One answer: a row, and the part of it that was told, if one was."""

    row: Question
    part: Part | None

    @property
    def id(self) -> str:
        return self.part.id if self.part else self.row.id

    @property
    def outcome(self) -> Outcome:
        return (self.part.outcome if self.part else None) or self.row.outcome

    @property
    def conditions(self) -> tuple[str, ...]:
        if self.part is None:
            return self.row.conditions or tuple(c for p in self.row.parts for c in p.conditions)
        return self.part.conditions or (() if self.part.own else self.row.conditions)

    @property
    def changes(self) -> tuple[Adaptation, ...]:
        return self.part.changes if self.part else self.row.changes

    def advice(self, doctor_agreed: bool) -> str:
        texts = [self.part.advice, self.row.advice] if self.part else [self.row.advice]
        if doctor_agreed and self.outcome == "doctor":
            texts = [self.part.agreed if self.part else "", self.row.agreed, *texts]
        return next(text for text in texts if text)


def assess(
    answers: frozenset[str],
    *,
    doctor_agreed: bool = False,
    minutes_since_meal: int | None = None,
    places: frozenset[str] = frozenset(),
    minute_of_day: int | None = None,
) -> Assessment:
    """Decide from the ids answered with yes, each a row's or a part's.

    A row of which no part is told counts with its own outcome and changes. ``minutes_since_meal`` (whole
    minutes, 0 or more) is newer than a yes to the meal question and overrules it; ``minute_of_day`` (0 to
    1439, local time) lets the sentence about a meal name the clock time. ``places`` are ids of
    :data:`PLACES`, for parts that ask where.

    Raises:
        ValueError: an id is no question's or no place's, or a figure is out of range.
    """
    _refuse_unknown("question", answers - set(ANSWER_IDS))
    _refuse_unknown("place", places - set(PLACE_IDS))
    wait_minutes = _wait(_MEAL in answers, minutes_since_meal)
    yes = list(_told(answers, wait_minutes))
    notices = [
        Notice(y.outcome, y.row.id, y.id, _text(y, doctor_agreed, wait_minutes, minute_of_day), y.conditions)
        for y in yes
    ]
    notices += [
        Notice("later", y.row.id, y.id, SAY_WHERE, y.conditions, asks=True)
        for y in yes
        if _asks_where(y) and not places
    ]
    holds = _HOLDS if doctor_agreed else (*_HOLDS, "doctor")
    adaptations = tuple(_placed(change, y, places) for y in yes for change in y.changes)
    return Assessment(
        may_start=not any(n.outcome in holds for n in notices),
        notices=tuple(sorted(notices, key=lambda notice: _ORDER.index(notice.outcome))),
        profile_hint=_profile(adaptations),
        wait_minutes=wait_minutes,
        adaptations=adaptations,
    )


def _refuse_unknown(what: str, unknown: frozenset[str]) -> None:
    if unknown:
        raise ValueError(f"no such {what}: {', '.join(sorted(unknown))}")


def _told(answers: frozenset[str], wait_minutes: int | None) -> Iterator[_Yes]:
    for row in QUESTIONS:
        if row.id == _MEAL:
            if wait_minutes != 0:
                yield _Yes(row, None)
            continue
        told = [part for part in row.parts if part.id in answers]
        yield from (_Yes(row, part) for part in told)
        if row.id in answers and not told:
            yield _Yes(row, None)


def _asks_where(yes: _Yes) -> bool:
    return yes.part is not None and yes.part.where


def _placed(change: Adaptation, yes: _Yes, places: frozenset[str]) -> Adaptation:
    """The change with the places that were named, in the order of the list, and their titles in its words."""
    at = change.at
    if TOLD in at:
        at = tuple(p for p in PLACE_IDS if p in places)
    titles = ", ".join(place(p).title.lower() for p in at)
    text = change.text.replace("{places}", titles or "the place")
    return msgspec.structs.replace(change, at=at, text=text, question_id=yes.id)


def _profile(adaptations: tuple[Adaptation, ...]) -> ProfileName | None:
    """The shortest kind of session that an answer asks for."""
    wanted = {a.profile for a in adaptations}
    order: tuple[ProfileName, ...] = ("newborn", "child", "first")
    return next((name for name in order if name in wanted), None)


def _wait(eaten: bool, minutes: int | None) -> int | None:
    if minutes is None:
        return None if eaten else 0
    if minutes < 0:
        raise ValueError(f"minutes since the meal are {minutes}, but must be 0 or more")
    return max(0, MEAL_WAIT_MINUTES - minutes)


def _text(yes: _Yes, doctor_agreed: bool, wait_minutes: int | None, minute_of_day: int | None) -> str:
    advice = yes.advice(doctor_agreed)
    if yes.row.id != _MEAL or not wait_minutes:
        return advice
    unit = "minute" if wait_minutes == 1 else "minutes"
    when = f"That is in about {wait_minutes} {unit}"
    if minute_of_day is None:
        return f"{advice} {when}."
    at = (minute_of_day + wait_minutes) % _DAY_MIN
    return f"{advice} {when}, at {at // 60}:{at % 60:02d}."
