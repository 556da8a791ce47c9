"""``start``, ``rehearse`` and the window itself."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path

from .failure import CommandError, wrong_use


def open_home(options: argparse.Namespace) -> int:
    """The window at its first page."""
    gc.disable()  # until the first picture: there is nothing to collect yet
    _need_display()
    from massage_desktop.app.program import run_program

    return run_program(quit_after_s=options.quit_after)


def start(options: argparse.Namespace) -> int:
    """The window at the session, which begins with its get-ready countdown."""
    from .agreeing import heard_sound
    from .load import plan_of

    plan = plan_of(options)
    ambience = heard_sound(options.ambience, agreed=options.receiver_agrees)
    _need_display()
    from massage_desktop.app.log import EventLog
    from massage_desktop.app.program import run_program

    if options.log is None:
        return run_program(plan=plan, ambience=ambience, quit_after_s=options.quit_after)
    try:
        with EventLog(options.log) as log:
            return run_program(plan=plan, ambience=ambience, quit_after_s=options.quit_after, log=log)
    except OSError as error:
        raise CommandError(f"{options.log}: cannot be written: {error.strerror or error}.") from None


def rehearse(options: argparse.Namespace) -> int:
    """The whole session in the real window with no person present."""
    from massage_desktop.app.script import ScriptError, read_script
    from massage_desktop.platform_check import display_problem

    from .load import plan_of

    plan = plan_of(options)
    _check_ambience(options.ambience)
    try:
        cues = read_script(options.commands) if options.commands else []
    except ScriptError as error:
        raise CommandError(str(error)) from None
    _make_folder(options.pictures)
    if display_problem():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # a rehearsal needs no screen
    from massage_desktop.app.rehearsal import Rehearsal, rehearse_plan

    summary = rehearse_plan(
        plan,
        Rehearsal(
            cues=tuple(cues),
            speed=options.speed,
            pictures=options.pictures,
            log=options.log,
            size=options.size,
            ambience=options.ambience,
            look_every_s=0.5 if options.pictures else 1.0,
        ),
    )
    minutes, seconds = divmod(round(summary.massage_seconds), 60)
    sys.stdout.write(
        f"{plan.routine.title}: {minutes}:{seconds:02d} of massage, {summary.ended.replace('_', ' ')}, "
        f"{summary.pictures} pictures.\n"
    )
    return 0


def _need_display() -> None:
    from massage_desktop.platform_check import display_problem

    problem = display_problem()
    if problem:
        raise CommandError(problem)


def _check_ambience(ambience: str | None) -> None:
    """Refuse an unknown sound before a window opens."""
    if ambience is None:
        return
    from massage_desktop.sound.sources import AmbienceError, make_source

    try:
        make_source(ambience).close()
    except AmbienceError as error:
        raise wrong_use(str(error)) from None


def _make_folder(folder: Path | None) -> None:
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder}: pictures cannot be written here: {error.strerror}.") from None
