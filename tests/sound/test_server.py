"""A real sound server: busy cores, devices that come and go, a server that dies, hangs and comes back."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator

import numpy as np
import pytest
from sound_server import SoundServer, matches, onset, recorded, unpredicted

from massage_desktop.sound.loudness import RATE, EnergyMeter, momentary_lufs

MISSING = [name for name in ("pulseaudio", "pactl", "parec") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed here: {', '.join(MISSING)}")

CEILING = -33.0
KEPT_WAITING_S = 1.0
"""A busy machine may take a while; a program that waits for a dead server waits three seconds and more."""


@pytest.fixture
def server() -> Iterator[SoundServer]:
    with SoundServer() as server:
        yield server


def loudest(sound: np.ndarray) -> float:
    return float(momentary_lufs(EnergyMeter().feed(sound)).max())


def test_no_gap_while_the_interpreter_hangs_and_every_core_is_busy(server: SoundServer) -> None:
    heard = server.record("one")
    server.play()
    time.sleep(1.6)
    server.burden(4.5)
    server.ask("import ctypes; ctypes.PyDLL(None).usleep(3_000_000)  # nothing else in Python runs meanwhile")
    assert float(server.ask("print(standstill_s())")) > 2.9
    time.sleep(2.0)
    sound = recorded(heard)
    begin = onset(sound)
    steady = sound[begin + round(1.5 * RATE) : -RATE // 10]
    assert len(steady) > 3 * RATE
    assert unpredicted(steady).max() < 1e-5, "the chord breaks nowhere, by not a single sample"
    assert np.abs(steady).max() > 1e-3
    assert loudest(sound) <= CEILING
    server.ask("player.close(3.0); report = player._account.report")
    assert server.ask("print(report.late, report.stalls, report.lost)") == "0 0 0"


def test_another_default_device_plays_on_under_its_own_ceiling(server: SoundServer) -> None:
    server.play("ceiling_of={'one': -33.0, 'two': -48.0}.get")
    other = server.record("two")
    assert server.ask("print(player.level().device)") == "one"
    server.unplug("one")
    server.wait_for(lambda: server.ask("print(player.level().device)") == "two")
    server.wait_for(lambda: onset(recorded(other)) >= 0)
    time.sleep(1.3)
    moved = len(recorded(other))
    time.sleep(0.7)
    assert -60 < loudest(recorded(other)[moved:]) <= -48
    assert server.ask("print(player.level().ceiling_lufs)") == "-48.0"


def test_the_only_device_goes_and_comes_back_softly(server: SoundServer) -> None:
    server.unplug("two")
    server.play()
    server.unplug("one")
    server.wait_for(lambda: server.state() == "lost")
    time.sleep(1.2)
    assert server.state() == "lost", "no device is no crash"
    server.plug("one")
    heard = server.record("one")
    server.wait_for(lambda: onset(recorded(heard)) >= 0)
    time.sleep(2.0)
    sound = recorded(heard)
    begin = onset(sound, 1e-6)
    first, later = sound[begin : begin + RATE // 10], sound[begin + round(1.4 * RATE) :]
    assert np.abs(first).max() < 0.1 * np.abs(later).max(), "ramped up, never at once"
    assert loudest(sound) <= CEILING


def test_a_server_that_dies_is_found_again(server: SoundServer) -> None:
    server.play()
    server.kill()
    server.wait_for(lambda: server.state() == "lost")
    time.sleep(0.5)
    server.start("one", "two")
    heard = server.record("one")
    server.wait_for(lambda: onset(recorded(heard)) >= 0)
    time.sleep(1.5)
    assert loudest(recorded(heard)) <= CEILING
    assert float(server.ask("print(standstill_s())")) < KEPT_WAITING_S, "the window was never kept waiting"
    server.ask("player.close(3.0)")
    assert server.ask("print(player._account.report.lost)") == "1"


def test_a_server_that_hangs_for_five_seconds_stops_nobody(server: SoundServer) -> None:
    heard = server.record("one")
    server.play()
    server.ask("count_anew()")
    server.freeze()
    time.sleep(5.0)
    assert server.state() == "lost"
    assert float(server.ask("print(standstill_s())")) < KEPT_WAITING_S, "the window goes on meanwhile"
    before = len(recorded(heard))
    server.go_on()
    server.wait_for(lambda: server.state() == "playing")
    server.wait_for(lambda: onset(recorded(heard)[before + RATE :]) >= 0)
    assert loudest(recorded(heard)) <= CEILING


def test_a_server_that_hangs_from_the_beginning_stops_nobody(server: SoundServer) -> None:
    server.ask("count_anew()")
    server.freeze()
    server.ask("player = SoundPlayer(Chord(), -33.0); player.start(0.5)")
    time.sleep(1.0)
    assert float(server.ask("print(standstill_s())")) < KEPT_WAITING_S
    server.go_on()
    server.wait_for(lambda: server.state() == "playing")


def test_a_chosen_device_is_used_and_gone_back_to(server: SoundServer) -> None:
    server.play("open_output=lambda: RingOutput('two')")
    chosen = server.record("two")
    server.wait_for(lambda: onset(recorded(chosen)) >= 0)
    assert server.ask("print(player.level().device)") == "two"
    server.unplug("two")
    default = server.record("one")
    server.wait_for(lambda: onset(recorded(default)) >= 0)
    assert server.ask("print(player.level().device)") == "one"
    server.plug("two")
    server.wait_for(lambda: server.ask("print(player.level().device)") == "two")
    again = server.record("two")
    server.wait_for(lambda: onset(recorded(again)) >= 0)


def unevenness_s(server: SoundServer) -> float:
    """How far three chimes are from lying as far apart as they were ordered."""
    heard = server.record("one")
    server.ask("player = SoundPlayer('none', -33.0); player.start(0.05)")
    server.wait_for(lambda: server.state() == "playing")
    time.sleep(4.5)  # a device is watched for two seconds before it is known
    asked_s = []
    for _ in range(3):
        server.ask("before_s = time.monotonic(); player.chime('step', 1.0)")
        asked_s.append(json.loads(server.ask("print([before_s, time.monotonic()])")))
        time.sleep(0.5)  # the next is ordered while this one waits
        server.ask("sum(range(3_000_000))")
    time.sleep(1.7)
    server.ask("player.close(1.0)")
    burst = np.random.default_rng(5).normal(0, 0.02, (4800, 2))[:, 0]
    found_s = np.array(matches(recorded(heard)[:, 0].astype(float), burst, len(asked_s))) / RATE
    late_s = found_s[:, np.newaxis] - np.array(asked_s)  # each was asked for between its two readings
    return float(late_s[:, 1].max() - late_s[:, 0].min())


def test_chimes_are_heard_as_far_apart_as_the_session_asks_for(server: SoundServer) -> None:
    """The frames that are heard keep the session's time to 20 ms.

    Where the machine is so busy that the server itself stands still, it is tried again.
    """
    server.ask("import massage_desktop.sound.asking as asking")
    server.ask("burst = np.random.default_rng(5).normal(0, 0.02, (4800, 2)).astype(np.float32)")
    server.ask("asking.chime = lambda name: burst  # noise is found again to the sample")
    tried = []
    while len(tried) < 4 and min(tried, default=1.0) > 0.02:
        tried.append(unevenness_s(server))
    assert min(tried) <= 0.02, f"off by {tried} s"


def test_devices_are_named_and_a_server_without_any_is_no_crash(server: SoundServer) -> None:
    server.ask("from massage_desktop.sound.devices import find_devices, guarded")
    assert server.ask("print(tuple(find_devices()))") == "(('one', 'two'), 'one', 'pulseaudio')"
    server.unplug("one")
    assert server.ask("print(find_devices().default)") == "two"
    server.unplug("two")
    assert "no output device" in server.ask("print(refused(find_devices))")
