"""Many short rings at once: drops on leaves and crackles of wood, each a handful of modes that die away."""

from __future__ import annotations

import numpy as np

from .grid import RATE_HZ

STEP = 32
"""Rings are as long as a multiple of this many frames."""

_STEP_S = np.arange(STEP, dtype=np.float32) / RATE_HZ


def rings(hz: np.ndarray, decay_s: np.ndarray, turn: np.ndarray, size: np.ndarray, frames: int) -> np.ndarray:
    """Sums of modes ``size * exp(-t / decay_s) * sin(2 pi hz t + turn)``, shape ``(n, frames)``, float32.

    All four have shape ``(n, modes)``; ``frames`` is a multiple of :data:`STEP`. A damped wave at t + u is
    the product of the wave at t and a short one over u, so waves are worked out at every step and inside the
    first one only, and the rest is one small product of matrices a ring.
    """
    starts_s = np.arange(0, frames, STEP, dtype=np.float32) / RATE_HZ
    angle, fall = (part.astype(np.float32)[:, :, None] for part in (2.0 * np.pi * hz, -1.0 / decay_s))
    fine, coarse = angle * _STEP_S, angle * starts_s + turn.astype(np.float32)[:, :, None]
    short, long = np.exp(fall * _STEP_S), np.exp(fall * starts_s) * size.astype(np.float32)[:, :, None]
    inside = np.concatenate([np.cos(fine) * short, np.sin(fine) * short], axis=1)
    steps = np.concatenate([np.sin(coarse) * long, np.cos(coarse) * long], axis=1)
    return np.asarray((steps.transpose(0, 2, 1) @ inside).reshape(len(hz), frames))
