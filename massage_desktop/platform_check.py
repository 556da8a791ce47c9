"""What the window needs from the system, asked before Qt would end the program without a word.

Without a screen, with a dead one or with a system library missing Qt prints ten lines and aborts the process.
Here the same is found out first and said in one line. No Qt is imported.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

WITHOUT_SCREEN = (
    "list, techniques, ambiences, check, rules, plan, rehearse, render, loudness, cards, oils, screen, doctor"
)
"""Commands that need no window."""

PACKAGES: dict[str, tuple[str, str]] = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xinerama.so.0": ("libxcb-xinerama0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libz.so.1": ("zlib1g", "zlib"),
    "libzstd.so.1": ("libzstd1", "libzstd"),
}
"""System library that the Qt wheels load -> (Debian and Ubuntu package, Fedora package)."""

_NOT_USED_BY_ALL = frozenset({"libxcb-xinerama.so.0", "libwayland-client.so.0", "libwayland-cursor.so.0"})
_ANSWER_WITHIN_S = 4.0
_MISSING = re.compile(r"(\S+\.so[.\d]*): cannot open shared object file")


def display_problem(environ: Mapping[str, str] | None = None) -> str | None:
    """Why no window can open, in one line, or None when one can.

    ``environ`` defaults to the environment of the process. A mute screen costs about four seconds.
    """
    if sys.platform in ("win32", "darwin"):
        return None
    env = os.environ if environ is None else environ
    folder = _plugin_folder()
    if folder is None:
        return "There is no Qt for Python. Install it with: pip install PySide6-Essentials"
    platforms = _platforms(env)
    if not platforms:
        return (
            "There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set. "
            f"Start the program from a desktop. Without a screen these commands work: {WITHOUT_SCREEN}."
        )
    problems: list[str] = []
    for platform in platforms:
        problem = _platform_problem(platform, env, folder)
        if problem is None:
            return None
        problems.append(problem)
    return problems[0]


def library_problem(error: BaseException) -> str | None:
    """What to install when loading failed for want of a system library, in one line; None otherwise."""
    found = _MISSING.search(str(error))
    return _install({Path(found[1]).name}) if found else None


def _plugin_folder() -> Path | None:
    """Where the wheel keeps its platform plugins (it need not exist: a distribution keeps them elsewhere)."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "Qt" / "plugins" / "platforms"


def _platforms(env: Mapping[str, str]) -> list[str]:
    """The platforms that Qt will try, in order; empty when there is no sign of any."""
    asked = [name.split(":")[0] for name in env.get("QT_QPA_PLATFORM", "").split(";")]
    if any(asked):
        return [name for name in asked if name]
    names = []
    if env.get("WAYLAND_DISPLAY") or env.get("WAYLAND_SOCKET") or env.get("XDG_SESSION_TYPE") == "wayland":
        names.append("wayland")
    if env.get("DISPLAY"):
        names.append("xcb")
    return names


def _platform_problem(platform: str, env: Mapping[str, str], folder: Path) -> str | None:
    kind = platform.split("-", maxsplit=1)[0]
    if folder.is_dir():
        plugin = folder / f"libq{kind}.so"
        if not plugin.is_file():
            if env.get("QT_QPA_PLATFORM_PLUGIN_PATH") or env.get("QT_PLUGIN_PATH"):
                return None  # somebody brings plugins along; they know
            names = sorted(p.stem.removeprefix("libq") for p in folder.glob("libq*.so"))
            return (
                f'QT_QPA_PLATFORM asks for "{platform}", which Qt does not have. It has {", ".join(names)}.'
            )
        if problem := _plugin_problem(plugin):
            return problem
    if kind == "xcb":
        return _x11_problem(env.get("DISPLAY", ""))
    return _wayland_problem(env) if kind == "wayland" else None


def _plugin_problem(plugin: Path) -> str | None:
    """Load the plugin as Qt will; the loader names only the first library it misses, so ask for all."""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        found = _MISSING.search(str(error))
        if found is None:
            why = str(error).replace("\n", " ")
            return f"Qt cannot load its window system plugin ({why}). Install the program again."
        first = Path(found[1]).name
        likely = PACKAGES.keys() - _NOT_USED_BY_ALL
        return _install({first} | {name for name in likely if _is_wanted(name, plugin) and not _loads(name)})
    return None


def _is_wanted(library: str, plugin: Path) -> bool:
    return plugin.stem == "libqxcb" or not library.startswith(("libxcb", "libX11", "libxkbcommon-x11"))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _install(libraries: set[str]) -> str:
    names = sorted(libraries)
    known = [PACKAGES[n] for n in names if n in PACKAGES]
    text = f"The window needs system libraries that are missing: {', '.join(names)}."
    if not known:
        return f"{text} Install the packages that contain them."
    debian = " ".join(sorted({d for d, _ in known}))
    fedora = " ".join(sorted({f for _, f in known}))
    return (
        f"{text} Debian, Ubuntu: sudo apt install {debian}. Fedora: sudo dnf install {fedora}. "
        f"Without a window these commands work: {WITHOUT_SCREEN}."
    )


def _x11_problem(display: str) -> str | None:
    """Shake hands with the X server as Qt will, in a thread because a mute one never answers."""
    if not display:
        return f"There is no X screen: DISPLAY is not set. Without one these commands work: {WITHOUT_SCREEN}."
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(_x11_error(display)), daemon=True)
    asking.start()
    asking.join(_ANSWER_WITHIN_S)
    if not answers:
        return _dead_screen("DISPLAY", display, "does not answer")
    return _dead_screen("DISPLAY", display, "cannot be reached, or it refuses") if answers[0] else None


def _x11_error(display: str) -> int:
    """0 when the X server takes us, else the error number of libxcb; 0 also when it cannot be asked."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return 0  # a Qt that is not from a wheel may bring its own
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(display), None)
    error = int(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return error


def _wayland_problem(env: Mapping[str, str]) -> str | None:
    if env.get("WAYLAND_SOCKET"):
        return None  # an open connection is handed over; looking at it would use it up
    name = env.get("WAYLAND_DISPLAY") or "wayland-0"
    runtime = env.get("XDG_RUNTIME_DIR", "")
    if not name.startswith("/") and not runtime:
        return _dead_screen("WAYLAND_DISPLAY", name, "cannot be found, because XDG_RUNTIME_DIR is not set")
    import socket  # costs 4 ms that an X screen need not wait for

    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.settimeout(_ANSWER_WITHIN_S)
            end.connect(str(Path(runtime, name)))
    except OSError:
        return _dead_screen("WAYLAND_DISPLAY", name, "cannot be reached, or it refuses")
    return None


def _dead_screen(variable: str, value: str, what: str) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in value)[:60]
    return (
        f'The screen that {variable} names ("{shown}") {what}. Start the program from a desktop. '
        f"Without a screen these commands work: {WITHOUT_SCREEN}."
    )
