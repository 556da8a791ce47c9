"""Gamepads read in a process of their own: with SDL's virtual gamepad, and with readers that misbehave."""

from __future__ import annotations

import io
import subprocess
import sys
import textwrap
import threading
import time
from itertools import islice
from pathlib import Path

import pytest

from massage_desktop.gamepad.buttons import Change
from massage_desktop.gamepad.reader import BUSY_S, IDLE_S, lines
from massage_desktop.gamepad.watch import MOST_STARTS, GamepadWatch

WAIT_S = 20.0


class Heard:
    """Collects what the watch tells, and waits for it."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self._news = threading.Condition()

    def pressed(self, name: str, down: bool) -> None:
        self._add((name, down))

    def pads(self, names: tuple[str, ...]) -> None:
        self._add(names)

    def _add(self, what: object) -> None:
        with self._news:
            self.told.append(what)
            self._news.notify_all()

    def until(self, *wanted: object) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.told[-len(wanted) :] == list(wanted), WAIT_S), self.told


def watching(heard: Heard, tmp_path: Path, code: str) -> GamepadWatch:
    script = tmp_path / "reader.py"
    script.write_text(textwrap.dedent(code), "utf-8")
    watch = GamepadWatch(heard.pressed, heard.pads, command=(sys.executable, str(script)))
    watch.start()
    return watch


VIRTUAL = """
    import ctypes, sys, time
    from massage_desktop.gamepad import reader

    pads = reader.PygamePads()
    from pygame._sdl2 import audio
    sdl = ctypes.CDLL(audio.__file__)
    sdl.SDL_JoystickOpen.restype = ctypes.c_void_p
    sdl.SDL_JoystickSetVirtualButton.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint8]
    sdl.SDL_JoystickSetVirtualHat.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint8]
    sdl.SDL_JoystickSetVirtualAxis.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int16]
    stick = None
    def virtual(seconds, steps=iter({steps})):
        global stick
        what, *args = next(steps, ("end",))
        if what == "plug":
            index = sdl.SDL_JoystickAttachVirtual(1, 2, 12, 1)
            stick = sdl.SDL_JoystickOpen(index)
        elif what == "unplug":
            sdl.SDL_JoystickDetachVirtual(0)
        elif what == "end":
            sys.stdin.read()
        else:
            getattr(sdl, "SDL_JoystickSetVirtual" + what)(stick, *args)
    for line in reader.lines(pads, virtual):
        print(line, flush=True)
"""


def test_a_gamepad_of_sdl_is_heard_from_plugging_in_to_pulling_out(tmp_path: Path) -> None:
    steps = [
        ("plug",),
        ("Button", 0, 1),
        ("Button", 0, 0),
        ("Hat", 0, 1),
        ("Hat", 0, 0),
        ("Axis", 0, 32767),
        ("Axis", 0, 0),
        ("Button", 11, 1),
        ("unplug",),
    ]
    heard = Heard()
    watch = watching(heard, tmp_path, VIRTUAL.format(steps=steps))
    heard.until(("Pad 12", False), ())
    watch.stop()
    assert heard.told[0] == ()
    assert len(heard.told[1]) == 1  # type: ignore[arg-type]
    buttons = [told for told in heard.told if len(told) == 2]  # type: ignore[arg-type]
    assert buttons[:4] == [("Pad 1", True), ("Pad 1", False), ("Pad Up", True), ("Pad Up", False)]
    assert buttons[-4:] == [("Pad Right", True), ("Pad Right", False), ("Pad 12", True), ("Pad 12", False)]


def test_the_real_reader_finds_out_and_ends_with_the_program() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "massage_desktop.gamepad.reader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline().startswith(b"=")
    process.stdin.close()
    assert process.wait(WAIT_S) == 0
    process.stdout.close()


class Fake:
    def __init__(self, *moments: tuple[tuple[str, ...], list[Change]]) -> None:
        self._moments = iter(moments)
        self.names: tuple[str, ...] = ()

    def changes(self) -> list[Change]:
        self.names, changes = next(self._moments)
        return changes


def test_lines_tell_changes_first_and_names_when_they_change() -> None:
    waits: list[float] = []
    fake = Fake(
        ((), []),
        (("One", "Two"), []),
        (("One", "Two"), [Change("Pad 1", True), Change("Pad 1", False)]),
        (("Two",), [Change("Pad 2", False)]),
    )
    told = list(islice(lines(fake, waits.append), 6))
    assert told == ["=", "=\tOne\tTwo", "+ Pad 1", "- Pad 1", "- Pad 2", "=\tTwo"]
    assert waits == [IDLE_S, BUSY_S, BUSY_S]


def test_a_reader_that_dies_lets_go_of_what_was_down_and_is_started_anew(tmp_path: Path) -> None:
    heard = Heard()
    watch = watching(heard, tmp_path, 'print("=\\tPad of Anna"); print("+ Pad 4", flush=True)')
    heard.until(*[("Pad of Anna",), ("Pad 4", True), ("Pad 4", False)] * MOST_STARTS, ())
    watch.stop()


def test_nonsense_is_passed_over(tmp_path: Path) -> None:
    heard = Heard()
    code = """
        import sys, time
        sys.stdout.buffer.write(b"\\xff\\xfe\\n+\\n\\n-  \\nhello\\n=\\tA\\xffB\\n+ Pad 2\\n")
        sys.stdout.flush(); time.sleep(60)
    """.replace("\\\\", "\\")
    watch = watching(heard, tmp_path, code)
    heard.until(("A\ufffdB",), ("Pad 2", True))
    watch.stop()


def test_nothing_is_told_after_stopping_and_it_can_begin_again(tmp_path: Path) -> None:
    heard = Heard()
    code = 'import time\nwhile True: print("+ Pad 1\\n- Pad 1", flush=True); time.sleep(0.005)'
    watch = watching(heard, tmp_path, code)
    heard.until(("Pad 1", True), ("Pad 1", False))
    watch.stop()
    assert not watch.running
    time.sleep(0.05)
    heard.told.clear()
    time.sleep(0.05)
    assert heard.told == []
    watch.start()
    watch.start()
    heard.until(("Pad 1", True), ("Pad 1", False))
    watch.stop()


@pytest.mark.parametrize(
    "command", [("/nowhere/to/be/found",), (sys.executable, "-c", "raise SystemExit(3)")]
)
def test_where_nothing_can_be_read_the_program_goes_on(command: tuple[str, ...]) -> None:
    heard = Heard()
    watch = GamepadWatch(heard.pressed, heard.pads, command=command)
    watch.start()
    time.sleep(0.3)
    watch.stop()
    assert [told for told in heard.told if told != ()] == []


def test_a_listener_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    heard, first = Heard(), io.StringIO()

    def gone(name: str, down: bool) -> None:
        heard.pressed(name, down)
        first.write(name)
        raise RuntimeError("Signal source has been deleted")

    watch = GamepadWatch(
        gone,
        heard.pads,
        command=(sys.executable, "-c", 'import time; print("+ Pad 1\\n- Pad 1", flush=True); time.sleep(60)'),
    )
    watch.start()
    heard.until(("Pad 1", True), ("Pad 1", False))
    watch.stop()
    assert first.getvalue() == "Pad 1Pad 1"
