"""Short ways of working sounds out give what the long ways give."""

from __future__ import annotations

import numpy as np
import pytest

from massage_desktop.sound.generators.grid import (
    AMPLITUDE_WINDOW,
    FRAME,
    HOPS,
    RATE_HZ,
    SPAN,
    Drift,
    add_grains,
    blank,
    windowed_waves,
)
from massage_desktop.sound.generators.moving_noise import BANDS_HZ, MovingNoise
from massage_desktop.sound.generators.patter import Patter
from massage_desktop.sound.generators.rings import STEP, rings


def test_rings_are_damped_waves() -> None:
    rng = np.random.default_rng(1)
    hz, decay_s = rng.uniform(140, 7500, (5, 4)), rng.uniform(0.0006, 0.035, (5, 4))
    turn, size = rng.uniform(0, 2 * np.pi, (5, 4)), rng.uniform(0.2, 1.0, (5, 4))
    time_s = np.arange(30 * STEP) / RATE_HZ
    modes = np.exp(-time_s / decay_s[..., None]) * np.sin(
        2 * np.pi * hz[..., None] * time_s + turn[..., None]
    )
    long_way = (size[..., None] * modes).sum(axis=1)
    np.testing.assert_allclose(rings(hz, decay_s, turn, size, 30 * STEP), long_way, atol=1e-4)
    assert rings(hz[:0], decay_s[:0], turn[:0], size[:0], STEP).shape == (0, STEP)


def test_tables_of_waves_are_cosine_and_sine_under_the_window() -> None:
    hz = np.array([61.7, 440.0, 3199.0])
    angle = 2 * np.pi * np.outer(hz, np.arange(FRAME) / RATE_HZ)
    long_way = np.stack([np.cos(angle), np.sin(angle)], axis=1) * AMPLITUDE_WINDOW
    table = windowed_waves(hz)
    assert table.dtype == np.float32
    np.testing.assert_allclose(table, long_way, atol=2e-6)


def test_a_drift_asked_for_many_moments_is_the_same_drift() -> None:
    for period_s in (0.14, 0.42, 38.0):
        drift = Drift(3, 7, period_s, 1.5)
        times_s = np.arange(40.0, 41.0, 0.043)
        np.testing.assert_allclose(drift.over(times_s), [drift.at(t) for t in times_s], atol=1e-12)


def test_grains_stand_where_they_begin_and_as_loud_as_each_side_has_them() -> None:
    out = blank(100)
    grains = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]], np.float32)
    add_grains(out, np.array([5, 6]), grains, np.array([[1.0, 0.0], [0.5, 2.0]]))
    np.testing.assert_array_equal(out[4:10, 0], [0, 1, 2 + 5, 3 + 10, 15, 0])
    np.testing.assert_array_equal(out[4:10, 1], [0, 0, 20, 40, 60, 0])
    assert np.abs(out[:5]).sum() + np.abs(out[9:]).sum() == 0


def test_noise_is_gaussian_and_shared_by_the_ears_only_at_the_bottom() -> None:
    noise, flat = MovingNoise(5, 1, 0.45, 500.0), np.ones((HOPS, 2, len(BANDS_HZ)))
    sound = np.concatenate([noise.span(line, flat)[FRAME:SPAN] for line in range(60)]).astype(np.float64)
    assert ((sound**4).mean(axis=0) / (sound**2).mean(axis=0) ** 2) == pytest.approx([3.0, 3.0], abs=0.03)
    left, right = np.fft.rfft(sound[: len(sound) // 4096 * 4096].reshape(-1, 4096, 2), axis=1).transpose(
        2, 0, 1
    )
    hz = np.fft.rfftfreq(4096, 1 / RATE_HZ)
    for centre_hz in (100.0, 500.0, 4000.0):
        near = (hz > 0.8 * centre_hz) & (hz < 1.25 * centre_hz)
        cross = (left[:, near] * right[:, near].conj()).mean().real
        alike = cross / np.sqrt((np.abs(left[:, near]) ** 2).mean() * (np.abs(right[:, near]) ** 2).mean())
        assert alike == pytest.approx(0.45 / (1 + (centre_hz / 500.0) ** 2), abs=0.06)


def test_impacts_at_the_joints_of_blocks_ring_on_as_anywhere() -> None:
    patter = Patter(1, 2, per_second=3.0, bands_hz=(1000.0,), loud=(1.0,))
    alone = []
    for frame in (0, 2079, 2080, 9000, SPAN + 30):
        slot = frame // 2080 * (2560 - 2080) + frame
        sound = patter._rung(np.array([slot]), np.array([1.0]))
        assert SPAN < len(sound) <= 2 * SPAN
        assert np.abs(sound[:frame]).max(initial=0.0) < 1e-6
        assert np.abs(sound[:, 1]).max() < 1e-6, "a pulse for the left ear"
        alone.append(sound[frame : frame + 400, 0])
    for ring in alone[1:]:
        np.testing.assert_allclose(ring, alone[0], atol=1e-6)
    assert np.abs(alone[0][-20:]).max() < 1e-3 * np.abs(alone[0]).max(), "and it has died away by then"
