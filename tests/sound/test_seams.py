"""Joints that nobody hears: crossfades, loops back to a place that sounds the same, ends without silence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sounds import energies_of, loudest, melody, noise, steepest, tone, write_wav

from massage_desktop.sound.energy_code import packed, unpacked
from massage_desktop.sound.lively import pulse_of
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.playlist import CROSSFADE_S, Playlist
from massage_desktop.sound.scan import scan
from massage_desktop.sound.seam import SEAM_FADE_S, Draft, Seam, crossed, find_seam
from massage_desktop.sound.shelf import Shelf
from massage_desktop.sound.source import REFERENCE_CEILING_LUFS, Samples
from massage_desktop.sound.trim import heard_part


def seam_of(samples: Samples) -> Seam | None:
    draft = Draft()
    for at in range(0, len(samples), 24_000):
        draft.feed(samples[at : at + 24_000])
    line = draft.line()
    assert line is not None

    def read() -> Iterator[Samples]:
        yield from (samples[at : at + 10_000] for at in range(0, len(samples), 10_000))

    return find_seam(line, energies_of(samples), (0.0, len(samples) / RATE), read)


# -- silence at the ends -------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.5, 0.01])
def test_silence_at_both_ends_is_left_out_and_nothing_else(level: float) -> None:
    quiet = np.zeros((RATE, 2), np.float32)
    samples = np.concatenate([quiet, tone(3, 300, level), quiet, quiet])
    energies = energies_of(samples)
    start_s, end_s = heard_part(energies, 20 * math.log10(level), 6.0)
    assert 0.9 <= start_s <= 1.0
    assert 4.0 <= end_s <= 4.3


def test_a_soft_beginning_is_music_and_a_hiss_far_below_is_not() -> None:
    hiss, soft, music = noise(2, 0.1 * 10 ** (-75 / 20)), tone(2, 300, 3e-4), tone(4, 300)
    hissed = np.concatenate([hiss, music])
    assert heard_part(energies_of(hissed), -20.0, 6.0)[0] == pytest.approx(2.0, abs=0.1)
    faded = np.concatenate([soft, music])
    assert heard_part(energies_of(faded), -20.0, 6.0) == (0.0, 6.0)


def test_silence_has_no_part_that_is_heard() -> None:
    assert heard_part(np.zeros(500), -math.inf, 5.0) == (0.0, 0.0)
    assert heard_part(np.zeros(0), -math.inf, 0.0) == (0.0, 0.0)


@given(st.lists(st.sampled_from([0.0, 1e-12, 1e-6, 0.01, 1.0]), max_size=60), st.floats(-70, 0))
def test_the_heard_part_lies_inside_the_sound(levels: list[float], own: float) -> None:
    start_s, end_s = heard_part(np.array(levels), own, len(levels) / 100)
    assert 0 <= start_s <= end_s <= len(levels) / 100


# -- where a track can jump back -----------------------------------------------------------------------------


def test_music_that_comes_round_has_a_seam_to_the_sample() -> None:
    samples = melody([0, 4, 2, 5] * 6)
    seam = seam_of(samples)
    assert seam is not None
    assert (seam.leave - seam.enter) % (8 * RATE) == 0, "whole rounds of four bars"
    assert seam.leave - seam.enter >= len(samples) / 2
    assert seam.alike > 0.999
    assert seam.leave + seam.fade <= len(samples)


def test_a_seam_is_found_below_hiss() -> None:
    samples = melody([0, 4, 2, 5] * 6)
    seam = seam_of(samples + noise(len(samples) / RATE, float(samples.std()) * 0.2))
    assert seam is not None
    assert (seam.leave - seam.enter) % (8 * RATE) in (0, 1, 8 * RATE - 1)


@pytest.mark.parametrize(
    "samples",
    [noise(20), melody(list(range(12))), tone(3, 200), np.zeros((20 * RATE, 2), np.float32)],
    ids=["noise", "a melody that never repeats", "too short", "silence"],
)
def test_no_seam_is_invented(samples: Samples) -> None:
    assert seam_of(samples) is None


def test_the_same_notes_at_another_loudness_are_no_seam() -> None:
    samples = melody([0, 4, 2, 5] * 4)
    fading = samples * np.linspace(1.0, 0.05, len(samples), dtype=np.float32)[:, None]
    seam = seam_of(fading)
    assert seam is None


def test_a_draft_of_an_album_side_is_given_up() -> None:
    draft, block = Draft(), np.zeros((30 * RATE, 2), np.float32)
    for _ in range(21):
        draft.feed(block)
    assert draft.line() is None


# -- crossing over -------------------------------------------------------------------------------------------


def test_like_sounds_cross_without_a_trace_and_others_at_equal_power() -> None:
    same = tone(1, 220)
    np.testing.assert_allclose(crossed(same, same, 1.0), same, atol=2e-7)
    # Nothing in common: the power in the middle is the mean of both.
    left, right = noise(4, 0.1, 1), noise(4, 0.1, 2)
    levels = crossed(left, right).reshape(40, -1).std(axis=1)
    assert levels.min() > 0.093
    assert levels.max() < 0.107


@given(st.floats(0, 1), st.integers(1, 2000))
def test_crossing_never_adds_more_than_power(alike: float, frames: int) -> None:
    ones = np.ones((frames, 2), np.float32)
    out = crossed(ones, ones, alike)
    assert out.shape == (frames, 2)
    assert float(out.max()) <= math.sqrt(2 / (1 + alike)) + 1e-6


def played(path: Path, folder: Path, seconds: float, **options: object) -> Samples:
    playlist = Playlist([path], shelf=Shelf(folder / "shelf.sqlite3"), **options)  # type: ignore[arg-type]
    try:
        return playlist.render(round(seconds * RATE))
    finally:
        playlist.close()


def test_a_looped_tone_goes_on_as_if_it_had_no_end(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "tone.wav", tone(12, 217.3))
    sound = played(path, tmp_path, 60)[2 * RATE :]
    # A sine of one frequency fulfils x[n+1] + x[n-1] = 2 cos(w) x[n]; any jump of phase breaks it.
    residue = sound[2:] + sound[:-2] - 2 * np.cos(2 * np.pi * 217.3 / RATE) * sound[1:-1]
    assert float(np.abs(residue).max()) < 2e-4 * float(np.abs(sound).max())
    tops = np.abs(sound[: len(sound) // 4800 * 4800]).reshape(-1, 4800, 2).max(axis=(1, 2))
    assert tops.max() / tops.min() < 1.01


def test_between_its_seams_a_loop_is_the_file_to_the_last_bit(tmp_path: Path) -> None:
    samples = melody([0, 4, 2, 5] * 4)
    path = write_wav(tmp_path / "song.wav", samples)
    seam = scan(path).facts.seam
    assert seam is not None
    sound = played(path, tmp_path, 90)
    gain = np.float32(sound[5 * RATE, 0] / samples[5 * RATE, 0])
    round_frames = seam.leave - seam.enter
    first = 3 * RATE
    assert seam.leave > first
    np.testing.assert_allclose(sound[first : seam.leave], samples[first : seam.leave] * gain, rtol=1e-6)
    begin = seam.leave + seam.fade
    for turn in range(1, 3):
        at = begin + (turn - 1) * round_frames
        wanted = samples[seam.enter + seam.fade : seam.leave] * gain
        np.testing.assert_allclose(sound[at : at + len(wanted)], wanted, rtol=1e-6)
        # The turn before this is the same to the sample, seam and all: nothing is lost, nothing added.
        if turn > 1:
            np.testing.assert_array_equal(sound[at - 100 : at + 100], sound[at - round_frames - 100 :][:200])


def test_noise_without_a_seam_loops_without_a_hole_a_bump_or_a_click(tmp_path: Path) -> None:
    rush = noise(15, 0.05)
    path = write_wav(tmp_path / "rush.wav", rush)
    sound = played(path, tmp_path, 50)[round(CROSSFADE_S * RATE) :]
    levels = sound[: len(sound) // 9600 * 9600].reshape(-1, 9600 * 2).std(axis=1)
    assert levels.min() > 0.88 * np.median(levels)
    assert levels.max() < 1.12 * np.median(levels)


def test_joints_of_two_tones_do_not_click(tmp_path: Path) -> None:
    files = [write_wav(tmp_path / f"{hz}.wav", tone(9, hz)) for hz in (180.0, 251.0)]
    playlist = Playlist(files, shelf=Shelf(tmp_path / "shelf.sqlite3"))
    sound = playlist.render(40 * RATE)
    playlist.close()
    top = float(np.abs(sound).max())
    # Two sines crossing over at equal power: no step is steeper than both together can be.
    assert steepest(sound) <= 2 * np.pi * (180 + 251) / RATE * top
    assert loudest(sound) <= REFERENCE_CEILING_LUFS


def test_silence_around_a_track_is_not_played(tmp_path: Path) -> None:
    quiet = np.zeros((3 * RATE, 2), np.float32)
    path = write_wav(tmp_path / "framed.wav", np.concatenate([quiet, noise(9), quiet]))
    sound = played(path, tmp_path, 40)[3 * RATE :]
    levels = sound[: len(sound) // 4800 * 4800].reshape(-1, 9600).std(axis=1)
    assert levels.min() > 0.8 * np.median(levels)


def test_played_once_it_fades_out_and_stays_silent(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "tone.wav", tone(9, 220))
    sound = played(path, tmp_path, 15, loop=False)
    tops = np.abs(sound[: len(sound) // 4800 * 4800]).reshape(-1, 4800, 2).max(axis=(1, 2))
    assert tops[0] < 0.1 * tops.max(), "it fades in"
    assert (np.diff(tops[62:90]) <= 1e-4).all(), "it fades out"
    assert not sound[9 * RATE :].any()
    assert steepest(sound) < 1.1 * 2 * np.pi * 220 / RATE * float(np.abs(sound).max())


def test_the_fade_at_a_seam_is_short_against_what_is_compared() -> None:
    # What is crossed over was compared: the waveforms agree for a second.
    assert 0 < SEAM_FADE_S <= 1.0


# -- what is kept of a track ---------------------------------------------------------------------------------


@given(st.lists(st.one_of(st.just(0.0), st.floats(1e-14, 100)), max_size=400))
def test_packed_energies_come_back_within_a_fortieth_of_a_decibel(values: list[float]) -> None:
    energies = np.array(values, np.float64)
    back = unpacked(packed(energies))
    assert back.shape == energies.shape
    assert (back[energies == 0] == 0).all()
    kept = energies > 0
    assert np.abs(10 * np.log10(back[kept] / energies[kept])).max(initial=0) <= 0.0251


@given(st.binary(max_size=200))
def test_bytes_that_are_no_energies_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no packed energies"):
        unpacked(data)


# -- how lively it sounds ------------------------------------------------------------------------------------


def beats(per_minute: float, seconds: float = 30.0, decay_s: float = 0.08) -> Samples:
    """Drum strokes at a steady beat over a soft bed."""
    out = noise(seconds, 0.01)
    for n in range(int(seconds * per_minute / 60)):
        at = round(n * 60 / per_minute * RATE)
        stroke = noise(0.3, 0.3, n) * np.exp(-np.arange(round(0.3 * RATE)) / (decay_s * RATE))[:, None]
        part = out[at : at + len(stroke)]
        part += stroke[: len(part)].astype(np.float32)
    return out


@pytest.mark.parametrize("per_minute", [120.0, 128.0, 150.0, 174.0])
def test_a_quick_steady_beat_sounds_lively(per_minute: float) -> None:
    pulse = pulse_of(energies_of(beats(per_minute)))
    assert pulse.lively
    assert pulse.beats_per_minute == pytest.approx(per_minute, rel=0.02)


@pytest.mark.parametrize(
    "samples",
    [
        beats(60.0),
        beats(80.0),
        noise(30),
        tone(30, 200),
        melody([0, 4, 2, 5] * 4),
        noise(30) * (0.6 + 0.4 * np.sin(np.arange(30 * RATE) / RATE / 9 * 6.28)[:, None]).astype(np.float32),
        tone(5, 200),
        np.zeros((20 * RATE, 2), np.float32),
    ],
    ids=["60", "80", "rain", "drone", "slow chords", "sea", "short", "silence"],
)
def test_calm_sound_is_not_called_lively(samples: Samples) -> None:
    assert not pulse_of(energies_of(samples)).lively


def test_irregular_strokes_are_not_called_lively() -> None:
    chance = np.random.default_rng(3)
    out = noise(30, 0.01)
    for n in range(90):
        at = int(chance.integers(0, len(out) - RATE))
        out[at : at + 9600] += noise(0.2, 0.3, n) * np.exp(-np.arange(9600) / 4000)[:, None].astype(
            np.float32
        )
    assert not pulse_of(energies_of(out)).lively
