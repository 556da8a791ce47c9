"""Sound files with tags and pictures, made for tests."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import av
import numpy as np

from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.source import Samples


def encode(path: Path, samples: Samples, codec: str, tags: dict[str, str], picture: bytes = b"") -> Path:
    """``samples`` with tags, and an attached picture when ``picture`` (PNG) is given."""
    with av.open(path, "w") as container:
        container.metadata.update(tags)
        track = container.add_stream(codec, rate=RATE, layout="stereo")
        image = container.add_stream("png", rate=1) if picture else None
        if image is not None:
            image.width, image.height, image.pix_fmt = 3, 2, "rgb24"
            image.disposition = av.stream.Disposition.attached_pic
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), "fltp", "stereo")
        frame.sample_rate = RATE
        resampler = av.AudioResampler(track.format.name, "stereo", RATE, track.frame_size or 4096)
        if image is not None:
            packet = av.Packet(picture)
            packet.stream, packet.pts, packet.dts = image, 0, 0
            container.mux(packet)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(track.encode(piece))
        container.mux(track.encode(None))
    return path


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG whose header claims this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = data or zlib.compress(b"".join(b"\0" + b"\x80" * 3 * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    frame = b"\x08" + struct.pack(">HH", height, width) + b"\x03" + bytes(9)
    segments = b"".join(
        b"\xff" + kind + struct.pack(">H", len(body) + 2) + body
        for kind, body in ((b"\xe0", b"JFIF\0" + bytes(9)), (b"\xc4", bytes(20)), (b"\xc0", frame))
    )
    return b"\xff\xd8" + segments + b"\xff\xd9"
