"""Binding by pressing: any key or button, once, held or twice; the receiver's button; every conflict told."""

from __future__ import annotations

from typing import Any

import pytest
from fitting import SIZES, TEXT_SIZES, assert_words_fit
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from massage_desktop.controls.binding import ACTIONS, on_keyboard
from massage_desktop.controls.keymap import Keymap, keymap
from massage_desktop.controls.presets import PRESETS
from massage_desktop.settings.model import Settings
from massage_desktop.ui import keys_words
from massage_desktop.ui import settings_words as texts
from massage_desktop.ui.pages.settings import SettingsPage
from massage_desktop.ui.widgets.key_row import KeyRow
from massage_desktop.ui.widgets.settings_keys import KeysSection


@pytest.fixture
def page(qtbot: QtBot) -> SettingsPage:
    page = SettingsPage()
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.show()
    page.show_section("keys")
    return page


@pytest.fixture
def keys(page: SettingsPage) -> KeysSection:
    return page.keys


@pytest.fixture
def changes(page: SettingsPage) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []
    page.changed.connect(heard.append)
    return heard


def press(qtbot: QtBot, row: KeyRow, *pressed: Qt.Key) -> None:
    row.click()
    assert row.listening
    for key in pressed:
        qtbot.keyClick(row, key)


def test_a_key_can_be_bound_held_and_what_that_changes_is_told(
    page: SettingsPage, keys: KeysSection, qtbot: QtBot, changes: list[dict[str, Any]]
) -> None:
    keys.how.chips["hold"].click()
    press(qtbot, keys.rows["hold"], Qt.Key.Key_Space)
    assert changes == [{"keys": {"Space (hold)": "hold"}}]
    assert page.notice.text == "“Next step” on Space bar now acts when you let go."
    assert keys.rows["hold"].accessibleName().startswith("Hold or go on: Space bar, held · P")
    assert keys.how.value == "tap", "the next line is pressed once again"
    keys.how.chips["twice"].click()
    press(qtbot, keys.rows["softer"], Qt.Key.Key_Space)
    assert changes[-1] == {"keys": {"Space (hold)": "hold", "Space (twice)": "softer"}}
    assert page.notice.text == "“Next step” on Space bar now waits a moment for a second press."


@pytest.mark.parametrize("gesture", ["tap", "hold", "twice"])
def test_the_line_says_how_it_will_be_pressed(keys: KeysSection, qtbot: QtBot, gesture: str) -> None:
    keys.how.chips[gesture].click()
    press(qtbot, keys.rows["stay"])
    shown = [lettering.text for lettering in keys.rows["stay"].letterings]
    assert keys_words.LISTENING[gesture] in shown  # type: ignore[index]


@pytest.mark.parametrize("gesture", ["hold", "twice"])
@pytest.mark.parametrize("key", [Qt.Key.Key_G, Qt.Key.Key_F1, Qt.Key.Key_unknown])
def test_what_belongs_to_the_window_or_cannot_be_seen_is_refused_however_it_is_pressed(
    page: SettingsPage,
    keys: KeysSection,
    qtbot: QtBot,
    changes: list[dict[str, Any]],
    gesture: str,
    key: Qt.Key,
) -> None:
    keys.how.chips[gesture].click()
    press(qtbot, keys.rows["softer"], key, key)
    assert "is taken" in page.notice.text or "no key that the program can see" in page.notice.text
    assert changes == []


def test_a_gamepads_button_and_a_media_button_are_heard_like_keys(
    keys: KeysSection, qtbot: QtBot, changes: list[dict[str, Any]]
) -> None:
    assert not keys.hear("Pad 1"), "no line listens"
    press(qtbot, keys.rows["softer"])
    assert keys.hear("Pad 1")
    press(qtbot, keys.rows["repeat"])
    assert keys.hear("Media Record")
    assert changes[-1] == {"keys": {"Pad 1": "softer", "Media Record": "repeat"}}


def test_gamepads_are_shown_and_watched_only_here(page: SettingsPage, keys: KeysSection) -> None:
    wanted: list[bool] = []
    keys.pads_wanted.connect(wanted.append)
    page.show_section("look")
    page.show_section("keys")
    page.hide()
    assert wanted == [False, True, False]
    page.show()
    assert not keys.pads.isVisible()
    keys.set_pads(("Zero 2", "Pad of Anna"))
    assert keys.pads.isVisible()
    assert "Zero 2, Pad of Anna" in keys.pads.text
    keys.set_pads(())
    assert not keys.pads.isVisible()


def test_the_receivers_button_has_two_meanings_and_one_place(
    page: SettingsPage, keys: KeysSection, qtbot: QtBot, changes: list[dict[str, Any]]
) -> None:
    press(qtbot, keys.receiver, Qt.Key.Key_F8)
    assert changes[-1] == {"keys": {"F8": "softer", "F8 (hold)": "hurts"}}
    assert keys.receiver.accessibleName() == "The receiver's button: F8"
    assert page.notice.text == texts.SAVED
    press(qtbot, keys.receiver)
    keys.hear("Pad 2")
    assert changes[-1] == {"keys": {"Pad 2": "softer", "Pad 2 (hold)": "hurts"}}
    press(qtbot, keys.receiver, Qt.Key.Key_R)
    assert "only key for “Once more”" in page.notice.text
    qtbot.keyClick(keys.receiver, Qt.Key.Key_G)
    assert "G is taken" in page.notice.text
    qtbot.keyClick(keys.receiver, Qt.Key.Key_M)
    assert page.notice.text.endswith(texts.AGAIN_TO_CHANGE)
    assert keys.receiver.accessibleName() == "The receiver's button: Gamepad 2"
    qtbot.keyClick(keys.receiver, Qt.Key.Key_M)
    assert keys.receiver.accessibleName() == "The receiver's button: M"


def test_a_key_can_lose_its_meaning_but_never_the_last_of_a_command(
    page: SettingsPage, keys: KeysSection, qtbot: QtBot, changes: list[dict[str, Any]]
) -> None:
    press(qtbot, keys.nothing, Qt.Key.Key_Q)
    assert page.notice.text == keys_words.ALREADY_NOTHING
    qtbot.keyClick(keys.nothing, Qt.Key.Key_S)
    assert "only key for “Softer”" in page.notice.text
    qtbot.keyClick(keys.nothing, Qt.Key.Key_M)
    assert "from here on it does nothing" in page.notice.text
    assert changes == []
    qtbot.keyClick(keys.nothing, Qt.Key.Key_M)
    assert changes == [{"keys": {"M": "nothing"}}]
    assert keys.nothing.accessibleName() == "No meaning: M"


def test_no_way_of_pressing_lines_and_keys_leaves_a_command_without_a_key(
    keys: KeysSection, qtbot: QtBot
) -> None:
    for row in (keys.rows["next"], keys.rows["end"], keys.nothing, keys.receiver):
        for key in (
            Qt.Key.Key_R,
            Qt.Key.Key_H,
            Qt.Key.Key_S,
            Qt.Key.Key_P,
            Qt.Key.Key_Left,
            Qt.Key.Key_PageUp,
        ):
            row.click()
            qtbot.keyClick(row, key)
            if row.listening:
                qtbot.keyClick(row, key)
            row.listen(on=False)
            for action in ACTIONS:
                assert any(on_keyboard(k) for k in keys.keys.keys_for(action)), action


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda p: p.id)
def test_every_set_can_be_chosen_and_fits(
    page: SettingsPage, keys: KeysSection, changes: list[dict[str, Any]], preset: Any
) -> None:
    keys.sets.chips["clicker" if preset.id == "keyboard" else "keyboard"].click()
    keys.sets.chips[preset.id].click()
    assert keymap(changes[-1]["keys"])[0].preset == preset.id
    assert keys.about.text == preset.about
    for size, text_size in ((SIZES[0], 2.0), (SIZES[2], 1.0)):
        page.set_text_size(text_size)
        page.resize(*size)
        keys.rows["softer"].click()
        assert_words_fit(page)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_lines_are_apart_and_side_by_side_where_there_is_room(
    page: SettingsPage, keys: KeysSection, size: tuple[int, int], text_size: float
) -> None:
    own = {"F8": "softer", "F8 (hold)": "hurts", **Keymap(PRESETS["one_button"].bindings).overrides()}
    page.set_settings(Settings(text_size=text_size, keys=own))
    page.resize(*size)
    rows = [*keys.rows.values(), keys.receiver, keys.nothing]
    for n, row in enumerate(rows):
        assert row.height() >= row.needed(row.width())
        assert not [other for other in rows[:n] if other.geometry().intersects(row.geometry())]
        for lettering in row.letterings:
            assert lettering.rect.bottom() <= row.height()
    assert len({row.x() for row in rows}) in (1, 2)
    if (size, text_size) == ((1440, 900), 1.0):
        assert len({row.x() for row in rows}) == 2
