"""Sound from a microphone, in memory only: nothing that is heard is ever written down."""

from __future__ import annotations

import queue
import time
from collections.abc import Generator
from typing import Any, Final, NamedTuple

import numpy as np

from .alsa import silence_alsa
from .segment import RATE, Mono

BLOCK_MS: Final = 96
"""Length of what the system hands over at a time."""

_WAITING_BLOCKS = 200  # 20 s: the thread that understands may be held up for a moment, not for longer


class MicrophoneError(Exception):
    """A microphone that cannot be used; the text is one line: what, and what to do."""


class Block(NamedTuple):
    """``samples``, shape (n,), float32 at 16 kHz; they ended at ``at_s`` of ``time.monotonic()``."""

    samples: Mono
    at_s: float


class Microphone:
    """One capture device, chosen by name; "" is the system's default."""

    def __init__(self, name: str = "") -> None:
        self._name = name
        self._device: Any = None
        self._blocks: queue.Queue[Block] = queue.Queue(_WAITING_BLOCKS)

    def open(self) -> None:
        """Begin to listen; may take up to two seconds. Raises :class:`MicrophoneError`."""
        import miniaudio

        silence_alsa()
        try:
            device = miniaudio.CaptureDevice(
                input_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=BLOCK_MS,
                device_id=self._find(),
                thread_prio=miniaudio.ThreadPriority.NORMAL,
                app_name="Massage Desktop",
            )
            # A device without backend would give silence for ever.
            if device.backend.lower() == "null":
                device.close()
                raise MicrophoneError("no microphone was found. Plug one in.")
            taking = self._taking()
            next(taking)
            device.start(taking)
        except miniaudio.MiniaudioError as error:
            raise MicrophoneError(
                f"{self._name or 'the microphone'} cannot be opened. Check that it is plugged in and allowed."
            ) from error
        self._device = device

    def read(self, patience_s: float) -> Block | None:
        """The next block, or None if none comes within ``patience_s``: the device is gone."""
        try:
            return self._blocks.get(timeout=patience_s)
        except queue.Empty:
            return None

    def close(self) -> None:
        """Let the device go."""
        device, self._device = self._device, None
        if device is not None:
            device.close()
        while not self._blocks.empty():
            self._blocks.get_nowait()

    def _find(self) -> Any:
        """The device's id, None for the system's default."""
        if not self._name:
            return None
        for entry in _captures():
            if entry["name"] == self._name:
                return entry["id"]
        raise MicrophoneError(f"there is no microphone “{self._name}”. Plug it in or choose another.")

    def _taking(self) -> Generator[None, bytes, None]:
        """What the system's own thread sends here is only put aside."""
        while True:
            data = yield
            if self._blocks.full():
                self._blocks.get_nowait()
            self._blocks.put_nowait(Block(np.frombuffer(data, np.float32), time.monotonic()))


def microphones() -> list[str]:
    """Names of the capture devices. Raises :class:`MicrophoneError` when the system cannot be asked."""
    return [str(entry["name"]) for entry in _captures()]


def level_db(samples: Mono) -> float:
    """Level of ``samples`` for a meter: decibels below full scale, at least -90."""
    mean = float(np.mean(samples * samples)) if len(samples) else 0.0
    return max(-90.0, 10 * float(np.log10(mean + 1e-12)))


def _captures() -> list[dict[str, Any]]:
    import miniaudio

    silence_alsa()
    try:
        found: list[dict[str, Any]] = miniaudio.Devices().get_captures()
    except (miniaudio.MiniaudioError, UnicodeDecodeError) as error:
        raise MicrophoneError(
            "the system does not tell its microphones. Check its sound settings."
        ) from error
    return found
