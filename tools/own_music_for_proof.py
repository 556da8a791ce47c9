"""Makes a small folder of own music: loud, soft, short and broken, in the formats that people have."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.sources import make_source

TRACKS = (
    ("01 loud.mp3", "libmp3lame", "soft_piano", 200, 12.0),
    ("02 soft.flac", "flac", "warm_chords", 150, 0.05),
    ("03 short.ogg", "libopus", "soft_piano", 40, 2.0),
    ("04 plain.wav", "pcm_s16le", "warm_chords", 120, 1.0),
)
"""File, codec, what is on it, its seconds, and its gain: the first is driven into its limits on purpose."""


def make_music(folder: Path) -> Path:
    """Write the tracks and one file that only looks like music; returns ``folder``."""
    folder.mkdir(parents=True)
    for number, (name, codec, sound, seconds, gain) in enumerate(TRACKS):
        source = make_source(sound, number)
        samples = np.tanh(source.render(seconds * RATE) * gain)
        source.close()
        _write(folder / name, codec, samples)
    (folder / "05 broken.mp3").write_bytes(bytes(range(256)) * 64)
    return folder


def _write(path: Path, codec: str, samples: np.ndarray) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=RATE, layout="stereo")
        resampler = av.AudioResampler(stream.codec_context.format.name, "stereo", RATE)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T, np.float32), "fltp", "stereo")
        frame.sample_rate = RATE
        for ready in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(ready))
        container.mux(stream.encode(None))
