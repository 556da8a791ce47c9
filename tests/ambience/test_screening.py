"""Health questions: complete, few, plain, and strict in the right order."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.ambience.conditions import TOLD
from massage_desktop.ambience.screening import (
    ANSWER_IDS,
    ELSEWHERE,
    PLACE_IDS,
    PLACES,
    QUESTIONS,
    SAY_WHERE,
    assess,
)

ROWS = [q.id for q in QUESTIONS]
PARTS = [p for q in QUESTIONS for p in q.parts]
WORDS = [t for q in QUESTIONS for t in (q.text, q.detail, q.advice, q.agreed)] + [
    t for p in PARTS for t in (p.text, p.advice, p.agreed)
]
CHANGES = [c for holder in (*QUESTIONS, *PARTS) for c in holder.changes]

OUTCOMES = {
    **{f"CONTRA-{n:02}": "stop" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15)},
    **{f"CONTRA-{n:02}": "doctor" for n in (1, 17, 21, 25, 26)},
    **{f"CONTRA-{n:02}": "later" for n in (18, 19, 20)},
    **{f"CONTRA-{n:02}": "adapt" for n in (16, 28, 30)},
    "PREG-01": "stop",
    "PREG-02": "stop",
    **{f"PREG-{n:02}": "doctor" for n in (3, 4, 5, 6)},
}


def holders(condition: str) -> list[tuple[str, str]]:
    """(id to answer with yes, outcome) of every part, else row, that speaks of the condition."""
    parts = [(p.id, p.outcome or q.outcome) for q in QUESTIONS for p in q.parts if condition in p.conditions]
    return parts or [(q.id, q.outcome) for q in QUESTIONS if condition in q.conditions]


def test_at_most_ten_rows_with_unique_ids() -> None:
    assert len(ROWS) <= 10
    assert len(ANSWER_IDS) == len(set(ANSWER_IDS))


def test_every_id_of_the_screening_list_is_cared_for() -> None:
    asked = set(itertools.chain.from_iterable(h.conditions for h in (*QUESTIONS, *PARTS)))
    wanted = {f"CONTRA-{n:02}" for n in range(1, 31)} | {f"PREG-{n:02}" for n in range(1, 7)}
    assert asked | set(ELSEWHERE) == wanted
    assert not asked & set(ELSEWHERE)


@pytest.mark.parametrize(("condition", "outcome"), OUTCOMES.items())
def test_conditions_lead_to_their_outcome(condition: str, outcome: str) -> None:
    for answer, stated in holders(condition):
        found = assess(frozenset({answer}), places=frozenset({"legs"}))
        assert stated == outcome
        assert found.notices[0].outcome == outcome
        assert found.may_start == (outcome == "adapt")
        assert condition in found.notices[0].condition_ids


def test_high_blood_pressure_stops_today_and_asks_a_doctor_otherwise() -> None:
    assert {outcome for _, outcome in holders("CONTRA-11")} == {"stop", "doctor"}


def test_a_child_gets_its_profile_and_a_newborn_also_a_doctors_word() -> None:
    assert dict(holders("CONTRA-27")) == {"child": "adapt", "newborn": "doctor"}
    assert assess(frozenset({"child"})).profile_hint == "child"
    assert assess(frozenset({"newborn", "first_session"}), doctor_agreed=True).profile_hint == "newborn"


def test_no_answers_may_start() -> None:
    result = assess(frozenset())
    assert result.may_start
    assert result.outcome == "start"
    assert result.notices == ()
    assert result.adaptations == ()
    assert result.profile_hint is None
    assert result.wait_minutes == 0


def test_a_doctors_word_opens_only_the_doctors_questions() -> None:
    for asked in ("ask_doctor", "kidneys", "blood_pressure", "pregnant_later", "severe_reaction", "newborn"):
        closed = assess(frozenset({asked}))
        assert not closed.may_start
        assert closed.outcome == "doctor"
        agreed = assess(frozenset({asked}), doctor_agreed=True)
        assert agreed.may_start
        assert agreed.notices[0].text != closed.notices[0].text
        for other in ("ill_today", "epilepsy", "skin", "pregnant", "not_sober", "meal"):
            if (asked, other) != ("pregnant_later", "pregnant"):
                assert not assess(frozenset({asked, other}), doctor_agreed=True).may_start


def test_pregnancy_stops_until_the_fourth_month_is_known_to_be_completed() -> None:
    for told in ({"pregnant"}, {"pregnant_early"}, {"pregnant", "pregnant_early", "pregnant_later"}):
        found = assess(frozenset(told), doctor_agreed=True)
        assert found.outcome == "stop"
    later = assess(frozenset({"pregnant", "pregnant_later"}), doctor_agreed=True)
    assert later.may_start
    assert later.outcome == "adapt"


def test_a_row_without_parts_changes_as_the_row_says() -> None:
    assert {a.cap for a in assess(frozenset({"ask_doctor"})).adaptations} == {"light", None}
    assert {a.question_id for a in assess(frozenset({"ask_doctor", "kidneys"})).adaptations} == {"kidneys"}


@pytest.mark.parametrize("asking", [p.id for p in PARTS if p.where])
def test_a_hurt_place_must_be_named(asking: str) -> None:
    unknown = assess(frozenset({asking}), doctor_agreed=True)
    assert not unknown.may_start
    assert unknown.notices[0].text == SAY_WHERE
    known = assess(frozenset({asking}), doctor_agreed=True, places=frozenset({"legs", "neck"}))
    assert known.may_start
    left_out = next(a for a in known.adaptations if a.leave_out)
    assert left_out.at == ("neck", "legs")
    assert "neck, legs" in left_out.text


@pytest.mark.parametrize(("minutes", "wait"), [(0, 60), (35, 25), (59, 1), (60, 0), (500, 0)])
def test_an_hour_after_the_meal(minutes: int, wait: int) -> None:
    for answers in (frozenset[str](), frozenset({"meal"})):  # the figure is newer than the answer
        result = assess(answers, minutes_since_meal=minutes)
        assert result.wait_minutes == wait
        assert result.may_start == (wait == 0)
    if wait:
        assert re.search(rf"about {wait} minutes?\.", result.notices[0].text)


def test_the_clock_time_is_told_across_midnight() -> None:
    found = assess(frozenset({"meal"}), minutes_since_meal=15, minute_of_day=23 * 60 + 20)
    assert found.notices[0].text.endswith("in about 45 minutes, at 0:05.")


def test_a_meal_at_an_unknown_time_postpones_by_an_hour() -> None:
    result = assess(frozenset({"meal"}))
    assert not result.may_start
    assert result.wait_minutes is None
    assert "hour" in result.notices[0].text


def test_first_session_proposes_its_profile() -> None:
    result = assess(frozenset({"first_session"}))
    assert result.may_start
    assert result.outcome == "adapt"
    assert result.profile_hint == "first"


def test_wrong_use_is_named() -> None:
    with pytest.raises(ValueError, match="no such question: cold_feet"):
        assess(frozenset({"cold_feet", "meal"}))
    with pytest.raises(ValueError, match="no such place: soul"):
        assess(frozenset(), places=frozenset({"soul"}))
    with pytest.raises(ValueError, match="0 or more"):
        assess(frozenset(), minutes_since_meal=-5)


@given(st.frozensets(st.sampled_from(ANSWER_IDS)), st.sampled_from(ANSWER_IDS), st.booleans())
def test_one_more_yes_never_opens_a_closed_door(answers: frozenset[str], more: str, agreed: bool) -> None:
    row = next(q for q in QUESTIONS if more == q.id or more in {p.id for p in q.parts})
    told = {p.id for p in row.parts} & answers
    if row.id in answers and not told:
        return  # telling a yes more closely may open the door: that is what parts are for
    if not assess(answers, doctor_agreed=agreed).may_start:
        assert not assess(answers | {more}, doctor_agreed=agreed).may_start


@given(st.frozensets(st.sampled_from(ANSWER_IDS)))
def test_every_yes_is_answered_and_the_weightiest_first(answers: frozenset[str]) -> None:
    notices = assess(answers).notices
    rows = {q.id for q in QUESTIONS if answers & {q.id, *(p.id for p in q.parts)}}
    assert {n.question_id for n in notices} == rows
    assert answers - set(ROWS) <= {n.answer_id for n in notices}
    ranks = [("stop", "later", "doctor", "adapt").index(n.outcome) for n in notices]
    assert ranks == sorted(ranks)


def test_changes_name_places_that_exist_and_say_why() -> None:
    assert all(set(c.at) <= {*PLACE_IDS, TOLD} for c in CHANGES)
    assert all(c.text.endswith(".") and len(c.text) <= 110 for c in CHANGES)
    assert all(c.leave_out or c.cap or c.off_belly or c.unscented or c.quiet or c.max_minutes or c.profile
               for c in CHANGES)  # fmt: skip
    assert all(p.areas or p.zones for p in PLACES)


def test_words_are_plain_and_promise_nothing() -> None:
    text = " ".join(WORDS + [c.text for c in CHANGES] + [c.caution for c in CHANGES]).lower()
    for word in ("patient", "therapist", "treatments", "therapy", "cure", "heal ", "contraindicat", "lumbar"):
        assert word not in text.replace("let the skin heal first", "")
    assert all(len(t) <= 260 for t in WORDS)


def test_chest_pain_names_emergency_help() -> None:
    for answer in ("ill_today", "chest_pain"):
        assert "emergency" in assess(frozenset({answer})).notices[0].text
