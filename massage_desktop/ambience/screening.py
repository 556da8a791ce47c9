"""Health questions before the start and what the answers mean (SAFE-11 to SAFE-14, CONF-59).

Nothing is stored here: answers come in, an assessment goes out (DERIV-09).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from massage_desktop.routine.model import ProfileName

from .asset import Row, read_asset

Outcome = Literal["stop", "later", "doctor", "adapt"]
"""What a yes means, the weightiest first."""

MEAL_WAIT_MINUTES = 60
"""Rest after a meal, in minutes (TIME-13)."""

_ORDER: tuple[Outcome, ...] = ("stop", "later", "doctor", "adapt")
_MEAL = "meal"


class Question(Row, frozen=True):
    """One question to be answered with yes or no.

    ``detail`` lists what it covers; ``advice`` is shown after a yes; ``agreed`` replaces it once a doctor
    agreed. ``conditions`` are ids of the screening list, ``own`` the authors' additions; ``profile`` is the
    session profile that a yes suggests.
    """

    id: str
    text: str
    detail: str
    outcome: Outcome
    advice: str
    conditions: tuple[str, ...]
    agreed: str = ""
    own: tuple[str, ...] = ()
    profile: ProfileName | None = None


class Notice(msgspec.Struct, frozen=True):
    """One thing to tell after an answer; ``text`` is calm and names no diagnosis."""

    outcome: Outcome
    question_id: str
    text: str


class Assessment(msgspec.Struct, frozen=True):
    """What the answers together mean.

    ``notices`` come in the order stop, later, doctor, adapt. ``wait_minutes`` is the time left until an hour
    has passed since the meal (0: no wait; None: an hour after a meal whose time is not known).
    ``profile_hint`` is the profile to propose, if any.
    """

    may_start: bool
    notices: tuple[Notice, ...]
    profile_hint: ProfileName | None
    wait_minutes: int | None = 0


class _Table(Row, frozen=True):
    questions: tuple[Question, ...]
    elsewhere: dict[str, str]


_TABLE = read_asset("conditions.toml", _Table)
QUESTIONS: tuple[Question, ...] = _TABLE.questions
"""The questions in the order to ask them, ten at most."""
ELSEWHERE: dict[str, str] = _TABLE.elsewhere
"""Ids of the screening list that are cared for in another place, with the place."""


def assess(
    answers: frozenset[str], *, doctor_agreed: bool = False, minutes_since_meal: int | None = None
) -> Assessment:
    """Decide from the ids of the questions answered with yes.

    ``minutes_since_meal`` (whole minutes, 0 or more) is newer than a yes to the meal question and overrules
    it.

    Raises:
        ValueError: an id is no question's, or the minutes are negative.
    """
    if unknown := answers - {q.id for q in QUESTIONS}:
        raise ValueError(f"no such question: {', '.join(sorted(unknown))}")
    wait_minutes = _wait(_MEAL in answers, minutes_since_meal)
    yes = [q for q in QUESTIONS if _applies(q, answers, wait_minutes)]
    holds = {"stop", "later"} if doctor_agreed else {"stop", "later", "doctor"}
    notices = [Notice(q.outcome, q.id, _text(q, doctor_agreed, wait_minutes)) for q in yes]
    return Assessment(
        may_start=not any(q.outcome in holds for q in yes),
        notices=tuple(sorted(notices, key=lambda notice: _ORDER.index(notice.outcome))),
        profile_hint=next((q.profile for q in yes if q.profile), None),
        wait_minutes=wait_minutes,
    )


def _wait(eaten: bool, minutes: int | None) -> int | None:
    if minutes is None:
        return None if eaten else 0
    if minutes < 0:
        raise ValueError(f"minutes since the meal are {minutes}, but must be 0 or more")
    return max(0, MEAL_WAIT_MINUTES - minutes)


def _applies(question: Question, answers: frozenset[str], wait_minutes: int | None) -> bool:
    return wait_minutes != 0 if question.id == _MEAL else question.id in answers


def _text(question: Question, doctor_agreed: bool, wait_minutes: int | None) -> str:
    if question.outcome == "doctor" and doctor_agreed:
        return question.agreed or question.advice
    if question.id == _MEAL and wait_minutes:
        unit = "minute" if wait_minutes == 1 else "minutes"
        return f"{question.advice} That is in about {wait_minutes} {unit}."
    return question.advice
