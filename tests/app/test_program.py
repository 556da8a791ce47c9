"""The whole program in its real window, used by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from massage_desktop.app.program import Program
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import load_routine
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Event
from massage_desktop.session.session import Session


def led(program: Program, events: list[Event]) -> ManualClock:
    clock = ManualClock()
    session = Session(make_plan(load_routine("R01"), 17), clock)
    program.run_session(session, ambience=None, audible=False, by_itself=False, listener=events.append)
    return clock


def press(qtbot: QtBot, program: Program, key: Qt.Key) -> None:
    qtbot.keyClick(program.window, key)


def test_home_shows_the_routines_and_leads_to_prepare(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: len(program.window.home.shelf.grid.shown_cards) > 4, timeout=5000)
    program.window.home.chosen.emit("back_classic", 18)
    assert program.window.page_name == "prepare"
    assert not program.window.prepare.begin_button.isEnabled(), "health questions come first"


def test_one_tick_lets_a_healthy_person_begin(qtbot: QtBot, program: Program) -> None:
    program.window.home.chosen.emit("back_classic", 18)
    page = program.window.prepare
    page.none_of_these.click()
    assert page.begin_button.isEnabled()
    page.begin_button.click()
    assert program.window.page_name == "session"
    assert program.leading.runner is not None
    assert program.leading.runner.snapshot().plan.total_seconds == 18 * 60
    assert program.leading.runner.snapshot().phase == "ready"


def test_keys_steer_the_session_and_esc_is_asked_twice(qtbot: QtBot, program: Program) -> None:
    events: list[Event] = []
    clock = led(program, events)
    clock.advance(60)
    program.tick()
    for key in (Qt.Key.Key_S, Qt.Key.Key_M, Qt.Key.Key_P, Qt.Key.Key_P):
        press(qtbot, program, key)
    commands = [e.command for e in events if e.kind == "command"]
    assert commands == ["softer", "stay", "hold", "resume"]
    press(qtbot, program, Qt.Key.Key_Escape)
    assert "end" not in [e.command for e in events]
    qtbot.wait(350)  # a second press sooner than this counts as a bouncing contact
    press(qtbot, program, Qt.Key.Key_Escape)
    assert [e.command for e in events if e.kind == "command"][-1] == "end"


def test_after_the_last_stroke_comes_the_rest_and_then_home(qtbot: QtBot, program: Program) -> None:
    events: list[Event] = []
    clock = led(program, events)
    clock.advance(20 + 17 * 60 + 1)
    program.tick()
    assert program.window.page_name == "rest"
    clock.advance(200)
    program.tick()
    assert events[-1].kind == "finished"
    page = program.window.rest
    assert page.button.isVisible()
    page.button.click()
    assert program.window.page_name == "home"


def test_a_second_session_starts_fresh(qtbot: QtBot, program: Program) -> None:
    for _ in range(2):
        events: list[Event] = []
        clock = led(program, events)
        clock.advance(25)
        program.tick()
        assert [e.kind for e in events] == ["ready", "step"]


def test_closing_during_a_session_is_asked_in_the_page(qtbot: QtBot, program: Program) -> None:
    events: list[Event] = []
    clock = led(program, events)
    clock.advance(30)
    program.tick()
    program.window.close()
    assert program.window.isVisible()
    qtbot.wait(350)
    program.window.close()
    assert not program.window.isVisible()


def test_glance_and_keys_card_come_and_go(qtbot: QtBot, program: Program) -> None:
    led(program, [])
    press(qtbot, program, Qt.Key.Key_G)
    assert program.window.session.glance
    press(qtbot, program, Qt.Key.Key_G)
    assert not program.window.session.glance
    press(qtbot, program, Qt.Key.Key_F1)
    press(qtbot, program, Qt.Key.Key_F1)
