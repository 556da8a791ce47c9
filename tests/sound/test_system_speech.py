"""A person's own texts through an engine of the system: real where there is one, and any that misbehaves."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from made_sounds import noise, write_wav

from massage_desktop.sound import system_speech
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.spoken_level import SPEECH_LUFS, spoken_lufs
from massage_desktop.sound.system_speech import Engine, SystemSpeech, plain, speak, system_engine


def engine_of(code: str) -> Engine:
    """An engine that runs a line of Python with the file as its argument."""
    return Engine("test", lambda language, file: [sys.executable, "-c", code, str(file), language])


@pytest.fixture
def copies(tmp_path: Path) -> str:
    """What an engine does that 'speaks' a second of loud noise, and leaves the text it got beside it."""
    source = write_wav(tmp_path / "said.wav", noise(1.0, 0.5))
    got = tmp_path / "got.txt"
    return (
        "import shutil, sys, pathlib;"
        f"pathlib.Path({str(got)!r}).write_bytes(sys.stdin.buffer.read());"
        f"shutil.copy({str(source)!r}, sys.argv[1])"
    )


@pytest.fixture
def copying(copies: str) -> Engine:
    return engine_of(copies)


def test_what_an_engine_says_is_levelled_like_every_clip(copying: Engine) -> None:
    samples = speak("Anything.", "en", copying)
    assert samples.shape[1] == 2
    assert samples.dtype == np.float32
    assert spoken_lufs(samples, RATE) == pytest.approx(SPEECH_LUFS, abs=0.1)
    assert np.abs(samples).max() < 0.9


@pytest.mark.parametrize("text", ["$(touch x); `ls` | cat", "--help", "[[volm 1]] loud", "<speak>x</speak>"])
def test_a_text_is_never_an_order(copying: Engine, tmp_path: Path, text: str) -> None:
    assert speak(text, "en", copying) is not None
    got = (tmp_path / "got.txt").read_text("utf-8")
    assert got == plain(text)
    assert not set(got) & set("$`|<>[]")


def test_letters_of_any_language_stay(copying: Engine, tmp_path: Path) -> None:
    speak("Amasa el muslo, despacio…  ¿Así?\nÜbung", "es", copying)
    assert (tmp_path / "got.txt").read_text("utf-8") == "Amasa el muslo, despacio Así? Übung"


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.exit(3)",
        "pass",
        "import sys; open(sys.argv[1], 'wb').write(b'no sound')",
        "import sys; open(sys.argv[1], 'wb').close()",
    ],
)
def test_an_engine_that_fails_is_silence(code: str) -> None:
    assert speak("Anything.", "en", engine_of(code)) is None


def test_an_engine_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_speech, "TIMEOUT_S", 0.3)
    began = time.monotonic()
    assert speak("Anything.", "en", engine_of("import time; time.sleep(30)")) is None
    assert time.monotonic() - began < 5


def test_a_missing_program_is_silence() -> None:
    assert speak("Anything.", "en", Engine("none", lambda *_: ["/no/such/program"])) is None


@pytest.mark.parametrize("text", ["", "  ", "…", "[[]]"])
def test_nothing_to_say_is_silence(copying: Engine, text: str) -> None:
    assert speak(text, "en", copying) is None


def wait_for(speech: SystemSpeech, text: str) -> None:
    end = time.monotonic() + 15
    while speech.seconds(text) is None and time.monotonic() < end:
        time.sleep(0.01)


def test_texts_are_spoken_ahead_and_asking_never_waits(copies: str, tmp_path: Path) -> None:
    speech = SystemSpeech("en", engine_of(f"import time; time.sleep(0.6); {copies}"))
    began = time.monotonic()
    speech.prepare(["One.", "Two.", "One."], {"One.": "Uno.", "Two.": "Dos."}.__getitem__)
    assert speech.samples("Two.") is None
    assert time.monotonic() - began < 1, "speaking both takes longer"
    wait_for(speech, "Two.")
    assert speech.seconds("One.") == pytest.approx(1.18, abs=0.05)
    assert speech.seconds("Two.") == pytest.approx(1.18, abs=0.05)
    assert (tmp_path / "got.txt").read_text("utf-8") == "Dos."
    assert speech.samples("Three.") is None
    speech.close()


def test_without_an_engine_nothing_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert system_engine() is None
    speech = SystemSpeech("en")
    speech.prepare(["One."])
    assert speech.engine is None
    assert speech.seconds("One.") is None
    assert speak("One.", "en") is None
    speech.close()


@pytest.mark.parametrize(
    ("platform", "program"), [("linux", "espeak-ng"), ("darwin", "say"), ("win32", "powershell")]
)
def test_every_system_has_its_engine_and_no_text_on_its_command_line(
    monkeypatch: pytest.MonkeyPatch, platform: str, program: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    engine = system_engine()
    assert engine is not None
    assert engine.name == program
    command = engine.command("es", Path("/there/speech.wav"))
    assert command[0] == f"/bin/{program}"
    assert platform == "win32" or "/there/speech.wav" in command


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize(("language", "text"), [("en", "Long, soft strokes."), ("es", "Pases muy suaves.")])
def test_espeak_ng_speaks(language: str, text: str) -> None:
    samples = speak(text, language)
    assert 0.8 < len(samples) / RATE < 4
    assert spoken_lufs(samples, RATE) == pytest.approx(SPEECH_LUFS, abs=0.5)
