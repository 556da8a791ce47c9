"""What leaves the mix: under the ceiling whatever is put in, the same however it is cut, without clicks."""

from __future__ import annotations

import numpy as np
import pytest

from massage_desktop.sound.chimes import CHIMES, chime
from massage_desktop.sound.generators.catalogue import AMBIENCES
from massage_desktop.sound.loudness import RATE, EnergyMeter, momentary_lufs
from massage_desktop.sound.mix import DUCK_DB, Mix
from massage_desktop.sound.source import REFERENCE_CEILING_LUFS
from massage_desktop.sound.sources import AmbienceError, make_source

CEILING = -33.0


def loudest(samples: np.ndarray) -> float:
    return float(momentary_lufs(EnergyMeter().feed(samples)).max())


def mixed(bed: np.ndarray, *, block: int = 4800, cues: tuple[float, ...] = ()) -> np.ndarray:
    mix = Mix(CEILING)
    mix.fade(1.0, 0.5)
    for at_s in cues:
        mix.cue(chime("step"), at_s)
    return np.concatenate([mix.process(bed[i : i + block]) for i in range(0, len(bed), block)])


def noise(seconds: float, level: float) -> np.ndarray:
    return (np.random.default_rng(1).standard_normal((round(seconds * RATE), 2)) * level).astype(np.float32)


@pytest.mark.parametrize("level", [0.05, 1.0, 30.0])
def test_music_and_all_chimes_at_once_stay_under_the_ceiling(level: float) -> None:
    out = mixed(noise(6, level), cues=(1.0, 1.0, 1.1, 1.2, 2.0, 3.0))
    assert loudest(out) <= CEILING + 0.01
    assert np.isfinite(out).all()


def test_how_the_bed_is_cut_into_blocks_is_not_heard() -> None:
    bed = noise(3, 0.02)
    whole, cut = mixed(bed, block=len(bed), cues=(1.0,)), mixed(bed, block=1111, cues=(1.0,))
    # Ducking is steered block by block, so only the duck's own shape may differ; nothing louder than that.
    assert np.abs(whole - cut).max() <= np.abs(whole).max() * (1 - 10 ** (DUCK_DB / 20))
    bare_whole, bare_cut = mixed(bed, block=len(bed)), mixed(bed, block=1111)
    np.testing.assert_allclose(bare_whole, bare_cut, atol=1e-6)


def test_the_bed_ducks_under_a_chime_and_comes_back() -> None:
    bed = noise(12, 0.01)
    plain, cued = mixed(bed), mixed(bed, cues=(3.0,))
    silent = mixed(np.zeros_like(bed), cues=(3.0,))
    ducked = cued - silent
    late = Mix(CEILING).latency
    during = slice(round(3.6 * RATE) + late, round(4.6 * RATE) + late)
    after = slice(round(10.0 * RATE) + late, round(11.0 * RATE) + late)

    def ratio_db(part: slice) -> float:
        return float(20 * np.log10(ducked[part].std() / plain[part].std()))

    assert ratio_db(during) == pytest.approx(DUCK_DB, abs=0.5)
    assert ratio_db(after) == pytest.approx(0.0, abs=0.1)


def test_a_copy_goes_on_from_the_same_moment() -> None:
    bed = noise(3, 0.02)
    mix = Mix(CEILING)
    mix.fade(1.0, 1.0)
    mix.process(bed[:RATE])
    twin = mix.copy()
    np.testing.assert_array_equal(mix.process(bed[RATE:]), twin.process(bed[RATE:]))


@pytest.mark.parametrize("name", CHIMES)
def test_chimes_swell_in_and_never_startle(name: str) -> None:
    samples = chime(name)  # type: ignore[arg-type]
    assert samples.shape[1] == 2
    assert loudest(samples) == pytest.approx(REFERENCE_CEILING_LUFS - 4, abs=0.1)
    hop = RATE // 100
    envelope = np.abs(samples[: len(samples) // hop * hop]).reshape(-1, hop, 2).max(axis=(1, 2))
    rise = np.diff(envelope[:30])
    assert rise.max() < envelope.max() * 0.35, "the attack takes its time"
    assert envelope[0] < envelope.max() * 0.05
    assert np.abs(samples[-1]).max() < 1e-4, "the end is silence, not a click"


@pytest.mark.parametrize("name", list(AMBIENCES))
def test_generated_sound_is_endless_repeatable_and_independent_of_blocks(name: str) -> None:
    first, second = make_source(name, seed=5), make_source(name, seed=5)
    whole = first.render(6 * RATE)
    cut = np.concatenate([second.render(n) for n in (100, 4711, 48000, 6 * RATE - 52811)])
    np.testing.assert_array_equal(whole, cut)
    other = make_source(name, seed=6).render(6 * RATE)
    assert not np.array_equal(whole, other)
    assert np.isfinite(whole).all()
    assert np.abs(whole).max() < 1.0


@pytest.mark.parametrize("name", list(AMBIENCES))
def test_generated_sound_leaves_room_for_cues(name: str) -> None:
    samples = make_source(name, seed=2).render(60 * RATE)
    assert -32 < loudest(samples[20 * RATE :]) < REFERENCE_CEILING_LUFS - 1


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("warm_cords", "did you mean warm_chords"),
        ("/nowhere/x.mp3", "neither a sound"),
        ("rain", "rain_on_leaves"),
    ],
)
def test_an_unknown_sound_is_one_line_with_advice(word: str, answer: str) -> None:
    with pytest.raises(AmbienceError, match=answer) as caught:
        make_source(word)
    assert "\n" not in str(caught.value)


def talk(seconds: float = 2.0, level: float = 0.03) -> np.ndarray:
    tone = level * np.sin(2 * np.pi * 300 * np.arange(round(seconds * RATE)) / RATE)
    return np.stack([tone, tone], axis=1).astype(np.float32)


def spoken(bed: np.ndarray, *, say: tuple[float, ...], hush_at: float | None = None) -> np.ndarray:
    mix = Mix(CEILING)
    mix.fade(1.0, 0.01)
    for at_s in say:
        mix.say(talk(), at_s)
    out = []
    for at in range(0, len(bed), 4800):
        if hush_at is not None and at == round(hush_at * RATE):
            mix.hush()
        out.append(mix.process(bed[at : at + 4800]))
    return np.concatenate(out)[mix.latency :]


def test_the_bed_stays_down_until_the_last_word() -> None:
    bed = noise(8, 0.01)
    words = spoken(np.zeros_like(bed), say=(2.0,))
    under, plain = spoken(bed, say=(2.0,)) - words, spoken(bed, say=())

    def ratio_db(from_s: float, to_s: float) -> float:
        part = slice(round(from_s * RATE), round(to_s * RATE))
        return float(20 * np.log10(under[part].std() / plain[part].std()))

    assert ratio_db(2.0, 4.0) == pytest.approx(DUCK_DB, abs=0.3)
    assert ratio_db(1.0, 1.5) == pytest.approx(0.0, abs=0.1)
    assert ratio_db(4.6, 6.0) == pytest.approx(0.0, abs=0.1)


def test_words_asked_for_at_once_are_said_one_after_another() -> None:
    silence = np.zeros((8 * RATE, 2), np.float32)
    both = np.abs(spoken(silence, say=(1.0, 1.2)))[:, 0]
    assert both[: RATE - 10].max() < 1e-6
    level = [both[round(t * RATE) : round((t + 0.2) * RATE)].max() for t in (1.5, 2.5, 3.5, 4.5)]
    assert max(level) < min(level) * 1.05, "never two voices at once"
    assert both[round(5.1 * RATE) :].max() < 1e-6


def test_hushed_words_die_away_softly_and_waiting_ones_are_forgotten() -> None:
    silence = np.zeros((8 * RATE, 2), np.float32)
    out = spoken(silence, say=(1.0, 5.0), hush_at=2.0)
    heard = np.flatnonzero(np.abs(out[:, 0]) > 1e-6)
    assert heard[-1] / RATE == pytest.approx(2.25, abs=0.02)
    steps = np.abs(np.diff(out[:, 0]))
    assert steps[round(2.0 * RATE) :].max() <= steps[: 2 * RATE].max() * 1.05, "no click"


def test_forgetting_waiting_chimes_leaves_the_words() -> None:
    mix = Mix(CEILING)
    mix.fade(1.0, 0.01)
    mix.say(talk(), 1.0)
    mix.cue(chime("step"), 5.0)
    mix.drop_waiting_cues()
    out = np.concatenate([mix.process(np.zeros((4800, 2), np.float32)) for _ in range(80)])[mix.latency :]
    heard = np.flatnonzero(np.abs(out[:, 0]) > 1e-6) / RATE
    assert heard[0] == pytest.approx(1.0, abs=0.02)
    assert heard[-1] == pytest.approx(3.0, abs=0.02)
