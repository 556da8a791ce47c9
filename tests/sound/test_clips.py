"""The spoken clips as they are heard, and files that must never be."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from made_sounds import noise, tone, write_wav

from massage_desktop.routine.bundled import assets_dir
from massage_desktop.sound.chimes import CHIMES, chime
from massage_desktop.sound.clips import Clips, voice_for, voices
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.spoken_level import (
    AFTER_S,
    BEFORE_S,
    SPEECH_LUFS,
    levelled,
    spoken_lufs,
    trimmed,
)
from massage_desktop.speech.script import AFTER_CHIME_S
from massage_desktop.speech.texts import clip_key, spoken_texts

SPEECH = assets_dir() / "speech"
TEXT = "The massage is complete."
BUNDLED = [voice.id for voice in voices()]


def test_the_bundled_voices_are_offered_the_first_first() -> None:
    assert BUNDLED[0] == "heart"
    assert voice_for("en").id == "heart"
    assert voice_for("en", "nobody").id == "heart"
    assert voice_for("qq") is None
    for voice in voices():
        assert voice_for(voice.language, voice.id) == voice
        assert voice.title


@pytest.mark.parametrize("voice", BUNDLED)
def test_clips_are_as_long_and_as_loud_as_their_list_says(voice: str) -> None:
    clips = Clips(voice)
    some = random.Random(7).sample(sorted(c.text for c in clips.manifest.clips.values()), 16)
    for text in some:
        samples = clips.samples(text)
        assert samples is not None, clips.notes
        assert samples.dtype == np.float32
        assert samples.shape[1] == 2
        assert len(samples) / RATE == pytest.approx(clips.seconds(text), abs=0.03)
        assert spoken_lufs(samples, RATE) == pytest.approx(SPEECH_LUFS, abs=1.0)
        assert np.array_equal(samples[:, 0], samples[:, 1])
    assert clips.notes == ()


@pytest.mark.parametrize("voice", BUNDLED)
def test_clips_begin_and_end_softly_with_a_breath_of_quiet(voice: str) -> None:
    clips = Clips(voice)
    for text in random.Random(8).sample(sorted(c.text for c in clips.manifest.clips.values()), 8):
        samples = clips.samples(text)
        loudest = np.abs(samples).max()
        assert 0.05 < loudest < 0.95
        assert np.abs(samples[: round(0.01 * RATE)]).max() < 0.02 * loudest
        assert np.abs(samples[-round(0.01 * RATE) :]).max() < 0.02 * loudest


@pytest.mark.parametrize("voice", BUNDLED)
def test_every_clip_can_be_decoded_and_none_is_loud(voice: str) -> None:
    clips = Clips(voice)
    every = sorted(c.text for c in clips.manifest.clips.values())
    for text in every[::12]:
        assert clips.samples(text) is not None
    for clip in clips.manifest.clips.values():
        assert clip.lufs == pytest.approx(SPEECH_LUFS, abs=0.5), clip.text


def test_a_text_without_a_clip_is_none_and_no_fault() -> None:
    clips = Clips("heart")
    assert clips.seconds("Never recorded.") is None
    assert clips.samples("Never recorded.") is None
    assert clips.notes == ()


def test_only_the_last_clips_are_kept_and_asked_again_they_are_the_same() -> None:
    clips = Clips("heart")
    texts = [t for t in spoken_texts() if clips.seconds(t)][:30]
    first = clips.samples(texts[0])
    assert clips.samples(texts[0]) is first
    assert not first.flags.writeable
    for text in texts:
        clips.samples(text)
    again = clips.samples(texts[0])
    assert again is not first
    assert np.array_equal(again, first)


@pytest.mark.parametrize("voice", ["nobody", "../heart", "", "en.toml"])
def test_a_voice_that_there_is_not_gives_one_line(voice: str) -> None:
    with pytest.raises(ValueError, match="voice") as caught:
        Clips(voice)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"voice": 3}', b"\xff\xfe\x00", b'{"clips": {}}', b"null"]
)
def test_a_damaged_list_gives_one_line_and_the_voice_is_not_offered(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "heart.json").write_bytes(damage)
    with pytest.raises(ValueError, match="voice cannot be used") as caught:
        Clips("heart", tmp_path)
    assert "\n" not in str(caught.value)
    assert voices(tmp_path) == ()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A voice of one clip, to be damaged."""
    manifest = json.loads((SPEECH / "heart.json").read_text("utf-8"))
    key = clip_key(TEXT)
    manifest["clips"] = {key: manifest["clips"][key]}
    (tmp_path / "heart.json").write_text(json.dumps(manifest), "utf-8")
    (tmp_path / "heart").mkdir()
    shutil.copy(SPEECH / "heart" / f"{key}.opus", tmp_path / "heart")
    return tmp_path


def file_of(shelf: Path) -> Path:
    return shelf / "heart" / f"{clip_key(TEXT)}.opus"


def test_a_whole_clip_on_another_shelf_is_heard(shelf: Path) -> None:
    assert Clips("heart", shelf).samples(TEXT) is not None


def _silent(seconds: float) -> np.ndarray:
    return tone(seconds, 200, 0.0)


@pytest.mark.parametrize("damage", ["gone", "empty", "text", "cut", "loud", "opposed", "silent", "long"])
def test_a_damaged_clip_is_not_played_but_noted(shelf: Path, damage: str) -> None:
    path, seconds = file_of(shelf), Clips("heart", shelf).seconds(TEXT)
    loud = noise(seconds, 0.5)
    if damage == "gone":
        path.unlink()
    elif damage in ("empty", "text"):
        path.write_bytes(b"" if damage == "empty" else b"not a sound at all" * 40)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        opposed = np.stack([loud[:, 0], -loud[:, 0]], axis=1)
        other = {"loud": loud, "opposed": opposed, "silent": _silent(seconds), "long": tone(9, 200, 0.1)}
        write_wav(path, other[damage])
    clips = Clips("heart", shelf)
    assert clips.samples(TEXT) is None
    assert clips.samples(TEXT) is None
    assert len(clips.notes) == 1
    assert "\n" not in clips.notes[0]
    assert path.name in clips.notes[0]


def test_words_wait_until_the_last_tone_of_a_chime_has_begun_and_faded_a_little() -> None:
    for name in CHIMES:
        power = (chime(name).astype(np.float64) ** 2).mean(axis=1)
        slots = power[: len(power) // 480 * 480].reshape(-1, 480).mean(axis=1)
        loudest_s = np.flatnonzero(slots > 0.5 * slots.max())[-1] / 100
        assert AFTER_CHIME_S[name] > loudest_s * 0.5
        after = slots[round(AFTER_CHIME_S[name] * 100) :]
        assert after.max() < 0.6 * slots.max()


@pytest.mark.parametrize("rate", [16000, 24000, 48000])
def test_speech_is_trimmed_to_a_breath_and_levelled(rate: int) -> None:
    t = np.arange(round(1.2 * rate)) / rate
    word = (0.3 * np.sin(2 * np.pi * 180 * t) * np.minimum(1, t / 0.02)).astype(np.float32)
    quiet = np.full(rate, 1e-5, np.float32)
    made = levelled(trimmed(np.concatenate([quiet, word, quiet]), rate), rate)
    assert len(made) / rate == pytest.approx(BEFORE_S + 1.2 + AFTER_S, abs=0.03)
    assert spoken_lufs(made, rate) == pytest.approx(SPEECH_LUFS, abs=0.01)
    assert made[0] == 0
    assert abs(made[-1]) < 1e-4


@pytest.mark.parametrize("length", [0, 10, 4000])
def test_silence_is_no_speech(length: int) -> None:
    with pytest.raises(ValueError, match="no speech"):
        trimmed(np.zeros(length, np.float32), 24000)
