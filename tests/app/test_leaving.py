"""The program ends when the system asks, even in the middle of a session."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ENV = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy"}


def test_a_session_closes_by_itself_when_told_to() -> None:
    words = ["start", "R01", "--minutes", "15", "--quit-after", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "massage_desktop", *words], env=ENV, capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_log_out_ends_a_session_in_good_order() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "massage_desktop", "start", "R01"], env=ENV, stderr=subprocess.PIPE, text=True
    )
    _wait_for_handler(running.pid)
    time.sleep(1)
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=10)
    assert (running.returncode, said) == (0, "")


def _wait_for_handler(pid: int) -> None:
    """Until the program has taken SIGTERM upon itself, which a busy machine delays; Linux tells."""
    status = Path(f"/proc/{pid}/status")
    until_s = time.monotonic() + 30
    while time.monotonic() < until_s and status.exists():
        caught = next((line for line in status.read_text().splitlines() if line.startswith("SigCgt")), "")
        if caught and int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.1)
