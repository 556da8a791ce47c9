"""Stereo at 48 kHz to one channel at 16 kHz, block by block."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .segment import Mono

STEP: Final = 3
_TAPS = 95
_EDGE = 7200.0 / 48_000


class ToMono16k:
    """Blocks (n, 2) float32 at 48 kHz in, blocks (n/3,) at 16 kHz out, without what is above 8 kHz."""

    def __init__(self) -> None:
        at = np.arange(_TAPS) - (_TAPS - 1) / 2
        taps = 2 * _EDGE * np.sinc(2 * _EDGE * at) * np.kaiser(_TAPS, 7.0)
        self._taps = (taps / taps.sum()).astype(np.float32)
        self._held: Mono = np.zeros(_TAPS // 2, np.float32)

    def convert(self, block: NDArray[np.float32]) -> Mono:
        """What can be told after one more block."""
        joined = np.concatenate([self._held, one_channel(block)])
        count = max(0, (len(joined) - _TAPS) // STEP + 1)
        self._held = joined[count * STEP :]
        if not count:
            return np.zeros(0, np.float32)
        filtered = np.convolve(joined[: (count - 1) * STEP + _TAPS], self._taps, "valid")
        return filtered[::STEP].astype(np.float32)

    def rest(self) -> Mono:
        """The last samples, once all blocks have been converted."""
        return self.convert(np.zeros((_TAPS // 2, 2), np.float32))


def one_channel(block: NDArray[np.float32]) -> Mono:
    """Both sides together, or the louder one where they would cancel each other out."""
    both = block.mean(axis=1)
    sides = np.sqrt(np.mean(block * block, axis=0)) if len(block) else np.zeros(2)
    if np.sqrt(np.mean(both * both) if len(both) else 0.0) < 0.3 * sides.max():
        return np.ascontiguousarray(block[:, int(sides.argmax())])
    return np.asarray(both, np.float32)
