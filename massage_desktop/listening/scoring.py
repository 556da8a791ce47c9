"""How well a stretch of sound fits each command.

Every spelling of every command is put to the decoder, which tells how probable it finds it (teacher forcing).
Spellings of one command add up. The same is asked of the commands without the prefix, and of what the decoder
would write by itself: a command counts only if it explains the sound about as well as anything else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from .commands import Spoken
from .model import BEGIN, END, Favours, Hidden, Model, Tokens, filled, likeliest, log_share, log_sum, row_sum
from .phrases import ALONE, PREFIXES, SPELLINGS
from .segment import RATE, Mono
from .spotter import Odds


class Limits(NamedTuple):
    """Log-probabilities under which nothing more is asked: that the ``first`` piece belongs to the prefix, of
    the whole ``prefix``, of prefix and command (``phrase``), and of the command's ``words`` after the prefix,
    however odd the rest sounds.
    """

    first: float
    prefix: float
    phrase: float
    words: float


UNSPOTTED: Final = Limits(first=-8.0, prefix=-9.5, phrase=-24.0, words=-12.0)
"""Where the network of the commands hears none: the model of the language alone may know better."""

SPOTTED: Final = Limits(first=-20.0, prefix=-20.0, phrase=-35.0, words=-20.0)
"""Where it hears one: in loud noise the model of the language hears little."""

NO_AT_MOST: Final = -3.0
"""Odds that count at least, however sure the network is that no command was said."""

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
    """Log-probabilities: of ``prefix``, of ``command`` with it (``phrase``), of the best command ``alone``,
    and of what the model writes by itself (``free``). ``odds`` are those of the network that knows the
    commands.
    """

    command: Spoken
    prefix: float
    phrase: float
    alone: float
    free: float
    odds: float

    @property
    def score(self) -> float:
        """One figure; higher is surer.

        A command with a poor “massage” before it may still be one, if its own words fit well; it must beat
        the same words alone, and what the model writes by itself. The weights were chosen on the "dev" voices
        of ``tools/command_recordings.py``. The odds simply add up, as those of two witnesses do: fitted to
        the same voices their weight was 0.95. But a voice unlike any it was taught with may be nothing to the
        network: its no does not count for more than :data:`NO_AT_MOST`.
        """
        rivals = 0.5 * max(self.alone, -20.0) + 0.45 * max(self.free, -15.0)
        return self.phrase - 0.6 * self.prefix - rivals + max(self.odds, NO_AT_MOST)


class Spotting(Protocol):
    """What a :class:`~massage_desktop.listening.spotter.Spotter` does."""

    def spot(self, samples: Mono) -> Odds:
        """The odds of every command."""


class Scorer:
    """Scores stretches with two witnesses: a model of the language, and a network that knows the commands."""

    def __init__(self, model: Model, spotter: Spotting) -> None:
        self._model, self._spotter = model, spotter
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
        odds = self._spotter.spot(even)
        spotted = max(odds, key=lambda command: odds[command])
        limits = SPOTTED if odds[spotted] > 0 else UNSPOTTED
        hidden = self._model.encode(even)
        first = self._model.decode(hidden, np.array([[BEGIN]]))[0, 0]
        if log_share(first, self._firsts) < limits.first:
            return None
        begun = self._begun(hidden, first)
        prefix = log_sum([one.sum for one in begun])
        if prefix < limits.prefix:
            return None
        phrases = self._phrases(hidden, begun[:_KEPT_PREFIXES], spotted)
        likely = {command: phrase for command, phrase in phrases.items() if phrase - prefix >= limits.words}
        if not likely or max(likely.values()) < limits.phrase:
            return None
        alone = float(self._sums(hidden, [((), row) for row in self._alone]).max())
        free = self._model.free(hidden)[1]
        fits = [
            Fit(command, prefix, phrase, alone, free, odds.get(command, NO_AT_MOST))
            for command, phrase in likely.items()
        ]
        return max(fits, key=lambda fit: fit.score)

    def _begun(self, hidden: Hidden, first: Favours) -> list[Begun]:
        """The prefixes that ``first`` is most for, the likeliest one first."""
        rows = likeliest(self._prefixes, first, _ASKED_PREFIXES)
        after = self._model.decode(hidden, filled([(BEGIN, *row) for row in rows]))
        begun = [
            Begun(row_sum(places, row), row, places[len(row)])
            for places, row in zip(after, rows, strict=True)
        ]
        return sorted(begun, key=lambda one: -one.sum)

    def _phrases(self, hidden: Hidden, begun: list[Begun], spotted: Spoken) -> dict[Spoken, float]:
        """Each command's log-probability after one of ``begun``.

        Only the spellings whose first piece is likely there are looked at further, and those of ``spotted``.
        """
        spelt = [
            (one.sum + log_share(one.after, words[:1]), one, command, words)
            for one in begun
            for command, words in self._commands
        ]
        rows = sorted(spelt, key=lambda row: (row[2] != spotted, -row[0]))[:_TOGETHER]
        sums = self._sums(hidden, [(one.row, words) for _, one, _, words in rows])
        found: dict[Spoken, list[float]] = {command: [_NEVER] for command in SPELLINGS}
        for (_, one, command, _), value in zip(rows, sums, strict=True):
            found[command].append(one.sum + value)
        return {command: log_sum(values) for command, values in found.items()}

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
