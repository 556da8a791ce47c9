"""The second opinion: what a better model thinks of a stretch that the first one takes for a command."""

from __future__ import annotations

import math
from typing import Final, NamedTuple, Protocol

from .careful import CarefulModel
from .commands import Spoken
from .model import END, Favours, Tokens, likeliest, log_share, log_sum, row_sum
from .phrases import ALONE, PREFIXES, SPELLINGS
from .segment import Mono

PREFIX_MIN: Final = -11.0
"""Log-probability of the prefix under which the second model denies that “massage” was said."""

_KEPT_PREFIXES = 5
_KEPT_ALONE = 4


class Opinion(NamedTuple):
    """Log-probabilities, if anything was said: of the ``prefix``, of the command's ``words`` after it, and of
    the best command ``alone``.
    """

    prefix: float
    words: float
    alone: float

    @property
    def share(self) -> float:
        """What it adds to the first model's score.

        The weights were chosen on the "dev" voices of ``tools/command_recordings.py``, and the constant so
        that in all their other talk nothing is taken for a command, at the threshold that serves without a
        second opinion too.
        """
        if self.prefix < PREFIX_MIN:
            return -100.0
        return 0.5 * self.words - 0.3 * max(self.alone, -20.0) - 2.5


class Adviser(Protocol):
    """What a :class:`SecondOpinion` does."""

    def about(self, samples: Mono, command: Spoken) -> Opinion:
        """What is to be thought of ``command`` in ``samples``."""


class SecondOpinion:
    """Asks one model."""

    def __init__(self, model: CarefulModel) -> None:
        self._model = model
        self._prefixes = [model.numbers(text) for text in PREFIXES]
        self._alone = [model.numbers(text) for text in ALONE]
        self._words = {
            command: [model.numbers(text) for text in texts] for command, texts in SPELLINGS.items()
        }
        self._ends = [END, *(model.numbers(sign)[0] for sign in ".,!")]

    def about(self, samples: Mono, command: Spoken) -> Opinion:
        """``samples`` as the first model got them: at a peak of about a half."""
        listened = self._model.listen(samples)
        # This model likes to say that nothing was said; how probable each spelling is if something was
        # does not depend on that.
        said = math.log(max(1.0 - math.exp(log_share(listened.first, [END])), 1e-6))
        prefixes = likeliest(self._prefixes, listened.first, _KEPT_PREFIXES)
        alone = likeliest(self._alone, listened.first, _KEPT_ALONE)
        rows = [(prefix, words) for prefix in prefixes for words in self._words[command]]
        favours = self._model.decode(listened, [*(p + w for p, w in rows), *alone])
        before = {row[0]: row_sum(places, row[0]) for places, row in zip(favours, rows, strict=False)}
        phrase = log_sum(
            [
                before[prefix] + self._sum(places[len(prefix) :], words)
                for places, (prefix, words) in zip(favours, rows, strict=False)
            ]
        )
        rival = max(self._sum(places, row) for places, row in zip(favours[len(rows) :], alone, strict=True))
        prefix = log_sum(list(before.values()))
        return Opinion(prefix - said, phrase - prefix, rival - said)

    def _sum(self, places: Favours, row: Tokens) -> float:
        """Log-probability of ``row`` from the first of ``places`` on, and of an end after it."""
        return row_sum(places, row) + log_share(places[len(row)], self._ends)
