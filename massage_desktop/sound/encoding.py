"""Blocks of sound become a file: encoded, heard as a player will hear them, and written.

That is done in a process of its own, because an encoder asks for Python's lock a hundred times for a second
of sound: beside sound that is being made in the same process it waits longer than it works.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import msgspec
import numpy as np

from .ahead import Ahead
from .chapters import Chapter, add_chapters
from .formats import FORMATS, FileFormat
from .in_pieces import encode_in_pieces
from .listener import Listener
from .loudness import CHANNELS, RATE
from .own_process import end, own_output, receive, send, send_bytes, start_module
from .source import Samples

if TYPE_CHECKING:
    from av import Packet

_BITS_A_SECOND = 192_000


class FileOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be written (its name in the file system's own bytes), what it says of itself, and how many
    frames it will have. The ending is one of :data:`.formats.FORMATS`.
    """

    path: bytes
    title: str
    chapters: tuple[Chapter, ...]
    frames: int


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The loudest 400 ms of a file as it decodes, in LUFS; or the system's number and word for a failure."""

    loudest_lufs: float = 0.0
    errno: int = 0
    error: str | None = None


def write_file(order: FileOrder, blocks: Iterator[Samples]) -> float:
    """Write ``blocks``, shape ``(n, 2)`` each; returns the loudest 400 ms in LUFS as players decode it.

    Where no process can be started it is done in this one. Raises OSError when the file cannot be written.
    """
    process = _started()
    if process is None:
        with Ahead(blocks) as ready:
            return encode(order, ready)
    to, back = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    try:
        # Nobody listens any more when the file cannot be written: the answer says why.
        if _told(to, msgspec.msgpack.encode(order)) and all(_told(to, _packed(block)) for block in blocks):
            _told(to, b"")
        answer = receive(back)
    finally:
        end(process)
    if not answer:
        raise OSError("the part of the program that writes it has ended early; try once more")
    written = msgspec.msgpack.decode(answer, type=Written)
    if written.error is not None:
        raise OSError(written.errno, written.error)
    return written.loudest_lufs


def encode(order: FileOrder, blocks: Iterable[Samples]) -> float:
    """As :func:`write_file`, in this process: one thread encodes, the calling one listens and writes."""
    import av

    path = Path(os.fsdecode(order.path))
    ending = path.suffix.lower()
    form = FORMATS[ending]
    try:
        with av.open(str(path), "w", format=form.container) as container:
            container.metadata["title"] = order.title
            add_chapters(container, ending, order.chapters, order.frames / RATE)
            track: Any = container.add_stream(
                form.codec, rate=RATE, layout="stereo", options=dict(form.options)
            )
            if form.lossy:
                track.bit_rate = _BITS_A_SECOND
            container.start_encoding()
            listener = Listener(track.codec_context)
            with Ahead(_packets(track, form, blocks)) as parts:
                for packets in parts:
                    listener.hear(packets)
                    for packet in packets:
                        packet.stream = track
                        container.mux(packet)
            return listener.loudest_lufs()
    except av.error.FFmpegError as error:
        raise OSError(error.errno, error.strerror) from None


def _packets(track: Any, form: FileFormat, blocks: Iterable[Samples]) -> Iterator[list[Packet[Any]]]:
    """The encoded sound, a block or a few at a time."""
    import av

    if form.in_pieces:
        yield from encode_in_pieces(blocks, partial(_encoder, form))
        return
    resampler = av.AudioResampler(form.layout, "stereo", RATE)
    frames = 0
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.T), "fltp", "stereo")
        frame.sample_rate, frame.pts = RATE, frames
        frames += len(block)
        yield [packet for ready in resampler.resample(frame) for packet in track.encode(ready)]
    rest = [packet for ready in resampler.resample(None) for packet in track.encode(ready)]
    yield [*rest, *track.encode(None)]


def _encoder(form: FileFormat) -> Any:
    """A new encoder with the settings of the file's own."""
    import av

    made: Any = av.CodecContext.create(form.codec, "w")
    made.sample_rate, made.layout, made.format = RATE, "stereo", form.layout
    made.bit_rate, made.options = _BITS_A_SECOND, dict(form.options)
    return made


def _packed(block: Samples) -> bytes:
    return np.ascontiguousarray(block, "<f4").tobytes()


def _told(to: IO[bytes], data: bytes) -> bool:
    """Write one message; False once nobody listens."""
    try:
        send_bytes(to, data)
    except OSError:
        return False
    return True


def _blocks(stream: IO[bytes]) -> Iterator[Samples]:
    """The blocks up to the empty message. Raises EOFError when the program that sends them is gone."""
    while data := receive(stream):
        yield np.frombuffer(data, "<f4").reshape(-1, CHANNELS)
    if data is None:
        raise EOFError


def _started() -> subprocess.Popen[bytes] | None:
    """The process that encodes; None where none can be started."""
    return start_module(f"{__package__}.encoding")


def main() -> None:
    """Write one file: the order and its blocks come in on standard input, :class:`Written` goes out."""
    out = own_output()
    order = msgspec.msgpack.decode(receive(sys.stdin.buffer) or b"", type=FileOrder)
    try:
        with Ahead(_blocks(sys.stdin.buffer)) as blocks:
            written = Written(loudest_lufs=encode(order, blocks))
    except OSError as error:
        written = Written(errno=error.errno or 0, error=error.strerror or str(error))
    except EOFError:
        return
    send(out, written)


if __name__ == "__main__":
    main()
