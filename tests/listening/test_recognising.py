"""From stretches to commands: once each, also after “massage” alone, and never while deaf."""

from pathlib import Path

import numpy as np
import pytest
from made_speech import Always, loud, quiet, tone
from recorded import said_in

from massage_desktop.listening.recogniser import Heard, Recogniser, load_scorer
from massage_desktop.listening.segment import RATE, Mono


def heard(scorer: Always, *parts: Mono, threshold: float = -2.0) -> list[Heard]:
    recogniser = Recogniser(threshold, scorer=scorer, detector=loud)
    return [*recogniser.feed(np.concatenate(parts)), *recogniser.finish()]


def test_each_phrase_is_one_command_at_its_end():
    found = heard(Always(), quiet(1), tone(1), quiet(2), tone(1), quiet(2))
    assert [(h.command, round(h.time_s)) for h in found] == [("next step", 2), ("next step", 5)]
    assert all(0 < h.answered_s - h.time_s < 0.5 for h in found)


def test_a_score_under_the_threshold_is_no_command():
    assert heard(Always(), quiet(1), tone(1), quiet(1), threshold=30.0) == []


def test_a_long_stretch_is_not_counted_twice():
    assert len(heard(Always(shortest_s=3.0), quiet(1), tone(6.0), quiet(1))) == 1


def test_after_the_prefix_alone_the_command_may_follow_for_a_while():
    both = Always(shortest_s=2.5)
    assert len(heard(both, quiet(1), tone(0.7), quiet(1.5), tone(0.8), quiet(1))) == 1
    assert heard(both, quiet(1), tone(0.7), quiet(4.0), tone(0.8), quiet(1)) == []


def test_long_sentences_are_not_joined():
    assert heard(Always(shortest_s=4.5), quiet(1), tone(2.2), quiet(1.0), tone(2.2), quiet(1)) == []


def test_nothing_is_heard_while_deaf_and_everything_afterwards():
    recogniser = Recogniser(scorer=Always(), detector=loud)
    assert recogniser.feed(np.concatenate([quiet(1), tone(0.5)])) == []
    recogniser.deaf(5.0)
    assert recogniser.feed(np.concatenate([tone(0.5), quiet(1), tone(1), quiet(0.8)])) == []
    assert recogniser.feed(quiet(1)) == []
    (found,) = recogniser.feed(np.concatenate([tone(1), quiet(1)]))
    assert found.time_s == pytest.approx(6.8, abs=0.1)


def test_deafness_in_the_middle_of_a_block_ends_in_the_middle():
    recogniser = Recogniser(scorer=Always(), detector=loud)
    recogniser.deaf(2.0)
    (found,) = recogniser.feed(np.concatenate([quiet(0.5), tone(1), quiet(1), tone(1), quiet(1)]))
    assert found.time_s == pytest.approx(3.5, abs=0.1)


@pytest.fixture(scope="module")
def scorer() -> object:
    return load_scorer()


def matched(found: list[Heard], said: list[tuple[float, str]]) -> int:
    return sum(any(h.command == c and -0.6 < h.time_s - at < 1.0 for h in found) for at, c in said)


def understood(file: Path, scorer: object) -> list[Heard]:
    from massage_desktop.listening.rate import ToMono16k
    from massage_desktop.sound.decode import stream

    recogniser, rate = Recogniser(scorer=scorer), ToMono16k()
    found = [h for block in stream(file) for h in recogniser.feed(rate.convert(block))]
    return [*found, *recogniser.finish()]


@pytest.mark.parametrize(("name", "least"), [("quiet_room", 11), ("over_chords", 10), ("called_first", 1)])
def test_commands_in_recordings_are_understood(recordings: Path, request, name: str, least: int):
    file = recordings / f"{name}.ogg"
    found, said = understood(file, request.getfixturevalue("scorer")), said_in(file.name)
    assert matched(found, said) >= least
    assert len(found) == matched(found, said), "something nobody said was understood"
    assert max(h.answered_s - h.time_s for h in found) < 1.0


def test_other_sentences_are_no_commands(recordings: Path, request):
    assert understood(recordings / "no_commands.ogg", request.getfixturevalue("scorer")) == []


def test_the_level_of_a_recording_does_not_matter(recordings: Path, request):
    from massage_desktop.listening.rate import ToMono16k
    from massage_desktop.sound.decode import stream

    rate = ToMono16k()
    sound = np.concatenate([rate.convert(b) for b in stream(recordings / "quiet_room.ogg", max_seconds=12)])
    counts = set()
    for gain in (0.01, 1.0, 8.0):
        recogniser = Recogniser(scorer=request.getfixturevalue("scorer"))
        given = np.clip(gain * sound, -1.0, 1.0).astype(np.float32)
        counts.add(len(recogniser.feed(given)) + len(recogniser.finish()))
    assert len(counts) == 1
    assert counts.pop() >= 2
    assert len(sound) == pytest.approx(12 * RATE, rel=0.01)
