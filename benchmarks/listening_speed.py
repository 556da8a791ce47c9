"""What listening costs: CPU while nobody speaks, time to understand a command, memory.

Goals: under 6 % of one core idle, answer within 1 s after the word. Time is told as this process used it, so
that a busy machine does not change it. Needs the extra ``voice-control`` and the recordings of the tests.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from massage_desktop.listening.rate import ToMono16k
from massage_desktop.listening.recogniser import Recogniser, load_scorer
from massage_desktop.listening.segment import CHUNK, HANGOVER_CHUNKS, RATE, Mono
from massage_desktop.sound.decode import stream
from massage_desktop.sound.sources import make_source

RECORDINGS = Path(__file__).parent.parent / "tests/listening/recordings"
AMBIENCES = ("warm_chords", "soft_piano", "steady_rain", "brook")
SECONDS = 40


def quiet_room() -> Mono:
    """The hiss of a microphone."""
    return (1e-4 * np.random.default_rng(1).standard_normal(SECONDS * RATE)).astype(np.float32)


def ambience(name: str) -> Mono:
    """What the program itself plays."""
    source, rate = make_source(name, 1), ToMono16k()
    return np.concatenate([rate.convert(source.render(48_000)) for _ in range(SECONDS)])


def share(recogniser: Recogniser, sound: Mono) -> float:
    """CPU seconds for a second of sound."""
    before = time.process_time()
    for at in range(0, len(sound), 1536):
        recogniser.feed(sound[at : at + 1536])
    return (time.process_time() - before) / (len(sound) / RATE)


def main() -> None:
    before_mb = _memory_mb()
    scorer = load_scorer()
    print(f"quiet room: {share(Recogniser(scorer=scorer), quiet_room()):.1%} of a core")
    for name in AMBIENCES:
        print(f"{name}: {share(Recogniser(scorer=scorer), ambience(name)):.1%} of a core")
    rate = ToMono16k()
    sound = np.concatenate([rate.convert(block) for block in stream(RECORDINGS / "quiet_room.ogg")])
    phrase = sound[: 4 * RATE]
    stretch = phrase[RATE : 3 * RATE]
    assert scorer.fit(stretch) is not None
    answer_s = fastest(lambda: scorer.fit(stretch))
    hangover_s = HANGOVER_CHUNKS * CHUNK / RATE
    print(f"a command: {answer_s:.2f} s of computing after {hangover_s:.2f} s of silence")
    print(f"memory: {_memory_mb() - before_mb:.0f} MB more, {_memory_mb():.0f} MB in all")


def fastest(task: Callable[[], object]) -> float:
    """CPU seconds of the fastest of five turns."""
    times = []
    for _ in range(5):
        before = time.process_time()
        task()
        times.append(time.process_time() - before)
    return min(times)


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
