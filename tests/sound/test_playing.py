"""The real player: through SDL's disk driver, without a device, and with one that comes and goes."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from massage_desktop.sound.loudness import RATE, EnergyMeter, momentary_lufs
from massage_desktop.sound.output import NoDeviceError, SilentOutput
from massage_desktop.sound.player import SoundPlayer
from massage_desktop.sound.report import PlayReport
from massage_desktop.sound.source import Samples

PLAY = """
import time
from massage_desktop.sound.player import SoundPlayer
player = SoundPlayer("warm_chords", -33.0, seed=3)
player.start(1.0)
time.sleep(3.0)
player.chime("step")
time.sleep(0.5)
player.chime("announce", 0.5)
sum(range(20_000_000))  # a busy interpreter
time.sleep(2.5)
print(player.level())
player.fade_out(1.5)
time.sleep(2.5)
player.close(3.0)
"""


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    raw = tmp_path_factory.mktemp("sound") / "live.raw"
    env = {**os.environ, "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(raw)}
    done = subprocess.run([sys.executable, "-c", PLAY], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "playing" in done.stdout
    return np.fromfile(raw, np.float32).reshape(-1, 2)


def test_what_the_mixer_sends_stays_under_the_ceiling(captured: Samples) -> None:
    assert len(captured) > 7 * RATE
    loudest = float(momentary_lufs(EnergyMeter().feed(captured)).max())
    assert -45 < loudest <= -33


def test_it_fades_in_and_out_and_has_no_gap_or_click(captured: Samples) -> None:
    assert np.abs(captured[: RATE // 4]).max() < 1e-4
    assert np.abs(captured[-RATE // 10 :]).max() < 1e-3
    playing = captured[round(2.0 * RATE) : round(6.5 * RATE)]
    hops = np.abs(playing[: len(playing) // 480 * 480]).reshape(-1, 480, 2).max(axis=(1, 2))
    assert hops.min() > 1e-4, "no hole of 10 ms"
    jump = np.abs(np.diff(playing, axis=0)).max()
    assert jump < 0.12 * np.abs(playing).max(), "chords and chimes have no steps"


class Broken:
    """No device at all."""

    room_frames = 8 * RATE

    def start(self, at_frame: int) -> None:
        time.sleep(1.0)  # as a sound server that thinks about it
        raise NoDeviceError("There is none.")

    def close(self) -> None: ...


def wait_for(player: SoundPlayer, state: str, seconds: float = 6.0) -> None:
    until = time.monotonic() + seconds
    while player.level().output != state:
        assert time.monotonic() < until, f"never {state}: {player.level()}"
        time.sleep(0.02)


def test_without_a_device_the_session_goes_on_in_silence() -> None:
    player = SoundPlayer("warm_chords", -33.0, seed=1, open_output=Broken)
    before = time.monotonic()
    player.start()
    player.chime("step")
    player.hold(True)
    assert time.monotonic() - before < 0.8, "the window's thread never waits"
    wait_for(player, "silent")
    player.close(2.0)


class Recorder(SilentOutput):
    """A device that keeps what it is given, and can be pulled out."""

    plugged = True
    made: list[Recorder] = []

    def __init__(self) -> None:
        super().__init__()
        self.frames: dict[int, Samples] = {}
        Recorder.made.append(self)

    def start(self, at_frame: int) -> None:
        if not Recorder.plugged:
            raise NoDeviceError("Unplugged.")
        super().start(at_frame)
        self.first = at_frame

    def write(self, frame: int, samples: Samples) -> None:
        self.frames[frame] = samples.copy()

    def alive(self) -> bool:
        return Recorder.plugged

    def heard(self) -> Samples:
        return np.concatenate([self.frames[f] for f in sorted(self.frames)])


def test_a_lost_device_is_found_again_and_comes_back_from_silence() -> None:
    Recorder.made, Recorder.plugged = [], True
    player = SoundPlayer("warm_chords", -33.0, seed=1, open_output=Recorder)
    player.start(0.1)
    wait_for(player, "playing")
    Recorder.plugged = False
    wait_for(player, "lost")
    Recorder.plugged = True
    wait_for(player, "playing")
    time.sleep(0.3)
    player.close(2.0)
    back = Recorder.made[-1].heard()
    assert np.abs(back[: RATE // 10]).max() < 0.003, "ramped up, never at once"
    assert float(momentary_lufs(EnergyMeter().feed(back)).max()) <= -33


class Named(Recorder):
    """A device that tells its name; the server moves what it plays to another one."""

    device = "Headphones"
    stalls = 1

    def frame_heard_at(self, at_s: float) -> int:
        return self.position() + round((at_s - time.monotonic() - 0.3) * RATE)

    def better(self) -> bool:
        return False


def test_each_device_has_its_own_ceiling_from_its_first_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    Recorder.made, Recorder.plugged = [], True
    monkeypatch.setattr(Named, "device", "Headphones")
    ceilings = {"Headphones": -50.0, "Loudspeaker": -40.0}
    player = SoundPlayer("rain_on_leaves", -20.0, seed=1, open_output=Named, ceiling_of=ceilings.get)  # type: ignore[arg-type]
    player.start(0.1)
    wait_for(player, "playing")
    assert player.level().device == "Headphones"
    assert player.level().ceiling_lufs == -50
    time.sleep(1.3)
    at = Recorder.made[0].position() - Recorder.made[0].first
    monkeypatch.setattr(Named, "device", "Loudspeaker")
    until = time.monotonic() + 5
    while player.level().ceiling_lufs != -40 and time.monotonic() < until:
        time.sleep(0.02)
    heard = Recorder.made[0].heard()
    player.close(2.0)
    before, after = (
        float(momentary_lufs(EnergyMeter().feed(part)).max())
        for part in (heard[:at], heard[at + RATE // 2 :])
    )
    assert -60 < before <= -50 < after <= -40


def test_how_it_went_is_told_at_the_end() -> None:
    Recorder.made, Recorder.plugged = [], True
    told: list[PlayReport] = []
    player = SoundPlayer("none", -33.0, open_output=Named, on_end=told.append)
    player.start(0.1)
    wait_for(player, "playing")
    Recorder.plugged = False
    wait_for(player, "lost")
    Recorder.plugged = True
    wait_for(player, "playing")
    time.sleep(0.2)
    player.close(3.0)
    (report,) = told
    assert (report.device, report.lost, report.late, report.stalls) == ("Headphones", 1, 0, 2)
    assert report.played_s > 0.2


def test_a_stall_longer_than_what_waits_is_counted_and_ends_softly() -> None:
    device = Recorder()
    Recorder.plugged = True
    player = SoundPlayer("warm_chords", -33.0, seed=1, open_output=lambda: device)
    player._wish(lambda mix, _at: mix.fade(1.0, 0.1))
    player._open()
    player._turn()
    before = set(device.frames)
    device._began_s -= 10.0  # ten seconds pass in which nobody mixes
    player._turn()
    after = np.concatenate([device.frames[f] for f in sorted(set(device.frames) - before)])
    assert np.abs(after[: RATE // 50]).max() < 0.02 * np.abs(after).max(), "from silence, not at once"
    assert player._account.report.late == 1


STALE = """
import os, threading, time
import numpy as np
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.ring import RingOutput
pipe = []
threading.Thread(target=lambda: pipe.append(open(os.environ["SDL_DISKAUDIOFILE"], "rb")), daemon=True).start()
ring = RingOutput()
ring.start(0)
while not pipe:
    time.sleep(0.01)
tone, written, heard = np.full((RATE, 2), 0.25, np.float32), 0, []
for _ in range(16):  # once round the ring and more: every second of it has been used
    while written < ring.position() + 4 * RATE:
        ring.write(written, tone)
        written += RATE
    heard.append(np.frombuffer(pipe[0].read(RATE * 8), np.float32))
for _ in range(8):  # now nothing more is written
    heard.append(np.frombuffer(pipe[0].read(RATE * 8), np.float32))
loud = np.concatenate(heard) > 0.1
print(len(loud) - np.flatnonzero(loud)[-1], np.flatnonzero(np.diff(loud.astype(int)) > 0).size)
os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_when_nothing_more_is_mixed_silence_follows_and_not_what_was_played_before(tmp_path: Path) -> None:
    fifo = tmp_path / "sound.fifo"
    os.mkfifo(fifo)
    env = {**os.environ, "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(fifo), "SDL_DISKAUDIODELAY": "0"}
    done = subprocess.run([sys.executable, "-c", STALE], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    silent_samples, beginnings = map(int, done.stdout.split())
    assert silent_samples > 2 * 3 * RATE
    assert beginnings == 1


def test_a_chime_asked_for_now_is_mixed_into_what_was_already_written() -> None:
    Recorder.made, Recorder.plugged = [], True
    player = SoundPlayer("none", -33.0, open_output=Recorder)
    player.start(0.05)
    wait_for(player, "playing")
    time.sleep(0.5)
    device = Recorder.made[-1]
    at = device.position()
    player.chime("step")
    time.sleep(0.4)
    player.close(2.0)
    heard = device.heard()
    loud = np.flatnonzero(np.abs(heard).max(axis=1) > 1e-3)
    assert len(loud)
    assert (device.first + loud[0] - at) / RATE < 1.2


def test_silence_reads_as_silence() -> None:
    player = SoundPlayer("none", -33.0, open_output=Recorder)
    Recorder.plugged = True
    player.start()
    wait_for(player, "playing")
    assert player.level().momentary_lufs == -math.inf
    player.close(2.0)


def test_a_wrong_chime_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="gong"):
        SoundPlayer("none", -33.0).chime("gong")  # type: ignore[arg-type]


def test_a_playlist_plays_round_and_skips_what_is_broken(tmp_path: Path) -> None:
    from massage_desktop.sound.sources import make_source

    tone = np.sin(2 * np.pi * 220 * np.arange(6 * RATE) / RATE)
    pcm = (np.stack([tone, tone], 1) * 8000).astype("<i2")
    import wave

    for name in ("a.wav", "c.wav"):
        with wave.open(str(tmp_path / name), "wb") as out:
            out.setnchannels(2)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(pcm.tobytes())
    (tmp_path / "b.mp3").write_text("this is no music")
    source = make_source(str(tmp_path))
    heard = source.render(20 * RATE)
    assert len(source.notes) == 1
    assert "b.mp3" in source.notes[0]
    hops = np.abs(heard[RATE:]).reshape(-1, 480, 2).max(axis=(1, 2))
    assert hops.min() > hops.max() * 0.5, "crossfades leave no hole"


def test_a_device_that_does_not_answer_is_given_up_and_put_right_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from massage_desktop.sound import devices

    monkeypatch.setattr(devices, "ANSWER_S", 0.2)
    answer, undone = threading.Event(), threading.Event()
    with pytest.raises(NoDeviceError, match="does not answer"):
        devices.guarded(lambda: answer.wait(5), undone.set)
    with pytest.raises(NoDeviceError, match="does not answer"):
        devices.guarded(lambda: None, turn_s=0.05)
    assert not undone.is_set()
    answer.set()
    assert undone.wait(2), "what opens too late is closed again"
    assert devices.guarded(lambda: 7) == 7
