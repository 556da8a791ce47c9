"""Judges a recording of a session: gaps, repeats of the ring, clicks, loudness. No part of the program."""

from __future__ import annotations

import os

# Many small products: threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pathlib import Path
from typing import NamedTuple

import numpy as np

from massage_desktop.sound.loudness import MOMENTARY_HOPS, RATE, EnergyMeter, momentary_lufs
from massage_desktop.sound.ring import RING_FRAMES

SILENT = 10 ** (-100 / 20)
HOP = RATE // 100
ORDER = 24
CLICK = 40.0
"""A sample that is missed by this many times the usual miss of its 50 ms is a click. The sharpest drops
of the generated rain stay below 13 and the hardest consonants of the voice below 28; 15 ms cut out of rain,
chords and brook reach 80, one sample 0.02 off reaches 62."""


class Verdict(NamedTuple):
    """What was found; times in seconds, loudness in LUFS, ``worst`` in multiples of the usual miss."""

    seconds: float
    begin_s: float
    gaps: int
    repeats: int
    clicks: int
    worst: float
    loudest_lufs: float
    peak: float


def judge(raw: Path) -> Verdict:
    """Look at a file of interleaved stereo float32 at 48 kHz."""
    sound = np.fromfile(raw, np.float32)
    sound = sound[: len(sound) // 2 * 2].reshape(-1, 2)
    heard = np.flatnonzero(np.abs(sound).max(axis=1) > SILENT)
    if not len(heard):
        raise SystemExit("nothing was recorded")
    begin, end = int(heard[0]), int(heard[-1]) + 1
    inner = sound[begin:end]
    misses = [_misses(inner[:, side]) for side in (0, 1)]
    return Verdict(
        seconds=len(sound) / RATE,
        begin_s=begin / RATE,
        gaps=_gaps(inner),
        repeats=_repeats(inner),
        clicks=sum(int((m > CLICK).sum()) for m in misses),
        worst=max(float(m.max()) for m in misses),
        loudest_lufs=_loudest(inner),
        peak=float(np.abs(inner).max()),
    )


def _gaps(sound: np.ndarray) -> int:
    """Stretches of 10 ms in which nothing is heard; the slow fades at both ends are left out."""
    inner = sound[RATE : -12 * RATE]
    hops = np.abs(inner[: len(inner) // HOP * HOP]).reshape(-1, HOP * 2).max(axis=1)
    return int((hops < SILENT).sum())


def _repeats(sound: np.ndarray) -> int:
    """Stretches of 20 ms that equal the ring's content one round before, sample by sample."""
    if len(sound) <= RING_FRAMES:
        return 0
    same = (sound[RING_FRAMES:] == sound[:-RING_FRAMES]).all(axis=1) & (sound[RING_FRAMES:] != 0).any(axis=1)
    span = 2 * HOP
    return int(same[: len(same) // span * span].reshape(-1, span).all(axis=1).sum())


def _misses(signal: np.ndarray) -> np.ndarray:
    """How far each 50 ms' worst sample lies from its linear prediction, in multiples of the usual miss."""
    span = RATE // 20
    worst = []
    for at in range(ORDER, len(signal) - span, span):
        piece = signal[at - ORDER : at + span].astype(np.float64)
        rows = np.lib.stride_tricks.sliding_window_view(piece, ORDER + 1)
        gram = rows[:, :-1].T @ rows[:, :-1]
        gram += np.eye(ORDER) * (1e-9 * np.trace(gram) + 1e-20)
        miss = np.abs(rows[:, -1] - rows[:, :-1] @ np.linalg.solve(gram, rows[:, :-1].T @ rows[:, -1]))
        worst.append(float(miss.max()) / max(float(np.median(miss)), 1e-7))
    return np.array(worst)


def _loudest(sound: np.ndarray) -> float:
    """Loudest 400 ms at a grid of 1 ms: the 10 ms meter from ten beginnings."""
    loudest = -200.0
    for late in range(0, HOP, HOP // 10):
        energies = EnergyMeter().feed(sound[late:])
        if len(energies) >= MOMENTARY_HOPS:
            loudest = max(loudest, float(momentary_lufs(energies).max()))
    return loudest
