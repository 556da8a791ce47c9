"""The K-weighting of ITU-R BS.1770-5, annex 1, as a streaming block filter in plain numpy.

numpy has no recursive filter. Both biquads together are a state-space system with four states, so a block of
``L`` samples is one matrix product, and the states at all block starts follow from a doubling scan: a handful
of products for any length, instead of one Python step a sample.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.floating[Any]]

# Analogue prototypes behind the 48 kHz coefficient tables 1 and 2 of BS.1770: with them, other rates get the
# same curve.
_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_HIGHPASS_HZ, _HIGHPASS_Q = 38.13547087602444, 0.5003270373238773

_WANTED_BLOCK = 32
_NEGLIGIBLE = 1e-25


class Biquad(NamedTuple):
    """Numerator ``b0 b1 b2`` and denominator ``1 a1 a2`` of one second-order section."""

    b: tuple[float, float, float]
    a: tuple[float, float, float]


def shelf(rate: int) -> Biquad:
    """Stage 1 of the K-weighting (the effect of a head) at ``rate`` Hz."""
    k = math.tan(math.pi * _SHELF_HZ / rate)
    high = 10 ** (_SHELF_DB / 20)
    bend = high**0.4996667741545416
    a0 = 1 + k / _SHELF_Q + k * k
    b = (high + bend * k / _SHELF_Q + k * k, 2 * (k * k - high), high - bend * k / _SHELF_Q + k * k)
    return Biquad(
        (b[0] / a0, b[1] / a0, b[2] / a0), (1.0, 2 * (k * k - 1) / a0, (1 - k / _SHELF_Q + k * k) / a0)
    )


def highpass(rate: int) -> Biquad:
    """Stage 2 of the K-weighting (revised low-frequency B curve) at ``rate`` Hz."""
    k = math.tan(math.pi * _HIGHPASS_HZ / rate)
    a0 = 1 + k / _HIGHPASS_Q + k * k
    return Biquad((1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / a0, (1 - k / _HIGHPASS_Q + k * k) / a0))


class _System(NamedTuple):
    """Block form of both stages: ``y = x @ direct + s @ from_state`` and ``s' = s @ step + x @ to_state``."""

    block: int
    direct: NDArray[np.float64]
    from_state: NDArray[np.float64]
    to_state: NDArray[np.float64]
    steps: tuple[NDArray[np.float64], ...]
    """State transition over 1, 2, 4, ... blocks, until it has died away."""


def _state_space(
    rate: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """One-sample system ``s' = a s + b x``, ``y = c s + d x`` of the cascade (direct form II transposed)."""
    first, second = shelf(rate), highpass(rate)
    a, b, c = np.zeros((4, 4)), np.zeros(4), np.zeros(4)
    for at, section in ((0, first), (2, second)):
        a[at : at + 2, at : at + 2] = [[-section.a[1], 1.0], [-section.a[2], 0.0]]
    own = [
        [s.b[1] - s.a[1] * s.b[0] for s in (first, second)],
        [s.b[2] - s.a[2] * s.b[0] for s in (first, second)],
    ]
    b[:2] = own[0][0], own[1][0]
    # The second stage is driven by the first stage's output: its state 0 plus b0 times the input.
    drive = np.array([own[0][1], own[1][1]])
    a[2:, 0] = drive
    b[2:] = drive * first.b[0]
    c[:] = second.b[0], 0.0, 1.0, 0.0
    return a, b, c, first.b[0] * second.b[0]


@cache
def _system(rate: int, block: int) -> _System:
    a, b, c, d = _state_space(rate)
    powers = [np.eye(4)]
    for _ in range(block):
        powers.append(powers[-1] @ a)
    response = [d, *(float(c @ powers[n] @ b) for n in range(block - 1))]
    direct = np.zeros((block, block))
    for n in range(block):
        direct[n, n:] = response[: block - n]
    steps = [powers[block].T.copy()]
    while float(np.abs(steps[-1]).max()) > _NEGLIGIBLE:
        steps.append(steps[-1] @ steps[-1])
    from_state = np.stack([c @ powers[n] for n in range(block)], axis=1)
    to_state = np.stack([powers[block - 1 - n] @ b for n in range(block)])
    return _System(block, direct, np.ascontiguousarray(from_state), to_state, tuple(steps[:-1]))


def _block_length(hop: int) -> int:
    """Divisor of ``hop`` nearest to the length that measured fastest."""
    return min((n for n in range(1, hop + 1) if hop % n == 0), key=lambda n: abs(n - _WANTED_BLOCK))


class KWeighting:
    """K-weighting filter for whole hops of 10 ms; ``state`` (channels, 4) may be read, kept and set back.

    Raises ValueError when ``rate`` is no multiple of 100 Hz (10 ms would be no whole number of frames) or
    below 4 kHz.
    """

    def __init__(self, rate: int, channels: int) -> None:
        if rate % 100 or rate < 4000:
            raise ValueError(f"sample rate {rate} Hz: loudness needs a multiple of 100 Hz, at least 4000 Hz")
        self.hop = rate // 100
        self.channels = channels
        self.state: NDArray[np.float64] = np.zeros((channels, 4))
        self._system = _system(rate, _block_length(self.hop))

    def filter(self, samples: Samples) -> NDArray[np.float64]:
        """Weighted samples (channels, hops, hop) of finite ``samples`` (hops * hop, channels)."""
        system = self._system
        planar = np.ascontiguousarray(samples.T, dtype=np.float64)
        # One small product a hop: numpy's linear algebra would spread a large one over threads that wait by
        # spinning, twenty times slower as soon as another program wants the processor.
        blocks = planar.reshape(self.channels, -1, self.hop // system.block, system.block)
        inputs = (blocks @ system.to_state).reshape(self.channels, -1, 4)
        states = self._scan(inputs).reshape(*blocks.shape[:3], 4)
        weighted = blocks @ system.direct
        weighted += states @ system.from_state
        return weighted.reshape(self.channels, -1, self.hop)

    def _scan(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """States (channels, blocks, 4) at the start of every block; ``state`` moves to the end."""
        count = inputs.shape[1]
        states = np.concatenate([self.state[:, None], inputs], axis=1)
        distance = 1
        for step in self._system.steps:
            if distance > count:
                break
            states[:, distance:] += states[:, :-distance] @ step
            distance *= 2
        # Without this the decay of a silence ends in denormal numbers, which are slow.
        self.state = np.where(np.abs(states[:, -1]) < _NEGLIGIBLE, 0.0, states[:, -1])
        return states[:, :-1]
