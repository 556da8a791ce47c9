"""What the ceiling costs: share of a core live, and as a ratio to merely measuring the same sound.

Usage: ``python benchmarks/ceiling_speed.py``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from massage_desktop.sound.ceiling import Ceiling
from massage_desktop.sound.loudness import RATE, EnergyMeter

ROUNDS = 5
LENGTH_S = 20


def timed(work: Callable[[np.ndarray], object], sound: np.ndarray, block: int) -> float:
    start = time.perf_counter()
    for at in range(0, len(sound), block):
        work(sound[at : at + block])
    return time.perf_counter() - start


def main() -> None:
    noise = np.random.default_rng(1).standard_normal((RATE * LENGTH_S, 2))
    jumps = np.repeat(10 ** (np.random.default_rng(2).uniform(-80, 10, LENGTH_S * 10) / 20), RATE // 10)
    sounds = {
        "below the ceiling": noise * 0.005,
        "brickwalled noise": np.clip(noise * 3, -1, 1),
        "level jumps": noise * jumps[:, None],
    }
    for name, sound in sounds.items():
        samples = sound.astype(np.float32)
        for block_ms in (20, 100, 1000):
            block = RATE * block_ms // 1000
            rows = [
                (timed(Ceiling(-33.0).process, samples, block), timed(EnergyMeter().feed, samples, block))
                for _ in range(ROUNDS)
            ]
            spent = statistics.median(row[0] for row in rows)
            ratio = statistics.median(row[0] / row[1] for row in rows)
            print(
                f"{name}, blocks of {block_ms} ms: {spent / LENGTH_S:.2%} of a core, "
                f"{ratio:.1f} times the cost of measuring alone"
            )


if __name__ == "__main__":
    main()
