"""A thread with a line to the session bus, so that a mute desktop never makes the window wait.

jeepney speaks D-Bus in plain Python and comes with wakepy wherever there is a session bus. Qt's own D-Bus
classes cannot be used here: from Python they send every whole number as 32 bits, and MPRIS wants 64.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

log = logging.getLogger(__name__)

ANSWER_S: Final = 3.0
"""A service that has not answered by then counts as mute."""
AT_EXIT_S: Final = 0.3
"""How long the end of the program waits for the line to be closed."""


class BusError(Exception):
    """A question got an error or no answer; the text is for the log."""


class Incoming(NamedTuple):
    """A method call or a signal. ``wants_reply`` is False for signals and for callers that do not wait."""

    path: str
    interface: str
    member: str
    body: tuple[Any, ...]
    wants_reply: bool
    message: Any


class Line:
    """An open connection; for use in its bus's thread only. Values are those of jeepney by signature."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.waiting: list[Incoming] = []

    def ask(
        self,
        service: tuple[str, str, str],
        member: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        *,
        timeout_s: float = ANSWER_S,
    ) -> tuple[Any, ...]:
        """Call ``member`` of ``service`` (name, path, interface) and give its answer's values.

        A service that does not run is not started. What comes in meanwhile is kept for later.

        Raises:
            BusError: it refused, is not there, or did not answer in time, or the connection is lost.
        """
        try:
            return self._asked(service, member, (signature, body), timeout_s)
        except OSError as error:
            raise BusError(f"{member}: {error}") from None

    def _asked(
        self,
        service: tuple[str, str, str],
        member: str,
        values: tuple[str, tuple[Any, ...]],
        timeout_s: float,
    ) -> tuple[Any, ...]:
        name, path, interface = service
        bus = _jeepney()
        call = bus.new_method_call(
            bus.DBusAddress(path, name, interface), member, values[0] or None, values[1]
        )
        call.header.flags = bus.MessageFlag.no_auto_start
        serial = next(self._connection.outgoing_serial)
        self._connection.send(call, serial=serial)
        until_s = time.monotonic() + timeout_s
        while (left_s := until_s - time.monotonic()) > 0:
            message = self.receive(left_s)
            if message is not None and _answers(message) == serial:
                if message.header.message_type is bus.MessageType.error:
                    raise BusError(f"{member}: {_error(message)}")
                return tuple(message.body)
            self._keep(message)
        raise BusError(f"{member}: no answer within {timeout_s:g} s")

    def receive(self, timeout_s: float | None) -> Any:
        """The next message; None when there is other work to do or the time is over.

        Raises:
            OSError: the connection is lost.
        """
        try:
            return self._connection.receive(timeout=timeout_s)
        except _jeepney("io.threading").ReceiveStopped:
            self._connection.reset_interrupt()
        except TimeoutError:
            pass
        return None

    def reply(self, call: Incoming, signature: str = "", body: tuple[Any, ...] = ()) -> None:
        """Answer a call."""
        if call.wants_reply:
            self._connection.send(_jeepney().new_method_return(call.message, signature or None, body))

    def refuse(self, call: Incoming, error: str, text: str) -> None:
        """Answer a call with an error."""
        if call.wants_reply:
            name = f"org.freedesktop.DBus.Error.{error}"
            self._connection.send(_jeepney().new_error(call.message, name, "s", (text,)))

    def signal(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        """Tell everybody."""
        bus = _jeepney()
        place = bus.DBusAddress(path, interface=interface)
        self._connection.send(bus.new_signal(place, member, signature, body))

    def _keep(self, message: Any) -> None:
        incoming = _incoming(message)
        if incoming is not None:
            self.waiting.append(incoming)


class Bus:
    """Work for the session bus, done one after the other in a thread that starts with the first.

    Args:
        name: of the thread.
        heard: told of every call and signal that comes in, in that thread.
    """

    def __init__(
        self, name: str, heard: Callable[[Line, Incoming], None] = lambda _line, _call: None
    ) -> None:
        self._name = name
        self._heard = heard
        self._work: queue.SimpleQueue[Callable[[Line | None], None] | None] = queue.SimpleQueue()
        self._connection: Any = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def do(self, work: Callable[[Line | None], None]) -> None:
        """Do ``work`` in the thread, with None where there is no bus. Returns at once."""
        if self._closed:
            return
        self._work.put(work)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
            atexit.register(self.close, AT_EXIT_S)
        self._wake()

    def close(self, wait_s: float = 0.0) -> None:
        """Do what is still to be done, then hang up; waits at most ``wait_s`` seconds for that."""
        self._closed = True
        atexit.unregister(self.close)
        self._work.put(None)
        self._wake()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(wait_s)

    def _wake(self) -> None:
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(OSError, ValueError):
                connection.interrupt()

    def _run(self) -> None:
        line: Line | None = None
        while True:
            try:
                work = self._work.get(block=line is None)
            except queue.Empty:
                line = self._served(line)
                continue
            if work is None:
                break
            line = self._done(work, line or self._opened())
        self._hang_up()

    def _opened(self) -> Line | None:
        try:
            self._connection = _jeepney("io.threading").open_dbus_connection(bus=_address())
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a bus, there is none
            log.info("no session bus: %r", error)
            return None
        return Line(self._connection)

    def _done(self, work: Callable[[Line | None], None], line: Line | None) -> Line | None:
        try:
            work(line)
        except Exception as error:  # noqa: BLE001 - a bus may say anything, and the massage goes on
            log.info("the session bus is gone: %r", error)
            self._hang_up()
            return None
        return line

    def _served(self, line: Line | None) -> Line | None:
        """Hear what comes in, until there is work."""
        assert line is not None  # noqa: S101  without a line the thread waits for work
        try:
            if line.waiting:
                self._heard(line, line.waiting.pop(0))
            elif (incoming := _incoming(line.receive(None))) is not None:
                self._heard(line, incoming)
        except Exception as error:  # noqa: BLE001 - as above
            log.info("the session bus is gone: %r", error)
            self._hang_up()
            return None
        return line

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()


def _address() -> str:
    told = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    usual = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere") / "bus"
    if told or not usual.exists():
        return told or "SESSION"
    return f"unix:path={usual}"


def _jeepney(part: str = "") -> Any:
    """jeepney, which brings no types, imported where a bus is first spoken to."""
    return importlib.import_module(f"jeepney.{part}" if part else "jeepney")


def _answers(message: Any) -> int | None:
    """Serial of the call that a message answers."""
    serial: int | None = message.header.fields.get(_jeepney().HeaderFields.reply_serial)
    return serial


def _error(message: Any) -> str:
    name = message.header.fields.get(_jeepney().HeaderFields.error_name)
    return " ".join(map(str, (name, *message.body)))


def _incoming(message: Any) -> Incoming | None:
    """A call or a signal; None for nothing and for answers that come too late."""
    bus = _jeepney()
    kinds, keys = bus.MessageType, bus.HeaderFields
    if message is None or message.header.message_type not in (kinds.method_call, kinds.signal):
        return None
    fields = message.header.fields
    waits = message.header.message_type is kinds.method_call
    return Incoming(
        fields.get(keys.path, ""),
        fields.get(keys.interface, ""),
        fields.get(keys.member, ""),
        tuple(message.body),
        waits and not message.header.flags & bus.MessageFlag.no_reply_expected,
        message,
    )
