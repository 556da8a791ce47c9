"""Which sound devices there are, asked in a way that can neither hang nor crash the program.

Three things about SDL 2 make this a module of its own (all measured with 2.28 and PulseAudio 16):

* ``pygame.mixer.init`` keeps the interpreter to itself while it waits for a sound server; a server that
  hangs would stop the window. So SDL is first reached through ctypes, which lets go of the interpreter, from
  a thread that is given up after a while.
* A server without any output device ends the process inside SDL (it copies the name of a default device that
  is not there). So the server is asked first, by the client library that SDL itself uses.
* pygame names the devices but does not tell which of them is the default; SDL does.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

from .output import NoDeviceError

_T = TypeVar("_T")

ANSWER_S = 3.0
"""A sound server that has not answered by then is taken for frozen."""

NAME_MOST = 200
"""Longest name of a device, as in the settings."""

MUTE = "The sound device does not answer."

_TURN_S = 0.3
_AUDIO = 0x10
_SIMPLE_PLAYBACK = 1
_FLOAT32LE = 5
_NO_SUCH_ENTITY = 5


class Devices(NamedTuple):
    """Names of the output devices, the name of the system's default ("" unknown) and SDL's driver."""

    names: tuple[str, ...]
    default: str
    driver: str


def load_pygame() -> ModuleType:
    """pygame, set up so that it neither greets, nor takes signals, nor opens a window.

    SDL's audio events need its video part; the dummy driver keeps that away from the screen, which belongs to
    Qt.
    """
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")
    os.environ.setdefault("PULSE_LATENCY_MSEC", "500")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    import pygame

    return pygame


def find_devices() -> Devices:
    """The output devices as they are now; waits at most about three seconds, so not for the window's thread.

    Raises:
        NoDeviceError: there is none, or the sound server does not answer.
    """
    return guarded(look, turn_s=ANSWER_S)  # closing a device may take a second


_turn = threading.Lock()
# SDL's audio part is opened and closed by one thread at a time, and pygame's mixer opens nothing where it
# finds it open already.


def guarded(
    work: Callable[[], _T], undo: Callable[[], None] = lambda: None, *, turn_s: float = _TURN_S
) -> _T:
    """Do ``work`` with SDL's audio part to itself, in a thread that is left behind when it hangs.

    ``undo`` is called should the work be done after nobody waits for it any more; ``turn_s`` is how long to
    wait for another thread that is busy with SDL. Raises NoDeviceError when there is no answer, and whatever
    ``work`` raises.
    """
    if not _turn.acquire(timeout=turn_s):
        raise NoDeviceError(MUTE)
    done: list[_T | BaseException] = []
    left, decision = threading.Event(), threading.Lock()

    def go() -> None:
        try:
            answer: _T | BaseException = work()
        except BaseException as error:  # noqa: BLE001  it is raised where the answer is waited for
            answer = error
        with decision:
            done.append(answer)
            late = left.is_set()
        try:
            if late:
                undo()
        finally:
            _turn.release()

    thread = threading.Thread(target=go, daemon=True, name="sound-device")
    thread.start()
    thread.join(ANSWER_S)
    with decision:
        if not done:
            left.set()
            raise NoDeviceError(MUTE)
    thread.join()
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


@contextlib.contextmanager
def to_itself() -> Iterator[None]:
    """SDL's audio part for this thread alone, however long that takes."""
    with _turn:
        yield


def look() -> Devices:
    """The devices, asked of SDL; for use inside :func:`guarded` only.

    An answer without names means that this build of SDL cannot be asked. Raises NoDeviceError.
    """
    load_pygame()
    sdl = _sdl()
    if sdl is None:
        return Devices((), "", "")
    already = bool(sdl.SDL_WasInit(_AUDIO))
    if not already:
        _ask_server(sdl)
        with quiet_stderr():
            failed = sdl.SDL_InitSubSystem(_AUDIO) != 0
        if failed:
            raise NoDeviceError(f"No sound device can be opened ({_text(sdl.SDL_GetError())}).")
    try:
        count = max(0, sdl.SDL_GetNumAudioDevices(0))
        names = tuple(n for i in range(count) if (n := _text(sdl.SDL_GetAudioDeviceName(i, 0))))
        return Devices(names, default_name(names), _text(sdl.SDL_GetCurrentAudioDriver()))
    finally:
        if not already:
            sdl.SDL_QuitSubSystem(_AUDIO)


def default_name(names: tuple[str, ...] = ()) -> str:
    """The system's default output while SDL's audio part is open; "" when it does not tell.

    Where there is but one name, it is that one.
    """
    sdl = _sdl()
    if sdl is None:
        return ""
    name, spec = ctypes.c_void_p(), ctypes.create_string_buffer(64)
    if sdl.SDL_GetDefaultAudioInfo(ctypes.byref(name), spec, 0) == 0 and name.value:
        said = _text(ctypes.string_at(name.value))
        sdl.SDL_free(name)
        return said
    return names[0] if len(names) == 1 else ""


@cache
def _sdl() -> Any:
    """The SDL that pygame has loaded, or None where it cannot be reached or is too old (before 2.24)."""
    try:
        from pygame._sdl2 import audio

        for path in (audio.__file__, "SDL2.dll"):  # a module's handle also finds what it is linked with
            with contextlib.suppress(OSError, AttributeError):
                return _declared(ctypes.CDLL(path))
    except ImportError:
        pass
    return None


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    """``library`` with the types of what is called. Raises AttributeError when something is not there."""
    for name in ("SDL_GetError", "SDL_GetAudioDeviceName", "SDL_GetCurrentAudioDriver"):
        getattr(library, name).restype = ctypes.c_char_p
    for name in ("SDL_WasInit", "SDL_InitSubSystem", "SDL_QuitSubSystem"):
        getattr(library, name).argtypes = [ctypes.c_uint32]
    library.SDL_GetNumAudioDevices.argtypes = [ctypes.c_int]
    library.SDL_GetAudioDeviceName.argtypes = [ctypes.c_int, ctypes.c_int]
    library.SDL_GetDefaultAudioInfo.argtypes = [
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.c_char_p,
        ctypes.c_int,
    ]
    library.SDL_free.argtypes = [ctypes.c_void_p]
    library.SDL_free.restype = None
    return library


def _text(raw: bytes | None) -> str:
    """A name as it can be kept in the settings."""
    said = (raw or b"").decode("utf-8", "replace")
    return "".join(c for c in said if c.isprintable())[:NAME_MOST]


class _SampleSpec(ctypes.Structure):
    _fields_ = (("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8))


def _ask_server(sdl: ctypes.CDLL) -> None:
    """Raise NoDeviceError when a PulseAudio (or PipeWire) server answers that it has no output at all."""
    driver = os.environ.get("SDL_AUDIODRIVER", "")
    if driver and "pulse" not in driver.lower():
        return
    client = _pulse_client(sdl)
    if client is None:
        return
    spec, error = _SampleSpec(_FLOAT32LE, 48_000, 2), ctypes.c_int(0)
    stream = client.pa_simple_new(
        None,
        b"massage-desktop",
        _SIMPLE_PLAYBACK,
        None,
        b"question",
        ctypes.byref(spec),
        None,
        None,
        ctypes.byref(error),
    )
    if stream:
        client.pa_simple_free(stream)
    elif error.value == _NO_SUCH_ENTITY:
        raise NoDeviceError("The sound server has no output device.")


def _pulse_client(sdl: ctypes.CDLL) -> ctypes.CDLL | None:
    """The client library that SDL is linked with or would load; None where there is none."""
    library = sdl
    if not hasattr(library, "pa_simple_new"):
        try:
            library = ctypes.CDLL("libpulse-simple.so.0")
        except OSError:
            return None
    pointer = ctypes.c_void_p
    library.pa_simple_new.restype = pointer
    text = ctypes.c_char_p
    library.pa_simple_new.argtypes = [text, text, ctypes.c_int, text, text, *(pointer,) * 4]
    library.pa_simple_free.argtypes = [pointer]
    return library


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep the system's sound library from writing pages to the terminal while a device is looked for."""
    try:
        kept = os.dup(2)
    except OSError:  # a windowed program may have no stderr at all
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
