"""The window: keys become commands, ending and closing ask twice, and Home is there first."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from massage_desktop.controls.keymap import DEFAULT, keymap
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import bundled_routines
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Phase, Snapshot
from massage_desktop.session.session import Session
from massage_desktop.settings.glance import Glance
from massage_desktop.settings.model import Settings
from massage_desktop.ui import words
from massage_desktop.ui.pages.prepare import AmbienceShown
from massage_desktop.ui.widgets.keys_card import key_rows
from massage_desktop.ui.window import MainWindow


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def window(qtbot: QtBot, clock: Clock) -> MainWindow:
    made = MainWindow(Glance(), clock)
    made.furnish(Settings(reduced_motion=True), DEFAULT)
    qtbot.addWidget(made)
    made.set_phase("finished")
    made.show()
    return made


@pytest.fixture
def commands(window: MainWindow) -> list[str]:
    heard: list[str] = []
    window.command.connect(heard.append)
    return heard


def running_snapshot() -> Snapshot:
    clock = ManualClock()
    session = Session(make_plan(bundled_routines()[0], 17), clock, get_ready_s=0, rest_s=60)
    clock.advance(100)
    session.advance()
    return session.snapshot()


def at_session(window: MainWindow, phase: Phase = "running") -> None:
    window.show_page("session")
    window.session.show_snapshot(running_snapshot())
    window.set_phase(phase)


def press(window: MainWindow, key: Qt.Key, *, repeated: bool = False) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", repeated)
    QApplication.sendEvent(window.session, event)


def try_to_close(window: MainWindow) -> bool:
    event = QCloseEvent()
    window.closeEvent(event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("key", "phase", "command"),
    [
        (Qt.Key.Key_Space, "running", "next"),
        (Qt.Key.Key_Right, "running", "next"),
        (Qt.Key.Key_PageDown, "running", "next"),
        (Qt.Key.Key_Left, "running", "back"),
        (Qt.Key.Key_R, "running", "repeat"),
        (Qt.Key.Key_M, "running", "stay"),
        (Qt.Key.Key_S, "running", "softer"),
        (Qt.Key.Key_H, "running", "hurts"),
        (Qt.Key.Key_P, "running", "hold"),
        (Qt.Key.Key_P, "held", "resume"),
        (Qt.Key.Key_Space, "held", "resume"),
    ],
)
def test_keys_become_commands(
    window: MainWindow, commands: list[str], key: Qt.Key, phase: Phase, command: str
) -> None:
    at_session(window, phase)
    press(window, key)
    assert commands == [command]


def test_a_resting_elbow_is_one_command(window: MainWindow, commands: list[str]) -> None:
    at_session(window)
    press(window, Qt.Key.Key_Space)
    for _ in range(30):
        press(window, Qt.Key.Key_Space, repeated=True)
    assert commands == ["next"]


def test_keys_mean_nothing_before_a_session(window: MainWindow, commands: list[str], qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_R, Qt.Key.Key_H, Qt.Key.Key_P, Qt.Key.Key_Escape):
        qtbot.keyClick(window, key)
    window.show_page("session")
    press(window, Qt.Key.Key_H)  # the phase is "finished"
    assert commands == []


def test_own_keys_are_followed(qtbot: QtBot) -> None:
    keys, problems = keymap({"K": "softer"})
    assert not problems
    window = MainWindow(Glance())
    window.furnish(Settings(reduced_motion=True), keys)
    qtbot.addWidget(window)
    heard: list[str] = []
    window.command.connect(heard.append)
    at_session(window)
    press(window, Qt.Key.Key_K)
    assert heard == ["softer"]
    assert any("K" in names.split(" or ") and does == "Softer" for names, does in key_rows(keys))


def test_ending_asks_twice(window: MainWindow, commands: list[str], clock: Clock) -> None:
    at_session(window)
    press(window, Qt.Key.Key_Escape)
    assert commands == []
    clock.now_s += 0.1
    press(window, Qt.Key.Key_Escape)  # a bouncing contact
    assert commands == []
    clock.now_s += 1.0
    press(window, Qt.Key.Key_Escape)
    assert commands == ["end"]


def test_a_late_or_interrupted_second_press_asks_again(
    window: MainWindow, commands: list[str], clock: Clock
) -> None:
    at_session(window)
    press(window, Qt.Key.Key_Escape)
    clock.now_s += 6.0
    press(window, Qt.Key.Key_Escape)
    clock.now_s += 1.0
    press(window, Qt.Key.Key_S)
    clock.now_s += 1.0
    press(window, Qt.Key.Key_Escape)
    assert commands == ["softer"]


def test_the_question_is_seen_on_the_rest_page_too(window: MainWindow, commands: list[str]) -> None:
    at_session(window)
    window.show_page("rest")
    window.set_phase("rest")
    QApplication.sendEvent(
        window.rest, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    )
    assert window.message == words.PRESS_AGAIN
    assert commands == []


def test_large_zones_steer_and_any_of_them_goes_on(
    window: MainWindow, commands: list[str], qtbot: QtBot
) -> None:
    at_session(window)
    zones = window.session.zones
    for x, y in ((0.1, 0.8), (0.1, 0.2), (0.9, 0.5)):
        at = QPoint(round(zones.width() * x), round(zones.height() * y))
        qtbot.mouseClick(zones, Qt.MouseButton.LeftButton, pos=at)
        qtbot.wait(550)  # a second touch sooner is the same elbow
    assert commands == ["hold", "back", "next"]
    window.set_phase("held")
    qtbot.mouseClick(zones, Qt.MouseButton.LeftButton, pos=at)
    assert commands[-1] == "resume"


def test_closing_a_session_asks_once_and_then_follows(window: MainWindow, clock: Clock) -> None:
    closings: list[bool] = []
    window.closing.connect(lambda: closings.append(True))
    at_session(window)
    assert not try_to_close(window)
    clock.now_s += 7.0
    assert not try_to_close(window)
    clock.now_s += 2.0
    assert closings == []
    assert try_to_close(window)
    assert closings == [True]


def test_closing_without_a_session_asks_nothing(window: MainWindow) -> None:
    assert try_to_close(window)


def test_f1_shows_the_keys_and_escape_hides_them(
    window: MainWindow, commands: list[str], clock: Clock
) -> None:
    at_session(window)
    press(window, Qt.Key.Key_F1)
    assert window.keys_shown
    press(window, Qt.Key.Key_Escape)
    assert not window.keys_shown
    clock.now_s += 1.0
    press(window, Qt.Key.Key_Escape)  # only now the first of two
    assert commands == []


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", [(800, 500), (1024, 640), (1440, 900), (2560, 1440)])
@pytest.mark.parametrize("text_size", [1.0, 2.0])
def test_the_list_of_keys_fits(window: MainWindow, size: tuple[int, int], text_size: float) -> None:
    window.apply(Settings(text_size=text_size, reduced_motion=True))
    window.resize(*size)
    window.show_keys(True)
    card = next(part for part in window.children() if type(part).__name__ == "KeysCard")
    assert window.rect().contains(card.geometry())
    rects = [line.rect.adjusted(1, 2, -1, -2) for line in card.letterings]
    assert len(rects) == 2 * len(key_rows(DEFAULT)) + 2
    for n, rect in enumerate(rects):
        assert card.rect().toRectF().contains(rect)
        assert not any(rect.intersects(other) for other in rects[n + 1 :])


def test_g_changes_to_the_glance_layout_and_back(window: MainWindow) -> None:
    at_session(window)
    press(window, Qt.Key.Key_G)
    assert window.session.glance
    press(window, Qt.Key.Key_G)
    assert not window.session.glance


def test_f11_fills_the_screen_and_leaves_it(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_fades_can_be_finished_at_once(qtbot: QtBot) -> None:
    window = MainWindow(Glance())
    window.furnish(Settings(), DEFAULT)
    qtbot.addWidget(window)
    window.show()
    window.show_page("session")
    faded = window.grab().toImage()
    window.settle()
    settled = window.grab().toImage()
    assert faded != settled
    cut = MainWindow(Glance())
    cut.furnish(Settings(reduced_motion=True), DEFAULT)
    qtbot.addWidget(cut)
    cut.show()
    cut.show_page("session")
    assert cut.grab().toImage() == settled


def test_from_home_to_begin_with_three_keys(window: MainWindow, qtbot: QtBot) -> None:
    routines = {r.id: r for r in bundled_routines()}
    window.home.set_routines(list(routines.values()), None)

    def prepare(routine_id: str, minutes: int) -> None:
        window.prepare.set_ambiences([AmbienceShown("warm_chords", "Warm chords", False)])
        window.prepare.set_routine(routines[routine_id], minutes)
        window.show_page("prepare")

    begun: list[object] = []
    window.home.chosen.connect(prepare)
    window.prepare.begin.connect(begun.append)
    window.activateWindow()
    qtbot.waitUntil(window.home.shelf.grid.shown_cards[0].choose.hasFocus)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Return):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)
    assert len(begun) == 1


def test_the_first_picture_needs_no_sound_and_no_figures() -> None:
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from massage_desktop.settings.glance import Glance\n"
        "from massage_desktop.ui.window import MainWindow\n"
        "window = MainWindow(Glance())\n"
        "window.show(); window.grab()\n"
        "heavy = {'numpy', 'av', 'pygame', 'msgspec', 'massage_desktop.sound',\n"
        "         'massage_desktop.ui.bodymap', 'massage_desktop.ui.pages.prepare',\n"
        "         'massage_desktop.ui.pages.session'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.stdout.strip() == "[]", result.stdout + result.stderr
