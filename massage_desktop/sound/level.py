"""From a level in the room to a ceiling in the samples (SOUND-01, SOUND-02, DERIV-01).

40 dB is sound pressure where the receiver lies; a program only knows LUFS. Calibration of an output device
ties them by one number: ``room_db = lufs + offset_db``.

A calibration can be wrong: a phone that reads too little, a volume that is turned up afterwards. So it may
move the ceiling down as far as it likes, but up only to :data:`LOUDEST_LUFS`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

DEFAULT_CEILING_DB: Final = 40.0
"""Loudest that music, nature and cues together may be in the room (SOUND-01)."""

ROOM_MIN_DB: Final = 25.0
ROOM_MAX_DB: Final = 45.0

UNCALIBRATED_OFFSET_DB: Final = 73.0
"""Room level in dB of 0 LUFS that is assumed before calibration: a deliberately loud device, so that sound
stays quiet.
"""

MOST_ABOVE_DEFAULT_DB: Final = 6.0
"""However a device is calibrated, it gets at most this much more than an uncalibrated one at 40 dB."""

LOUDEST_LUFS: Final = DEFAULT_CEILING_DB - UNCALIBRATED_OFFSET_DB + MOST_ABOVE_DEFAULT_DB
"""No ceiling is higher than this, in LUFS."""

QUIETEST_LUFS: Final = -120.0

OFFSET_MIN_DB: Final = 20.0
OFFSET_MAX_DB: Final = 160.0

UNNAMED_DEVICE: Final = "default device"
"""Under this name a device is kept in the settings that the system does not name."""

FAINTEST_SHOWN_DB: Final = 20.0
"""Below this a room is never quiet enough for a figure to mean anything."""

_FAINTEST_SHARE_DB: Final = 40.0


def kept_offset_db(offsets: Mapping[str, float], device: str) -> float | None:
    """The calibration that is kept for ``device`` ("" is one without a name), None when there is none."""
    return offsets.get(device or UNNAMED_DEVICE)


def with_offset(offsets: Mapping[str, float], device: str, offset_db: float) -> dict[str, float]:
    """``offsets`` with the calibration of ``device`` put in, for the settings."""
    return {**offsets, device or UNNAMED_DEVICE: offset_db}


def ceiling_lufs(room_db: float, offset_db: float | None = UNCALIBRATED_OFFSET_DB) -> float:
    """Momentary loudness in LUFS that makes ``room_db`` in the room, and at most :data:`LOUDEST_LUFS`.

    ``offset_db`` None means a device that was never calibrated. Raises ValueError for a level outside 25 to
    45 dB or an offset outside 20 to 160 dB (NaN included).
    """
    offset_db = UNCALIBRATED_OFFSET_DB if offset_db is None else offset_db
    if not ROOM_MIN_DB <= room_db <= ROOM_MAX_DB:
        raise ValueError(
            f"room level {room_db} dB: choose a number from {ROOM_MIN_DB:.0f} to {ROOM_MAX_DB:.0f}"
        )
    if not OFFSET_MIN_DB <= offset_db <= OFFSET_MAX_DB:
        raise ValueError(
            f"calibration offset {offset_db} dB: it lies between {OFFSET_MIN_DB:.0f} and "
            f"{OFFSET_MAX_DB:.0f}; calibrate this device again"
        )
    return min(LOUDEST_LUFS, max(QUIETEST_LUFS, room_db - offset_db))


def reached_db(room_db: float, offset_db: float) -> float:
    """Level in the room that the ceiling for ``room_db`` really makes: less where the bound holds it back.

    Raises ValueError as :func:`ceiling_lufs`.
    """
    return ceiling_lufs(room_db, offset_db) + offset_db


def room_level_db(momentary_lufs: float, offset_db: float | None) -> float | None:
    """Level in the room of ``momentary_lufs`` (-inf is silence), at least 0 dB; None without calibration."""
    if offset_db is None:
        return None
    level = momentary_lufs + offset_db
    return level if level > 0 else 0.0  # also for -inf and NaN


def meter_words(momentary_lufs: float, ceiling: float, room_db: float | None) -> str:
    """What the live meter says: decibels once calibrated, else how far below the ceiling, and that this is
    all that is known.

    Args:
        momentary_lufs: loudness of the last 400 ms, -inf for silence.
        ceiling: the ceiling in LUFS.
        room_db: as from :func:`room_level_db`.
    """
    if room_db is not None:
        return f"{room_db:.0f} dB" if room_db >= FAINTEST_SHOWN_DB else f"under {FAINTEST_SHOWN_DB:.0f} dB"
    below_db = ceiling - momentary_lufs
    if not math.isfinite(below_db) or below_db >= _FAINTEST_SHARE_DB:
        return "very soft · not calibrated"
    whole = max(0, round(below_db))
    return f"{whole} dB below the limit · not calibrated" if whole else "at the limit · not calibrated"
