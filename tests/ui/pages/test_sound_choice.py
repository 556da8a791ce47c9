"""Choosing the sound: one or up to three with their levels, nature after a yes, own music, silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from fitting import ROUTINES, SIZES, TEXT_SIZES, assert_apart, assert_words_fit
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from massage_desktop.sound.generators.catalogue import AMBIENCES
from massage_desktop.sound.sources import make_source
from massage_desktop.ui import words
from massage_desktop.ui.pages.prepare import AmbienceShown, PreparePage
from massage_desktop.ui.theme import DARK
from massage_desktop.ui.widgets.ambience_mix import read_mix, write_mix
from massage_desktop.ui.widgets.sound_choice import SoundChoice

ALL = [AmbienceShown(a.id, a.title, a.nature) for a in AMBIENCES.values()]


@pytest.fixture
def page(qtbot: QtBot) -> PreparePage:
    page = PreparePage(DARK, 1.0)
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.set_ambiences(ALL)
    page.set_routine(ROUTINES[0], 17)
    page.show()
    return page


@pytest.fixture
def sound(page: PreparePage) -> SoundChoice:
    return page.wishes.sound


def mix(sound: SoundChoice, *names: str) -> None:
    sound.line.setChecked(True)
    if not sound.mixes.isChecked():
        sound.mixes.click()
    for name in names:
        sound.chips[name].click()


def test_it_is_one_line_until_it_is_opened(page: PreparePage, sound: SoundChoice, qtbot: QtBot) -> None:
    assert sound.line.said == "Warm chords"
    assert not sound.chips["warm_chords"].isVisibleTo(page)
    closed = sound.height()
    qtbot.keyClick(sound.line, Qt.Key.Key_Space)
    assert sound.chips["warm_chords"].isVisibleTo(page)
    assert sound.height() > 2 * closed
    qtbot.keyClick(sound.line, Qt.Key.Key_Return)
    assert sound.height() == closed


def test_a_press_takes_one_sound_instead_of_the_other(page: PreparePage, sound: SoundChoice) -> None:
    sound.line.click()
    sound.chips["soft_piano"].click()
    assert page.choice.ambience == "soft_piano"
    assert sound.line.accessibleName() == f"{words.SOUND_TITLE}: Soft piano"
    sound.chips["none"].click()
    assert page.choice.ambience == "none"
    assert sound.line.said == words.WITHOUT_SOUND


def test_nature_sounds_are_not_even_there_before_the_yes(page: PreparePage, sound: SoundChoice) -> None:
    sound.line.click()
    nature = [a.id for a in ALL if a.nature]
    assert nature
    assert not any(sound.chips[name].isVisibleTo(page) for name in nature)
    sound.likes_nature.click()
    assert all(sound.chips[name].isVisibleTo(page) for name in nature)
    mix(sound, "brook", "sea_waves")
    assert page.choice.ambience == "warm_chords+brook+sea_waves"
    sound.likes_nature.click()
    assert page.choice.ambience == "warm_chords"


def test_a_yes_by_itself_plays_no_nature(page: PreparePage, sound: SoundChoice) -> None:
    sound.likes_nature.click()
    assert sound.line.isChecked(), "what the yes adds is there to be seen"
    assert page.choice.ambience == "warm_chords"


def test_levels_are_set_by_key_and_by_click(page: PreparePage, sound: SoundChoice, qtbot: QtBot) -> None:
    sound.likes_nature.click()
    mix(sound, "rain_on_leaves")
    rain, chords = sound.levels.rows["rain_on_leaves"], sound.levels.rows["warm_chords"]
    qtbot.keyClick(rain, Qt.Key.Key_Left)
    assert page.choice.ambience == "warm_chords+rain_on_leaves:60"
    assert rain.accessibleName() == "Rain on leaves: medium"
    first = chords._dots()[0].toPoint()
    qtbot.mouseClick(chords, Qt.MouseButton.LeftButton, pos=first)
    assert page.choice.ambience == "warm_chords:30+rain_on_leaves:60"
    assert sound.line.said == "Warm chords, soft, Rain on leaves, medium"
    qtbot.mouseClick(chords, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    for _ in range(4):
        qtbot.keyClick(chords, Qt.Key.Key_Plus)
    assert page.choice.ambience == "warm_chords+rain_on_leaves:60"


def test_what_is_handed_on_can_be_played(page: PreparePage, sound: SoundChoice) -> None:
    sound.likes_nature.click()
    mix(sound, "brook", "soft_piano")
    sound.levels.rows["brook"].set_step(0)
    source = make_source(page.choice.ambience, seed=1)
    assert source.title == "Warm chords + Brook + Soft piano"
    source.close()


def test_three_are_enough_and_none_is_silence(page: PreparePage, sound: SoundChoice) -> None:
    mix(sound, "soft_piano", "singing_bowls", "fireplace")
    assert page.choice.ambience == "warm_chords+soft_piano+singing_bowls"
    assert not sound.chips["fireplace"].isChecked()
    assert sound.hint.text == words.MIX_FULL
    assert sound.hint.isVisibleTo(page)
    sound.chips["warm_chords"].click()
    assert not sound.hint.isVisibleTo(page)
    sound.chips["fireplace"].click()
    assert page.choice.ambience == "soft_piano+singing_bowls+fireplace"
    for name in ("soft_piano", "singing_bowls", "fireplace"):
        sound.chips[name].click()
    assert page.choice.ambience == "none"
    assert sound.chips["none"].isChecked()
    sound.chips["fireplace"].click()
    assert page.choice.ambience == "fireplace"
    assert not sound.chips["none"].isChecked()


def test_no_longer_mixing_keeps_the_loudest(page: PreparePage, sound: SoundChoice) -> None:
    mix(sound, "soft_piano")
    sound.levels.rows["warm_chords"].set_step(0)
    sound.mixes.click()
    assert page.choice.ambience == "soft_piano"
    assert not sound.levels.isVisibleTo(page)


def test_own_music_a_folder_or_a_file(
    page: PreparePage, sound: SoundChoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "slow.ogg"
    file.touch()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([str(file)], ""))
    sound.line.click()
    sound.chips["own_music"].click()
    assert page.choice.ambience == str(tmp_path)
    assert sound.line.said == tmp_path.name
    sound.chips["own_file"].click()
    assert page.choice.ambience == str(file)
    mix(sound, "warm_chords")
    sound.levels.rows["own_file"].set_step(1)
    assert page.choice.ambience == f"{file}:60+warm_chords"


def test_a_dialog_that_is_left_changes_nothing(
    page: PreparePage, sound: SoundChoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    sound.line.click()
    sound.chips["own_music"].click()
    assert page.choice.ambience == "warm_chords"
    assert sound.chips["warm_chords"].isChecked()
    assert not sound.chips["own_music"].isChecked()


def test_music_with_a_plus_in_its_name_plays_alone(page: PreparePage, sound: SoundChoice) -> None:
    mix(sound)
    sound.take_path("own_music", "/music/slow+soft")
    assert page.choice.ambience == "warm_chords"
    assert sound.hint.text == words.MIX_NO_PLUS
    assert sound.hint.isVisibleTo(page)
    sound.mixes.click()
    sound.take_path("own_music", "/music/slow+soft")
    assert page.choice.ambience == "/music/slow+soft"


@pytest.mark.parametrize(
    ("wished", "liked", "heard"),
    [
        ("soft_piano", False, "soft_piano"),
        ("none", False, "none"),
        ("rain_on_leaves:60+warm_chords:40", True, "rain_on_leaves:60+warm_chords:40"),
        ("rain_on_leaves:60+warm_chords:40", False, "warm_chords"),
        ("brook", False, "warm_chords"),
        ("a_sound_of_long_ago", True, "warm_chords"),
        ("brook:loud", True, "none"),
        ("brook+", True, "none"),
    ],
)
def test_the_last_choice_is_where_it_begins(page: PreparePage, wished: str, liked: bool, heard: str) -> None:
    page.wishes.prefer(wished, None, likes_nature=liked)
    assert page.choice.ambience == heard
    assert page.wishes.sound.mixes.isChecked() == (
        "+" in wished and ":loud" not in wished and wished != "brook+"
    )


def test_a_folder_of_the_last_time_is_own_music_again(page: PreparePage, tmp_path: Path) -> None:
    page.wishes.prefer(f"{tmp_path}:60+warm_chords", None, likes_nature=False)
    assert page.choice.ambience == f"{tmp_path}:60+warm_chords"
    page.wishes.prefer(str(tmp_path), None, likes_nature=False)
    assert page.choice.ambience == str(tmp_path)


def test_levels_follow_what_is_preferred(page: PreparePage, sound: SoundChoice) -> None:
    page.wishes.prefer("warm_chords:30+soft_piano", None, likes_nature=False)
    page.wishes.prefer("warm_chords+soft_piano:60", None, likes_nature=False)
    assert [row.step for row in sound.levels.rows.values()] == [2, 1]


@pytest.mark.parametrize("text", ["brook", "a+b+c", "a:30+b:60", "none", "a:12.5+b"])
def test_what_is_written_is_read_again(text: str) -> None:
    assert write_mix(read_mix(text)) == text


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_the_open_chooser_fits(page: PreparePage, size: tuple[int, int], text_size: float) -> None:
    page.set_text_size(text_size)
    page.resize(*size)
    sound = page.wishes.sound
    sound.likes_nature.click()
    mix(sound, "rain_on_leaves", "night_crickets", "singing_bowls")
    assert_words_fit(page)
    assert_apart([sound.line, *sound.levels.rows.values(), sound.mixes, sound.likes_nature], sound)
    assert_apart([chip for chip in sound.chips.values() if chip.isVisibleTo(sound)], sound.sounds)


def test_the_closed_chooser_leaves_room_for_the_rest(page: PreparePage) -> None:
    page.set_notice("sound", words.NOT_CALIBRATED)
    for size in ((1024, 640), (1440, 900), (2560, 1440)):
        page.resize(*size)
        assert not page.columns[2].scrolls, size


def test_tab_goes_from_the_line_through_the_chips(page: PreparePage, sound: SoundChoice) -> None:
    sound.likes_nature.click()
    mix(sound)
    part, seen = sound.line.nextInFocusChain(), []
    for _ in range(len(sound.chips)):
        seen.append(part)
        part = part.nextInFocusChain()
    assert seen == list(sound.chips.values())
    for control in (sound.line, *sound.chips.values(), sound.mixes, sound.likes_nature):
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
