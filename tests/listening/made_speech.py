"""Sound that a simple detector takes for speech, and scorers that know what they will be asked."""

from __future__ import annotations

import numpy as np

from massage_desktop.listening.commands import Spoken
from massage_desktop.listening.scoring import Fit
from massage_desktop.listening.segment import RATE, Mono, Segment, Segmenter


def tone(seconds: float, level: float = 0.3) -> Mono:
    """Somebody speaks."""
    t = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 220 * t)).astype(np.float32)


def quiet(seconds: float) -> Mono:
    """Nobody speaks."""
    return np.full(round(seconds * RATE), 1e-5, np.float32)


def loud(chunk: Mono) -> float:
    """A detector: anything that sounds is speech."""
    return 1.0 if float(np.abs(chunk).max()) > 0.02 else 0.0


def all_segments(*parts: Mono, block: int = 1600) -> list[Segment]:
    sound, segmenter = np.concatenate(parts), Segmenter(loud)
    found = [s for at in range(0, len(sound), block) for s in segmenter.feed(sound[at : at + block])]
    return [*found, *segmenter.finish()]


class Always:
    """Finds one command in whatever lasts between two lengths (seconds of sound, silence included)."""

    def __init__(
        self, command: Spoken = "next step", shortest_s: float = 0.0, longest_s: float = 99.0
    ) -> None:
        self.command, self.shortest_s, self.longest_s = command, shortest_s, longest_s
        self.asked: list[float] = []

    def fit(self, samples: Mono) -> Fit | None:
        seconds = len(samples) / RATE
        self.asked.append(seconds)
        if not self.shortest_s <= seconds <= self.longest_s:
            return None
        return Fit(self.command, -1.0, -2.0, -20.0, -4.0, 0.0)
