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
        _outputs,
        _latest,
        _speech,
        _listening,
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
    from massage_desktop.settings.store import load
    from massage_desktop.sound.ring import probe_device

    wanted = load()[0].output_device
    name, problem = probe_device(wanted)
    if problem:
        return Answer(
            "sound", "no device", f"{problem} Sessions run in silence; plug in or switch on a loudspeaker."
        )
    if wanted and name != wanted:
        return Answer("sound", name, f"“{wanted}” is not there; until it is, this one plays.")
    return Answer("sound", name)


def _outputs() -> Answer:
    """All devices and which of them are calibrated; a missing calibration is no fault."""
    from massage_desktop.settings.store import load
    from massage_desktop.sound.devices import find_devices
    from massage_desktop.sound.level import UNNAMED_DEVICE, kept_offset_db
    from massage_desktop.sound.output import NoDeviceError

    try:
        found = find_devices()
    except NoDeviceError as error:
        return Answer("outputs", f"none: {error}")
    offsets = load()[0].offset_db
    said = []
    for name in found.names or (found.default or UNNAMED_DEVICE,):
        offset_db = kept_offset_db(offsets, name)
        state = "not calibrated" if offset_db is None else f"calibrated (0 LUFS is {offset_db:g} dB)"
        said.append(f"{name}{' (default)' if name == found.default else ''}: {state}")
    return Answer("outputs", "; ".join(said))


def _latest() -> Answer:
    """How the sound of the latest session went."""
    from massage_desktop.sound.report import latest_report, report_words

    report = latest_report()
    if report is None:
        return Answer("gaps", "no session has been played yet")
    advice = "Close programs that keep the computer busy, and look at the cable." if report.gaps else ""
    return Answer("gaps", report_words(report), advice)


def _speech() -> Answer:
    """The recorded voices, and what speaks a person's own texts."""
    from massage_desktop.sound.clips import voices
    from massage_desktop.sound.system_speech import system_engine

    found = [f"{voice.id} ({voice.language})" for voice in voices()]
    engine = system_engine()
    own = f"your own texts by {engine.name}" if engine else "your own texts by a chime and large text"
    if not found:
        return Answer("speech", "no voices", "Install the program again: its voices are missing.")
    return Answer("speech", f"{', '.join(found)}; {own}")


def _listening() -> Answer:
    """Spoken commands are an extra: that it is not installed is no fault, unless it is switched on."""
    from massage_desktop.listening.available import listening_available
    from massage_desktop.settings.store import load

    wanted = load()[0].voice_control
    lacking = listening_available()
    if lacking:
        return Answer("listening", "not installed", lacking if wanted else "")
    from massage_desktop.listening.microphone import MicrophoneError, microphones

    try:
        names = microphones()
    except MicrophoneError as error:
        return Answer("listening", "no microphone", str(error) if wanted else "")
    state = "switched on" if wanted else "switched off"
    if not names:
        return Answer("listening", f"{state}, no microphone", "Plug in a microphone." if wanted else "")
    return Answer("listening", f"{state}; microphones: {', '.join(names)}")


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
