"""Everything that is found out about one file, in one pass over its sound."""

from __future__ import annotations

import math
from contextlib import closing
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec

from .ahead import Ahead
from .decode import LONGEST_S, probe, stream
from .lively import Pulse, pulse_of
from .loudness import Energies
from .seam import Draft, Seam, find_seam
from .tags import Tags
from .tracks import LoudnessFigures, TrackMeter
from .trim import heard_part

ANALYSIS = 1
"""Moves on whenever the same file would give other facts: kept facts of another number are dropped."""

_Second = Annotated[float, msgspec.Meta(ge=0, le=LONGEST_S)]
_Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class TrackFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a file that was scanned.

    ``rate`` (Hz) and ``channels`` are the file's own; ``start_s`` and ``end_s`` enclose what is heard of it
    (equal for silence); ``cover`` tells whether a picture is attached. Raises ValueError for facts that no
    scan gives: they come from a file or another process too.
    """

    figures: LoudnessFigures
    tags: Tags
    codec: Annotated[str, msgspec.Meta(max_length=64)]
    rate: _Count
    channels: _Count
    cover: bool
    start_s: _Second
    end_s: _Second
    seam: Seam | None
    pulse: Pulse

    def __post_init__(self) -> None:
        """Refuse what could mislead the mixer."""
        figures = self.figures
        levels = (
            figures.integrated_lufs,
            figures.max_momentary_lufs,
            figures.max_short_term_lufs,
            figures.true_peak_dbtp,
        )
        if not all(level == -math.inf or -400 < level < 60 for level in levels):
            raise ValueError("a loudness that no sound has")
        if not (0 <= figures.seconds <= LONGEST_S and 0 <= figures.loudness_range_lu < 400):
            raise ValueError("a length or a loudness range that no sound has")
        if not self.start_s <= self.end_s <= figures.seconds + 0.01:
            raise ValueError("a part that lies outside the sound")
        if self.seam is not None and not self.seam.enter < self.seam.leave:
            raise ValueError("a seam that leads forward")

    @property
    def heard_s(self) -> float:
        """Seconds that are heard: without the silence at both ends."""
        return self.end_s - self.start_s


class Scan(NamedTuple):
    """Facts, and the energies of the 10 ms hops they were derived from."""

    facts: TrackFacts
    energies: Energies


def scan(path: Path, *, threads: bool = True) -> Scan:
    """Decode and judge a whole file; in two ``threads``, or in one where other files are scanned besides.

    Raises :class:`~massage_desktop.sound.decode.SoundFileError`.
    """
    info = probe(path)
    meter, draft = TrackMeter(), Draft()
    with Ahead(stream(path)) if threads else closing(stream(path)) as blocks:
        for block in blocks:
            meter.feed(block)
            draft.feed(block)
    figures, energies = meter.figures()
    part_s = heard_part(energies, figures.integrated_lufs, figures.seconds)
    line = draft.line()
    seam = None if line is None else find_seam(line, energies, part_s, lambda: stream(path))
    facts = TrackFacts(
        figures=figures,
        tags=info.tags,
        codec=info.codec[:64],
        rate=info.rate,
        channels=info.channels,
        cover=info.cover,
        start_s=part_s[0],
        end_s=part_s[1],
        seam=seam,
        pulse=pulse_of(energies),
    )
    return Scan(facts, energies)
