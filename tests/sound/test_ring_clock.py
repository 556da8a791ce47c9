"""The clock of the ring: pygame's position as it is met in life, turned into frames that only go forward."""

from __future__ import annotations

import pytest

from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.ring import MixerClock

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
