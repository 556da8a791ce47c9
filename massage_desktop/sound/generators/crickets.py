"""Night crickets: a few far insects, each with a rhythm and pitch of its own, over quiet night air.

Figures it is built to, and tested for, all at one temperature, as on a real night:

* The snowy tree cricket chirps (T - 40) / 13 times a second at T degrees Fahrenheit (Dolbear's law in its
  13-second form), in chirps of 8, seldom 5, pulses; at 73 °F it sings at 3 kHz and at 55 °F nearly 800 Hz
  lower (songsofinsects.com, Oecanthus fultoni).
* Field crickets sing short chirps of a few pulses, about 4.6 kHz when warm (Gryllus pennsylvanicus) and
  lower in the cool; other tree crickets trill on and on. Ground crickets, above 7 kHz, are left out: shrill.
* Distance: pulses rise slowly, have no overtones, and come with the scattering of a meadow. Song stays at
  most 8 dB over the air, or it would pierce; insects rest and begin again softly (SOUND-07).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import HOP, RATE_HZ, SPAN, Drift, GridSource, pan_gains, rng_at
from .moving_noise import MovingNoise, amplitude, drift_db, hump, instants_s, tilted

NIGHT_F = 64.4
"""The night's temperature in degrees Fahrenheit, as cricket laws have it: 18 °C."""


def tree_chirps_per_s(degrees_f: float) -> float:
    """Chirps a second of a snowy tree cricket (Dolbear's law)."""
    return (degrees_f - 40.0) / 13.0


def tree_hz(degrees_f: float) -> float:
    """Pitch of a snowy tree cricket: 3 kHz at 73 °F, 800 Hz lower at 55 °F."""
    return 3000.0 - 800.0 / 18.0 * (73.0 - degrees_f)


class _Kind(NamedTuple):
    """A species: pitch, chirps a second, pulses a chirp, length of a pulse and time from pulse to pulse."""

    hz: float
    chirps_per_s: float
    pulses: int
    pulse_s: float
    period_s: float


_TREE = _Kind(tree_hz(NIGHT_F), tree_chirps_per_s(NIGHT_F), 8, 0.015, 0.0235)
_FIELD = _Kind(4050.0, 1.7, 4, 0.019, 0.037)
_TRILLER = _Kind(3250.0, 27.0, 1, 0.022, 0.037)

_SINGERS = (
    (_TREE, 0.85, -0.35),
    (_TREE, 0.54, 0.6),
    (_TREE, 0.34, 0.1),
    (_FIELD, 0.45, 0.3),
    (_FIELD, 0.35, -0.7),
    (_FIELD, 0.25, -0.1),
    (_TRILLER, 0.18, 0.75),
    (_TRILLER, 0.15, -0.5),
)
"""Who sings: kind, level, place."""

_WANDER_S = 0.12
_WANDER_MOST_S = 2.2 * _WANDER_S
_LONGEST_PULSE = 1216
_ECHO = 2880
_SIZE = 20_480
_PAGE = 32
"""Chirps that are worked out together."""


class _Insect:
    """One singer: a pure function of time, so that any stretch of its song can be asked for."""

    def __init__(self, seed: int, lane: int, kind: _Kind, level: float, pan: float) -> None:
        rng = rng_at(seed, 60, lane)
        self._seed = seed
        self._lane = lane
        self._kind = kind
        self._period_s = 1.0 / (kind.chirps_per_s * float(rng.uniform(0.94, 1.06)))
        self._offset_s = float(rng.uniform(0.0, self._period_s))
        self._sides = (pan_gains([pan])[0] * level)[:, None]
        self._mood = Drift(seed, 70 + lane, float(rng.uniform(11.0, 19.0)), 1.0)
        self._wander = Drift(seed, 90 + lane, 31.0, _WANDER_S)
        self._pulse = _pulse(kind, kind.hz * float(rng.uniform(0.96, 1.04)))
        self._pages: dict[int, list[tuple[float, float]]] = {}

    def add(self, bus: np.ndarray, line: int) -> None:
        """Add the pulses that begin on one grid line to ``bus``, shape ``(2, SPAN + _LONGEST_PULSE)``."""
        start_s, end_s = line * SPAN / RATE_HZ, (line + 1) * SPAN / RATE_HZ
        chirp_s = self._kind.pulses * self._kind.period_s
        first = int((start_s - chirp_s - _WANDER_MOST_S) / self._period_s) - 2
        last = int((end_s + _WANDER_MOST_S) / self._period_s) + 2
        for number in range(max(first, 0), last):
            from_s, size = self._chirp(number)
            if size > 0.0 and start_s - chirp_s < from_s < end_s:
                self._add_chirp(bus, round(from_s * RATE_HZ) - line * SPAN, size)

    def _chirp(self, number: int) -> tuple[float, float]:
        """When a chirp begins, in seconds, and its size; 0 where the insect rests."""
        page, place = divmod(number, _PAGE)
        if page not in self._pages:
            if len(self._pages) > 2:
                self._pages.clear()
            self._pages[page] = self._chirps(page)
        return self._pages[page][place]

    def _chirps(self, page: int) -> list[tuple[float, float]]:
        rng = rng_at(self._seed, 100 + self._lane, page)
        about_s = np.arange(page * _PAGE, (page + 1) * _PAGE) * self._period_s + self._offset_s
        # Mood falls below zero for a while now and then, and is reached and left softly.
        will = np.clip((self._mood.over(about_s) + 0.55) / 0.7, 0.0, 1.0)
        from_s = about_s + self._wander.over(about_s) + rng.uniform(-0.02, 0.02, _PAGE) * self._period_s
        size = will * 10.0 ** (0.06 * np.clip(rng.standard_normal(_PAGE), -2.0, 2.0))
        return list(zip(from_s.tolist(), size.tolist(), strict=True))

    def _add_chirp(self, bus: np.ndarray, begin: int, size: float) -> None:
        """Add those pulses of a chirp from frame ``begin`` on that begin on this line."""
        for pulse in range(self._kind.pulses):
            at = begin + round(pulse * self._kind.period_s * RATE_HZ)
            if 0 <= at < SPAN:
                # The first pulses of a chirp are the softer ones.
                gain = size * (min(1.0, 0.55 + 0.2 * pulse) if self._kind.pulses > 1 else 1.0)
                bus[:, at : at + len(self._pulse)] += (gain * self._sides) * self._pulse


class NightCrickets(GridSource):
    """Far crickets on a mild night (SOUND-06); renders near the nominal loudness."""

    title = "Night crickets"
    gain = 0.087

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._insects = [_Insect(self.seed, lane, *singer) for lane, singer in enumerate(_SINGERS)]
        self._air = MovingNoise(self.seed, 1)
        self._breeze = (Drift(self.seed, 11, 14.0, 0.7), Drift(self.seed, 12, 31.0, 0.6))
        self._crowd = (Drift(self.seed, 13, 9.0, 0.8),)
        self._meadow = np.fft.rfft(_scattering(rng_at(self.seed, 3)), _SIZE)
        self._shape = tilted(-4.5, 200.0, 1800.0, 1.6)
        # Insects too far to be told apart are one soft band of noise.
        self._chorus = 0.10 * hump(3300.0, 0.4)

    def contribution(self, line: int) -> Samples:
        """Air and song that begin on one grid line; shape ``(_SIZE, 2)``."""
        out = self.song(line)
        out[: SPAN + HOP] += self.air(line)
        return out

    def air(self, line: int) -> Samples:
        """The bed alone, before the gain; shape ``(SPAN + HOP, 2)``."""
        times_s = instants_s(line)[1:]
        breeze = amplitude(drift_db(self._breeze, times_s))[:, None] * self._shape
        crowd = amplitude(drift_db(self._crowd, times_s))[:, None] * self._chorus
        return self._air.span(line, np.hypot(breeze, crowd)[:, None])

    def song(self, line: int) -> Samples:
        """The insects alone, before the gain; shape ``(_SIZE, 2)``."""
        bus = np.zeros((2, SPAN + _LONGEST_PULSE), dtype=np.float32)
        for insect in self._insects:
            insect.add(bus, line)
        heard = np.fft.irfft(np.fft.rfft(bus, _SIZE, axis=1) * self._meadow, _SIZE, axis=1)
        return np.asarray(heard.T, dtype=np.float32)


def _pulse(kind: _Kind, hz: float) -> np.ndarray:
    """One stroke of the wings: it swells, then stops a little sooner, and its pitch sinks by a hundredth."""
    time_s = np.arange(round(kind.pulse_s * RATE_HZ)) / RATE_HZ
    part = time_s / kind.pulse_s
    envelope = np.sin(np.pi * part**1.25) ** 2
    return np.asarray(envelope * np.sin(2.0 * np.pi * hz * time_s * (1.005 - 0.005 * part)), dtype=np.float32)


def _scattering(rng: np.random.Generator) -> np.ndarray:
    """What a meadow does on the way: half of the sound straight, half strewn over 40 ms; shape (2, _ECHO)."""
    time_s = np.arange(_ECHO) / RATE_HZ
    strewn = rng.standard_normal((2, _ECHO)) * np.exp(-time_s / 0.016) * (1.0 - np.exp(-time_s / 0.002))
    strewn *= np.minimum(1.0, np.arange(_ECHO, 0, -1) / 480.0)
    strewn *= 0.75 / np.sqrt((strewn**2).sum(axis=1, keepdims=True))
    strewn[:, 0] += 0.66
    return strewn
