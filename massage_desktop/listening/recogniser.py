"""From sound to commands: the same for recordings and for the microphone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, Protocol

import numpy as np

from .commands import Spoken
from .scoring import Fit
from .segment import RATE, Detector, Mono, Segment, Segmenter

THRESHOLD: Final = -1.5
"""Score from which a command is believed: the lowest half at which none is heard in the other talk of the
"dev" voices (``benchmarks/listening_recall.py``).
"""

WINDOW_S: Final = 3.0
"""After “massage” alone, the command may follow within this time."""

_PIECE_S = 1.8
"""“Massage” alone and a command alone are each shorter."""


class Heard(NamedTuple):
    """A command: ``time_s`` is when its last word ends, ``answered_s`` when it was understood, both in
    seconds of the stream; ``score`` says how surely (higher is surer, at least the threshold).
    """

    command: Spoken
    time_s: float
    answered_s: float
    score: float


class Fitting(Protocol):
    """What a :class:`~massage_desktop.listening.scoring.Scorer` does."""

    def fit(self, samples: Mono) -> Fit | None:
        """The command that fits best."""


class Recogniser:
    """Sound in, commands out; one stream each.

    Raises:
        ImportError, OSError: the extra is not installed, unless ``scorer`` and ``detector`` are given.
    """

    def __init__(
        self,
        threshold: float = THRESHOLD,
        *,
        scorer: Fitting | None = None,
        detector: Detector | None = None,
    ) -> None:
        self._threshold = threshold
        self._scorer = scorer if scorer is not None else load_scorer()
        self._segmenter = Segmenter(detector if detector is not None else load_detector())
        self._before: Segment | None = None
        self._deaf_until_s = 0.0

    @property
    def time_s(self) -> float:
        """Seconds of sound taken so far."""
        return self._segmenter.time_s

    def feed(self, samples: Mono) -> list[Heard]:
        """Take the next ``samples``, shape (n,), float32 at 16 kHz; gives what was understood in them."""
        deaf = max(0, round((self._deaf_until_s - self.time_s) * RATE))
        if deaf:
            self._segmenter.skip(samples[:deaf])
            self._before = None
        return self._understood(self._segmenter.feed(samples[deaf:]))

    def finish(self) -> list[Heard]:
        """What is understood of the rest when the stream ends."""
        return self._understood(self._segmenter.finish())

    def deaf(self, until_s: float) -> None:
        """Hear nothing before ``until_s`` of the stream; what was being said is dropped too."""
        self._deaf_until_s = max(self._deaf_until_s, until_s)
        if self._deaf_until_s > self.time_s:
            self._segmenter.forget()
            self._before = None

    def _understood(self, segments: Iterator[Segment]) -> list[Heard]:
        found = []
        for segment in segments:
            fit = self._judge(segment)
            if fit is None:
                continue
            # The rest of the stretch is the same command once more.
            self._segmenter.forget()
            self._before = None
            found.append(Heard(fit.command, segment.end_s, self.time_s, round(fit.score, 2)))
        return found

    def _judge(self, segment: Segment) -> Fit | None:
        """The command in ``segment``, or in it and the piece before it; None if there is none."""
        fit = self._believed(segment.samples)
        if fit is not None or not segment.whole:
            return fit
        before, self._before = self._before, segment
        if before is not None and segment.start_s - before.end_s <= WINDOW_S and _is_piece(before, segment):
            return self._believed(np.concatenate([before.samples, segment.samples]))
        return None

    def _believed(self, samples: Mono) -> Fit | None:
        fit = self._scorer.fit(samples)
        return fit if fit is not None and fit.score >= self._threshold else None


def _is_piece(*segments: Segment) -> bool:
    return all(segment.end_s - segment.start_s <= _PIECE_S for segment in segments)


def load_scorer() -> Fitting:
    """The model and the network, ready to score. Raises ImportError or OSError when the extra is missing."""
    from .model import Model
    from .scoring import Scorer
    from .spotter import Spotter

    return Scorer(Model(), Spotter())


def load_detector() -> Detector:
    """The voice detector of the extra. Raises ImportError or OSError when it is missing."""
    from .detector import VoiceDetector

    return VoiceDetector()
