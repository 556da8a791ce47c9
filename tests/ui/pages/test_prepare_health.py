"""Nothing begins before the health questions, and every answer has its effect."""

from __future__ import annotations

import pytest
from fitting import ROUTINES, answer, begun
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from massage_desktop.ambience.screening import QUESTIONS
from massage_desktop.ui import words
from massage_desktop.ui.pages.prepare import PrepareChoice, PreparePage


def test_nothing_begins_before_the_health_questions(prepare: PreparePage, qtbot: QtBot) -> None:
    choices = begun(prepare)
    qtbot.keyClick(prepare, Qt.Key.Key_Return)
    qtbot.mouseClick(prepare.begin_button, Qt.MouseButton.LeftButton)
    assert not prepare.begin_button.isEnabled()
    assert choices == []
    assert prepare.verdict.text == words.ANSWER_HEALTH


def test_a_healthy_person_answers_with_one_tick(prepare: PreparePage, qtbot: QtBot) -> None:
    choices = begun(prepare)
    prepare.activateWindow()
    qtbot.waitUntil(prepare.none_of_these.hasFocus)
    qtbot.keyClick(prepare.none_of_these, Qt.Key.Key_Space)
    qtbot.keyClick(prepare.none_of_these, Qt.Key.Key_Return)
    assert choices == [PrepareChoice("adult", 17.0, "chords", "olive", False)]


@pytest.mark.parametrize("question", [q.id for q in QUESTIONS if q.outcome != "adapt"])
def test_each_weighty_answer_blocks_and_says_what_to_do(prepare: PreparePage, question: str) -> None:
    choices = begun(prepare)
    answer(prepare, question)
    prepare.begin_button.click()
    assert choices == []
    assert not prepare.begin_button.isEnabled()
    entry = next(e for e in prepare.health.entries if e.question.id == question)
    assert entry.advice.isVisibleTo(prepare)
    assert entry.question.advice.split(".")[0] in entry.advice.text
    assert prepare.verdict.text not in ("", words.READY_TO_BEGIN, words.ANSWER_HEALTH)
    prepare.none_of_these.click()
    assert prepare.begin_button.isEnabled()
    assert not entry.tick.isChecked()


def test_the_doctor_can_agree_and_the_agreement_ends_with_the_answer(prepare: PreparePage) -> None:
    answer(prepare, "ask_doctor")
    entry = next(e for e in prepare.health.entries if e.agreed is not None)
    assert entry.agreed is not None
    entry.agreed.click()
    assert prepare.begin_button.isEnabled()
    answer(prepare, "ill_today")
    assert not prepare.begin_button.isEnabled()
    prepare.set_routine(ROUTINES[0], 17)
    assert not prepare.health.answered
    answer(prepare, "ask_doctor")
    assert not prepare.begin_button.isEnabled()


def test_an_hour_after_the_meal_is_enough(prepare: PreparePage, qtbot: QtBot) -> None:
    answer(prepare, "meal")
    meal = next(e.meal for e in prepare.health.entries if e.meal is not None)
    for _ in range(11):
        qtbot.keyClick(meal, Qt.Key.Key_Right)
    assert meal.value == 55
    assert not prepare.begin_button.isEnabled()
    assert "5 minutes" in prepare.verdict.text
    qtbot.keyClick(meal, Qt.Key.Key_Right)
    assert prepare.begin_button.isEnabled()


def test_first_session_is_shorter(prepare: PreparePage, qtbot: QtBot) -> None:
    choices = begun(prepare)
    answer(prepare, "first_session")
    for _ in range(9):
        qtbot.keyClick(prepare.wishes.minutes, Qt.Key.Key_Minus)
    prepare.begin_button.click()
    assert (choices[0].profile, choices[0].minutes) == ("first", 10.0)
    prepare.wishes.profile.chips["adult"].click()
    assert prepare.choice.minutes == 15.0


def test_a_first_session_ticked_by_mistake_changes_nothing(prepare: PreparePage) -> None:
    prepare.wishes.minutes.more.click()
    answer(prepare, "first_session")
    assert prepare.choice.profile == "first"
    prepare.none_of_these.click()
    assert (prepare.choice.profile, prepare.choice.minutes) == ("adult", 18.0)
    answer(prepare, "first_session")
    prepare.wishes.profile.chips["adult"].click()
    answer(prepare, "skin")
    assert prepare.choice.profile == "adult"
