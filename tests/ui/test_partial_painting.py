"""What moves is repainted alone: outside the rectangle asked for nothing changes, inside it all is right."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import load_routine
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.session import Session
from massage_desktop.ui.pages.session import SessionPage

FRAME_S = 1 / 30
_ROUTINES = ("back_six_step", "back_classic")


class Running:
    """A page with a session on a clock of its own; the times that a part asks to be repainted are kept."""

    def __init__(self, qtbot: QtBot, routine: str, seconds: float) -> None:
        self.clock = ManualClock()
        self.session = Session(make_plan(load_routine(routine)), self.clock, get_ready_s=1.0)
        self.page = SessionPage()
        qtbot.addWidget(self.page)
        self.page.resize(1024, 640)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.go_on(1.0 + seconds)

    def go_on(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.session.advance()
        self.page.show_snapshot(self.session.snapshot())


def picture_of(part: QWidget) -> QImage:
    return part.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def watched(part: QWidget, monkeypatch: pytest.MonkeyPatch) -> list[QRect]:
    """The rectangles that the part asks to be repainted from now on."""
    asked: list[QRect] = []

    def update(*rect: QRect) -> None:
        asked.append(rect[0] if rect else part.rect())

    monkeypatch.setattr(part, "update", update, raising=False)
    return asked


def repainted(before: QImage, part: QWidget, rects: list[QRect]) -> QImage:
    """The old picture with only these rectangles painted anew."""
    image = before.copy()
    fresh = QImage(image.size(), image.format())
    for rect in rects:
        fresh.fill(0)
        part.render(fresh, rect.topLeft(), QRegion(rect))
        with QPainter(image) as p:
            p.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            p.drawImage(rect, fresh, rect)
    return image


def furthest(a: QImage, b: QImage) -> int:
    """Largest difference of any channel of any pixel."""
    assert (a.size(), a.format(), a.bytesPerLine()) == (b.size(), b.format(), b.bytesPerLine())
    first, second = bytes(a.constBits()), bytes(b.constBits())
    return 0 if first == second else max(abs(x - y) for x, y in zip(first, second, strict=True))


@pytest.mark.parametrize("name", ["body", "figures", "ring"])
@pytest.mark.parametrize("routine", _ROUTINES)
def test_painting_only_what_changed_gives_the_whole_picture(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, routine: str, name: str
) -> None:
    moments = 0
    for seconds in (3.0, 130.0, 420.0):
        running = Running(qtbot, routine, seconds)
        part: QWidget = getattr(running.page, name)
        shown = picture_of(part)
        asked = watched(part, monkeypatch)
        for _ in range(20):
            running.go_on(2 * FRAME_S)
            if not asked:
                continue
            moments += 1
            shown = repainted(shown, part, asked)
            asked.clear()
        # Pieces of a curve differ a little from the whole curve in their soft edges.
        assert furthest(shown, picture_of(part)) <= {"body": 0, "figures": 8, "ring": 26}[name]
    assert moments >= 6


@pytest.mark.parametrize("name", ["body", "figures", "ring"])
def test_little_is_repainted(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    running = Running(qtbot, "back_six_step", 3.0)
    part: QWidget = getattr(running.page, name)
    picture_of(part)
    asked = watched(part, monkeypatch)
    frames = 60
    for _ in range(frames):
        running.go_on(FRAME_S)
        picture_of(part)
    area = sum(rect.width() * rect.height() for rect in asked)
    assert 0 < area < 0.45 * frames * part.width() * part.height()


def test_the_body_lies_on_the_pages_own_ground(qtbot: QtBot) -> None:
    """The picture includes what the page paints below it, down to the strip and after a change of size."""
    running = Running(qtbot, "back_six_step", 30.0)
    page = running.page
    for size in ((1024, 640), (1180, 900)):
        page.resize(*size)
        qtbot.waitUntil(lambda: page.body._settled == page.body.size(), timeout=2000)
        bare = QImage(page.size(), QImage.Format.Format_RGB32)
        with QPainter(bare) as p:
            page._paint_ground(p, page.rect().toRectF())
        whole = page.grab().toImage()
        box = page.body.geometry()
        for corner in (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight()):
            assert whole.pixelColor(corner) == bare.pixelColor(corner), corner
        middle = box.center() - QPoint(0, 10)
        assert whole.pixelColor(middle) != bare.pixelColor(middle)


def test_hands_that_rest_cost_no_picture(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    running = Running(qtbot, "back_six_step", 30.0)
    running.session.command("hold")
    running.go_on(FRAME_S)
    asked = watched(running.page.body, monkeypatch)
    for _ in range(30):
        running.go_on(FRAME_S)
    assert asked == []
