"""Sound files of any kind to stereo float32 at 48 kHz, with PyAV (FFmpeg's libraries), packet by packet.

Files come from anywhere: only regular local files are opened, only by readers of plain audio (no play lists,
no network), a damaged packet is passed over, and nothing is allocated from what a header claims.
"""

from __future__ import annotations

import math
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from .loudness import RATE, finite

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler, AudioStream
    from av.container import InputContainer

SAMPLE_MAX: Final = 4.0
"""Decoded samples are limited to this (+12 dBFS): above a loud 5.1 downmix, far below nonsense."""

RATE_MIN_HZ: Final = 4000
RATE_MAX_HZ: Final = 768_000

_LONGEST_S = 7 * 24 * 3600.0
_FAILURES_IN_A_ROW = 200
_FAILURES_AT_START = 2000
_BLOCK_FRAMES = 24_000
# Readers of plain audio and the containers it comes in. FFmpeg also knows play lists and network streams:
# never those.
_FORMATS = (
    "aac,ac3,adts,aiff,amr,ape,asf,au,avi,caf,dsf,dts,eac3,flac,matroska,webm,mov,mp4,m4a,mp3,mpc,mpc8,"
    "mpeg,mpegts,oga,ogg,opus,rm,tta,voc,w64,wav,wv"
)
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}


class SoundFileError(Exception):
    """A file that cannot be played; the text is one line: what, where, what to do."""


class SoundInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says about itself; ``seconds`` is None when it does not say so believably, ``rate`` is in
    Hz.
    """

    path: Path
    seconds: float | None
    codec: str
    rate: int
    channels: int
    title: str | None
    artist: str | None


def probe(path: Path | str) -> SoundInfo:
    """Read a file's header. Raises :class:`SoundFileError`."""
    with _opened(Path(path)) as (container, track):
        tags = {key.lower(): value for key, value in {**container.metadata, **track.metadata}.items()}
        return SoundInfo(
            path=Path(path),
            seconds=_seconds(container, track),
            codec=track.codec_context.name,
            rate=track.rate,
            channels=track.channels,
            title=_one_line(tags.get("title")),
            artist=_one_line(tags.get("artist")),
        )


def stream(
    path: Path | str, *, start_s: float = 0.0, max_seconds: float | None = None
) -> Iterator[NDArray[np.float32]]:
    """Blocks (n, 2) float32 at 48 kHz from ``start_s`` on, at most ``max_seconds`` of them.

    Mono becomes equal left and right at full level; more channels are mixed down by FFmpeg's matrix. A
    truncated or damaged file gives what can be decoded. Raises :class:`SoundFileError` when that is nothing,
    ValueError for times that are negative or not finite.
    """
    for seconds in (start_s, 0.0 if max_seconds is None else max_seconds):
        if not 0 <= seconds < math.inf:
            raise ValueError(f"{seconds} is no time in a file: need seconds from 0 on")
    return _stream(Path(path), start_s, max_seconds)


def _stream(path: Path, start_s: float, max_seconds: float | None) -> Iterator[NDArray[np.float32]]:
    with _opened(path) as (container, track):
        skip = _seek(container, track, start_s)
        left = None if max_seconds is None else round(max_seconds * RATE)
        decoded = False
        for block in _blocks(_frames(container, track, skip)):
            decoded = True
            given = block if left is None else block[:left]
            if len(given):
                yield given
            if left is not None:
                left -= len(given)
                if left <= 0:
                    return
    if not decoded and start_s == 0:
        raise SoundFileError(f"{path}: no sound could be read from this file. Choose another file.")


@contextmanager
def _opened(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """The container and its first usable audio stream; every failure becomes a :class:`SoundFileError`."""
    _check_regular(path)
    import av

    av.logging.set_level(av.logging.PANIC)  # FFmpeg's remarks belong to nobody's terminal
    try:
        # Behind "file:" an absolute path is never taken for another protocol, whatever the file is called.
        container = av.open(f"file:{path.absolute()}", options=_OPTIONS, metadata_errors="replace")
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise SoundFileError(
            f"{path}: this is not a sound file that can be read. Choose another file."
        ) from error
    with container:
        yield container, _audio_stream(path, container)


def _check_regular(path: Path) -> None:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SoundFileError(f"{path}: this is a folder. Choose a sound file in it.")
        if not stat.S_ISREG(status.st_mode):
            # Opening a pipe would wait for ever.
            raise SoundFileError(f"{path}: this is not an ordinary file. Choose a sound file.")
        if status.st_size == 0:
            raise SoundFileError(f"{path}: this file is empty. Choose another file.")
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise SoundFileError(f"{path}: there is no such file. Check the name.") from error
    except PermissionError as error:
        raise SoundFileError(f"{path}: this file may not be read. Check its permissions.") from error
    except (OSError, ValueError) as error:
        raise SoundFileError(f"{str(path)!r}: this file cannot be opened. Choose another file.") from error


def _audio_stream(path: Path, container: InputContainer) -> AudioStream:
    tracks = [track for track in container.streams.audio if track.codec_context is not None]
    if not tracks:
        raise SoundFileError(f"{path}: there is no sound in this file. Choose another file.")
    track = tracks[0]
    if not track.rate or not track.channels:
        raise SoundFileError(f"{path}: no sound could be read from this file. Choose another file.")
    # A header of 1 Hz would blow a megabyte up to days of sound.
    if not RATE_MIN_HZ <= track.rate <= RATE_MAX_HZ:
        raise SoundFileError(
            f"{path}: a sample rate of {track.rate} Hz cannot be played. Choose another file."
        )
    return track


def _seconds(container: InputContainer, track: AudioStream) -> float | None:
    if track.duration is not None and track.time_base is not None:
        seconds = float(track.duration * track.time_base)
    elif container.duration is not None:
        seconds = container.duration / 1e6
    else:
        return None
    return seconds if 0 < seconds <= _LONGEST_S else None


def _one_line(text: str | None) -> str | None:
    """A tag as one short line of printable characters, or None."""
    if text is None:
        return None
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:400]).split())
    return line[:120] or None


def _seek(container: InputContainer, track: AudioStream, start_s: float) -> float:
    """Move to or before ``start_s``; returns the second (file time) before which sound is to be dropped."""
    import av

    base = track.time_base
    first = float(track.start_time * base) if track.start_time is not None and base is not None else 0.0
    if start_s > 0 and base is not None:
        # Decoders need some packets to settle after a jump: land half a second early.
        try:
            container.seek(int((first + max(0.0, start_s - 0.5)) / base), stream=track)
        except (av.error.FFmpegError, OverflowError):
            return first + start_s  # a file without an index: read from its beginning
    return first + start_s if start_s > 0 else -math.inf


def _frames(container: InputContainer, track: AudioStream, from_s: float) -> Iterator[NDArray[np.float32]]:
    """Converted pieces (n, 2) of all frames from second ``from_s`` (file time) on."""
    converter, drop = Converter(), None
    for frame in _decoded(container, track):
        if drop is None and frame.time is not None:
            drop = max(0, math.ceil((from_s - frame.time) * RATE - 1e-6)) if from_s > -math.inf else 0
        for piece in converter.convert(frame):
            if (drop or 0) < len(piece):
                yield piece[drop or 0 :]
            drop = None if drop is None else max(0, drop - len(piece))
    if not drop:
        yield from converter.rest()


def _decoded(container: InputContainer, track: AudioStream) -> Iterator[AudioFrame]:
    """Frames of one stream; damaged packets are passed over, a reader that only fails is given up."""
    import av

    failures, heard = 0, False
    packets = container.demux(track)
    while failures < (_FAILURES_IN_A_ROW if heard else _FAILURES_AT_START):
        try:
            packet = next(packets)
        except StopIteration:
            return
        except (av.error.FFmpegError, ValueError):
            failures += 1
            packets = container.demux(track)
            continue
        try:
            frames = packet.decode()
        except (av.error.FFmpegError, ValueError):
            failures += 1
            continue
        for frame in frames:
            failures, heard = 0, True
            yield frame


class Converter:
    """Frames to (n, 2) float32 at 48 kHz; frames may change their rate or layout on the way."""

    def __init__(self) -> None:
        self._resampler: AudioResampler | None = None
        self._kind: tuple[int, str, str] | None = None

    def convert(self, frame: AudioFrame) -> Iterator[NDArray[np.float32]]:
        """What one frame becomes; nothing when it cannot be converted."""
        import av

        if not RATE_MIN_HZ <= frame.sample_rate <= RATE_MAX_HZ:
            return
        kind = (frame.sample_rate, frame.format.name, frame.layout.name)
        if kind != self._kind:
            yield from self.rest()
            # FFmpeg spreads mono at -3 dB to both sides: stay mono here and double it below.
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            self._resampler, self._kind = av.AudioResampler("flt", layout, RATE), kind
        frame.pts = None  # gaps in time stamps must not become silence or be refused
        try:
            pieces = self._resampler.resample(frame) if self._resampler is not None else []
        except (av.error.FFmpegError, ValueError):
            return
        yield from map(_stereo, pieces)

    def rest(self) -> Iterator[NDArray[np.float32]]:
        """What the resampler still holds."""
        import av

        if self._resampler is not None:
            try:
                yield from map(_stereo, self._resampler.resample(None))
            except (av.error.FFmpegError, ValueError):
                return
            finally:
                self._resampler, self._kind = None, None


def _stereo(frame: AudioFrame) -> NDArray[np.float32]:
    """Interleaved mono or stereo frame to (n, 2)."""
    channels = frame.layout.nb_channels
    # Straight from the frame's memory, which may be longer than its sound: a file has thousands of frames.
    memory = memoryview(frame.planes[0])
    flat = np.frombuffer(memory, np.float32, frame.samples * channels)
    samples = flat.reshape(-1, channels)
    return np.repeat(samples, 2, axis=1) if channels == 1 else samples


def _blocks(pieces: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """Half-second blocks, clean and limited: the same sound in fewer, cheaper steps."""
    held: list[NDArray[np.float32]] = []
    frames = 0
    for piece in pieces:
        held.append(piece)
        frames += len(piece)
        if frames >= _BLOCK_FRAMES:
            yield _clean(held)
            held, frames = [], 0
    if frames:
        yield _clean(held)


def _clean(pieces: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    block = finite(np.concatenate(pieces))
    return np.clip(block, -SAMPLE_MAX, SAMPLE_MAX).astype(np.float32, copy=False)
