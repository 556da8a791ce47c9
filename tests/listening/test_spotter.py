"""The network that knows the commands: what it hears, that it is not believed alone, and never needed."""

from pathlib import Path

import numpy as np
import pytest
from recorded import said_in

from massage_desktop.listening.commands import SPOKEN, Spoken
from massage_desktop.listening.model import Model
from massage_desktop.listening.rate import ToMono16k
from massage_desktop.listening.recogniser import THRESHOLD, Fitting, Heard, Recogniser, load_scorer
from massage_desktop.listening.scoring import NO_AT_MOST, Fit, Scorer
from massage_desktop.listening.segment import RATE, Mono
from massage_desktop.listening.spotter import BANDS, Odds, Spotter, bands
from massage_desktop.sound.decode import stream


class Always:
    """Hears one command in everything."""

    def __init__(self, odds: float, command: Spoken = "next step") -> None:
        self.answer = dict.fromkeys(SPOKEN, -9.0) | {command: odds}

    def spot(self, samples: Mono) -> Odds:
        assert 0.4 < float(np.abs(samples).max()) < 0.6
        return self.answer


def sound_of(file: Path) -> Mono:
    rate = ToMono16k()
    return np.concatenate([rate.convert(block) for block in stream(file)])


def commands_in(sound: Mono, name: str) -> list[tuple[Mono, str]]:
    """The stretch around each command, and which it is."""
    return [
        (sound[round((end_s - 2.2) * RATE) : round((end_s + 0.3) * RATE)], command)
        for end_s, command in said_in(name)
    ]


def heard_in(sound: Mono, scorer: Fitting) -> list[Heard]:
    recogniser = Recogniser(scorer=scorer)
    return [*recogniser.feed(sound), *recogniser.finish()]


def understood(sound: Mono, name: str, scorer: Fitting) -> int:
    found = heard_in(sound, scorer)
    return sum(any(h.command == c and abs(h.time_s - at) < 1.0 for h in found) for at, c in said_in(name))


@pytest.fixture(scope="module")
def model() -> Model:
    try:
        return Model()
    except ImportError as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("name", ["quiet_room.ogg", "over_chords.ogg"])
def test_it_knows_all_eleven_commands_at_any_level(recordings: Path, name: str):
    spotter = Spotter()
    for stretch, command in commands_in(sound_of(recordings / name), name):
        odds = spotter.spot(stretch)
        assert max(odds, key=lambda known: odds[known]) == command
        assert odds[command] > 0
        assert spotter.spot(stretch * np.float32(0.01)) == pytest.approx(odds, abs=0.5)


def test_other_talk_and_commands_without_massage_are_none(recordings: Path):
    spotter, talk = Spotter(), sound_of(recordings / "no_commands.ogg")
    parts = [talk[at : at + round(2.2 * RATE)] for at in range(0, len(talk) - 3 * RATE, RATE // 2)]
    odds = np.array([max(spotter.spot(part).values()) for part in parts])
    assert np.mean(odds < 0) > 0.97
    assert odds.max() < 4.0


def test_in_loud_noise_more_is_understood_with_it(recordings: Path, model: Model):
    name = "quiet_room.ogg"
    sound = sound_of(recordings / name)
    chance = np.random.default_rng(4)
    level = float(np.sqrt(np.mean([np.mean(stretch**2) for stretch, _ in commands_in(sound, name)])))
    noisy = sound + level * chance.standard_normal(len(sound)).astype(np.float32) * np.float32(10 ** (2 / 20))
    alone, both = Scorer(model, Always(-9.0)), load_scorer()
    assert understood(noisy, name, both) >= 9
    assert understood(noisy, name, both) > understood(noisy, name, alone)


def test_without_its_help_a_clear_voice_is_understood(recordings: Path, model: Model):
    name = "quiet_room.ogg"
    assert understood(sound_of(recordings / name), name, Scorer(model, Always(-9.0))) >= 9


def test_what_it_alone_hears_is_no_command(recordings: Path, model: Model):
    assert heard_in(sound_of(recordings / "no_commands.ogg"), Scorer(model, Always(4.0))) == []
    chance = np.random.default_rng(1)
    noise = chance.standard_normal(2 * RATE).astype(np.float32)
    fit = Scorer(model, Always(4.0)).fit(noise)
    assert fit is None or fit.score < THRESHOLD


def test_it_cannot_turn_one_command_into_another(recordings: Path, model: Model):
    name = "quiet_room.ogg"
    scorer = Scorer(model, Always(3.0, "louder"))
    found = heard_in(sound_of(recordings / name), scorer)
    louder = [at for at, command in said_in(name) if command == "louder"]
    assert [h for h in found if h.command == "louder" and abs(h.time_s - louder[0]) > 1.0] == []


def test_odds_add_up_but_a_no_counts_only_so_much():
    maybe = Fit("softer", -6.0, -18.0, -14.0, -9.0, 0.0)
    assert maybe._replace(odds=4.0).score == pytest.approx(maybe.score + 4.0)
    assert maybe._replace(odds=-2.0).score == pytest.approx(maybe.score - 2.0)
    assert maybe._replace(odds=-9.0).score == maybe._replace(odds=NO_AT_MOST).score


def test_every_band_is_told_around_its_mean():
    for count in (400, 12_800, 50_001):
        found = bands(np.random.default_rng(count).standard_normal(count).astype(np.float32))
        assert found.shape == (1 + (count - 400) // 160, BANDS)
        assert np.abs(found.mean(axis=0)).max() < 1e-3
    assert np.isfinite(bands(np.zeros(16_000, np.float32))).all()


def test_it_knows_every_command_there_is(recordings: Path):
    talk = sound_of(recordings / "no_commands.ogg")
    assert tuple(Spotter().spot(talk[: 2 * RATE])) == SPOKEN
