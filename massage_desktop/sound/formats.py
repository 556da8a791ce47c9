"""The kinds of files that sound is written to, by their ending: one table for sessions and previews."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple


class FileFormat(NamedTuple):
    """Container and codec as FFmpeg calls them, the codec's sample layout, and its settings.

    ``lossy`` codecs give back a little more than they were given, so what is written stays further below the
    ceiling. ``in_pieces``: several cores encode it.
    """

    container: str
    codec: str
    layout: str
    lossy: bool = False
    options: Mapping[str, str] = {}
    in_pieces: bool = False


# The options are twice the usual speed at 192 kbit/s, for a difference nobody hears at a whisper. Two
# channels coded apart come out as near to the original as joint ones (measured on rain and chords).
FORMATS: Final[Mapping[str, FileFormat]] = {
    ".wav": FileFormat("wav", "pcm_s24le", "s32"),
    ".flac": FileFormat("flac", "flac", "s32"),
    ".ogg": FileFormat("ogg", "libopus", "flt", lossy=True, options={"compression_level": "5"}),
    ".mp3": FileFormat(
        "mp3",
        "libmp3lame",
        "fltp",
        lossy=True,
        # Frames that borrow no bits from each other can be made side by side; nothing is lost by it here.
        options={"compression_level": "7", "joint_stereo": "0", "reservoir": "0"},
        in_pieces=True,
    ),
}
"""Every format by the ending of a file's name, in the order in which they are offered."""

ENDINGS: Final = f"{', '.join(list(FORMATS)[:-1])} or {list(FORMATS)[-1]}"
"""All endings for a sentence: ``.wav, .flac, .ogg or .mp3``."""


def format_of(path: Path) -> FileFormat | None:
    """The format that a file's ending names, in capitals or not; None for any other."""
    return FORMATS.get(path.suffix.lower())
