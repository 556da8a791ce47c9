"""The settings page: every change shows at once and is told, keys are heard, forgetting takes two presses."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from fitting import SIZES, TEXT_SIZES, assert_apart, assert_words_fit
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from massage_desktop.controls.keymap import keymap
from massage_desktop.settings.model import Settings
from massage_desktop.ui import settings_words as texts
from massage_desktop.ui.pages.home import HomePage
from massage_desktop.ui.pages.settings import SettingsPage
from massage_desktop.ui.widgets.key_row import KeyRow

NAMES = ("Built-in Audio Analog Stereo", "Kitchen")
PLACE = "/home/anna/.config/massage-desktop/settings.json"


@pytest.fixture
def page(qtbot: QtBot) -> SettingsPage:
    page = SettingsPage()
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.set_devices(NAMES, NAMES[0])
    page.set_place(PLACE)
    page.show()
    return page


@pytest.fixture
def changes(page: SettingsPage) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []
    page.changed.connect(heard.append)
    return heard


def hear(page: SettingsPage, qtbot: QtBot, action: str, *keys: Qt.Key) -> KeyRow:
    page.show_section("keys")
    row = page.keys.rows[action]  # type: ignore[index]
    row.click()
    assert row.listening
    for key in keys:
        qtbot.keyClick(row, key)
    return row


def test_what_is_set_is_shown_and_nobody_is_told(page: SettingsPage, changes: list[dict[str, Any]]) -> None:
    page.set_settings(
        Settings(
            theme="contrast",
            text_size=1.3,
            reduced_motion=True,
            ceiling_db=33,
            output_device="Kitchen",
            pace_sound=True,
            get_ready_s=45,
            rest_s=600,
            keys={"K": "softer"},
        )
    )
    assert page.look.themes.value == "contrast"
    assert page.look.text_size.value == 130
    assert page.look.reduced_motion.isChecked()
    assert page.sound.ceiling.value == 33
    assert page.sound.devices.value == "Kitchen"
    assert page.sound.pace.isChecked()
    assert page.session.get_ready.value == 45
    assert page.session.rest.value == 10
    assert page.keys.rows["softer"].accessibleName() == "Softer: K · S"
    assert page.keys.sets.value == "own"
    assert changes == []


def test_every_change_is_told_with_a_value_that_fits(
    page: SettingsPage, changes: list[dict[str, Any]]
) -> None:
    page.look.themes.chips["light"].click()
    page.look.text_size.more.click()
    page.look.reduced_motion.click()
    page.sound.ceiling.less.click()
    page.sound.devices.chips["Kitchen"].click()
    page.sound.devices.chips[""].click()
    page.sound.pace.click()
    page.session.get_ready.more.click()
    page.session.rest.less.click()
    assert changes == [
        {"theme": "light"},
        {"text_size": 1.1},
        {"reduced_motion": True},
        {"ceiling_db": 39.0},
        {"output_device": "Kitchen"},
        {"output_device": ""},
        {"pace_sound": True},
        {"get_ready_s": 25},
        {"rest_s": 120},
    ]
    settings = Settings()
    for change in changes:
        settings = msgspec.structs.replace(settings, **change)


def test_the_ends_of_every_range_are_allowed(page: SettingsPage, changes: list[dict[str, Any]]) -> None:
    steppers = (page.look.text_size, page.sound.ceiling, page.session.get_ready, page.session.rest)
    for stepper in steppers:
        for sign in (stepper.less, stepper.more):
            for _ in range(60):
                sign.click()
    ends = {name: [c[name] for c in changes if name in c] for c in changes for name in c}
    assert {name: (min(values), max(values)) for name, values in ends.items()} == {
        "text_size": (0.8, 2.0),
        "ceiling_db": (25.0, 45.0),
        "get_ready_s": (0, 120),
        "rest_s": (0, 1800),
    }


def test_colours_and_text_size_show_at_once(page: SettingsPage) -> None:
    before, size = page.grab().toImage().pixelColor(1400, 300), page.title.height()
    page.look.themes.chips["light"].click()
    assert page.grab().toImage().pixelColor(1400, 300).lightness() > before.lightness() + 100
    for _ in range(3):
        page.look.text_size.more.click()
    assert page.title.height() == pytest.approx(size * 1.3, rel=0.02)
    page.set_settings(Settings())
    assert page.title.height() == size


@pytest.mark.parametrize(("db", "said"), [(25, "Softer"), (30, "whisper"), (40, "most"), (41, "Louder")])
def test_a_ceiling_is_told_in_words(page: SettingsPage, db: int, said: str) -> None:
    page.set_settings(Settings(ceiling_db=db))
    assert said in page.sound.ceiling_about.text


def test_calibration_is_told_for_the_loudspeaker_that_is_chosen(page: SettingsPage) -> None:
    page.set_settings(Settings(offset_db={"Kitchen": 73.0}))
    assert page.sound.calibration.text == texts.NOT_CALIBRATED
    page.sound.devices.chips["Kitchen"].click()
    assert page.sound.calibration.text == "Calibrated for “Kitchen”."
    page.sound.devices.chips[""].click()
    assert page.sound.calibration.text == texts.NOT_CALIBRATED
    page.set_devices(NAMES, "Kitchen")
    assert page.sound.calibration.text == "Calibrated for “Kitchen”."
    page.set_settings(Settings(offset_db={"default device": 73.0}))
    page.set_devices((), "")
    assert page.sound.calibration.text == "Calibrated for the system's default."


def test_a_loudspeaker_that_is_switched_off_stays_chosen(
    page: SettingsPage, changes: list[dict[str, Any]]
) -> None:
    page.set_settings(Settings(output_device="Bedroom"))
    assert page.sound.devices.value == "Bedroom"
    assert texts.NOT_THERE in page.sound.devices.chips["Bedroom"].said
    page.set_devices((), "")
    assert page.sound.devices.value == "Bedroom"
    assert changes == []


def test_a_free_key_is_taken_at_once(page: SettingsPage, qtbot: QtBot, changes: list[dict[str, Any]]) -> None:
    told: list[tuple[str, str]] = []
    page.key_chosen.connect(lambda key, action: told.append((key, action)))
    row = hear(page, qtbot, "softer", Qt.Key.Key_F5)
    assert told == [("F5", "softer")]
    assert changes == [{"keys": {"F5": "softer"}}]
    assert not row.listening
    assert row.accessibleName() == "Softer: F5 · S"
    assert keymap(changes[0]["keys"])[1] == ()


def test_a_key_with_a_meaning_is_told_first(
    page: SettingsPage, qtbot: QtBot, changes: list[dict[str, Any]]
) -> None:
    row = hear(page, qtbot, "softer", Qt.Key.Key_Left)
    assert "Left arrow now means “Previous step”" in page.notice.text
    assert page.notice.text.endswith(texts.AGAIN_TO_CHANGE)
    assert changes == []
    qtbot.keyClick(row, Qt.Key.Key_M)
    assert "M now means “Stay a little longer”" in page.notice.text
    assert changes == [], "another key asks anew"
    qtbot.keyClick(row, Qt.Key.Key_M)
    assert changes == [{"keys": {"M": "softer"}}]
    assert page.notice.text == texts.SAVED


@pytest.mark.parametrize(
    ("action", "key", "said"),
    [
        ("softer", Qt.Key.Key_H, "the only key for “It hurts”"),
        ("softer", Qt.Key.Key_F1, "F1 is taken"),
        ("next", Qt.Key.Key_G, "G is taken"),
        ("next", Qt.Key.Key_unknown, "no key that the program can see"),
    ],
)
def test_a_key_that_cannot_be_is_refused_in_words(
    page: SettingsPage, qtbot: QtBot, changes: list[dict[str, Any]], action: str, key: Qt.Key, said: str
) -> None:
    row = hear(page, qtbot, action, key, key)
    assert said in page.notice.text
    assert row.listening
    assert changes == []


def test_listening_ends_with_escape_and_with_going_on(
    page: SettingsPage, qtbot: QtBot, changes: list[dict[str, Any]]
) -> None:
    backs: list[bool] = []
    page.back.connect(lambda: backs.append(True))
    page.activateWindow()
    row = hear(page, qtbot, "stay", Qt.Key.Key_Escape)
    assert not row.listening
    row.setFocus()
    qtbot.waitUntil(row.hasFocus)
    row.click()
    qtbot.keyClick(row, Qt.Key.Key_Shift)
    assert row.listening, "a key that only changes others may come first"
    qtbot.keyClick(row, Qt.Key.Key_Tab)
    assert not row.listening
    assert page.notice.text == texts.SAVED
    end = hear(page, qtbot, "end", Qt.Key.Key_Escape)
    assert not end.listening
    assert changes == [{"keys": {}}]
    assert backs == []
    qtbot.keyClick(end, Qt.Key.Key_Escape)
    assert backs == [True]


def test_a_ready_made_set_and_back(page: SettingsPage, changes: list[dict[str, Any]]) -> None:
    page.show_section("keys")
    page.keys.sets.chips["pedal"].click()
    assert keymap(changes[-1]["keys"])[0].action_for("PgUp") == "softer"
    assert page.keys.rows["softer"].accessibleName() == "Softer: Page Up · Left arrow · Up arrow · S"
    page.keys.sets.chips["keyboard"].click()
    assert changes[-1] == {"keys": {}}


def test_forgetting_takes_two_presses_in_a_row(page: SettingsPage, qtbot: QtBot) -> None:
    wished: list[bool] = []
    page.forget_wanted.connect(lambda: wished.append(True))
    page.activateWindow()
    page.show_section("data")
    button = page.data.forget
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    button.click()
    assert button.said == texts.FORGET_AGAIN
    page.back_button.setFocus()
    assert button.said == texts.FORGET
    button.click()
    page.show_section("look")
    page.show_section("data")
    button.click()
    assert wished == []
    button.click()
    assert wished == [True]
    assert button.said == texts.FORGET


def test_calibrating_and_going_back_lead_on(page: SettingsPage, qtbot: QtBot) -> None:
    led: list[str] = []
    page.calibrate_wanted.connect(lambda: led.append("calibrate"))
    page.back.connect(lambda: led.append("back"))
    page.sound.calibrate.click()
    page.back_button.click()
    qtbot.keyClick(page.kinds.chips["look"], Qt.Key.Key_Escape)
    assert led == ["calibrate", "back", "back"]


@pytest.mark.parametrize("section", texts.SECTIONS)
def test_every_control_has_a_name_and_tab_brings_it_into_sight(
    page: SettingsPage, qtbot: QtBot, section: str
) -> None:
    page.activateWindow()
    page.set_text_size(2.0)
    page.resize(1024, 640)
    page.show_section(section)
    page.focus_first()
    qtbot.waitUntil(page.kinds.chips[section].hasFocus)
    seen: list[Any] = []
    for _ in range(20):
        here = page.window().focusWidget()
        assert here.accessibleName(), type(here).__name__
        place = here.rect().translated(here.mapTo(page, here.rect().topLeft()))
        assert place.top() >= 0
        assert place.top() < page.height()
        if page.column.isAncestorOf(here) and here.height() <= page.column.height():
            inside = here.rect().translated(here.mapTo(page.column, here.rect().topLeft()))
            assert page.column.rect().contains(inside.center())
        seen.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    wanted: dict[str, list[Any]] = {
        "look": [page.look.text_size, page.look.reduced_motion],
        "sound": [page.sound.ceiling, page.sound.calibrate, page.sound.pace],
        "speech": [page.speech.details.chips["full"], page.speech.languages.chips["en"]],
        "listening": [page.listening.listen, page.listening.test],
        "session": [page.session.get_ready, page.session.rest, page.session.quiet],
        "keys": list(page.keys.rows.values()),
        "data": [page.data.forget],
    }
    assert set(wanted[section]) | {page.back_button} <= set(seen)


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", [*SIZES, (3840, 2160)])
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_settings_fit(page: SettingsPage, size: tuple[int, int], text_size: float) -> None:
    page.set_settings(Settings(text_size=text_size, offset_db={"Kitchen": 73.0}))
    page.resize(*size)
    for section in texts.SECTIONS:
        page.show_section(section)
        if section == "keys":
            page.keys.rows["softer"].click()
        assert_words_fit(page)
        assert_apart([page.title, page.kinds, page.column, page.notice, page.back_button], page)


def test_nothing_scrolls_at_normal_text_size(page: SettingsPage) -> None:
    for size in ((1024, 640), (1440, 900), (2560, 1440)):
        page.resize(*size)
        for section in texts.SECTIONS:
            page.show_section(section)
            assert not page.column.scrolls, (size, section)


def test_home_leads_to_the_settings(home: HomePage, qtbot: QtBot) -> None:
    wished: list[bool] = []
    home.settings_wanted.connect(lambda: wished.append(True))
    qtbot.mouseClick(home.settings_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(home.settings_button, Qt.Key.Key_Return)
    assert wished == [True, True]
    for size in SIZES:
        for text_size in TEXT_SIZES:
            home.set_text_size(text_size)
            home.resize(*size)
            assert_apart([home.title, home.lead, home.shelf.search, home.settings_button], home)
