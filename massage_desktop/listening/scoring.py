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
from .model import BEGIN, END, Favours, Hidden, Model, Tokens, filled, likeliest, log_share, log_sum, row_sum
from .opinion import Adviser, Opinion
from .phrases import ALONE, PREFIXES, SPELLINGS
from .segment import RATE, Mono


class Limits(NamedTuple):
    """Log-probabilities under which nothing more is asked: that the ``first`` piece belongs to the prefix, of
    the whole ``prefix``, of prefix and command (``phrase``), and of the command's ``words`` after the prefix,
    however odd the rest sounds.
    """

    first: float
    prefix: float
    phrase: float
    words: float


BY_ITSELF: Final = Limits(first=-8.0, prefix=-9.5, phrase=-24.0, words=-12.0)
"""For the first model alone."""

ADVISED: Final = Limits(first=-10.0, prefix=-12.0, phrase=-27.0, words=-15.0)
"""With a second opinion, which keeps other talk out: in loud noise the first model alone hears little."""

ADVICE_MIN: Final = -5.0
"""Score under which no second opinion helps."""

SURE_MIN: Final = 6.0
"""Score from which none is needed: the answer comes sooner."""

OWN_WORDS_MAX: Final = 14.0
"""What the model would write by itself may be so much likelier (as a logarithm): beyond that, other words
were said, of which the command is but a part.
"""

SHORTEST_S: Final = 0.8
"""Nobody says “massage” and a command in less."""

_ASKED_PREFIXES = 6
_KEPT_PREFIXES = 2
_PEAK = 0.5
_NEVER = -200.0
_TOGETHER = 12  # rows decoded at once: more is hardly faster, and each takes a megabyte

Row = tuple[Sequence[int], Sequence[int]]
"""What is taken for granted, and what comes after it, as token numbers."""


class Begun(NamedTuple):
    """A prefix: its log-probability, its token numbers, how much the decoder is for each token after it."""

    sum: float
    row: Tokens
    after: Favours


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
    second_opinion: Opinion | None = None

    @property
    def score(self) -> float:
        """One figure; higher is surer."""
        return self.first_score + (self.second_opinion.share if self.second_opinion is not None else 0.0)

    @property
    def first_score(self) -> float:
        """Without the second opinion.

        A command with a poor “massage” before it may still be one, if its own words fit well; it must beat
        the same words alone, and what the model writes by itself. The weights were chosen on the "dev" voices
        of ``tools/command_recordings.py``.
        """
        rivals = 0.5 * max(self.alone, -20.0) + 0.45 * max(self.free, -15.0)
        return self.phrase - 0.6 * self.prefix - rivals


class Scorer:
    """Scores stretches with one model; where that does not deny the command, an ``adviser`` is asked too."""

    def __init__(self, model: Model, adviser: Adviser | None = None) -> None:
        self._model, self._adviser = model, adviser
        self._limits = BY_ITSELF if adviser is None else ADVISED
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
        even = samples * np.float32(_PEAK / max(float(np.abs(samples).max()), 1e-5))
        fit = self._first_fit(even)
        if fit is None or self._adviser is None or fit.score >= SURE_MIN:
            return fit
        if fit.score < ADVICE_MIN or fit.phrase < fit.free - OWN_WORDS_MAX:
            return None
        return fit._replace(second_opinion=self._adviser.about(even, fit.command))

    def _first_fit(self, samples: Mono) -> Fit | None:
        """What the first model thinks."""
        hidden, limits = self._model.encode(samples), self._limits
        first = self._model.decode(hidden, np.array([[BEGIN]]))[0, 0]
        if log_share(first, self._firsts) < limits.first:
            return None
        begun = self._begun(hidden, first)
        prefix = log_sum([one.sum for one in begun])
        if prefix < limits.prefix:
            return None
        (phrase, command), (second, _) = self._ranked(hidden, begun[:_KEPT_PREFIXES])[:2]
        if phrase < limits.phrase or phrase - prefix < limits.words:
            return None
        alone = float(self._sums(hidden, [((), row) for row in self._alone]).max())
        return Fit(command, prefix, phrase, second, alone, self._model.free(hidden)[1])

    def _begun(self, hidden: Hidden, first: Favours) -> list[Begun]:
        """The prefixes that ``first`` is most for, the likeliest one first."""
        rows = likeliest(self._prefixes, first, _ASKED_PREFIXES)
        after = self._model.decode(hidden, filled([(BEGIN, *row) for row in rows]))
        begun = [
            Begun(row_sum(places, row), row, places[len(row)])
            for places, row in zip(after, rows, strict=True)
        ]
        return sorted(begun, key=lambda one: -one.sum)

    def _ranked(self, hidden: Hidden, begun: list[Begun]) -> list[tuple[float, Spoken]]:
        """All commands by their log-probability after one of ``begun``, the best one first.

        Only the spellings whose first piece is likely there are looked at further.
        """
        spelt = [
            (one.sum + log_share(one.after, words[:1]), one, command, words)
            for one in begun
            for command, words in self._commands
        ]
        rows = sorted(spelt, key=lambda row: -row[0])[:_TOGETHER]
        sums = self._sums(hidden, [(one.row, words) for _, one, _, words in rows])
        found: dict[Spoken, list[float]] = {command: [_NEVER] for command in SPELLINGS}
        for (_, one, command, _), value in zip(rows, sums, strict=True):
            found[command].append(one.sum + value)
        return sorted(((log_sum(values), command) for command, values in found.items()), reverse=True)

    def _sums(self, hidden: Hidden, rows: Sequence[Row]) -> NDArray[np.float64]:
        """Log-probability of the second part of each row, and of an end, after the first part."""
        parts = [rows[at : at + _TOGETHER] for at in range(0, len(rows), _TOGETHER)]
        return np.concatenate([self._sums_of_few(hidden, part) for part in parts])

    def _sums_of_few(self, hidden: Hidden, rows: Sequence[Row]) -> NDArray[np.float64]:
        favours = self._model.decode(hidden, filled([(BEGIN, *first, *then) for first, then in rows]))
        sums = np.zeros(len(rows))
        for number, (first, then) in enumerate(rows):
            places = favours[number, len(first) :]
            sums[number] = row_sum(places, then) + log_share(places[len(then)], self._ends)
        return sums
