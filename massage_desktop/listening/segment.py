"""Cuts a stream of sound into stretches in which somebody may have said something.

A voice detector gives the probability of speech for every :data:`CHUNK` samples. In continuous music a voice
raises it only a little, so the thresholds are low, and what is no command is left to the recogniser. Where
a brook runs or others talk on, the detector never falls silent: there a part that is clearly louder than what
comes after it is tried as well, and the last seconds every half second if a voice stands out in them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Mono = NDArray[np.float32]
"""Sound of one channel at 16 kHz, shape ``(n,)``, full scale ±1."""

RATE: Final = 16_000
CHUNK: Final = 512
"""Samples (32 ms) that the detector looks at together."""

ON: Final = 0.1
OFF: Final = 0.06
HANGOVER_CHUNKS: Final = 12
"""Chunks below :data:`OFF` that end a stretch: 0.38 s, longer than the stop inside a word."""

LONGEST_CHUNKS: Final = 156
"""A stretch is cut after 5 s: no command lasts that long."""

BEFORE_CHUNKS: Final = 10
"""Chunks (0.32 s) kept from before the voice was noticed."""

OVERLAP_CHUNKS: Final = 63
"""Chunks (2 s) that a cut stretch shares with the next, so that no command is cut in two."""

DIP_DB: Final = 6.0
"""Fall of level that ends a louder part inside a stretch."""

WINDOW_CHUNKS: Final = 84
"""The last 2.7 s of a stretch that does not end: room for the longest command, said slowly."""

WINDOW_STEP_CHUNKS: Final = 16

VOICE: Final = 0.5
VOICE_CHUNKS: Final = 10
"""A window is tried if so many of its chunks (0.32 s) have this probability of speech: a voice at 5 dB in a
brook has 0.7 and more, the brook alone 0.3 at most times, and trying costs far more than the detector.
"""

_DIP_CHUNKS = 10
_LOUD_MIN_CHUNKS = 20
_LOUD_MAX_CHUNKS = 94
_BRIDGE_CHUNKS = 16  # the stop between “massage” and the command
_EDGE_CHUNKS = 9  # soft sounds at both ends of a phrase
_FADING_CHUNKS = 4  # a last word goes on so long after its loud part
_LAST_SOUND_CHUNKS = 3  # without which a word is understood all the same
_LEVEL = 0.1
_QUIETEST = 1e-4
_DECAY = 0.994  # a loud sound is forgotten by half in 3.7 s


class Segment(NamedTuple):
    """``samples`` hold the stretch and a little around it; ``start_s`` and ``end_s`` say where the voice is
    in the stream. A part that is not ``whole`` belongs to a stretch that goes on.
    """

    samples: Mono
    start_s: float
    end_s: float
    whole: bool = True


Detector = Callable[[Mono], float]
"""Probability of speech in :data:`CHUNK` samples."""


class Segmenter:
    """Blocks of any length in, stretches out."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._rest: Mono = np.zeros(0, np.float32)
        self._before: deque[Mono] = deque(maxlen=BEFORE_CHUNKS)
        self._stretch: list[Mono] = []
        self._levels_db: list[float] = []
        self._voices: list[float] = []
        self._armed = False
        self._quiet = 0
        self._count = 0
        self._level = _QUIETEST

    @property
    def time_s(self) -> float:
        """Seconds heard so far."""
        return self._count * CHUNK / RATE

    def feed(self, samples: Mono) -> Iterator[Segment]:
        """Take the next ``samples``; gives the stretches that end in them, one before the next is looked for:
        :meth:`forget` may be called in between.
        """
        joined = np.concatenate([self._rest, samples])
        whole = len(joined) // CHUNK * CHUNK
        self._rest = joined[whole:]
        for chunk in joined[:whole].reshape(-1, CHUNK):
            self._count += 1
            yield from self._take(chunk)

    def skip(self, samples: Mono) -> None:
        """Let time pass without listening."""
        self._count += (len(self._rest) + len(samples)) // CHUNK
        self._rest = np.zeros((len(self._rest) + len(samples)) % CHUNK, np.float32)
        self.forget()

    def finish(self) -> Iterator[Segment]:
        """The stretch that is still open when the stream ends."""
        if self._stretch:
            yield self._cut()
        self.forget()

    def forget(self) -> None:
        """Drop what is open: it has been understood, or nobody is to be heard in it."""
        self._open([])
        self._before.clear()

    def _open(self, chunks: list[Mono]) -> None:
        self._stretch, self._quiet, self._armed = chunks, 0, False
        self._levels_db, self._voices = [_level_db(chunk) for chunk in chunks], []

    def _take(self, chunk: Mono) -> Iterator[Segment]:
        probability = self._detector(self._evened(chunk))
        if not self._stretch:
            self._before.append(chunk)
            if probability >= ON:
                self._open(list(self._before))
                self._before.clear()
            return
        self._stretch.append(chunk)
        self._levels_db.append(_level_db(chunk))
        self._voices.append(probability)
        self._quiet = self._quiet + 1 if probability < OFF else 0
        if self._quiet >= HANGOVER_CHUNKS:
            segment, tail = self._cut(), self._stretch[-BEFORE_CHUNKS:]
            self._open([])
            self._before.extend(tail)
            yield segment
            return
        if self._quiet < _DIP_CHUNKS - 2:  # otherwise the stretch ends in a moment anyway
            part = self._louder_part() or self._window()
            if part is not None:
                yield part
        if len(self._stretch) >= LONGEST_CHUNKS:
            segment, tail = self._cut(), self._stretch[-OVERLAP_CHUNKS:]
            voices = self._voices[-OVERLAP_CHUNKS:]
            self._open(tail)
            self._armed, self._voices = True, voices
            yield segment

    def _cut(self) -> Segment:
        return self._segment(0, len(self._stretch), len(self._stretch) - self._quiet, whole=True)

    def _segment(self, begin: int, end: int, voice_end: int, *, whole: bool) -> Segment:
        """Chunks ``begin`` to ``end`` of the stretch, in which the voice stops at ``voice_end``."""
        first = self._count - len(self._stretch)
        return Segment(
            np.concatenate(self._stretch[begin:end]),
            (first + begin) * CHUNK / RATE,
            (first + voice_end) * CHUNK / RATE,
            whole,
        )

    def _louder_part(self) -> Segment | None:
        """The part that has just ended in a fall of level, once."""
        levels = np.array(self._levels_db[-_LOUD_MAX_CHUNKS - _DIP_CHUNKS :])
        if len(levels) < _LOUD_MIN_CHUNKS + _DIP_CHUNKS:
            return None
        peak = float(np.sort(levels)[-4])
        if levels[-3:].max() > peak - DIP_DB / 2:
            self._armed = True
        if not self._armed or levels[-_DIP_CHUNKS:].max() > peak - DIP_DB:
            return None
        self._armed = False
        loud = np.flatnonzero(levels > peak - DIP_DB)
        breaks = np.flatnonzero(np.diff(loud) > _BRIDGE_CHUNKS)
        begin, end = int(loud[breaks[-1] + 1] if len(breaks) else loud[0]), int(loud[-1]) + 1
        if end - begin < _LOUD_MIN_CHUNKS:
            return None
        shift = len(self._stretch) - len(levels)
        first, last = max(0, shift + begin - _EDGE_CHUNKS), shift + end + _EDGE_CHUNKS
        return self._segment(first, last, shift + end + _FADING_CHUNKS, whole=False)

    def _window(self) -> Segment | None:
        """The last seconds of a stretch that goes on and on, now and then."""
        count = len(self._stretch)
        if count < WINDOW_CHUNKS or self._count % WINDOW_STEP_CHUNKS:
            return None
        if sum(voice >= VOICE for voice in self._voices[-WINDOW_CHUNKS:]) < VOICE_CHUNKS:
            return None
        levels = np.array(self._levels_db[-WINDOW_CHUNKS:])
        loud = np.flatnonzero(levels > float(np.sort(levels)[-4]) - DIP_DB)
        end = count - WINDOW_CHUNKS + int(loud[-1]) + 1
        if count >= WINDOW_CHUNKS + WINDOW_STEP_CHUNKS:
            # What was complete in the window before would have been understood there.
            end = max(end, count - WINDOW_STEP_CHUNKS - _LAST_SOUND_CHUNKS)
        return self._segment(count - WINDOW_CHUNKS, count, end, whole=False)

    def _evened(self, chunk: Mono) -> Mono:
        """The chunk at a level the detector knows: recordings and microphones differ by 60 dB."""
        self._level = max(float(np.sqrt(np.mean(chunk * chunk))), self._level * _DECAY, _QUIETEST)
        evened: Mono = np.clip(chunk * np.float32(_LEVEL / self._level), -1.0, 1.0)
        return evened


def _level_db(chunk: Mono) -> float:
    return 10 * float(np.log10(np.mean(chunk * chunk) + 1e-12))
