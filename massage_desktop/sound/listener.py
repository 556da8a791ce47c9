"""Listens to what an encoder makes, as a player will: packets are decoded and measured as they come."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .decode import Converter
from .loudness import MOMENTARY_HOPS, EnergyMeter, momentary_lufs
from .source import Samples

if TYPE_CHECKING:
    from av import AudioCodecContext, Packet

SILENCE_LUFS = -120.0
"""Told of sound that has no loudness, or is shorter than 400 ms."""


class Listener:
    """Measures the packets of one open encoder, first milliseconds that players leave out included."""

    def __init__(self, encoder: AudioCodecContext) -> None:
        import av

        # libopus, libmp3lame: the codec's own name is what a decoder is found by.
        decoder: Any = av.CodecContext.create(encoder.codec.canonical_name, "r")
        decoder.extradata = encoder.extradata
        decoder.sample_rate, decoder.layout = encoder.sample_rate, encoder.layout
        self._decoder = decoder
        self._converter = Converter()
        self._meter = EnergyMeter()
        self._energies: list[np.ndarray] = []

    def hear(self, packets: Sequence[Packet[Any]]) -> None:
        """Take the next packets, before they are written: that gives them another time base."""
        frames = (frame for packet in packets for frame in self._decoder.decode(packet))
        self._measure([piece for frame in frames for piece in self._converter.convert(frame)])

    def _measure(self, pieces: list[Samples]) -> None:
        """Measure together what belongs together: packets are short."""
        if pieces:
            self._energies.append(self._meter.feed(np.concatenate(pieces)))

    def loudest_lufs(self) -> float:
        """Loudest 400 ms; all has been heard."""
        last = [piece for frame in self._decoder.decode(None) for piece in self._converter.convert(frame)]
        self._measure([*last, *self._converter.rest()])
        energies = np.concatenate([np.zeros(0), *self._energies])
        loudest = float(momentary_lufs(energies).max()) if len(energies) >= MOMENTARY_HOPS else -math.inf
        return loudest if math.isfinite(loudest) else SILENCE_LUFS
