"""Sound files of any kind to stereo float32 at 48 kHz, with PyAV (FFmpeg's libraries), packet by packet.

Files come from anywhere: only regular local files are opened, only by readers of plain audio (no play lists,
no network), a damaged packet is passed over, nothing is allocated from what a header claims, and a file that
blows up while it is decoded ends after :data:`LONGEST_S`. What could still hang or burst is tried out first
in a process of its own (``workers.py``).
"""

from __future__ import annotations

import math
import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from .converting import RATE_MAX_HZ, RATE_MIN_HZ, Converter
from .loudness import RATE, finite
from .tags import Tags, tags_from

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream
    from av.container import InputContainer

SAMPLE_MAX: Final = 4.0
"""Decoded samples are limited to this (+12 dBFS): above a loud 5.1 downmix, far below nonsense."""

LONGEST_S: Final = 4 * 3600.0
"""Seconds of a file that are read: a kilobyte can unfold to days of silence."""

LARGEST_BYTES: Final = 4 * 1024**3
"""Larger files are no music; they are not opened."""

_BELIEVED_S = 7 * 24 * 3600.0
_PATIENCE_S = 10.0
_FAILURES_IN_A_ROW = 200
_FAILURES_AT_START = 2000
# Readers of plain audio and the containers it comes in. FFmpeg also knows play lists and network streams:
# never those.
_FORMATS = (
    "aac,ac3,adts,aiff,amr,ape,asf,au,avi,caf,dsf,dts,eac3,flac,matroska,webm,mov,mp4,m4a,mp3,mpc,mpc8,"
    "mpeg,mpegts,oga,ogg,opus,rm,tta,voc,w64,wav,wv"
)
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}

__all__ = [
    "LARGEST_BYTES",
    "LONGEST_S",
    "RATE_MAX_HZ",
    "RATE_MIN_HZ",
    "SAMPLE_MAX",
    "Converter",
    "SoundFileError",
    "SoundInfo",
    "attached_pictures",
    "opened",
    "probe",
    "stream",
]


class SoundFileError(Exception):
    """A file that cannot be played; the text is one line: what, where, what to do."""


class SoundInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says about itself; ``seconds`` is None when it does not say so believably, ``rate`` is in
    Hz, ``cover`` tells whether a picture is attached.
    """

    path: Path
    seconds: float | None
    codec: str
    rate: int
    channels: int
    tags: Tags
    cover: bool

    @property
    def title(self) -> str | None:
        """Its title, a short line."""
        return self.tags.title

    @property
    def artist(self) -> str | None:
        """Who made it, a short line."""
        return self.tags.artist


def probe(path: Path | str) -> SoundInfo:
    """Read a file's header. Raises :class:`SoundFileError`."""
    with opened(Path(path)) as (container, track):
        return SoundInfo(
            path=Path(path),
            seconds=_seconds(container, track),
            codec=track.codec_context.name,
            rate=track.rate,
            channels=track.channels,
            tags=tags_from(container.metadata, track.metadata),
            cover=bool(_picture_streams(container)),
        )


def attached_pictures(container: InputContainer) -> Iterator[bytes]:
    """The pictures attached to an open file, packed as they are."""
    import av

    for pictures in _picture_streams(container):
        try:
            # FFmpeg hands attached pictures out first: nothing else of the file is read.
            yield next((bytes(packet) for packet in container.demux(pictures) if packet.size), b"")
        except (av.error.FFmpegError, ValueError):
            continue


def _picture_streams(container: InputContainer) -> list[Any]:
    from av.stream import Disposition

    return [s for s in container.streams.video if s.disposition & Disposition.attached_pic]


def stream(
    path: Path | str, *, start_s: float = 0.0, max_seconds: float | None = None
) -> Generator[NDArray[np.float32], None, None]:
    """Blocks (n, 2) float32 at 48 kHz from ``start_s`` on, at most ``max_seconds`` of them.

    Mono becomes equal left and right at full level; more channels are mixed down by FFmpeg's matrix. A
    truncated or damaged file gives what can be decoded. Raises :class:`SoundFileError` when that is nothing,
    ValueError for times that are negative or not finite.
    """
    for seconds in (start_s, 0.0 if max_seconds is None else max_seconds):
        if not 0 <= seconds < math.inf:
            raise ValueError(f"{seconds} is no time in a file: need seconds from 0 on")
    return _stream(Path(path), start_s, max_seconds)


def _stream(
    path: Path, start_s: float, max_seconds: float | None
) -> Generator[NDArray[np.float32], None, None]:
    with opened(path) as (container, track):
        skip = _seek(container, track, start_s)
        left = round(min(LONGEST_S, LONGEST_S if max_seconds is None else max_seconds) * RATE)
        decoded = False
        for piece in _pieces(container, track, skip):
            decoded = True
            if left and len(piece):
                yield _clean(piece[:left])
            left -= min(left, len(piece))
            if left == 0:
                return
    if not decoded and start_s == 0:
        raise SoundFileError(f"{path}: no sound could be read from this file. Choose another file.")


@contextmanager
def opened(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """The container and its first usable audio stream; every failure becomes a :class:`SoundFileError`."""
    _check_regular(path)
    import av

    av.logging.set_level(av.logging.PANIC)  # FFmpeg's remarks belong to nobody's terminal
    try:
        # Behind "file:" an absolute path is never taken for another protocol, whatever the file is called.
        where = f"file:{path.absolute()}"
        container = av.open(where, options=_OPTIONS, metadata_errors="replace", timeout=_PATIENCE_S)
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
        if status.st_size > LARGEST_BYTES:
            raise SoundFileError(f"{path}: larger than 4 GB; that is no music. Choose another file.")
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
    return seconds if 0 < seconds <= _BELIEVED_S else None


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


def _pieces(container: InputContainer, track: AudioStream, from_s: float) -> Iterator[NDArray[np.float32]]:
    """Converted pieces (n, 2) of all frames from second ``from_s`` (file time) on."""
    converter, drop = Converter(), 0
    begun = from_s == -math.inf
    for frame in _decoded(container, track):
        if not begun and frame.time is not None:
            drop, begun = max(0, math.ceil((from_s - frame.time) * RATE - 1e-6)), True
        for piece in converter.convert(frame):
            if drop < len(piece):
                yield piece[drop:]
            drop = max(0, drop - len(piece))
    for piece in converter.rest():
        if drop < len(piece):
            yield piece[drop:]
        drop = max(0, drop - len(piece))


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


def _clean(piece: NDArray[np.float32]) -> NDArray[np.float32]:
    """A copy that is finite and limited, free of FFmpeg's memory."""
    return np.clip(finite(piece), -SAMPLE_MAX, SAMPLE_MAX)
