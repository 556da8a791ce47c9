"""Render the short sounds in `assets/sounds/`: every chime, and twenty seconds of every generated ambience.

    python tools/make_sounds.py

The program generates its sound live; these files are for listening without starting a session, and
show what a change of a generator does. Seeds are fixed, so the same code writes the same sound.
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
import numpy as np

from massage_desktop.sound.chimes import CHIMES, chime
from massage_desktop.sound.generators.catalogue import AMBIENCES
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.sources import make_source

SOUNDS = Path(__file__).resolve().parent.parent / "assets" / "sounds"
PREVIEW_S = 20
FADE_S = 2.0
SEED = 1


def faded(samples: np.ndarray) -> np.ndarray:
    """The preview with soft ends."""
    ramp = (1 - np.cos(np.pi * np.arange(round(FADE_S * RATE)) / (FADE_S * RATE))) / 2
    out = samples.copy()
    out[: len(ramp)] *= ramp[:, None]
    out[-len(ramp) :] *= ramp[::-1, None]
    return out.astype(np.float32)


def write(name: str, samples: np.ndarray) -> None:
    """Write one Opus file in an Ogg container."""
    path = SOUNDS / f"{name}.ogg"
    with av.open(str(path), "w", format="ogg") as container:
        track = container.add_stream("libopus", rate=RATE, layout="stereo")
        track.bit_rate = 64_000
        resampler = av.AudioResampler("flt", "stereo", RATE)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), "fltp", "stereo")
        frame.sample_rate, frame.pts = RATE, 0
        for ready in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(track.encode(ready))
        container.mux(track.encode(None))
    print(f"{path.name}: {len(samples) / RATE:.1f} s, {path.stat().st_size // 1024} kB")


def main() -> int:
    """Write all of them."""
    for name in CHIMES:
        write(f"chime_{name}", chime(name))
    for ambience in AMBIENCES.values():
        source = make_source(ambience.id, seed=SEED)
        source.render(10 * RATE)  # past the first swell
        write(ambience.id, faded(source.render(PREVIEW_S * RATE)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
