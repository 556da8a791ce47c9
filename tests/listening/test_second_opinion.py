"""Two models: when the second is asked, what it can deny, and that without it the first works alone."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from recorded import said_in

from massage_desktop.listening.commands import Spoken
from massage_desktop.listening.model import Model, log_share
from massage_desktop.listening.opinion import PREFIX_MIN, Opinion, SecondOpinion
from massage_desktop.listening.rate import ToMono16k
from massage_desktop.listening.recogniser import THRESHOLD, Recogniser, load_scorer
from massage_desktop.listening.scoring import Fit, Scorer
from massage_desktop.listening.segment import RATE, Mono
from massage_desktop.sound.decode import stream

MAYBE = Fit("softer", -6.0, -18.0, -24.0, -14.0, -9.0)


@pytest.fixture(scope="module")
def second():
    careful = pytest.importorskip("massage_desktop.listening.careful")
    try:
        return careful.CarefulModel()
    except ImportError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def sound(recordings: Path) -> Mono:
    """Eleven commands over chords."""
    rate = ToMono16k()
    return np.concatenate([rate.convert(block) for block in stream(recordings / "over_chords.ogg")])


def command_in(sound: Mono, number: int) -> tuple[Mono, str]:
    """The stretch around one command, and which it is."""
    end_s, command = said_in("over_chords.ogg")[number]
    return sound[round((end_s - 2.2) * RATE) : round((end_s + 0.35) * RATE)], command


class Adviser:
    """Always of one opinion; remembers what it was asked."""

    def __init__(self, opinion: Opinion) -> None:
        self.opinion, self.asked = opinion, list[Spoken]()

    def about(self, samples: Mono, command: Spoken) -> Opinion:
        assert 0.4 < float(np.abs(samples).max()) < 0.6
        self.asked.append(command)
        return self.opinion


def test_a_good_opinion_makes_a_command_of_a_maybe_and_a_bad_one_takes_it_away():
    assert MAYBE.first_score < THRESHOLD
    good, bad = Opinion(-1.0, -1.0, -15.0), Opinion(-1.0, -12.0, -2.0)
    assert MAYBE._replace(second_opinion=good).score > THRESHOLD
    assert MAYBE._replace(second_opinion=bad).score < MAYBE.first_score


def test_where_the_second_model_hears_no_massage_there_is_no_command():
    sure = MAYBE._replace(phrase=-1.0)
    assert sure.score > THRESHOLD
    denied = Opinion(PREFIX_MIN - 0.1, -0.1, -20.0)
    assert sure._replace(second_opinion=denied).score < THRESHOLD


def test_an_adviser_is_asked_only_where_it_matters(sound: Mono):
    denying = Adviser(Opinion(-50.0, -1.0, -1.0))
    scorer = Scorer(Model(), denying)
    fits = [scorer.fit(command_in(sound, number)[0]) for number in range(11)]
    believed = [fit for fit in fits if fit is not None and fit.score >= THRESHOLD]
    assert 0 < len(denying.asked) < 11
    assert len(believed) + len(denying.asked) <= 11
    assert all(fit.second_opinion is None for fit in believed), "what was denied was believed"
    chance = np.random.default_rng(1)
    before = len(denying.asked)
    scorer.fit(chance.standard_normal(2 * RATE).astype(np.float32))
    assert len(denying.asked) == before


def test_the_second_model_knows_the_command_that_was_said(second, sound: Mono):
    adviser = SecondOpinion(second)
    for number in (0, 4, 8):
        samples, command = command_in(sound, number)
        samples = samples * np.float32(0.5 / np.abs(samples).max())
        right = adviser.about(samples, command)
        other = adviser.about(samples, "pause" if command != "pause" else "louder")
        assert right.share > other.share + 2.0
        assert right.prefix > PREFIX_MIN


def test_many_spellings_at_once_are_heard_as_each_by_itself(second, sound: Mono):
    samples, _ = command_in(sound, 0)
    listened = second.listen(samples)
    rows = [second.numbers("▁Mass age ▁next ▁step"), second.numbers("▁Mass age"), second.numbers("▁Go ▁back")]
    together = second.decode(listened, rows)
    for places, row in zip(together, rows, strict=True):
        (alone,) = second.decode(listened, [row])
        for place in range(len(row) + 1):
            assert log_share(places[place], [5]) == pytest.approx(log_share(alone[place], [5]), abs=1e-2)


def test_without_the_second_model_the_first_works_alone(monkeypatch, sound: Mono):
    monkeypatch.setattr(
        "massage_desktop.listening.installed.find_spec",
        lambda package: None if package == "moonshine_cpp" else find_spec(package),
    )
    recogniser = Recogniser(scorer=load_scorer())
    found = [*recogniser.feed(sound), *recogniser.finish()]
    said = said_in("over_chords.ogg")
    hits = sum(any(h.command == c and abs(h.time_s - at) < 1.0 for h in found) for at, c in said)
    assert hits >= 9
    assert len(found) <= 11
