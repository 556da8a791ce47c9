"""Save pictures of every page at several sizes, themes and text sizes: ``page_pictures.py FOLDER``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from massage_desktop.controls.keymap import DEFAULT
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import bundled_routines
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.session import Session
from massage_desktop.settings.glance import Glance
from massage_desktop.settings.model import Settings, ThemeName
from massage_desktop.ui.pages.prepare import AmbienceShown
from massage_desktop.ui.window import MainWindow

SIZES = ((1024, 640), (1440, 900), (2560, 1440))
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


def session_at(seconds: float) -> Session:
    """A session of the first routine, this long after its first stroke."""
    clock = ManualClock()
    session = Session(make_plan(bundled_routines()[0], 17), clock, get_ready_s=20, rest_s=180)
    clock.advance(20 + seconds)
    session.advance()
    return session


def moments(window: MainWindow) -> Iterator[tuple[str, Callable[[], None]]]:
    """(name of the picture, what to do for it)."""
    routines = bundled_routines()
    prepare = window.prepare

    def home() -> None:
        window.home.set_routines(routines, routines[1].id)
        window.home.settle()
        window.show_page("home")

    def fresh() -> None:
        prepare.set_ambiences(SOUNDS)
        prepare.set_notice(
            "sound", "Sound: not calibrated. It starts very quietly; keep it below a soft voice."
        )
        prepare.set_notice(
            "screen", "The screen may go to sleep. Switch its sleep off before your hands are oily."
        )
        prepare.set_routine(routines[1], 17)
        window.show_page("prepare")

    def answer(*ids: str) -> None:
        for entry in prepare.health.entries:
            entry.tick.setChecked(entry.question.id in ids)

    def rest(session: Session) -> None:
        window.show_page("rest")
        window.rest.show_snapshot(session.snapshot())

    def running() -> None:
        window.show_page("session")
        window.session.show_snapshot(session_at(100).snapshot())

    yield "home", home
    yield "prepare", fresh
    yield "prepare-blocked", lambda: answer("meal", "ask_doctor", "first_session")
    yield "prepare-ready", lambda: prepare.none_of_these.setChecked(True)
    yield "session", running
    yield "rest", lambda: rest(session_at(17 * 60 + 40))
    yield "thanks", lambda: rest(session_at(17 * 60 + 200))
    yield "keys", lambda: window.show_keys(True)


def main() -> None:
    """Every picture into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="only pictures whose name holds this")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    for width, height in SIZES:
        for theme, text_size in LOOKS:
            window = MainWindow(Glance())
            window.furnish(Settings(theme=theme, text_size=text_size, reduced_motion=True), DEFAULT)
            window.resize(width, height)
            window.show()
            for name, act in moments(window):
                act()
                application.processEvents()
                window.settle()
                path = options.folder / f"{name}-{width}-{theme}-{text_size}.png"
                if options.only in path.name and not window.grab().save(str(path)):
                    raise SystemExit(f"{path}: the picture cannot be written.")
            window.close()


if __name__ == "__main__":
    main()
