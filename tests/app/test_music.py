"""Own music in the real window: looked through, shown with its covers, gone and taken over."""

from __future__ import annotations

import threading
from pathlib import Path

import made_music
from music_window import LONG_MS, looked_through, prepared
from pytestqt.qtbot import QtBot

from massage_desktop.app.covers import EDGE_PX, picture_of
from massage_desktop.app.program import Program
from massage_desktop.sound.own_list import own_list_path
from massage_desktop.ui import music_words


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
