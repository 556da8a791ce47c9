"""The program ends when the system asks, even in the middle of a session."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

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
    time.sleep(3)
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=10)
    assert (running.returncode, said) == (0, "")
