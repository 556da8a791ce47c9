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


def _steady_rain(seed: int | None) -> Source:
    from .steady_rain import SteadyRain

    return SteadyRain(seed)


def _sea_waves(seed: int | None) -> Source:
    from .sea import SeaWaves

    return SeaWaves(seed)


def _brook(seed: int | None) -> Source:
    from .brook import Brook

    return Brook(seed)


def _wind_in_trees(seed: int | None) -> Source:
    from .wind import WindInTrees

    return WindInTrees(seed)


def _night_crickets(seed: int | None) -> Source:
    from .crickets import NightCrickets

    return NightCrickets(seed)


def _birdsong(seed: int | None) -> Source:
    from .birdsong import Birdsong

    return Birdsong(seed)


def _fireplace(seed: int | None) -> Source:
    from .fireplace import Fireplace

    return Fireplace(seed)


def _singing_bowls(seed: int | None) -> Source:
    from .bowls import SingingBowls

    return SingingBowls(seed)


def _soft_piano(seed: int | None) -> Source:
    from .piano import SoftPiano

    return SoftPiano(seed)


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
        Ambience(
            "steady_rain",
            "Steady rain",
            "Dense, soft rain with no single drops; the calmest of them.",
            True,
            _steady_rain,
        ),
        Ambience(
            "sea_waves",
            "Sea waves",
            "Waves that break and draw back on a flat beach, never evenly.",
            True,
            _sea_waves,
        ),
        Ambience(
            "brook",
            "Brook",
            "A small brook that bubbles over stones.",
            True,
            _brook,
        ),
        Ambience(
            "wind_in_trees",
            "Wind in trees",
            "Slow gusts that pass through leafy crowns.",
            True,
            _wind_in_trees,
        ),
        Ambience(
            "night_crickets",
            "Night crickets",
            "A few far crickets on a mild night, over quiet air.",
            True,
            _night_crickets,
        ),
        Ambience(
            "birdsong",
            "Birdsong",
            "A few birds near and far in a quiet wood, with long rests between.",
            True,
            _birdsong,
        ),
        Ambience(
            "fireplace",
            "Fireplace",
            "A low, warm fire that flickers and crackles softly.",
            False,
            _fireplace,
        ),
        Ambience(
            "singing_bowls",
            "Singing bowls",
            "Bowls struck softly, one at a time, that ring and beat slowly.",
            False,
            _singing_bowls,
        ),
        Ambience(
            "soft_piano",
            "Soft piano",
            "A slow felt piano, one phrase to a breath; never the same way twice.",
            False,
            _soft_piano,
        ),
    )
}
