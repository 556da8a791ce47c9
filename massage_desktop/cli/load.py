"""From the words of a command line to a checked routine and its plan."""

from __future__ import annotations

import argparse

from massage_desktop.plan.make import PlanRefusedError, make_plan
from massage_desktop.plan.model import Plan
from massage_desktop.routine.library import RoutineError, load_routine
from massage_desktop.routine.model import Routine
from massage_desktop.rules import check

from .failure import CommandError, did_you_mean, wrong_use


def routine_of(name: str) -> Routine:
    """The routine called ``name`` (id, code or file), refused when it is not safe to run.

    Raises:
        CommandError: unknown, unreadable or unsafe.
    """
    try:
        routine = load_routine(name)
    except RoutineError as error:
        raise CommandError(str(error), code=1 if error.findings else 2) from None
    unsafe = [f for f in check(routine) if f.severity == "error"]
    if unsafe:
        first = unsafe[0]
        more = f" (and {len(unsafe) - 1} more)" if len(unsafe) > 1 else ""
        raise CommandError(
            f"{name} is not safe to run: {first.rule}: {first.message}{more}. "
            f"See `massage-desktop check {name}`."
        )
    return routine


def plan_of(options: argparse.Namespace) -> Plan:
    """The plan that the command line asks for.

    Raises:
        CommandError: no such routine, or a wish that cannot be met.
    """
    routine = routine_of(options.routine)
    try:
        return make_plan(routine, options.minutes, options.profile, _options(routine, options.wished))
    except PlanRefusedError as error:
        raise wrong_use(str(error)) from None


def _options(routine: Routine, wished: list[str]) -> list[str]:
    known = [option.id for option in routine.options]
    for name in wished:
        if name not in known:
            offer = f"It has {', '.join(known)}." if known else "It has no options."
            raise wrong_use(f"“{routine.title}” has no option “{name}”.{did_you_mean(name, known)} {offer}")
    return wished
