"""How fast a folder of music is scanned, against FFmpeg's ``ebur128`` filter on the same files.

Usage: ``python benchmarks/scan_speed.py [FOLDER]``; without a folder, a hundred tracks of noise are encoded
in several formats. A scan decodes each file in a limited process and finds loudness, true peak, silence at
the ends, a seam, a pulse and tags; FFmpeg only measures loudness, one file after the other as its command
line does. The start of the scanning processes is counted. Compared besides: decoding the same files alone, in
one process. Also: how long a shelf of 10,000 tracks takes to say what it knows.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from massage_desktop.sound.decode import stream
from massage_desktop.sound.finding import find_sounds
from massage_desktop.sound.scanning import judge_all
from massage_desktop.sound.shelf import Shelf, Stamp, stamp_of
from massage_desktop.sound.workers import Worker

ROUNDS = 3
LENGTH_S = 30
TRACKS = 100
SHELVED = 10_000


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ffmpeg(path: Path, peak: str = "") -> None:
    command = ["ffmpeg", "-nostdin", "-nostats", "-v", "info", "-i", str(path), "-vn"]
    command += ["-af", f"ebur128=framelog=verbose{peak}", "-f", "null", "-"]
    subprocess.run(command, check=True, capture_output=True)


def examples(folder: Path) -> Path:
    """A folder of a hundred tracks in four formats; four are encoded, the others are copies of them."""
    folder.mkdir()
    source = f"anoisesrc=d={LENGTH_S}:c=pink:a=0.3:seed=1,tremolo=f=0.2:d=0.7,aformat=channel_layouts=stereo"
    for number, suffix in enumerate(("wav", "mp3", "flac", "m4a")):
        out = folder / f"{number:03}.{suffix}"
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-ar", "44100", str(out)]
        subprocess.run(command, check=True)
        for more in range(number + 4, TRACKS, 4):
            shutil.copy(out, folder / f"{more:03}.{suffix}")
    return folder


def decode_all(files: list[Path]) -> None:
    for path in files:
        for _piece in stream(path):
            pass


def scan(files: list[Path], home: Path) -> float:
    """Seconds of music a second, nothing being known before."""
    shelf_file = home / "music.sqlite3"
    shelf_file.unlink(missing_ok=True)
    judged = list(judge_all(files, Shelf(shelf_file)))
    return sum(j.facts.figures.seconds for j in judged if j.facts is not None)


def many(files: list[Path], home: Path) -> None:
    music = 0.0

    def ours() -> None:
        nonlocal music
        music = scan(files, home)

    ours()
    rows = []
    for _ in range(ROUNDS):
        spent = timed(ours)
        plain = timed(lambda: [ffmpeg(path) for path in files])
        peaks = timed(lambda: [ffmpeg(path, ":peak=true") for path in files])
        alone = timed(lambda: decode_all(files))
        rows.append((spent, plain / spent, peaks / spent, spent / alone))
    spent, plain, peaks, alone = (statistics.median(row[n] for row in rows) for n in range(4))
    print(
        f"{len(files)} files: {music / spent:.0f} times real time on {os.cpu_count()} cores; "
        f"{plain:.2f} times as fast as ffmpeg ebur128 without true peak, {peaks:.2f} times with it"
    )
    print(f"it takes {alone:.2f} times as long as decoding the files alone in one process")
    again = [timed(lambda: list(judge_all(files, Shelf(home / "music.sqlite3")))) for _ in range(5)]
    known = statistics.median(again)
    print(f"the same files again: {known * 1000:.1f} ms")


def one_by_one(files: list[Path]) -> None:
    with_worker = Worker()
    for path in files[:4]:
        with_worker.scan(path)
        rows = [
            (timed(lambda p=path: with_worker.scan(p)), timed(lambda p=path: ffmpeg(p)))
            for _ in range(ROUNDS)
        ]
        ratio = statistics.median(theirs / ours for ours, theirs in rows)
        print(f"{path.name}: {ratio:.2f} times as fast as ffmpeg ebur128 without true peak")
    with_worker.close()


def full_shelf(path: Path, home: Path) -> None:
    worker, shelf = Worker(), Shelf(home / "full.sqlite3")
    scanned = worker.scan(path)
    worker.close()
    music = home / "many"
    music.mkdir()
    paths = [music / f"{n:05}.mp3" for n in range(SHELVED)]
    for file in paths:
        file.touch()
    start = time.perf_counter()
    for file in paths:
        shelf.keep(file, stamp_of(file) or Stamp(0, 0), scanned)
    print(f"keeping: {(time.perf_counter() - start) / SHELVED * 1e3:.2f} ms a track")
    print(f"asking for all {SHELVED}: {timed(lambda: shelf.find_all(paths)):.2f} s")
    print(f"asking for one: {timed(lambda: shelf.find(paths[77])) * 1e3:.2f} ms")
    print(f"looking for files that are gone: {timed(shelf.drop_gone):.2f} s")
    print(f"size: {(home / 'full.sqlite3').stat().st_size / 1e6:.0f} MB")


def main() -> None:
    if shutil.which("ffmpeg") is None:
        print("ffmpeg is not installed: nothing to compare with")
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        files = find_sounds([sys.argv[1]]) if len(sys.argv) > 1 else find_sounds([examples(home / "music")])
        many(files, home)
        one_by_one(files)
        full_shelf(files[0], home)


if __name__ == "__main__":
    main()
