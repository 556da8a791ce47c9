"""The first page: its routines, their minutes and the search, by click and by key."""

from __future__ import annotations

import itertools

import pytest
from fitting import ROUTINES, SIZES, TEXT_SIZES, assert_apart, assert_words_fit, many
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from massage_desktop.ui import words
from massage_desktop.ui.pages.home import HomePage
from massage_desktop.ui.theme import LIGHT
from massage_desktop.ui.widgets.shelf import SEARCH_FROM, kind_of


def test_last_routine_comes_first_with_its_minutes(home: HomePage) -> None:
    home.last_minutes = 19
    home.set_routines(ROUTINES, "back_classic")
    first = home.shelf.grid.shown_cards[0]
    assert first.routine.id == "back_classic"
    assert first.minutes.value == 19
    back = [r for r in ROUTINES if kind_of(r) == "back"]
    assert {c.routine.id for c in home.shelf.grid.shown_cards} == {r.id for r in back}


def test_every_routine_stands_under_one_heading(home: HomePage, qtbot: QtBot) -> None:
    seen: list[str] = []
    for kind, chip in home.shelf.kinds.chips.items():
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        shown = [card.routine for card in home.shelf.grid.shown_cards]
        assert shown
        seen += [routine.id for routine in shown]
        relaxing = {r.id for r in shown if r.category in ("relaxing", "self")}
        assert bool(relaxing) == (kind not in ("areas", "other")), "what does not relax stands apart"
    assert sorted(seen) == sorted(r.id for r in ROUTINES)


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
    home.set_routines(many(SEARCH_FROM - 1), None)
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


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_home_fits(home: HomePage, size: tuple[int, int], text_size: float) -> None:
    home.set_text_size(text_size)
    home.set_theme(LIGHT)
    home.resize(*size)
    assert_words_fit(home)
    assert_apart([home.title, home.lead, home.shelf.column], home)
    assert_apart([home.lead, home.settings_button], home)
    assert home.shelf.column.height() >= 0.4 * size[1], "room for the cards"
    for card in home.shelf.grid.shown_cards:
        assert not card.choose.geometry().intersects(card.minutes.geometry())
        lowest = max(line.rect.bottom() for line in card.letterings)
        assert lowest <= min(card.choose.y(), card.minutes.y())
