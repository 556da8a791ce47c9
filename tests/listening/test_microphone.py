"""The microphone, with the capture library replaced by one that does as it is told."""

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from massage_desktop.listening.microphone import Microphone, MicrophoneError, level_db, microphones


class MiniaudioError(Exception):
    pass


class Device:
    made: list["Device"] = []

    def __init__(self, **options: Any) -> None:
        if Library.broken:
            raise MiniaudioError("failed to init device")
        self.options, self.backend, self.closed = options, Library.backend, False
        Device.made.append(self)

    def start(self, taking: Any) -> None:
        self.taking = taking

    def close(self) -> None:
        self.closed = True


class Library:
    broken, backend = False, "PulseAudio"


@pytest.fixture(autouse=True)
def _library(monkeypatch):
    Device.made, Library.broken, Library.backend = [], False, "PulseAudio"
    devices = SimpleNamespace(get_captures=lambda: [{"name": "Desk", "id": 7}, {"name": "Lamp", "id": 8}])
    fake = SimpleNamespace(
        CaptureDevice=Device,
        Devices=lambda: devices,
        MiniaudioError=MiniaudioError,
        SampleFormat=SimpleNamespace(FLOAT32=5),
        ThreadPriority=SimpleNamespace(NORMAL=-2),
    )
    monkeypatch.setitem(sys.modules, "miniaudio", fake)


def test_what_the_system_hands_over_comes_out_as_blocks():
    microphone = Microphone("Lamp")
    microphone.open()
    (device,) = Device.made
    assert device.options["device_id"] == 8
    assert device.options["sample_rate"] == 16_000
    device.taking.send(np.array([0.5, -0.25], np.float32).tobytes())
    block = microphone.read(0.1)
    assert block is not None
    assert block.samples.tolist() == [0.5, -0.25]
    assert microphone.read(0.01) is None
    microphone.close()
    assert device.closed


def test_the_default_needs_no_name():
    Microphone().open()
    assert Device.made[0].options["device_id"] is None


def test_a_name_that_is_gone_is_told():
    with pytest.raises(MicrophoneError, match="no microphone “Shelf”"):
        Microphone("Shelf").open()


def test_a_device_that_cannot_be_opened_is_told():
    Library.broken = True
    with pytest.raises(MicrophoneError, match="cannot be opened"):
        Microphone().open()


def test_a_system_without_sound_is_told():
    Library.backend = "Null"
    with pytest.raises(MicrophoneError, match="no microphone was found"):
        Microphone().open()
    assert Device.made[0].closed


def test_a_reader_that_is_held_up_loses_the_oldest_only():
    microphone = Microphone()
    microphone.open()
    for number in range(300):
        Device.made[0].taking.send(np.array([number], np.float32).tobytes())
    first = microphone.read(0.1)
    assert first is not None
    assert first.samples[0] == 100


def test_names_are_listed():
    assert microphones() == ["Desk", "Lamp"]


def test_the_meter_has_a_floor():
    assert level_db(np.zeros(10, np.float32)) == -90.0 == level_db(np.zeros(0, np.float32))
    assert level_db(np.ones(10, np.float32)) == pytest.approx(0.0, abs=0.01)
