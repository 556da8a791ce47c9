"""A plan's whole sound as one mix: bed, chimes, words and fades at their moments."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from massage_desktop.plan.model import Plan
from massage_desktop.speech.script import Utterance

from .asking import Speak
from .chimes import chime
from .cues import cues_of
from .loudness import RATE
from .mix import Mix
from .pace_sound import swell
from .source import Samples, Source
from .strokes import step_has_strokes

LEAD_IN_S = 8.0
"""Sound fades in before the first stroke."""

TAIL_S = 30.0
"""... and fades out after the last."""

LAST_CHIME_S = 4.0
"""The closing chime is heard before the fade begins."""

LAST_WORDS_S = 16.0
"""... and so are the closing words, where there are any."""

GREETING_S = 20.0
"""The lead-in of a file with words: time for the greeting (R37 has no length of its own, CONF-50)."""

BLOCK_FRAMES = RATE


class Over(NamedTuple):
    """What is heard over the bed; ``words`` are in massage seconds, in order, the greeting's negative."""

    chimes: bool = True
    pace: bool = False
    words: tuple[Utterance, ...] = ()
    speak: Speak | None = None

    @property
    def lead_in_s(self) -> float:
        """Seconds before the first stroke."""
        return GREETING_S if self.words else LEAD_IN_S

    @property
    def last_s(self) -> float:
        """Seconds after the last stroke until the fade begins."""
        return LAST_WORDS_S if self.words else LAST_CHIME_S


PLAIN = Over()
"""Chimes, and nothing else."""


class Score:
    """A plan's mix with all its chimes and fades set, and how long it lasts."""

    def __init__(self, plan: Plan, ceiling: float, over: Over = PLAIN) -> None:
        self._words = deque(over.words if over.speak is not None else ())
        self._over = over
        self.mix = Mix(ceiling)
        self.mix.fade(1.0, LEAD_IN_S)
        lead_in_s = over.lead_in_s
        for step in plan.steps if over.pace else ():
            if step_has_strokes(step):
                begin_s = lead_in_s + step.start
                self.mix.add_swell(swell(0, step.pass_s, -begin_s, begin_s + step.seconds))
        for cue in cues_of(plan) if over.chimes else ():
            self.mix.cue(chime(cue.chime), lead_in_s + cue.at_s)
        last_s = lead_in_s + plan.total_seconds + over.last_s
        self.frames = round((last_s + TAIL_S - LAST_CHIME_S) * RATE)
        self.fade_at = round(last_s * RATE)

    def speak_until(self, frame: int) -> None:
        """Hand the words that begin before ``frame`` to the mix: all at once would fill the memory."""
        speak, lead_in_s = self._over.speak, self._over.lead_in_s
        while self._words and speak and (lead_in_s + self._words[0].at_s) * RATE < frame:
            said = self._words.popleft()
            samples = speak(said.texts)
            if samples is not None:
                self.mix.say(samples, lead_in_s + said.at_s - self.mix.frame / RATE)


def bed_of(source: Source) -> Iterator[Samples]:
    """The source without end, one second at a time; closing it is the caller's."""
    while True:
        yield source.render(BLOCK_FRAMES)


def mixed(bed: Iterator[Samples], score: Score) -> Iterator[Samples]:
    """The mixed sound, one second at a time; the mix's delay is taken off the beginning."""
    mix, late, written = score.mix, score.mix.latency, 0
    while written < score.frames:
        if mix.frame <= score.fade_at < mix.frame + BLOCK_FRAMES:
            mix.fade(0.0, TAIL_S - LAST_CHIME_S - 2.0)
        score.speak_until(mix.frame + 3 * BLOCK_FRAMES)
        block = mix.process(next(bed))
        skip = min(late, len(block))
        late -= skip
        piece = block[skip:][: score.frames - written]
        written += len(piece)
        if len(piece):
            yield piece
