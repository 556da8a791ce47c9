"""The session as a media player: on a real bus, seen from the other side."""

from __future__ import annotations

import shutil
import subprocess
import time
import xml.etree.ElementTree as ET
from typing import Any

import jeepney
import pytest
from bus_daemon import SessionBus, Told, wait_until

from massage_desktop.desktop.mpris import NAME, PATH, PLAYER, PROPERTIES, ROOT, MediaControls, introspection
from massage_desktop.desktop.playing import Playing, playing
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import load_routine
from massage_desktop.session.session import Session

STEP = Playing("Playing", "step_2_1", "Circles with the palms", "Classic back", 90_000_000, 5_000_000)


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s

    def now(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def controls(bus: SessionBus, told: Told, clock: Clock):
    made = MediaControls(told, clock)
    made.show(STEP)
    wait_until(lambda: NAME in bus.names())
    yield made
    made.close(2.0)


def get(bus: SessionBus, interface: str, name: str) -> tuple[str, Any]:
    return bus.ask(NAME, PATH, PROPERTIES, "Get", "ss", (interface, name))[0]


def signals(bus: SessionBus, count: int) -> list[tuple[str, tuple[Any, ...]]]:
    """The next signals of the player, which must have been subscribed to before."""
    found = []
    while len(found) < count:
        message = bus.connection.receive(timeout=10)
        fields = message.header.fields
        if (
            message.header.message_type is jeepney.MessageType.signal
            and fields[jeepney.HeaderFields.path] == PATH
        ):
            found.append((fields[jeepney.HeaderFields.member], message.body))
    return found


def subscribe(bus: SessionBus) -> None:
    name = "org.freedesktop.DBus"
    rule = (f"type='signal',path='{PATH}'",)
    bus.ask(name, "/org/freedesktop/DBus", name, "AddMatch", "s", rule)


@pytest.mark.usefixtures("controls")
def test_it_is_a_player_with_every_property_in_its_type(bus: SessionBus) -> None:
    root = bus.ask(NAME, PATH, PROPERTIES, "GetAll", "s", (ROOT,))[0]
    assert root["Identity"] == ("s", "Massage Desktop")
    assert root["CanQuit"] == ("b", False)
    player = bus.ask(NAME, PATH, PROPERTIES, "GetAll", "s", (PLAYER,))[0]
    assert player["PlaybackStatus"] == ("s", "Playing")
    assert player["Position"] == ("x", 5_000_000)
    assert player["Metadata"][0] == "a{sv}"
    assert player["Metadata"][1] == {
        "mpris:trackid": ("o", "/org/massage_desktop/step_2_1"),
        "mpris:length": ("x", 90_000_000),
        "xesam:title": ("s", "Circles with the palms"),
        "xesam:album": ("s", "Classic back"),
    }
    told = {p.get("name"): p.get("type") for p in ET.fromstring(introspection()).iter("property")}
    assert {name: value[0] for name, value in (root | player).items()} == told


def test_the_place_goes_on_by_itself_and_stands_on_hold(
    bus: SessionBus, controls: MediaControls, clock: Clock
) -> None:
    clock.now_s += 10
    assert get(bus, PLAYER, "Position") == ("x", 15_000_000)
    clock.now_s += 1000
    assert get(bus, PLAYER, "Position") == ("x", 90_000_000)
    controls.show(Playing("Paused", *STEP_PARTS, 30_000_000))
    clock.now_s += 10
    assert get(bus, PLAYER, "Position") == ("x", 30_000_000)
    wait_until(lambda: get(bus, PLAYER, "PlaybackStatus") == ("s", "Paused"))


STEP_PARTS = ("step_2_1", "Circles with the palms", "Classic back", 90_000_000)


def test_everything_that_is_asked_is_told(bus: SessionBus, controls: MediaControls, told: Told) -> None:
    asked = ["PlayPause", "Play", "Pause", "Next", "Previous", "Stop"]
    for member in asked:
        assert bus.ask(NAME, PATH, PLAYER, member) == ()
    assert told.until(6) == asked
    for member, signature, body in (("Seek", "x", (5,)), ("SetPosition", "ox", ("/a", 5))):
        assert bus.ask(NAME, PATH, PLAYER, member, signature, body) == ()
    assert bus.ask(NAME, PATH, ROOT, "Raise") == ()
    assert list(told) == asked


@pytest.mark.parametrize(
    ("interface", "member", "signature", "body", "error"),
    [
        (PLAYER, "OpenUri", "s", ("file:///x",), "UnknownMethod"),
        ("org.example.Other", "Next", "", (), "UnknownMethod"),
        (PROPERTIES, "Get", "ss", (PLAYER, "Colour"), "InvalidArgs"),
        (PROPERTIES, "GetAll", "s", ("org.example.Other",), "InvalidArgs"),
        (PROPERTIES, "Get", "i", (3,), "InvalidArgs"),
        (PROPERTIES, "Set", "ssv", (PLAYER, "Volume", ("d", 0.1)), "PropertyReadOnly"),
    ],
)
@pytest.mark.usefixtures("controls")
def test_anything_else_is_refused_and_it_goes_on(
    bus: SessionBus, interface: str, member: str, signature: str, body: tuple, error: str
) -> None:
    address = jeepney.DBusAddress(PATH, NAME, interface)
    call = jeepney.new_method_call(address, member, signature or None, body)
    reply = bus.connection.send_and_get_reply(call, timeout=10)
    assert reply.header.fields[jeepney.HeaderFields.error_name].endswith(error)
    assert get(bus, PLAYER, "PlaybackStatus") == ("s", "Playing")


def test_changes_are_signalled_and_only_changes(
    bus: SessionBus, controls: MediaControls, clock: Clock
) -> None:
    subscribe(bus)
    for _ in range(30):  # a second of pictures
        clock.now_s += 1 / 30
        controls.show(Playing("Playing", *STEP_PARTS, round(5e6 + (clock.now_s - 1000) * 1e6)))
    controls.show(Playing("Paused", *STEP_PARTS, 6_000_000))
    controls.show(Playing("Paused", *STEP_PARTS, 0))
    controls.show(Playing("Playing", "step_3_1", "Kneading", "Classic back", 60_000_000, 0))
    controls.show(None)
    (held, again, stepped, stopped) = signals(bus, 4)
    assert held == ("PropertiesChanged", (PLAYER, {"PlaybackStatus": ("s", "Paused")}, []))
    assert again == ("Seeked", (0,))
    assert set(stepped[1][1]) == {"PlaybackStatus", "Metadata"}
    assert stepped[1][1]["Metadata"][1]["xesam:title"] == ("s", "Kneading")
    assert stopped[1][1] == {"PlaybackStatus": ("s", "Stopped")}


def test_it_is_a_player_only_during_a_session(bus: SessionBus, controls: MediaControls) -> None:
    controls.show(None)
    wait_until(lambda: NAME not in bus.names())
    controls.show(STEP)
    wait_until(lambda: NAME in bus.names())
    controls.close(2.0)
    wait_until(lambda: NAME not in bus.names())
    controls.show(None)


@pytest.mark.usefixtures("controls")
def test_a_second_program_has_a_name_of_its_own(bus: SessionBus) -> None:
    second = MediaControls(print)
    second.show(STEP)
    wait_until(lambda: any(name.startswith(f"{NAME}.instance") for name in bus.names()))
    second.close(2.0)
    assert NAME in bus.names()


def test_a_bus_that_dies_and_none_at_all_do_no_harm(
    bus: SessionBus, controls: MediaControls, told: Told
) -> None:
    bus.end()
    controls.show(Playing("Paused", *STEP_PARTS, 0))
    controls.show(None)
    controls.close(2.0)
    assert list(told) == []


@pytest.mark.usefixtures("no_bus")
def test_without_a_bus_nothing_happens_and_nobody_waits(told: Told) -> None:
    began = time.perf_counter()
    controls = MediaControls(told)
    controls.show(STEP)
    controls.show(None)
    assert time.perf_counter() - began < 1
    controls.close(2.0)
    assert list(told) == []


@pytest.mark.skipif(shutil.which("gdbus") is None, reason="needs gdbus")
@pytest.mark.usefixtures("controls")
def test_glib_understands_it_too(bus: SessionBus, told: Told) -> None:
    def gdbus(*arguments: str) -> str:
        command = ["gdbus", *arguments, "--session", "--dest", NAME, "--object-path", PATH]
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout

    shown = gdbus("introspect")
    assert "readonly x Position = 5000000" in shown
    assert "Metadata" in shown
    gdbus("call", "--method", f"{PLAYER}.PlayPause")
    assert told.until(1) == ["PlayPause"]


def test_a_session_from_its_first_to_its_last_moment() -> None:
    clock = Clock()
    plan = make_plan(load_routine("back_classic"), 17)
    session = Session(plan, clock, get_ready_s=20, rest_s=60)
    ready = playing(session.snapshot())
    assert ready is not None
    assert (ready.status, ready.title, ready.length_us) == ("Playing", "Get ready", 0)
    clock.now_s += 50
    session.advance()
    running = playing(session.snapshot())
    assert running is not None
    assert running.title == plan.steps[0].title
    assert running.album == plan.routine.title
    assert running.length_us == round(plan.steps[0].seconds * 1e6)
    assert running.position_us == 30_000_000
    session.command("hold")
    held = playing(session.snapshot())
    assert held is not None
    assert held.status == "Paused"
    session.command("resume")
    clock.now_s += 3600
    session.advance()
    assert session.phase == "finished"
    assert playing(session.snapshot()) is None
