"""Health questions: complete, few, plain, and strict in the right order."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.ambience.screening import ELSEWHERE, QUESTIONS, assess

IDS = [q.id for q in QUESTIONS]
WORDS = [t for q in QUESTIONS for t in (q.text, q.detail, q.advice, q.agreed)]


def test_at_most_ten_questions_with_unique_ids() -> None:
    assert len(IDS) == len(set(IDS)) <= 10


def test_every_id_of_the_screening_list_is_cared_for() -> None:
    asked = set(itertools.chain.from_iterable(q.conditions for q in QUESTIONS))
    wanted = {f"CONTRA-{n:02}" for n in range(1, 31)} | {f"PREG-{n:02}" for n in range(1, 7)}
    assert asked | set(ELSEWHERE) == wanted
    assert not asked & set(ELSEWHERE)


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        ("CONTRA-02", "stop"),
        ("CONTRA-04", "stop"),
        ("CONTRA-06", "stop"),
        ("CONTRA-08", "stop"),
        ("CONTRA-09", "stop"),
        ("CONTRA-15", "stop"),
        ("CONTRA-16", "adapt"),
        ("CONTRA-17", "doctor"),
        ("CONTRA-18", "later"),
        ("CONTRA-20", "later"),
        ("PREG-02", "stop"),
        ("PREG-03", "stop"),
    ],
)
def test_conditions_lead_to_their_outcome(condition: str, outcome: str) -> None:
    question = next(q for q in QUESTIONS if condition in q.conditions)
    result = assess(frozenset({question.id}))
    assert [n.outcome for n in result.notices] == [outcome]
    assert result.may_start == (outcome == "adapt")


def test_high_blood_pressure_stops_today_and_asks_a_doctor_otherwise() -> None:
    assert {q.outcome for q in QUESTIONS if "CONTRA-11" in q.conditions} == {"stop", "doctor"}


def test_no_answers_may_start() -> None:
    result = assess(frozenset())
    assert result.may_start
    assert result.notices == ()
    assert result.profile_hint is None
    assert result.wait_minutes == 0


def test_a_doctors_word_opens_only_the_doctors_question() -> None:
    asked = frozenset({"ask_doctor"})
    assert not assess(asked).may_start
    agreed = assess(asked, doctor_agreed=True)
    assert agreed.may_start
    assert agreed.notices[0].text != assess(asked).notices[0].text
    for other in ("ill_today", "long_term", "skin", "pregnant_early", "pregnant_later", "not_sober", "meal"):
        assert not assess(asked | {other}, doctor_agreed=True).may_start


@pytest.mark.parametrize(("minutes", "wait"), [(0, 60), (35, 25), (59, 1), (60, 0), (500, 0)])
def test_an_hour_after_the_meal(minutes: int, wait: int) -> None:
    for answers in (frozenset[str](), frozenset({"meal"})):  # the figure is newer than the answer
        result = assess(answers, minutes_since_meal=minutes)
        assert result.wait_minutes == wait
        assert result.may_start == (wait == 0)
    if wait:
        assert re.search(rf"about {wait} minutes?\.", result.notices[0].text)


def test_a_meal_at_an_unknown_time_postpones_by_an_hour() -> None:
    result = assess(frozenset({"meal"}))
    assert not result.may_start
    assert result.wait_minutes is None
    assert "hour" in result.notices[0].text


def test_first_session_proposes_its_profile() -> None:
    result = assess(frozenset({"first_session"}))
    assert result.may_start
    assert result.profile_hint == "first"


def test_wrong_use_is_named() -> None:
    with pytest.raises(ValueError, match="no such question: cold_feet"):
        assess(frozenset({"cold_feet", "meal"}))
    with pytest.raises(ValueError, match="0 or more"):
        assess(frozenset(), minutes_since_meal=-5)


@given(st.frozensets(st.sampled_from(IDS)), st.sampled_from(IDS), st.booleans())
def test_one_more_yes_never_opens_a_closed_door(answers: frozenset[str], more: str, agreed: bool) -> None:
    if not assess(answers, doctor_agreed=agreed).may_start:
        assert not assess(answers | {more}, doctor_agreed=agreed).may_start


@given(st.frozensets(st.sampled_from(IDS)))
def test_every_yes_is_answered_and_the_weightiest_first(answers: frozenset[str]) -> None:
    notices = assess(answers).notices
    assert {n.question_id for n in notices} == answers
    ranks = [("stop", "later", "doctor", "adapt").index(n.outcome) for n in notices]
    assert ranks == sorted(ranks)


def test_words_are_plain_and_promise_nothing() -> None:
    text = " ".join(WORDS).lower()
    for word in ("patient", "therapist", "treatments", "therapy", "cure", "heal ", "contraindicat", "lumbar"):
        assert word not in text.replace("let the skin heal first", "")
    assert all(len(t) <= 260 for t in WORDS)


def test_chest_pain_names_emergency_help() -> None:
    question = next(q for q in QUESTIONS if "CONTRA-07" in q.conditions)
    assert "emergency" in question.advice
