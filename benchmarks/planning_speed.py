"""Planning and re-planning a routine of 60 steps, in milliseconds (goal: 1 ms each).

The yardstick of the same run is Python's own `sum` over a million floats, so that figures of different
machines compare.
"""

from __future__ import annotations

import statistics
import time

import msgspec

from massage_desktop.plan.change import stay_longer
from massage_desktop.plan.make import make_plan
from massage_desktop.plan.progress import Progress
from massage_desktop.routine.library import load_routine
from massage_desktop.routine.model import Routine

RUNS = 200


def long_routine() -> Routine:
    """Sixty steps: the middle of a bundled routine over and over, each shortened to a tenth."""
    base = load_routine("back_six_step")
    opening, *middle, closing = [
        msgspec.structs.replace(s, repetitions=None, seconds=17, points=None) for s in base.steps
    ]
    steps = [opening]
    n = 0
    while len(steps) < 59:
        n += 1
        names = {s.id: f"{s.id}_{n}" for s in middle}
        steps += [
            msgspec.structs.replace(s, id=names[s.id], mirrors=names.get(s.mirrors or "")) for s in middle
        ]
    return msgspec.structs.replace(base, steps=[*steps[:59], closing])


def median_ms(action: object) -> float:
    """Median time of many runs."""
    times = []
    for _ in range(RUNS):
        before = time.perf_counter()
        action()
        times.append((time.perf_counter() - before) * 1000)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    routine = long_routine()
    plan = make_plan(routine, 17)
    progress = Progress(plan=plan, index=3, elapsed_s=5.0)
    floats = [0.1] * 1_000_000
    yardstick = median_ms(lambda: sum(floats))
    for name, action in (
        (f"plan {len(routine.steps)} steps", lambda: make_plan(routine, 17)),
        (f"re-plan {len(routine.steps)} steps", lambda: stay_longer(progress)),
    ):
        ms = median_ms(action)
        print(f"{name}: {ms:.2f} ms, {ms / yardstick:.2f} of summing a million floats")


if __name__ == "__main__":
    main()
