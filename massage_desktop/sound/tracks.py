"""A person's own music: each file is measured as it is played, and brought under the ceiling."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from .ahead import Ahead
from .decode import stream
from .finding import SOUND_SUFFIXES, find_sounds
from .loudness import (
    RATE,
    Energies,
    EnergyMeter,
    integrated_lufs,
    loudness_range_lu,
    momentary_lufs,
    short_term_lufs,
)
from .source import BED_BELOW_CEILING_DB, Samples
from .true_peak import TruePeak

__all__ = [
    "SOFTEST_LUFS",
    "SOUND_SUFFIXES",
    "LoudnessFigures",
    "TrackLoudness",
    "TrackMeter",
    "figures_of",
    "find_sounds",
    "gain_db",
    "measure",
]

SOFTEST_LUFS: Final = -51.0
"""A recording whose loudest 3 s are softer is raised like one that is as loud as this: above that, hiss comes
up. At the ceiling of a room that was not measured that is 12 dB.
"""

_LOUDEST_BELOW_CEILING_LU = 2.0
_WINDOW_S = 3.0


class LoudnessFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Loudness of sound as it is played (stereo, 48 kHz); -inf LUFS for silence.

    Sound shorter than a window is measured as if silence followed.
    """

    seconds: float
    integrated_lufs: float
    max_momentary_lufs: float
    max_short_term_lufs: float
    loudness_range_lu: float
    true_peak_dbtp: float


class TrackLoudness(LoudnessFigures, frozen=True, kw_only=True):
    """Loudness of one file, measured after the conversion that is played."""

    path: Path


class TrackMeter:
    """Measures a track while it streams by."""

    def __init__(self) -> None:
        self._meter, self._peak = EnergyMeter(), TruePeak()
        self._parts: list[Energies] = []
        self._frames = 0

    def feed(self, block: Samples) -> None:
        """Take the next samples (n, 2) at 48 kHz."""
        self._parts.append(self._meter.feed(block))
        self._peak.feed(block)
        self._frames += len(block)

    def figures(self) -> tuple[LoudnessFigures, Energies]:
        """Figures of all that came, and the energies of its 10 ms hops; the meter is used up."""
        # 3 s of silence complete the last hop and give short files whole windows; they can only lower the
        # other windows.
        self._parts.append(self._meter.feed(np.zeros((3 * RATE, 2), np.float32)))
        energies = np.concatenate(self._parts)
        return figures_of(energies, self._frames / RATE, self._peak.dbtp)


def figures_of(energies: Energies, seconds: float, true_peak_dbtp: float) -> tuple[LoudnessFigures, Energies]:
    """Figures from energies that three seconds of silence follow, and the track's own energies of them."""
    own = energies[: math.ceil(seconds * 100 - 1e-6)]
    figures = LoudnessFigures(
        seconds=seconds,
        integrated_lufs=integrated_lufs(own),
        max_momentary_lufs=float(momentary_lufs(energies).max()),
        max_short_term_lufs=float(short_term_lufs(energies).max()),
        loudness_range_lu=loudness_range_lu(own),
        true_peak_dbtp=true_peak_dbtp,
    )
    return figures, own


def measure(path: Path | str) -> TrackLoudness:
    """Decode and measure a whole file. Raises :class:`~massage_desktop.sound.decode.SoundFileError`."""
    meter = TrackMeter()
    with Ahead(stream(path)) as blocks:
        for block in blocks:
            meter.feed(block)
    figures, _ = meter.figures()
    return TrackLoudness(path=Path(path), **msgspec.structs.asdict(figures))


def gain_db(track: LoudnessFigures, heard_s: float, ceiling_lufs: float) -> float:
    """Gain in dB at which a session plays a track of which ``heard_s`` seconds are heard, round and round.

    Its loudest 3 s lie 6 LU under the ceiling, no 400 ms less than 2 LU (DERIV-02); what is softer
    than :data:`SOFTEST_LUFS` stays softer. All three move with the ceiling, so that one gain of the whole mix
    does too. Silence gets 0 dB.
    """
    if not math.isfinite(track.max_momentary_lufs):
        return 0.0
    # Its loudest 3 s were measured with silence after it; round and round there is none.
    louder_lu = 10 * math.log10(_WINDOW_S / min(_WINDOW_S, max(heard_s, 0.01)))
    return ceiling_lufs - max(
        track.max_short_term_lufs + louder_lu + BED_BELOW_CEILING_DB,
        track.max_momentary_lufs + _LOUDEST_BELOW_CEILING_LU,
        SOFTEST_LUFS + BED_BELOW_CEILING_DB,
    )
