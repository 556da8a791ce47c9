"""Very large places to touch: seen only from near, acting at once, deaf to the same elbow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from massage_desktop.ui.theme import DARK, THEMES
from massage_desktop.ui.widgets.elbow_zones import QUIET_S, ElbowZones, zone_places
from massage_desktop.ui.widgets.painted import look_for

SIZE = (1024, 640)


class Clock:
    now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def zones(qtbot: QtBot, clock: Clock) -> Iterator[ElbowZones]:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(*SIZE)
    page.setStyleSheet("background: black")
    made = ElbowZones(page, clock)
    made.setGeometry(page.rect())
    made.set_look(look_for(*SIZE, DARK, 1.0, reduced_motion=True))
    page.show()
    yield made
    page.hide()  # the page lives as long as the test


def mouse(zones: ElbowZones, kind: QEvent.Type, x: float, y: float) -> None:
    at = QPointF(x * zones.width(), y * zones.height())
    pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, at, zones.mapToGlobal(at), pressed, pressed, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(zones, event)


def press(zones: ElbowZones, x: float, y: float) -> None:
    mouse(zones, QEvent.Type.MouseButtonPress, x, y)


@pytest.mark.parametrize("size", [(800, 500), (1024, 640), (3840, 2160), (1000, 1400)])
def test_every_zone_is_at_least_a_quarter_and_together_they_are_the_page(size: tuple[int, int]) -> None:
    places = zone_places(*size)
    areas = {name: rect.width() * rect.height() / (size[0] * size[1]) for name, rect in places.items()}
    assert set(areas) == {"next", "hold", "back"}
    assert all(area >= 0.25 for area in areas.values())
    assert sum(areas.values()) == pytest.approx(1.0)


@given(st.floats(0, 0.999), st.floats(0, 0.999))
def test_every_place_lies_in_one_zone(x: float, y: float) -> None:
    at = QPointF(x * 1440, y * 900)
    named = [name for name, rect in zone_places(1440, 900).items() if rect.contains(at)]
    expected = "next" if x >= 0.5 else "hold" if y >= 0.5 else "back"
    assert expected in named


def test_a_touch_acts_at_once(zones: ElbowZones, clock: Clock) -> None:
    told: list[str] = []
    zones.zone_tapped.connect(told.append)
    for x, y in ((0.95, 0.02), (0.55, 0.97), (0.02, 0.97), (0.45, 0.03)):
        press(zones, x, y)
        clock.now_s += 2
    assert told == ["next", "next", "hold", "back"]


def test_the_same_elbow_counts_once(zones: ElbowZones, clock: Clock) -> None:
    told: list[str] = []
    zones.zone_tapped.connect(told.append)
    press(zones, 0.9, 0.5)
    for _ in range(5):
        clock.now_s += 0.9 * QUIET_S
        press(zones, 0.4, 0.6)
        mouse(zones, QEvent.Type.MouseButtonDblClick, 0.9, 0.5)
    assert told == ["next"]
    clock.now_s += 1.1 * QUIET_S
    mouse(zones, QEvent.Type.MouseButtonDblClick, 0.9, 0.5)
    assert told == ["next", "next"]


def test_nothing_is_seen_until_somebody_comes_near(zones: ElbowZones, qtbot: QtBot) -> None:
    page = zones.parentWidget()
    assert page is not None
    QApplication.sendEvent(zones, QEvent(QEvent.Type.Leave))
    empty = page.grab().toImage()
    assert zones.shown == 0.0
    mouse(zones, QEvent.Type.MouseMove, 0.9, 0.5)
    assert zones.shown == 1.0
    near_next = page.grab().toImage()
    assert near_next != empty
    mouse(zones, QEvent.Type.MouseMove, 0.1, 0.9)
    assert page.grab().toImage() != near_next
    QApplication.sendEvent(zones, QEvent(QEvent.Type.Leave))
    assert page.grab().toImage() == empty


def test_the_zones_fade_when_nothing_moves(zones: ElbowZones, qtbot: QtBot) -> None:
    zones.set_look(look_for(*SIZE, DARK, 1.0))
    mouse(zones, QEvent.Type.MouseMove, 0.9, 0.5)
    qtbot.waitUntil(lambda: zones.shown == 1.0, timeout=20_000)
    qtbot.waitUntil(lambda: zones.shown == 0.0, timeout=20_000)


def test_on_hold_the_words_are_others(zones: ElbowZones) -> None:
    mouse(zones, QEvent.Type.MouseMove, 0.1, 0.9)
    running = zones.grab().toImage()
    zones.set_held(True)
    assert zones.grab().toImage() != running
    zones.set_held(False)
    assert zones.grab().toImage() == running


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("text_size", [0.8, 2.0])
def test_no_light_reaches_the_middle_of_the_page(zones: ElbowZones, theme, text_size: float) -> None:
    """What is to be read there stays as it is."""
    page = zones.parentWidget()
    assert page is not None
    zones.set_look(look_for(*SIZE, theme, text_size, reduced_motion=True))
    QApplication.sendEvent(zones, QEvent(QEvent.Type.Leave))
    before = page.grab().toImage()
    mouse(zones, QEvent.Type.MouseMove, 0.9, 0.5)
    after = page.grab().toImage()
    changed = [
        x for x in range(SIZE[0]) if any(before.pixel(x, y) != after.pixel(x, y) for y in (80, 300, 600))
    ]
    assert changed
    assert not [x for x in changed if 0.3 * SIZE[0] < x < 0.7 * SIZE[0]]
