"""pygame's output: one looping Sound of twelve seconds that is rewritten in place, seconds ahead.

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
from typing import Any

import numpy as np

from .clock import MixerClock, Steadiness
from .devices import Devices, default_name, guarded, load_pygame, look, quiet_stderr, to_itself
from .loudness import RATE
from .output import NoDeviceError
from .source import Samples

RING_FRAMES = 12 * RATE
BUFFER_FRAMES = 2048
_BEHIND_FRAMES = 3 * RATE
"""The position can run ahead of a device that stands still: less far behind may wait to be played."""

_PROBE_S = 0.3
_QUIT_WAIT_S = 1.0
_LOOK_AGAIN_S = 0.5

SERVER_LATENCY_S = 0.4
"""A sound server holds about this much of what it has taken (PULSE_LATENCY_MSEC asks for half a second)."""


class RingOutput:
    """A sound device through SDL. All calls come from the one thread that started it.

    Args:
        wanted: name of the device, as :func:`.devices.find_devices` gives it; "" follows the system's
            default. While the wanted one is missing the default plays.
    """

    room_frames = RING_FRAMES - _BEHIND_FRAMES
    # SDL's mixer is one for the whole process: a session that still fades away keeps it until it closes.
    _in_use = threading.Lock()

    def __init__(self, wanted: str = "") -> None:
        self._wanted = wanted
        self._device = ""
        self._driver = ""
        self._follows = False
        self._pygame: Any = None
        self._sound: Any = None
        self._ring: Samples = np.zeros((0, 2), np.float32)
        self._first = 0
        self._at = 0
        self._silent_to = 0
        self._clock = MixerClock(0.0)
        self._steady = Steadiness(0.0)
        self._removed = False
        self._probe: tuple[int, float] | None = None
        self._looked_s = 0.0
        self._seen: tuple[str, ...] = ()

    def start(self, at_frame: int) -> None:
        """Open the device, start the ring and its clock.

        Raises :class:`NoDeviceError`: within about a tenth of a second when there is none, after three
        seconds when the sound server does not answer.
        """
        if not RingOutput._in_use.acquire(blocking=False):
            raise NoDeviceError("The sound device is still in use.")
        pygame = load_pygame()
        try:
            pygame.display.init()
            found, device = guarded(lambda: _open_mixer(pygame, self._wanted), lambda: _quit(pygame))
        except NoDeviceError:
            RingOutput._in_use.release()
            raise
        except pygame.error as error:
            RingOutput._in_use.release()
            raise NoDeviceError(f"No sound device can be opened ({error}).") from None
        self._pygame = pygame
        self._follows = device is None
        self._device, self._driver = device or found.default, found.driver
        self._seen, self._looked_s = found.names, time.monotonic()
        self._check_format()
        pygame.event.clear()  # what happened to an earlier device
        self._sound = pygame.mixer.Sound(buffer=np.zeros((RING_FRAMES, 2), np.float32).tobytes())
        self._ring = pygame.sndarray.samples(self._sound)
        self._first = self._at = self._silent_to = at_frame
        self._start_clock()
        self._sound.play(loops=-1)

    def _check_format(self) -> None:
        got = self._pygame.mixer.get_init()
        if got is None or (got[0], abs(got[1]), got[2]) != (RATE, 32, 2):  # pygame tells float as -32
            self.close()
            raise NoDeviceError(f"The sound device wants another format ({got}).")

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
        now_s = time.monotonic()
        self._clock, self._steady = MixerClock(now_s), Steadiness(now_s)

    @property
    def device(self) -> str:
        """Name of the device that plays now; the server may move what follows its default to another."""
        if self._follows:
            self._look_again()
        return self._device

    def frame_heard_at(self, at_s: float) -> int:
        """The frame that is heard at ``at_s`` of the steady clock; of a sound server's own delay no more is
        known than what it was asked for.
        """
        late_s = SERVER_LATENCY_S if self._driver == "pulseaudio" else BUFFER_FRAMES / RATE
        frame = self._steady.frame_at(at_s - late_s)
        return self._first + round(frame) if frame is not None else self.position()

    @property
    def stalls(self) -> int:
        """How often the device stood still for a moment."""
        return self._steady.stalls

    def better(self) -> bool:
        """Whether the wanted device has come back while the default plays in its place."""
        if not self._wanted or not self._follows:
            return False
        self._look_again()
        return self._wanted in self._seen

    def _look_again(self) -> None:
        """Ask twice a second, while SDL's audio part is open: this waits for nobody."""
        now_s = time.monotonic()
        if self._pygame is None or now_s - self._looked_s < _LOOK_AGAIN_S:
            return
        self._looked_s = now_s
        if self._wanted:
            self._seen = look().names
        self._device = default_name(self._seen) or self._device

    def position(self) -> int:
        """Frame that SDL takes next, from the clock of a silent loop beside the ring."""
        now_s = time.monotonic()
        frames = self._clock.read(self._pygame.mixer.music.get_pos(), now_s)
        self._steady.see(frames, now_s)
        self._at = self._first + frames
        return self._at

    def write(self, frame: int, samples: Samples) -> None:
        """Copy into the ring, in place, and silence what lies beyond.

        Should nothing more be written in time, silence follows and not what was played twelve seconds ago.
        """
        self._put(frame, samples)
        end, free = frame + len(samples), self._at + self.room_frames
        self._silent_to = max(self._silent_to, end)
        if free > self._silent_to:
            self._put(self._silent_to, np.zeros((free - self._silent_to, 2), np.float32))
            self._silent_to = free

    def _put(self, frame: int, samples: Samples) -> None:
        at = (frame - self._first) % RING_FRAMES
        head = min(len(samples), RING_FRAMES - at)
        self._ring[at : at + head] = samples[:head]
        if head < len(samples):
            self._ring[: len(samples) - head] = samples[head:]

    def alive(self) -> bool:
        """Whether the device still takes samples."""
        with contextlib.suppress(self._pygame.error):
            for event in self._pygame.event.get():
                # Zero is a device that nobody had open: unplugged headphones while the loudspeakers play.
                if event.type == self._pygame.AUDIODEVICEREMOVED and not event.iscapture and event.which:
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

        quitting = threading.Thread(target=_leave, args=(pygame, sound), daemon=True, name="sound-quit")
        quitting.start()
        quitting.join(_QUIT_WAIT_S)
        RingOutput._in_use.release()


def _open_mixer(pygame: Any, wanted: str) -> tuple[Devices, str | None]:
    """Open the wanted device, or the default (None) where it is missing."""
    found = look()
    device = wanted if wanted and wanted in found.names else None
    with quiet_stderr():
        pygame.mixer.init(RATE, 32, 2, BUFFER_FRAMES, devicename=device, allowedchanges=0)
    return found, device


def _leave(pygame: Any, sound: Any) -> None:
    with to_itself():
        _quit(pygame)
    del sound  # only now: freeing a playing sound would wait for its channel


def _quit(pygame: Any) -> None:
    pygame.mixer.quit()


def probe_device(wanted: str = "") -> tuple[str, str]:
    """(name of the device that would play, "") or ("", why there is none)."""
    output = RingOutput(wanted)
    try:
        output.start(0)
    except NoDeviceError as error:
        return "", str(error)
    name = output.device or os.environ.get("SDL_AUDIODRIVER", "") or "the system's default device"
    output.close()
    return name, ""
