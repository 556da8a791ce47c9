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
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from .loudness import RATE
from .output import NoDeviceError
from .sources import Samples

RING_FRAMES = 8 * RATE
BUFFER_FRAMES = 2048
_STALLED_S = 2.0
"""A position that stands still for this long belongs to a dead or frozen device."""

_CLOCK_WRAP_MS = 1 << 31


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


class RingOutput:
    """The default sound device through SDL. All calls come from the one thread that started it."""

    room_frames = RING_FRAMES - BUFFER_FRAMES

    def __init__(self) -> None:
        self._pygame: Any = None
        self._sound: Any = None
        self._ring: Samples = np.zeros((0, 2), np.float32)
        self._first = 0
        self._clock_file: Path | None = None
        self._last_ms = 0
        self._wraps_ms = 0
        self._moved = (0, 0.0)
        self._removed = False

    def start(self, at_frame: int) -> None:
        """Open the device, start the ring and its clock.

        Raises :class:`NoDeviceError` within about a tenth of a second when there is none.
        """
        pygame = load_pygame()
        self._pygame = pygame
        try:
            pygame.display.init()
            pygame.mixer.init(RATE, 32, 2, BUFFER_FRAMES, allowedchanges=0)
        except pygame.error as error:
            raise NoDeviceError(f"No sound device can be opened ({error}).") from None
        got = pygame.mixer.get_init()
        if got != (RATE, 32, 2):
            self.close()
            raise NoDeviceError(f"The sound device wants another format ({got}).")
        self._sound = pygame.mixer.Sound(buffer=np.zeros((RING_FRAMES, 2), np.float32).tobytes())
        self._ring = pygame.sndarray.samples(self._sound)
        pygame.mixer.music.load(str(self._silent_wav()))
        self._first = at_frame
        pygame.mixer.music.play(loops=-1)
        self._sound.play(loops=-1)
        self._moved = (at_frame, time.monotonic())

    def position(self) -> int:
        """Frame that SDL takes next, from the clock of a silent loop beside the ring."""
        ms = max(0, int(self._pygame.mixer.music.get_pos()))
        if ms < self._last_ms - _CLOCK_WRAP_MS // 2:
            self._wraps_ms += _CLOCK_WRAP_MS
        elif ms < self._last_ms:
            # Some systems wrap the counter at the end of each loop of the file.
            self._wraps_ms += self._last_ms - ms
        self._last_ms = ms
        frame = self._first + (ms + self._wraps_ms) * RATE // 1000
        if frame != self._moved[0]:
            self._moved = (frame, time.monotonic())
        return frame

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
        return not self._removed and time.monotonic() - self._moved[1] < _STALLED_S

    def close(self) -> None:
        """Let the device go, in a thread of its own: quitting a frozen server would wait for it."""
        quitting = threading.Thread(target=self._quit, daemon=True, name="sound-quit")
        quitting.start()
        quitting.join(1.0)
        if self._clock_file is not None:
            with contextlib.suppress(OSError):
                self._clock_file.unlink()

    def _quit(self) -> None:
        if self._pygame is not None:
            self._ring = np.zeros((0, 2), np.float32)
            self._sound = None
            self._pygame.mixer.quit()

    def _silent_wav(self) -> Path:
        handle, name = tempfile.mkstemp(prefix="massage-desktop-", suffix=".wav")
        os.close(handle)
        self._clock_file = Path(name)
        with wave.open(name, "wb") as out:
            out.setnchannels(2)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(bytes(4 * RATE))
        return self._clock_file


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
