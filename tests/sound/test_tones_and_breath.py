"""What bowls and strings are made of, the rooms they stand in, and how the warm chords breathe."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from measures import levels_db

from massage_desktop.sound.generators.carry import Carry
from massage_desktop.sound.generators.chords import BREATH_S, WarmChords, breath_at, on_the_breath
from massage_desktop.sound.generators.grid import SPAN, overlapped
from massage_desktop.sound.generators.harmony import Harmony, hertz
from massage_desktop.sound.generators.room import Room
from massage_desktop.sound.generators.struck import Partials, Tone
from massage_desktop.sound.loudness import RATE, EnergyMeter, lufs


def test_a_struck_tone_begins_along_its_rise_and_falls_at_its_pace() -> None:
    alone = Partials(np.array([440.0]), np.ones(1), np.array([2.0]), np.zeros(1), np.ones((1, 2)))
    tone = Tone(20_000, alone, 0.03)
    carry = Carry()
    lines = []
    for line in range(24):
        carry.add(0, tone.begun(_whole(tone, line), line))
        lines.append(carry.take())
    wave = np.concatenate(lines)[:, 0]
    assert np.abs(wave[:20_000]).max() == 0.0
    level = 20 * np.log10(
        np.sqrt((wave[24_000 : 24_000 + 240_000].reshape(-1, 24_000) ** 2).mean(axis=1) * 2)
    )
    np.testing.assert_allclose(np.diff(level), -8.686 / 2 / 2, atol=0.05)
    assert np.abs(np.diff(wave, n=2)).max() < (2 * np.pi * 440 / RATE) ** 2 * 1.05, "no corner anywhere"


def _whole(tone: Tone, line: int) -> np.ndarray:
    return overlapped(tone.windows(line))


def test_a_room_answers_later_softly_and_dies_away() -> None:
    room = Room((1.0, 1.0, 0.8, 0.5), 0.03, 1.0)
    click = np.zeros((SPAN, 2), np.float32)
    click[0] = 1.0
    answer = np.concatenate([room.answer(click), *(room.answer(0 * click) for _ in range(3))])
    assert np.abs(answer[: round(0.028 * RATE)]).max() < 1e-3
    assert (answer**2).sum(axis=0) == pytest.approx([1.0, 1.0], rel=0.35)
    level = levels_db(answer, RATE // 10)
    assert level[1] > level[3] > level[5] > level[7]
    assert np.abs(answer).max() < 0.1, "no slap"
    lasting = np.tile(np.sin(2 * np.pi * 330 * np.arange(SPAN * 6) / RATE)[:, None], 2).astype(np.float32)
    heard = np.concatenate([room.answer(part) for part in np.split(lasting, 6)]) + lasting
    louder = np.sqrt((heard[-SPAN:] ** 2).mean() / 0.5)
    assert room.colour(np.array([330.0]))[0] == pytest.approx(max(1.0, louder), rel=0.15)


def roughness(hz: np.ndarray, size: np.ndarray) -> float:
    """Sensory roughness of partials (Plomp and Levelt 1965, with the constants of Sethares 1993)."""
    order = np.argsort(hz)
    hz, size = hz[order], size[order]
    low, high = np.triu_indices(len(hz), 1)
    apart = 0.24 / (0.0207 * hz[low] + 18.96) * (hz[high] - hz[low])
    beats = np.minimum(size[low], size[high]) * (np.exp(-3.51 * apart) - np.exp(-5.75 * apart))
    return float(beats.sum() / np.sqrt((size**2).sum()))


def rubbing(pitches: tuple[int, ...]) -> float:
    base = np.array([hertz(pitch) for pitch in pitches])[:, None]
    hz = base * np.arange(1, 8)
    return roughness(hz.ravel(), (np.arange(1, 8) ** -1.3 / (1 + (hz / 850) ** 2)).ravel())


def test_chords_are_no_rougher_than_plain_triads() -> None:
    harmony = Harmony(3)
    chords = [harmony.next_chord() for _ in range(120)]
    rough = np.array([rubbing((chord.bass, *chord.upper)) for chord in chords])
    triad = rubbing((38, 54, 57, 62, 66))
    assert rough.mean() < 1.05 * triad
    assert rough.max() < 1.3 * triad
    assert rubbing((38, 60, 61, 62, 66)) > 1.35 * triad, "the measure itself hears a cluster"


def test_chords_change_with_the_breath_and_join() -> None:
    harmony = Harmony(8)
    moved = [on_the_breath(harmony.next_chord()) for _ in range(100)]
    for chord, following in itertools.pairwise(moved):
        assert chord.seconds >= BREATH_S - 1e-6
        assert chord.start_s / BREATH_S * 2 == pytest.approx(round(chord.start_s / BREATH_S * 2))
        assert chord.start_s + chord.seconds == pytest.approx(following.start_s)


def test_warm_chords_breathe_five_to_six_times_a_minute() -> None:
    sound = WarmChords(3).render(180 * RATE)[15 * RATE :]
    level = lufs(EnergyMeter().feed(sound).reshape(-1, 50).mean(axis=1))
    power = np.abs(np.fft.rfft((level - level.mean()) * np.hanning(len(level)))) ** 2
    a_minute = np.fft.rfftfreq(len(level), 0.5) * 60
    breathing = (a_minute > 3) & (a_minute < 20)
    assert 5.0 <= a_minute[breathing][power[breathing].argmax()] <= 6.0
    assert power[(a_minute >= 5) & (a_minute <= 6)].sum() > 0.35 * power[breathing].sum()
    assert float(breath_at(0.0)) == -1.0
    assert float(breath_at(0.4 * BREATH_S)) == pytest.approx(1.0)
