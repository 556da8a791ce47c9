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

Most sound is quiet, and then nothing need be tried. Sound that has passed unchanged for a second leaves the
output meter where the input meter was. A fade is an average of cuts, and a window of an average of sounds is
at most the average of their windows; a cut only adds how the K filter rings on, which is less than what the
filter's tail makes of the highest peak. So where the input's own windows leave that much room, the
measurement is known to be passed before it is made.
"""

from __future__ import annotations

import copy
import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .loudness import CHANNELS, MOMENTARY_HOPS, RATE, Energies, EnergyMeter, energy_of, finite, window_sums
from .true_peak import LARGEST_RISE, TAPS, oversampled_peaks
from .weighting import ringing

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
# Chunks passed unchanged after which the K filter remembers nothing older (decay of e**-239).
_SETTLED = 10
_SURE = 1 - 1e-6
_DC_SHARE = 0.01
_DC_IGNORED = 0.001
_INPUT_MAX = 8.0
_FADE_NODES = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, _FADE + 1) / _FADE)
_DC_FADE = ((1 - _DC_SHARE) ** np.arange(1, _CHUNK + 1))[:, None]
_DC_FOLLOW = _DC_SHARE * np.tril((1 - _DC_SHARE) ** (np.arange(_CHUNK)[:, None] - np.arange(_CHUNK)))
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
        self._share = np.full(self._hop, 1 / self._hop)
        self._chunk = _CHUNK * self._hop
        # Per hop: _PAST hops already released, then what is known and waits; ceilings reach further into the
        # future.
        self._ceilings: Energies = np.full(_KNOWN + _RAMP + _CHUNK, self._target_lufs)
        self._energies: Energies = np.zeros(_KNOWN)
        self._peaks: Energies = np.zeros(_KNOWN)
        silence: Frames = np.zeros((self._chunk, CHANNELS), np.float32)
        self._waiting: tuple[Frames, ...] = (silence,) * (_AHEAD // _CHUNK)
        # The input meter's state before each waiting chunk, and after the last.
        self._states: tuple[NDArray[np.float64], ...] = (self._input.state,) * (_AHEAD // _CHUNK + 1)
        self._unchanged = _SETTLED
        self._ringing = CHANNELS * ringing(rate) / self._hop
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
        ramp = np.linspace(start, wanted, _RAMP)
        rest = np.full(len(self._ceilings) - _RAMP_FROM - _RAMP, wanted)
        self._ceilings = np.concatenate([self._ceilings[:_RAMP_FROM], ramp, rest])
        # Peaks that were low enough for the old ceiling are looked at closely for the new one.
        waiting = np.concatenate(self._waiting)
        exact = self._hop_peaks(np.concatenate([np.zeros((TAPS - 1, CHANNELS), np.float32), waiting]))
        self._peaks = np.concatenate([self._peaks[: -_AHEAD + 1], exact[1:]])

    def copy(self) -> Ceiling:
        """An independent limiter in the same state, for rendering the same stretch again.

        Everything else that it holds is replaced and never written into, so both may share it.
        """
        twin = copy.copy(self)
        twin._input, twin._output = self._input.copy(), self._output.copy()
        return twin

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
        if self._surely_quiet():
            output, self._way_out = self._waiting[0], _FADE_NODES
        else:
            output = self._limited()
        self._waiting = self._waiting[1:]
        return output

    def _surely_quiet(self) -> bool:
        """Whether the next chunk passes unchanged and any fade after it is safe, known without trying."""
        if self._unchanged < _SETTLED:
            return False
        sums = window_sums(self._energies, _SPAN)
        limits = self._limits(0, _KNOWN)
        room = self._ringing * float(self._peaks.max()) ** 2
        if not (sums <= _AIM * limits).all() or not (sums + room <= _SURE * _ALLOWED * limits).all():
            return False
        return bool((self._peaks <= _peak_caps(self._ceilings[:_KNOWN])).all())

    def _limited(self) -> Frames:
        """The next chunk at the loudest gain that is safe, by measuring."""
        if self._unchanged >= _SETTLED:
            # What left was what came: the input meter has measured it.
            self._output.state = self._states[0]
            self._released = self._energies[_PAST - MOMENTARY_HOPS : _PAST]
        waiting = np.concatenate(self._waiting)
        nodes = self._safe_nodes(waiting, self._rising(self._nominal_nodes()))
        output = self._render(waiting, nodes)
        energies = self._output.feed(output)
        self._released = np.concatenate([self._released, energies])[-MOMENTARY_HOPS:]
        unchanged = self._gain == 1 and bool((nodes == 1).all())
        self._unchanged = self._unchanged + 1 if unchanged else 0
        self._gain = float(nodes[-1])
        return output

    def _without_dc(self, chunk: Frames) -> Frames:
        """``chunk`` less a steady offset, followed with a time constant of 1 s and ignored below 0.1 %.

        A running filter would change every sample; this leaves sound without an offset untouched, bit for
        bit.
        """
        # A product is some twenty times as quick here as a mean over the middle axis.
        means = self._share @ chunk.astype(np.float64).reshape(_CHUNK, self._hop, CHANNELS)
        offsets = np.concatenate([self._dc[None], _DC_FADE * self._dc + _DC_FOLLOW @ means])
        self._dc = offsets[-1]
        offsets = np.sign(offsets) * np.maximum(np.abs(offsets) - _DC_IGNORED, 0.0)
        if not offsets.any():
            return chunk
        line = offsets[:-1, None] + np.diff(offsets, axis=0)[:, None] * self._grid[None, :, None]
        level: Frames = (chunk - line.reshape(-1, CHANNELS)).astype(np.float32)
        return level

    def _learn(self, chunk: Frames) -> None:
        """Move all per-hop records on by one chunk."""
        joined = np.concatenate([self._before, chunk])
        self._before = joined[len(chunk) :]
        peaks = np.full(_CHUNK, float(np.abs(joined).max()) * LARGEST_RISE)
        if peaks[0] > _peak_caps(self._ceilings).min():
            peaks = self._hop_peaks(joined)
        self._waiting = (*self._waiting, chunk)
        self._energies = np.concatenate([self._energies[_CHUNK:], self._input.feed(chunk)])
        self._states = (*self._states[1:], self._input.state)
        self._peaks = np.concatenate([self._peaks[_CHUNK:], peaks])
        self._ceilings = np.concatenate([self._ceilings[_CHUNK:], np.full(_CHUNK, self._ceilings[-1])])

    def _hop_peaks(self, joined: Frames) -> Energies:
        """True peak of each hop of ``joined``, whose first ``TAPS - 1`` frames are what precedes it."""
        rows = np.lib.stride_tricks.sliding_window_view(joined, self._hop + TAPS - 1, axis=0)[:: self._hop]
        hops = len(rows)
        peaks = oversampled_peaks(rows.reshape(hops * CHANNELS, -1)).reshape(hops, CHANNELS)
        highest: Energies = peaks.max(axis=1).astype(np.float64)
        return highest

    def _limits(self, first: int, hops: int) -> Energies:
        """Largest energy sum of each 41-hop window inside ``hops`` hops from ``first``: its highest ceiling
        counts.
        """
        ceilings = self._ceilings[first : first + hops]
        if (ceilings == ceilings[0]).all():  # nearly always, and twenty times as quick
            highest = ceilings[: hops - _SPAN + 1]
        else:
            highest = np.lib.stride_tricks.sliding_window_view(ceilings, _SPAN).max(axis=1)
        limits: Energies = MOMENTARY_HOPS * energy_of(highest)
        return limits

    def _nominal_nodes(self) -> Energies:
        """Gains at the ends of the next hops (_CHUNK,) that hold every window by construction."""
        with np.errstate(divide="ignore"):
            loud = _AIM * self._limits(0, _KNOWN) / window_sums(self._energies, _SPAN)
            peak = (_peak_caps(self._ceilings[:_KNOWN]) / self._peaks)[MOMENTARY_HOPS : len(loud)]
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

    def _safe_nodes(self, waiting: Frames, nominal: Energies) -> Energies:
        """The loudest candidate whose measured windows all stay below the ceiling; else the stored fade."""
        limits = _ALLOWED * self._limits(_PAST - MOMENTARY_HOPS, MOMENTARY_HOPS + _CHUNK + _FADE + _TAIL)
        state = self._output.state
        for share in _BACK_OFF:
            nodes = nominal * (1 - (1 - share) * _EASE)
            fade = nodes[-1] * _FADE_NODES
            sound = self._render(waiting, np.concatenate([nodes, fade, np.zeros(_TAIL)]))
            energies = np.concatenate([self._released, self._output.feed(sound)])
            self._output.state = state
            if bool(np.all(window_sums(energies, _SPAN) <= limits)):
                self._way_out = fade
                return nodes
        self.escapes += 1
        nodes, self._way_out = self._way_out[:_CHUNK], np.append(self._way_out[_CHUNK:], np.zeros(_CHUNK))
        return nodes

    def _render(self, waiting: Frames, nodes: Energies) -> Frames:
        """``waiting`` sound with gain lines from the present gain through ``nodes`` at the hops' ends."""
        starts = np.append(self._gain, nodes[:-1])
        gains = (starts[:, None] + (nodes - starts)[:, None] * self._grid).reshape(-1, 1)
        sound: Frames = (waiting[: len(gains)] * gains).astype(np.float32)
        return sound


def _peak_caps(ceilings_lufs: Energies) -> Energies:
    """Highest true peaks (linear) that ceilings allow."""
    caps: Energies = np.minimum(SAMPLE_PEAK_MAX, 10 ** ((ceilings_lufs + PEAK_ABOVE_CEILING_DB) / 20))
    return caps


def _checked(ceiling_lufs: float) -> float:
    if not LOWEST_LUFS <= ceiling_lufs <= HIGHEST_LUFS:
        raise ValueError(
            f"ceiling {ceiling_lufs} LUFS: choose a number from {LOWEST_LUFS:.0f} to {HIGHEST_LUFS:.0f}"
        )
    return float(ceiling_lufs)
