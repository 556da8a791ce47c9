"""Where mixed sound goes: a ring of samples that somebody plays, addressed by absolute frames."""

from __future__ import annotations

import time
from typing import Literal, Protocol, runtime_checkable

import msgspec

from .loudness import RATE
from .source import Samples

OutputState = Literal["playing", "silent", "lost"]

MARGIN_FRAMES = 3 * 2048
"""Frames ahead of the position that may already be on their way to the device: never written again."""


class LevelReading(msgspec.Struct, frozen=True):
    """How loud it is now: the momentary loudness of what is being played, in LUFS (-inf is silence).

    ``device`` is the one that plays, "" when there is none or the system does not tell its name.
    """

    momentary_lufs: float
    ceiling_lufs: float
    source_title: str
    output: OutputState | Literal["starting"]
    note: str
    device: str = ""


class NoDeviceError(Exception):
    """There is no sound device, or it cannot be opened; the message is one plain sentence."""


class SoundOutput(Protocol):
    """Plays what is written. One thread owns an output; nothing here is called from the window's thread.

    Frames are counted from the beginning of the session at 48 kHz and go on across devices.
    """

    def start(self, at_frame: int) -> None:
        """Open the device and play silence; the first frame played is ``at_frame``.

        Raises :class:`NoDeviceError`.
        """

    def position(self) -> int:
        """Frame that the device takes next."""

    def write(self, frame: int, samples: Samples) -> None:
        """Put ``samples`` (shape ``(n, 2)``) at ``frame``; anything before :meth:`position` is too late."""

    @property
    def room_frames(self) -> int:
        """How far ahead of :meth:`position` may be written."""

    def alive(self) -> bool:
        """False once the device is gone."""

    def close(self) -> None:
        """Stop; never waits for a dead device."""


@runtime_checkable
class KnownDevice(Protocol):
    """What an output tells besides when it knows the device behind it."""

    @property
    def device(self) -> str:
        """Name of the device that plays now, "" when the system does not tell; it may change meanwhile."""

    def frame_heard_at(self, at_s: float) -> int:
        """The frame that is heard at ``at_s`` seconds of ``time.monotonic``, as well as that can be told."""

    @property
    def stalls(self) -> int:
        """How often the device stood still for a moment: each is a gap that was heard."""

    def better(self) -> bool:
        """Whether the wished device has come back while another one plays."""


class SilentOutput:
    """No device: nothing is heard, time goes on all the same."""

    room_frames = 8 * RATE

    def __init__(self) -> None:
        self._first = 0
        self._began_s = 0.0

    def start(self, at_frame: int) -> None:
        """Count from ``at_frame``."""
        self._first, self._began_s = at_frame, time.monotonic()

    def position(self) -> int:
        """Frames that would have been played."""
        return self._first + int((time.monotonic() - self._began_s) * RATE)

    def write(self, frame: int, samples: Samples) -> None:
        """Forget the samples."""

    def alive(self) -> bool:
        """Silence cannot be unplugged."""
        return True

    def close(self) -> None:
        """Nothing to let go of."""
