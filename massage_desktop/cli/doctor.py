"""``doctor``: what was found on this machine, and what to do about what is missing."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """One line of the doctor's report; ``advice`` is empty when all is well."""

    subject: str
    found: str
    advice: str = ""


def doctor(_options: argparse.Namespace) -> int:
    """Print one line a subject; exit code 1 when something is missing."""
    answers = list(_answers())
    for a in answers:
        mark = "!" if a.advice else " "
        sys.stdout.write(f"{mark} {a.subject:<12} {a.found}\n")
        if a.advice:
            sys.stdout.write(f"{'':15}{a.advice}\n")
    missing = sum(bool(a.advice) for a in answers)
    sys.stdout.write(
        "Everything is there.\n" if not missing else f"{missing} thing{'s' * (missing > 1)} to look at.\n"
    )
    return int(bool(missing))


def _answers() -> Iterator[Answer]:
    checks: tuple[Callable[[], Answer], ...] = (
        _display,
        _sound,
        _speech,
        _awake,
        _settings,
        _data,
        _routines,
    )
    for check in checks:
        yield check()


def _display() -> Answer:
    from massage_desktop.platform_check import display_problem

    problem = display_problem()
    if problem:
        return Answer("display", "none", problem)
    platform = (
        os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    )
    return Answer("display", platform or "found")


def _sound() -> Answer:
    from massage_desktop.sound.ring import probe_device

    name, problem = probe_device()
    if problem:
        return Answer(
            "sound", "no device", f"{problem} Sessions run in silence; plug in or switch on a loudspeaker."
        )
    return Answer("sound", name)


def _speech() -> Answer:
    return Answer("speech", "cues are chimes and large text; this version does not speak")


def _awake() -> Answer:
    """Really asks the desktop to keep the screen awake, for a moment."""
    from massage_desktop.ui.keepawake import probe_once

    state, reason = probe_once()
    if state == "on":
        return Answer("keep awake", "the screen can be kept awake")
    return Answer("keep awake", "the screen may go to sleep", reason)


def _settings() -> Answer:
    from massage_desktop.settings.glance import settings_path
    from massage_desktop.settings.store import load

    _, notices = load()
    return Answer("settings", str(settings_path()), " ".join(notices))


def _data() -> Answer:
    from platformdirs import user_log_path

    return _writable("log", user_log_path("massage-desktop", appauthor=False))


def _writable(subject: str, folder: Path) -> Answer:
    nearest = next(p for p in (folder, *folder.parents) if p.exists())
    if os.access(nearest, os.W_OK):
        return Answer(subject, str(folder))
    return Answer(subject, str(folder), f"{nearest} cannot be written; the program goes on without a log.")


def _routines() -> Answer:
    from massage_desktop.routine.library import RoutineError, bundled_routines

    try:
        return Answer("routines", f"{len(bundled_routines())} bundled")
    except (RoutineError, OSError) as error:
        return Answer("routines", "damaged", f"{error} Install the program again.")
