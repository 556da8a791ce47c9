"""Steady rain: a dense, soft fall with no single drops, the calmest of the sounds.

Gaussian noise of far rain under 4,500 impacts a second. Figures it is built to, and tested for:

* Of water sounds at equal loudness, those with a lower spectral centroid please more (Rådsten-Ekman, Lundén
  and Nilsson 2015), and sharpness rules the liking (Jeon and others 2012): power falls about as 1/f from 250
  Hz to 4 kHz, and steeply above 6 kHz.
* Kurtosis of 1.5 to 8 kHz: plain noise has 3, single drops on leaves about 8; dense rain lies close above 3.
* Level over seconds deviates by about half a decibel: sheets of rain that pass.
"""

from __future__ import annotations

from massage_desktop.sound.source import Samples

from .grid import FRAME, HOP, SPAN, Drift, GridSource, blank
from .moving_noise import BANDS_HZ, MovingNoise, amplitude, drift_db, instants_s, tilted
from .patter import Patter

_DROPS_LEVEL = 0.55


class SteadyRain(GridSource):
    """Dense, soft rain (SOUND-06); renders near the nominal loudness."""

    title = "Steady rain"
    gain = 0.0445

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._far = MovingNoise(self.seed, 1)
        self._drops = Patter(
            self.seed,
            2,
            per_second=4500.0,
            bands_hz=(1000.0, 1700.0, 2700.0, 4200.0),
            loud=(1.0, 1.05, 1.1, 1.0),
        )
        self._shape = tilted(-4.2, 190.0, 6000.0, 3.0)
        self._sheets = (Drift(self.seed, 11, 7.0, 0.45), Drift(self.seed, 12, 26.0, 0.5))
        self._colour = Drift(self.seed, 13, 13.0, 0.5)

    def contribution(self, line: int) -> Samples:
        """Far rain and drops that begin on one grid line; shape ``(SPAN + FRAME, 2)``."""
        times_s = instants_s(line)
        level = amplitude(drift_db(self._sheets, times_s))
        colour_db = drift_db([self._colour], times_s[1:])
        # One decibel of colour is one more decibel at 10 kHz than at 1 kHz.
        bed = self._shape * (BANDS_HZ / 1000.0) ** (colour_db[:, None] / 20.0) * level[1:, None]
        out = blank(SPAN + FRAME)
        out[: SPAN + HOP] = self._far.span(line, bed[:, None])
        drops = self._drops.span(line, _DROPS_LEVEL * level)
        out[: len(drops)] += drops
        return out
