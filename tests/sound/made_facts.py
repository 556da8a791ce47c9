"""What a scan may find out about a file, made for tests."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from massage_desktop.sound.energy_code import packed
from massage_desktop.sound.lively import Pulse
from massage_desktop.sound.scan import TrackFacts
from massage_desktop.sound.shelf import Shelf, stamp_of
from massage_desktop.sound.tags import Tags
from massage_desktop.sound.tracks import LoudnessFigures
from massage_desktop.sound.workers import Scanned

FIGURES = LoudnessFigures(
    seconds=60.0,
    integrated_lufs=-20.0,
    max_momentary_lufs=-15.0,
    max_short_term_lufs=-17.0,
    loudness_range_lu=5.0,
    true_peak_dbtp=-3.0,
)
FACTS = TrackFacts(
    figures=FIGURES,
    tags=Tags(title="Sea"),
    codec="flac",
    rate=44100,
    channels=2,
    cover=False,
    start_s=0.0,
    end_s=60.0,
    seam=None,
    pulse=Pulse(),
)
SCANNED = Scanned(FACTS, packed(np.full(6000, 0.01)))


def changed(**values: object) -> TrackFacts:
    return msgspec.structs.replace(FACTS, **values)


def file(folder: Path, name: str = "a.flac", text: str = "sound") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def kept(folder: Path) -> tuple[Shelf, Path]:
    """A shelf with one track on it."""
    shelf, path = Shelf(folder / "cache" / "music.sqlite3"), file(folder)
    stamp = stamp_of(path)
    assert stamp is not None
    shelf.keep(path, stamp, SCANNED)
    return shelf, path
