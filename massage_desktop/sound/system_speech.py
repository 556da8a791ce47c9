"""Texts that people wrote themselves, spoken by the system's own engine, as samples: nothing plays by itself.

Linux has espeak-ng if it is installed, macOS ``say``, Windows its speech interface. The engine writes a sound
file, which is levelled like every clip. Without an engine there is no speech: a chime and the text on the
screen remain.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .decode import SoundFileError, stream
from .loudness import RATE
from .spoken_level import levelled, trimmed

Samples = NDArray[np.float32]

TIMEOUT_S: Final = 20.0
"""An engine that takes longer for one text is ended."""

LONGEST_S: Final = 60.0

_LONGEST_TEXT = 600
_ESPEAK_VOICES = {"en": "en-us", "es": "es"}
_WORDS_A_MINUTE = "145"
_WINDOWS_SCRIPT = (
    "[Console]::InputEncoding = [Text.Encoding]::UTF8; $text = [Console]::In.ReadToEnd(); "
    "Add-Type -AssemblyName System.Speech; "
    "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
    "try { $voice.SelectVoiceByHints('NotSet', 'NotSet', 0, "
    "[Globalization.CultureInfo]::new($env:SPEECH_LANGUAGE)) } catch { }; "
    "$voice.Rate = -2; $voice.SetOutputToWaveFile($env:SPEECH_FILE); $voice.Speak($text); $voice.Dispose()"
)
_log = logging.getLogger(__name__)


class Engine(NamedTuple):
    """A program that speaks: its name, and the command line that reads a text and writes a file.

    ``command`` takes the language and the sound file; the text comes through standard input, never through a
    shell.
    """

    name: str
    command: Callable[[str, Path], list[str]]


def system_engine() -> Engine | None:
    """The engine of this system, None when it has none."""
    if sys.platform == "darwin":
        return _if_found("say", lambda program: lambda _language, file: _say(program, file))
    if sys.platform == "win32":
        return _if_found("powershell", lambda program: lambda _language, _file: _windows(program))
    return _if_found("espeak-ng", lambda program: lambda language, file: _espeak(program, language, file))


def plain(text: str) -> str:
    """The text without signs that an engine could take for orders, on one line, not longer than a step's."""
    return " ".join(re.sub(r"[^\w\s.,;:!?'’“”()%/–—-]", " ", text).split())[:_LONGEST_TEXT]


def speak(text: str, language: str, engine: Engine | None = None) -> Samples | None:
    """The text as samples (n, 2) at 48 kHz, as loud as the clips; None when that cannot be had.

    Waits for the engine, at most :data:`TIMEOUT_S`: never call it from the window's thread.
    """
    engine = engine or system_engine()
    words = plain(text)
    if engine is None or not any(sign.isalnum() for sign in words):
        return None
    try:
        with tempfile.TemporaryDirectory(prefix="speech-", ignore_cleanup_errors=True) as folder:
            file = Path(folder) / "speech.wav"
            _run(engine, words, language, file)
            sound = np.concatenate(list(stream(file, max_seconds=LONGEST_S))).mean(axis=1)
        mono = levelled(trimmed(sound, RATE), RATE)
    except (OSError, subprocess.SubprocessError, SoundFileError, ValueError) as error:
        _log.info("%s could not speak a text: %s", engine.name, error)
        return None
    samples = np.stack([mono, mono], axis=1)
    samples.flags.writeable = False
    return samples


class SystemSpeech:
    """Speaks texts ahead of time, one after another in a thread of its own; asking never waits.

    Args:
        language: ``en`` or ``es``.
        engine: None: this system's.
    """

    def __init__(self, language: str, engine: Engine | None = None) -> None:
        self._language = language
        self._engine = engine or system_engine()
        self._lock = Lock()
        self._spoken: dict[str, Samples | None] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="system-speech")

    @property
    def engine(self) -> str | None:
        """Name of the engine, None when there is none and nothing will be spoken."""
        return self._engine.name if self._engine else None

    def prepare(self, texts: Iterable[str], said: Callable[[str], str] = str) -> None:
        """Begin to speak ``texts``, each once; ``said`` gives the words for a text (its translation)."""
        with self._lock:
            new = [t for t in dict.fromkeys(texts) if t not in self._spoken] if self._engine else []
            self._spoken.update(dict.fromkeys(new))
        for text in new:
            self._worker.submit(self._speak, text, said(text))

    def seconds(self, text: str) -> float | None:
        """Length of a text in seconds; None while it is not ready, or when it cannot be spoken."""
        samples = self.samples(text)
        return len(samples) / RATE if samples is not None else None

    def samples(self, text: str) -> Samples | None:
        """The text (n, 2) at 48 kHz, read-only; None as for :meth:`seconds`."""
        with self._lock:
            return self._spoken.get(text)

    def close(self) -> None:
        """Forget what waits; what is being spoken ends by itself."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _speak(self, text: str, words: str) -> None:
        samples = speak(words, self._language, self._engine)
        with self._lock:
            self._spoken[text] = samples


def _run(engine: Engine, words: str, language: str, file: Path) -> None:
    environment = {**os.environ, "SPEECH_FILE": str(file), "SPEECH_LANGUAGE": language}
    subprocess.run(
        engine.command(language, file),
        input=words.encode("utf-8"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=TIMEOUT_S,
        check=True,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _if_found(name: str, make: Callable[[str], Callable[[str, Path], list[str]]]) -> Engine | None:
    program = shutil.which(name)
    return Engine(name, make(program)) if program else None


def _espeak(program: str, language: str, file: Path) -> list[str]:
    voice = _ESPEAK_VOICES.get(language, language)
    return [program, "-v", voice, "-s", _WORDS_A_MINUTE, "-b", "1", "-w", str(file), "--stdin"]


def _say(program: str, file: Path) -> list[str]:
    return [program, "-r", _WORDS_A_MINUTE, "-o", str(file), "--data-format=LEI16@22050", "-f", "-"]


def _windows(program: str) -> list[str]:
    return [program, "-NoProfile", "-NonInteractive", "-Command", _WINDOWS_SCRIPT]
