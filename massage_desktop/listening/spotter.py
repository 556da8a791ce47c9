"""A small network of our own that knows the eleven commands and nothing else.

It hears commands in noise in which a model of the whole language hears nothing any more; that model, in turn,
knows what else people say. ``tools/spotter_training.py`` teaches it.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from massage_desktop.routine.bundled import assets_dir

from .commands import SPOKEN, Spoken
from .model import onnx_session
from .segment import RATE, Mono

BANDS: Final = 40
_WINDOW: Final = 400  # 25 ms
_STEP: Final = 160  # 10 ms
_FFT: Final = 512
_LOW_HZ, _HIGH_HZ = 60.0, 7600.0
_PEAK = 0.5
_SILENCE = 1e-4
_SCALE = np.float32(0.4)

Bands = NDArray[np.float32]
"""Shape (frames, :data:`BANDS`), a frame every 10 ms: loudness on the mel scale, around each band's mean."""


Odds = dict[Spoken, float]
"""Command to the logarithm of how many times likelier it is than no command."""


class Spotter:
    """One network, one thread.

    Raises:
        ImportError, OSError: the extra is not installed.
    """

    def __init__(self) -> None:
        self._network = onnx_session(assets_dir() / "listening" / "spotter.onnx")

    def spot(self, samples: Mono) -> Odds:
        """``samples``: 0.8 s to some seconds."""
        chances = self._network.run(None, {"bands": bands(samples)[None]})[0][0]
        # One output for each command, in their order, and one for “none of these”. A command added since it
        # was taught has no output.
        known = zip(SPOKEN, chances[:-1], strict=False)
        return {command: float(chance - chances[-1]) for command, chance in known}


def bands(samples: Mono) -> Bands:
    """What the network is given; at least 25 ms of sound, of any level."""
    even = samples * np.float32(_PEAK / max(float(np.abs(samples).max()), 1e-5))
    frames = np.lib.stride_tricks.sliding_window_view(even, _WINDOW)[::_STEP]
    power = np.abs(np.fft.rfft(frames * _window(), _FFT)) ** 2
    loudness = np.log(power.astype(np.float32) @ _filters() + np.float32(_SILENCE))
    found: Bands = (loudness - loudness.mean(axis=0)) * _SCALE
    return found


@cache
def _window() -> NDArray[np.float32]:
    return np.hanning(_WINDOW).astype(np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Triangles on the mel scale, shape (257, :data:`BANDS`)."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (_LOW_HZ, _HIGH_HZ))
    edges = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    hz = np.fft.rfftfreq(_FFT, 1 / RATE)[:, None]
    rising = (hz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hz) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)
