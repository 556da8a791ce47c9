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

RUNS = 9
# Byte code is kept between runs, as it is on everybody's machine.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT["QT_QPA_PLATFORM"] = "offscreen"
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)
app = QApplication([])
window = Window(); window.setCentralWidget(QLabel("hello")); window.resize(1440, 900); window.show()
app.exec()
"""


def seconds(command: list[str]) -> float:
    """Wall time of one process."""
    before = time.perf_counter()
    subprocess.run(command, check=True, env=ENVIRONMENT)
    return time.perf_counter() - before


def main() -> None:
    """Measure and print."""
    bare = [sys.executable, "-c", BARE]
    ours = [sys.executable, "-m", "massage_desktop", "--quit-after", "0"]
    seconds(bare), seconds(ours)  # the disk's first reading belongs to neither
    pairs = [(seconds(bare), seconds(ours)) for _ in range(RUNS)]
    bare_s, ours_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"bare window {bare_s * 1000:.0f} ms, ours {ours_s * 1000:.0f} ms: {ours_s / bare_s:.2f} times")


if __name__ == "__main__":
    main()
