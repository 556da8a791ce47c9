"""One line instead of an abort when the window cannot open."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from massage_desktop import platform_check
from massage_desktop.platform_check import PACKAGES, display_problem, library_problem

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks a Linux desktop")

ASK = "from massage_desktop.platform_check import display_problem as d; print(d())"
ASK_THEN_OPEN = (
    ASK + "\nfrom PySide6.QtGui import QGuiApplication as A; print(A([]).platformName(), flush=True)"
    "\nimport os; os._exit(0)"
)


def run(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    base = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")}
    path = os.pathsep.join(p for p in sys.path if p)
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**base, "PYTHONPATH": path, **env},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def one_line(result: subprocess.CompletedProcess[str]) -> str:
    assert (result.returncode, result.stderr) == (0, "")
    (line,) = result.stdout.splitlines()
    return line


def test_no_screen_names_the_variables_and_the_commands_that_work() -> None:
    line = one_line(run(ASK))
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in line
    for command in ("list", "check", "plan", "rehearse", "render", "doctor"):
        assert command in line


@pytest.mark.parametrize(
    ("env", "names"),
    [
        ({"DISPLAY": ":987"}, '":987"'),
        ({"DISPLAY": "not a display"}, '"not a display"'),
        ({"DISPLAY": "localhost:987"}, '"localhost:987"'),
        ({"QT_QPA_PLATFORM": "xcb"}, "DISPLAY is not set"),
        ({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": "/nonexistent"}, '"wayland-7"'),
        ({"WAYLAND_DISPLAY": "wayland-7"}, "XDG_RUNTIME_DIR is not set"),
        ({"WAYLAND_DISPLAY": "/nonexistent/way\x1b[31m"}, '"/nonexistent/way?[31m"'),
        ({"XDG_SESSION_TYPE": "wayland", "XDG_RUNTIME_DIR": "/nonexistent"}, '"wayland-0"'),
        ({"QT_QPA_PLATFORM": "crayon"}, 'asks for "crayon"'),
    ],
)
def test_dead_screens_are_one_line(env: dict[str, str], names: str) -> None:
    assert names in one_line(run(ASK, **env))


@pytest.mark.parametrize(
    "platform", ["offscreen", "minimal", "vnc:size=800x600", "crayon;offscreen", "xcb;offscreen"]
)
def test_platforms_without_a_screen_are_fine(platform: str) -> None:
    assert display_problem({"QT_QPA_PLATFORM": platform}) is None


def test_what_is_said_to_work_works_and_offscreen_opens() -> None:
    result = run(ASK_THEN_OPEN, QT_QPA_PLATFORM="offscreen")
    assert result.stdout.split() == ["None", "offscreen"]


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
def test_real_x_server_is_found_and_qt_opens_on_it() -> None:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "320x240x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            display = f":{pipe.readline().strip()}"
        assert run(ASK_THEN_OPEN, DISPLAY=display).stdout.split() == ["None", "xcb"]
        # A dead Wayland screen before a living X screen: Qt falls back, so there is no problem.
        assert one_line(run(ASK, DISPLAY=display, WAYLAND_DISPLAY="/nonexistent/w")) == "None"
        server.kill()
        server.wait()
        assert display in one_line(run(ASK, DISPLAY=display))
    finally:
        server.kill()
        server.wait()


def test_a_mute_x_server_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_check, "_ANSWER_WITHIN_S", 0.2)
    with socket.socket() as server:
        port = next(p for p in range(6900, 7000) if _binds(server, p))
        server.listen()
        began = time.monotonic()
        problem = display_problem({"DISPLAY": f"127.0.0.1:{port - 6000}"})
        assert time.monotonic() - began < 2
    assert problem is not None
    assert "does not answer" in problem


def _binds(server: socket.socket, port: int) -> bool:
    try:
        server.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def test_a_living_wayland_socket_is_enough(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "w"))
        server.listen()
        assert display_problem({"WAYLAND_DISPLAY": "w", "XDG_RUNTIME_DIR": str(tmp_path)}) is None
        assert display_problem({"WAYLAND_DISPLAY": str(tmp_path / "w")}) is None
    assert display_problem({"WAYLAND_SOCKET": "3"}) is None


@pytest.mark.parametrize(
    ("library", "debian", "fedora"),
    [
        ("libEGL.so.1", "libegl1", "libglvnd-egl"),
        ("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    ],
)
def test_import_error_names_the_packages(library: str, debian: str, fedora: str) -> None:
    error = ImportError(f"{library}: cannot open shared object file: No such file or directory")
    line = library_problem(error)
    assert line is not None
    assert library in line
    assert f"apt install {debian}." in line
    assert f"dnf install {fedora}." in line
    assert "\n" not in line


def test_other_errors_are_not_about_libraries() -> None:
    assert library_problem(ImportError("No module named 'PySide6'")) is None
    line = library_problem(OSError("/opt/libstrange.so.4: cannot open shared object file: No such file"))
    assert line is not None
    assert "libstrange.so.4" in line


@pytest.mark.skipif(shutil.which("cc") is None or shutil.which("objcopy") is None, reason="needs a compiler")
def test_plugin_that_misses_libraries_names_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real plugin linked to a library that is then taken away; the loader's own words are read."""
    (tmp_path / "empty.c").write_text("int massage_needed(void) { return 1; }")
    gone = tmp_path / "libxcb-cursor-gone.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-Wl,-soname,libxcb-cursor.so.99", "-o", gone, tmp_path / "empty.c"],
        check=True,
    )
    plugin = tmp_path / "libqxcb.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-Wl,--no-as-needed", "-o", plugin, tmp_path / "empty.c", gone], check=True
    )
    gone.unlink()
    monkeypatch.setattr(platform_check, "_plugin_folder", lambda: tmp_path)
    monkeypatch.setitem(PACKAGES, "libxcb-absent.so.7", ("libxcb-absent7", "xcb-absent"))
    line = display_problem({"DISPLAY": ":0"})
    assert line is not None
    assert "missing: libxcb-absent.so.7, libxcb-cursor.so.99." in line
    assert "apt install libxcb-absent7." in line


def test_damaged_plugin_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "libqoffscreen.so").write_text("not a library")
    monkeypatch.setattr(platform_check, "_plugin_folder", lambda: tmp_path)
    line = display_problem({"QT_QPA_PLATFORM": "offscreen"})
    assert line is not None
    assert "Install the program again" in line
    assert "\n" not in line


def test_no_qt_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_check.importlib.util, "find_spec", lambda _name: None)
    assert "pip install PySide6-Essentials" in str(display_problem({"DISPLAY": ":0"}))


def test_looking_imports_no_qt() -> None:
    code = ASK + "; import sys; print([m for m in sys.modules if m.startswith(('PySide6', 'shiboken6'))])"
    assert run(code, QT_QPA_PLATFORM="offscreen").stdout.split("\n")[:2] == ["None", "[]"]


USE_QT_FOR_LONG = """
from PySide6.QtCore import QObject, QTimer, Signal
class Bell(QObject):
    rung = Signal()
bell, timer = Bell(), QTimer()
for _ in range(100_000):
    bell.rung.emit()
    timer.setInterval(5)
print(sum(x is None for x in [None] * 1000), "alive")
"""


def test_long_use_of_qt_does_not_end_the_program() -> None:
    result = run(USE_QT_FOR_LONG)
    assert (result.returncode, result.stdout.strip()) == (0, "1000 alive"), result.stderr
