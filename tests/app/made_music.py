"""Music files made for tests of the window: a calm one with tags and a cover, a lively one, a broken one."""

from __future__ import annotations

from pathlib import Path

import massage_desktop.sound  # noqa: F401  isort: skip

import av
import numpy as np
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage

RATE = 48_000


def calm(seconds: float = 12.0, hz: float = 196.0) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return 0.05 * np.sin(2 * np.pi * hz * t)


def lively(seconds: float = 14.0, beats_a_minute: float = 130.0) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return 0.4 * np.sin(2 * np.pi * 90 * t) * np.exp(-18 * (t % (60 / beats_a_minute)))


def picture(color: str = "#3a7", edge: int = 300) -> bytes:
    image = QImage(edge, edge, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    data: QByteArray = buffer.data()
    return bytes(data.data())


def flac(path: Path, line: np.ndarray, tags: dict[str, str] | None = None, cover: bytes = b"") -> Path:
    """``line`` as a stereo FLAC file with tags and an attached picture."""
    with av.open(path, "w") as container:
        container.metadata.update(tags or {})
        track = container.add_stream("flac", rate=RATE, layout="stereo")
        image = container.add_stream("png", rate=1) if cover else None
        if image is not None:
            image.width, image.height, image.pix_fmt = 300, 300, "rgb24"
            image.disposition = av.stream.Disposition.attached_pic
            packet = av.Packet(cover)
            packet.stream, packet.pts, packet.dts = image, 0, 0
            container.mux(packet)
        stereo = np.repeat(line.astype(np.float32)[None, :], 2, axis=0)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(stereo), "fltp", "stereo")
        frame.sample_rate = RATE
        resampler = av.AudioResampler(track.format.name, "stereo", RATE, track.frame_size or 4096)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(track.encode(piece))
        container.mux(track.encode(None))
    return path


def album(folder: Path) -> Path:
    """A folder with a calm, a lively and a broken file."""
    folder.mkdir(parents=True, exist_ok=True)
    tags = {"title": "Slow river", "artist": "Anna Lind", "album": "Evening"}
    flac(folder / "1 river.flac", calm(), tags, picture())
    flac(folder / "2 dance.flac", lively(), {"title": "Dance"})
    (folder / "3 broken.mp3").write_bytes(b"no music" * 300)
    return folder
