"""From a level in the room to a ceiling in the samples (SOUND-01, SOUND-02, DERIV-01).

40 dB is sound pressure where the receiver lies; a program only knows LUFS. Calibration of an output device
ties them by one number: ``room_db = lufs + offset_db``.
"""

from __future__ import annotations

from typing import Final

DEFAULT_CEILING_DB: Final = 40.0
"""Loudest that music, nature and cues together may be in the room (SOUND-01)."""

ROOM_MIN_DB: Final = 25.0
ROOM_MAX_DB: Final = 45.0

UNCALIBRATED_OFFSET_DB: Final = 73.0
"""Room level in dB of 0 LUFS that is assumed before calibration: a deliberately loud device, so that sound
stays quiet.
"""

OFFSET_MIN_DB: Final = 45.0
OFFSET_MAX_DB: Final = 120.0


def ceiling_lufs(room_db: float, offset_db: float = UNCALIBRATED_OFFSET_DB) -> float:
    """Momentary loudness in LUFS that makes ``room_db`` in the room.

    Raises ValueError for a level outside 25 to 45 dB or an offset outside 45 to 120 dB (NaN included).
    """
    if not ROOM_MIN_DB <= room_db <= ROOM_MAX_DB:
        raise ValueError(
            f"room level {room_db} dB: choose a number from {ROOM_MIN_DB:.0f} to {ROOM_MAX_DB:.0f}"
        )
    if not OFFSET_MIN_DB <= offset_db <= OFFSET_MAX_DB:
        raise ValueError(
            f"calibration offset {offset_db} dB: it lies between {OFFSET_MIN_DB:.0f} and "
            f"{OFFSET_MAX_DB:.0f}; calibrate this device again"
        )
    return room_db - offset_db
