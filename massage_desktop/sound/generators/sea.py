"""Sea waves on a flat beach: breakers near and far, foam that runs back, and a rumble below.

Figures it is built to, and tested for:

* Breakers come every 6.5 to 12.5 s, never evenly: ocean swell, in sets of higher and lower waves; the
  sound's power follows that grouping (Melville, Deane and others 1996, noise of the surf zone).
* The same measurement finds two broad humps, 100 to 500 Hz and 1 to 7 kHz: here the body of a breaker, and
  the hiss of foam that follows it down the sand.
* Brightness follows level: a wave opens from a few hundred hertz to some kilohertz as it breaks, and closes.
* Level over seconds deviates by about 4 dB (a sea's usual 5, less its loudest crests). It is the only sound
  here that swells that much; no tenth of a second rises by more than 3 dB (SOUND-07), and nothing booms
  below 70 Hz.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import FRAME, HOP, SPAN, Drift, GridSource, blank, pan_gains, rng_at
from .moving_noise import BANDS_HZ, Curve, MovingNoise, amplitude, drift_db, instants_s, tilted
from .patter import Patter

INTERVAL_S = (6.5, 12.5)
"""Shortest and longest time from one breaker to the next on one beach."""

_RUMBLE_POWER = 0.0028
_AIR_POWER = 0.0009
_FOAM_LEVEL = 0.16
_AHEAD_S, _BEHIND_S = 7.5, 20.0


class _Beach(NamedTuple):
    """A stretch of shore: how loud, how slowly its waves rise and fall, how bright, how much foam."""

    lane: int
    level: float
    rise_s: float
    fall_s: float
    brightness_hz: float
    foam: float
    width: float


_NEAR = _Beach(1, 1.0, 1.55, 1.7, 3400.0, 0.5, 0.6)
_FAR = _Beach(2, 0.42, 2.0, 2.1, 1100.0, 0.0, 0.9)


class Wave(NamedTuple):
    """One breaker: its crest in seconds, its height, how it rises and falls, and its way along the shore."""

    crest_s: float
    height: float
    rise_s: float
    fall_s: float
    pan: float
    pan_per_s: float

    def swell(self, times_s: Curve) -> Curve:
        """Amplitude at ``times_s``, 1.0 at the crest; smooth everywhere."""
        since_s = times_s - self.crest_s
        rising = np.exp(-0.5 * (np.minimum(since_s, 0.0) / self.rise_s) ** 2)
        falls = np.maximum(since_s, 0.0) / self.fall_s
        return np.asarray(rising * (1.0 + falls) * np.exp(-falls))

    def withdrawal(self, times_s: Curve) -> Curve:
        """Amplitude of the foam that runs back: begins after the crest, highest 2.4 s behind it."""
        since = np.maximum(times_s - self.crest_s - 0.4, 0.0) / 2.0
        return np.asarray(since**2 * np.exp(2.0 * (1.0 - since)))


class Shore:
    """The waves of one beach in order; asked with times that go forward only."""

    def __init__(self, seed: int, beach: _Beach) -> None:
        self.beach = beach
        self._seed = seed
        self._count = 0
        self._next_s = float(rng_at(seed, 40 + beach.lane).uniform(1.5, 4.0))
        self._sets = Drift(seed, 50 + beach.lane, 38.0, 0.75)
        self._waves: list[Wave] = []

    def around(self, first_s: float, last_s: float) -> list[Wave]:
        """Every wave that is heard between two moments."""
        while self._next_s < last_s + _AHEAD_S:
            self._waves.append(self._next_wave())
        self._waves = [wave for wave in self._waves if wave.crest_s > first_s - _BEHIND_S]
        return self._waves

    def _next_wave(self) -> Wave:
        rng = rng_at(self._seed, self.beach.lane, self._count)
        height_db = self._sets.at(self._next_s) + 0.8 * float(np.clip(rng.standard_normal(), -2.0, 1.0))
        wave = Wave(
            crest_s=self._next_s,
            height=self.beach.level * 10.0 ** (height_db / 20.0),
            rise_s=self.beach.rise_s * float(rng.uniform(0.85, 1.2)),
            fall_s=self.beach.fall_s * float(rng.uniform(0.85, 1.25)),
            pan=float(rng.uniform(-0.4, 0.4)),
            pan_per_s=float(rng.uniform(0.08, 0.22) * rng.choice([-1.0, 1.0])),
        )
        self._count += 1
        self._next_s += float(rng.uniform(*INTERVAL_S))
        return wave


class SeaWaves(GridSource):
    """A calm sea on a beach (SOUND-06); renders near the nominal loudness."""

    title = "Sea waves"
    gain = 0.174

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._water = MovingNoise(self.seed, 3)
        self._foam = Patter(
            self.seed, 4, per_second=2600.0, bands_hz=(1900.0, 2900.0, 4300.0), loud=(0.8, 1.0, 1.1)
        )
        self._shores = [Shore(self.seed, beach) for beach in (_NEAR, _FAR)]
        self._depth = Drift(self.seed, 11, 16.0, 0.9)
        self._rumble = tilted(-7.0, 75.0, 260.0)
        self._body = tilted(-2.6, 85.0, 7000.0)
        self._distance = tilted(-4.5, 85.0, 3000.0)
        self._hiss = tilted(-1.5, 1700.0, 6000.0, 1.5)

    def contribution(self, line: int) -> Samples:
        """Water and foam that begin on one grid line; shape ``(SPAN + FRAME, 2)``."""
        times_s = instants_s(line)
        rumble = amplitude(drift_db([self._depth], times_s))[:, None] * self._rumble
        calm = _RUMBLE_POWER * rumble**2 + _AIR_POWER * self._distance**2
        power = np.repeat(calm[:, None], 2, axis=1)
        foam = np.zeros((len(times_s), 2))
        for shore in self._shores:
            for wave in shore.around(float(times_s[0]), float(times_s[-1])):
                self._add(power, foam, wave, shore.beach, times_s)
        out = blank(SPAN + FRAME)
        out[: SPAN + HOP] = self._water.span(line, np.sqrt(power[1:]))
        bubbles = self._foam.span(line, _FOAM_LEVEL * np.sqrt(foam))
        out[: len(bubbles)] += bubbles
        return out

    def _add(self, power: Curve, foam: Curve, wave: Wave, beach: _Beach, times_s: Curve) -> None:
        """Add one wave's power to the spectrum, shape ``(instants, 2, bands)``, and to the foam."""
        pan = wave.pan + wave.pan_per_s * (times_s - wave.crest_s)
        sides = pan_gains(np.clip(pan, -beach.width, beach.width)).astype(np.float64) ** 2
        swell = wave.swell(times_s)
        higher = min(1.3, wave.height / beach.level)
        bright_hz = 260.0 + beach.brightness_hz * swell**1.3 * higher
        rolled = (1.0 + (BANDS_HZ / bright_hz[:, None]) ** 2) ** -1.6
        body = (wave.height * swell)[:, None] ** 2 * rolled * self._body**2
        back = (wave.height * beach.foam * wave.withdrawal(times_s)) ** 2
        power += (body + back[:, None] * self._hiss**2)[:, None] * sides[:, :, None]
        foam += back[:, None] * sides
