"""Holding back notices, with a notification service of our own on a bus of our own."""

from __future__ import annotations

import threading
import time
from typing import Any

import jeepney
import pytest
from bus_daemon import SessionBus, Told, wait_until
from jeepney.io.blocking import open_dbus_connection

from massage_desktop.desktop.quiet import CAN, ON, REASON, UNABLE, Quiet

NAME = "org.freedesktop.Notifications"
HELD = ("on", ON)
FREE = ("off", "")
UNKNOWN = ("unavailable", UNABLE)


class Notices:
    """A notification service that holds back notices as long as somebody asks for it."""

    def __init__(self, bus: SessionBus, *, offers: bool = True, mute: bool = False) -> None:
        self.offers, self.mute = offers, mute
        self.held: dict[int, tuple[str, str]] = {}
        self.calls: list[str] = []
        self._connection = open_dbus_connection(bus.address)
        address = jeepney.DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        call = jeepney.new_method_call(address, "RequestName", "su", (NAME, 4))
        assert self._connection.send_and_get_reply(call, timeout=10).body == (1,)
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._thread.join(5)
        self._connection.close()

    def _run(self) -> None:
        while not self._stopped:
            try:
                message = self._connection.receive(timeout=0.02)
            except TimeoutError:
                continue
            if message.header.message_type is jeepney.MessageType.method_call:
                self._answer(message, message.header.fields[jeepney.HeaderFields.member])

    def _answer(self, call: Any, member: str) -> None:
        self.calls.append(member)
        if self.mute:
            return
        reply = jeepney.new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "s", (member,))
        if member == "Introspect":
            methods = '<method name="Notify"/>' + ('<method name="Inhibit"/>' if self.offers else "")
            reply = jeepney.new_method_return(call, "s", (f"<node>{methods}</node>",))
        elif member == "Inhibit" and self.offers:
            cookie = len(self.calls)
            self.held[cookie] = call.body[:2]
            reply = jeepney.new_method_return(call, "u", (cookie,))
        elif member == "UnInhibit" and call.body[0] in self.held:
            del self.held[call.body[0]]
            reply = jeepney.new_method_return(call)
        self._connection.send(reply)


@pytest.fixture
def quiet(told: Told):
    made = Quiet(told)
    yield made
    made.close(2.0)


def test_notices_are_held_back_and_let_go(bus: SessionBus, quiet: Quiet, told: Told) -> None:
    notices = Notices(bus)
    quiet.probe()
    assert told.until(1) == [("off", CAN)]
    assert notices.held == {}
    quiet.hold()
    told.until(2)
    assert list(notices.held.values()) == [("massage-desktop", REASON)]
    quiet.hold()
    quiet.release()
    assert told.until(4)[1:] == [HELD, HELD, FREE]
    assert notices.held == {}
    assert notices.calls.count("Inhibit") == 1
    quiet.release()
    assert told.until(5)[4] == FREE
    notices.stop()


def test_a_desktop_that_offers_nothing_is_told_before_and_during(
    bus: SessionBus, quiet: Quiet, told: Told
) -> None:
    notices = Notices(bus, offers=False)
    quiet.probe()
    quiet.hold()
    quiet.release()
    assert told.until(3) == [UNKNOWN, UNKNOWN, FREE]
    notices.stop()


def test_no_service_is_started_and_none_is_needed(bus: SessionBus, quiet: Quiet, told: Told) -> None:
    quiet.probe()
    quiet.hold()
    assert told.until(2) == [UNKNOWN, UNKNOWN]
    assert NAME not in bus.names()


def test_a_desktop_that_starts_anew_is_asked_again(bus: SessionBus, quiet: Quiet, told: Told) -> None:
    first = Notices(bus)
    quiet.hold()
    told.until(1)
    first.stop()
    second = Notices(bus)
    assert told.until(2) == [HELD, HELD]
    assert len(second.held) == 1
    quiet.release()
    told.until(3)
    assert second.held == {}
    second.stop()
    third = Notices(bus)
    quiet.probe()
    told.until(4)
    assert third.held == {}, "nothing is held any more"
    third.stop()


def test_what_is_held_ends_with_the_connection(bus: SessionBus, quiet: Quiet, told: Told) -> None:
    """The service can see that whoever asked is gone, as KDE's does: the program's name leaves the bus."""
    notices = Notices(bus)
    before = set(bus.names())
    quiet.hold()
    told.until(1)
    ours = set(bus.names()) - before
    assert len(ours) == 1
    quiet.close(2.0)
    wait_until(lambda: not ours & set(bus.names()))
    notices.stop()


def test_a_mute_service_makes_nobody_wait(bus: SessionBus, told: Told) -> None:
    notices = Notices(bus, mute=True)
    quiet = Quiet(told, answer_s=1.0)
    began = time.perf_counter()
    quiet.probe()
    quiet.hold()
    assert time.perf_counter() - began < 0.8
    assert told.until(2) == [UNKNOWN, UNKNOWN]
    quiet.close(2.0)
    notices.stop()


@pytest.mark.usefixtures("no_bus")
def test_without_a_bus_it_is_told(quiet: Quiet, told: Told) -> None:
    quiet.probe()
    quiet.hold()
    quiet.release()
    assert told.until(3) == [UNKNOWN, UNKNOWN, FREE]


def test_a_bus_that_is_gone_is_told(bus: SessionBus, quiet: Quiet, told: Told) -> None:
    notices = Notices(bus)
    quiet.hold()
    told.until(1)
    notices.stop()
    bus.end()
    quiet.release()
    quiet.hold()
    assert told.until(3) == [HELD, FREE, UNKNOWN]
