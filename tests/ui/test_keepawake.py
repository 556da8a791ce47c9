"""Keeping the screen awake with a real thread and every fault a desktop has shown."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from massage_desktop.ui import keepawake
from massage_desktop.ui.keepawake import CAN, MUTE, ON, UNABLE, KeepAwake, probe_once


class Desktop:
    """Makes modes like wakepy's; what happens to them is set before or during a test."""

    def __init__(self) -> None:
        self.active = True
        self.enter_fails = False
        self.exit_fails = False
        self.answer = threading.Event()
        self.answer.set()
        self.log: list[str] = []
        self.threads: set[int] = set()
        self.holds = 0
        self.least = 99

    def __call__(self) -> FakeMode:
        return FakeMode(self)


class FakeMode:
    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.active = False

    def __enter__(self) -> FakeMode:
        self.desktop.threads.add(threading.get_ident())
        self.desktop.answer.wait(10)
        if self.desktop.enter_fails:
            raise ConnectionError("no bus")
        self.active = self.desktop.active
        self.desktop.holds += self.active
        self.desktop.log.append("enter")
        return self

    def __exit__(self, *_: object) -> bool:
        self.desktop.holds -= self.active
        self.desktop.least = min(self.desktop.least, self.desktop.holds)
        self.desktop.log.append("exit")
        self.active = False
        if self.desktop.exit_fails:
            raise RuntimeError("The name is not activatable")
        return True


@pytest.fixture
def desktop() -> Desktop:
    return Desktop()


@pytest.fixture
def make(qtbot, desktop):
    made: list[KeepAwake] = []

    def build(**options: float) -> KeepAwake:
        made.append(KeepAwake(mode=desktop, **options))
        return made[-1]

    yield build
    desktop.answer.set()
    for keep in made:
        keep.close()
        keep.deleteLater()


def asked(qtbot, keep: KeepAwake, request: str) -> list[str]:
    with qtbot.waitSignal(keep.changed, timeout=3000) as got:
        getattr(keep, request)()
    return got.args


def test_probe_tells_before_the_beginning_and_holds_nothing(qtbot, make, desktop) -> None:
    keep = make()
    assert (keep.state, keep.reason, desktop.log) == ("off", "", [])
    assert asked(qtbot, keep, "probe") == ["off", CAN]
    assert (desktop.log, desktop.holds) == (["enter", "exit"], 0)


def test_acquire_and_release(qtbot, make, desktop) -> None:
    keep = make()
    assert asked(qtbot, keep, "acquire") == ["on", ON]
    assert (keep.state, keep.reason, desktop.holds) == ("on", ON, 1)
    assert asked(qtbot, keep, "release") == ["off", ""]
    assert desktop.holds == 0
    assert desktop.threads
    assert threading.get_ident() not in desktop.threads


@pytest.mark.parametrize("fault", ["inactive", "enter_fails"])
def test_desktop_that_cannot(qtbot, make, desktop, fault) -> None:
    desktop.active, desktop.enter_fails = fault != "inactive", fault == "enter_fails"
    keep = make()
    assert asked(qtbot, keep, "probe") == ["unavailable", UNABLE]
    assert asked(qtbot, keep, "acquire") == ["unavailable", UNABLE]
    assert asked(qtbot, keep, "release") == ["off", ""]


def test_leaving_that_fails_is_survived(qtbot, make, desktop) -> None:
    desktop.exit_fails = True
    keep = make()
    asked(qtbot, keep, "acquire")
    assert asked(qtbot, keep, "release") == ["off", ""]
    assert asked(qtbot, keep, "acquire") == ["on", ON]


def test_renewal_never_lets_go_in_between(qtbot, make, desktop) -> None:
    keep = make(renew_s=0.02)
    asked(qtbot, keep, "acquire")
    told: list[str] = []
    keep.changed.connect(lambda state, _reason: told.append(state))
    qtbot.waitUntil(lambda: desktop.log.count("enter") >= 5, timeout=3000)
    assert desktop.least == 1
    assert told == []


def test_service_that_dies_is_told_and_its_return_too(qtbot, make, desktop) -> None:
    keep = make(renew_s=0.02)
    asked(qtbot, keep, "acquire")
    with qtbot.waitSignal(keep.changed, timeout=3000) as lost:
        desktop.exit_fails = desktop.enter_fails = True
    assert lost.args == ["unavailable", UNABLE]
    with qtbot.waitSignal(keep.changed, timeout=3000) as back:
        desktop.exit_fails = desktop.enter_fails = False
    assert back.args == ["on", ON]


def test_probe_while_held_keeps_holding(qtbot, make, desktop) -> None:
    keep = make()
    asked(qtbot, keep, "acquire")
    assert asked(qtbot, keep, "probe") == ["on", ON]
    assert desktop.holds == 1


def test_mute_desktop_never_makes_the_window_wait(qtbot, make, desktop) -> None:
    desktop.answer.clear()
    keep = make(answer_within_s=1.0)
    began = time.perf_counter()
    with qtbot.waitSignal(keep.changed, timeout=5000) as mute:
        keep.probe()
        keep.acquire()
        called = time.perf_counter() - began
    assert called < 0.8
    assert mute.args == ["unavailable", MUTE]
    with qtbot.waitSignal(keep.changed, timeout=3000) as late:
        desktop.answer.set()
    assert late.args == ["on", ON]


def test_closing_with_a_mute_desktop_does_not_wait_for_it(qtbot, make, desktop) -> None:
    desktop.answer.clear()
    keep = make()
    keep.acquire()
    qtbot.waitUntil(lambda: bool(desktop.threads), timeout=3000)
    began = time.perf_counter()
    keep.close(wait_s=0.1)
    assert time.perf_counter() - began < 2


def test_closing_releases(qtbot, make, desktop) -> None:
    keep = make()
    asked(qtbot, keep, "acquire")
    keep.close(wait_s=3)
    assert desktop.holds == 0
    keep.close()


def test_only_the_newest_answer_counts(qtbot, make, desktop) -> None:
    keep = make()
    told: list[str] = []
    keep.changed.connect(lambda state, _reason: told.append(state))
    desktop.answer.clear()
    keep.acquire()
    keep.release()
    desktop.answer.set()
    qtbot.waitUntil(lambda: told != [], timeout=3000)
    assert told == ["off"]
    assert desktop.holds == 0


def test_missing_wakepy_is_unavailable(qtbot, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "wakepy", None)
    keep = KeepAwake(mode=keepawake.wakepy_mode)
    assert asked(qtbot, keep, "probe") == ["unavailable", UNABLE]
    keep.close()


@pytest.mark.parametrize(("variable", "expected"), [("WAKEPY_FAKE_SUCCESS", "on"), ("NO_BUS", "unavailable")])
def test_real_wakepy(qtbot, monkeypatch, variable, expected) -> None:
    monkeypatch.setenv(variable, "1")
    if expected == "unavailable":
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        if not sys.platform.startswith("linux"):
            pytest.skip("only a bus can be missing")
    keep = KeepAwake()
    assert asked(qtbot, keep, "acquire")[0] == expected
    asked(qtbot, keep, "release")
    keep.close()


def test_the_command_line_asks_once(desktop) -> None:
    assert probe_once(desktop) == ("on", CAN)
    assert (desktop.log, desktop.holds) == (["enter", "exit"], 0)
    desktop.active = False
    assert probe_once(desktop) == ("unavailable", UNABLE)
    desktop.answer.clear()
    assert probe_once(desktop, wait_s=0.05) == ("unavailable", MUTE)
    desktop.answer.set()


EXIT_WHILE_HELD = """
from PySide6.QtCore import QCoreApplication
from massage_desktop.ui.keepawake import KeepAwake
app = QCoreApplication([])
keep = KeepAwake()
keep.changed.connect(lambda state, reason: app.quit())
keep.acquire()
app.exec()
print(keep.state)
"""


def test_program_that_ends_while_holding_ends_cleanly() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "dev", "-c", EXIT_WHILE_HELD],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
        env={
            "WAKEPY_FAKE_SUCCESS": "1",
            "PYTHONPATH": ":".join(p for p in sys.path if p),
            "PATH": "/usr/bin",
        },
    )
    assert (run.returncode, run.stdout.strip()) == (0, "on"), run.stderr
