"""Clips without sound: how long every text takes, by the manifest of a voice or the length of the words."""

from __future__ import annotations

import json
from functools import cache

from massage_desktop.routine.bundled import assets_dir
from massage_desktop.speech.texts import clip_key, spoken_texts


@cache
def bundled_seconds() -> dict[str, float]:
    """Seconds of every bundled text: those of the first voice where it has the clip, else estimated."""
    manifest = json.loads((assets_dir() / "speech" / "heart.json").read_text("utf-8"))
    clips = manifest["clips"]
    return {
        text: clips[clip_key(text)]["seconds"] if clip_key(text) in clips else 0.4 + len(text) / 14
        for text in spoken_texts()
    }


def seconds_of(text: str) -> float | None:
    """As the clips answer: None for a text that is not bundled."""
    return bundled_seconds().get(text)
