"""Calibration: how loud a device is in this room, found by ear (SOUND-02) or with a phone's sound meter.

A steady reference sound of known loudness is played. Whoever listens says how many decibels it has in the
room: 30 where it is as loud as a whisper, or what a meter reads. One number per output device follows:
``offset_db = room_db - lufs``. What a wrong one can do is bounded in :mod:`.level`.
"""

from __future__ import annotations

from typing import Final

from .level import DEFAULT_CEILING_DB, LOUDEST_LUFS, UNCALIBRATED_OFFSET_DB, reached_db

WHISPER_DB: Final = 30.0
"""How loud a whisper is taken to be (SOUND-02)."""

WHISPER_LUFS: Final = WHISPER_DB - UNCALIBRATED_OFFSET_DB
"""Loudness at which the whisper begins: right already where the volume is as loud as is assumed."""

WHISPER_LOUDEST_LUFS: Final = LOUDEST_LUFS - (DEFAULT_CEILING_DB - WHISPER_DB)
"""From here up the ceiling would no longer follow, so the device's own volume has to be turned up."""

WHISPER_QUIETEST_LUFS: Final = WHISPER_LUFS - 20.0

METER_LUFS: Final = DEFAULT_CEILING_DB - UNCALIBRATED_OFFSET_DB - 1.0
"""Loudness for a meter: just under the ceiling of an uncalibrated device, to stand out from the room."""

READING_MIN_DB: Final = 25.0
READING_MAX_DB: Final = 70.0

ABOUT_WHISPER = (
    "You hear a soft rushing, like a far-off stream. "
    "Turn the volume of your computer until it is as loud as a whisper beside you."
)
ABOUT_METER = (
    "You hear a soft rushing, like a far-off stream. "
    "Hold a sound meter where the receiver's head will lie, and give the decibels it shows."
)


class CalibrationError(ValueError):
    """A reading nothing can be made of; the message is one sentence that says what to do."""


def offset_by_whisper(lufs: float) -> float:
    """Offset in dB when the reference at ``lufs`` is as loud as a whisper.

    Raises CalibrationError outside the range in which it is played.
    """
    if not WHISPER_QUIETEST_LUFS <= lufs <= WHISPER_LOUDEST_LUFS:
        raise CalibrationError(
            f"The reference cannot be {lufs} LUFS: it is played between {WHISPER_QUIETEST_LUFS:.0f} and "
            f"{WHISPER_LOUDEST_LUFS:.0f}."
        )
    return WHISPER_DB - lufs


def offset_by_reading(reading_db: float) -> float:
    """Offset in dB when a meter reads ``reading_db`` of the reference at :data:`METER_LUFS`.

    Raises CalibrationError for a reading outside 25 to 70 dB (NaN included): such a room or such a meter
    cannot be used.
    """
    if READING_MIN_DB <= reading_db <= READING_MAX_DB:
        return reading_db - METER_LUFS
    bounds = f"a reading lies between {READING_MIN_DB:.0f} and {READING_MAX_DB:.0f} dB"
    if reading_db > READING_MAX_DB:
        raise CalibrationError(f"{reading_db:g} dB is loud: {bounds}; turn the volume down and read again.")
    if reading_db < READING_MIN_DB:
        raise CalibrationError(f"{reading_db:g} dB is too soft: {bounds}; turn the volume up and read again.")
    raise CalibrationError(f"“{reading_db}” is no level: {bounds}.")


def calibrated_words(device: str, offset_db: float, ceiling_db: float) -> str:
    """One or two sentences on what a calibration means. ``device`` "" is the system's default."""
    name = f"“{device}”" if device else "The system's default device"
    reach_db = reached_db(ceiling_db, offset_db)
    if reach_db < ceiling_db - 0.5:
        return (
            f"{name} is calibrated. It plays softly: sound stays under {max(0.0, reach_db):.0f} dB here. For "
            f"{ceiling_db:.0f} dB, turn its volume up and calibrate again."
        )
    return f"{name} is calibrated: sound stays under {ceiling_db:.0f} dB where you listened."
