"""Save pictures of every page at several sizes, themes and text sizes: ``page_pictures.py FOLDER``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from massage_desktop.app import words as app_words
from massage_desktop.controls.keymap import DEFAULT
from massage_desktop.desktop.quiet import UNABLE
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import bundled_routines
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Command
from massage_desktop.session.session import Session
from massage_desktop.settings.glance import Glance
from massage_desktop.settings.model import Settings, ThemeName
from massage_desktop.ui import settings_words as texts
from massage_desktop.ui import words
from massage_desktop.ui.pages.prepare import AmbienceShown
from massage_desktop.ui.widgets.session_strip import LevelShown
from massage_desktop.ui.widgets.settings_speech import VoiceShown
from massage_desktop.ui.window import MainWindow

SIZES = ((800, 500), (1024, 640), (1440, 900), (2560, 1440))
LOOKS: tuple[tuple[ThemeName, float], ...] = (
    ("dark", 1.0),
    ("dark", 1.3),
    ("light", 1.0),
    ("light", 1.3),
    ("contrast", 1.0),
)
SOUNDS = [
    AmbienceShown("warm_chords", "Warm chords", False),
    AmbienceShown("rain_on_leaves", "Rain on leaves", True),
]


def session_at(seconds: float, command: Command | None = None) -> Session:
    """A session of the first routine, this long after its first stroke; then somebody asks for something."""
    clock = ManualClock()
    session = Session(make_plan(bundled_routines()[0], 17), clock, get_ready_s=20, rest_s=180)
    clock.advance(20 + seconds)
    session.advance()
    if command is not None:
        session.command(command)
    return session


class Scenes:
    """Brings a window to the moments that are worth a picture."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._routines = bundled_routines()

    def all(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """(name of the picture, what to do for it)."""
        prepare = self._window.prepare
        yield "home", self._home
        yield "prepare", self._prepare
        yield "prepare-blocked", lambda: self._answer("meal", "ask_doctor", "first_session")
        yield "prepare-ready", lambda: prepare.none_of_these.setChecked(True)
        for section in texts.SECTIONS:
            yield f"settings-{section}", partial(self._settings, section)
        yield "calibrate", lambda: self._window.show_page("calibrate")
        yield "ready", lambda: self._running(-12)
        yield "session", self._running
        yield "announced", lambda: self._running(session_at(0).plan.steps[1].end - 7)
        yield "told", self._told
        yield "zones", self._zones
        yield "held", lambda: self._running(100, "hold")
        yield "rest", lambda: self._rest(17 * 60 + 40)
        yield "thanks", lambda: self._rest(17 * 60 + 200)
        yield "keys", lambda: self._window.show_keys(True)

    def _home(self) -> None:
        self._window.home.set_routines(self._routines, self._routines[1].id)
        self._window.home.settle()
        self._window.show_page("home")

    def _prepare(self) -> None:
        prepare = self._window.prepare
        prepare.set_ambiences(SOUNDS)
        prepare.set_notice("sound", words.NOT_CALIBRATED)
        prepare.set_notice("screen", app_words.SCREEN_MAY_SLEEP)
        prepare.set_notice("quiet", UNABLE)
        prepare.set_routine(self._routines[1], 17)
        self._window.show_page("prepare")

    def _answer(self, *ids: str) -> None:
        for entry in self._window.prepare.health.entries:
            entry.tick.setChecked(entry.question.id in ids)

    def _settings(self, section: str) -> None:
        page = self._window.settings_page
        page.speech.set_voices((VoiceShown("a", "en", "Heart"), VoiceShown("b", "es", "Dora")))
        self._window.show_page("settings")
        page.show_section(section)

    def _running(self, seconds: float = 100, command: Command | None = None) -> None:
        page = self._window.session
        self._window.show_page("session")
        page.show_snapshot(session_at(seconds, command).snapshot())
        page.show_level(LevelShown(-52.0, -40.0, None, "Warm chords", "playing"))

    def _told(self) -> None:
        self._running()
        self._window.session_message(words.PRESS_AGAIN)

    def _zones(self) -> None:
        self._running()
        page = self._window.session
        page.show_message("")
        QTest.mouseMove(page.zones, QPoint(page.width() // 4, page.height() // 4))

    def _rest(self, seconds: float) -> None:
        self._window.show_page("rest")
        self._window.rest.show_snapshot(session_at(seconds).snapshot())


def main() -> None:
    """Every picture into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="only pictures whose name holds this")
    parser.add_argument("--language", default="en", choices=("en", "es"))
    parser.add_argument("--sizes", default="", help="only these widths, such as 800,1440")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    for width, height in SIZES:
        if options.sizes and str(width) not in options.sizes.split(","):
            continue
        for theme, text_size in LOOKS:
            window = MainWindow(Glance())
            kept = Settings(theme=theme, text_size=text_size, reduced_motion=True, language=options.language)
            window.furnish(kept, DEFAULT)
            window.settings_page.set_settings(kept)
            window.resize(width, height)
            window.show()
            for name, act in Scenes(window).all():
                act()
                application.processEvents()
                window.settle()
                path = options.folder / f"{name}-{width}-{theme}-{text_size}.png"
                if options.only in path.name and not window.grab().save(str(path)):
                    raise SystemExit(f"{path}: the picture cannot be written.")
            window.close()


if __name__ == "__main__":
    main()
