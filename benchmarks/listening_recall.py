"""Spoken commands on the big test set: how many are understood, and how often something is that nobody said.

    python tools/command_recordings.py speak FOLDER && python tools/command_recordings.py mix FOLDER
    python benchmarks/listening_recall.py FOLDER [--half dev] [--threshold X] [--log FILE]

Goals on voices never seen ("held"): recall 0.95 clean and at 20 dB, 0.9 at 10 and 5 dB; one false action an
hour; answer within 1 s after the word. A command counts when the same one is heard between half a second
before and 1.5 s after its last word ends; everything else that is heard is a false action. ``--log`` keeps
every score, from which a threshold can be chosen (on "dev").
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from massage_desktop.listening.recogniser import THRESHOLD, Heard, Recogniser, load_scorer
from massage_desktop.listening.segment import RATE

EARLY_S, LATE_S = 0.6, 1.5
BLOCK = 1536

Said = list[tuple[float, str]]


def recordings(folder: Path, half: str) -> dict[tuple[str, str, str], Said]:
    """(file, level, noise) to what is said in it."""
    found: dict[tuple[str, str, str], Said] = {}
    with (folder / "mixed/said.csv").open() as table:
        for row in csv.DictReader(table):
            if row["half"] == half:
                said = found.setdefault((row["file"], row["level"], row["noise"]), [])
                if row["command"]:
                    said.append((float(row["time_s"]), row["command"]))
    return found


def matched(heard: list[Heard], said: Said) -> tuple[list[float], list[Heard]]:
    """Seconds from the end of each understood command to its answer; and what nobody said."""
    left, waits = list(heard), []
    for at, command in said:
        for one in left:
            if one.command == command and -EARLY_S <= one.time_s - at <= LATE_S:
                waits.append(one.answered_s - at)
                left.remove(one)
                break
    return waits, left


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("dev", "held"), default="held")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--part", type=int, nargs=2, default=(0, 1), metavar=("N", "OF"))
    parser.add_argument("--longest", type=float, default=1e9, metavar="S", help="seconds read of each file")
    parser.add_argument("--log", type=Path)
    options = parser.parse_args()
    scorer = load_scorer()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    seconds, waits, wrong, log = 0.0, [], [], []
    number, of = options.part
    for (file, level, noise), said in list(recordings(options.folder, options.half).items())[number::of]:
        sound = np.load(options.folder / "mixed" / file)[: round(min(options.longest, 1e6) * RATE)]
        recogniser = Recogniser(options.threshold, scorer=scorer)
        heard: list[Heard] = []
        for at in range(0, len(sound), BLOCK):
            heard += recogniser.feed(sound[at : at + BLOCK].astype(np.float32) / 32768)
        heard += recogniser.finish()
        found, rest = matched(heard, said)
        seconds += len(sound) / RATE
        waits += found
        wrong += [(file, noise, one) for one in rest]
        for key in (level, f"{level} {noise}"):
            counts[key][0] += len(found)
            counts[key][1] += len(said)
        log.append({"file": file, "noise": noise, "found": len(found), "said": len(said), "heard": heard})
        if options.log:
            options.log.write_text(json.dumps(log))
    report(counts, seconds, waits, wrong)


def report(
    counts: dict[str, list[int]], seconds: float, waits: list[float], wrong: list[tuple[str, str, Heard]]
) -> None:
    for key in sorted(counts, key=lambda k: (" " in k, k)):
        found, said = counts[key]
        if said:
            print(f"{key:24} {found:4} of {said:4}  {found / said:.3f}")
    print(f"heard without being said: {len(wrong)} in {seconds / 3600:.2f} h")
    for file, noise, one in wrong:
        print(f"    {file} ({noise}) {one.time_s:.1f} s {one.command} {one.score}")
    if waits:
        most = np.quantile(waits, 0.95)
        print(f"answer after the word: median {np.median(waits):.2f} s, 95 % within {most:.2f} s")


if __name__ == "__main__":
    main()
