"""A bus daemon for a test, and what it takes to look at it from the other side."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

import jeepney
from jeepney.io.blocking import open_dbus_connection

WAIT_S = 10.0


class SessionBus:
    """A bus daemon that can be asked, and ended."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self._connection: Any = None

    def end(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    @property
    def connection(self) -> Any:
        if self._connection is None:
            self._connection = open_dbus_connection(self.address)
        return self._connection

    def ask(
        self, name: str, path: str, interface: str, member: str, signature: str = "", body: tuple = ()
    ) -> Any:
        address = jeepney.DBusAddress(path, name, interface)
        call = jeepney.new_method_call(address, member, signature or None, body)
        reply = self.connection.send_and_get_reply(call, timeout=WAIT_S)
        assert reply.header.message_type is jeepney.MessageType.method_return, reply.body
        return reply.body

    def names(self) -> list[str]:
        bus = "org.freedesktop.DBus"
        return list(self.ask(bus, "/org/freedesktop/DBus", bus, "ListNames")[0])


class Told(list[Any]):
    """What a callback was told, to be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._news = threading.Condition()

    def __call__(self, *what: Any) -> None:
        with self._news:
            self.append(what if len(what) > 1 else what[0])
            self._news.notify_all()

    def until(self, count: int) -> list[Any]:
        with self._news:
            assert self._news.wait_for(lambda: len(self) >= count, WAIT_S), list(self)
        return list(self)


def wait_until(holds: Callable[[], bool]) -> None:
    until_s = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < until_s
        time.sleep(0.01)
