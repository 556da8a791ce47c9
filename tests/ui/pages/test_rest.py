"""The page after a massage: a quiet countdown, thanks, and kind words for an early end."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from fitting import ROUTINES, SIZES, TEXT_SIZES
from pytestqt.qtbot import QtBot

from massage_desktop.plan.make import make_plan
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Snapshot
from massage_desktop.session.session import Session
from massage_desktop.ui import words
from massage_desktop.ui.pages.rest import RestPage


def snapshot_at(seconds: float) -> Snapshot:
    clock = ManualClock()
    session = Session(make_plan(ROUTINES[0], 15), clock, get_ready_s=0, rest_s=60)
    clock.advance(seconds)
    session.advance()
    return session.snapshot()


def said(page: RestPage) -> str:
    return " ".join(line.text for line in page.letterings)


def test_rest_counts_down_and_thanks(qtbot: QtBot) -> None:
    page = RestPage()
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.show()
    done: list[bool] = []
    page.done.connect(lambda: done.append(True))
    page.show_snapshot(snapshot_at(15 * 60 + 15))
    assert "0:45" in said(page)
    assert words.REST_TITLE in said(page)
    assert not page.button.isVisible()
    page.show_snapshot(snapshot_at(15 * 60 + 61))
    assert words.THANKS in said(page)
    page.button.click()
    assert done == [True]


@pytest.mark.parametrize("ending", ["ended_gently", "hurt"])
def test_an_early_end_is_told_kindly(qtbot: QtBot, ending: str) -> None:
    page = RestPage()
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.show_snapshot(msgspec.structs.replace(snapshot_at(15 * 60 + 61), ending=ending))
    assert (words.ENDED_GENTLY if ending == "ended_gently" else words.ENDED_HURT) in said(page)


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_rest_fits(qtbot: QtBot, size: tuple[int, int], text_size: float) -> None:
    page = RestPage()
    qtbot.addWidget(page)
    page.set_text_size(text_size)
    page.resize(*size)
    page.show_snapshot(msgspec.structs.replace(snapshot_at(15 * 60 + 61), ending="hurt"))
    rects = [line.rect.adjusted(1, 2, -1, -2) for line in page.letterings if line.text]
    for rect in rects:
        assert page.rect().toRectF().contains(rect)
    for a, b in itertools.combinations(rects, 2):
        assert not a.intersects(b)
    assert not any(rect.intersects(page.button.geometry().toRectF()) for rect in rects)
