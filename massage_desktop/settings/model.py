"""The settings as one frozen value that is always in range."""

from __future__ import annotations

import math
from typing import Annotated, Literal, get_type_hints

import msgspec

ThemeName = Literal["dark", "light", "contrast"]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
TextSize = Annotated[float, msgspec.Meta(ge=0.8, le=2.0)]
CeilingDb = Annotated[float, msgspec.Meta(ge=25, le=45)]
OffsetDb = Annotated[float, msgspec.Meta(ge=20, le=160)]
DeviceName = Annotated[str, msgspec.Meta(max_length=200)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=20)]
GetReadySeconds = Annotated[int, msgspec.Meta(ge=0, le=120)]
RestSeconds = Annotated[int, msgspec.Meta(ge=0, le=1800)]
Ambience = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
Language = Literal["en", "es"]
SpeechDetail = Literal["full", "names", "chimes", "silent"]
VoiceId = Annotated[str, msgspec.Meta(pattern=r"^([a-z][a-z0-9_]{0,63})?$")]

ALLOWED: dict[str, str] = {
    "text_size": "a number from 0.8 to 2",
    "theme": 'one of "dark", "light", "contrast"',
    "reduced_motion": "true or false",
    "ceiling_db": "a number of decibels from 25 to 45",
    "offset_db": "a table of output device names, each with decibels from 20 to 160",
    "output_device": 'the name of an output device, or "" for the system\'s default',
    "pace_sound": "true or false",
    "last_routine": "the id of a routine, or null",
    "last_minutes": "whole minutes from 1 to 20, or null",
    "ambience": "an ambience, a blend of up to three, or the path of a sound file, a list or a folder",
    "music_shuffle": "true or false",
    "music_loop": "true or false",
    "language": 'one of "en", "es"',
    "voice": 'the id of a voice, or "" for the language\'s first',
    "speech_detail": 'one of "full", "names", "chimes", "silent"',
    "voice_control": "true or false",
    "microphone": 'the name of a microphone, or "" for the system\'s default',
    "do_not_disturb": "true or false",
    "receiver_likes_nature": "true or false",
    "oil": "the id of an oil, or null",
    "get_ready_s": "whole seconds from 0 to 120",
    "rest_s": "whole seconds from 0 to 1800",
    "keys": "a table of key names, each with the name of what it does",
}
"""What each setting may hold, in words for a notice."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is remembered between sessions; health answers are not among it.

    ``text_size`` multiplies every size on the screen. ``ceiling_db`` is the loudness in the room that the sum
    of all sound stays under (SOUND-01: 40 dB). ``offset_db`` maps an output device to its calibration: sound
    level in the room (dB) = loudness (LUFS) + offset; a device that is not listed is uncalibrated.
    ``output_device`` is where sound goes, "" for the system's default; ``pace_sound`` lets a very soft swell
    follow the strokes.
    ``ambience`` is what ``sound.sources.make_source`` takes; ``music_shuffle`` and ``music_loop`` say how own
    music is played. ``language`` and ``voice`` are those of the spoken cues, ``speech_detail`` how much of
    them is wanted. ``voice_control`` listens for spoken commands on ``microphone``, and is off until it is
    switched on. ``do_not_disturb`` asks the desktop to hold back its notices during a session.
    ``receiver_likes_nature`` is asked of the receiver and off until then (SOUND-06). ``get_ready_s`` is the
    countdown before the first stroke, ``rest_s`` the rest afterwards, whose length is the program's own
    (TIME-15). ``keys`` maps a key name to what it does instead of its default.

    Raises:
        msgspec.ValidationError: a value is of the wrong type, out of range or not finite.
    """

    text_size: TextSize = 1.0
    theme: ThemeName = "dark"
    reduced_motion: bool = False
    ceiling_db: CeilingDb = 40.0
    offset_db: dict[Name, OffsetDb] = {}
    output_device: DeviceName = ""
    pace_sound: bool = False
    last_routine: Id | None = None
    last_minutes: Minutes | None = None
    ambience: Ambience = "warm_chords"
    music_shuffle: bool = False
    music_loop: bool = True
    language: Language = "en"
    voice: VoiceId = ""
    speech_detail: SpeechDetail = "full"
    voice_control: bool = False
    microphone: DeviceName = ""
    do_not_disturb: bool = True
    receiver_likes_nature: bool = False
    oil: Id | None = None
    get_ready_s: GetReadySeconds = 20
    rest_s: RestSeconds = 180
    keys: dict[Name, Name] = {}

    def __post_init__(self) -> None:
        """Refuse what no file reader has checked: code can be wrong too, and a wrong level can be loud."""
        for name in self.__struct_fields__:
            checked(name, getattr(self, name))

    def offset_for(self, device: str) -> float | None:
        """Calibration of ``device`` in dB, or None when it was never calibrated."""
        return self.offset_db.get(device)


def checked(name: str, value: object) -> object:
    """``value`` as setting ``name``.

    Raises:
        msgspec.ValidationError: it does not fit.
    """
    for part in (*value.keys(), *value.values()) if isinstance(value, dict) else (value,):
        if isinstance(part, float) and not math.isfinite(part):  # NaN passes every comparison with a bound
            raise msgspec.ValidationError("not a finite number")
        if isinstance(part, str) and any(c < " " or "\ud800" <= c <= "\udfff" for c in part):
            raise msgspec.ValidationError("control signs or broken text")
    return msgspec.convert(value, _hints()[name])


_HINTS: dict[str, object] = {}


def _hints() -> dict[str, object]:
    # Resolved at first use: the class body above must be complete before its annotations can be read.
    if not _HINTS:
        _HINTS.update(get_type_hints(Settings, include_extras=True))
    return _HINTS
