"""Keys, gamepads and media controls steer a session: at once, held, twice, and never by accident."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from massage_desktop.controls.gesture import HOLD_S, TWICE_S
from massage_desktop.controls.keymap import keymap
from massage_desktop.settings.glance import Glance
from massage_desktop.settings.model import Settings
from massage_desktop.ui import words
from massage_desktop.ui.steering import VOLUME_STEP_DB, Steering
from massage_desktop.ui.window import MainWindow


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Desk:
    """A steering with its clock, and everything it says."""

    def __init__(self, keys: dict[str, str]) -> None:
        self.clock = Clock()
        self.steering = Steering(self.clock)
        self.steering.set_keys(keymap(keys)[0])
        self.steering.phase = "running"
        self.said: list[object] = []
        self.steering.command.connect(self.said.append)
        self.steering.volume.connect(self.said.append)
        self.steering.told.connect(self.said.append)

    def key(
        self,
        kind: QEvent.Type,
        key: Qt.Key,
        *,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        repeated: bool = False,
        scan_code: int = 0,
        stamp_ms: int = 0,
    ) -> bool:
        event = QKeyEvent(kind, key, modifiers, scan_code, 0, 0, "", repeated)
        event.setTimestamp(stamp_ms)
        down = kind == QEvent.Type.KeyPress
        return self.steering.key_down(event) if down else self.steering.key_up(event)

    def down(self, key: Qt.Key, **more: object) -> bool:
        return self.key(QEvent.Type.KeyPress, key, **more)  # type: ignore[arg-type]

    def up(self, key: Qt.Key, **more: object) -> bool:
        return self.key(QEvent.Type.KeyRelease, key, **more)  # type: ignore[arg-type]

    def wait(self, seconds: float) -> None:
        self.clock.now_s += seconds
        self.steering._look()


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """Timers need one."""


def test_a_plain_key_acts_when_it_is_pressed_and_an_elbow_on_it_means_one_step() -> None:
    it = Desk({})
    assert it.down(Qt.Key.Key_Space)
    assert it.said == ["next"]
    for _ in range(30):
        it.wait(0.03)
        assert it.down(Qt.Key.Key_Space, repeated=True)
        assert it.up(Qt.Key.Key_Space, repeated=True)
    assert it.up(Qt.Key.Key_Space)
    assert not it.down(Qt.Key.Key_Q)
    assert not it.up(Qt.Key.Key_Q)
    assert it.said == ["next"]


def test_one_key_has_three_meanings() -> None:
    it = Desk({"Space (hold)": "hold", "Space (twice)": "softer"})
    it.down(Qt.Key.Key_Space)
    it.wait(HOLD_S)
    it.up(Qt.Key.Key_Space)
    it.wait(1)
    assert it.said == ["hold"]
    for _ in range(2):
        it.down(Qt.Key.Key_Space)
        it.wait(0.1)
        it.up(Qt.Key.Key_Space)
        it.wait(0.1)
    it.wait(1)
    assert it.said == ["hold", "softer"]
    it.down(Qt.Key.Key_Space)
    it.wait(0.1)
    it.up(Qt.Key.Key_Space)
    assert it.said == ["hold", "softer"]
    it.wait(TWICE_S)
    assert it.said == ["hold", "softer", "next"]


def test_the_waiting_happens_by_itself(qtbot: QtBot) -> None:
    steering = Steering()
    steering.set_keys(keymap({"Space (hold)": "hold"})[0])
    steering.phase = "running"
    with qtbot.waitSignal(steering.command, timeout=5000) as heard:
        steering.key_down(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier))
    assert heard.args == ["hold"]


def test_presses_that_a_busy_window_hears_late_are_judged_by_their_own_times() -> None:
    it = Desk({"Space (hold)": "hold"})
    it.down(Qt.Key.Key_R, stamp_ms=7_000_000)
    it.up(Qt.Key.Key_R, stamp_ms=7_000_100)
    it.clock.now_s += 1.5  # what follows comes all at once
    moments = [(7_000_300, 7_000_400), (7_000_700, 7_000_800), (7_000_810, 7_000_820), (7_000_830, 7_001_500)]
    for down_ms, up_ms in moments:
        it.down(Qt.Key.Key_Space, stamp_ms=down_ms)
        it.up(Qt.Key.Key_Space, stamp_ms=up_ms)
    it.wait(1)
    assert it.said == ["repeat", "next", "hold"]


def test_times_of_another_clock_make_no_key_deaf() -> None:
    it = Desk({})
    for stamp_ms in (4_294_967_000, 150, 9_000_000, 1):
        it.down(Qt.Key.Key_Space, stamp_ms=stamp_ms)
        it.up(Qt.Key.Key_Space, stamp_ms=stamp_ms + 60)
        it.wait(0.5)
    assert it.said == ["next"] * 4


def test_a_program_that_presses_keys_needs_no_pause() -> None:
    it = Desk({})
    for _ in range(3):
        it.down(Qt.Key.Key_Space)
        it.up(Qt.Key.Key_Space)
    assert it.said == ["next"] * 3


def test_a_key_with_shift_is_let_go_in_any_order() -> None:
    it = Desk({"Shift+F5 (hold)": "hold", "Shift+F5": "softer"})
    it.down(Qt.Key.Key_F5, modifiers=Qt.KeyboardModifier.ShiftModifier, scan_code=71)
    it.wait(0.1)
    assert it.up(Qt.Key.Key_F5, scan_code=71), "Shift was let go first"
    assert it.said == ["softer"]


def test_the_receivers_button_squeezed_and_squeezed_hard() -> None:
    it = Desk({"F8": "softer", "F8 (hold)": "hurts"})
    it.down(Qt.Key.Key_F8)
    it.wait(0.2)
    it.up(Qt.Key.Key_F8)
    it.down(Qt.Key.Key_F8)
    it.wait(HOLD_S)
    assert it.said == ["softer", "hurts"]


def test_ending_is_asked_twice_whatever_asks() -> None:
    it = Desk({"F9": "end", "Pad 3 (hold)": "end"})
    it.down(Qt.Key.Key_F9)
    it.up(Qt.Key.Key_F9)
    it.wait(1)
    it.steering.media("Stop")
    assert it.said == ["Press F9 again to end gently with a few closing strokes.", "end"]
    it.wait(10)
    it.steering.pad("Pad 3", True)
    it.wait(HOLD_S)
    assert it.said[2:] == ["Hold down Gamepad 3 again to end gently with a few closing strokes."]
    it.down(Qt.Key.Key_Space)
    it.wait(1)
    it.down(Qt.Key.Key_Escape)
    assert it.said[3:] == ["next", words.PRESS_AGAIN], "another command forgets the first press"


def test_gamepads_and_media_controls_mean_what_keys_mean() -> None:
    it = Desk({"Pad 1": "next", "Pad Down (hold)": "hold"})
    it.steering.pad("Pad 1", True)
    it.steering.pad("Pad 1", False)
    it.steering.pad("Pad Down", True)
    it.wait(HOLD_S)
    it.steering.pad("Pad Down", False)
    it.steering.pad("Pad 7", True)
    it.steering.media("PlayPause")
    it.steering.phase = "held"
    it.steering.media("PlayPause")
    it.steering.media("Pause")
    it.steering.media("Next")
    assert it.said == ["next", "hold", "hold", "resume", "resume"]


def test_the_sound_is_turned_and_no_command_is_made_of_it() -> None:
    it = Desk({})
    it.down(Qt.Key.Key_Minus)
    it.down(Qt.Key.Key_Plus, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert it.said == [-VOLUME_STEP_DB, VOLUME_STEP_DB]


def test_nothing_acts_when_the_session_is_over_or_the_keys_went_elsewhere() -> None:
    it = Desk({"Space (hold)": "hold"})
    it.down(Qt.Key.Key_Space)
    it.steering.forget()
    it.wait(5)
    assert not it.up(Qt.Key.Key_Space)
    it.steering.phase = "finished"
    assert not it.down(Qt.Key.Key_Space)
    it.steering.media("Next")
    it.steering.pad("Pad 1", True)
    it.wait(5)
    assert it.said == []


def test_the_window_hands_releases_on_and_forgets_when_it_loses_the_keys(qtbot: QtBot) -> None:
    clock = Clock()
    window = MainWindow(Glance(), clock)
    qtbot.addWidget(window)
    settings = Settings(keys={"Space (hold)": "hold"}, reduced_motion=True)
    window.furnish(settings, keymap(settings.keys)[0])
    window.show_page("session")
    window.set_phase("running")
    commands: list[str] = []
    volumes: list[float] = []
    window.command.connect(commands.append)
    window.volume.connect(volumes.append)
    qtbot.keyPress(window, Qt.Key.Key_Space)
    clock.now_s += 0.1
    qtbot.keyRelease(window, Qt.Key.Key_Space)
    assert commands == ["next"]
    qtbot.keyClick(window, Qt.Key.Key_Minus)
    assert volumes == [-VOLUME_STEP_DB]
    qtbot.keyPress(window, Qt.Key.Key_Space)
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    assert not window.isActiveWindow()
    clock.now_s += 10
    qtbot.keyRelease(window, Qt.Key.Key_Space)
    clock.now_s += 1
    qtbot.wait(80)
    assert commands == ["next"]
