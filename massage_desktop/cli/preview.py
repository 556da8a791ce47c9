"""``preview``: hear a sound for a moment before the receiver chooses it (SOUND-08)."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from .failure import CommandError, wrong_use

if TYPE_CHECKING:
    from massage_desktop.sound.player import SoundPlayer
    from massage_desktop.sound.source import Source

_FOUND_S = 6.0
_LOOK_S = 0.05
_LAST_S = 1.5


def preview(options: argparse.Namespace) -> int:
    """Play a short piece of a sound, or write it to a file."""
    from massage_desktop.sound.decode import SoundFileError
    from massage_desktop.sound.preview import LONGEST_S, SHORTEST_S
    from massage_desktop.sound.sources import AmbienceError, make_source, needs_yes, refuse_unheard

    if not SHORTEST_S <= options.seconds <= LONGEST_S:
        raise wrong_use(
            f"--seconds {options.seconds:g}: a preview lasts {SHORTEST_S:g} to {LONGEST_S:g} seconds."
        )
    try:
        source = make_source(options.name)
        refuse_unheard(source)
    except AmbienceError as error:
        raise wrong_use(str(error)) from None
    except SoundFileError as error:
        raise CommandError(str(error)) from None
    if options.out is None:
        _play(source, options.name, options.seconds)
    else:
        _write(source, options.name, options.seconds, options.out)
    for note in source.notes:
        sys.stderr.write(f"massage-desktop: {note}\n")
    if nature := needs_yes(options.name):
        titles = " and ".join(entry.title for entry in nature)
        sys.stdout.write(f"{titles}: only for a receiver who likes it.\n")
    return 0


def _write(source: Source, name: str, seconds: float, out: Path) -> None:
    from massage_desktop.sound.level import DEFAULT_CEILING_DB, ceiling_lufs
    from massage_desktop.sound.preview import margin_lu, preview, write_sound
    from massage_desktop.sound.render import RenderError

    ceiling = ceiling_lufs(DEFAULT_CEILING_DB) - margin_lu(out)
    try:
        write_sound(out, preview(source, seconds, ceiling, _settle_s(name)), source.title)
    except RenderError as error:
        raise CommandError(str(error)) from None
    finally:
        source.close()
    sys.stdout.write(f"{out}: {source.title}, {seconds:g} s\n")


def _play(source: Source, name: str, seconds: float) -> None:
    """Play it on the device of the settings, under the ceiling of the settings."""
    from massage_desktop.settings.store import load
    from massage_desktop.sound.level import ceiling_lufs, kept_offset_db
    from massage_desktop.sound.loudness import RATE
    from massage_desktop.sound.player import SoundPlayer
    from massage_desktop.sound.preview import FADE_S
    from massage_desktop.sound.ring import RingOutput

    # What cannot be opened is said once, here; the log is for the window.
    logging.getLogger("massage_desktop").addHandler(logging.NullHandler())
    settings = load()[0]
    source.render(round(_settle_s(name) * RATE))
    player = SoundPlayer(
        source,
        ceiling_lufs(settings.ceiling_db),
        open_output=lambda: RingOutput(settings.output_device),
        ceiling_of=lambda device: ceiling_lufs(
            settings.ceiling_db, kept_offset_db(settings.offset_db, device)
        ),
    )
    player.start(FADE_S)
    try:
        _wait_for_device(player)
        sys.stdout.write(f"{source.title}, {seconds:g} s\n")
        sys.stdout.flush()
        time.sleep(seconds - FADE_S)
        player.fade_out(FADE_S)
        time.sleep(FADE_S)
    finally:
        player.close(_LAST_S)


def _wait_for_device(player: SoundPlayer) -> None:
    until_s = time.monotonic() + _FOUND_S
    while time.monotonic() < until_s:
        output = player.level().output
        if output == "playing":
            return
        if output == "silent":
            break
        time.sleep(_LOOK_S)
    raise CommandError(
        "no sound device can be opened; switch on a loudspeaker, or write the preview to a file with --out."
    )


def _settle_s(name: str) -> float:
    """How much of the beginning to leave out: generated sounds grow, a person's own music just begins."""
    from massage_desktop.sound.preview import SETTLE_S
    from massage_desktop.sound.sources import is_generated

    return SETTLE_S if is_generated(name) else 0.0
