"""The calibration page: one sound, one thing to do with it, and nothing kept that was not heard."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parent / "pages"))  # what it means that everything on a page fits
from fitting import SIZES, TEXT_SIZES, assert_apart, assert_words_fit

from massage_desktop.sound.calibration import ABOUT_METER, ABOUT_WHISPER, calibrated_words
from massage_desktop.ui.pages import calibrate as texts
from massage_desktop.ui.pages.calibrate import CalibratePage
from massage_desktop.ui.theme import THEMES

NAMES = ("Built-in Audio Analog Stereo", "Kitchen")


@pytest.fixture
def page(qtbot: QtBot) -> CalibratePage:
    page = CalibratePage()
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.set_devices(NAMES, "", NAMES[0])
    page.show()
    return page


def told(page: CalibratePage) -> list[object]:
    heard: list[object] = []
    page.play.connect(lambda method, device: heard.append(("play", method, device)))
    page.stop.connect(lambda: heard.append("stop"))
    page.stepped.connect(lambda db: heard.append(("step", db)))
    page.whisper_found.connect(lambda: heard.append("whisper"))
    page.reading_found.connect(lambda db: heard.append(("reading", db)))
    page.back.connect(lambda: heard.append("back"))
    return heard


def test_nothing_can_be_kept_before_it_was_heard(page: CalibratePage) -> None:
    assert not page.done_button.isEnabled()
    assert page.verdict.text == texts.PLAY_FIRST
    page.play_button.click()
    page.show_state("starting")
    assert not page.done_button.isEnabled()
    page.show_state("playing", NAMES[0])
    assert page.done_button.isEnabled()


def test_by_ear(page: CalibratePage) -> None:
    heard = told(page)
    page.play_button.click()
    page.show_state("playing", NAMES[0])
    page.louder.click()
    page.softer.click()
    page.done_button.click()
    assert heard == [("play", "whisper", ""), ("step", 1), ("step", -1), "whisper"]
    page.show_kept(calibrated_words(NAMES[0], 73.0, 40.0))
    assert "is calibrated" in page.verdict.text
    page.back_button.click()
    assert heard[-2:] == ["stop", "back"]


def test_with_a_meter_on_a_chosen_loudspeaker(page: CalibratePage) -> None:
    heard = told(page)
    page.devices.chips["Kitchen"].click()
    page.method.chips["meter"].click()
    assert page.about.text == ABOUT_METER
    assert page.reading.isVisibleTo(page)
    assert not page.whisper_row.isVisibleTo(page)
    page.play_button.click()
    page.show_state("playing", "Kitchen")
    page.reading.more.click()
    page.done_button.click()
    assert heard == [("play", "meter", "Kitchen"), ("reading", 39.0)]


def test_another_way_stops_the_sound_and_begins_anew(page: CalibratePage) -> None:
    heard = told(page)
    page.play_button.click()
    page.show_state("playing", NAMES[0])
    page.method.chips["meter"].click()
    assert heard[-1] == "stop"
    assert not page.done_button.isEnabled()
    page.method.chips["whisper"].click()
    assert page.about.text == ABOUT_WHISPER


@pytest.mark.parametrize(("state", "device"), [("playing", "Kitchen"), ("lost", "")])
def test_a_loudspeaker_that_changes_meanwhile_is_not_calibrated(
    page: CalibratePage, state: str, device: str
) -> None:
    heard = told(page)
    page.play_button.click()
    page.show_state("playing", NAMES[0])
    page.show_state(state, device)  # type: ignore[arg-type]
    page.show_state("playing", NAMES[0])
    assert not page.done_button.isEnabled()
    assert page.verdict.text == texts.DEVICE_CHANGED
    page.play_button.click()
    assert heard[-2:] == ["stop", ("play", "whisper", "")]
    page.show_state("playing", "Kitchen")
    assert page.done_button.isEnabled()


def test_without_a_loudspeaker_it_says_what_to_do(page: CalibratePage) -> None:
    page.play_button.click()
    page.show_state("silent")
    assert page.verdict.text == texts.NO_DEVICE
    assert not page.done_button.isEnabled()
    assert page.play_button.said == texts.PLAY


def test_keys_alone_are_enough(qtbot: QtBot, page: CalibratePage) -> None:
    heard = told(page)
    page.focus_first()
    qtbot.keyClick(page.play_button, Qt.Key.Key_Return)
    page.show_state("playing", NAMES[0])
    qtbot.keyClick(page.done_button, Qt.Key.Key_Return)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert heard == [("play", "whisper", ""), "whisper", "stop", "back"]


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
@pytest.mark.parametrize("method", ["whisper", "meter"])
def test_everything_fits(
    qtbot: QtBot, page: CalibratePage, size: tuple[int, int], text_size: float, method: str
) -> None:
    page.set_text_size(text_size)
    page.method.chips[method].click()
    page.resize(*size)
    page.play_button.click()
    page.show_state("playing", NAMES[0])
    assert_words_fit(page)
    assert_apart([page.title, page.column, page.back_button, page.done_button, page.verdict], page)


def test_every_theme_is_painted(page: CalibratePage) -> None:
    seen = set()
    for theme in THEMES.values():
        page.set_theme(theme)
        seen.add(page.grab().toImage().pixelColor(3, 3).name())
    assert len(seen) == len(THEMES)
