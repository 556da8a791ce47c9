"""The page before a massage: oil, sound, notices, and that everything fits and can be reached."""

from __future__ import annotations

import pytest
from fitting import ROUTINES, SIZES, TEXT_SIZES, answer, assert_apart, assert_words_fit
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from massage_desktop.app.words import SCREEN_MAY_SLEEP
from massage_desktop.desktop.quiet import UNABLE
from massage_desktop.ui import words
from massage_desktop.ui.language import shown
from massage_desktop.ui.pages.prepare import PreparePage
from massage_desktop.ui.theme import DARK
from massage_desktop.ui.widgets.notices import NoticeFold


def test_a_page_prepared_out_of_sight_knows_its_size(qtbot: QtBot) -> None:
    page = PreparePage(DARK, 1.0)
    qtbot.addWidget(page)
    page.set_routine(ROUTINES[0], 17)
    page.resize(2560, 1440)
    page.show()
    assert page.none_of_these.said == words.NONE_OF_THESE


def test_an_allergy_takes_the_proposed_oil_away(prepare: PreparePage) -> None:
    assert prepare.choice.oil == "olive"
    answer(prepare, "allergy")
    assert prepare.choice.oil is None
    assert "knows" in prepare.wishes.oil_hint.text


def test_nature_sounds_wait_for_the_receivers_yes(prepare: PreparePage) -> None:
    rain = prepare.wishes.sound.chips["rain"]
    rain.click()
    assert prepare.choice.ambience == "chords"
    prepare.wishes.likes_nature.click()
    rain.click()
    assert prepare.choice.ambience == "rain"
    assert prepare.choice.likes_nature
    prepare.wishes.likes_nature.click()
    assert prepare.choice.ambience == "chords"


def test_silence_can_always_be_chosen(prepare: PreparePage) -> None:
    prepare.wishes.sound.chips["none"].click()
    assert prepare.choice.ambience == "none"
    prepare.set_ambiences([])
    assert prepare.choice.ambience == "none"


def test_a_refusal_stays_until_something_changes(prepare: PreparePage) -> None:
    prepare.none_of_these.click()
    prepare.show_refusal("17 minutes cannot be planned.")
    assert prepare.verdict.text == "17 minutes cannot be planned."
    prepare.wishes.minutes.more.click()
    assert prepare.verdict.text == words.READY_TO_BEGIN


def test_notices_are_kept_by_key(prepare: PreparePage) -> None:
    prepare.set_notice("screen", "The screen may go to sleep.")
    prepare.set_notice("sound", "Not calibrated.")
    prepare.set_notice("screen", "The screen stays awake.")
    assert {"Not calibrated.", "The screen stays awake."} <= set(prepare.notices.texts)
    assert "The screen may go to sleep." not in prepare.notices.texts
    prepare.set_notice("screen", "")
    assert "Not calibrated." in prepare.notices.texts
    assert "The screen stays awake." not in prepare.notices.texts


def test_escape_and_the_button_go_back(prepare: PreparePage, qtbot: QtBot) -> None:
    backs: list[bool] = []
    prepare.back.connect(lambda: backs.append(True))
    qtbot.keyClick(prepare.none_of_these, Qt.Key.Key_Escape)
    prepare.back_button.click()
    assert backs == [True, True]


def test_everything_is_in_sight_at_normal_text_size(prepare: PreparePage) -> None:
    for size in ((1024, 640), (1440, 900), (2560, 1440)):
        prepare.resize(*size)
        assert not any(column.scrolls for column in prepare.columns), size
        assert prepare.none_of_these.said == words.NONE_OF_THESE


def test_large_words_scroll_and_the_tick_speaks_of_all_questions(prepare: PreparePage) -> None:
    prepare.set_text_size(1.5)
    assert prepare.columns[0].scrolls
    assert prepare.none_of_these.said == words.NONE_TO_THE_END


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_prepare_fits(prepare: PreparePage, size: tuple[int, int], text_size: float) -> None:
    prepare.set_notice(
        "screen", "The screen may go to sleep. Switch its sleep off before your hands are oily."
    )
    prepare.set_text_size(text_size)
    prepare.resize(*size)
    for question in ("ask_doctor", "meal", "allergy"):
        answer(prepare, question)
    assert_words_fit(prepare)
    standing = [prepare.title, prepare.kind, *prepare.headings, prepare.lead, *prepare.columns]
    below = [prepare.none_of_these, prepare.verdict, prepare.back_button, prepare.begin_button]
    assert_apart([*standing, *below], prepare)


def test_every_control_has_a_name_and_can_be_reached_by_tab(prepare: PreparePage) -> None:
    reachable, part = set(), prepare.nextInFocusChain()
    while part is not prepare:
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(prepare):
            assert part.accessibleName(), type(part).__name__
            reachable.add(part)
        part = part.nextInFocusChain()
    for wanted in (
        prepare.none_of_these,
        prepare.back_button,
        prepare.wishes.minutes,
        prepare.wishes.likes_nature,
    ):
        assert wanted in reachable
    assert all(entry.tick in reachable for entry in prepare.health.entries)


@pytest.mark.usefixtures("each_language")
def test_three_notices_leave_everything_in_sight(prepare: PreparePage, qtbot: QtBot) -> None:
    notices = {"sound": words.NOT_CALIBRATED, "screen": SCREEN_MAY_SLEEP, "quiet": UNABLE}
    for key, text in notices.items():
        prepare.set_notice(key, text)
    assert not prepare.columns[2].scrolls
    assert set(notices.values()) <= set(prepare.notices.folded)
    fold = next(part for part in prepare.notices.findChildren(NoticeFold) if not part.isHidden())
    told = fold.letterings[0].text
    assert all(shown(text).partition(". ")[0] in told for text in notices.values())
    assert all(shown(text) in fold.accessibleDescription() for text in notices.values())
    fold.setFocus()
    qtbot.keyClick(fold, Qt.Key.Key_Space)
    assert [line.text for line in fold.letterings][-3:] == [shown(text) for text in notices.values()]
    assert prepare.notices.folded == ()
    assert_words_fit(prepare)


def test_notices_are_told_in_full_where_there_is_room_or_where_nothing_helps(prepare: PreparePage) -> None:
    prepare.set_notice("sound", words.NOT_CALIBRATED)
    assert prepare.notices.folded == ()
    assert not prepare.columns[2].scrolls
    prepare.resize(800, 500)
    prepare.set_text_size(2.0)
    prepare.set_notice("screen", SCREEN_MAY_SLEEP)
    assert prepare.columns[2].scrolls
    assert prepare.notices.folded == ()
