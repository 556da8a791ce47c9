"""Time until the first painted window, against a bare PySide6 window painted by the same kind of process.

Both are new processes of the same interpreter; they are run in turn, and the medians are compared (goal: 1.5
at most).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

RUNS = 11
# Byte code is kept between runs, as it is on everybody's machine.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT["QT_QPA_PLATFORM"] = "offscreen"
REPORT = """
import os, time
def report():
    os.write(1, str(time.perf_counter()).encode())
    os._exit(0)
"""
BARE = (
    REPORT
    + """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, report)
app = QApplication([])
window = Window(); window.setCentralWidget(QLabel("hello")); window.resize(1440, 900); window.show()
app.exec()
"""
)
OURS = (
    "import gc; gc.disable()\n"  # as the command does, but before Qt, which has to be imported earlier here
    + REPORT
    + """
from massage_desktop.app import application
def seen(self, watched, event):
    if event.type() == event.Type.Paint and watched is self._widget:
        application.QTimer.singleShot(0, report)
    return False
application.FirstPaint.eventFilter = seen
from massage_desktop.cli import run
run([])
"""
)


def seconds(code: str) -> float:
    """From the start of a process to its first picture; both read the system's one steady clock."""
    before = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], check=True, env=ENVIRONMENT, capture_output=True)
    return float(done.stdout) - before


def main() -> None:
    """Measure and print."""
    seconds(BARE), seconds(OURS)  # the disk's first reading belongs to neither
    pairs = [(seconds(BARE), seconds(OURS)) for _ in range(RUNS)]
    bare_s, ours_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"bare window {bare_s * 1000:.0f} ms, ours {ours_s * 1000:.0f} ms: {ours_s / bare_s:.2f} times")


if __name__ == "__main__":
    main()
