"""The session's sound: starts the player off the window's thread and translates its level for the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from massage_desktop.sound.level import ceiling_lufs, kept_offset_db, room_level_db
from massage_desktop.ui.widgets.session_strip import LevelShown

if TYPE_CHECKING:
    from massage_desktop.settings.model import Settings
    from massage_desktop.sound.chimes import ChimeName
    from massage_desktop.sound.player import SoundPlayer
    from massage_desktop.sound.report import PlayReport
    from massage_desktop.ui.pages.prepare import AmbienceShown


class Sounding:
    """What the session runner asks for, passed on to the sound room. Nothing here waits.

    Args:
        ambience: as for ``sound.sources.make_source``.
        ceiling_db: loudest level in the room, 25 to 45 dB.
        offsets: calibration of output devices by name, in dB (``Settings.offset_db``).
        device: output device, "" for the system's default (``Settings.output_device``).
        pace: whether a soft swell follows the strokes (``Settings.pace_sound``).
        on_end: told how the sound went when it is over, from the sound's own thread.

    Raises:
        AmbienceError: no such sound.
        ValueError: a level outside its range.
    """

    def __init__(
        self,
        ambience: str,
        ceiling_db: float,
        *,
        offsets: Mapping[str, float] | None = None,
        device: str = "",
        pace: bool = False,
        on_end: Callable[[PlayReport], None] | None = None,
    ) -> None:
        from massage_desktop.sound.player import SoundPlayer
        from massage_desktop.sound.ring import RingOutput

        self._ceiling_db = ceiling_db
        self._offsets = dict(offsets or {})
        self._paced = pace
        self._player: SoundPlayer = SoundPlayer(
            ambience,
            ceiling_lufs(ceiling_db),
            open_output=lambda: RingOutput(device),
            ceiling_of=self._ceiling_lufs,
            on_end=on_end,
        )

    def start(self) -> None:
        """Fade in."""
        self._player.start()

    def chime(self, name: ChimeName, in_s: float = 0.0) -> None:
        """Sound one soft chime, ``in_s`` from now."""
        self._player.chime(name, in_s)

    def drop_waiting_chimes(self) -> None:
        """Forget chimes that have not begun."""
        self._player.drop_waiting_chimes()

    def pace(self, pass_s: float, elapsed_s: float, left_s: float) -> None:
        """Swell with the strokes, if that is wished."""
        if self._paced:
            self._player.pace(pass_s, elapsed_s, left_s)

    def stop_pace(self) -> None:
        """Let the swell die away."""
        if self._paced:
            self._player.stop_pace()

    def hold(self, on: bool) -> None:
        """Play more softly while the hands rest."""
        self._player.hold(on)

    def fade_out(self, seconds: float) -> None:
        """Fade to silence."""
        self._player.fade_out(seconds)

    def set_ceiling_db(self, ceiling_db: float) -> None:
        """Move the ceiling, and all sound with it. Raises ValueError outside 25 to 45 dB."""
        ceiling_lufs(ceiling_db)
        self._ceiling_db = ceiling_db
        self._player.follow_device()

    def level(self) -> LevelShown:
        """How loud it is now; in decibels only when the device that plays has been calibrated."""
        reading = self._player.level()
        room_db = room_level_db(reading.momentary_lufs, kept_offset_db(self._offsets, reading.device))
        return LevelShown(
            reading.momentary_lufs, reading.ceiling_lufs, room_db, reading.source_title, reading.output
        )

    def close(self, wait_s: float = 0.0) -> None:
        """End the sound in the background; when the program itself ends, wait a moment for its fade."""
        self._player.close(wait_s)

    def _ceiling_lufs(self, device: str) -> float:
        """The ceiling for a device by its name."""
        return ceiling_lufs(self._ceiling_db, kept_offset_db(self._offsets, device))


def sounding_for(ambience: str, settings: Settings) -> Sounding:
    """The sound of a session as the person's settings wish it."""
    from massage_desktop.sound.report import keep_report

    return Sounding(
        ambience,
        settings.ceiling_db,
        offsets=settings.offset_db,
        device=settings.output_device,
        pace=settings.pace_sound,
        on_end=keep_report,
    )


def known_ambiences() -> list[AmbienceShown]:
    """The generated sounds, for the page that offers them."""
    from massage_desktop.sound.generators.catalogue import AMBIENCES
    from massage_desktop.ui.pages.prepare import AmbienceShown

    return [AmbienceShown(a.id, a.title, a.nature) for a in AMBIENCES.values()]
