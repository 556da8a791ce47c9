"""Where stretches begin and end, whatever the blocks, the level and the noise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_speech import all_segments, loud, quiet, tone

from massage_desktop.listening.segment import LONGEST_CHUNKS, RATE, Segmenter


def test_a_word_is_one_stretch_with_a_little_around_it():
    (segment,) = all_segments(quiet(1), tone(0.8), quiet(1))
    assert segment.start_s == pytest.approx(0.7, abs=0.1)
    assert segment.end_s == pytest.approx(1.8, abs=0.05)
    assert 0.8 + 0.6 <= len(segment.samples) / RATE <= 0.8 + 0.8
    assert segment.whole


def test_a_stop_inside_a_phrase_does_not_end_it():
    (segment,) = all_segments(quiet(1), tone(0.5), quiet(0.3), tone(0.5), quiet(1))
    assert segment.end_s == pytest.approx(2.3, abs=0.05)


def test_two_phrases_are_two_stretches():
    first, second = all_segments(quiet(1), tone(0.5), quiet(1), tone(0.5), quiet(1))
    assert first.end_s < second.start_s


def test_it_ends_soon_after_the_word():
    segmenter, sound = Segmenter(loud), np.concatenate([quiet(1), tone(0.8), quiet(2)])
    for at in range(0, len(sound), 512):
        if list(segmenter.feed(sound[at : at + 512])):
            break
    assert segmenter.time_s - 1.8 < 0.45


def test_what_never_stops_is_cut_and_overlaps():
    found = [s for s in all_segments(quiet(1), tone(12), quiet(1)) if s.whole]
    assert max(len(s.samples) for s in found) <= LONGEST_CHUNKS * 512
    for earlier, later in zip(found, found[1:], strict=False):
        assert earlier.end_s - later.start_s > 1.5


def test_a_louder_phrase_over_steady_talk_is_tried_by_itself():
    talk = tone(9, 0.15)
    at = 3 * RATE
    talk[at : at + RATE] += tone(1.0, 0.5)
    parts = [s for s in all_segments(quiet(0.5), talk, quiet(1)) if not s.whole]
    assert any(abs(s.end_s - 4.5) < 0.2 and len(s.samples) < 2 * RATE for s in parts)


def test_in_talk_that_goes_on_the_end_of_a_window_is_believed_to_be_new():
    """A soft last word hides in the noise: it is told to end where the newest half second is, not earlier."""
    talk = tone(6, 0.15)
    talk[2 * RATE : 3 * RATE] += tone(1.0, 0.5)
    windows = [s for s in all_segments(talk, block=512) if not s.whole and len(s.samples) > 2.6 * RATE]
    ends_s = [(s.start_s + len(s.samples) / RATE, s.end_s) for s in windows]
    assert len(windows) >= 4
    assert all(0 <= heard_s - end_s < 0.7 for heard_s, end_s in ends_s[1:])


@pytest.mark.parametrize(("voice", "tried"), [(0.3, False), (0.7, True)])
def test_windows_are_tried_only_where_a_voice_stands_out_of_the_noise(voice: float, tried: bool):
    """A brook alone keeps the detector above its threshold for hours."""
    chunks = iter([*[0.3] * 100, *[voice] * 25, *[0.3] * 60])
    found = list(Segmenter(lambda _: next(chunks)).feed(tone(185 * 512 / RATE)))
    assert any(not s.whole for s in found) == tried


def test_a_voice_before_a_cut_still_counts_after_it():
    chunks = iter([*[0.3] * 120, *[0.7] * 25, *[0.3] * 60])
    found = list(Segmenter(lambda _: next(chunks)).feed(tone(205 * 512 / RATE)))
    (cut,) = (number for number, segment in enumerate(found) if segment.whole)
    assert any(not s.whole for s in found[cut + 1 :])


def test_the_end_of_the_stream_ends_the_stretch():
    (segment,) = all_segments(quiet(0.5), tone(1))
    assert segment.end_s == pytest.approx(1.5, abs=0.05)


def test_what_is_forgotten_or_skipped_is_not_given_out():
    segmenter = Segmenter(loud)
    assert not list(segmenter.feed(np.concatenate([quiet(0.512), tone(0.512)])))
    segmenter.forget()
    assert not list(segmenter.feed(quiet(1)))
    segmenter.skip(tone(1))
    assert not list(segmenter.feed(quiet(1)))
    assert segmenter.time_s == pytest.approx(4.02, abs=0.04)


@given(st.lists(st.integers(1, 9000), min_size=1, max_size=12))
def test_blocks_of_any_size_give_the_same(blocks: list[int]):
    sound = np.concatenate([quiet(0.4), tone(0.7), quiet(0.6), tone(0.9), quiet(0.6)])
    segmenter, found, at = Segmenter(loud), [], 0
    while at < len(sound):
        size = blocks[len(found) % len(blocks)] if at % 2 else blocks[0]
        found += list(segmenter.feed(sound[at : at + size]))
        at += size
    expected = all_segments(sound)
    assert [(s.start_s, s.end_s) for s in found] == [(s.start_s, s.end_s) for s in expected]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize("gain", [1e-3, 1e-2, 1.0])
def test_the_detector_gets_speech_at_one_level(gain: float):
    seen: list[float] = []

    def detector(chunk: np.ndarray) -> float:
        seen.append(float(np.sqrt(np.mean(chunk * chunk))))
        return 0.0

    list(Segmenter(detector).feed(gain * tone(1)))
    assert np.median(seen) == pytest.approx(0.1, rel=0.1)
