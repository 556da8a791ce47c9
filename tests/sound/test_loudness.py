"""The synthetic cases of EBU Tech 3341 (1-6, 9-23) and Tech 3342 (1-4), and what the meters must survive.

Cases 7 and 8 of Tech 3341 and 5 and 6 of Tech 3342 need programme material and are not here.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from massage_desktop.sound.loudness import (
    EnergyMeter,
    LiveMeter,
    integrated_lufs,
    loudness_range_lu,
    lufs,
    momentary_lufs,
    short_term_lufs,
    window_sums,
)
from massage_desktop.sound.true_peak import TruePeak, true_peak_dbtp
from massage_desktop.sound.weighting import highpass, shelf

Signal = NDArray[np.float32]
TOLERANCE_LU = 0.1

rates = pytest.mark.parametrize("rate", [48000, 44100])


def tone(rate: int, *parts: tuple[float, float]) -> Signal:
    """Stereo 1 kHz sine whose (level in dBFS, seconds) change without a break; -inf is silence."""
    gains = np.concatenate([np.full(round(seconds * rate), 10 ** (level / 20)) for level, seconds in parts])
    wave = gains * np.sin(2 * np.pi * 1000 / rate * np.arange(len(gains)))
    return np.stack([wave, wave], axis=1).astype(np.float32)


def energies(rate: int, signal: Signal) -> NDArray[np.float64]:
    return EnergyMeter(rate, signal.shape[1]).feed(signal)


@rates
@pytest.mark.parametrize(
    ("case", "parts", "expected"),
    [
        (1, [(-23, 20)], -23),
        (2, [(-33, 20)], -33),
        (3, [(-36, 10), (-23, 60), (-36, 10)], -23),
        (4, [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23),
        (5, [(-26, 20), (-20, 20.1), (-26, 20)], -23),
    ],
)
def test_tech_3341_integrated(
    rate: int, case: int, parts: list[tuple[float, float]], expected: float
) -> None:
    measured = energies(rate, tone(rate, *parts))
    assert integrated_lufs(measured) == pytest.approx(expected, abs=TOLERANCE_LU)
    if case <= 2:
        assert momentary_lufs(measured) == pytest.approx(expected, abs=TOLERANCE_LU)
        assert short_term_lufs(measured) == pytest.approx(expected, abs=TOLERANCE_LU)


@rates
def test_tech_3341_case_6_surround(rate: int) -> None:
    mono = tone(rate, (0, 20))[:, :1]
    levels = 10 ** (np.array([-28, -28, -24, -30, -30]) / 20)
    assert integrated_lufs(energies(rate, (mono * levels).astype(np.float32))) == pytest.approx(
        -23, abs=TOLERANCE_LU
    )


def test_low_frequency_effects_are_not_counted() -> None:
    signal = np.zeros((48000, 6), np.float32)
    signal[:, 3] = 0.9
    signal[::2, 3] = -0.9
    assert integrated_lufs(energies(48000, signal)) == -math.inf


def test_mono_is_one_channel_of_weight_one() -> None:
    stereo = tone(48000, (-23, 2))
    difference = integrated_lufs(energies(48000, stereo)) - integrated_lufs(energies(48000, stereo[:, :1]))
    assert difference == pytest.approx(10 * math.log10(2), abs=1e-9)


@rates
def test_tech_3341_cases_9_and_12_constant_windows(rate: int) -> None:
    slow = short_term_lufs(energies(rate, tone(rate, *[(-20, 1.34), (-30, 1.66)] * 5)))
    assert slow == pytest.approx(-23, abs=TOLERANCE_LU)
    quick = momentary_lufs(energies(rate, tone(rate, *[(-20, 0.18), (-30, 0.22)] * 25)))
    assert quick[60:] == pytest.approx(-23, abs=TOLERANCE_LU)


@rates
@pytest.mark.parametrize("index", range(20))
def test_tech_3341_case_10_short_term_at_any_offset(rate: int, index: int) -> None:
    signal = tone(rate, (-math.inf, index * 0.15), (-23, 3), (-math.inf, 1))
    assert short_term_lufs(energies(rate, signal)).max() == pytest.approx(-23, abs=TOLERANCE_LU)


@rates
@pytest.mark.parametrize("index", range(20))
def test_tech_3341_case_13_momentary_at_any_offset(rate: int, index: int) -> None:
    signal = tone(rate, (-math.inf, index * 0.02), (-23, 0.4), (-math.inf, 1))
    assert momentary_lufs(energies(rate, signal)).max() == pytest.approx(-23, abs=TOLERANCE_LU)


@rates
@pytest.mark.parametrize(("length", "shift", "measure"), [(3, 0.15, "short"), (0.4, 0.02, "momentary")])
def test_tech_3341_cases_11_and_14_live_maxima(rate: int, length: float, shift: float, measure: str) -> None:
    hold = 0.0
    for index in range(20):
        level = -38 + index
        signal = tone(rate, (-math.inf, index * shift), (level, length), (-math.inf, length - index * shift))
        meter, hold = LiveMeter(rate), -math.inf
        for at in range(0, len(signal), rate // 100):
            meter.feed(signal[at : at + rate // 100])
            hold = max(hold, meter.short_term_lufs if measure == "short" else meter.momentary_lufs)
        assert hold == pytest.approx(level, abs=TOLERANCE_LU)


@rates
@pytest.mark.parametrize(
    ("divisor", "degrees", "amplitude", "expected"),
    [(4, 0, 0.5, -6), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3)],
    ids=["15", "16", "17", "18", "19"],
)
def test_tech_3341_true_peak_of_tones(
    rate: int, divisor: int, degrees: float, amplitude: float, expected: float
) -> None:
    phase = 2 * np.pi * np.arange(rate) / divisor + np.radians(degrees)
    wave = amplitude * np.sin(phase) * np.minimum(1, np.arange(rate) / (rate / 10))
    wave *= np.minimum(1, np.arange(rate)[::-1] / (rate / 10))
    peak = true_peak_dbtp(np.stack([wave, wave], axis=1).astype(np.float32))
    assert expected - 0.4 <= peak <= expected + 0.2


@pytest.mark.parametrize("offset", range(4), ids=["20", "21", "22", "23"])
def test_tech_3341_true_peak_between_samples(offset: int) -> None:
    """One louder cycle inside a tone, made at four times the rate, band-limited, and decimated at each
    offset.
    """
    soft = 0.5 * np.sin(2 * np.pi * np.arange(24 * 200) / 24)
    loud = np.sin(2 * np.pi * np.arange(16) / 16)
    fine = np.concatenate([soft, loud, soft])
    taps = np.arange(-256, 257)
    lowpass = np.sinc(taps / 4) / 4 * np.kaiser(513, 8)
    wave = np.convolve(fine, lowpass, "same")[offset::4]
    peak = true_peak_dbtp(np.stack([wave, wave], axis=1).astype(np.float32))
    assert -0.4 <= peak <= 0.2


@rates
@pytest.mark.parametrize(
    ("levels", "expected"),
    [((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20), ((-50, -35, -20, -35, -50), 15)],
    ids=["1", "2", "3", "4"],
)
def test_tech_3342_loudness_range(rate: int, levels: tuple[float, ...], expected: float) -> None:
    signal = tone(rate, *[(level, 20) for level in levels])
    assert loudness_range_lu(energies(rate, signal)) == pytest.approx(expected, abs=1)


def test_the_filter_is_the_table_of_the_standard() -> None:
    first, second = shelf(48000), highpass(48000)
    assert first.b == pytest.approx((1.53512485958697, -2.69169618940638, 1.19839281085285), abs=1e-12)
    assert first.a == pytest.approx((1, -1.69065929318241, 0.73248077421585), abs=1e-12)
    assert second.b == (1, -2, 1)
    assert second.a == pytest.approx((1, -1.99004745483398, 0.99007225036621), abs=1e-12)


@pytest.mark.parametrize("rate", [8000, 44100, 48000, 96000])
def test_the_block_filter_equals_the_recursion(rate: int) -> None:
    noise = np.random.default_rng(7).standard_normal(rate // 10)
    weighted = noise
    for section in (shelf(rate), highpass(rate)):
        line, (b0, b1, b2), (_, a1, a2) = np.zeros(len(noise)), section.b, section.a
        z1 = z2 = 0.0
        for n, x in enumerate(weighted):
            line[n] = b0 * x + z1
            z1, z2 = b1 * x - a1 * line[n] + z2, b2 * x - a2 * line[n]
        weighted = line
    expected = (weighted.reshape(-1, rate // 100) ** 2).mean(axis=1)
    assert EnergyMeter(rate, 1).feed(noise[:, None]) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("size", [1, 479, 480, 481, 5000])
def test_energies_do_not_depend_on_blocks(size: int) -> None:
    count = 4000 if size == 1 else 60000
    noise = np.random.default_rng(1).standard_normal((count, 2)).astype(np.float32)
    meter = EnergyMeter()
    parts = [meter.feed(noise[at : at + size]) for at in range(0, count, size)]
    assert np.concatenate(parts) == pytest.approx(EnergyMeter().feed(noise), rel=1e-12)


def test_true_peak_does_not_depend_on_blocks() -> None:
    noise = np.random.default_rng(2).standard_normal((30000, 2)).astype(np.float32)
    whole, parts = TruePeak(), TruePeak()
    whole.feed(noise)
    for at in range(0, len(noise), 77):
        parts.feed(noise[at : at + 77])
    assert parts.dbtp == pytest.approx(whole.dbtp, abs=1e-5)


def test_silence_is_minus_infinity_everywhere() -> None:
    silent = EnergyMeter().feed(np.zeros((48000 * 4, 2), np.float32))
    assert set(momentary_lufs(silent)) == set(short_term_lufs(silent)) == {-math.inf}
    assert integrated_lufs(silent) == -math.inf
    assert loudness_range_lu(silent) == 0
    live = LiveMeter()
    live.feed(np.zeros((4800, 2), np.float32))
    assert live.momentary_lufs == live.short_term_lufs == -math.inf
    assert true_peak_dbtp(np.zeros((4800, 2), np.float32)) == -math.inf


def test_nothing_heard_yet_gives_empty_answers() -> None:
    none = EnergyMeter().feed(np.zeros((0, 2), np.float32))
    assert len(none) == len(momentary_lufs(none)) == len(short_term_lufs(none)) == 0
    assert integrated_lufs(none) == -math.inf
    assert loudness_range_lu(none) == 0


def test_samples_that_are_not_finite_count_as_zero() -> None:
    signal = tone(48000, (-23, 1))
    broken, mended = signal.copy(), signal.copy()
    for at, value in ((5, np.nan), (700, np.inf), (30000, -np.inf)):
        broken[at], mended[at] = value, 0
    assert EnergyMeter().feed(broken) == pytest.approx(EnergyMeter().feed(mended))
    assert true_peak_dbtp(broken) == true_peak_dbtp(mended)


def test_silence_after_loud_sound_is_not_rounding_noise() -> None:
    measured = energies(48000, tone(48000, (0, 3), (-math.inf, 3)))
    assert momentary_lufs(measured)[-1] < -200


@pytest.mark.parametrize("hops", [1, 2, 3, 7, 40, 41, 64])
def test_window_sums_are_sums(hops: int) -> None:
    values = np.random.default_rng(3).random(100)
    assert window_sums(values, hops) == pytest.approx(np.convolve(values, np.ones(hops), "valid"))


def test_lufs_of_full_scale_square() -> None:
    assert lufs(np.array([1.0]))[0] == pytest.approx(-0.691)


@pytest.mark.parametrize(("rate", "channels"), [(22050, 2), (100, 2), (48000, 4), (48000, 0)])
def test_what_cannot_be_measured_is_said(rate: int, channels: int) -> None:
    with pytest.raises(ValueError, match=r"rate|channels"):
        EnergyMeter(rate, channels)


def test_wrong_shape_is_said() -> None:
    with pytest.raises(ValueError, match=r"\(frames, 2\)"):
        EnergyMeter().feed(np.zeros((10, 3), np.float32))
