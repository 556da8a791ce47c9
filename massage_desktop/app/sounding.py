"""The session's sound: starts the player off the window's thread and translates its level for the page."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from massage_desktop.sound.level import ceiling_lufs, kept_offset_db, room_level_db
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.widgets.session_strip import LevelShown

from .crash import LOG

if TYPE_CHECKING:
    from massage_desktop.settings.model import Settings
    from massage_desktop.sound.chimes import ChimeName
    from massage_desktop.sound.output import SoundOutput
    from massage_desktop.sound.player import SoundPlayer
    from massage_desktop.sound.report import PlayReport
    from massage_desktop.sound.tongue import Tongue
    from massage_desktop.ui.pages.prepare import AmbienceShown

_NOTE_S = 8.0
"""How long the page says that a piece of music was left out."""

_PASSED_OVER = ("left out", "passed over")
_PREVIEW_WAIT_S = 1.5


class Sounding:
    """What the session runner asks for, passed on to the sound room. Nothing here waits.

    Args:
        ambience: as for ``sound.sources.make_source``.
        ceiling_db: loudest level in the room, 25 to 45 dB.
        offsets: calibration of output devices by name, in dB (``Settings.offset_db``).
        device: output device, "" for the system's default (``Settings.output_device``).
        pace: whether a soft swell follows the strokes (``Settings.pace_sound``).
        shuffle, loop: how own music plays (``Settings.music_shuffle``, ``Settings.music_loop``).
        chimes: whether chimes sound (``Settings.speech_detail``).
        tongue: speaks words; None: there are none.
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
        shuffle: bool = False,
        loop: bool = True,
        chimes: bool = True,
        tongue: Tongue | None = None,
        on_end: Callable[[PlayReport], None] | None = None,
    ) -> None:
        from massage_desktop.sound.order import MusicOrder
        from massage_desktop.sound.player import SoundPlayer
        from massage_desktop.sound.sources import make_source

        ceiling = ceiling_lufs(ceiling_db)
        self._ceiling_db = ceiling_db
        self._offsets = dict(offsets or {})
        self._paced = pace
        self._chimes = chimes
        self.tongue = tongue
        self._volume_db = 0.0
        self._note, self._note_until_s = "", -math.inf
        self._player: SoundPlayer = SoundPlayer(
            make_source(ambience, patient=False, order=MusicOrder(shuffle, loop)),
            ceiling,
            open_output=partial(_opened, device),
            ceiling_of=self._ceiling_lufs,
            on_end=on_end,
        )
        self._player.speak = tongue.speak if tongue is not None else None

    def start(self, fade_s: float | None = None) -> None:
        """Fade in, within the player's own time unless ``fade_s`` is given."""
        self._player.start() if fade_s is None else self._player.start(fade_s)

    def chime(self, name: ChimeName, in_s: float = 0.0) -> None:
        """Sound one soft chime, ``in_s`` from now, if chimes are wished."""
        if self._chimes:
            self._player.chime(name, in_s)

    def confirm(self) -> None:
        """One soft tone: a spoken command was understood. It sounds even where no other chime does."""
        self._player.chime("announce")

    def say(self, texts: Sequence[str], in_s: float = 0.0) -> None:
        """Say texts one after another, ``in_s`` from now."""
        self._player.say(texts, in_s)

    def hush(self) -> None:
        """Let what is being said die away."""
        self._player.hush()

    def add_volume_db(self, gain_db: float) -> bool:
        """Play everything louder or softer by this much, under the ceiling; False at the end of the range."""
        from massage_desktop.sound.asking import VOLUME_MAX_DB, VOLUME_MIN_DB

        wanted = min(VOLUME_MAX_DB, max(VOLUME_MIN_DB, self._volume_db + gain_db))
        moved, self._volume_db = wanted != self._volume_db, wanted
        self._player.volume(wanted)
        return moved

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
        self._mind_note(reading.note)
        return LevelShown(
            reading.momentary_lufs,
            reading.ceiling_lufs,
            room_db,
            _named(reading.source_title),
            reading.output,
            left_out=time.monotonic() < self._note_until_s,
        )

    def close(self, wait_s: float = 0.0) -> None:
        """End the sound in the background; when the program itself ends, wait a moment for its fade."""
        self._player.close(wait_s)
        if self.tongue is not None:
            self.tongue.close()

    def _mind_note(self, note: str) -> None:
        """A piece of music that is passed over is told on the page for a moment; the log has the reason."""
        if note and note != self._note:
            self._note = note
            LOG.info("music: %s", note)
            if any(said in note for said in _PASSED_OVER):
                self._note_until_s = time.monotonic() + _NOTE_S

    def _ceiling_lufs(self, device: str) -> float:
        """The ceiling for a device by its name."""
        return ceiling_lufs(self._ceiling_db, kept_offset_db(self._offsets, device))


def _named(title: str) -> str:
    """What plays: the program's own sounds by their words, a piece of music by its own name."""
    return title if _own_titles().intersection(title.split(" + ")) else AsItIs(title)


@cache
def _own_titles() -> frozenset[str]:
    from massage_desktop.sound.generators.catalogue import AMBIENCES

    return frozenset({"Silence", *(sound.title for sound in AMBIENCES.values())})


def _opened(device: str) -> SoundOutput:
    """The device, once a preview that still fades away has left it. Called in the sound's own thread."""
    from massage_desktop.sound.live_preview import end_previews
    from massage_desktop.sound.ring import RingOutput

    end_previews(_PREVIEW_WAIT_S)
    return RingOutput(device)


def sounding_for(ambience: str, settings: Settings) -> Sounding:
    """The sound of a session as the person's settings wish it."""
    from massage_desktop.sound.report import keep_report

    return Sounding(
        ambience,
        settings.ceiling_db,
        offsets=settings.offset_db,
        device=settings.output_device,
        pace=settings.pace_sound,
        shuffle=settings.music_shuffle,
        loop=settings.music_loop,
        chimes=settings.speech_detail != "silent",
        tongue=tongue_for(settings),
        on_end=keep_report,
    )


def tongue_for(settings: Settings) -> Tongue | None:
    """The voice that the person wishes; None where nothing is to be said, or nothing can be."""
    if settings.speech_detail not in ("full", "names"):
        return None
    from massage_desktop.sound.system_speech import SystemSpeech
    from massage_desktop.sound.tongue import Tongue

    try:
        return Tongue(settings.language, settings.voice, SystemSpeech(settings.language))
    except (ValueError, RuntimeError) as error:
        LOG.warning("voice: %s", error)
        return None


def known_ambiences() -> list[AmbienceShown]:
    """The generated sounds, for the page that offers them."""
    from massage_desktop.sound.generators.catalogue import AMBIENCES
    from massage_desktop.ui.pages.prepare import AmbienceShown

    return [AmbienceShown(a.id, a.title, a.nature) for a in AMBIENCES.values()]
