"""Examples to teach the network of the commands with: commands and other talk, in rooms and noises."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from command_mixing import dry
from command_rooms import NOISES, RATE, in_room, noise, room, speech_bed, through_microphone
from command_voices import Samples

from massage_desktop.listening.commands import SPOKEN

BED_S = 45.0
LONGEST_S = 4.2
SHORTEST_S = 0.8
NOTHING = len(SPOKEN)
"""The class of everything that is no command."""

NEURAL_SHARE = 0.62
"""Voices of neural synthesis are nearest to people; the others make up for their number."""

MOST = (*NOISES, "steady_rain", "fan", "babble", "babble", "band", "clatter", "hum", "brook")

Named = tuple[int, Samples]


class Teacher(NamedTuple):
    """What one voice says; ``commands`` and ``bare`` with the number of the command."""

    neural: bool
    commands: list[Named]
    bare: list[Named]
    prefixes: list[Samples]
    near: list[Samples]
    talk: list[Samples]


class Said(NamedTuple):
    """A command's number or :data:`NOTHING`, the words, what is heard of other talk before them, and how much
    of all that is kept at most.
    """

    kind: int
    words: Samples
    before: Samples = np.zeros(0, np.float32)
    longest_s: float = LONGEST_S


def read_teachers(folder: Path) -> list[Teacher]:
    """All voices of FOLDER/taught."""
    found = []
    for place in sorted((folder / "taught").iterdir()):
        kinds = ("command", "bare", "prefix", "near", "talk")
        said = {kind: sorted(place.glob(f"{kind}_*.npy")) for kind in kinds}
        if all(said.values()):
            named = [[(_number(f), dry(f)) for f in said[kind]] for kind in ("command", "bare")]
            rest = [[dry(f) for f in said[kind]] for kind in ("prefix", "near", "talk")]
            found.append(Teacher(place.name.startswith("kokoro"), *named, *rest))
    return found


def _number(file: Path) -> int:
    return [command.replace(" ", "-") for command in SPOKEN].index(file.stem.split("_")[1])


class Examples:
    """As many examples as one likes; the same for the same ``seed``."""

    def __init__(self, teachers: list[Teacher], seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._neural = [t for t in teachers if t.neural]
        self._others = [t for t in teachers if not t.neural] or self._neural
        talk = [one for t in teachers for one in (*t.talk[:4], *t.near[:2])]
        self._beds = [noise(kind, BED_S, seed * 100 + n, talk) for n, kind in enumerate(MOST)]
        for voices in (2, 3, 7):
            mixed = sum(speech_bed(talk, round(BED_S * RATE), self._chance) for _ in range(voices))
            self._beds.append(_even(mixed + np.zeros(1)))
        for slope in (0.0, 0.25, 0.5, 0.75, 1.0):
            self._beds.append(_even(self._coloured(round(BED_S * RATE), slope)))

    def make(self) -> Named:
        """A command's number, or :data:`NOTHING`, and a stretch of sound as the recogniser cuts them."""
        pool = self._neural if self._luck(NEURAL_SHARE) else self._others
        saying = self._chance.choice(7, p=(0.47, 0.15, 0.12, 0.08, 0.03, 0.11, 0.04))
        sayings = (
            self._command,
            self._near,
            self._talk,
            self._bare,
            self._prefix,
            self._half_of_one,
            self._silence,
        )
        kind, words, before, longest_s = sayings[saying](self._any(pool))
        if self._luck(0.7):
            pace = self._chance.uniform(0.87, 1.18)
            words, before = _warped(words, pace), _warped(before, pace)
        pause = self._pause(0, 0.9 if self._luck(0.6) else 0.1)
        lead = np.concatenate([self._pause(0.6, 0.6), before, pause])
        level = float(np.sqrt((words**2).mean())) or 0.1
        heard = self._heard(np.concatenate([lead, words, self._pause(0, 0.5)]), level)
        begin, end = self._cut(len(lead), len(lead) + len(words), len(heard), longest_s)
        missing = round(SHORTEST_S * RATE) - (end - begin)
        return kind, heard[max(0, begin - max(0, missing)) : end]

    def _command(self, voice: Teacher) -> Said:
        kind, words = self._called(voice)
        if self._luck(0.75):
            return Said(kind, words)
        talk = self._any(voice.talk)
        talk = talk[int(len(talk) * self._chance.uniform(0.3, 1)) :]
        return Said(kind, words, np.concatenate([talk, self._pause(0.15, 0.8)]))

    def _near(self, voice: Teacher) -> Said:
        return Said(NOTHING, self._any(voice.near))

    def _talk(self, voice: Teacher) -> Said:
        talk = self._any(voice.talk)
        if self._luck(0.3):
            talk = np.concatenate([self._any(voice.prefixes), self._pause(0, 0.6), talk])
        return Said(NOTHING, talk, longest_s=self._chance.uniform(1.0, 3.2))

    def _bare(self, voice: Teacher) -> Said:
        """A command nobody called the program for."""
        words = self._any(voice.bare)[1]
        if self._luck(0.4):
            return Said(NOTHING, words)
        talk = self._any(voice.talk)[-round(self._chance.uniform(0.3, 1.6) * RATE) :]
        return Said(NOTHING, words, np.concatenate([talk, self._pause(0, 0.5)]))

    def _prefix(self, voice: Teacher) -> Said:
        return Said(NOTHING, self._any(voice.prefixes))

    def _half_of_one(self, voice: Teacher) -> Said:
        """A command that breaks off, or its end alone or after something else."""
        words = _trimmed(self._called(voice)[1])
        if self._luck(0.5):
            return Said(NOTHING, words[: int(len(words) * self._chance.uniform(0.3, 0.68))])
        words = words[int(len(words) * self._chance.uniform(0.34, 0.7)) :]
        if self._luck(0.5):
            talk = self._any(voice.talk)[: round(self._chance.uniform(0.3, 1.2) * RATE)]
            words = np.concatenate([talk, words])
        return Said(NOTHING, words)

    def _silence(self, _voice: Teacher) -> Said:
        return Said(NOTHING, self._pause(0.8, 3.0))

    def _called(self, voice: Teacher) -> Named:
        """“Massage” and a command, in one breath or put together."""
        if self._luck(0.7):
            return self._any(voice.commands)
        kind, words = self._any(voice.bare)
        return kind, np.concatenate([_trimmed(self._any(voice.prefixes)), self._pause(0, 0.7), words])

    def _heard(self, said: Samples, level: float) -> Samples:
        """``said``, whose words have the RMS ``level``, in a room with a noise, through a microphone."""
        chance = self._chance
        if self._luck(0.75):
            said = in_room(said, room(chance, chance.uniform(0.15, 0.6)))[: len(said)]
        under = self._under(len(said))
        if self._luck(0.2):
            under = (under + self._under(len(said)) * chance.uniform(0.2, 1)) / 1.2
        heard = said + under * level * 10 ** (-self._ratio_db() / 20)
        if self._luck(0.8):
            heard = through_microphone(heard, chance)
        return (heard + chance.standard_normal(len(heard)) * 1e-4).astype(np.float32)

    def _under(self, count: int) -> Samples:
        bed = self._any(self._beds)
        at = int(self._chance.integers(len(bed) - count))
        return bed[at : at + count]

    def _ratio_db(self) -> float:
        ranges = ((25.0, 45.0), (15.0, 25.0), (7.0, 14.0), (2.0, 7.0), (-2.0, 2.0))
        return float(self._chance.uniform(*ranges[self._chance.choice(5, p=(0.12, 0.12, 0.23, 0.38, 0.15))]))

    def _cut(self, begin: int, end: int, count: int, longest_s: float) -> tuple[int, int]:
        """Where the stretch begins and ends that holds the words from ``begin`` to ``end``."""
        chance = self._chance
        early = round(chance.uniform(0.05, 0.9) * RATE)
        start = max(0, begin - early) if self._luck(0.7) else int(0.6 * RATE * chance.random())
        start = min(max(start, count - round(LONGEST_S * RATE)), begin)
        spare = count - start - round(longest_s * RATE)
        if longest_s < LONGEST_S and spare > 0:
            start += int(chance.integers(spare + 1))
            return start, start + round(longest_s * RATE)
        if self._luck(0.15):
            return start, max(end - round(chance.uniform(0, 0.07) * RATE), start)
        return start, count

    def _any(self, these: Sequence[Any]) -> Any:
        return these[int(self._chance.integers(len(these)))]

    def _luck(self, share: float) -> bool:
        return bool(self._chance.random() < share)

    def _pause(self, least_s: float, most_s: float) -> Samples:
        return np.zeros(round(self._chance.uniform(least_s, most_s) * RATE), np.float32)

    def _coloured(self, count: int, slope: float) -> Samples:
        spectrum = np.fft.rfft(self._chance.standard_normal(count))
        return np.fft.irfft(spectrum * np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20) ** -slope, count)


def _even(samples: Samples) -> Samples:
    return (samples / float(np.sqrt((samples**2).mean()))).astype(np.float32)


def _warped(samples: Samples, pace: float) -> Samples:
    """Faster and higher, or slower and lower."""
    if len(samples) < 2:
        return samples
    times = np.arange(int(len(samples) / pace)) * pace
    return np.interp(times, np.arange(len(samples)), samples).astype(np.float32)


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > 0.03 * np.abs(samples).max(initial=1e-9))
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples
