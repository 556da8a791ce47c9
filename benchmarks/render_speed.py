"""How fast a session becomes a file, and what its parts cost; times real time, wall clock and processor time.

Usage: ``python benchmarks/render_speed.py [NAME ...]``; without names, all generated sounds.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import load_routine
from massage_desktop.sound.generators.catalogue import AMBIENCES
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.mix import Mix
from massage_desktop.sound.render import render_session
from massage_desktop.sound.source import Samples
from massage_desktop.sound.sources import make_source

SECONDS = 60
GOAL = 60


def used_s() -> float:
    """Processor time of this process and of those it has started and waited for."""
    return sum(os.times()[:4])


def report(name: str, sound_s: float, work: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), used_s()
    work()
    wall, cpu = time.perf_counter() - wall, used_s() - cpu
    print(f"{name:32} {sound_s / wall:6.0f} times real time, {sound_s / cpu:6.0f} by processor time")


def mix_through(bed: Samples) -> None:
    mix = Mix(-33.0)
    mix.fade(1.0, 1.0)
    for at in range(0, len(bed), RATE):
        mix.process(bed[at : at + RATE])


def main() -> None:
    """Measure and print."""
    names = sys.argv[1:] or list(AMBIENCES)
    for name in names:
        source = make_source(name, 1)
        report(name, SECONDS, lambda source=source: source.render(SECONDS * RATE))
    bed = make_source("rain_on_leaves", 1).render(SECONDS * RATE)
    report("mix and ceiling", SECONDS, lambda: mix_through(bed))
    plan = make_plan(load_routine("R12"), 10, "first")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            for ending in ("wav", "flac", "ogg", "mp3"):
                out = Path(folder, f"{name}.{ending}")
                work = lambda out=out, name=name: render_session(plan, out, name, seed=1)  # noqa: E731
                report(f"{name} to .{ending} (goal {GOAL})", plan.total_seconds, work)


if __name__ == "__main__":
    main()
