"""How lively a track sounds, estimated from its 10 ms energies (SOUND-03: slow, calm, soothing pieces).

Energies of the whole band show strokes and beats, not harmony; so the estimate is meant to be careful, and
only speaks up where a track has many strokes *and* a quick, steady beat.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from .loudness import Energies, lufs

LIVELY_ONSETS_A_SECOND: Final = 1.8
LIVELY_BEATS_A_MINUTE: Final = 100.0
LIVELY_STEADINESS: Final = 0.4

_HOPS_A_SECOND = 100
_SMOOTH_HOPS = 3
_RISE_OVER_HOPS = 6
_RISE_DB = 4.0
_QUIET_LU = 20.0
_APART_HOPS = 12
_BEATS_A_MINUTE = (50.0, 200.0)
_SHORTEST_HOPS = 1000
_LONGEST_HOPS = 60_000

_Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
_Figure = Annotated[float, msgspec.Meta(ge=0, le=1000)]


class Pulse(msgspec.Struct, frozen=True, kw_only=True):
    """Strokes that set in a second, beats a minute, and how steady these are (0 not at all, 1 like a clock).

    ``beats_per_minute`` is 0 where no beat was found.
    """

    onsets_per_s: _Figure = 0.0
    beats_per_minute: _Figure = 0.0
    steadiness: _Share = 0.0

    @property
    def lively(self) -> bool:
        """Whether the track had better be listened to before it accompanies a massage (SOUND-03)."""
        return (
            self.onsets_per_s >= LIVELY_ONSETS_A_SECOND
            and self.beats_per_minute >= LIVELY_BEATS_A_MINUTE
            and self.steadiness >= LIVELY_STEADINESS
        )


def pulse_of(energies: Energies) -> Pulse:
    """The pulse of a track's 10 ms energies, of its first ten minutes; nothing for less than ten seconds."""
    if len(energies) < _SHORTEST_HOPS or float(energies.max()) <= 0:
        return Pulse()
    rises = _rises(energies[:_LONGEST_HOPS])
    beats, steadiness = _beat(rises)
    seconds = len(rises) / _HOPS_A_SECOND
    return Pulse(onsets_per_s=_onsets(rises) / seconds, beats_per_minute=beats, steadiness=steadiness)


def _rises(energies: Energies) -> NDArray[np.float64]:
    """By how many dB it rises at every hop; what is far below the track's loudest counts as silence."""
    smooth = np.convolve(energies, np.full(_SMOOTH_HOPS, 1 / _SMOOTH_HOPS), "same")
    level = lufs(smooth)
    level = np.maximum(level, float(np.quantile(level, 0.95)) - _QUIET_LU)
    return np.maximum(level[_RISE_OVER_HOPS:] - level[:-_RISE_OVER_HOPS], 0.0)


def _onsets(rises: NDArray[np.float64]) -> int:
    """How many rises are strokes: clear, and a moment apart."""
    peaks = (rises[1:-1] >= _RISE_DB) & (rises[1:-1] >= rises[:-2]) & (rises[1:-1] > rises[2:])
    count, last = 0, -_APART_HOPS
    for at in np.flatnonzero(peaks):
        if at - last >= _APART_HOPS:
            count, last = count + 1, int(at)
    return count


def _beat(rises: NDArray[np.float64]) -> tuple[float, float]:
    """Beats a minute and their steadiness: the strongest period at which the rises repeat."""
    line = np.minimum(rises, 12.0)
    line = line - line.mean()
    power = float(line @ line)
    if power <= 0:
        return 0.0, 0.0
    size = 1 << (2 * len(line) - 1).bit_length()
    spectrum = np.fft.rfft(line, size)
    alike = np.fft.irfft(spectrum * spectrum.conj(), size)[: len(line)] / power
    slowest, quickest = (round(60 * _HOPS_A_SECOND / bpm) for bpm in _BEATS_A_MINUTE)
    lags = np.arange(quickest, slowest + 1)
    # A beat that repeats does so after two periods as well: chance likeness does not. Beats between two hops
    # spread over both.
    strength = np.minimum(_near(alike, lags), _near(alike, 2 * lags))
    best = int(np.argmax(strength))
    steadiness = float(np.clip(strength[best], 0.0, 1.0))
    # Of two periods that are about as strong the shorter one is the beat.
    near = np.flatnonzero(strength >= 0.9 * strength[best])
    best = int(near[0]) if len(near) else best
    return 60 * _HOPS_A_SECOND / float(lags[best]), steadiness


def _near(alike: NDArray[np.float64], lags: NDArray[np.int64]) -> NDArray[np.float64]:
    """Likeness at ``lags``, the best of each and its neighbours."""
    beats: NDArray[np.float64] = np.maximum(alike[lags], np.maximum(alike[lags - 1], alike[lags + 1]))
    return beats
