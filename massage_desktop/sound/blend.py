"""Several sounds at once, each as loud against the others as the person likes, together no louder than one.

Written as ``rain_on_leaves+warm_chords`` or, with levels, ``rain_on_leaves:60+warm_chords+brook:40``. A level
is a percentage of loudness as it is heard: 50 is half as loud, which is 10 dB less (a sone halves every
10 dB). The levels set the sounds against each other; the sum stands at the nominal loudness, so that it fits
under the ceiling with the cues (DERIV-02).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .source import Samples, Source

MOST_PARTS = 3
"""More generated sounds than this are a din; own music may join them."""

MOST_OWN = 1
"""Two pieces of music at once are a din."""

LEAST_PERCENT, FULL_PERCENT = 1.0, 100.0
_EXAMPLE = "rain_on_leaves:60+warm_chords"
_LEVEL = re.compile(r"[-+]?[\d.,]+\s*%?|[-+]?(nan|inf|infinity)", re.IGNORECASE)
_SHOWN = 60


class AmbienceError(ValueError):
    """A choice of sound that cannot be followed; the message is one line that says what to do instead."""


class Part(NamedTuple):
    """One sound of a blend by its name, and its level in percent of loudness, 1 to 100."""

    name: str
    percent: float


def quoted(text: str) -> str:
    """What a person wrote as messages show it: short, on one line, only printable characters."""
    line = "".join(c if c.isprintable() else " " for c in text[: _SHOWN + 1])
    return f"“{line}”" if len(line) <= _SHOWN else f"“{line[:_SHOWN]}…”"


def split_level(text: str) -> tuple[str, str]:
    """A part's name and what stands for its level (empty without one); a drive's colon is no level."""
    name, colon, level = text.rpartition(":")
    if colon and name.strip() and "/" not in level and "\\" not in level:
        return name.strip(), level.strip()
    return text.strip(), ""


def has_level(text: str) -> bool:
    """Whether ``text`` ends with a colon and something that is meant as a number."""
    return _LEVEL.fullmatch(split_level(text)[1]) is not None


def parse_part(text: str) -> Part:
    """``brook:40`` or ``brook``; without a level it is 100. Raises :class:`AmbienceError` for a bad level."""
    if text.rstrip().endswith(":"):
        raise AmbienceError(f"{quoted(text)}: the level is missing after the colon; write {_EXAMPLE}")
    name, level = split_level(text)
    if not level:
        return Part(name, FULL_PERCENT)
    try:
        percent = float(level.removesuffix("%").strip())
    except ValueError:
        percent = math.nan
    if not LEAST_PERCENT <= percent <= FULL_PERCENT:  # NaN as well
        raise AmbienceError(
            f"{quoted(text)}: a level is a number from {LEAST_PERCENT:.0f} to {FULL_PERCENT:.0f} percent; "
            f"write {_EXAMPLE}"
        )
    return Part(name, percent)


def split_parts(text: str) -> list[str]:
    """The parts of a blend as written.

    Raises :class:`AmbienceError` for an empty part and for more than :data:`MOST_PARTS` and one of own music.
    """
    pieces = [piece.strip() for piece in text.split("+")]
    if not all(pieces):
        raise AmbienceError(f"{quoted(text)}: a sound is missing beside a +; write {_EXAMPLE}")
    if len(pieces) > MOST_PARTS + MOST_OWN:
        raise AmbienceError(
            f"{quoted(text)} names {len(pieces)} sounds; mix at most {MOST_PARTS} and leave the others out"
        )
    return pieces


def part_gains(percents: Sequence[float]) -> np.ndarray:
    """Linear gains of the parts, shape ``(n,)``: their ratio follows the levels, their power adds up to 1."""
    db = np.array([10.0 * math.log2(percent / FULL_PERCENT) for percent in percents])
    gains = 10.0 ** (db / 20.0)
    return np.asarray(gains / np.sqrt((gains**2).sum()))


class Blend:
    """Several sources as one, at the loudness of one.

    Each of them renders near the nominal loudness and has nothing to do with the others, so their powers add.
    """

    def __init__(self, parts: Sequence[tuple[Source, float]]) -> None:
        """``parts`` are sources and their levels in percent."""
        self._sources = [source for source, _percent in parts]
        self._gains = part_gains([percent for _source, percent in parts]).astype(np.float32)

    @property
    def title(self) -> str:
        """What is heard, joined by plus signs."""
        return " + ".join(source.title for source in self._sources)

    @property
    def notes(self) -> list[str]:
        """The remarks of all parts."""
        return [note for source in self._sources for note in source.notes]

    def render(self, frames: int) -> Samples:
        """The next frames, shape ``(frames, 2)``; the same sound whatever the block sizes."""
        out = np.zeros((frames, 2), np.float32)
        for source, gain in zip(self._sources, self._gains, strict=True):
            out += source.render(frames) * gain
        return out

    def close(self) -> None:
        """Close all parts."""
        for source in self._sources:
            source.close()
