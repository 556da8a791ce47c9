"""The command ``cards``: a PDF at once and whole, or one line that says why not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from massage_desktop.routine.library import load_routine


def cards(*words: object, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    without = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "massage_desktop", "cards", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,
        env={**without, "PYTHONPATH": str(Path(__file__).parents[2]), **env},
        stdin=subprocess.DEVNULL,
    )


def test_the_command_needs_no_screen_and_replaces_the_file_at_once(tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    out.write_text("old")
    done = cards("--paper", "Letter", "R01", out, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    count = len({step.technique for step in load_routine("R01").steps})
    assert f"with {count} cards and 1 routine sheet" in done.stdout
    assert out.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.pdf"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "OUT.pdf"),
        (["R01"], 2, "ending .pdf"),
        (["R01", "cards.txt"], 2, "ending .pdf"),
        (["back_sixstep", "x.pdf"], 2, "back_six_step"),
        (["R01", "nowhere/x.pdf"], 1, "there is no folder nowhere"),
        (["R01", "folder.pdf"], 1, "this is a folder"),
        (["R01", "x.pdf", "--paper", "A5"], 2, "Known: A4, letter"),
        (["no/such.toml", "x.pdf"], 1, "no such file"),
    ],
)
def test_wrong_use_is_one_line_with_advice(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    done = cards(*words, folder=tmp_path)
    assert done.returncode == code, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["folder.pdf"]


def test_a_disk_that_is_full_replaces_nothing(tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    out.write_text("old")
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));"
        f"from massage_desktop.cli import run; sys.exit(run(['cards', 'R01', {str(out)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 1
    assert "Nothing was replaced" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]
