"""A piece of a sound before the session, in the real window."""

from __future__ import annotations

from typing import Any

import pytest
from music_window import prepared
from pytestqt.qtbot import QtBot

from massage_desktop.app.music import Music
from massage_desktop.app.program import Program
from massage_desktop.sound.level import ceiling_lufs
from massage_desktop.sound.order import MusicOrder
from massage_desktop.ui import music_words


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
