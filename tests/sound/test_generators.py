"""Generated sound by measurement: level, steadiness, grain, consonance; and nothing comes round again."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from massage_desktop.sound.generators.chords import WarmChords
from massage_desktop.sound.generators.grid import HOP, SPAN, Drift
from massage_desktop.sound.generators.harmony import Harmony, hertz
from massage_desktop.sound.generators.rain import RainOnLeaves
from massage_desktop.sound.loudness import RATE, EnergyMeter, integrated_lufs, momentary_lufs
from massage_desktop.sound.source import NOMINAL_LUFS, REFERENCE_CEILING_LUFS


@pytest.fixture(scope="module")
def rain() -> np.ndarray:
    return RainOnLeaves(11).render(60 * RATE)


@pytest.fixture(scope="module")
def chords() -> np.ndarray:
    return WarmChords(11).render(90 * RATE)[15 * RATE :]


def second_levels_db(sound: np.ndarray) -> np.ndarray:
    power = (sound[: len(sound) // RATE * RATE].reshape(-1, RATE, 2) ** 2).mean(axis=(1, 2))
    return 10 * np.log10(power)


def band(sound: np.ndarray, low_hz: float, high_hz: float) -> np.ndarray:
    spectrum = np.fft.rfft(sound[: 20 * RATE, 0])
    freq = np.fft.rfftfreq(20 * RATE, 1 / RATE)
    spectrum[(freq < low_hz) | (freq > high_hz)] = 0
    return np.fft.irfft(spectrum)


def mean_spectrum_db(sound: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    frames = sound[: len(sound) // size * size, 0].reshape(-1, size) * np.hanning(size)
    power = (np.abs(np.fft.rfft(frames)) ** 2).mean(axis=0)
    return np.fft.rfftfreq(size, 1 / RATE), 10 * np.log10(power + 1e-20)


@pytest.mark.parametrize("make", [RainOnLeaves, WarmChords])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_seed_stands_at_the_nominal_loudness_below_the_ceiling(
    make: type[RainOnLeaves | WarmChords], seed: int
) -> None:
    energies = EnergyMeter().feed(make(seed).render(90 * RATE)[15 * RATE :])
    assert integrated_lufs(energies) == pytest.approx(NOMINAL_LUFS, abs=1.2)
    assert momentary_lufs(energies).max() < REFERENCE_CEILING_LUFS - 2


def test_rain_is_steady_yet_alive(rain: np.ndarray) -> None:
    assert 0.3 < second_levels_db(rain[RATE:]).std() < 1.3


def test_rain_is_made_of_drops_not_of_plain_noise(rain: np.ndarray) -> None:
    drops = band(rain, 1500, 8000)
    kurtosis = (drops**4).mean() / (drops**2).mean() ** 2
    assert 4.5 < kurtosis < 14, "plain noise has 3, single clicks have hundreds"


def test_rain_has_no_line_in_its_spectrum(rain: np.ndarray) -> None:
    freq, level = mean_spectrum_db(rain, 8192)
    around = np.median(np.lib.stride_tricks.sliding_window_view(level, 41), axis=1)
    heard = (freq[20:-20] > 200) & (freq[20:-20] < 12_000)
    assert (level[20:-20] - around)[heard].max() < 3.0


def test_rain_falls_off_towards_the_top_and_is_wide(rain: np.ndarray) -> None:
    freq, level = mean_spectrum_db(rain, 4096)
    octaves = [level[(freq >= f) & (freq < 2 * f)].mean() for f in (250, 500, 1000, 2000, 4000, 8000)]
    assert octaves == sorted(octaves, reverse=True)
    assert 10 < octaves[0] - octaves[4] < 30
    high = rain[: 20 * RATE] - np.stack(
        [np.convolve(rain[: 20 * RATE, ear], np.full(48, 1 / 48), "same") for ear in (0, 1)], axis=1
    )
    assert abs(np.corrcoef(high.T)[0, 1]) < 0.5


def test_chords_are_slow_and_breathe(chords: np.ndarray) -> None:
    levels = second_levels_db(chords)
    assert levels.std() < 1.6
    assert np.abs(np.diff(levels)).max() < 3.0, "nothing swells or drops suddenly"


def test_chords_have_no_steps(chords: np.ndarray) -> None:
    # The steepest the piece can be is its highest tones; a click is steeper than any of them.
    curve = np.abs(np.diff(chords, n=2, axis=0)).max()
    assert curve < np.abs(chords).max() * (2 * np.pi * 2600 / RATE) ** 2


def test_chords_never_rub_and_never_come_round_again() -> None:
    harmony = Harmony(3)
    chords = [harmony.next_chord() for _ in range(150)]  # about 40 minutes
    for chord in chords:
        assert 12.0 <= chord.seconds <= 20.0
        tones = sorted({p % 12 for p in chord.upper} | {chord.bass % 12})
        gaps = {(b - a) % 12 for a, b in itertools.permutations(tones, 2)}
        assert 1 not in gaps, f"a half-step inside {chord}"
        assert 1 not in {abs(p - chime) % 12 for p in chord.upper for chime in (62, 69, 64)} - {11}
    names = [(chord.bass, chord.upper) for chord in chords]
    assert all(a[1] != b[1] or a[0] != b[0] for a, b in itertools.pairwise(names))
    windows = [tuple(names[n : n + 8]) for n in range(len(names) - 7)]
    assert len(set(windows)) == len(windows), "no two minutes are the same"
    moves = [
        sum(abs(x - y) for x, y in zip(a.upper, b.upper, strict=True)) for a, b in itertools.pairwise(chords)
    ]
    assert np.mean(moves) < 8, "voices lead, they do not jump"


def test_half_an_hour_of_rain_never_repeats_a_frame() -> None:
    source = RainOnLeaves(5)
    lines = [source.contribution(line)[:HOP].tobytes() for line in range(0, 30 * 60 * RATE // SPAN, 75)]
    assert len(set(lines)) == len(lines)


def test_drift_is_smooth_and_depends_only_on_time() -> None:
    one, other = Drift(1, 2, 5.0, 1.0), Drift(1, 2, 5.0, 1.0)
    times = np.arange(0, 300, 0.05)
    curve = np.array([one.at(t) for t in times])
    assert np.abs(np.diff(curve)).max() < 0.15
    assert 0.4 < curve.std() < 1.2
    assert [other.at(t) for t in (250.0, 10.0, 130.0)] == [one.at(t) for t in (250.0, 10.0, 130.0)]


def test_concert_pitch() -> None:
    assert hertz(69) == 440.0
    assert hertz(50) == pytest.approx(146.832, abs=0.001)
