"""CPU share of a running session: 30 pictures a second in 1440 by 900, and sound through SDL's dummy driver.

Goal: 8 % of one core, offscreen. Printed: the share with pictures and sound, with pictures alone, and both in
relation to a yardstick of the same run (the share that 30 sums of a 100,000-float list a second would take).
"""

from __future__ import annotations

import os
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["SDL_AUDIODRIVER"] = "dummy"

from massage_desktop.app.application import make_application
from massage_desktop.app.program import Program
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import load_routine
from massage_desktop.session.clock import SteadyClock
from massage_desktop.session.session import Session

SETTLE_S = 8.0
MEASURE_S = 15.0


def share(*, audible: bool) -> float:
    """CPU seconds a second while a session runs."""
    make_application()
    program = Program(remember=False)
    program.window.resize(1440, 900)
    program.window.show()
    session = Session(make_plan(load_routine("back_six_step"), 17), SteadyClock(), get_ready_s=1.0)
    program.run_session(session, ambience="warm_chords", audible=audible)
    run_for(SETTLE_S)
    cpu, wall = time.process_time(), time.monotonic()
    run_for(MEASURE_S)
    used = (time.process_time() - cpu) / (time.monotonic() - wall)
    program.close()
    return used


def run_for(seconds: float) -> None:
    """Let the window's own loop run."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def yardstick() -> float:
    """CPU seconds of 30 sums."""
    floats = [0.1] * 100_000
    before = time.process_time()
    for _ in range(30):
        sum(floats)
    return time.process_time() - before


def main() -> None:
    """Measure and print."""
    unit = yardstick()
    for name, audible in (("pictures", False), ("pictures and sound", True)):
        used = share(audible=audible)
        print(f"{name}: {used * 100:.1f} % of one core, {used / unit:.2f} yardsticks")


if __name__ == "__main__":
    main()
