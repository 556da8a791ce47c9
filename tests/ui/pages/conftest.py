"""The pages before a massage, ready to be looked at."""

from __future__ import annotations

import pytest
from fitting import ROUTINES, SOUNDS
from pytestqt.qtbot import QtBot

from massage_desktop.ui.pages.home import HomePage
from massage_desktop.ui.pages.prepare import PreparePage
from massage_desktop.ui.theme import DARK


@pytest.fixture
def home(qtbot: QtBot) -> HomePage:
    page = HomePage(DARK, 1.0)
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.set_routines(ROUTINES, "back_classic")
    page.show()
    return page


@pytest.fixture
def prepare(qtbot: QtBot) -> PreparePage:
    page = PreparePage(DARK, 1.0)
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.set_ambiences(SOUNDS)
    page.set_routine(ROUTINES[0], 17)
    page.show()
    return page
