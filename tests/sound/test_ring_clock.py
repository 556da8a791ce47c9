"""The clock of the ring: pygame's position as it is met in life, turned into frames that only go forward."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from massage_desktop.sound.clock import MixerClock, Steadiness
from massage_desktop.sound.loudness import RATE

START_S = 100.0


def run(positions: list[tuple[float, int]]) -> tuple[MixerClock, list[int]]:
    clock = MixerClock(START_S)
    return clock, [clock.read(ms, START_S + at_s) for at_s, ms in positions]


def test_it_counts_milliseconds_as_frames() -> None:
    _, frames = run([(0.0, 0), (0.5, 500), (1.0, 1000)])
    assert frames == [0, RATE // 2, RATE]


def test_a_late_callback_steps_back_and_is_waited_out() -> None:
    # 20 minutes of small steps back: each one added up would run seconds ahead of the device.
    positions = [(n * 0.05, n * 50 + (30 if n % 2 else 0)) for n in range(24_000)]
    _, frames = run(positions)
    assert frames == sorted(frames)
    assert frames[-1] == pytest.approx(24_000 * 0.05 * RATE, abs=RATE * 0.1)


def test_a_long_wait_for_the_device_is_no_wrap() -> None:
    _, frames = run([(0.0, 0), (5.0, 5000), (5.1, 1100), (9.0, 5000), (9.1, 5100)])
    assert frames[-1] == 5100 * RATE // 1000


def test_a_counter_of_32_bits_wraps_and_is_unwrapped() -> None:
    period_ms = 2**32 / (RATE * 8)
    positions = []
    for n in range(1, 800):
        ms = n * 50.0
        wrapped = (ms + period_ms / 2) % period_ms - period_ms / 2  # a signed 32-bit product
        positions.append((n * 0.05, round(wrapped)))
    _, frames = run(positions)
    assert frames[-1] == pytest.approx(799 * 0.05 * RATE, abs=RATE * 0.01)


def test_no_answer_keeps_the_last_position() -> None:
    _, frames = run([(0.0, 0), (1.0, 1000), (1.1, -1), (1.2, 1200)])
    assert frames == [0, RATE, RATE, 1200 * RATE // 1000]


def test_a_position_that_only_follows_the_clock_is_suspect_after_two_seconds() -> None:
    clock = MixerClock(START_S)
    for n in range(20):  # in life: callbacks of 43 ms, met at any moment
        clock.read(n * 100 + (n * 17) % 30, START_S + n * 0.1)
        assert not clock.suspect(START_S + n * 0.1)
    for n in range(20, 60):
        clock.read(n * 100, START_S + n * 0.1)
    assert clock.suspect(START_S + 5.9)
    clock.trust(START_S + 5.9)
    assert not clock.suspect(START_S + 6.0)


def steady(leads: list[tuple[float, float]]) -> Steadiness:
    """Looked at ten times a second: at each second of ``leads`` the device changes to being so far ahead."""
    found = Steadiness(START_S)
    for n in range(200):
        at_s = n / 10
        lead_s = [lead for since, lead in leads if since <= at_s][-1]
        jitter_s = -((n * 17) % 40) / 1000  # several buffers asked for at once
        found.see(round((at_s + lead_s + jitter_s) * RATE), START_S + at_s)
    return found


def test_jitter_and_a_drifting_card_are_no_stalls() -> None:
    assert steady([(0.0, 0.0)]).stalls == 0
    assert steady([(n / 10, -n * 1e-5) for n in range(200)]).stalls == 0  # 100 ppm slow


def test_a_device_that_stood_still_is_counted_once() -> None:
    assert steady([(0.0, 0.0), (7.0, -0.3)]).stalls == 1
    assert steady([(0.0, 0.0), (5.0, -0.3), (13.0, -0.6)]).stalls == 2
    assert steady([(0.0, 0.0), (7.0, -0.3), (7.5, 0.0)]).stalls == 0, "made up for at once"


def test_the_frame_of_a_moment_is_known_better_than_one_look_tells() -> None:
    found = steady([(0.0, 0.25)])
    assert found.frame_at(START_S + 21.0) == pytest.approx(21.25 * RATE, abs=0.005 * RATE)
    assert Steadiness(START_S).frame_at(START_S) is None


TWENTY_MINUTES = """
import os, sys, threading, time
import numpy as np
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.ring import RingOutput

LAP, BLOCK, MINUTES = 2**20, RATE, 20
pipe = []
threading.Thread(target=lambda: pipe.append(open(os.environ["SDL_DISKAUDIOFILE"], "rb")), daemon=True).start()

def numbered(first, frames):  # every frame carries its number, to the bit
    number = np.arange(first, first + frames) % LAP + 1
    return np.repeat((number / 2**22).astype(np.float32)[:, None], 2, axis=1)

ring = RingOutput()
ring.start(0)
while not pipe:
    time.sleep(0.01)
heard, written, ahead = 0, 0, []
expected, first = None, None
while heard < MINUTES * 60 * RATE:
    position = ring.position()
    while written < max(heard, position) + 5 * RATE:
        ring.write(written, numbered(written, BLOCK))
        written += BLOCK
    got = np.frombuffer(pipe[0].read(BLOCK * 8), np.float32).reshape(-1, 2)
    if expected is None:
        sounding = np.flatnonzero(got[:, 0])
        if len(sounding):
            first = heard + int(sounding[0]) - (round(float(got[sounding[0], 0]) * 2**22) - 1)
            got, heard = got[sounding[0] :], heard + int(sounding[0])
            expected = round(float(got[0, 0]) * 2**22) - 1
    if expected is not None:
        assert np.array_equal(got, numbered(expected, len(got))), f"broken after {heard / RATE:.1f} s"
        expected += len(got)
    heard += len(got)
    ahead.append(ring.position() - heard)
minute = 60
print(first, np.median(ahead[:minute]) / RATE * 1000, np.median(ahead[-minute:]) / RATE * 1000)
os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_for_twenty_minutes_every_frame_is_heard_at_its_number(tmp_path: Path) -> None:
    """The disk driver plays as fast as it is read: in step with the ring, a block at a time."""
    fifo = tmp_path / "sound.fifo"
    os.mkfifo(fifo)
    env = {**os.environ, "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(fifo), "SDL_DISKAUDIODELAY": "0"}
    done = subprocess.run(
        [sys.executable, "-c", TWENTY_MINUTES], env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    first, begin_ms, end_ms = map(float, done.stdout.split())
    assert 0 <= first <= 8192 + 3 * 2048, (
        "before frame 0 only what the pipe and the device took while opening"
    )
    # What waits in the pipe (65,536 bytes: 171 ms) depends on which side of it was given more time.
    assert end_ms == pytest.approx(begin_ms, abs=171), "the clock does not drift from what is heard"
