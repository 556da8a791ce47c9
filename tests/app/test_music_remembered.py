"""What was chosen last time comes back, or gives way with one line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import made_music
import pytest
from music_window import closed, looked_through, opened, prepared
from pytestqt.qtbot import QtBot

from massage_desktop.app.program import Program
from massage_desktop.sound.order import MusicOrder
from massage_desktop.ui.pages.prepare import PreparePage


def begun_with(program: Program, page: PreparePage) -> str:
    """Begin, and say what the session plays."""
    page.none_of_these.click()
    page.begin_button.click()
    assert program.window.page_name == "session"
    return program.settings.ambience


def test_a_blend_and_its_order_come_back_after_a_restart(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    folder = made_music.album(tmp_path / "album")
    page = prepared(program)
    sound = page.wishes.sound
    sound.mixes.setChecked(True)
    sound.take_path("own_music", str(folder))
    sound.levels.rows["warm_chords"].set_step(1)
    looked_through(qtbot, page)
    sound.music.shuffle.click()
    sound.music.loop.click()
    wanted = f"warm_chords:60+{folder}"
    assert begun_with(program, page) == wanted
    closed(program)

    again = opened(qtbot)
    page = prepared(again)
    assert page.choice.ambience == wanted
    assert (page.choice.shuffle, page.choice.loop) == (True, False)
    assert page.wishes.sound.line.said == "Warm chords, medium, album, full"
    assert [row.step for row in page.wishes.sound.levels.rows.values()] == [1, 2]
    looked_through(qtbot, page)
    assert len(page.music.shown.pieces) == 3
    closed(again)


def test_shuffle_and_repeat_reach_the_music_of_the_session(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[MusicOrder] = []
    from massage_desktop.sound import sources

    real = sources.make_source

    def make_source(*args: Any, **how: Any) -> Any:
        asked.append(how["order"])
        return real(*args, **how)

    monkeypatch.setattr(sources, "make_source", make_source)
    page = prepared(program)
    page.wishes.take_music(str(made_music.album(tmp_path / "album")))
    page.wishes.sound.music.set_order(shuffle=True, loop=False)
    begun_with(program, page)
    assert asked == [MusicOrder(shuffle=True, loop=False)]


def settings_file() -> Path:
    return next(Path(os.environ["XDG_CONFIG_HOME"]).rglob("settings.json"))


def kept(qtbot: QtBot, **values: object) -> Program:
    """A program that finds these settings of the last time."""
    first = opened(qtbot)
    first.change_settings({"oil": None})
    closed(first)
    place = settings_file()
    place.write_text(json.dumps(json.loads(place.read_text("utf-8")) | values), "utf-8")
    return opened(qtbot)


def test_music_that_is_gone_gives_way_to_the_calm_sound_with_one_line(qtbot: QtBot, tmp_path: Path) -> None:
    program = kept(qtbot, ambience=str(tmp_path / "stick" / "Evening music"))
    page = prepared(program)
    assert page.choice.ambience == "warm_chords"
    told = [text for text in page.notices.texts if "Evening music" in text]
    assert told == ["“Evening music” is not there any more. Warm chords will play."]
    page.wishes.sound.chips["soft_piano"].click()
    assert not any("Evening music" in text for text in page.notices.texts)
    closed(program)


def test_nature_without_the_yes_is_not_chosen_again(qtbot: QtBot) -> None:
    program = kept(qtbot, ambience="sea_waves+soft_piano:60", receiver_likes_nature=False)
    page = prepared(program)
    assert page.choice.ambience == "soft_piano"
    assert begun_with(program, page) == "soft_piano"
    closed(program)


def test_a_name_that_settings_cannot_hold_leaves_them_as_they_are(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    odd = made_music.flac(tmp_path / "line\nfeed.flac", made_music.calm(3))
    page = prepared(program)
    page.wishes.take_music(str(odd))
    assert page.choice.ambience == str(odd)
    assert begun_with(program, page) == "warm_chords"
