"""Mixes the spoken sentences into recordings: rooms, noises, levels; and writes down what was said when."""

from __future__ import annotations

import csv
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from command_rooms import NOISES, RATE, in_room, noise, room, through_microphone
from command_sentences import WORDINGS
from command_voices import VOICES, Samples

from massage_desktop.listening.commands import SPOKEN

LEVELS: dict[str, float | None] = {"clean": None, "20": 20.0, "10": 10.0, "5": 5.0}
"""Name to signal-to-noise ratio in dB: level of the speech while it lasts against the noise."""


BED_S = 90.0
"""Seconds of each noise that are made; recordings begin somewhere in them."""


class Recording(NamedTuple):
    """Samples at 16 kHz and ``(end_s, command)`` of what was said."""

    samples: Samples
    said: list[tuple[float, str]]


def mix_all(folder: Path) -> None:
    """All recordings of FOLDER/mixed with their list; old ones are written over."""
    out = folder / "mixed"
    out.mkdir(exist_ok=True)
    rows: list[tuple[str, str, str, str, str, str]] = []
    voices = [v for v in VOICES if (folder / "dry" / v.id / "prefix.npy").exists()]
    beds = {half: _beds(folder, [v.id for v in voices if v.half != half]) for half in ("dev", "held")}
    for number, voice in enumerate(voices):
        for step, (level, ratio_db) in enumerate(LEVELS.items()):
            kind = NOISES[(number * 3 + step) % len(NOISES)]
            chance = np.random.default_rng(zlib.crc32(f"{voice.id} {level}".encode()))
            recording = commands(folder / "dry" / voice.id, chance, beds[voice.half][kind], ratio_db)
            name = f"{voice.id}-{level}.npy"
            _write(out / name, recording.samples)
            rows += [(name, voice.half, level, kind, f"{at:.2f}", command) for at, command in recording.said]
        chance = np.random.default_rng(zlib.crc32(f"{voice.id} none".encode()))
        kind = NOISES[number % len(NOISES)]
        name = f"{voice.id}-none.npy"
        _write(out / name, sentences(folder / "dry" / voice.id, chance, beds[voice.half][kind]))
        rows.append((name, voice.half, "none", kind, "", ""))
        print(voice.id, flush=True)
    for kind in NOISES:
        _write(out / f"noise-{kind}.npy", 0.05 * beds["held"][kind])
        rows.append((f"noise-{kind}.npy", "held", "none", kind, "", ""))
    with (out / "said.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("file", "half", "level", "noise", "time_s", "command"), *rows])


def commands(place: Path, chance: np.random.Generator, bed: Samples, ratio_db: float | None) -> Recording:
    """Every command once, in any order and wording, two to four seconds apart."""
    pieces: list[tuple[Samples, str]] = []
    for index in chance.permutation(len(SPOKEN)):
        wording = int(chance.integers(len(WORDINGS)))
        name = f"command{wording}_{SPOKEN[index].replace(' ', '-')}.npy"
        pieces.append((dry(place / name), SPOKEN[index]))
    return placed(pieces, chance, bed, ratio_db, (2.0, 4.0))


def sentences(place: Path, chance: np.random.Generator, bed: Samples) -> Samples:
    """Sentences that are no commands, and bare commands nobody called the program for."""
    files = [f for f in sorted(place.glob("*.npy")) if not f.name.startswith(("command", "prefix"))]
    pieces = [(dry(files[i]), "") for i in chance.permutation(len(files))]
    ratio_db = float(chance.choice([30.0, 20.0, 10.0, 5.0]))
    return placed(pieces, chance, bed, ratio_db, (0.3, 2.0)).samples


def placed(
    pieces: list[tuple[Samples, str]],
    chance: np.random.Generator,
    bed: Samples,
    ratio_db: float | None,
    gaps_s: tuple[float, float],
) -> Recording:
    """Sentences and what they command ("" for nothing), ``gaps_s`` apart, in one room, over ``bed``."""
    response = room(chance, chance.uniform(0.15, 0.6))
    parts, said, at = [], [], 1.5
    for sentence, command in pieces:
        parts.append((round(at * RATE), in_room(sentence, response) if ratio_db is not None else sentence))
        end_s = at + len(sentence) / RATE
        if command:
            said.append((at + voice_end_s(sentence), command))
        at = end_s + chance.uniform(*gaps_s)
    samples = np.zeros(round((at + 1) * RATE), np.float32)
    for start, wet in parts:
        end = min(start + len(wet), len(samples))
        samples[start:end] += wet[: end - start]
    if ratio_db is not None:
        speech = np.concatenate([sentence for sentence, _ in pieces])
        rms = float(np.sqrt((speech**2).mean()))
        under = np.resize(np.roll(bed, int(chance.integers(len(bed)))), len(samples))
        samples = through_microphone(samples + under * rms * 10 ** (-ratio_db / 20), chance)
    else:
        samples += chance.standard_normal(len(samples)).astype(np.float32) * 1e-5
    samples *= 10 ** (chance.uniform(-30, -1) / 20) / max(float(np.abs(samples).max()), 1e-6)
    return Recording(samples, said)


def voice_end_s(sentence: Samples) -> float:
    """Where the last word ends: some voices breathe on after it."""
    frames = sentence[: len(sentence) // 320 * 320].reshape(-1, 320)
    levels = np.sqrt((frames**2).mean(axis=1))
    return (int(np.flatnonzero(levels > 0.08 * levels.max())[-1]) + 1) * 320 / RATE


def dry(file: Path) -> Samples:
    """One spoken sentence."""
    return np.load(file).astype(np.float32) / 32768


def _beds(folder: Path, ids: list[str]) -> dict[str, Samples]:
    """Every noise at RMS 1; people talk with the voices ``ids``, which are not the ones that command."""
    files = [f for name in ids for f in sorted((folder / "dry" / name).glob("everyday_*.npy"))[:12]]
    talk = [dry(f) for f in files]
    return {kind: noise(kind, BED_S, n + 17 * len(ids), talk) for n, kind in enumerate(NOISES)}


def _write(file: Path, samples: Samples) -> None:
    """As 16 bits with a little rounding noise."""
    np.save(file, np.clip(np.round(samples * 32767), -32768, 32767).astype(np.int16))
