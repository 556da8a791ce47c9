"""Rain, sea, brook, wind and crickets by measurement: real figures, and nothing that startles."""

from __future__ import annotations

import numpy as np
import pytest
from measures import band, kurtosis, levels_db, spectrum

from massage_desktop.sound.generators.brook import Brook
from massage_desktop.sound.generators.catalogue import AMBIENCES
from massage_desktop.sound.generators.crickets import NightCrickets
from massage_desktop.sound.generators.grid import HOP, SPAN, GridSource
from massage_desktop.sound.generators.sea import SeaWaves
from massage_desktop.sound.generators.steady_rain import SteadyRain
from massage_desktop.sound.generators.wind import WindInTrees
from massage_desktop.sound.loudness import (
    RATE,
    EnergyMeter,
    integrated_lufs,
    loudness_range_lu,
    momentary_lufs,
)
from massage_desktop.sound.source import NOMINAL_LUFS, REFERENCE_CEILING_LUFS

LIVING: dict[str, type[GridSource]] = {
    "steady_rain": SteadyRain,
    "sea_waves": SeaWaves,
    "brook": Brook,
    "wind_in_trees": WindInTrees,
    "night_crickets": NightCrickets,
}
NAMES = list(LIVING)
NOISES = [name for name in NAMES if name != "night_crickets"]

DEVIATION_DB = {
    "steady_rain": (0.3, 0.9),
    "sea_waves": (3.0, 5.5),
    "brook": (0.5, 1.5),
    "wind_in_trees": (1.2, 3.0),
    "night_crickets": (0.3, 1.2),
}
"""How far the level of seconds spreads: a sea swells, rain hardly does."""

RANGE_LU = {
    "steady_rain": (0.5, 3.0),
    "sea_waves": (7.0, 14.0),
    "brook": (0.8, 3.5),
    "wind_in_trees": (3.0, 9.0),
    "night_crickets": (0.5, 3.5),
}
"""EBU loudness range."""

KURTOSIS = {
    "steady_rain": (3.3, 5.5),
    "sea_waves": (3.5, 7.0),
    "brook": (4.5, 9.0),
    "wind_in_trees": (3.5, 8.0),
    "night_crickets": (3.5, 12.0),
}
"""Of 1.5 to 8 kHz; plain noise has 3, single clicks have hundreds."""


@pytest.fixture(scope="module")
def sounds() -> dict[str, np.ndarray]:
    """Seventy-five seconds of each, from the fifth second on."""
    return {name: make(11).render(80 * RATE)[5 * RATE :] for name, make in LIVING.items()}


@pytest.mark.parametrize("name", NAMES)
def test_each_is_listed_as_a_sound_of_nature_that_needs_the_receivers_yes(name: str) -> None:
    entry = AMBIENCES[name]
    assert entry.nature
    made = entry.make(3)
    assert type(made) is LIVING[name]
    assert made.title == entry.title
    assert made.notes == []


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_sound_in_blocks_of_any_size(name: str) -> None:
    whole = LIVING[name](5).render(3 * RATE)
    source = LIVING[name](5)
    cut = np.concatenate([source.render(n) for n in (1, 480, 16383, 2, 70_000, 3 * RATE - 86_866)])
    np.testing.assert_array_equal(whole, cut)
    assert whole.dtype == np.float32
    assert not np.array_equal(whole, LIVING[name](6).render(3 * RATE))


@pytest.mark.parametrize("name", NAMES)
def test_each_stands_near_the_nominal_loudness_and_leaves_room_for_a_chime(
    name: str, sounds: dict[str, np.ndarray]
) -> None:
    for sound in (sounds[name], LIVING[name](5).render(45 * RATE)[5 * RATE :]):
        energies = EnergyMeter().feed(sound)
        assert integrated_lufs(energies) == pytest.approx(NOMINAL_LUFS, abs=1.6)
        assert momentary_lufs(energies).max() < REFERENCE_CEILING_LUFS - 1.2
        assert np.abs(sound).max() < 0.5


@pytest.mark.parametrize("name", NAMES)
def test_level_spreads_as_much_as_the_real_thing(name: str, sounds: dict[str, np.ndarray]) -> None:
    low, high = DEVIATION_DB[name]
    assert low < levels_db(sounds[name], RATE).std() < high
    low, high = RANGE_LU[name]
    assert low < loudness_range_lu(EnergyMeter().feed(sounds[name])) < high


@pytest.mark.parametrize("name", NAMES)
def test_nothing_startles(name: str, sounds: dict[str, np.ndarray]) -> None:
    # Loudness as it is felt: 400 ms, and by how much a tenth of a second adds to it (SOUND-07).
    momentary = momentary_lufs(EnergyMeter().feed(sounds[name]))[::10]
    assert np.diff(momentary).max() < 3.0
    assert np.abs(sounds[name]).max() < 12 * np.sqrt((sounds[name] ** 2).mean()), "no single click"


@pytest.mark.parametrize("name", NAMES)
def test_the_kurtosis_is_that_of_many_small_events(name: str, sounds: dict[str, np.ndarray]) -> None:
    low, high = KURTOSIS[name]
    assert low < kurtosis(band(sounds[name], 1500, 8000)) < high


@pytest.mark.parametrize("name", NAMES)
def test_power_falls_with_frequency_and_nothing_is_shrill_or_booms(
    name: str, sounds: dict[str, np.ndarray]
) -> None:
    freq, power = spectrum(sounds[name])
    octaves = [
        10 * np.log10(power[(freq >= f) & (freq < 2 * f)].mean()) for f in (250, 500, 1000, 2000, 4000)
    ]
    slope = np.polyfit(np.arange(5), octaves, 1)[0]
    assert -7.5 < slope < -2.0, "about 1/f, or softer"
    assert 10 * np.log10(power[freq > 8000].sum() / power.sum()) < -16
    assert 10 * np.log10(power[freq < 60].sum() / power.sum()) < -7
    assert 500 < (freq * power).sum() / power.sum() < 2000


@pytest.mark.parametrize("name", NOISES)
def test_no_line_and_no_stripe_stands_in_the_spectrum(name: str, sounds: dict[str, np.ndarray]) -> None:
    freq, power = spectrum(sounds[name])
    level = 10 * np.log10(power + 1e-20)
    around = np.median(np.lib.stride_tricks.sliding_window_view(level, 41), axis=1)
    heard = (freq[20:-20] > 200) & (freq[20:-20] < 12_000)
    assert (level[20:-20] - around)[heard].max() < 3.0, "a line is a whistle"
    centres = 200 * 2 ** (np.arange(33) / 6)
    sixths = [power[(freq >= c * 2 ** (-1 / 12)) & (freq < c * 2 ** (1 / 12))].mean() for c in centres]
    steps = 10 * np.log10(sixths)
    assert (steps[2:-2] - (steps[:-4] + steps[4:]) / 2).max() < 3.0, "a stripe is a hum"


@pytest.mark.parametrize("name", NAMES)
def test_the_sides_differ_but_neither_is_left_alone(name: str, sounds: dict[str, np.ndarray]) -> None:
    left, right = (band(sounds[name], 1500, 8000, ear) for ear in (0, 1))
    assert -0.2 < np.corrcoef(left, right)[0, 1] < 0.6
    balance = 20 * np.log10(np.sqrt((sounds[name] ** 2).mean(axis=0)))
    assert abs(balance[0] - balance[1]) < 3.0


@pytest.mark.parametrize("name", NAMES)
def test_half_an_hour_never_repeats(name: str) -> None:
    source = LIVING[name](5)
    lines = [source.contribution(line)[:HOP].tobytes() for line in range(0, 30 * 60 * RATE // SPAN, 150)]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("name", NAMES)
def test_ten_minutes_of_levels_come_round_nowhere(name: str) -> None:
    source = LIVING[name](8)
    shapes = []
    for line in range(0, 10 * 60 * RATE // SPAN, 12):
        piece = source.contribution(line)[:SPAN, 0].astype(np.float64)
        shapes.append((piece[: SPAN // 256 * 256].reshape(-1, 256) ** 2).mean(axis=1))
    fine = np.log(np.array(shapes) + 1e-12)
    fine -= fine.mean(axis=1, keepdims=True)
    fine /= np.linalg.norm(fine, axis=1, keepdims=True)
    alike = fine @ fine.T
    np.fill_diagonal(alike, 0.0)
    assert alike.max() < 0.95, "two moments whose levels run alike would be a loop"
