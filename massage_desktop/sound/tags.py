"""What a file says about itself in words: title, artist and the like, as short printable lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

import msgspec

LONGEST_TAG: Final = 120
"""Characters of a tag that are kept: a line on a page."""

_LOOKED_AT = 4 * LONGEST_TAG
_KINDS = {
    "title": ("title",),
    "artist": ("artist", "album_artist", "albumartist", "performer", "composer", "author"),
    "album": ("album",),
    "genre": ("genre",),
}

_Line = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_TAG)]


class Tags(msgspec.Struct, frozen=True, kw_only=True):
    """Tags of one file, each a short printable line, or None where the file has none."""

    title: _Line | None = None
    artist: _Line | None = None
    album: _Line | None = None
    genre: _Line | None = None


def tags_from(*tables: Mapping[str, str]) -> Tags:
    """Tags from a file's and its stream's metadata; later tables win, names in any case."""
    found = {key.lower(): value for table in tables for key, value in table.items()}
    lines = {
        kind: next((line for name in names if (line := one_line(found.get(name)))), None)
        for kind, names in _KINDS.items()
    }
    return Tags(**lines)


def one_line(text: str | None) -> str | None:
    """``text`` as one short line of printable characters, or None when nothing is left."""
    if text is None:
        return None
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:_LOOKED_AT]).split())
    return line[:LONGEST_TAG].rstrip() or None
