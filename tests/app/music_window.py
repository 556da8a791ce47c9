"""The real window for tests of music: opened, prepared and closed, with nothing that can be heard."""

from __future__ import annotations

import shiboken6
from pytestqt.qtbot import QtBot

from massage_desktop.app.program import Program
from massage_desktop.ui.pages.prepare import PreparePage

LONG_MS = 60_000


def closed(program: Program) -> None:
    """Close it, and let nothing reach it any more: what was asked of the desktop may be answered late."""
    if shiboken6.isValid(program):
        program.close()
        shiboken6.delete(program)


def opened(qtbot: QtBot) -> Program:
    program = Program(remember=True)
    qtbot.addWidget(program.window)
    program.window.show()
    qtbot.waitExposed(program.window)
    return program


def prepared(program: Program) -> PreparePage:
    program.window.home.chosen.emit("back_classic", 17)
    assert program.window.page_name == "prepare"
    return program.window.prepare


def looked_through(qtbot: QtBot, page: PreparePage) -> None:
    qtbot.waitUntil(lambda: page.music.shown.finished, timeout=LONG_MS)
