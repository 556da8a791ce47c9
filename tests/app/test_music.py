"""Own music, previews and remembering in the real window, with nothing that can be heard."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import made_music
import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from massage_desktop.app.covers import EDGE_PX, picture_of
from massage_desktop.app.music import Music
from massage_desktop.app.program import Program
from massage_desktop.sound.level import ceiling_lufs
from massage_desktop.sound.order import MusicOrder
from massage_desktop.sound.own_list import own_list_path
from massage_desktop.ui import music_words
from massage_desktop.ui.pages.prepare import PreparePage

LONG_MS = 60_000


@pytest.fixture
def program(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    program = opened(qtbot)
    yield program
    closed(program)


def closed(program: Program) -> None:
    """Close it, and let nothing reach it any more: what was asked of the desktop may be answered late."""
    if shiboken6.isValid(program):
        program.close()
        shiboken6.delete(program)


def opened(qtbot: QtBot) -> Program:
    program = Program(remember=True)
    qtbot.addWidget(program.window)
    program.window.show()
    qtbot.waitExposed(program.window)
    return program


def prepared(program: Program) -> PreparePage:
    program.window.home.chosen.emit("back_classic", 17)
    assert program.window.page_name == "prepare"
    return program.window.prepare


def looked_through(qtbot: QtBot, page: PreparePage) -> None:
    qtbot.waitUntil(lambda: page.music.shown.finished, timeout=LONG_MS)


# -- own music -----------------------------------------------------------------------------------------------


def test_a_folder_shows_its_progress_and_then_what_was_found(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    page = prepared(program)
    card = page.wishes.sound.music
    assert not card.isVisibleTo(page)
    page.wishes.take_music(str(made_music.album(tmp_path / "album")))
    assert card.isVisibleTo(page)
    assert card.progress.isVisibleTo(page)
    shares: list[float] = []
    qtbot.waitUntil(lambda: shares.append(card.progress.share) or page.music.shown.finished, timeout=LONG_MS)
    assert shares == sorted(shares)
    assert shares[0] < 1 == shares[-1]
    assert not card.progress.isVisibleTo(page)
    assert card.summary.accessibleName() == (
        "2 pieces. less than a minute. One file cannot be played and is left out. "
        "One piece sounds lively. Listen to it first"
    )
    card.pieces.click()
    rows = {row.piece.path.name: row.accessibleName() for row in page.music.sheet.pieces.rows.values()}
    assert list(rows) == ["2 dance.flac", "3 broken.mp3", "1 river.flac"], "what matters comes first"
    assert rows["1 river.flac"].startswith("Slow river. Anna Lind · Evening · 0:12. It plays ")
    assert "sounds lively" in rows["2 dance.flac"]
    assert "not a sound file" in rows["3 broken.mp3"]
    assert page.choice.ambience == str(tmp_path / "album")


def test_the_cover_comes_to_its_piece(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    page = prepared(program)
    folder = made_music.album(tmp_path / "album")
    page.wishes.take_music(str(folder))
    looked_through(qtbot, page)
    page.wishes.sound.music.pieces.click()
    rows = page.music.sheet.pieces.rows
    river = rows[folder / "1 river.flac"]
    qtbot.waitUntil(lambda: river.cover is not None, timeout=LONG_MS)
    assert river.cover is not None
    assert river.cover.width() == EDGE_PX
    assert river.cover.pixelColor(20, 20).name() == "#33aa77"
    assert page.wishes.sound.music.summary.cover is not None
    assert rows[folder / "2 dance.flac"].cover is None


def test_a_picture_that_is_damaged_is_none() -> None:
    whole = made_music.picture()
    assert picture_of(whole) is not None
    assert picture_of(b"no picture") is None
    assert picture_of(b"") is None


def test_one_piece_speaks_for_itself(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    page = prepared(program)
    page.wishes.take_music(str(made_music.flac(tmp_path / "a.flac", made_music.calm(), {"title": "Night"})))
    looked_through(qtbot, page)
    card = page.wishes.sound.music
    assert card.summary.accessibleName().startswith("Night. 0:12. It plays ")
    assert not card.shuffle.isVisibleTo(page)
    assert card.loop.isVisibleTo(page)


def test_several_that_are_dropped_become_one_choice(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    page = prepared(program)
    folder = made_music.album(tmp_path / "album")
    extra = made_music.flac(tmp_path / "extra.flac", made_music.calm(3))
    page.dropped.emit([str(extra), str(folder)])
    qtbot.waitUntil(lambda: page.choice.ambience == str(own_list_path()), timeout=LONG_MS)
    assert page.wishes.sound.line.said == music_words.OWN_LIST
    looked_through(qtbot, page)
    names = [piece.path.name for piece in page.music.shown.pieces]
    assert names == ["extra.flac", "1 river.flac", "2 dance.flac", "3 broken.mp3"]
    page.dropped.emit([str(tmp_path / "gone1"), str(tmp_path / "gone2")])
    qtbot.waitUntil(lambda: any("no such file" in text for text in page.notices.texts), timeout=LONG_MS)
    assert page.choice.ambience == str(own_list_path())


def test_another_choice_takes_over_from_a_scan(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    page = prepared(program)
    (tmp_path / "many").mkdir()
    for n in range(8):
        made_music.flac(tmp_path / "many" / f"{n}.flac", made_music.calm(8))
    single = made_music.flac(tmp_path / "one.flac", made_music.calm(2))
    page.wishes.take_music(str(tmp_path / "many"))
    page.wishes.take_music(str(single))
    looked_through(qtbot, page)
    assert [piece.path for piece in page.music.shown.pieces] == [single]
    page.wishes.sound.chips["warm_chords"].click()
    assert not page.wishes.sound.music.isVisibleTo(page)


def test_leaving_the_page_ends_a_scan_and_coming_back_goes_on(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    page = prepared(program)
    folder = made_music.album(tmp_path / "album")
    page.wishes.take_music(str(folder))
    page.back_button.click()
    assert program.window.page_name == "home"
    qtbot.waitUntil(
        lambda: not any(t.name in ("music scan", "music search", "scan") for t in threading.enumerate()),
        timeout=5000,
    )
    prepared(program)
    looked_through(qtbot, page)
    assert len(page.music.shown.pieces) == 3


def test_a_folder_that_goes_away_is_told_calmly(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    page = prepared(program)
    page.wishes.take_music(str(tmp_path / "nowhere"))
    looked_through(qtbot, page)
    assert "no such file or folder" in page.wishes.sound.music.summary.accessibleName()


# -- previews ------------------------------------------------------------------------------------------------


class FakePreview:
    """Stands where a sound would be; keeps what it was asked for."""

    made: list[FakePreview] = []

    def __init__(self, choice: str, ceiling: float, **how: Any) -> None:
        self.choice, self.ceiling, self.how = choice, ceiling, how
        self.order: MusicOrder = how["order"]
        self.state, self.share, self.problem = "preparing", 0.0, ""
        self.started = self.stopped = False
        FakePreview.made.append(self)

    def start(self) -> None:
        self.started, self.state = True, "playing"

    def stop(self) -> None:
        self.stopped = True

    def leave_device(self, _seconds: float) -> bool:
        return self.stopped


@pytest.fixture
def music(program: Program, monkeypatch: pytest.MonkeyPatch) -> Music:
    FakePreview.made = []
    page = prepared(program)
    music = next(child for child in page.children() if isinstance(child, Music))
    monkeypatch.setattr(music, "_make_preview", FakePreview)
    return music


def test_a_preview_begins_ends_and_shows_how_far_it_is(qtbot: QtBot, program: Program, music: Music) -> None:
    page, listen = program.window.prepare, program.window.prepare.wishes.sound.listen
    assert (listen.state, listen.accessibleName()) == ("still", music_words.LISTEN)
    listen.click()
    (preview,) = FakePreview.made
    assert (preview.started, preview.choice) == (True, "warm_chords")
    preview.share = 0.4
    qtbot.waitUntil(lambda: listen.state == "playing", timeout=2000)
    assert listen.accessibleName() == music_words.STOP_LISTENING
    listen.click()
    assert preview.stopped
    assert listen.state == "still"
    listen.click()
    FakePreview.made[1].state = "over"
    qtbot.waitUntil(lambda: listen.state == "still", timeout=2000)
    assert page.choice.ambience == "warm_chords"


def test_a_preview_is_never_louder_than_the_ceiling_of_its_device(program: Program, music: Music) -> None:
    program.change_settings({"ceiling_db": 30.0, "offset_db": {"Speaker": 60.0}})
    music.listen()
    (preview,) = FakePreview.made
    assert preview.ceiling == ceiling_lufs(30.0)
    assert preview.how["ceiling_of"]("Speaker") == ceiling_lufs(30.0, 60.0)
    assert preview.how["ceiling_of"]("another") == ceiling_lufs(30.0)


def test_another_page_ends_the_preview(program: Program, music: Music) -> None:
    music.listen()
    program.window.prepare.none_of_these.click()
    program.window.prepare.begin_button.click()
    assert program.window.page_name == "session"
    assert FakePreview.made[0].stopped


def test_a_preview_follows_another_choice_and_nothing_else(program: Program, music: Music) -> None:
    page = program.window.prepare
    music.listen()
    page.wishes.minutes.more.click()
    assert len(FakePreview.made) == 1
    page.wishes.sound.chips["soft_piano"].click()
    first, second = FakePreview.made
    assert first.stopped
    assert (second.choice, second.started) == ("soft_piano", True)
    page.wishes.sound.chips["none"].click()
    assert second.stopped
    assert len(FakePreview.made) == 2, "silence needs no listening"
    assert not page.wishes.sound.listen.isEnabled()


def test_a_preview_that_cannot_be_is_one_quiet_line(qtbot: QtBot, program: Program, music: Music) -> None:
    page = program.window.prepare
    music.listen()
    FakePreview.made[0].problem, FakePreview.made[0].state = "There is no device.", "failed"
    qtbot.waitUntil(lambda: "There is no device." in page.notices.texts, timeout=2000)
    assert page.wishes.sound.listen.state == "still"
    music.listen()
    assert "There is no device." not in page.notices.texts


def test_nature_is_not_previewed_before_the_yes(program: Program, music: Music) -> None:
    page = program.window.prepare
    page.wishes.prefer("sea_waves+birdsong", None, likes_nature=False)
    music.listen()
    assert FakePreview.made[0].choice == "warm_chords"


# -- remembering ---------------------------------------------------------------------------------------------


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
