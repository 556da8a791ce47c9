"""How fast files are measured, as a ratio to FFmpeg's own ``ebur128`` filter on the same files.

Usage: ``python benchmarks/loudness_speed.py [FILE ...]``; without files, two minutes of noise are encoded in
several formats. Both sides decode the file and measure loudness and true peak, one after the other, several
times; the median of the ratios is printed, so that whatever else the machine does falls on both alike.
Where ``pyloudnorm`` is installed (it needs SciPy and is no dependency of this project), its meter is compared
with ours, decoding left out.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from massage_desktop.sound.loudness import RATE, EnergyMeter, LiveMeter, integrated_lufs
from massage_desktop.sound.tracks import measure
from massage_desktop.sound.true_peak import TruePeak

ROUNDS = 5
LENGTH_S = 120


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ffmpeg(path: Path, peak: str) -> None:
    options = f"ebur128=framelog=verbose{peak}"
    command = ["ffmpeg", "-nostdin", "-nostats", "-v", "info", "-i", str(path), "-vn", "-af", options]
    subprocess.run([*command, "-f", "null", "-"], check=True, capture_output=True)


def examples(folder: Path) -> list[Path]:
    first = folder / "noise.wav"
    noise = f"anoisesrc=d={LENGTH_S}:c=pink:a=0.3:seed=3"
    source = f"{noise},tremolo=f=0.2:d=0.7,aformat=channel_layouts=stereo"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-ar", "44100", str(first)], check=True
    )
    paths = [first]
    for suffix in ("mp3", "flac", "m4a", "opus"):
        paths.append(folder / f"noise.{suffix}")
        subprocess.run(["ffmpeg", "-v", "error", "-i", str(first), str(paths[-1])], check=True)
    return paths


def compare(path: Path) -> None:
    measure(path)
    seconds = measure(path).seconds
    rows = [
        (
            timed(lambda: measure(path)),
            timed(lambda: ffmpeg(path, ":peak=true")),
            timed(lambda: ffmpeg(path, "")),
        )
        for _ in range(ROUNDS)
    ]
    ours = statistics.median(row[0] for row in rows)
    with_peak = statistics.median(row[1] / row[0] for row in rows)
    without = statistics.median(row[2] / row[0] for row in rows)
    print(
        f"{path.name}: {seconds / ours:.0f} times real time, true peak included; "
        f"{with_peak:.2f} times the speed of ffmpeg ebur128 with true peak, {without:.2f} times without"
    )


def meters() -> None:
    """The meters alone, decoding left out."""
    noise = (np.random.default_rng(1).standard_normal((RATE * 30, 2)) * 0.1).astype(np.float32)

    def feed(meter: EnergyMeter | LiveMeter | TruePeak, block: int) -> None:
        for at in range(0, len(noise), block):
            meter.feed(noise[at : at + block])

    for name, make, block in (
        ("loudness, blocks of 0.5 s", EnergyMeter, RATE // 2),
        ("true peak, blocks of 0.5 s", TruePeak, RATE // 2),
        ("live meter, blocks of 100 ms", LiveMeter, RATE // 10),
    ):
        spent = statistics.median(timed(lambda m=make, b=block: feed(m(), b)) for _ in range(ROUNDS))
        print(f"{name}: {30 / spent:.0f} times real time ({spent / 30:.2%} of a core live)")


def against_pyloudnorm() -> None:
    """Integrated loudness of two minutes in memory, which is all that pyloudnorm can do."""
    try:
        import pyloudnorm
    except ImportError:
        print("pyloudnorm is not installed: its meter is not compared")
        return
    noise = (np.random.default_rng(2).standard_normal((RATE * LENGTH_S, 2)) * 0.1).astype(np.float32)
    theirs_meter = pyloudnorm.Meter(RATE)
    rows = []
    for _ in range(ROUNDS):
        ours = timed(lambda: integrated_lufs(EnergyMeter().feed(noise)))
        theirs = timed(lambda: theirs_meter.integrated_loudness(noise))
        rows.append(theirs / ours)
    gap = integrated_lufs(EnergyMeter().feed(noise)) - theirs_meter.integrated_loudness(noise)
    print(f"{statistics.median(rows):.1f} times pyloudnorm's speed; the results differ by {abs(gap):.3f} LU")


def main() -> None:
    meters()
    against_pyloudnorm()
    if shutil.which("ffmpeg") is None:
        print("ffmpeg is not installed: nothing to compare files with")
        return
    with tempfile.TemporaryDirectory() as folder:
        for path in [Path(name) for name in sys.argv[1:]] or examples(Path(folder)):
            compare(path)


if __name__ == "__main__":
    main()
