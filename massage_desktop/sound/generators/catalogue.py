"""Every generated sound: one line each. A new one is its module and its line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from massage_desktop.sound.source import Source


class Ambience(NamedTuple):
    """One generated sound. ``nature`` sounds are played only after the receiver's yes (SOUND-06)."""

    id: str
    title: str
    description: str
    nature: bool
    make: Callable[[int | None], Source]


def _warm_chords(seed: int | None) -> Source:
    from .chords import WarmChords

    return WarmChords(seed)


def _rain_on_leaves(seed: int | None) -> Source:
    from .rain import RainOnLeaves

    return RainOnLeaves(seed)


AMBIENCES: dict[str, Ambience] = {
    a.id: a
    for a in (
        Ambience(
            "warm_chords",
            "Warm chords",
            "Slow, consonant chords that breathe; never the same way twice.",
            False,
            _warm_chords,
        ),
        Ambience(
            "rain_on_leaves",
            "Rain on leaves",
            "Steady soft rain with single drops on leaves and light gusts.",
            True,
            _rain_on_leaves,
        ),
    )
}
