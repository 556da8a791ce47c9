"""``calibrate``: ties decibels in the room to one output device, by ear or with a sound meter."""

from __future__ import annotations

import argparse
import logging
import math
import sys
import time
from typing import TYPE_CHECKING

from .failure import CommandError, did_you_mean, wrong_use

if TYPE_CHECKING:
    from massage_desktop.sound.reference import ReferencePlayback

SHORTEST_S, LONGEST_S = 5.0, 300.0
_FOUND_S = 6.0
_STEP_DB = 1.0
_KEYS = "Enter: it is like a whisper now.  +: louder.  -: softer.  q: leave everything as it was."


def calibrate(options: argparse.Namespace) -> int:
    """Play the reference sound, and keep what was found; without an answer nothing is changed."""
    if not SHORTEST_S <= options.seconds <= LONGEST_S:
        raise wrong_use(
            f"--seconds {options.seconds:g}: the sound plays for {SHORTEST_S:g} to {LONGEST_S:g} seconds."
        )
    # What cannot be opened is said once, here; the log is for the window.
    logging.getLogger("massage_desktop").addHandler(logging.NullHandler())
    device = _device(options.device)
    if options.meter is not None:
        return _by_meter(options, device)
    if not options.whisper and not sys.stdin.isatty():
        raise wrong_use("say how: `calibrate --whisper` by ear, or `calibrate --meter` with a sound meter.")
    return _by_whisper(options, device)


def _by_whisper(options: argparse.Namespace, device: str) -> int:
    from massage_desktop.sound.calibration import ABOUT_WHISPER, WHISPER_LUFS, offset_by_whisper
    from massage_desktop.sound.reference import ReferencePlayback

    playback = ReferencePlayback(WHISPER_LUFS, device)
    try:
        name = _begin(playback)
        _say(ABOUT_WHISPER)
        if sys.stdin.isatty():
            if not _agreed(playback):
                _say("Nothing was changed.")
                return 0
        else:
            _say(f"In {options.seconds:.0f} seconds this volume is kept; Ctrl+C leaves everything as it was.")
            time.sleep(options.seconds)
        _still(playback, name)
    finally:
        playback.close(1.5)
    return _keep(name, offset_by_whisper(playback.lufs))


def _by_meter(options: argparse.Namespace, device: str) -> int:
    from massage_desktop.sound.calibration import ABOUT_METER, METER_LUFS, CalibrationError, offset_by_reading
    from massage_desktop.sound.reference import ReferencePlayback

    reading_db = options.meter
    if not math.isnan(reading_db):
        try:
            offset_db = offset_by_reading(reading_db)
        except CalibrationError as error:
            raise wrong_use(f"--meter: {error}") from None
        return _keep(device or _default_device(), offset_db)
    playback = ReferencePlayback(METER_LUFS, device)
    try:
        name = _begin(playback)
        _say(ABOUT_METER)
        if not sys.stdin.isatty():
            time.sleep(options.seconds)
            _say("Then: massage-desktop calibrate --meter DB, with the decibels you have read.")
            return 0
        reading_db = _asked()
        _still(playback, name)
    finally:
        playback.close(1.5)
    if reading_db is None:
        _say("Nothing was changed.")
        return 0
    try:
        return _keep(name, offset_by_reading(reading_db))
    except CalibrationError as error:
        raise CommandError(str(error)) from None


def _begin(playback: ReferencePlayback) -> str:
    """Start the sound; the name of the device that plays it. Raises CommandError when none does."""
    playback.start()
    until_s = time.monotonic() + _FOUND_S
    while time.monotonic() < until_s:
        reading = playback.level()
        if reading.output == "playing":
            return reading.device
        if reading.output == "silent":
            break
        time.sleep(0.05)
    raise CommandError("no sound device can be opened; plug in or switch on a loudspeaker and try again.")


def _still(playback: ReferencePlayback, name: str) -> None:
    """What was heard must have come from one device."""
    reading = playback.level()
    if reading.output != "playing" or reading.device != name:
        raise CommandError("the sound device has changed meanwhile; nothing was kept. Calibrate once more.")


def _agreed(playback: ReferencePlayback) -> bool:
    """Let the person find the whisper; False when they would rather not."""
    _say(_KEYS)
    while True:
        answer = sys.stdin.readline()
        said = answer.strip().lower()
        if not answer or said in ("q", "quit", "n", "no"):
            return False
        if not said or said in ("y", "yes"):
            return True
        steps = said.count("+") - said.count("-")
        before = playback.lufs
        playback.set_lufs(_whisper_range(before + steps * _STEP_DB))
        if playback.lufs == before:
            _say("Use your computer's volume for more." if steps else _KEYS)


def _whisper_range(lufs: float) -> float:
    from massage_desktop.sound.calibration import WHISPER_LOUDEST_LUFS, WHISPER_QUIETEST_LUFS

    return min(max(lufs, WHISPER_QUIETEST_LUFS), WHISPER_LOUDEST_LUFS)


def _asked() -> float | None:
    """The decibels that a person types; None when they leave."""
    _say("Type the decibels and press Enter; q leaves everything as it was.")
    while True:
        answer = sys.stdin.readline()
        said = answer.strip().lower().removesuffix("db").strip().replace(",", ".")
        if not answer or said in ("q", "quit", ""):
            return None
        try:
            return float(said)
        except ValueError:
            _say("That is no number. Type the decibels, for example 38.")


def _device(wished: str | None) -> str:
    """The device to calibrate: the one asked for, else the one chosen in the settings."""
    if wished is None:
        from massage_desktop.settings.store import load

        return load()[0].output_device
    if not wished.strip():
        return ""
    names = _names()
    if wished in names:
        return wished
    same = [name for name in names if name.casefold() == wished.casefold()]
    if len(same) == 1:
        return same[0]
    known = "; ".join(f"“{name}”" for name in names) or "none"
    raise wrong_use(
        f"--device “{wished[:80]}” is not there.{did_you_mean(wished, names)} There are: {known}."
    )


def _names() -> tuple[str, ...]:
    from massage_desktop.sound.devices import find_devices
    from massage_desktop.sound.output import NoDeviceError

    try:
        return find_devices().names
    except NoDeviceError as error:
        raise CommandError(f"{error} Plug in or switch on a loudspeaker and try again.") from None


def _default_device() -> str:
    from massage_desktop.sound.devices import find_devices
    from massage_desktop.sound.output import NoDeviceError

    try:
        return find_devices().default
    except NoDeviceError as error:
        raise CommandError(f"{error} A calibration belongs to a device; switch it on.") from None


def _keep(device: str, offset_db: float) -> int:
    """Put it into the settings and say what it means."""
    from massage_desktop.settings.store import SettingsFile
    from massage_desktop.sound.calibration import calibrated_words
    from massage_desktop.sound.level import with_offset

    file = SettingsFile()
    notice = file.change(offset_db=with_offset(file.current.offset_db, device, round(offset_db, 1)))
    if notice:
        raise CommandError(notice)
    _say(calibrated_words(device, round(offset_db, 1), file.current.ceiling_db))
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
