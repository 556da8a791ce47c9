"""The spoken clips of a voice: what there is, how long it is, and its samples.

A manifest, ``assets/speech/<voice>.json``, says which text has which clip; the files are opened only when
they are heard. A clip that is missing, damaged or not as loud as its manifest says is not played: the text is
then shown only.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Annotated, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from massage_desktop.routine.bundled import assets_dir
from massage_desktop.speech.texts import clip_key

from .decode import SoundFileError, stream
from .loudness import RATE
from .spoken_level import SPEECH_LUFS, spoken_lufs

Samples = NDArray[np.float32]

LONGEST_S: Final = 30.0
"""A longer clip is none of ours."""

_KEPT = 24
_OTHER_LU = 2.0
_LONGER_S = 0.25
_ORDER = ("heart", "emma", "dora")

VoiceId = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class Voice(msgspec.Struct, frozen=True):
    """A voice that can be chosen: ``language`` is that of the texts it speaks."""

    id: str
    language: str
    title: str


class Clip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One clip: the English wording, what is said when that differs, its length and its loudness."""

    text: str
    seconds: Annotated[float, msgspec.Meta(gt=0, le=LONGEST_S)]
    lufs: float
    said: str | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``assets/speech/<voice>.json`` holds."""

    voice: VoiceId
    language: str
    title: str
    engine: str
    speed: float
    clips: dict[str, Clip]


def voices(folder: Path | None = None) -> tuple[Voice, ...]:
    """The voices that there are, those to take first before the others; damaged ones are left out."""
    found = []
    for path in sorted((folder or assets_dir() / "speech").glob("*.json")):
        try:
            manifest = read_manifest(path)
        except ValueError:
            continue
        found.append(Voice(manifest.voice, manifest.language, manifest.title))
    return tuple(sorted(found, key=lambda voice: _ORDER.index(voice.id) if voice.id in _ORDER else 99))


def voice_for(language: str, wished: str = "", folder: Path | None = None) -> Voice | None:
    """The wished voice if it speaks this language, else the language's first; None when it has none."""
    speaking = [voice for voice in voices(folder) if voice.language == language]
    return next((voice for voice in speaking if voice.id == wished), speaking[0] if speaking else None)


def read_manifest(path: Path) -> Manifest:
    """The manifest of one voice.

    Raises:
        ValueError: there is none, or it is damaged; one line.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise ValueError(f"{path}: there is no voice of this name. Choose another voice.") from error
    except (OSError, ValueError) as error:  # msgspec's errors are ValueErrors
        why = " ".join(str(error).split())
        raise ValueError(
            f"{path}: the voice cannot be used ({why}). Choose another voice, or install the program again."
        ) from error


class Clips:
    """The clips of one voice; may be asked from several threads.

    Args:
        voice: id of a voice.
        folder: where voices lie; None: the bundled ones.

    Raises:
        ValueError: there is no such voice, or its manifest is damaged; one line.
    """

    def __init__(self, voice: str, folder: Path | None = None) -> None:
        root = folder or assets_dir() / "speech"
        if voice != Path(voice).name:
            raise ValueError(f"{voice!r} is no name of a voice. Choose another voice.")
        self.manifest = read_manifest(root / f"{voice}.json")
        self._folder = root / voice
        self._lock = Lock()
        self._heard: OrderedDict[str, Samples | None] = OrderedDict()
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be played so far and why, a line each."""
        with self._lock:
            return tuple(self._notes)

    def seconds(self, text: str) -> float | None:
        """Length of the clip of an English wording in seconds; None when there is none. Opens no file."""
        clip = self._clip(text)
        return clip.seconds if clip is not None else None

    def samples(self, text: str) -> Samples | None:
        """The clip (n, 2) at 48 kHz, read-only; None when there is none or it cannot be used.

        Decodes when asked for the first time (some milliseconds); the last few clips are kept.
        """
        clip = self._clip(text)
        if clip is None:
            return None
        key = clip_key(text)
        with self._lock:
            if key in self._heard:
                self._heard.move_to_end(key)
                return self._heard[key]
        samples, note = _decoded(self._folder / f"{key}.opus", clip)
        with self._lock:
            if note:
                self._notes[note] = None
            self._heard[key] = samples
            while len(self._heard) > _KEPT:
                self._heard.popitem(last=False)
        return samples

    def _clip(self, text: str) -> Clip | None:
        clip = self.manifest.clips.get(clip_key(text))
        return clip if clip is not None and clip.text == text else None


def _decoded(path: Path, clip: Clip) -> tuple[Samples | None, str]:
    """The samples of a clip, or None and the reason in one line."""
    try:
        pieces = list(stream(path, max_seconds=LONGEST_S))
    except SoundFileError as error:
        return None, str(error)
    samples = np.concatenate(pieces)
    if abs(len(samples) / RATE - clip.seconds) > _LONGER_S:
        return None, f"{path}: not as long as the voice's list says. Install the program again."
    if not abs(spoken_lufs(samples, RATE) - SPEECH_LUFS) < _OTHER_LU or np.abs(samples).max() > 1:
        return None, f"{path}: not as loud as speech is here, so it is not played. Install the program again."
    samples.flags.writeable = False
    return samples, ""
