"""The voice of a session: recorded clips, the system's engine for people's own texts, one level for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from massage_desktop.plan.model import Plan
from massage_desktop.speech.choosing import PAUSE_S
from massage_desktop.speech.texts import routine_texts
from massage_desktop.speech.translate import Words

from .clips import Clips, voice_for
from .loudness import RATE
from .source import REFERENCE_CEILING_LUFS, Samples
from .spoken_level import SPEECH_LUFS
from .system_speech import SystemSpeech

SPEECH_BELOW_CEILING_DB: Final = 3.0
"""Integrated loudness of words, under the ceiling: their loudest syllables just reach it, and above the bed,
which lies 6 dB under the ceiling and 9 dB lower still while somebody speaks, they are understood (DERIV-02).
"""

_GAIN: Final = np.float32(10 ** ((REFERENCE_CEILING_LUFS - SPEECH_BELOW_CEILING_DB - SPEECH_LUFS) / 20))


class Tongue:
    """Speaks English wordings in one language; :meth:`seconds` is what the narrator plans with.

    Args:
        language: ``en`` or ``es``.
        voice: id of a voice, "" for the language's first.
        own: speaks what has no clip; None: nothing does.

    Raises:
        ValueError: the voice's list is damaged; one line.
    """

    def __init__(self, language: str, voice: str = "", own: SystemSpeech | None = None) -> None:
        found = voice_for(language, voice)
        self._clips = Clips(found.id) if found is not None else None
        self._words = Words(language)
        self._own = own

    @property
    def notes(self) -> tuple[str, ...]:
        """Clips that could not be played so far and why, a line each."""
        return self._clips.notes if self._clips is not None else ()

    def prepare(self, plan: Plan) -> None:
        """Begin to speak ahead what a plan's routine says that no clip has; never waits."""
        if self._own is not None:
            lacking = [text for text in routine_texts(plan.routine) if self._clip_s(text) is None]
            self._own.prepare(lacking, self._words.text)

    def seconds(self, text: str) -> float | None:
        """Length of a text in seconds, None when it cannot be said (yet)."""
        found = self._clip_s(text)
        return found if found is not None or self._own is None else self._own.seconds(text)

    def speak(self, texts: Sequence[str]) -> Samples | None:
        """Texts one after another at their level under the reference ceiling, ``(n, 2)``; None: none."""
        pause = np.zeros((round(PAUSE_S * RATE), 2), np.float32)
        parts: list[Samples] = []
        for text in texts:
            samples = self._samples(text)
            if samples is not None:
                parts += [pause, samples * _GAIN] if parts else [samples * _GAIN]
        return np.concatenate(parts) if parts else None

    def close(self) -> None:
        """Nothing more will be said."""
        if self._own is not None:
            self._own.close()

    def _clip_s(self, text: str) -> float | None:
        return self._clips.seconds(text) if self._clips is not None else None

    def _samples(self, text: str) -> Samples | None:
        samples = self._clips.samples(text) if self._clips is not None else None
        return samples if samples is not None or self._own is None else self._own.samples(text)
