"""A spoken text as a finished clip: coded as Opus in an Ogg file."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

_OPUS = {"application": "voip", "vbr": "on", "compression_level": "10", "frame_duration": "40"}
_BITS_A_SECOND = 24000


def write_opus(path: Path, sound: NDArray[np.float32], rate: int) -> None:
    """Write ``sound`` (n,), mono at ``rate`` Hz; the file appears whole or not at all."""
    part = path.with_suffix(".part")
    with av.open(str(part), "w", format="ogg") as container:
        track = container.add_stream("libopus", rate=rate, layout="mono", options=_OPUS)
        track.bit_rate = _BITS_A_SECOND
        frame = av.AudioFrame.from_ndarray(sound[None, :], format="fltp", layout="mono")
        frame.sample_rate = rate
        for piece in av.AudioResampler("flt", "mono", rate).resample(frame):
            container.mux(track.encode(piece))
        container.mux(track.encode(None))
    part.replace(path)
