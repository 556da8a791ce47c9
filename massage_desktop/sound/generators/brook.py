"""A brook: thousands of small ringing bubbles over the soft rush of shallow water.

Figures it is built to, and tested for:

* A bubble of radius r metres rings at 3/r hertz (Minnaert 1933) and dies at 0.13/r + 0.0072 r^-1.5 a second;
  as it rises to the surface its pitch goes up, by some per cent until it is a third as loud (van den Doel
  2005, physically based models for liquid sounds).
* Running water is self-similar: sound an octave higher comes twice as often and lasts half as long (Geffen
  and others 2011); rates and lengths here follow that, and the mean spectrum falls off gently.
* Bubbles come in short runs of nearby pitch, in seven places across the stream that grow and ebb unalike.
  In a recording of running water (water.wav of the Python package onsen 0.1.1) the envelope of 1.5 to 8 kHz
  deviates by 0.35 of its mean, with nearly the same modulation at 0.3 Hz and at 10 Hz. So it does here; the
  recording's splashes (kurtosis 60 in that band) are left out, because they would startle (SOUND-07).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from massage_desktop.sound.source import Samples

from .grid import HOP, RATE_HZ, SPAN, Drift, GridSource, add_grains, blank, pan_gains, rng_at
from .moving_noise import Curve, MovingNoise, amplitude, drift_db, instants_s, tilted
from .patter import Patter

_PLACES = 7
_RUN = 3
_RUN_LONGEST = 8000
_RUSH_LEVEL = 0.55
_SPLASH_LEVEL = 0.25


class _Bubbles(NamedTuple):
    """Bubbles of one size: how many a second in all, their range of pitch, and length in frames."""

    per_second: float
    low_hz: float
    high_hz: float
    frames: int


_SIZES = (
    _Bubbles(14.0, 330.0, 700.0, 4096),
    _Bubbles(42.0, 700.0, 1500.0, 2048),
    _Bubbles(130.0, 1500.0, 4800.0, 1024),
)
_LEVEL = 0.75
_RUNS_A_LINE = np.array([size.per_second for size in _SIZES]) / _RUN * SPAN / RATE_HZ / _PLACES
_LOW, _HIGH = np.log([(size.low_hz, size.high_hz) for size in _SIZES]).T


class Brook(GridSource):
    """A small brook over stones (SOUND-06); renders near the nominal loudness."""

    title = "Brook"
    gain = 0.062

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._places = rng_at(self.seed, 7).permutation(np.linspace(-0.85, 0.85, _PLACES))
        self._babble = [
            (Drift(self.seed, 20 + n, 0.42, 3.1), Drift(self.seed, 30 + n, 3.7, 2.3)) for n in range(_PLACES)
        ]
        self._water = MovingNoise(self.seed, 4)
        self._splashes = Patter(
            self.seed,
            5,
            per_second=1500.0,
            bands_hz=(1300.0, 2200.0, 3600.0),
            loud=(1.0, 1.0, 0.9),
            spread_db=5.0,
        )
        self._flow = (Drift(self.seed, 11, 5.0, 0.45), Drift(self.seed, 12, 19.0, 0.45))
        self._shape = _RUSH_LEVEL * tilted(-4.0, 230.0, 6500.0)

    def contribution(self, line: int) -> Samples:
        """Rush and bubbles that begin on one grid line; shape ``(2 * SPAN, 2)``."""
        times_s = instants_s(line)
        flow = amplitude(drift_db(self._flow, times_s))
        out = blank(2 * SPAN)
        out[: SPAN + HOP] = self._water.span(line, (self._shape * flow[1:, None])[:, None])
        splashes = self._splashes.span(line, _SPLASH_LEVEL * flow)
        out[: len(splashes)] += splashes
        busy = (10.0 ** (np.array([drift_db(pair, times_s) for pair in self._babble]) / 10.0)).mean(axis=1)
        self._add_bubbles(out, line, busy)
        return out

    def _add_bubbles(self, out: Samples, line: int, busy: Curve) -> None:
        """Add the bubbles of a line; ``busy`` is how much more than usual each place babbles."""
        rng = rng_at(self.seed, 1, line)
        runs = rng.poisson(_RUNS_A_LINE[:, None] * busy)
        kind = np.repeat(np.arange(len(_SIZES)), runs.sum(axis=1))
        place = np.repeat(np.tile(self._places, len(_SIZES)), runs.ravel())
        lengths = rng.integers(1, 2 * _RUN, len(place))
        run = np.repeat(np.arange(len(place)), lengths)
        order = np.arange(len(run)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        pitch = rng.uniform(_LOW[kind], _HIGH[kind])
        hz = np.exp(pitch[run] + rng.normal(0.0, 0.18, len(run)))
        after = np.minimum(order * rng.uniform(8.0, 24.0, len(run)) / hz * RATE_HZ, _RUN_LONGEST)
        starts = rng.integers(0, SPAN, len(place))[run] + after.astype(np.intp)
        draw = np.clip(rng.standard_normal(len(run)), -2.2, 2.2)
        level = _LEVEL * 10.0 ** (draw / 4.0) * (1000.0 / hz) ** 0.25
        pan = np.clip(place[run] + rng.normal(0.0, 0.08, len(run)), -1.0, 1.0)
        sides = pan_gains(pan) * level[:, None]
        ends = np.searchsorted(kind[run], np.arange(len(_SIZES) + 1))
        for size, first, end in zip(_SIZES, ends[:-1], ends[1:], strict=True):
            some = slice(first, end)
            add_grains(out, starts[some], ring(rng, hz[some], size.frames), sides[some])


def damping_per_s(hz: np.ndarray) -> np.ndarray:
    """How quickly bubbles of pitches ``hz`` die, per second (van den Doel 2005, with r = 3 / hz)."""
    radius_m = 3.0 / hz
    return np.asarray(0.13 / radius_m + 0.0072 * radius_m**-1.5)


def ring(rng: np.random.Generator, hz: np.ndarray, frames: int) -> np.ndarray:
    """Bubbles of pitches ``hz``, each rising in its own way: shape ``(len(hz), frames)``, float32."""
    time_s = np.arange(frames, dtype=np.float32) / RATE_HZ
    pitch = hz.astype(np.float32)[:, None]
    damping = damping_per_s(pitch)
    rise_per_s = rng.uniform(0.02, 0.14, pitch.shape).astype(np.float32) * damping
    wave = (np.pi * pitch * rise_per_s) * time_s
    wave += 2.0 * np.pi * pitch
    wave *= time_s
    np.sin(wave, out=wave)
    fall = -damping * time_s
    wave *= np.exp(fall, out=fall)
    # A bubble closes within a cycle or two, not at once: no click.
    onset = (pitch / -1.5) * time_s
    np.exp(onset, out=onset)
    wave *= np.subtract(1.0, onset, out=onset)
    wave *= np.minimum(1.0, np.arange(frames, 0, -1, dtype=np.float32) / 128.0)
    return np.asarray(wave)
