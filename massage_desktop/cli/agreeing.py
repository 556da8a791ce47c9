"""Nature sounds wait for the receiver's yes (SOUND-06), on the command line too."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .failure import wrong_use

if TYPE_CHECKING:
    from massage_desktop.settings.model import Settings


def note_nature(ambience: str) -> None:
    """Say on stderr that a file holds sounds that not every receiver likes."""
    titles = _nature(ambience)
    if titles:
        _say(f"{titles}: play this only for a receiver who likes nature sounds.")


def heard_sound(wanted: str | None, *, agreed: bool) -> str:
    """What a session that starts at once plays: what is wished, or else the sound of the last time.

    Nature sounds are left out until the receiver has ``agreed``, here or on the page before a massage; a
    sound of the last time that is gone gives way to the calm one. Both are told on stderr.

    Raises:
        CommandError: what is wished cannot be played.
    """
    from massage_desktop.settings.store import load
    from massage_desktop.sound.sources import without_nature

    settings = load()[0]
    ambience = _remembered(settings) if wanted is None else _checked(wanted)
    titles = "" if agreed or settings.receiver_likes_nature else _nature(ambience)
    if not titles:
        return ambience
    calm = without_nature(ambience)
    _say(
        f"{titles}: not played before the receiver has said yes; {_title(calm)} will play. "
        "Ask, then add --receiver-agrees."
    )
    return calm


def _checked(ambience: str) -> str:
    from massage_desktop.sound.sources import AmbienceError, make_source

    try:
        make_source(ambience).close()
    except AmbienceError as error:
        raise wrong_use(str(error)) from None
    return ambience


def _remembered(settings: Settings) -> str:
    from massage_desktop.sound.sources import CALM, AmbienceError, make_source

    try:
        make_source(settings.ambience).close()
    except AmbienceError:
        _say(f"the sound of the last time is not there any more; {_title(CALM)} will play.")
        return CALM
    return settings.ambience


def _nature(ambience: str) -> str:
    from massage_desktop.sound.sources import needs_yes

    return " and ".join(entry.title for entry in needs_yes(ambience))


def _title(ambience: str) -> str:
    from massage_desktop.sound.sources import make_source

    source = make_source(ambience, patient=False)
    source.close()
    return source.title


def _say(line: str) -> None:
    sys.stderr.write(f"massage-desktop: {line}\n")
