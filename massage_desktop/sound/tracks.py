"""A person's own music: find the files, measure them once, and hold each of them under the ceiling."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from .decode import SoundFileError, stream
from .loudness import (
    RATE,
    EnergyMeter,
    integrated_lufs,
    loudness_range_lu,
    momentary_lufs,
    short_term_lufs,
)
from .true_peak import TruePeak

BELOW_CEILING_LU: Final = 4.0
"""Music's loudest 3 s sit this far under the ceiling: room for cues and nature on top (DERIV-02)."""

GAIN_MAX_DB: Final = 12.0
"""Quiet recordings are raised by no more: above that, hiss comes up."""

# fmt: off
SOUND_SUFFIXES: Final = frozenset({
    ".aac", ".ac3", ".aif", ".aifc", ".aiff", ".amr", ".ape", ".au", ".caf", ".dsf",
    ".flac", ".m4a", ".m4b", ".mka", ".mp2", ".mp3", ".mpc", ".oga", ".ogg", ".opus",
    ".tta", ".w64", ".wav", ".wave", ".weba", ".webm", ".wma", ".wv",
})
# fmt: on


class TrackLoudness(msgspec.Struct, frozen=True, kw_only=True):
    """Loudness of one file, measured after the conversion that is played (stereo, 48 kHz); -inf LUFS for
    silence.

    Files shorter than a window are measured as if silence followed.
    """

    path: Path
    seconds: float
    integrated_lufs: float
    max_momentary_lufs: float
    max_short_term_lufs: float
    loudness_range_lu: float
    true_peak_dbtp: float


def measure(path: Path | str) -> TrackLoudness:
    """Decode and measure a whole file. Raises :class:`~massage_desktop.sound.decode.SoundFileError`."""
    meter, peak, parts, frames = EnergyMeter(), TruePeak(), [], 0
    for block in stream(path):
        parts.append(meter.feed(block))
        peak.feed(block)
        frames += len(block)
    # 3 s of silence complete the last hop and give short files whole windows; they can only lower the other
    # windows.
    parts.append(meter.feed(np.zeros((3 * RATE, 2), np.float32)))
    energies = np.concatenate(parts)
    own = energies[: math.ceil(frames / RATE * 100)]
    return TrackLoudness(
        path=Path(path),
        seconds=frames / RATE,
        integrated_lufs=integrated_lufs(own),
        max_momentary_lufs=float(momentary_lufs(energies).max()),
        max_short_term_lufs=float(short_term_lufs(energies).max()),
        loudness_range_lu=loudness_range_lu(own),
        true_peak_dbtp=peak.dbtp,
    )


def gain_db(track: TrackLoudness, ceiling_lufs: float) -> float:
    """Gain in dB for a track: loudest 3 s 4 LU under the ceiling, no 400 ms above it, at most +12 dB.

    Silence gets 0 dB.
    """
    gains = [
        ceiling_lufs - BELOW_CEILING_LU - track.max_short_term_lufs,
        ceiling_lufs - track.max_momentary_lufs,
        GAIN_MAX_DB,
    ]
    return min(gains) if math.isfinite(track.max_momentary_lufs) else 0.0


def find_sounds(paths: Iterable[Path | str]) -> list[Path]:
    """All files named, and all sound files (by their ending) in folders named, sorted by path, each once.

    Hidden files are left out in folders, and a folder is entered once, so links in a circle end. A named file
    is kept whatever its ending. Raises :class:`~massage_desktop.sound.decode.SoundFileError` for a name that
    does not exist.
    """
    found: dict[Path, Path] = {}
    for name in map(Path, paths):
        try:
            listed = _in_folder(name) if name.is_dir() else [name]
            if not all(path.exists() for path in listed):
                raise SoundFileError(f"{name}: there is no such file or folder. Check the name.")
            found.update((path.resolve(), path) for path in listed if path.resolve() not in found)
        except OSError as error:  # a name too long, links in a circle, a disk that fails
            raise SoundFileError(f"{str(name)[:200]}: this name cannot be read. Check the name.") from error
    return sorted(found.values())


def _in_folder(folder: Path) -> list[Path]:
    sounds, entered = [], set()
    for where, folders, files in os.walk(folder, followlinks=True):
        here = Path(where).resolve()
        if here in entered:
            folders.clear()
            continue
        entered.add(here)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(where, name) for name in files if not name.startswith("."))
        sounds += [path for path in paths if path.suffix.lower() in SOUND_SUFFIXES and path.is_file()]
    return sounds
