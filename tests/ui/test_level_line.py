"""The line that says how loud it is: below the limit until calibrated, in decibels then; never cut off."""

from __future__ import annotations

import math

import pytest
from pytestqt.qtbot import QtBot

from massage_desktop.sound.level import meter_words
from massage_desktop.ui import music_words
from massage_desktop.ui.pages.session import SessionPage
from massage_desktop.ui.widgets.session_strip import LevelShown, level_words

BLEND = "Warm chords + Rain on leaves + Night crickets"
LEVELS = [
    LevelShown(-45.0, -33.0, None, "Warm chords", "playing"),
    LevelShown(-math.inf, -33.0, None, BLEND, "playing"),
    LevelShown(-33.0, -33.0, None, "A very long name of a piece that somebody recorded", "playing"),
    LevelShown(-45.0, -33.0, 31.0, BLEND, "playing"),
    LevelShown(-90.0, -33.0, 3.0, "Rain on leaves", "playing"),
    LevelShown(-45.0, -33.0, None, "Slow river", "playing", left_out=True),
    LevelShown(-math.inf, -33.0, None, "Slow river", "silent"),
]


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900), (1920, 1080)])
@pytest.mark.parametrize("text_size", [1.0, 1.3, 1.6, 2.0])
def test_nothing_is_cut_off(qtbot: QtBot, size: tuple[int, int], text_size: float) -> None:
    page = SessionPage()
    qtbot.addWidget(page)
    page.set_text_size(text_size)
    page.resize(*size)
    page.show()
    scale = min(size[0] / 1440, size[1] / 900)
    for level in LEVELS:
        page.show_level(level)
        boxes = [line.rect for line in page.level.letterings if line.text]
        for line in page.level.letterings:
            assert page.level.rect().toRectF().adjusted(-1, -1, 1, 1).contains(line.rect) or not line.text
            assert "".join(line.fitted.lines).replace(" ", "") == line.text.replace(" ", "")
        for n, box in enumerate(boxes):
            for other in boxes[n + 1 :]:
                assert not box.adjusted(0, 2, 0, -2).intersects(other.adjusted(0, 2, 0, -2))
        words = page.level.letterings[2]
        if words.text:
            assert words.fitted.px >= 13 * scale, "still to be read"
        assert page.level.geometry().bottom() <= page.height()
        assert not page.level.geometry().intersects(page.timeline.geometry())


def test_the_words_are_those_of_the_meter() -> None:
    said, share = level_words(LEVELS[0])
    assert said == ("Warm chords", "", meter_words(-45.0, -33.0, None))
    assert said.below == "12 dB below the limit · not calibrated"
    assert share == pytest.approx(0.6)
    calibrated, _ = level_words(LEVELS[3])
    assert calibrated == (BLEND, "31 dB", "")
    assert level_words(LEVELS[4])[0].figure == "under 20 dB"


def test_a_piece_that_is_left_out_is_told() -> None:
    assert level_words(LEVELS[5])[0].below == music_words.SKIPPED
