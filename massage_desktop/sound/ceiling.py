"""The one gate that every sample passes: momentary loudness never rises above the ceiling (SOUND-01,
DERIV-02).

How the promise is kept. Every 400 ms window, at whatever sample it begins, lies inside 41 hops of 10 ms. The
limiter looks 40 hops ahead, takes for each hop the smallest gain over all 41-hop windows that touch it, and
smooths by an average whose support that minimum already covers: so no window of ``gain * K(input)`` can rise
above the ceiling.

A gain that moves does not quite commute with the K filter (think of full-scale rumble at 3 Hz), so nothing is
released on trust: the candidate of the next 100 ms, *followed by a fade to silence*, is measured first. If
any window of it were too loud, softer candidates are tried, and at last the fade that was measured together
with the previous release is played. That fade is known to be safe, so there is always something safe to play:
the promise holds for any input, by induction.
"""

from __future__ import annotations

import copy
import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .loudness import CHANNELS, MOMENTARY_HOPS, RATE, Energies, EnergyMeter, energy_of, finite, window_sums
from .true_peak import TAPS, oversampled_peaks

Frames = NDArray[np.float32]

SAMPLE_PEAK_MAX: Final = 0.5
"""No sample leaves above this (-6 dBFS), whatever the ceiling."""

PEAK_ABOVE_CEILING_DB: Final = 15.0
"""True peaks stay below the ceiling plus this: a click is too short for loudness meters, not for ears."""

LOWEST_LUFS: Final = -120.0
HIGHEST_LUFS: Final = 0.0

_SPAN = MOMENTARY_HOPS + 1
_CHUNK = 10
_SMOOTH = 10
_AHEAD = MOMENTARY_HOPS + _SMOOTH
_PAST = MOMENTARY_HOPS + _SMOOTH
_KNOWN = _PAST + _CHUNK + _AHEAD
_FADE = 20
_TAIL = 12
_RAMP = 30
# A new ceiling begins after the last measured fade has rung out, so that this fade stays a safe way out.
_RAMP_FROM = _PAST + _FADE + _TAIL
_AIM = 10 ** (-0.15 / 10)
_ALLOWED = 10 ** (-0.01 / 10)
_RISE_PER_HOP = 10 ** (12 / 20 / 100)
_RISE_FROM = 0.001
_BACK_OFF = (1.0, 0.94, 0.85, 0.7, 0.5, 0.25, 0.1, 0.03)
_DC_SHARE = 0.01
_DC_IGNORED = 0.001
_INPUT_MAX = 8.0
_FADE_NODES = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, _FADE + 1) / _FADE)
_EASE = 0.5 - 0.5 * np.cos(np.pi * np.arange(1, _CHUNK + 1) / _CHUNK)


class Ceiling:
    """Look-ahead loudness limiter for stereo at ``rate`` Hz; output is delayed by :attr:`latency` frames.

    Input below the ceiling passes bit for bit (a steady offset above 0.1 % is removed, NaN and infinities
    become 0). Raises ValueError when the ceiling is no finite number between -120 and 0 LUFS.
    """

    def __init__(self, ceiling_lufs: float, rate: int = RATE) -> None:
        self._target_lufs = _checked(ceiling_lufs)
        self._input = EnergyMeter(rate, CHANNELS)
        self._output = EnergyMeter(rate, CHANNELS)
        self._hop = rate // 100
        self._grid = np.arange(1, self._hop + 1) / self._hop
        self._chunk = _CHUNK * self._hop
        # Per hop: _PAST hops already released, then what is known and waits; ceilings reach further into the
        # future.
        self._ceilings: Energies = np.full(_KNOWN + _RAMP + _CHUNK, self._target_lufs)
        self._energies: Energies = np.zeros(_KNOWN)
        self._peaks: Energies = np.zeros(_KNOWN)
        self._waiting: Frames = np.zeros((_AHEAD * self._hop, CHANNELS), np.float32)
        self._before: Frames = np.zeros((TAPS - 1, CHANNELS), np.float32)
        self._released: Energies = np.zeros(MOMENTARY_HOPS)
        self._gain = 1.0
        self._way_out: Energies = np.zeros(_FADE)
        self._dc: NDArray[np.float64] = np.zeros(CHANNELS)
        self._arriving: Frames = np.zeros((0, CHANNELS), np.float32)
        self._ready: Frames = np.zeros((self._chunk, CHANNELS), np.float32)
        self.escapes = 0
        """How often no candidate was safe and the stored fade was played (hostile input only)."""

    @property
    def latency(self) -> int:
        """Constant delay in frames: 600 ms."""
        return (_CHUNK + _AHEAD) * self._hop

    @property
    def ceiling_lufs(self) -> float:
        """The ceiling that is in force or being moved to."""
        return self._target_lufs

    @property
    def reduction_db(self) -> float:
        """How much softer than its input the latest output is, in dB; 0 when nothing is done."""
        return -20 * math.log10(max(self._gain, 1e-6))

    def set_ceiling(self, ceiling_lufs: float) -> None:
        """Move the ceiling over 0.3 s, complete within 0.7 s of sound.

        A 400 ms window that sees both never passes the higher one. Raises ValueError as the constructor does.
        """
        wanted = _checked(ceiling_lufs)
        if wanted == self._target_lufs:
            return
        self._target_lufs = wanted
        start = float(self._ceilings[_RAMP_FROM - 1])
        self._ceilings[_RAMP_FROM:] = wanted
        self._ceilings[_RAMP_FROM : _RAMP_FROM + _RAMP] = np.linspace(start, wanted, _RAMP)

    def copy(self) -> Ceiling:
        """An independent limiter in the same state, for rendering the same stretch again."""
        return copy.deepcopy(self)

    def process(self, block: Frames) -> Frames:
        """As many frames as came in, :attr:`latency` frames later; the same for any cutting into blocks.

        ``block`` is (n, 2) float32. Raises ValueError for another shape.
        """
        if block.ndim != 2 or block.shape[1] != CHANNELS:
            raise ValueError(f"sound of shape {block.shape}: need (frames, {CHANNELS})")
        clean = np.clip(finite(block), -_INPUT_MAX, _INPUT_MAX).astype(np.float32, copy=False)
        arriving = np.concatenate([self._arriving, clean])
        whole = len(arriving) // self._chunk * self._chunk
        chunks = [self._step(arriving[at : at + self._chunk]) for at in range(0, whole, self._chunk)]
        self._arriving = arriving[whole:].copy()
        ready = np.concatenate([self._ready, *chunks])
        self._ready = ready[len(block) :].copy()
        return ready[: len(block)]

    def flush(self) -> Frames:
        """The last :attr:`latency` frames, as if silence followed: after them the stream may go on or end."""
        return self.process(np.zeros((self.latency, CHANNELS), np.float32))

    def _step(self, chunk: Frames) -> Frames:
        """Take 100 ms in, decide and release 100 ms."""
        chunk = self._without_dc(chunk)
        self._learn(chunk)
        self._waiting = np.concatenate([self._waiting, chunk])
        nodes = self._safe_nodes(self._rising(self._nominal_nodes()))
        output = self._render(nodes)
        energies = self._output.feed(output)
        self._released = np.concatenate([self._released, energies])[-MOMENTARY_HOPS:]
        self._gain = float(nodes[-1])
        self._waiting = self._waiting[self._chunk :]
        return output

    def _without_dc(self, chunk: Frames) -> Frames:
        """``chunk`` less a steady offset, followed with a time constant of 1 s and ignored below 0.1 %.

        A running filter would change every sample; this leaves sound without an offset untouched, bit for
        bit.
        """
        nodes = [self._dc]
        for mean in chunk.reshape(_CHUNK, self._hop, CHANNELS).mean(axis=1, dtype=np.float64):
            nodes.append(nodes[-1] + _DC_SHARE * (mean - nodes[-1]))
        self._dc = nodes[-1]
        offsets = np.stack(nodes)
        offsets = np.sign(offsets) * np.maximum(np.abs(offsets) - _DC_IGNORED, 0.0)
        if not offsets.any():
            return chunk
        line = offsets[:-1, None] + np.diff(offsets, axis=0)[:, None] * self._grid[None, :, None]
        return (chunk - line.reshape(-1, CHANNELS)).astype(np.float32)

    def _learn(self, chunk: Frames) -> None:
        """Move all per-hop records on by one chunk."""
        joined = np.concatenate([self._before, chunk])
        self._before = joined[len(chunk) :]
        rows = np.lib.stride_tricks.sliding_window_view(joined, self._hop + TAPS - 1, axis=0)[:: self._hop]
        peaks = oversampled_peaks(rows.reshape(_CHUNK * CHANNELS, -1)).reshape(_CHUNK, CHANNELS).max(axis=1)
        self._energies = np.concatenate([self._energies[_CHUNK:], self._input.feed(chunk)])
        self._peaks = np.concatenate([self._peaks[_CHUNK:], peaks])
        self._ceilings = np.concatenate([self._ceilings[_CHUNK:], np.full(_CHUNK, self._ceilings[-1])])

    def _limits(self, first: int, hops: int) -> Energies:
        """Largest energy sum of each 41-hop window inside ``hops`` hops from ``first``: its highest ceiling
        counts.
        """
        windows = np.lib.stride_tricks.sliding_window_view(self._ceilings[first : first + hops], _SPAN)
        highest = windows.max(axis=1)
        limits: Energies = MOMENTARY_HOPS * energy_of(highest)
        return limits

    def _nominal_nodes(self) -> Energies:
        """Gains at the ends of the next hops (_CHUNK,) that hold every window by construction."""
        with np.errstate(divide="ignore"):
            loud = _AIM * self._limits(0, _KNOWN) / window_sums(self._energies, _SPAN)
            caps = np.minimum(SAMPLE_PEAK_MAX, 10 ** ((self._ceilings[:_KNOWN] + PEAK_ABOVE_CEILING_DB) / 20))
            peak = (caps / self._peaks)[MOMENTARY_HOPS : len(loud)]
        per_window = np.sqrt(np.minimum(loud, 1.0))
        per_hop = np.lib.stride_tricks.sliding_window_view(per_window, _SPAN).min(axis=1)
        per_hop = np.minimum(per_hop, peak)
        covered = np.lib.stride_tricks.sliding_window_view(per_hop, _SMOOTH + 1).min(axis=1)
        smooth: Energies = window_sums(covered, _SMOOTH) / _SMOOTH
        return smooth[-_CHUNK:]

    def _rising(self, nodes: Energies) -> Energies:
        """``nodes`` with rises slowed to 12 dB a second: loudness that pumps is no rest."""
        slowed, gain = nodes.copy(), self._gain
        for index, node in enumerate(nodes):
            gain = min(float(node), max(gain, _RISE_FROM) * _RISE_PER_HOP)
            slowed[index] = gain
        return slowed

    def _safe_nodes(self, nominal: Energies) -> Energies:
        """The loudest candidate whose measured windows all stay below the ceiling; else the stored fade."""
        limits = _ALLOWED * self._limits(_PAST - MOMENTARY_HOPS, MOMENTARY_HOPS + _CHUNK + _FADE + _TAIL)
        state = self._output.state
        for share in _BACK_OFF:
            nodes = nominal * (1 - (1 - share) * _EASE)
            fade = nodes[-1] * _FADE_NODES
            sound = self._render(np.concatenate([nodes, fade, np.zeros(_TAIL)]))
            energies = np.concatenate([self._released, self._output.feed(sound)])
            self._output.state = state
            if bool(np.all(window_sums(energies, _SPAN) <= limits)):
                self._way_out = fade
                return nodes
        self.escapes += 1
        nodes, self._way_out = self._way_out[:_CHUNK], np.append(self._way_out[_CHUNK:], np.zeros(_CHUNK))
        return nodes

    def _render(self, nodes: Energies) -> Frames:
        """Waiting sound with gain lines from the present gain through ``nodes`` at the hops' ends."""
        starts = np.append(self._gain, nodes[:-1])
        gains = (starts[:, None] + (nodes - starts)[:, None] * self._grid).reshape(-1, 1)
        sound: Frames = (self._waiting[: len(gains)] * gains).astype(np.float32)
        return sound


def _checked(ceiling_lufs: float) -> float:
    if not LOWEST_LUFS <= ceiling_lufs <= HIGHEST_LUFS:
        raise ValueError(
            f"ceiling {ceiling_lufs} LUFS: choose a number from {LOWEST_LUFS:.0f} to {HIGHEST_LUFS:.0f}"
        )
    return float(ceiling_lufs)
