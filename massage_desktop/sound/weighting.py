"""The K-weighting of ITU-R BS.1770-5, annex 1, as a streaming block filter in plain numpy.

numpy has no recursive filter. Both biquads together are a state-space system with four states, so a block of
``L`` samples is one matrix product, the states inside a hop are another, and the states at all hops follow
from a doubling scan: a handful of products for any length, instead of one Python step a sample.
"""

from __future__ import annotations

import copy
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

_WANTED_BLOCK = 24
_NEGLIGIBLE = 1e-25
_RINGING_HOPS = 30


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
    """Block form of both stages: ``y = x @ direct + s @ from_state``, and how states travel through a hop.

    A hop is ``blocks`` blocks of ``block`` samples; what a block adds to the state it ends in is its *input*.
    """

    block: int
    blocks: int
    direct_and_input: NDArray[np.float64]
    """(block, block + 4): a block's own part of the output, and its input."""
    from_state: NDArray[np.float64]
    to_end: NDArray[np.float64]
    """(4 * blocks, 4): all inputs of a hop to the state at its end."""
    to_blocks: NDArray[np.float64]
    """(4 * blocks + 4, 4 * blocks): a hop's inputs and first state to the states at its blocks' starts."""
    steps: tuple[NDArray[np.float64], ...]
    """State transition over 1, 2, 4, ... hops, until it has died away."""


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
    blocks = rate // 100 // block
    powers = [np.eye(4)]
    for _ in range(block):
        powers.append(powers[-1] @ a)
    response = [d, *(float(c @ powers[n] @ b) for n in range(block - 1))]
    direct = np.zeros((block, block))
    for n in range(block):
        direct[n, n:] = response[: block - n]
    to_state = np.stack([powers[block - 1 - n] @ b for n in range(block)])
    # States are rows here: they move over one block by a product from the right.
    moves = [np.eye(4)]
    for _ in range(blocks):
        moves.append(moves[-1] @ powers[block].T)
    to_blocks = np.zeros((blocks + 1, 4, blocks, 4))
    for n in range(blocks):
        to_blocks[blocks, :, n] = moves[n]
        for later in range(n + 1, blocks):
            to_blocks[n, :, later] = moves[later - n - 1]
    steps = [moves[blocks]]
    while float(np.abs(steps[-1]).max()) > _NEGLIGIBLE:
        steps.append(steps[-1] @ steps[-1])
    return _System(
        block=block,
        blocks=blocks,
        direct_and_input=np.concatenate([direct, to_state], axis=1),
        from_state=np.stack([c @ powers[n] for n in range(block)], axis=1),
        to_end=np.concatenate([moves[blocks - 1 - n] for n in range(blocks)]),
        to_blocks=to_blocks.reshape(4 * blocks + 4, 4 * blocks),
        steps=tuple(steps[:-1]),
    )


def _block_length(hop: int) -> int:
    """Divisor of ``hop`` nearest to the length that measured fastest."""
    return min((n for n in range(1, hop + 1) if hop % n == 0), key=lambda n: abs(n - _WANTED_BLOCK))


class _Scratch:
    """Arrays that every call of one length needs: fresh ones would be paged in by the system each time."""

    def __init__(self, system: _System, channels: int, hops: int) -> None:
        rows = (channels, hops, system.blocks)
        self.hops = hops
        self.blocks = np.empty((*rows, system.block))
        self.parts = np.empty((*rows, system.block + 4))
        self.inputs = np.empty((channels, hops, 4 * system.blocks + 4))
        self.states = np.empty((channels, hops, 4 * system.blocks))
        self.weighted = np.empty((*rows, system.block))


class KWeighting:
    """K-weighting filter for whole hops of 10 ms; ``state`` (channels, 4) may be read, kept and set back.

    One thread at a time uses it. Raises ValueError when ``rate`` is no multiple of 100 Hz (10 ms would be no
    whole number of frames) or below 4 kHz.
    """

    def __init__(self, rate: int, channels: int) -> None:
        if rate % 100 or rate < 4000:
            raise ValueError(f"sample rate {rate} Hz: loudness needs a multiple of 100 Hz, at least 4000 Hz")
        self.hop = rate // 100
        self.channels = channels
        self.state: NDArray[np.float64] = np.zeros((channels, 4))
        self._system = _system(rate, _block_length(self.hop))
        self._scratch = _Scratch(self._system, channels, 0)

    def copy(self) -> KWeighting:
        """An independent filter in the same state."""
        twin = copy.copy(self)
        twin._scratch = _Scratch(self._system, self.channels, 0)
        return twin

    def squares(self, samples: Samples) -> NDArray[np.float64]:
        """Sums of the weighted squares (channels, hops) of finite ``samples`` (hops * hop, channels)."""
        lines = self.weighted(samples).reshape(self.channels, -1, self.hop)
        squares: NDArray[np.float64] = np.einsum("chn,chn->ch", lines, lines)
        return squares

    def weighted(self, samples: Samples) -> NDArray[np.float64]:
        """Weighted samples (channels, n) of whole hops of finite ``samples`` (n, channels).

        They are overwritten by the next call.
        """
        system, hops = self._system, len(samples) // self.hop
        if self._scratch.hops != hops:
            self._scratch = _Scratch(system, self.channels, hops)
        own, size = self._scratch, 4 * system.blocks
        by_block = (self.channels, hops, system.blocks, 4)
        own.blocks.reshape(self.channels, -1)[:] = samples.T
        # One small product a hop: numpy's linear algebra would spread a large one over threads that wait by
        # spinning, twenty times slower as soon as another program wants the processor.
        np.matmul(own.blocks, system.direct_and_input, out=own.parts)
        own.inputs[..., :size].reshape(by_block)[:] = own.parts[..., system.block :]
        own.inputs[..., size:] = self._scan(own.inputs[..., :size] @ system.to_end)
        np.matmul(own.inputs, system.to_blocks, out=own.states)
        np.matmul(own.states.reshape(by_block), system.from_state, out=own.weighted)
        own.weighted += own.parts[..., : system.block]
        return own.weighted.reshape(self.channels, -1)

    def _scan(self, ends: NDArray[np.float64]) -> NDArray[np.float64]:
        """States (channels, hops, 4) at the start of every hop; ``state`` moves to the end.

        ``ends`` (channels, hops, 4) is what each hop adds to the state at its own end.
        """
        count = ends.shape[1]
        states = np.concatenate([self.state[:, None], ends], axis=1)
        distance = 1
        for step in self._system.steps:
            if distance > count:
                break
            states[:, distance:] += states[:, :-distance] @ step
            distance *= 2
        # Without this the decay of a silence ends in denormal numbers, which are slow.
        self.state = np.where(np.abs(states[:, -1]) < _NEGLIGIBLE, 0.0, states[:, -1])
        return states[:, :-1]


@cache
def ringing(rate: int) -> float:
    """Largest sum of squares that the K filter can still give after sound within ±1 stops, in samples."""
    impulse = np.zeros((rate // 100 * _RINGING_HOPS, 1))
    impulse[0] = 1.0
    response = KWeighting(rate, 1).weighted(impulse)[0]
    tails = np.cumsum(np.abs(response[::-1]))[::-1]
    return float((tails[1:] ** 2).sum())
