"""The program ends cleanly in the middle of a scan and of a preview."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import made_music

LEAVE = """
import sys
from PySide6.QtCore import QTimer
from massage_desktop.app.application import make_application
from massage_desktop.app.program import Program
application = make_application()
program = Program(remember=True)
program.window.show()
program.window.home.chosen.emit("back_classic", 17)
page = program.window.prepare
page.wishes.take_music(sys.argv[1])
page.wishes.sound.listen.click()
QTimer.singleShot(700, program.window.close)
code = application.exec()
print(len(page.music.shown.pieces), page.music.shown.finished)
program.close()
sys.exit(code)
"""


def test_the_window_closes_in_the_middle_of_it_all(tmp_path: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    # Long enough that a quick machine is not through before the window closes.
    for n in range(6):
        made_music.flac(music / f"{n}.flac", made_music.calm(240, 180 + n))
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy"}
    done = subprocess.run(
        [sys.executable, "-c", LEAVE, str(music)], env=env, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("False\n"), "it was still looking through the music"
    assert _gone(str(music))


def _gone(name: str, seconds: float = 10.0) -> bool:
    """Whether no process holds a file of the folder open any more; true at once where that cannot be told."""
    until_s = time.monotonic() + seconds
    while time.monotonic() < until_s:
        if not any(name in _target(link) for link in Path("/proc").glob("[0-9]*/fd/*")):
            return True
        time.sleep(0.2)
    return False


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
