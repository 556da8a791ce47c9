"""Shuffle and repeat reach what plays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from made_sounds import tone, write_wav

from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.order import MusicOrder
from massage_desktop.sound.sources import make_source


def titles(folder: Path, order: MusicOrder, seed: int, seconds: int) -> list[str]:
    source = make_source(str(folder), seed, order=order)
    heard = []
    for _ in range(seconds):
        source.render(RATE)
        heard.append(source.title)
    source.close()
    return list(dict.fromkeys(heard))


def test_a_choice_is_shuffled_only_where_that_is_wished(tmp_path: Path) -> None:
    for n in range(6):
        write_wav(tmp_path / f"{n}.wav", tone(3, 200 + 20 * n))
    names = [str(n) for n in range(6)]
    assert titles(tmp_path, MusicOrder(), 5, 14) == names
    mixed = [titles(tmp_path, MusicOrder(shuffle=True), seed, 14) for seed in (5, 5, 6)]
    assert mixed[0] == mixed[1]
    assert all(sorted(each) == names for each in mixed)
    assert any(each != names for each in mixed)


def test_played_once_it_is_quiet_afterwards(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(4, 300))
    once, again = (make_source(str(tmp_path), order=MusicOrder(loop=loop)) for loop in (False, True))
    late = [source.render(8 * RATE)[6 * RATE :] for source in (once, again)]
    assert np.abs(late[0]).max() == 0
    assert np.abs(late[1]).max() > 0.001
