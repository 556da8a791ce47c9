"""10 ms energies in about one byte each: rounded to a twentieth of a decibel, as steps, packed."""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np

from .loudness import Energies

STEPS_A_DB: Final = 20
_FLOOR_DB = -150.0
_TOP_DB = 60.0
_MOST_BYTES = 2 * 100 * 4 * 3600 + 2
"""Four hours: nothing longer is scanned."""


def packed(energies: Energies) -> bytes:
    """``energies`` (hops,) as bytes; silence stays silence, anything else is right within 0.025 dB."""
    with np.errstate(divide="ignore"):
        level = np.clip(10 * np.log10(np.maximum(energies, 0.0)), _FLOOR_DB, _TOP_DB)
    codes = np.rint((level - _FLOOR_DB) * STEPS_A_DB).astype(np.uint16)
    # Neighbours differ little: their steps' high bytes are all alike, and packed to nothing.
    steps = np.diff(codes, prepend=np.uint16(0)).astype("<u2")
    return zlib.compress(steps.view(np.uint8).reshape(-1, 2).T.tobytes(), 1)


def unpacked(data: bytes) -> Energies:
    """Energies (hops,) from :func:`packed`. Raises ValueError for anything else."""
    machine = zlib.decompressobj()
    try:
        raw = machine.decompress(data, _MOST_BYTES)
    except zlib.error as error:
        raise ValueError("no packed energies") from error
    if len(raw) % 2 or not machine.eof:
        raise ValueError("no packed energies")
    steps = np.frombuffer(raw, np.uint8).reshape(2, -1).T.copy().view("<u2")[:, 0]
    codes = np.cumsum(steps, dtype=np.uint16)
    energies: Energies = 10 ** ((codes / STEPS_A_DB + _FLOOR_DB) / 10)
    energies[codes == 0] = 0.0
    return energies
