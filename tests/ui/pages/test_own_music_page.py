"""Own music on the page before a massage: it fits, can be reached, dropped, and looked at piece by piece."""

from __future__ import annotations

from pathlib import Path

import pytest
from fitting import SIZES, TEXT_SIZES, assert_apart, assert_words_fit
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from massage_desktop.ui import music_words
from massage_desktop.ui.pages.prepare import PreparePage
from massage_desktop.ui.theme import THEMES
from massage_desktop.ui.widgets.music_sheet import MOST_ROWS
from massage_desktop.ui.widgets.music_shown import MusicShown, PieceShown

HERE = Path("/music/evening")
CALM = PieceShown(
    HERE / "1.flac",
    "Slow river",
    "Anna Lind · Evening water · 3:42",
    ("It plays 8 dB softer, and silence is left out (2.4 s at the beginning).",),
    seconds=222.0,
)
LIVELY = PieceShown(
    HERE / "2.flac",
    "Dance all night long until the sun comes up again over the hills",
    "The Quick Feet · 2:10",
    ("It plays 14 dB softer.", "It sounds lively (about 130 beats a minute), so listen to it first."),
    lively=True,
    seconds=130.0,
)
BROKEN = PieceShown(
    HERE / "3.mp3", "3.mp3", problem=f"{HERE / '3.mp3'}: this is not a sound file that can be read. Choose"
)
FOUND = MusicShown((CALM, LIVELY, BROKEN), 3, 3, 1.0, finished=True, notes=("evening.m3u, line 7: gone.",))
COVER = QImage(64, 48, QImage.Format.Format_RGB32)
COVER.fill(QColor("#336699"))


@pytest.fixture
def page(prepare: PreparePage, tmp_path: Path) -> PreparePage:
    """The page with a folder of own music chosen."""
    (tmp_path / "evening").mkdir()
    prepare.wishes.take_music(str(tmp_path / "evening"))
    prepare.music.show_music(FOUND)
    return prepare


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", [*SIZES, (1024, 700)])
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_everything_fits(page: PreparePage, size: tuple[int, int], text_size: float) -> None:
    page.set_text_size(text_size)
    page.resize(*size)
    card, sound = page.wishes.sound.music, page.wishes.sound
    for shown in (MusicShown(), MusicShown(total=40, done=7, share=0.3), FOUND):
        page.music.show_music(shown)
        assert_words_fit(page)
    assert_apart([sound.line, sound.listen, card.summary, card.shuffle, card.loop, card.pieces], sound)
    card.pieces.click()
    page.music.sheet.show_covers({CALM.path: COVER})
    assert_words_fit(page.music.sheet)
    sheet = page.music.sheet
    assert_apart([*sheet.pieces.rows.values()], sheet.pieces)
    assert_apart([sheet.title, sheet.close_button, sheet.column], sheet)
    assert_apart([sheet, page.title, page.verdict, page.begin_button, page.back_button], page)


def test_the_line_keeps_the_round_button_at_its_side(page: PreparePage) -> None:
    line, listen = page.wishes.sound.line, page.wishes.sound.listen
    assert listen.x() > line.geometry().right()
    assert abs(listen.geometry().center().y() - line.geometry().center().y()) <= 1
    assert listen.height() <= line.height()


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_a_preview_looks_other_than_silence(page: PreparePage, theme: object) -> None:
    page.set_theme(theme)  # type: ignore[arg-type]
    listen = page.wishes.sound.listen
    pictures = [listen.grab().toImage()]
    for share in (0.2, 0.8):
        page.music.show_preview("playing", share)
        pictures.append(listen.grab().toImage())
    page.music.show_preview("still")
    assert listen.grab().toImage() == pictures[0]
    assert len({bytes(picture.constBits()) for picture in pictures}) == 3


def test_the_sheet_opens_by_key_keeps_the_focus_and_closes_by_escape(page: PreparePage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    begun: list[object] = []
    page.begin.connect(begun.append)
    page.none_of_these.click()
    card, sheet = page.wishes.sound.music, page.music.sheet
    qtbot.keyClick(card.pieces, Qt.Key.Key_Space)
    assert sheet.isVisible()
    assert QApplication.focusWidget() is sheet.close_button
    for _ in range(3):
        qtbot.keyClick(sheet.close_button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.close_button, "what lies below cannot be seen"
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert begun == [], "Enter does not begin the massage from here"
    backs: list[bool] = []
    page.back.connect(lambda: backs.append(True))
    qtbot.keyClick(sheet.close_button, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert backs == [], "Escape closes the sheet, not the page"
    assert QApplication.focusWidget() is card.pieces


def test_of_many_pieces_enough_are_shown_and_the_rest_is_counted(page: PreparePage) -> None:
    many = tuple(PieceShown(HERE / f"p{n}.flac", f"Piece {n}", "3:00", seconds=180.0) for n in range(500))
    page.music.show_music(MusicShown((*many, LIVELY), 501, 501, 1.0, finished=True))
    page.wishes.sound.music.pieces.click()
    sheet = page.music.sheet
    assert len(sheet.pieces.rows) == MOST_ROWS + 1
    assert LIVELY.path in sheet.pieces.rows
    assert music_words.more(500 - MOST_ROWS) == "… and 440 pieces more"
    assert page.wishes.sound.music.summary.accessibleName().startswith("501 pieces. about 1502 minutes")


def test_where_nothing_can_be_played_it_is_said(page: PreparePage) -> None:
    card = page.wishes.sound.music
    page.music.show_music(MusicShown((BROKEN, BROKEN), 2, 2, 1.0, finished=True))
    assert card.summary.accessibleName() == "No music can be played. 2 files are left out"
    page.music.show_music(MusicShown(finished=True, problem="evening: there is no such file or folder."))
    assert "no such file" in card.summary.accessibleName()
    assert not card.loop.isVisibleTo(page)


def test_played_once_is_said_in_the_length(page: PreparePage) -> None:
    card = page.wishes.sound.music
    assert "about 6 minutes." in card.summary.accessibleName()
    card.loop.click()
    assert "about 6 minutes, then quiet." in card.summary.accessibleName()
    assert not page.choice.loop


# -- picking and dropping ------------------------------------------------------------------------------------


def test_several_files_of_a_dialog_are_handed_on_together(
    prepare: PreparePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    picked: list[tuple[str, ...]] = []
    offered: list[str] = []
    prepare.music.several_picked.connect(picked.append)

    def files(*_: object, **how: str) -> tuple[list[str], str]:
        offered.append(how["filter"])
        return ["/a.flac", "/b.ogg"], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", files)
    prepare.wishes.sound.chips["own_file"].click()
    assert picked == [("/a.flac", "/b.ogg")]
    assert all(ending in offered[0] for ending in ("*.flac", "*.mp3", "*.m3u", "*.m3u8"))


def drag(*paths: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(path) if "://" in path else QUrl.fromLocalFile(path) for path in paths])
    return data


def dropped(page: PreparePage, data: QMimeData) -> QDropEvent:
    event = QDropEvent(
        QPointF(700, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    return event


def entered(page: PreparePage, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(
        QPoint(700, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    page.dragEnterEvent(event)
    return event


def test_music_is_dropped_anywhere_on_the_page(prepare: PreparePage, tmp_path: Path) -> None:
    data = drag(str(tmp_path))
    assert entered(prepare, data).isAccepted()
    assert prepare.dragging, "the column that takes it is shown"
    dropped(prepare, data)
    assert not prepare.dragging
    assert prepare.choice.ambience == str(tmp_path)
    assert prepare.wishes.sound.music.isVisibleTo(prepare)


@pytest.mark.parametrize("kind", ["text", "network", "nothing"])
def test_anything_else_is_not_taken(prepare: PreparePage, kind: str) -> None:
    data = QMimeData()
    if kind == "text":
        data.setText("/music")
    elif kind == "network":
        data = drag("https://example.org/a.mp3", "smb://box/a.mp3")
    assert not entered(prepare, data).isAccepted()
    dropped(prepare, data)
    assert prepare.choice.ambience == "chords"


def test_picked_music_closes_the_chooser_and_is_in_sight(prepare: PreparePage, tmp_path: Path) -> None:
    prepare.set_text_size(1.6)
    sound, column = prepare.wishes.sound, prepare.columns[2]
    sound.line.setChecked(True)
    column.verticalScrollBar().setValue(column.verticalScrollBar().maximum())
    prepare.wishes.take_music(str(tmp_path))
    assert not sound.line.isChecked()
    assert column.viewport().rect().contains(sound.line.mapTo(column.viewport(), QPoint(10, 10)))
