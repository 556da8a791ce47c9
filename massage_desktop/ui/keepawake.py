"""Keeps the screen awake during a session, without ever making the window wait.

Every call to the desktop happens in a thread of its own: with a mute service a call takes seconds, the
desktop may say nothing when it refuses, and leaving may fail after the service died.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Literal, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

log = logging.getLogger(__name__)

State = Literal["on", "off", "unavailable"]
_Request = Literal["acquire", "release", "probe", "quit"]

RENEW_S = 45.0
"""Seconds between renewals: the service may have died since, and few screens blank within a minute."""
ANSWER_WITHIN_S = 6.0
"""A desktop that says nothing for this long counts as unable; a late answer still counts."""

AT_EXIT_S = 0.3
"""How long the end of the program waits for the hold to be given back."""

ON = "The screen stays awake."
CAN = "The screen can be kept awake."
UNABLE = (
    "This desktop does not let the program keep the screen awake. "
    "Set it to stay on for half an hour in the system settings."
)
MUTE = (
    "The desktop does not answer, so the screen may go dark. "
    "Set it to stay on for half an hour in the system settings."
)


class Mode(Protocol):
    """The part of a wakepy mode that is used: a context manager that may stay inactive without raising."""

    active: bool

    def __enter__(self) -> object:
        """Ask the desktop."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        """Give back what was asked for."""


def wakepy_mode() -> Mode:
    """A fresh mode that keeps the screen on.

    Raises:
        ImportError: wakepy is not installed.
    """
    from wakepy import keep  # reads the bus libraries: only the worker thread may wait for that

    return keep.presenting(on_fail="pass")


class KeepAwake(QObject):
    """Holds the screen awake between :meth:`acquire` and :meth:`release`.

    ``changed(state, reason)`` comes in the window's thread after every request and when the state changes
    by itself; ``state`` is ``on``, ``off`` or ``unavailable``, ``reason`` a sentence for the person. All
    methods return at once.
    """

    changed = Signal(str, str)
    _answered = Signal(int, str, str)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        mode: Callable[[], Mode] = wakepy_mode,
        renew_s: float = RENEW_S,
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        super().__init__(parent)
        self._state: State = "off"
        self._reason = ""
        self._asked = 0
        self._worker = _Worker(mode, renew_s, self._answered.emit)
        self._answered.connect(self._take_answer)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(round(answer_within_s * 1000))
        self._patience.timeout.connect(self._give_up_waiting)

    @property
    def state(self) -> State:
        """What was last known: ``on``, ``off`` or ``unavailable``."""
        return self._state

    @property
    def reason(self) -> str:
        """The sentence that came with the state; empty before the first answer."""
        return self._reason

    def probe(self) -> None:
        """Find out early if the screen can be kept awake: ``off`` with :data:`CAN`, else ``unavailable``."""
        self._ask("probe")

    def acquire(self) -> None:
        """Keep the screen awake from now on, renewed until :meth:`release`."""
        self._ask("acquire")

    def release(self) -> None:
        """Let the screen go dark again when the system wants."""
        self._ask("release")

    def close(self, wait_s: float = 0.3) -> None:
        """Release for good, waiting at most ``wait_s`` seconds; what is still held ends with the program."""
        self._patience.stop()
        self._worker.quit(wait_s)

    def _ask(self, request: _Request) -> None:
        self._asked += 1
        self._patience.start()
        self._worker.ask(self._asked, request)

    @Slot(int, str, str)
    def _take_answer(self, number: int, state: State, reason: str) -> None:
        if number < self._asked:
            return  # a newer request is under way; its answer counts
        unasked = not self._patience.isActive()
        self._patience.stop()
        if unasked and (state, reason) == (self._state, self._reason):
            return  # a renewal that changed nothing
        self._tell(state, reason)

    @Slot()
    def _give_up_waiting(self) -> None:
        self._tell("unavailable", MUTE)

    def _tell(self, state: State, reason: str) -> None:
        self._state, self._reason = state, reason
        self.changed.emit(state, reason)


class _Worker:
    """The thread that talks to the desktop; a daemon, so that a mute one never delays the end."""

    def __init__(
        self, mode: Callable[[], Mode], renew_s: float, answer: Callable[[int, str, str], None]
    ) -> None:
        self._mode = mode
        self._renew_s = renew_s
        self._answer = answer
        self._requests: queue.SimpleQueue[tuple[int, _Request]] = queue.SimpleQueue()
        self._held: Mode | None = None
        self._wanted = False
        self._number = 0
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def ask(self, number: int, request: _Request) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="keep-awake", daemon=True)
            self._thread.start()
            # A thread that Python cuts off at its end while it is inside Qt takes the process down with it.
            atexit.register(self.quit, AT_EXIT_S)
        self._requests.put((number, request))

    def quit(self, wait_s: float) -> None:
        atexit.unregister(self.quit)
        self._closed.set()
        self._requests.put((0, "quit"))
        if self._thread is not None:
            self._thread.join(wait_s)

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                self._number, request = self._requests.get(timeout=self._renew_s if self._wanted else None)
            except queue.Empty:
                request = "acquire"  # renewing is asking again
            if request == "quit":
                break
            self._report(*self._follow(request))
        self._let_go()

    def _follow(self, request: _Request) -> tuple[State, str]:
        if request == "release":
            self._wanted = False
            self._let_go()
            return "off", ""
        self._wanted = self._wanted or request == "acquire"
        fresh = self._entered()
        # The new hold begins before the old one ends, so that the screen is never let go in between.
        self._let_go()
        self._held = fresh
        if fresh is None:
            return "unavailable", UNABLE
        if self._wanted:
            return "on", ON
        self._let_go()
        return "off", CAN

    def _entered(self) -> Mode | None:
        try:
            mode = self._mode()
            mode.__enter__()
        except Exception as error:  # noqa: BLE001 - whatever a desktop's bus throws, the massage goes on
            log.info("keeping the screen awake failed: %s", error)
            return None
        if mode.active:
            return mode
        self._leave(mode)
        return None

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._leave(held)

    def _leave(self, mode: Mode) -> None:
        try:
            mode.__exit__(None, None, None)
        except Exception as error:  # noqa: BLE001 - the service has died, and its hold with it
            log.info("letting the screen go failed: %s", error)

    def _report(self, state: State, reason: str) -> None:
        if not self._closed.is_set():
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._answer(self._number, state, reason)


def probe_once(mode: Callable[[], Mode] = wakepy_mode, wait_s: float = ANSWER_WITHIN_S) -> tuple[State, str]:
    """Ask once and wait at most ``wait_s`` seconds for the answer: for the command line, never for a window.

    Returns ``on`` with :data:`CAN` when the screen can be kept awake, else ``unavailable`` with the reason.
    """
    answers: queue.SimpleQueue[str] = queue.SimpleQueue()
    worker = _Worker(mode, wait_s, lambda _number, _state, reason: answers.put(reason))
    worker.ask(1, "probe")
    try:
        reason = answers.get(timeout=wait_s)
    except queue.Empty:
        reason = MUTE
    worker.quit(0)
    return ("on" if reason == CAN else "unavailable"), reason
