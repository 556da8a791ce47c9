"""A preview on the loudspeaker: under the ceiling, as long as it should be, and gone when it is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from made_sounds import energies_of, noise, tone, write_wav

from massage_desktop.sound import live_preview
from massage_desktop.sound.live_preview import LivePreview, end_previews
from massage_desktop.sound.loudness import RATE, momentary_lufs
from massage_desktop.sound.output import NoDeviceError, SilentOutput
from massage_desktop.sound.source import Samples

CEILING = -33.0


class Recorder(SilentOutput):
    """A device that keeps what it has played; only one can be open at a time, as in the real one."""

    open_now = 0

    def __init__(self) -> None:
        super().__init__()
        self.sound = np.zeros((60 * RATE, 2), np.float32)
        self.end = 0

    def start(self, at_frame: int) -> None:
        if Recorder.open_now:
            raise NoDeviceError("The sound device is still in use.")
        Recorder.open_now += 1
        super().start(at_frame)

    def write(self, frame: int, samples: Samples) -> None:
        self.sound[frame : frame + len(samples)] = samples

    def close(self) -> None:
        Recorder.open_now -= 1
        self.end = self.position()

    def heard(self) -> Samples:
        return self.sound[: self.end]


class Missing:
    """No device at all."""

    room_frames = 8 * RATE

    def start(self, at_frame: int) -> None:
        raise NoDeviceError("There is none.")

    def close(self) -> None: ...


@pytest.fixture(autouse=True)
def _quiet_afterwards() -> Iterator[None]:
    Recorder.open_now = 0
    yield
    assert end_previews(5.0)


def until(done: Callable[[], bool], seconds: float = 15.0) -> None:
    last = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < last, "it takes too long"
        time.sleep(0.02)


def loudest_lufs(sound: Samples) -> float:
    return float(momentary_lufs(energies_of(sound)).max())


@pytest.mark.parametrize("kind", ["generated", "loud music", "blend"])
def test_it_stays_under_the_ceiling_and_ends_by_itself(tmp_path: Path, kind: str) -> None:
    loud = write_wav(tmp_path / "loud.wav", noise(9, 0.7))
    choice = {"generated": "warm_chords", "loud music": str(loud), "blend": f"warm_chords:60+{loud}"}[kind]
    device = Recorder()
    preview = LivePreview(choice, CEILING, seconds=4.0, open_output=lambda: device)
    assert preview.state == "preparing"
    preview.start()
    until(lambda: preview.state == "playing")
    began = time.monotonic()
    until(lambda: preview.state == "over")
    assert 3.5 < time.monotonic() - began < 7
    assert preview.share == 1.0
    heard = device.heard()
    assert -50 < loudest_lufs(heard) <= CEILING
    assert np.abs(heard[: RATE // 50]).max() < 1e-3, "it fades in"


def test_the_ceiling_of_the_device_holds_and_not_another_one() -> None:
    device = Recorder()
    preview = LivePreview(
        "warm_chords", -33.0, ceiling_of=lambda _name: -45.0, seconds=3.0, open_output=lambda: device
    )
    preview.start()
    until(lambda: preview.state == "over")
    assert loudest_lufs(device.heard()) <= -45


def test_stopped_it_leaves_the_device_within_a_moment() -> None:
    device = Recorder()
    preview = LivePreview("warm_chords", CEILING, seconds=60.0, open_output=lambda: device)
    preview.start()
    until(lambda: preview.state == "playing")
    time.sleep(0.5)
    preview.stop()
    assert Recorder.open_now == 1, "whoever stops it does not wait until it has faded away"
    assert preview.leave_device(3.0)
    assert Recorder.open_now == 0
    until(lambda: preview.state == "over")
    steps = np.abs(np.diff(device.heard()[-RATE:], axis=0)).max()
    assert steps < 0.01, "no click at its end"


def test_another_one_waits_until_the_first_has_let_go() -> None:
    devices = [Recorder(), Recorder()]
    first = LivePreview("warm_chords", CEILING, seconds=60.0, open_output=lambda: devices[0])
    first.start()
    until(lambda: first.state == "playing")
    second = LivePreview("soft_piano", CEILING, seconds=3.0, open_output=lambda: devices[1])
    second.start()
    until(lambda: second.state == "playing")
    assert first.state == "over"
    until(lambda: second.state == "over")
    assert second.problem == ""


def test_stopped_while_a_file_is_scanned_nothing_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Recorder] = []

    def open_output() -> Recorder:
        opened.append(Recorder())
        return opened[-1]

    begun = live_preview._begun
    preview = LivePreview(str(write_wav(tmp_path / "a.wav", tone(5, 300))), CEILING, open_output=open_output)
    monkeypatch.setattr(live_preview, "_begun", lambda *a: (preview.stop(), begun(*a))[1])
    preview.start()
    until(lambda: preview.state == "over")
    assert opened == []


def test_music_that_cannot_be_read_is_no_silent_preview(tmp_path: Path) -> None:
    (tmp_path / "broken.mp3").write_text("no music")
    opened: list[Recorder] = []
    preview = LivePreview(str(tmp_path), CEILING, open_output=lambda: opened.append(Recorder()) or opened[-1])
    preview.start()
    until(lambda: preview.state == "failed")
    assert preview.problem == live_preview.NOT_READ
    assert opened == []


def test_without_a_device_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_preview, "DEVICE_WAIT_S", 0.5)
    preview = LivePreview("warm_chords", CEILING, open_output=Missing)
    preview.start()
    until(lambda: preview.state == "failed")
    assert preview.problem == live_preview.NO_DEVICE


@pytest.mark.parametrize(
    ("choice", "told"), [("no_such_sound", "neither a sound"), ("brook:x+fireplace", "")]
)
def test_what_cannot_be_played_is_one_sentence(choice: str, told: str) -> None:
    preview = LivePreview(choice, CEILING, open_output=Recorder)
    preview.start()
    until(lambda: preview.state == "failed")
    assert told in preview.problem
    assert preview.problem.endswith(".")
    assert "\n" not in preview.problem


@pytest.mark.parametrize("seconds", [0.0, 2.9, 121.0, float("nan")])
def test_a_length_that_is_none_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="3 to 120"):
        LivePreview("warm_chords", CEILING, seconds=seconds)
