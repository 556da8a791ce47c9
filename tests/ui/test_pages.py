"""The pages before and after a massage: what they say, what they let through, and that everything fits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from massage_desktop.ambience.screening import QUESTIONS
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import bundled_routines
from massage_desktop.routine.model import Routine
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Snapshot
from massage_desktop.session.session import Session
from massage_desktop.ui import words
from massage_desktop.ui.pages.home import HomePage
from massage_desktop.ui.pages.prepare import AmbienceShown, PrepareChoice, PreparePage
from massage_desktop.ui.pages.rest import RestPage
from massage_desktop.ui.theme import DARK, LIGHT
from massage_desktop.ui.widgets.shelf import SEARCH_FROM

SIZES = [(800, 500), (1024, 640), (1440, 900), (2560, 1440), (1000, 1400), (2200, 700)]
TEXT_SIZES = [0.8, 1.0, 1.3, 2.0]
SOUNDS = [AmbienceShown("chords", "Warm chords", False), AmbienceShown("rain", "Rain on leaves", True)]
ROUTINES = bundled_routines()


def routine(**changes: object) -> Routine:
    return msgspec.structs.replace(ROUTINES[0], **changes)


def many(count: int) -> list[Routine]:
    return [routine(id=f"routine_{n}", code=f"R{n}", title=f"Massage number {n}") for n in range(count)]


def painted(page: QWidget) -> Iterator[QWidget]:
    """All visible parts with words of their own."""
    for part in page.findChildren(QWidget):
        if part.isVisibleTo(page) and getattr(part, "letterings", ()):
            yield part


def assert_words_fit(page: QWidget) -> None:
    seen = 0
    for part in painted(page):
        for lettering in part.letterings:  # type: ignore[attr-defined]
            if lettering.text.strip():
                seen += 1
                box = lettering.rect.adjusted(1, 1, -1, -1)
                assert part.rect().toRectF().contains(box), (type(part).__name__, lettering.text)
                assert "".join(lettering.fitted.lines).replace(" ", "") == lettering.text.replace(" ", "")
        texts = [line.rect.adjusted(1, 2, -1, -2) for line in part.letterings]  # type: ignore[attr-defined]
        for a, b in itertools.combinations(texts, 2):
            assert not a.intersects(b), (type(part).__name__, [line.text for line in part.letterings])  # type: ignore[attr-defined]
    assert seen


def assert_apart(parts: list[QWidget], page: QWidget) -> None:
    places = [(p, QRect(p.mapTo(page, QPoint(0, 0)), p.size())) for p in parts if p.isVisibleTo(page)]
    for part, rect in places:
        assert page.rect().contains(rect), part.accessibleName()
    for (a, first), (b, second) in itertools.combinations(places, 2):
        assert not first.intersects(second), (a.accessibleName(), b.accessibleName())


@pytest.fixture
def home(qtbot: QtBot) -> HomePage:
    page = HomePage(DARK, 1.0)
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.set_routines(ROUTINES, "back_classic")
    page.show()
    return page


@pytest.fixture
def prepare(qtbot: QtBot) -> PreparePage:
    page = PreparePage(DARK, 1.0)
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.set_ambiences(SOUNDS)
    page.set_routine(ROUTINES[0], 17)
    page.show()
    return page


def answer(page: PreparePage, question: str, yes: bool = True) -> None:
    entry = next(e for e in page.health.entries if e.question.id == question)
    if entry.tick.isChecked() != yes:
        entry.tick.click()


def begun(page: PreparePage) -> list[PrepareChoice]:
    choices: list[PrepareChoice] = []
    page.begin.connect(choices.append)
    return choices


# -- Home ------------------------------------------------------------------------------------------


def test_last_routine_comes_first_with_its_minutes(home: HomePage) -> None:
    home.last_minutes = 19
    home.set_routines(ROUTINES, "back_classic")
    first = home.shelf.grid.shown_cards[0]
    assert first.routine.id == "back_classic"
    assert first.minutes.value == 19
    assert len(home.shelf.grid.shown_cards) == len(ROUTINES)


def test_minutes_stay_within_the_profile(home: HomePage, qtbot: QtBot) -> None:
    card = home.shelf.grid.shown_cards[0]
    chosen: list[tuple[str, int]] = []
    home.chosen.connect(lambda name, minutes: chosen.append((name, minutes)))
    for key, expected in ((Qt.Key.Key_Plus, 20), (Qt.Key.Key_Minus, 15)):
        for _ in range(12):
            qtbot.keyClick(card.choose, key)
        qtbot.keyClick(card.choose, Qt.Key.Key_Return)
        assert chosen[-1] == ("back_classic", expected)


def test_card_is_chosen_by_click_and_by_key(home: HomePage, qtbot: QtBot) -> None:
    chosen: list[tuple[str, int]] = []
    home.chosen.connect(lambda name, minutes: chosen.append((name, minutes)))
    card = home.shelf.grid.shown_cards[1]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().center())
    qtbot.mouseClick(card.minutes.more, Qt.MouseButton.LeftButton)
    qtbot.keyClick(card.choose, Qt.Key.Key_Space)
    assert chosen == [(card.routine.id, 17), (card.routine.id, 18)]


def test_arrows_walk_through_the_cards(home: HomePage, qtbot: QtBot) -> None:
    home.activateWindow()
    qtbot.waitUntil(home.shelf.grid.shown_cards[0].choose.hasFocus)
    cards = home.shelf.grid.shown_cards
    columns = home.shelf.grid.columns(home.shelf.grid.width())
    assert columns == 2
    qtbot.keyClick(cards[0].choose, Qt.Key.Key_Right)
    assert cards[1].choose.hasFocus()
    qtbot.keyClick(cards[1].choose, Qt.Key.Key_Down)
    assert cards[1 + columns].choose.hasFocus()


def test_search_appears_with_many_routines_and_finds(home: HomePage) -> None:
    assert home.shelf.search.isHidden()
    home.set_routines(many(SEARCH_FROM), None)
    assert not home.shelf.search.isHidden()
    home.shelf.search.setText("number 3")
    assert [c.routine.id for c in home.shelf.grid.shown_cards] == ["routine_3"]
    home.shelf.search.setText("foot")
    assert home.shelf.grid.shown_cards == []
    assert home.shelf.nothing.isVisible()
    assert home.shelf.nothing.text == words.NOTHING_FOUND
    home.shelf.search.clear()
    assert len(home.shelf.grid.shown_cards) == SEARCH_FROM
    assert not home.shelf.nothing.isVisible()


def test_without_routines_the_page_says_what_to_do(home: HomePage) -> None:
    home.set_routines([], None)
    assert home.shelf.nothing.isVisible()
    assert home.shelf.nothing.text == words.NO_ROUTINES


def test_forty_routines_scroll_and_do_not_overlap(home: HomePage) -> None:
    home.set_routines(many(40), None)
    assert home.shelf.column.scrolls
    cards = home.shelf.grid.shown_cards
    for a, b in itertools.combinations([c.geometry() for c in cards], 2):
        assert not a.intersects(b)
    assert max(c.geometry().bottom() for c in cards) <= home.shelf.grid.height()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_home_fits(home: HomePage, size: tuple[int, int], text_size: float) -> None:
    home.set_text_size(text_size)
    home.set_theme(LIGHT)
    home.resize(*size)
    assert_words_fit(home)
    assert_apart([home.title, home.lead, home.shelf.column], home)
    for card in home.shelf.grid.shown_cards:
        assert not card.choose.geometry().intersects(card.minutes.geometry())
        lowest = max(line.rect.bottom() for line in card.letterings)
        assert lowest <= min(card.choose.y(), card.minutes.y())


# -- Prepare ------------------------------------------------------------------------------------------


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
    assert set(prepare.notices.texts) == {"Not calibrated.", "The screen stays awake."}
    prepare.set_notice("screen", "")
    assert prepare.notices.texts == ("Not calibrated.",)


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


# -- Rest ------------------------------------------------------------------------------------------


def snapshot_at(seconds: float) -> Snapshot:
    clock = ManualClock()
    session = Session(make_plan(ROUTINES[0], 15), clock, get_ready_s=0, rest_s=60)
    clock.advance(seconds)
    session.advance()
    return session.snapshot()


def said(page: RestPage) -> str:
    return " ".join(line.text for line in page.letterings)


def test_rest_counts_down_and_thanks(qtbot: QtBot) -> None:
    page = RestPage()
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.show()
    done: list[bool] = []
    page.done.connect(lambda: done.append(True))
    page.show_snapshot(snapshot_at(15 * 60 + 15))
    assert "0:45" in said(page)
    assert words.REST_TITLE in said(page)
    assert not page.button.isVisible()
    page.show_snapshot(snapshot_at(15 * 60 + 61))
    assert words.THANKS in said(page)
    page.button.click()
    assert done == [True]


@pytest.mark.parametrize("ending", ["ended_gently", "hurt"])
def test_an_early_end_is_told_kindly(qtbot: QtBot, ending: str) -> None:
    page = RestPage()
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.show_snapshot(msgspec.structs.replace(snapshot_at(15 * 60 + 61), ending=ending))
    assert (words.ENDED_GENTLY if ending == "ended_gently" else words.ENDED_HURT) in said(page)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_rest_fits(qtbot: QtBot, size: tuple[int, int], text_size: float) -> None:
    page = RestPage()
    qtbot.addWidget(page)
    page.set_text_size(text_size)
    page.resize(*size)
    page.show_snapshot(msgspec.structs.replace(snapshot_at(15 * 60 + 61), ending="hurt"))
    rects = [line.rect.adjusted(1, 2, -1, -2) for line in page.letterings if line.text]
    for rect in rects:
        assert page.rect().toRectF().contains(rect)
    for a, b in itertools.combinations(rects, 2):
        assert not a.intersects(b)
    assert not any(rect.intersects(page.button.geometry().toRectF()) for rect in rects)
