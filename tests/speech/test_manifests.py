"""Every voice has every text, none is out of date, and no file lies about.

When one of these fails: `python tools/render_voice.py VOICE` (docs/speech.md).
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from massage_desktop.routine.bundled import assets_dir
from massage_desktop.speech.texts import clip_key, spoken_texts
from massage_desktop.speech.translate import Words

SPEECH = assets_dir() / "speech"
VOICES = sorted(path.stem for path in SPEECH.glob("*.json"))


def manifest_of(voice: str) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((SPEECH / f"{voice}.json").read_text("utf-8"))
    return known


def test_there_is_a_voice_for_english_and_every_folder_has_its_manifest() -> None:
    assert "heart" in VOICES
    assert sorted(path.name for path in SPEECH.iterdir() if path.is_dir()) == VOICES


@pytest.mark.parametrize("voice", VOICES)
def test_a_voice_says_who_it_is_and_how_it_was_made(voice: str) -> None:
    about = manifest_of(voice)
    assert about["voice"] == voice
    assert about["language"] in ("en", "es")
    assert about["title"]
    assert about["engine"].startswith("Kokoro-82M")
    assert 0.8 <= about["speed"] <= 1.0


@pytest.mark.parametrize("voice", VOICES)
def test_every_spoken_text_has_its_clip(voice: str) -> None:
    clips = manifest_of(voice)["clips"]
    lacking = [text for text in spoken_texts() if clip_key(text) not in clips]
    assert not lacking, f"{len(lacking)} texts have no clip, the first: {lacking[0]}"


@pytest.mark.parametrize("voice", VOICES)
def test_no_clip_is_out_of_date_or_of_a_text_that_is_gone(voice: str) -> None:
    known = manifest_of(voice)
    words, texts = Words(known["language"]), set(spoken_texts())
    for key, clip in known["clips"].items():
        assert key == clip_key(clip["text"])
        assert clip["text"] in texts, f"gone: {clip['text']}"
        assert clip.get("said", clip["text"]) == words.text(clip["text"]), f"stale: {clip['text']}"


@pytest.mark.parametrize("voice", VOICES)
def test_every_clip_has_its_file_and_every_file_its_clip(voice: str) -> None:
    clips = manifest_of(voice)["clips"]
    files = {path.name for path in (SPEECH / voice).iterdir()}
    assert files == {f"{key}.opus" for key in clips}
    for key, clip in clips.items():
        # 24 kbit/s: an empty or cut file is far below, anything else far above.
        size = (SPEECH / voice / f"{key}.opus").stat().st_size
        assert 1000 * clip["seconds"] < size < 2500 + 4500 * clip["seconds"], clip["text"]


@pytest.mark.parametrize("voice", VOICES)
def test_speech_is_unhurried_and_a_text_fits_between_two_changes(voice: str) -> None:
    for clip in manifest_of(voice)["clips"].values():
        letters = len(re.sub(r"\W", "", clip.get("said", clip["text"])))
        assert 0.3 < clip["seconds"] < 16, clip["text"]
        assert letters / clip["seconds"] < 19, clip["text"]
        assert clip["seconds"] < 1.6 + letters / 6, clip["text"]
