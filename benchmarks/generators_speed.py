"""How fast every generated sound renders: times real time, and its worst block as a share of its time.

Blocks are as long as those the mixer asks for (0.8 s). A share of 1.0 would be too late; the goal is 25 times
real time on one core and a worst block under a tenth. Processor time is what counts where other work is going
on; the wall clock is printed beside it.

Usage: ``python benchmarks/generators_speed.py [NAME ...]``; without names, all of them.
"""

from __future__ import annotations

import sys
import time

from massage_desktop.sound.generators.catalogue import AMBIENCES
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.sources import make_source

SECONDS = 120
BLOCK_S = 0.8
GOAL = 25


def measure(name: str) -> str:
    """One line about one sound."""
    source = make_source(name, seed=1)
    frames = round(BLOCK_S * RATE)
    source.render(frames)  # modules and tables are loaded with the first
    wall, cpu, worst = 0.0, 0.0, 0.0
    for _ in range(round(SECONDS / BLOCK_S)):
        before_wall, before_cpu = time.perf_counter(), time.process_time()
        source.render(frames)
        spent = time.process_time() - before_cpu
        wall += time.perf_counter() - before_wall
        cpu += spent
        worst = max(worst, spent)
    times = SECONDS / cpu
    met = "met" if times >= GOAL else "missed"
    return (
        f"{name:16} {times:5.0f} times real time by processor time (goal {GOAL}: {met}), "
        f"{SECONDS / wall:5.0f} by the clock; worst block {worst / BLOCK_S:.1%} of its time"
    )


def main() -> None:
    """Measure and print."""
    names = sys.argv[1:] or list(AMBIENCES)
    unknown = [name for name in names if name not in AMBIENCES]
    if unknown:
        print(f"no such sound: {', '.join(unknown)}; choose from {', '.join(AMBIENCES)}")
        raise SystemExit(2)
    for name in names:
        print(measure(name), flush=True)


if __name__ == "__main__":
    main()
