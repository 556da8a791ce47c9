"""Where a track begins and ends to be heard: silence at both ends is left out (DERIV-12)."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from .loudness import Energies, energy_of, lufs

SILENCE_BELOW_LU: Final = 60.0
"""Sound this far under a track's own loudness counts as silence at its ends."""

HOPS_A_SECOND: Final = 100

_KEPT_BEFORE = 3
_KEPT_AFTER = 10
_SHORTEST_CUT = 10
_FLOOR_LUFS = -100.0


def heard_part(energies: Energies, integrated_lufs: float, seconds: float) -> tuple[float, float]:
    """Seconds of the file at which it begins and ends to be heard; ``(0, 0)`` when all of it is silent.

    ``energies`` are those of its 10 ms hops. A little is kept at both ends, so that no attack and no last
    trace of a sound is cut; silence shorter than a tenth of a second stays.
    """
    if not len(energies) or float(energies.max()) <= 0:
        return 0.0, 0.0
    own_lufs = integrated_lufs if math.isfinite(integrated_lufs) else float(lufs(energies).max())
    threshold = float(energy_of(np.array([max(own_lufs - SILENCE_BELOW_LU, _FLOOR_LUFS)]))[0])
    heard = np.flatnonzero(energies > threshold)
    if not len(heard):
        return 0.0, 0.0
    first, last = max(0, int(heard[0]) - _KEPT_BEFORE), int(heard[-1]) + 1 + _KEPT_AFTER
    start_s = first / HOPS_A_SECOND if first >= _SHORTEST_CUT else 0.0
    end_s = last / HOPS_A_SECOND if len(energies) - last >= _SHORTEST_CUT else seconds
    return start_s, min(end_s, seconds)
