"""The program whose music several files of tests look at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from music_window import closed, opened
from pytestqt.qtbot import QtBot

from massage_desktop.app.program import Program


@pytest.fixture
def program(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    program = opened(qtbot)
    yield program
    closed(program)
