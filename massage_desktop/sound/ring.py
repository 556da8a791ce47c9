"""pygame's output: one looping Sound of eight seconds that is rewritten in place, seconds ahead.

Audio handed to SDL goes on while Python is busy, so a stall of the interpreter is not heard. The volume of
everything in SDL's mixer stays at 1: it has only 128 steps, and a re-opened device would forget them. Nothing
else plays in the mixer.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from .loudness import RATE
from .output import NoDeviceError
from .source import Samples

RING_FRAMES = 8 * RATE
BUFFER_FRAMES = 2048
_FROZEN_S = 2.0
"""A device that takes nothing for this long is dead or frozen."""

_PROBE_S = 0.3
_SUSPECT_MS = 4.0
_QUIT_WAIT_S = 1.0

# get_pos computes 1000 * bytes / bytes_per_second; where a C long has 32 bits that product wraps.
_WRAP_MS = 2**32 / (RATE * 2 * 4)
_WRAP_BACK_MS = _WRAP_MS - 2000


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


class MixerClock:
    """Frames taken by the device, from what ``music.get_pos`` says.

    ``get_pos`` adds the time since the last callback to what the callbacks took: it steps back when a
    callback was late, and runs on for ever when the device stands still. So steps back are waited out, a wrap
    is undone, and a position that keeps pace with the computer's clock to a few milliseconds is *suspect*:
    either nothing is taken any more, or the device is very regular.
    """

    def __init__(self, now_s: float) -> None:
        self._last_ms: int | None = None
        self._wraps = 0
        self._frames = 0
        self._skew_ms = (0.0, 0.0)
        self._skew_since_s = now_s

    def read(self, position_ms: int, now_s: float) -> int:
        """Frames taken so far; never less than before."""
        if position_ms == -1:  # the mixer says nothing
            return self._frames
        if self._last_ms is not None and position_ms < self._last_ms - _WRAP_BACK_MS:
            self._wraps += 1
        self._last_ms = position_ms
        whole_ms = position_ms + self._wraps * _WRAP_MS
        self._frames = max(self._frames, int(whole_ms * RATE / 1000))
        skew_ms = whole_ms - now_s * 1000
        low, high = min(self._skew_ms[0], skew_ms), max(self._skew_ms[1], skew_ms)
        if high - low > _SUSPECT_MS:
            low = high = skew_ms
            self._skew_since_s = now_s
        self._skew_ms = (low, high)
        return self._frames

    def suspect(self, now_s: float) -> bool:
        """Whether the position has kept pace with the computer's clock for two seconds."""
        return now_s - self._skew_since_s > _FROZEN_S

    def trust(self, now_s: float) -> None:
        """The device was seen taking samples: wait two seconds again."""
        self._skew_since_s = now_s


class RingOutput:
    """The default sound device through SDL. All calls come from the one thread that started it."""

    room_frames = RING_FRAMES - BUFFER_FRAMES
    _quitting: threading.Thread | None = None
    # SDL's mixer is one for the whole process: a session that still fades away keeps it until it closes.
    _in_use = threading.Lock()

    def __init__(self) -> None:
        self._pygame: Any = None
        self._sound: Any = None
        self._ring: Samples = np.zeros((0, 2), np.float32)
        self._first = 0
        self._clock = MixerClock(0.0)
        self._removed = False
        self._probe: tuple[int, float] | None = None

    def start(self, at_frame: int) -> None:
        """Open the device, start the ring and its clock.

        Raises :class:`NoDeviceError` within about a tenth of a second when there is none.
        """
        if RingOutput._quitting is not None and RingOutput._quitting.is_alive():
            raise NoDeviceError("The sound device does not answer.")
        if not RingOutput._in_use.acquire(blocking=False):
            raise NoDeviceError("The sound device is still in use.")
        pygame = load_pygame()
        try:
            with _quiet_stderr():
                pygame.display.init()
                pygame.mixer.init(RATE, 32, 2, BUFFER_FRAMES, allowedchanges=0)
        except pygame.error as error:
            RingOutput._in_use.release()
            raise NoDeviceError(f"No sound device can be opened ({error}).") from None
        self._pygame = pygame
        got = pygame.mixer.get_init()
        if got is None or (got[0], abs(got[1]), got[2]) != (RATE, 32, 2):  # pygame tells float as -32
            self.close()
            raise NoDeviceError(f"The sound device wants another format ({got}).")
        pygame.event.clear()  # what happened to an earlier device
        self._sound = pygame.mixer.Sound(buffer=np.zeros((RING_FRAMES, 2), np.float32).tobytes())
        self._ring = pygame.sndarray.samples(self._sound)
        self._first = at_frame
        self._start_clock()
        self._sound.play(loops=-1)

    def _start_clock(self) -> None:
        """Loop a silent file: SDL counts what the device takes of it."""
        handle, name = tempfile.mkstemp(prefix="massage-desktop-", suffix=".wav")
        os.close(handle)
        try:
            with wave.open(name, "wb") as out:
                out.setnchannels(2)
                out.setsampwidth(2)
                out.setframerate(RATE)
                out.writeframes(bytes(4 * RATE))
            # By path: SDL reading through a Python file would need the interpreter in the audio thread.
            self._pygame.mixer.music.load(name)
            self._pygame.mixer.music.play(loops=-1)
        except (OSError, self._pygame.error) as error:
            self.close()
            raise NoDeviceError(f"The sound device cannot be used ({error}).") from None
        finally:
            # The open handle keeps the sound. A system that removes no open files clears its own rubbish.
            with contextlib.suppress(OSError):
                Path(name).unlink()
        self._clock = MixerClock(time.monotonic())

    def position(self) -> int:
        """Frame that SDL takes next, from the clock of a silent loop beside the ring."""
        return self._first + self._clock.read(self._pygame.mixer.music.get_pos(), time.monotonic())

    def write(self, frame: int, samples: Samples) -> None:
        """Copy into the ring, in place."""
        at = (frame - self._first) % RING_FRAMES
        head = min(len(samples), RING_FRAMES - at)
        self._ring[at : at + head] = samples[:head]
        if head < len(samples):
            self._ring[: len(samples) - head] = samples[head:]

    def alive(self) -> bool:
        """Whether the device still takes samples."""
        with contextlib.suppress(self._pygame.error):
            for event in self._pygame.event.get():
                if event.type == self._pygame.AUDIODEVICEREMOVED and not event.iscapture:
                    self._removed = True
        return not self._removed and not self._frozen(time.monotonic())

    def _frozen(self, now_s: float) -> bool:
        """Whether two looks at the bare position, some buffers apart, find it unmoved."""
        if self._probe is None:
            if self._clock.suspect(now_s):
                self._probe = (self._bare_ms(), now_s)
        elif now_s - self._probe[1] > _PROBE_S:
            if self._bare_ms() == self._probe[0]:
                return True
            self._probe = None
            self._clock.trust(now_s)
        return False

    def _bare_ms(self) -> int:
        """What the callbacks have taken, without the time since: ``get_pos`` of a paused clock.

        A callback inside these microseconds is not counted: one buffer, well inside the margin.
        """
        music = self._pygame.mixer.music
        music.pause()
        bare: int = music.get_pos()
        music.unpause()
        return bare

    def close(self) -> None:
        """Let the device go, in a thread of its own: quitting a frozen server would wait for it."""
        if self._pygame is None:
            return
        self._ring = np.zeros((0, 2), np.float32)
        sound, self._sound = self._sound, None
        pygame, self._pygame = self._pygame, None
        quitting = threading.Thread(target=_quit, args=(pygame, sound), daemon=True, name="sound-quit")
        RingOutput._quitting = quitting
        quitting.start()
        quitting.join(_QUIT_WAIT_S)
        RingOutput._in_use.release()


@contextlib.contextmanager
def _quiet_stderr() -> Iterator[None]:
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


def _quit(pygame: Any, sound: Any) -> None:
    pygame.mixer.quit()
    del sound  # only now: freeing a playing sound would wait for its channel


def probe_device() -> tuple[str, str]:
    """(name of the device that would play, "") or ("", why there is none)."""
    output = RingOutput()
    try:
        output.start(0)
    except NoDeviceError as error:
        return "", str(error)
    driver = os.environ.get("SDL_AUDIODRIVER", "")
    name = _first_name() or driver or "the default device"
    output.close()
    return name, ""


def _first_name() -> str:
    try:
        from pygame._sdl2.audio import get_audio_device_names

        names = get_audio_device_names(False)
    except (ImportError, RuntimeError, ValueError):
        return ""
    except Exception:  # noqa: BLE001  pygame's own error type comes from a module that may be half loaded
        return ""
    return names[0] if names else ""
