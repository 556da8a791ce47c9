"""What makes a sea a sea: waves and foam, gusts, bubbles, chirps; and the noise and patter under them."""

from __future__ import annotations

import numpy as np
import pytest
from measures import band, centroids_hz, envelope, levels_db, spectrum

from massage_desktop.sound.generators.brook import Brook, damping_per_s, ring
from massage_desktop.sound.generators.crickets import NightCrickets, tree_chirps_per_s, tree_hz
from massage_desktop.sound.generators.grid import HOP, HOPS, SPAN
from massage_desktop.sound.generators.moving_noise import BANDS_HZ, MovingNoise, amplitude, hump, tilted
from massage_desktop.sound.generators.patter import Patter
from massage_desktop.sound.generators.sea import _FAR, _NEAR, INTERVAL_S, SeaWaves, Shore
from massage_desktop.sound.generators.steady_rain import SteadyRain
from massage_desktop.sound.generators.wind import WindInTrees
from massage_desktop.sound.loudness import RATE, EnergyMeter, integrated_lufs, momentary_lufs


@pytest.fixture(scope="module")
def sounds() -> dict[str, np.ndarray]:
    """A minute of each, from the fifth second on."""
    made = {"sea_waves": SeaWaves, "wind_in_trees": WindInTrees, "brook": Brook, "steady_rain": SteadyRain}
    return {name: make(11).render(65 * RATE)[5 * RATE :] for name, make in made.items()}


@pytest.mark.parametrize("name", ["sea_waves", "wind_in_trees"])
def test_louder_is_brighter(name: str, sounds: dict[str, np.ndarray]) -> None:
    pieces = sounds[name].reshape(-1, RATE, 2)
    power = (np.abs(np.fft.rfft(pieces, axis=1)) ** 2).sum(axis=2)
    brightness = 10 * np.log10(power[:, 800:3200].sum(axis=1) / power[:, 100:400].sum(axis=1))
    assert np.corrcoef(levels_db(sounds[name], RATE), brightness)[0, 1] > 0.6


def test_the_sea_is_brightest_two_seconds_after_it_is_loudest(sounds: dict[str, np.ndarray]) -> None:
    levels, bright = levels_db(sounds["sea_waves"], RATE), np.log(centroids_hz(sounds["sea_waves"], RATE))
    follows = [np.corrcoef(levels[: len(levels) - lag], bright[lag:])[0, 1] for lag in range(6)]
    assert np.argmax(follows) in {1, 2, 3}, "foam hisses while the wave draws back"
    assert max(follows) > 0.6


def test_breakers_come_irregularly_every_six_and_a_half_to_twelve_and_a_half_seconds() -> None:
    for beach in (_NEAR, _FAR):
        shore = Shore(4, beach)
        crests = sorted({wave.crest_s for t in range(0, 1800, 10) for wave in shore.around(t, t + 10.0)})
        gaps = np.diff(crests)
        assert len(gaps) > 150
        assert INTERVAL_S[0] <= gaps.min() < 7.2
        assert 11.8 < gaps.max() <= INTERVAL_S[1]
        assert 1.2 < gaps.std() < 2.2
        assert abs(np.corrcoef(gaps[:-1], gaps[1:])[0, 1]) < 0.25, "no beat that comes round"


def test_waves_are_heard_where_the_shore_says_and_foam_hisses_after_them() -> None:
    sound = SeaWaves(4).render(50 * RATE)
    shore = Shore(4, _NEAR)
    crests = [wave.crest_s for wave in shore.around(0.0, 44.0) if 5.0 < wave.crest_s < 44.0]
    assert len(crests) >= 3
    low, high = (levels_db(np.stack([_split(sound[:, 0], f)] * 2, axis=1), RATE // 2) for f in (False, True))
    for crest_s in crests:
        at = round(crest_s * 2)
        assert high[at] > high[max(at - 8, 0)] + 4, "the crest is far brighter than four seconds before"
        before, after = (high[at + d] - low[at + d] for d in (-5, 5))
        assert after > before, "what runs back hisses; what comes in rumbles"


def _split(wave: np.ndarray, high: bool) -> np.ndarray:
    parts = np.fft.rfft(wave)
    freq = np.fft.rfftfreq(len(wave), 1 / RATE)
    parts[(freq < 2000) if high else (freq > 800)] = 0
    return np.fft.irfft(parts, len(wave))


def test_a_wave_is_smooth_from_its_beginning_to_its_end() -> None:
    wave = Shore(1, _NEAR).around(0.0, 1.0)[0]
    times_s = np.arange(wave.crest_s - 9, wave.crest_s + 20, 0.01)
    for curve in (wave.swell(times_s), wave.withdrawal(times_s)):
        assert np.abs(np.diff(curve)).max() < 0.012
        assert curve.max() == pytest.approx(1.0, abs=1e-3)
        assert curve[0] < 0.01
        assert curve[-1] < 0.01
    assert times_s[wave.withdrawal(times_s).argmax()] == pytest.approx(wave.crest_s + 2.4, abs=0.02)


def test_bubbles_ring_as_physics_has_it_and_rise() -> None:
    # A bubble of 3 mm: 1 kHz, 0.13 / r + 0.0072 r^-1.5 = 87 a second.
    assert damping_per_s(np.array([1000.0]))[0] == pytest.approx(87.2, abs=0.5)
    grains = ring(np.random.default_rng(1), np.full(40, 1000.0), 4096)
    for grain in grains:
        ups = np.flatnonzero((grain[:-1] < 0) & (grain[1:] >= 0))
        periods = np.diff(ups)[:22]
        assert periods[-6:].mean() < periods[:6].mean(), "its pitch goes up"
        assert RATE / periods.max() > 900
        assert RATE / periods.min() < 1450
        assert np.abs(grain[:10]).max() < 0.35 * np.abs(grain).max(), "and it begins softly"
        assert abs(grain[-1]) < 1e-3


def test_a_brook_babbles_as_running_water_does(sounds: dict[str, np.ndarray]) -> None:
    curve = envelope(band(sounds["brook"], 1500, 8000))
    assert 0.25 < curve.std() / curve.mean() < 0.45, "0.35 in a recording"
    power = np.abs(np.fft.rfft((curve / curve.mean() - 1) * np.hanning(len(curve)))) ** 2
    freq = np.fft.rfftfreq(len(curve), 0.01)
    slow, quick = (
        10 * np.log10(power[(freq >= a) & (freq < b)].mean()) for a, b in ((0.3, 1.0), (3.0, 10.0))
    )
    assert 0 < slow - quick < 9, "3.3 dB in a recording; a steady rush has none"
    steady = envelope(band(sounds["steady_rain"], 1500, 8000))
    assert steady.std() / steady.mean() < 0.22 < curve.std() / curve.mean()


def test_gusts_take_their_time() -> None:
    source = WindInTrees(3)
    # Every third grid line is enough: about one measurement a second.
    lines = [source.contribution(line)[HOP:SPAN] for line in range(0, 240 * RATE // SPAN, 3)]
    levels = np.array([levels_db(piece, len(piece))[0] for piece in lines])
    slow = np.convolve(levels - levels.mean(), np.full(5, 0.2), "valid")
    rises = int(((slow[:-1] < 0) & (slow[1:] >= 0)).sum())
    assert 240 / 75 < rises < 240 / 12, "a gust comes every quarter of a minute to every minute"
    assert np.abs(np.diff(levels)).max() < 3.0


def test_cricket_laws_are_those_of_the_field_guides() -> None:
    assert tree_hz(73.0) == 3000.0
    assert tree_hz(55.0) == pytest.approx(2200.0)
    assert tree_chirps_per_s(66.0) == 2.0, "40 + the chirps of 13 seconds"


@pytest.fixture(scope="module")
def night() -> tuple[np.ndarray, np.ndarray]:
    """Air and song of the same minute, apart."""
    source = NightCrickets(11)
    lines = 60 * RATE // SPAN
    air, song = (np.zeros(((lines + 2) * SPAN, 2), np.float32) for _ in range(2))
    for line in range(lines):
        for whole, part in ((air, source.air(line)), (song, source.song(line))):
            whole[line * SPAN : line * SPAN + len(part)] += part * np.float32(source.gain)
    return air[: lines * SPAN], song[: lines * SPAN]


def test_crickets_stay_far_away_in_the_air(night: tuple[np.ndarray, np.ndarray]) -> None:
    air, song = (EnergyMeter().feed(part) for part in night)
    bed = integrated_lufs(air)
    assert momentary_lufs(song).max() < bed + 4
    pulses = 10 * np.log10(np.convolve(song, np.full(3, 1 / 3), "valid") + 1e-12) - 0.691
    assert pulses.max() < bed + 8, "not even one pulse is more than 8 dB over the bed"
    assert integrated_lufs(song) > bed - 12, "and yet they are heard"


def test_crickets_sing_each_on_its_own_pitch_and_rhythm(night: tuple[np.ndarray, np.ndarray]) -> None:
    song = night[1]
    freq, power = spectrum(song, 32_768)
    heard = (freq > 2000) & (freq < 5000)
    assert power[heard].sum() > 0.98 * power.sum(), "no overtone, no rumble"
    kinds = [10 * np.log10(power[(freq > f - 250) & (freq < f + 250)].max()) for f in (2620, 3250, 4050)]
    between = [10 * np.log10(power[(freq > f - 40) & (freq < f + 40)].max()) for f in (2950, 3600, 4600)]
    assert min(kinds) > max(between) + 10, "three kinds, each in its own place"
    tree = _split_band(song, 2450, 2780)
    curve = envelope(tree)
    beat = np.abs(np.fft.rfft((curve - curve.mean()) * np.hanning(len(curve)))) ** 2
    rate = np.fft.rfftfreq(len(curve), 0.01)
    chirping = (rate > 0.8) & (rate < 4)
    strongest = rate[chirping][beat[chirping].argmax()]
    assert strongest == pytest.approx(tree_chirps_per_s(64.4), rel=0.12)


def _split_band(sound: np.ndarray, low_hz: float, high_hz: float) -> np.ndarray:
    parts = np.fft.rfft(sound[:, 0])
    freq = np.fft.rfftfreq(len(sound), 1 / RATE)
    parts[(freq < low_hz) | (freq > high_hz)] = 0
    return np.fft.irfft(parts, len(sound))


def test_noise_and_patter_have_the_level_they_are_asked_for() -> None:
    flat = np.ones((HOPS, 2, len(BANDS_HZ)))
    noise = MovingNoise(1, 2)
    out = np.zeros((41 * SPAN, 2))
    for line in range(40):
        piece = noise.span(line, flat)
        out[line * SPAN : line * SPAN + len(piece)] += piece
    np.testing.assert_allclose(np.sqrt((out[SPAN : 39 * SPAN] ** 2).mean(axis=0)), 1.0, atol=0.03)
    patter = Patter(1, 2, per_second=2000.0, bands_hz=(1500.0, 3000.0), loud=(1.0, 1.0))
    out = np.zeros((42 * SPAN, 2))
    for line in range(40):
        piece = patter.span(line, np.ones(HOPS + 1))
        out[line * SPAN : line * SPAN + len(piece)] += piece
    np.testing.assert_allclose(np.sqrt((out[SPAN : 39 * SPAN] ** 2).mean(axis=0)), 1.0, atol=0.08)


def test_patter_follows_its_levels_and_each_side_its_own() -> None:
    patter = Patter(3, 1, per_second=4000.0, bands_hz=(2000.0,), loud=(1.0,))
    levels = np.stack([np.linspace(0, 2, HOPS + 1), np.zeros(HOPS + 1)], axis=1)
    piece = np.sum([patter.span(0, levels) ** 2], axis=0)
    assert piece[: SPAN // 4, 0].mean() < 0.2 * piece[3 * SPAN // 4 : SPAN, 0].mean()
    assert piece[:, 1].max() < 1e-12


def test_shapes_of_spectra() -> None:
    tilt = tilted(-3.0, 100.0, 8000.0)
    at = [20 * np.log10(np.interp(f, BANDS_HZ, tilt)) for f in (500.0, 1000.0, 2000.0)]
    assert at == pytest.approx([3.0, 0.0, -3.0], abs=0.2)
    assert np.interp(25.0, BANDS_HZ, tilt) < np.interp(100.0, BANDS_HZ, tilt) / 3
    assert BANDS_HZ[hump(2000.0, 0.5).argmax()] == pytest.approx(2000.0, rel=0.1)
    np.testing.assert_allclose(amplitude(np.array([0.0, 20.0, -6.0206])), [1.0, 10.0, 0.5], rtol=1e-4)
