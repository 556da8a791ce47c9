"""Decoded frames of any rate, layout and format to half-second blocks of stereo float32 at 48 kHz."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from .loudness import RATE

if TYPE_CHECKING:
    from av import AudioFrame
    from av.filter import Graph

RATE_MIN_HZ: Final = 4000
RATE_MAX_HZ: Final = 768_000

BLOCK_FRAMES: Final = RATE // 2


class Converter:
    """Frames to (n, 2) float32 at 48 kHz, :data:`BLOCK_FRAMES` at a time; rate and layout may change.

    FFmpeg gathers the blocks: a file has thousands of frames, and taking each of them out by itself costs
    more than decoding some formats.
    """

    def __init__(self) -> None:
        # A graph that is collected takes its filters along while they are in use: it is kept here.
        self._graph: Graph | None = None
        self._entry: Any = None
        self._exit: Any = None
        self._kind: tuple[int, str, str] | None = None
        self._waiting = 0.0

    def convert(self, frame: AudioFrame) -> Iterator[NDArray[np.float32]]:
        """What is ready after one more frame; a frame that cannot be converted is passed over."""
        import av

        if not RATE_MIN_HZ <= frame.sample_rate <= RATE_MAX_HZ:
            return
        kind = (frame.sample_rate, frame.format.name, frame.layout.name)
        if kind != self._kind:
            yield from self.rest()
            self._kind = kind
            self._build(frame)
        if self._graph is None:
            return
        frame.pts = None  # gaps in time stamps must not become silence or be refused
        try:
            self._entry.push(frame)
        except (av.error.FFmpegError, ValueError):
            return
        self._waiting += frame.samples * RATE / frame.sample_rate
        if self._waiting >= BLOCK_FRAMES:
            self._waiting %= BLOCK_FRAMES
            yield from self._pulled()

    def rest(self) -> Iterator[NDArray[np.float32]]:
        """What is still held; afterwards the converter is as new."""
        import av

        if self._graph is None:
            return
        try:
            self._entry.push(None)
            yield from self._pulled()
        except (av.error.FFmpegError, ValueError):
            return
        finally:
            self._graph = self._entry = self._exit = self._kind = None
            self._waiting = 0.0

    def _build(self, frame: AudioFrame) -> None:
        """The chain for frames of this kind; none when FFmpeg knows no way from it to stereo."""
        import av
        from av.filter import Graph

        # FFmpeg spreads mono at -3 dB to both sides: stay mono here and double it afterwards.
        layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
        graph = Graph()
        try:
            entry = graph.add(
                "abuffer",
                f"sample_rate={frame.sample_rate}:sample_fmt={frame.format.name}"
                f":channel_layout={frame.layout.name}:time_base=1/{frame.sample_rate}",
            )
            chain = [
                entry,
                graph.add("aresample", str(RATE)),
                graph.add("aformat", f"sample_fmts=flt:channel_layouts={layout}:sample_rates={RATE}"),
                graph.add("asetnsamples", f"n={BLOCK_FRAMES}:p=0"),
                graph.add("abuffersink"),
            ]
            for before, after in pairwise(chain):
                before.link_to(after)
            graph.configure()
        except (av.error.FFmpegError, ValueError):
            return
        self._graph, self._entry, self._exit = graph, entry, chain[-1]

    def _pulled(self) -> Iterator[NDArray[np.float32]]:
        """All blocks that are ready."""
        import av

        while True:
            try:
                frame = self._exit.pull()
            except (av.error.FFmpegError, ValueError):  # "try again later" and "the end" come as errors too
                return
            yield _stereo(frame)


def _stereo(frame: AudioFrame) -> NDArray[np.float32]:
    """Interleaved mono or stereo frame to (n, 2)."""
    channels = frame.layout.nb_channels
    # Straight from the frame's memory, which may be longer than its sound.
    flat = np.frombuffer(memoryview(frame.planes[0]), np.float32, frame.samples * channels)
    samples = flat.reshape(-1, channels)
    return np.repeat(samples, 2, axis=1) if channels == 1 else samples
