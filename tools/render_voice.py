"""Render the spoken clips of one voice into `assets/speech/`.

    python tools/render_voice.py VOICE [--only-missing] [--check] [--voices FOLDER]

VOICE is heart, emma (English) or dora (Spanish). What has no clip yet, or a clip of other words, another
engine or another speed, is spoken anew; clips whose text is gone are deleted. Every clip is written as soon
as it is made, the manifest with it: an interrupted run goes on where it stopped. docs/speech.md says what has
to be installed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

import massage_desktop.sound  # noqa: F401  sets numpy up before it is loaded
from massage_desktop.speech.phrases import SpeechDataError
from massage_desktop.speech.texts import clip_key, spoken_texts
from massage_desktop.speech.translate import Words

SPEECH = Path(__file__).resolve().parent.parent / "assets" / "speech"
VOICES = Path("build/kokoro-js/package/voices")
TITLES = {
    "heart": ("en", "Heart, American English"),
    "emma": ("en", "Emma, British English"),
    "dora": ("es", "Dora, español"),
}


class Shelf:
    """The clips of one voice: files, and the manifest that says what they are."""

    def __init__(self, voice: str, engine: str, speed: float) -> None:
        self._folder = SPEECH / voice
        self._manifest = SPEECH / f"{voice}.json"
        language, title = TITLES[voice]
        self._about = {"voice": voice, "language": language, "title": title, "engine": engine, "speed": speed}
        self._words = Words(language)
        self._clips: dict[str, dict[str, Any]] = {}
        if self._manifest.exists():
            known = json.loads(self._manifest.read_text("utf-8"))
            # Another engine or speed makes another voice: nothing of the old one is kept.
            self._clips = known["clips"] if (known["engine"], known["speed"]) == (engine, speed) else {}

    def said(self, text: str) -> str:
        """What the voice says for an English text."""
        return self._words.text(text)

    def untranslated(self) -> list[str]:
        """Texts that this voice's language lacks: they cannot be spoken."""
        return self._words.missing(spoken_texts())

    def wanted(self, *, only_missing: bool) -> list[str]:
        """Texts that need a clip, in the order of importance."""
        return [
            t for t in spoken_texts() if not self._words.missing([t]) and not self._has(t, any_=only_missing)
        ]

    def path(self, text: str) -> Path:
        """Where the clip of a text lies."""
        return self._folder / f"{clip_key(text)}.opus"

    def keep(self, text: str, seconds: float, lufs: float) -> None:
        """Note a clip that has just been written."""
        entry: dict[str, Any] = {"text": text, "seconds": round(seconds, 3), "lufs": round(lufs, 2)}
        if self.said(text) != text:
            entry["said"] = self.said(text)
        self._clips[clip_key(text)] = entry
        self.save()

    def tidy(self) -> int:
        """Delete clips whose text is gone; how many."""
        keys = {clip_key(text) for text in spoken_texts()}
        self._clips = {key: clip for key, clip in self._clips.items() if key in keys}
        stray = [p for p in self._folder.glob("*") if p.stem not in self._clips or p.suffix != ".opus"]
        for path in stray:
            path.unlink()
        return len(stray)

    def save(self) -> None:
        """Write the manifest, whole or not at all."""
        whole = {**self._about, "clips": dict(sorted(self._clips.items()))}
        part = self._manifest.with_suffix(".part")
        part.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
        part.replace(self._manifest)

    def summary(self) -> str:
        """Clips, minutes and megabytes."""
        minutes = sum(clip["seconds"] for clip in self._clips.values()) / 60
        megabytes = sum(p.stat().st_size for p in self._folder.glob("*.opus")) / 1e6
        return f"{len(self._clips)} clips, {minutes:.1f} minutes, {megabytes:.1f} MB"

    def _has(self, text: str, *, any_: bool) -> bool:
        clip = self._clips.get(clip_key(text))
        if clip is None or not self.path(text).exists():
            return False
        return any_ or clip.get("said", clip["text"]) == self.said(text)


def main(arguments: list[str]) -> int:
    """Render; 1 when something is missing afterwards, 2 for wrong use."""
    options = _options(arguments)
    from voice_engine import ENGINE, SPEED, VoiceError

    try:
        shelf = Shelf(options.voice, ENGINE, SPEED)
        wanted = shelf.wanted(only_missing=options.only_missing)
        lacking = shelf.untranslated()
        print(f"{options.voice}: {len(wanted)} to render, {len(lacking)} without a translation", flush=True)
        if not options.check:
            _render(options.voice, options.voices, shelf, wanted)
    except (SpeechDataError, VoiceError, msgspec.ValidationError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if lacking or (options.check and wanted) else 0


def _render(voice: str, voices: Path, shelf: Shelf, wanted: list[str]) -> None:
    from voice_clip import write_opus
    from voice_engine import RATE, Engine

    from massage_desktop.sound.spoken_level import levelled, spoken_lufs, trimmed

    (SPEECH / voice).mkdir(parents=True, exist_ok=True)
    print(f"{shelf.tidy()} stray files deleted", flush=True)
    engine = Engine(voice, voices) if wanted else None
    began, spoken_s = time.monotonic(), 0.0
    for n, text in enumerate(wanted, 1):
        assert engine is not None
        clip = levelled(trimmed(engine.speak(shelf.said(text)), RATE), RATE)
        write_opus(shelf.path(text), clip, RATE)
        shelf.keep(text, len(clip) / RATE, spoken_lufs(clip, RATE))
        spoken_s += len(clip) / RATE
        if n % 25 == 0 or n == len(wanted):
            speed = (time.monotonic() - began) / spoken_s
            print(f"{n} of {len(wanted)}: {spoken_s:.0f} s, {speed:.2f} s per second", flush=True)
    shelf.save()
    print(shelf.summary(), flush=True)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Render the spoken clips of one voice.")
    parser.add_argument("voice", choices=sorted(TITLES))
    parser.add_argument("--only-missing", action="store_true", help="leave clips that are out of date")
    parser.add_argument("--check", action="store_true", help="only say how many clips are to be rendered")
    parser.add_argument("--voices", type=Path, default=VOICES, help="folder of the voices (*.bin)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
