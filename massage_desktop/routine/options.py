"""The areas that a routine offers besides what it always does."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from .model import Routine


def with_options(routine: Routine, wished: Collection[str] = ()) -> Routine:
    """The routine as it is given: its own steps and those of the options wished, which are options no more.

    Raises:
        ValueError: a wish names no option of this routine.
    """
    known = {option.id for option in routine.options}
    unknown = sorted(set(wished) - known)
    if unknown:
        raise ValueError(f"“{routine.title}” has no option {', '.join(unknown)}")
    if not known:
        return routine
    steps = [
        msgspec.structs.replace(step, option=None) if step.option else step
        for step in routine.steps
        if step.option is None or step.option in wished
    ]
    return msgspec.structs.replace(routine, steps=steps, options=[])
