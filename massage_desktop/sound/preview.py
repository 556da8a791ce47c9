"""A short piece of a sound, faded in and out, through the same mix and ceiling as a session."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np

from .formats import ENDINGS, FileFormat, format_of
from .loudness import RATE
from .mix import Mix
from .render import RenderError
from .source import Samples, Source

SHORTEST_S: Final = 3.0
LONGEST_S: Final = 120.0
USUAL_S: Final = 20.0

SETTLE_S: Final = 10.0
"""A generated sound grows out of silence; a preview begins when it stands."""

FADE_S: Final = 2.0

_LOSSY_MARGIN_LU = 0.6
"""A lossy codec gives back a little more than it was given; the ceiling holds for what is decoded."""

_LOSSY_BITS: Final = {".ogg": 64_000, ".mp3": 128_000}
"""Bits a second of the lossy formats: less than a session's, a preview is heard once."""


def preview(source: Source, seconds: float, ceiling_lufs: float, settle_s: float = SETTLE_S) -> Samples:
    """``seconds`` of ``source`` under ``ceiling_lufs``, with soft ends; shape ``(frames, 2)``.

    The first ``settle_s`` seconds are left out. The source is not closed. Raises ValueError for a length
    outside 3 to 120 s.
    """
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise ValueError(f"a preview lasts {SHORTEST_S:g} to {LONGEST_S:g} seconds, not {seconds:g}")
    source.render(round(settle_s * RATE))
    mix = Mix(ceiling_lufs)
    frames, fade = round(seconds * RATE), round(FADE_S * RATE)
    mix.fade(1.0, FADE_S)
    head = mix.process(source.render(frames - fade))
    mix.fade(0.0, FADE_S)
    tail = mix.process(source.render(fade + mix.latency))
    return np.concatenate([head, tail])[mix.latency :]


def write_sound(path: Path, samples: Samples, title: str) -> None:
    """Write ``samples``, shape ``(n, 2)``, as .wav, .flac, .ogg (Opus) or .mp3; all of it or nothing.

    Raises :class:`.RenderError` when ``path`` has another ending or cannot be written.
    """
    kind = format_of(path)
    if kind is None:
        raise RenderError(f"{path}: the ending tells the format; use {ENDINGS}.")
    if path.is_dir():
        raise RenderError(f"{path}: this is a folder; name a file.")
    if not path.parent.is_dir():
        raise RenderError(f"{path}: there is no folder {path.parent}.")
    partial: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        partial = Path(name)
        _encode(partial, kind, samples, title)
        partial.chmod(0o644)
        partial.replace(path)
    except OSError as error:
        raise RenderError(f"{path}: {error.strerror or error}. Nothing was written.") from None
    finally:
        if partial is not None:
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def margin_lu(path: Path) -> float:
    """How far below the ceiling to stay so that a file of this kind keeps it once it is decoded."""
    kind = format_of(path)
    return _LOSSY_MARGIN_LU if kind is not None and kind.lossy else 0.0


def _encode(path: Path, kind: FileFormat, samples: Samples, title: str) -> None:
    import av

    try:
        with av.open(str(path), "w", format=kind.container) as container:
            container.metadata["title"] = title
            track: Any = container.add_stream(kind.codec, rate=RATE, layout="stereo")
            if kind.lossy:
                track.bit_rate = _LOSSY_BITS[path.suffix.lower()]
            resampler = av.AudioResampler(kind.layout, "stereo", RATE)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), "fltp", "stereo")
            frame.sample_rate, frame.pts = RATE, 0
            for ready in (*resampler.resample(frame), *resampler.resample(None)):
                container.mux(track.encode(ready))
            container.mux(track.encode(None))
    except av.error.FFmpegError as error:
        raise OSError(error.errno, error.strerror) from None
