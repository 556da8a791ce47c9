"""The thread that listens: microphone, recogniser, and a call for each command."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from .microphone import Block, Microphone, MicrophoneError, level_db
from .recogniser import Heard, Recogniser
from .segment import RATE

RETRY_S: Final = 5.0
"""A microphone that is gone is looked for again this often."""

ECHO_S: Final = 0.2
"""Deafness lasts this much longer than our own voice: the room rings on, and sound takes its time. A person
who has waited for the end of the words speaks later than that.
"""

LISTENING: Final = "Listening."
_PATIENCE_S = 3.0
_LOOK_AROUND_S = 0.2
_NICE = 10


class Source(Protocol):
    """What a :class:`~massage_desktop.listening.microphone.Microphone` does."""

    def open(self) -> None:
        """Begin."""

    def read(self, patience_s: float) -> Block | None:
        """The next block."""

    def close(self) -> None:
        """End."""


class Listener:
    """Listens until it is closed; no method of it waits.

    ``on_heard`` is called for every command, ``on_status`` with a sentence whenever the state changes, both
    in the listener's own thread: hand over to yours.
    """

    def __init__(
        self,
        on_heard: Callable[[Heard], object],
        on_status: Callable[[str], object],
        *,
        microphone: str = "",
        make_source: Callable[[str], Source] = Microphone,
        make_recogniser: Callable[[], Recogniser] = Recogniser,
        retry_s: float = RETRY_S,
    ) -> None:
        self._on_heard, self._on_status = on_heard, on_status
        self._make_source: Callable[[], Source] = lambda: make_source(microphone)
        self._make_recogniser = make_recogniser
        self._retry_s = retry_s
        self._stop = threading.Event()
        self._deaf_until_s = 0.0
        self.level_db = -90.0
        """Level of what was heard last, dB below full scale: for a meter."""
        self.status = ""
        """The sentence told last."""
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it still listens, or will again; False once it cannot work at all (see ``status``)."""
        return self._thread.is_alive()

    def deaf(self, seconds: float) -> None:
        """Hear nothing for so long from now on: our own voice speaks."""
        self._deaf_until_s = max(self._deaf_until_s, time.monotonic() + seconds + ECHO_S)

    def attentive(self) -> None:
        """Our own voice was cut short: hear again as soon as the room is quiet."""
        self._deaf_until_s = min(self._deaf_until_s, time.monotonic() + ECHO_S)

    def close(self, patience_s: float = 0.0) -> None:
        """Stop listening; waits up to ``patience_s`` until the microphone is let go."""
        self._stop.set()
        if patience_s > 0:
            self._thread.join(patience_s)

    def _run(self) -> None:
        _stand_back()
        try:
            recogniser = self._make_recogniser()
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            self._tell(f"Spoken commands do not work here: {_one_line(error)}.")
            return
        while not self._stop.is_set():
            source = self._make_source()
            try:
                source.open()
                self._tell(LISTENING)
                self._listen(source, recogniser)
            except MicrophoneError as error:
                self._tell(f"Not listening: {_one_line(error)}")
            except (OSError, RuntimeError, ValueError) as error:
                self._tell(f"Not listening: the microphone failed ({_one_line(error)}).")
            finally:
                source.close()
            self.level_db = -90.0
            self._stop.wait(self._retry_s)

    def _listen(self, source: Source, recogniser: Recogniser) -> None:
        """Until the end, or until the device falls silent for good."""
        last_s = time.monotonic()
        while not self._stop.is_set():
            block = source.read(_LOOK_AROUND_S)
            if block is None:
                if time.monotonic() - last_s > _PATIENCE_S:
                    raise MicrophoneError("the microphone gives no sound any more. Check its plug.")
                continue
            last_s = time.monotonic()
            self.level_db = level_db(block.samples)
            if block.at_s <= self._deaf_until_s:
                recogniser.deaf(recogniser.time_s + len(block.samples) / RATE)
            for heard in recogniser.feed(block.samples):
                if not self._stop.is_set() and block.at_s > self._deaf_until_s:
                    self._on_heard(heard)

    def _tell(self, sentence: str) -> None:
        if sentence != self.status and not self._stop.is_set():
            self.status = sentence
            self._on_status(sentence)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _stand_back() -> None:
    """Where a thread can have a priority of its own (Linux), sound and pictures come before listening."""
    if hasattr(os, "setpriority"):
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        except OSError:
            return
