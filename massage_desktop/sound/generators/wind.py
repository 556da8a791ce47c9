"""Wind in trees: gusts that pass from crown to crown, air below and leaves above.

Figures it is built to, and tested for:

* Wind in and over a wood comes in structures of 40 to 60 s (Gao and Li 1993, J. Appl. Meteorol. 32); the main
  gusts here take about that long, smaller ones of some 17 and 6 s ride on them.
* Rustle lies in the kilohertz and grows quicker with the wind than the air's own sound does, so a gust is
  louder *and* brighter. Bare branches peak near 200 Hz; here air lies around 150 to 700 Hz.
* Pass bands are octaves wide: nothing whistles. Leaves touch 2,200 times a second; no single one is heard.
* Level over seconds deviates by about 2 dB and never rises suddenly (SOUND-07).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import FRAME, HOP, SPAN, Drift, GridSource, blank, pan_gains
from .moving_noise import BANDS_HZ, Curve, MovingNoise, drift_db, hump, instants_s, tilted
from .patter import Patter

_AIR_GROWTH, _RUSTLE_GROWTH = 0.8, 1.45
"""Decibels of air and of leaves for each decibel of wind."""

_RUSTLE_POWER = 0.30
_HISS_SHARE = 0.5
_TOUCH_LEVEL = 0.3
_HEAD_START_S = 10.0
_STRONGEST_DB = 2.4


class _Tree(NamedTuple):
    """A crown: its level and place, when a gust gets there, and where its leaves rustle."""

    level: float
    lag_s: float
    pan: float
    leaf_hz: float


_TREES = (_Tree(1.0, 0.0, -0.55, 3000.0), _Tree(0.9, 1.1, 0.5, 2300.0), _Tree(0.6, 2.6, 0.05, 1700.0))


class WindInTrees(GridSource):
    """A light wind in leafy trees (SOUND-06); renders near the nominal loudness."""

    title = "Wind in trees"
    gain = 0.0935

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._air = MovingNoise(self.seed, 4)
        self._touches = Patter(
            self.seed,
            5,
            per_second=2200.0,
            bands_hz=(1500.0, 2300.0, 3400.0, 4800.0),
            loud=(0.9, 1.0, 1.0, 0.8),
            spread_db=4.5,
        )
        self._gusts = tuple(
            Drift(self.seed, lane, period_s, depth_db)
            for lane, period_s, depth_db in ((11, 24.0, 2.1), (12, 8.5, 1.6), (13, 3.1, 0.8))
        )
        self._sway = [Drift(self.seed, 20 + n, 2.3, 1.0) for n in range(len(_TREES))]
        self._low = tilted(-3.5, 150.0, 700.0, 1.6) ** 2
        dulled = (BANDS_HZ / 1000.0) ** -0.6
        self._rustle = [hump(tree.leaf_hz, 1.15) ** 2 * dulled for tree in _TREES]

    def contribution(self, line: int) -> Samples:
        """Air and leaves that begin on one grid line; shape ``(SPAN + FRAME, 2)``."""
        times_s = instants_s(line)
        power = np.zeros((len(times_s), 2, len(BANDS_HZ)))
        touches = np.zeros((len(times_s), 2))
        for tree, sway, rustle in zip(_TREES, self._sway, self._rustle, strict=True):
            wind_db = self._wind_db(tree, times_s) + drift_db([sway], times_s)
            sides = tree.level**2 * pan_gains([tree.pan]).astype(np.float64) ** 2
            leaves = _RUSTLE_POWER * 10.0 ** (_RUSTLE_GROWTH * wind_db / 10.0)
            air = 10.0 ** (_AIR_GROWTH * wind_db / 10.0)
            spectrum = air[:, None] * self._low + _HISS_SHARE * leaves[:, None] * rustle
            power += spectrum[:, None] * sides[:, :, None]
            touches += leaves[:, None] * sides
        out = blank(SPAN + FRAME)
        out[: SPAN + HOP] = self._air.span(line, np.sqrt(power[1:]))
        touching = self._touches.span(line, _TOUCH_LEVEL * np.sqrt(touches))
        out[: len(touching)] += touching
        return out

    def _wind_db(self, tree: _Tree, times_s: Curve) -> Curve:
        """The gust at one tree: the same wind everywhere, but later where it gets later."""
        wind_db = drift_db(self._gusts, times_s - tree.lag_s + _HEAD_START_S)
        # Strong gusts level off: crowns give way, and nothing gets loud.
        return np.where(wind_db > 0.0, _STRONGEST_DB * np.tanh(wind_db / _STRONGEST_DB), wind_db)
