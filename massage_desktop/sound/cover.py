"""The picture attached to a sound file, for the page that shows it; its size is known unopened."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from .decode import attached_pictures, opened

LARGEST_BYTES: Final = 4 * 1024**2
LONGEST_EDGE_PX: Final = 4096
"""Larger pictures are left out: unpacked they would take more memory than the rest of the program."""

_Edge = Annotated[int, msgspec.Meta(ge=1, le=LONGEST_EDGE_PX)]


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """A JPEG or PNG picture as it lies in the file, and its size."""

    kind: Literal["jpeg", "png"]
    width_px: _Edge
    height_px: _Edge
    data: Annotated[bytes, msgspec.Meta(max_length=LARGEST_BYTES)]


def read_cover(path: Path) -> Cover | None:
    """The first attached picture within the limits, or None.

    Raises :class:`~massage_desktop.sound.decode.SoundFileError` when the file cannot be read.
    """
    with opened(path) as (container, _):
        for data in attached_pictures(container):
            found = cover_from(data)
            if found is not None:
                return found
    return None


def cover_from(data: bytes) -> Cover | None:
    """``data`` as a cover, or None for another format or one that is too large; nothing is unpacked."""
    if len(data) > LARGEST_BYTES:
        return None
    kind: Literal["jpeg", "png"] = "png" if data.startswith(b"\x89PNG\r\n\x1a\n") else "jpeg"
    size = _png_size(data) if kind == "png" else _jpeg_size(data)
    if size is None or not all(1 <= edge <= LONGEST_EDGE_PX for edge in size):
        return None
    return Cover(kind=kind, width_px=size[0], height_px=size[1], data=data)


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """From the first frame header; segments are only stepped over."""
    for kind, body in _segments(data):
        # Start of frame 0 to 15; C4, C8 and CC in between are tables.
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC) and len(body) >= 5:
            height, width = struct.unpack(">HH", body[1:5])
            return width, height
    return None


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2 if data.startswith(b"\xff\xd8") else len(data)
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == 0xFF:  # padding
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2:
            return
        yield data[at + 1], data[at + 4 : at + 2 + length]
        at += 2 + length
