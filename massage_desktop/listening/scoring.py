"""How well a stretch of sound fits each command.

Every spelling of every command is put to the decoder, which tells how probable it finds it (teacher forcing).
Spellings of one command add up. The same is asked of the commands without the prefix, and of what the decoder
would write by itself: a command counts only if it explains the sound about as well as anything else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .commands import Spoken
from .model import BEGIN, END, Hidden, Model, filled, log_share
from .phrases import ALONE, PREFIXES, SPELLINGS
from .segment import RATE, Mono

FIRST_MIN: Final = -8.0
"""Log-probability that the first piece belongs to the prefix under which nothing else is asked."""

PREFIX_MIN: Final = -9.5
"""Log-probability of the prefix under which the dear rest is not asked for."""

PHRASE_MIN: Final = -24.0
"""Log-probability of prefix and command under which it can be nothing but other talk."""

WORDS_MIN: Final = -12.0
"""Log-probability of the command after its prefix under which it is none, however odd the rest sounds."""

SHORTEST_S: Final = 0.8
"""Nobody says “massage” and a command in less."""

_KEPT_PREFIXES = 2
_PEAK = 0.5
_TOGETHER = 12  # rows decoded at once: more is hardly faster, and each takes a megabyte

Row = tuple[Sequence[int], Sequence[int]]
"""What is taken for granted, and what comes after it, as token numbers."""


class Fit(NamedTuple):
    """Log-probabilities: of ``prefix``, of the best ``command`` with it (``phrase``), of the second best
    command, of the best command ``alone``, and of what the model writes by itself (``free``).
    """

    command: Spoken
    prefix: float
    phrase: float
    second: float
    alone: float
    free: float

    @property
    def score(self) -> float:
        """One figure; higher is surer.

        A command with a poor “massage” before it may still be one, if its own words fit well; it must beat
        the same words alone, and what the model writes by itself. The weights were chosen on the "dev" voices
        of ``tools/command_recordings.py``.
        """
        rivals = 0.5 * max(self.alone, -20.0) + 0.45 * max(self.free, -15.0)
        return self.phrase - 0.6 * self.prefix - rivals


class Scorer:
    """Scores stretches with one model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._prefixes = [model.numbers(text) for text in PREFIXES]
        self._firsts = sorted({row[0] for row in self._prefixes})
        self._alone = [model.numbers(text) for text in ALONE]
        self._commands = [
            (command, model.numbers(text)) for command, texts in SPELLINGS.items() for text in texts
        ]
        # A sentence may stop with or without a sign; all of that is “the end”.
        self._ends = [END, *(model.numbers(sign)[0] for sign in ".,!")]

    def fit(self, samples: Mono) -> Fit | None:
        """The command that fits ``samples`` best; None if they do not begin with the prefix at all."""
        if len(samples) < SHORTEST_S * RATE:
            return None
        hidden = self._model.encode(samples * np.float32(_PEAK / max(float(np.abs(samples).max()), 1e-5)))
        if log_share(self._model.decode(hidden, np.array([[BEGIN]]))[0, 0], self._firsts) < FIRST_MIN:
            return None
        prefixes = self._sums(hidden, [((), row) for row in self._prefixes], ended=False)
        prefix = log_sum(prefixes)
        if prefix < PREFIX_MIN:
            return None
        kept = np.argsort(prefixes)[: -_KEPT_PREFIXES - 1 : -1]
        found: dict[Spoken, list[float]] = {command: [] for command, _ in self._commands}
        rows = [(self._prefixes[number], words) for number in kept for _, words in self._commands]
        sums = self._sums(hidden, rows, ended=True).reshape(len(kept), -1) + prefixes[kept, None]
        for (command, _), values in zip(self._commands, sums.T, strict=True):
            found[command] += values.tolist()
        ranked = sorted(((log_sum(values), command) for command, values in found.items()), reverse=True)
        (phrase, command), (second, _) = ranked[:2]
        if phrase < PHRASE_MIN or phrase - prefix < WORDS_MIN:
            return None
        alone = float(self._sums(hidden, [((), row) for row in self._alone], ended=True).max())
        return Fit(command, prefix, phrase, second, alone, self._model.free(hidden)[1])

    def _sums(self, hidden: Hidden, rows: Sequence[Row], *, ended: bool) -> NDArray[np.float64]:
        """Log-probability of the second part of each row after the first; with an end if ``ended``."""
        parts = [rows[at : at + _TOGETHER] for at in range(0, len(rows), _TOGETHER)]
        return np.concatenate([self._sums_of_few(hidden, part, ended=ended) for part in parts])

    def _sums_of_few(self, hidden: Hidden, rows: Sequence[Row], *, ended: bool) -> NDArray[np.float64]:
        favours = self._model.decode(hidden, filled([(BEGIN, *first, *then) for first, then in rows]))
        sums = np.zeros(len(rows))
        for number, (first, then) in enumerate(rows):
            places = favours[number, len(first) :]
            for place, word in zip(places, then, strict=False):
                sums[number] += log_share(place, [word])
            if ended:
                sums[number] += log_share(places[len(then)], self._ends)
        return sums


def log_sum(values: Sequence[float] | NDArray[np.floating]) -> float:
    """Logarithm of the sum of probabilities given as logarithms."""
    array = np.asarray(values, np.float64)
    top = float(array.max())
    return top + float(np.log(np.exp(array - top).sum()))
