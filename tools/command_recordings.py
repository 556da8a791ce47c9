"""Makes recordings to try the spoken commands on; they stay outside the repository.

    python tools/command_recordings.py speak FOLDER      every voice says commands and other sentences
    python tools/command_recordings.py mix FOLDER        rooms and noises; needs ``speak`` first
    python tools/command_recordings.py small FOLDER      the short files of tests/listening/recordings

``speak`` takes about half an hour of one core with Kokoro (KOKORO_MODEL=FILE.onnx, beside it voices.npz) and
leaves alone what is already there. ``mix`` writes FOLDER/mixed/*.npy and FOLDER/mixed/said.csv with
``file,half,level,noise,time_s,command``: when each command ends. Sentences that are no commands are in files
of level "none".
"""

from __future__ import annotations

import argparse
import random
import sys
import zlib
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from command_mixing import mix_all
from command_sentences import EVERYDAY, TEMPTING, WORDINGS, cues, lines
from command_small import small_set
from command_voices import Samples, Voice, available, speak

from massage_desktop.listening.commands import SPOKEN

RATE = 16_000
ROOT = Path(__file__).resolve().parent.parent
CHEAP = ("espeak", "flite", "festival", "piper", "hibari")
ENGINES = (*CHEAP, "kokoro")


def sayings(voice: Voice) -> dict[str, str]:
    """File name to text: all commands in all wordings, bare, the prefix alone, and a share of the rest."""
    found = {
        f"command{w}_{command.replace(' ', '-')}": wording.format(command)
        for w, wording in enumerate(WORDINGS)
        for command in SPOKEN
    }
    found |= {f"bare_{command.replace(' ', '-')}": f"{command.capitalize()}." for command in SPOKEN}
    found["prefix"] = "Massage."
    chance = random.Random(zlib.crc32(voice.id.encode()))
    share = (60, 60, 60) if voice.engine in CHEAP else (14, 7, 7)
    for kind, texts, count in zip(
        ("tempting", "everyday", "cue"), (lines(TEMPTING), lines(EVERYDAY), cues(ROOT)), share, strict=True
    ):
        picked = chance.sample(texts, min(count, len(texts)))
        found |= {f"{kind}_{n:02d}": text for n, text in enumerate(picked)}
    return found


def to_rate(samples: Samples, rate: int) -> Samples:
    """Windowed-sinc resampling to 16 kHz; sentences are short, so the whole spectrum at once will do."""
    count = round(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(np.concatenate([samples, np.zeros(rate // 10, np.float32)]))
    total = len(samples) + rate // 10
    wanted = round(total * RATE / rate)
    kept = np.zeros(wanted // 2 + 1, complex)
    bins = min(len(kept), len(spectrum))
    kept[:bins] = spectrum[:bins]
    return (np.fft.irfft(kept, wanted) * wanted / total)[:count].astype(np.float32)


def trimmed(samples: Samples) -> Samples:
    """Without the silence around it; the end of the word is where the file ends."""
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max(initial=1e-9))
    return samples[max(0, loud[0] - 320) : loud[-1] + 320] if len(loud) else samples


def speak_all(folder: Path, engines: list[str]) -> None:
    """Every voice, every saying, as FOLDER/dry/VOICE/NAME.npy (16 kHz, 16 bits)."""
    for voice in (v for v in available() if v.engine in engines):
        place = folder / "dry" / voice.id
        place.mkdir(parents=True, exist_ok=True)
        for name, text in sayings(voice).items():
            file = place / f"{name}.npy"
            if file.exists():
                continue
            samples = trimmed(to_rate(*speak(voice, text)))
            samples *= 0.5 / max(float(np.abs(samples).max()), 1e-6)
            np.save(file, np.round(samples * 32767).astype(np.int16))
        print(voice.half, voice.id, flush=True)


def main() -> None:
    """One of the three tasks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", choices=("speak", "mix", "small"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=ENGINES)
    options = parser.parse_args()
    if options.task == "speak":
        speak_all(options.folder, options.engines)
    elif options.task == "mix":
        mix_all(options.folder)
    else:
        small_set(options.folder, ROOT / "tests/listening/recordings")


if __name__ == "__main__":
    main()
