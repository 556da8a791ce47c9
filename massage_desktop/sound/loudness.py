"""Loudness by ITU-R BS.1770-5, EBU Tech 3341 and EBU Tech 3342, from 10 ms energies.

Everything is derived from one stream: the K-weighted, channel-weighted mean square of every 10 ms hop. A
hundred floats a second are enough for momentary (400 ms), short-term (3 s) and integrated loudness and the
loudness range, and a 10 ms grid is fine enough for the transients of Tech 3341 cases 13 and 14, which a 100
ms grid under-reads.

Channels are counted by BS.1770: left, right, centre 1.0, LFE not at all, surrounds 1.41; a mono signal is one
channel of weight 1.0 (what is played is two-channel, so a mono file is measured as what it becomes: equal
left and right).
"""

from __future__ import annotations

import copy
import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .weighting import KWeighting, Samples

Energies = NDArray[np.float64]

RATE: Final = 48000
"""Frames a second of everything that is mixed and played."""

HOP: Final = 480
"""Frames of one energy at :data:`RATE`: 10 ms."""

CHANNELS: Final = 2

MOMENTARY_HOPS: Final = 40
SHORT_TERM_HOPS: Final = 300

_OFFSET_DB = -0.691
_BLOCK_STEP_HOPS = 10
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_RANGE_GATE_LU = -20.0
_PIECE_HOPS = 50
_WEIGHTS: dict[int, tuple[float, ...]] = {
    1: (1.0,),
    2: (1.0, 1.0),
    3: (1.0, 1.0, 1.0),
    5: (1.0, 1.0, 1.0, 1.41, 1.41),
    6: (1.0, 1.0, 1.0, 0.0, 1.41, 1.41),
}


def finite(samples: Samples) -> Samples:
    """``samples`` with NaN and infinities replaced by 0 (the same array when there are none)."""
    # A sum is finite unless a sample is not or it overflows: the common case costs one pass.
    with np.errstate(over="ignore", invalid="ignore"):
        if math.isfinite(float(np.dot(samples.ravel(), samples.ravel()))):
            return samples
    return np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)


class EnergyMeter:
    """Turns samples into 10 ms energies; the result does not depend on how the stream is cut into blocks.

    Channel order is L R, L R C, L R C Ls Rs or L R C LFE Ls Rs. Raises ValueError for other channel counts
    and for rates that are no multiple of 100 Hz.
    """

    def __init__(self, rate: int = RATE, channels: int = CHANNELS) -> None:
        if channels not in _WEIGHTS:
            raise ValueError(f"{channels} channels: loudness is defined for 1, 2, 3, 5 and 6")
        self._weighting = KWeighting(rate, channels)
        self._weights = np.array(_WEIGHTS[channels])
        self._rest: Samples = np.zeros((0, channels), np.float32)

    @property
    def state(self) -> NDArray[np.float64]:
        """Filter state (channels, 4) after the last whole hop; set it back to measure a variant."""
        return self._weighting.state

    @state.setter
    def state(self, value: NDArray[np.float64]) -> None:
        self._weighting.state = value

    def copy(self) -> EnergyMeter:
        """An independent meter in the same state."""
        twin = copy.copy(self)
        twin._weighting = self._weighting.copy()
        return twin

    def feed(self, samples: Samples) -> Energies:
        """Energies (hops,) of every hop that ``samples`` (n, channels) completes; the rest waits for the next
        call.
        """
        if samples.ndim != 2 or samples.shape[1] != self._weighting.channels:
            raise ValueError(f"samples of shape {samples.shape}: need (frames, {self._weighting.channels})")
        joined = np.concatenate([self._rest, samples]) if len(self._rest) else samples
        hop = self._weighting.hop
        whole = len(joined) // hop * hop
        self._rest = joined[whole:].copy()
        # Pieces that stay in the processor's cache are twice as fast as one long array.
        piece = hop * _PIECE_HOPS
        parts = [self._measure(joined[at : min(at + piece, whole)]) for at in range(0, whole, piece)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _measure(self, samples: Samples) -> Energies:
        energies: Energies = self._weights @ self._weighting.squares(finite(samples)) / self._weighting.hop
        return energies


def lufs(energy: Energies) -> Energies:
    """Loudness in LUFS of mean-square energies; -inf for silence, never NaN."""
    with np.errstate(divide="ignore"):
        level: Energies = _OFFSET_DB + 10 * np.log10(np.maximum(energy, 0.0))
    return level


def energy_of(level_lufs: Energies) -> Energies:
    """Mean-square energies of loudness in LUFS: the inverse of :func:`lufs`."""
    energy: Energies = 10 ** ((level_lufs - _OFFSET_DB) / 10)
    return energy


def window_sums(energies: Energies, hops: int) -> Energies:
    """Sums of every ``hops`` neighbours (len - hops + 1,); by doubling, as differences of a running sum would
    round.
    """
    total: Energies | None = None
    covered, power, width = 0, energies, 1
    count = len(energies) - hops + 1
    if count <= 0:
        return np.zeros(0)
    while True:
        if hops & width:
            part = power[covered : covered + count]
            total = part.copy() if total is None else total + part
            covered += width
        width *= 2
        if width > hops:
            return total if total is not None else np.zeros(0)
        power = power[: -width // 2] + power[width // 2 :]


def momentary_lufs(energies: Energies) -> Energies:
    """Momentary loudness: LUFS of every whole 400 ms window on the 10 ms grid (Tech 3341, 2.2)."""
    return lufs(window_sums(energies, MOMENTARY_HOPS) / MOMENTARY_HOPS)


def short_term_lufs(energies: Energies) -> Energies:
    """Short-term loudness: LUFS of every whole 3 s window on the 10 ms grid (Tech 3341, 2.2)."""
    return lufs(window_sums(energies, SHORT_TERM_HOPS) / SHORT_TERM_HOPS)


def integrated_lufs(energies: Energies) -> float:
    """Integrated loudness with both gates, 400 ms blocks overlapping by 75 % (BS.1770-5, annex 1); -inf for
    silence.
    """
    blocks = window_sums(energies, MOMENTARY_HOPS)[::_BLOCK_STEP_HOPS] / MOMENTARY_HOPS
    gated = _gate(blocks, _RELATIVE_GATE_LU)
    return float(lufs(np.array([gated.mean()]))[0]) if len(gated) else -math.inf


def loudness_range_lu(energies: Energies) -> float:
    """Loudness range in LU: 10th to 95th percentile of gated short-term loudness (Tech 3342); 0 when too
    short.
    """
    blocks = window_sums(energies, SHORT_TERM_HOPS)[::_BLOCK_STEP_HOPS] / SHORT_TERM_HOPS
    gated = np.sort(lufs(_gate(blocks, _RANGE_GATE_LU)))
    if not len(gated):
        return 0.0
    low, high = (gated[math.floor((len(gated) - 1) * share + 0.5)] for share in (0.10, 0.95))
    return float(high - low)


def _gate(blocks: Energies, relative_lu: float) -> Energies:
    """Blocks above -70 LUFS and above the mean of those, moved by ``relative_lu``."""
    above = blocks[lufs(blocks) > _ABSOLUTE_GATE_LUFS]
    return above[above > above.mean() * 10 ** (relative_lu / 10)] if len(above) else above


class LiveMeter:
    """Momentary and short-term loudness of a running stream; silence counts before its beginning."""

    def __init__(self, rate: int = RATE, channels: int = CHANNELS) -> None:
        self._meter = EnergyMeter(rate, channels)
        self._recent: Energies = np.zeros(SHORT_TERM_HOPS)

    def feed(self, samples: Samples) -> None:
        """Take the next samples (n, channels)."""
        energies = self._meter.feed(samples)[-SHORT_TERM_HOPS:]
        if len(energies):
            self._recent = np.concatenate([self._recent[len(energies) :], energies])

    @property
    def momentary_lufs(self) -> float:
        """Loudness in LUFS of the last 400 ms; -inf for silence."""
        return self._level(MOMENTARY_HOPS)

    @property
    def short_term_lufs(self) -> float:
        """Loudness in LUFS of the last 3 s; -inf for silence."""
        return self._level(SHORT_TERM_HOPS)

    def _level(self, hops: int) -> float:
        return float(lufs(self._recent[-hops:].mean(keepdims=True))[0])
