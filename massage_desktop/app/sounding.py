"""The session's sound: starts the player off the window's thread and translates its level for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from massage_desktop.ui.widgets.session_strip import LevelShown

if TYPE_CHECKING:
    from massage_desktop.sound.chimes import ChimeName
    from massage_desktop.sound.player import SoundPlayer


class Sounding:
    """What the session runner asks for, passed on to the sound room. Nothing here waits."""

    def __init__(self, ambience: str, ceiling_db: float) -> None:
        from massage_desktop.sound.level import ceiling_lufs
        from massage_desktop.sound.player import SoundPlayer

        self._player: SoundPlayer = SoundPlayer(ambience, ceiling_lufs(ceiling_db))

    def start(self) -> None:
        """Fade in."""
        self._player.start()

    def chime(self, name: ChimeName, in_s: float = 0.0) -> None:
        """Sound one soft chime, ``in_s`` from now."""
        self._player.chime(name, in_s)

    def drop_waiting_chimes(self) -> None:
        """Forget chimes that have not begun."""
        self._player.drop_waiting_chimes()

    def hold(self, on: bool) -> None:
        """Play more softly while the hands rest."""
        self._player.hold(on)

    def fade_out(self, seconds: float) -> None:
        """Fade to silence."""
        self._player.fade_out(seconds)

    def level(self) -> LevelShown:
        """How loud it is now. No device is calibrated yet, so no decibels are claimed."""
        reading = self._player.level()
        return LevelShown(
            reading.momentary_lufs, reading.ceiling_lufs, None, reading.source_title, reading.output
        )

    def close(self, wait_s: float = 0.0) -> None:
        """End the sound in the background; when the program itself ends, wait a moment for its fade."""
        self._player.close(wait_s)
