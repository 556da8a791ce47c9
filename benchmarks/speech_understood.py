"""How many words of the spoken cues a recogniser understands, alone and over ducked ambience.

Usage: ``python benchmarks/speech_understood.py [VOICE] [CLIPS]``; needs the extra ``voice-control``. Every
clip goes through the session's own mix: bed, ducking, level and ceiling. The recogniser is Moonshine's tiny
English model, decoding freely; what it gets wrong without a bed is its own or the voice's doing.
"""

from __future__ import annotations

import re
import sys

import numpy as np

from massage_desktop.listening.model import BEGIN, END, Model
from massage_desktop.listening.rate import ToMono16k
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.mix import Mix
from massage_desktop.sound.sources import make_source
from massage_desktop.sound.tongue import Tongue
from massage_desktop.speech.texts import spoken_texts

BEDS = ("none", "warm_chords", "rain_on_leaves", "rain_on_leaves:50+warm_chords+brook:30", "birdsong")
BEFORE_S, AFTER_S = 1.5, 0.6
LONGEST = 80


def plain(text: str) -> list[str]:
    return re.sub(r"[^a-z ]", " ", text.lower().replace("'", "").replace("’", "")).split()


def wrong(said: list[str], heard: list[str]) -> int:
    """Words to be put in, left out or changed."""
    row = list(range(len(heard) + 1))
    for n, word in enumerate(said, 1):
        before, row[0] = row[0], n
        for m, other in enumerate(heard, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (word != other))
    return row[-1]


def transcript(model: Model, samples: np.ndarray) -> str:
    hidden, row = model.encode(samples), [BEGIN]
    while len(row) < LONGEST:
        token = int(model.decode(hidden, np.array([row]))[0, -1].argmax())
        if token == END:
            break
        row.append(token)
    return "".join(model.words[token] for token in row[1:]).replace("▁", " ")


def mixed(bed: np.ndarray, words: np.ndarray) -> np.ndarray:
    mix = Mix(-33.0)
    mix.fade(1.0, 0.01)
    mix.say(words, BEFORE_S)
    out = np.concatenate([mix.process(bed[at : at + RATE // 10]) for at in range(0, len(bed), RATE // 10)])
    # The room's level does not matter to a recogniser: full scale as from a microphone nearby.
    heard = out[mix.latency + round((BEFORE_S - 0.2) * RATE) :]
    return heard * (0.3 / max(1e-6, float(np.abs(heard).max())))


def main() -> None:
    given = [*sys.argv[1:], "", ""]
    voice, count = given[0] or "heart", int(given[1] or 60)
    tongue, model = Tongue("en", voice), Model()
    texts = [text for text in spoken_texts() if len(text) > 20]
    chosen = [texts[n] for n in np.random.default_rng(1).permutation(len(texts))[:count]]
    for name in BEDS:
        source, total, missed = make_source(name, 1), 0, 0
        source.render(8 * RATE)
        for text in chosen:
            words = tongue.speak((text,))
            if words is None:
                continue
            frames = (round(BEFORE_S * RATE) + len(words) + round((AFTER_S + 0.6) * RATE)) // 4800 * 4800
            converter = ToMono16k()
            heard = converter.convert(mixed(source.render(frames), words))
            heard = np.concatenate([heard, converter.rest()])
            said = plain(text)
            total, missed = total + len(said), missed + wrong(said, plain(transcript(model, heard)))
        print(f"{voice} over {name}: {1 - missed / total:.1%} of {total} words", flush=True)


if __name__ == "__main__":
    main()
