"""Scanning files once, in the background, and what is told about them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
from made_facts import FACTS, FIGURES, SCANNED, changed, file
from made_sounds import energies_of, melody, noise, tone, write_wav

from massage_desktop.sound.decode import SoundFileError
from massage_desktop.sound.import_notes import import_notes
from massage_desktop.sound.lively import Pulse
from massage_desktop.sound.loudness import momentary_lufs
from massage_desktop.sound.scanning import BackgroundScan, Judged, Progress, facts_of, judge_all
from massage_desktop.sound.seam import Seam
from massage_desktop.sound.shelf import Shelf, Stamp, stamp_of
from massage_desktop.sound.tracks import figures_of, gain_db
from massage_desktop.sound.workers import Scanned, Worker


def music(folder: Path, count: int) -> list[Path]:
    return [write_wav(folder / f"{n}.wav", tone(1.0 + n / 4, 200 + 20 * n)) for n in range(count)]


def test_files_are_scanned_once_and_then_known(tmp_path: Path) -> None:
    paths, shelf = music(tmp_path, 3), Shelf(tmp_path / "music.sqlite3")
    bad = file(tmp_path, "bad.mp3", "no music")
    steps: list[Progress] = []
    first = list(judge_all([*paths, bad, paths[0]], shelf, progress=steps.append))
    assert {judged.path for judged in first} == {*paths, bad}
    errors = {judged.path: judged.error for judged in first if judged.facts is None}
    assert list(errors) == [bad]
    assert str(bad) in str(errors[bad])
    assert [step.done for step in steps] == [1, 2, 3, 4]
    assert [step.share for step in steps] == sorted(step.share for step in steps)
    assert steps[-1].share == pytest.approx(1.0)
    forbidden = Worker()
    forbidden.close()
    for path in paths:
        assert facts_of(path, shelf, forbidden).figures.seconds == pytest.approx(
            1.0 + paths.index(path) / 4, abs=0.01
        )
    with pytest.raises(SoundFileError, match="closing"):
        facts_of(bad, shelf, forbidden)


def test_a_file_that_changes_while_it_is_scanned_is_not_kept(tmp_path: Path) -> None:
    path, shelf = music(tmp_path, 1)[0], Shelf(tmp_path / "music.sqlite3")

    class Slow(Worker):
        def scan(self, path: Path) -> Scanned:
            os.utime(path, ns=(1, 1))
            return SCANNED

    facts_of(path, shelf, Slow())
    assert shelf.find(path) is None


def test_a_scan_in_the_background_tells_how_far_it_is(tmp_path: Path) -> None:
    paths, shelf = music(tmp_path, 3), Shelf(tmp_path / "music.sqlite3")
    gone = file(tmp_path, "gone.wav")
    shelf.keep(gone, stamp_of(gone) or Stamp(0, 0), SCANNED)
    gone.unlink()
    work = BackgroundScan(paths, shelf)
    assert work.wait(60)
    assert work.progress == Progress(3, 3, pytest.approx(1.0))
    assert {judged.path for judged in work.found} == set(paths)
    assert all(isinstance(judged, Judged) and judged.facts for judged in work.found)
    assert shelf.drop_gone() == 0, "what is gone was forgotten on the way"


def test_a_scan_can_be_stopped_in_the_middle_of_a_file(tmp_path: Path) -> None:
    long = write_wav(tmp_path / "long.wav", np.tile(noise(60), (10, 1)))
    work = BackgroundScan([long], Shelf(tmp_path / "music.sqlite3"))
    time.sleep(0.2)
    before = time.monotonic()
    work.stop()
    assert work.wait(5)
    assert time.monotonic() - before < 2
    assert work.found == ()


def test_nothing_to_scan_is_done_at_once(tmp_path: Path) -> None:
    assert list(judge_all([], Shelf(tmp_path / "music.sqlite3"))) == []


def test_another_ceiling_needs_no_second_scan(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "song.wav", melody([0, 4, 2, 5] * 2) + noise(16, 0.005))
    shelf = Shelf(tmp_path / "music.sqlite3")
    facts = facts_of(path, shelf)
    energies = shelf.energies(path)
    assert energies is not None
    again, _ = figures_of(np.concatenate([energies, np.zeros(300)]), facts.figures.seconds, 0.0)
    # All figures follow from what is kept, within what keeping rounds.
    assert again.integrated_lufs == pytest.approx(facts.figures.integrated_lufs, abs=0.03)
    assert again.max_momentary_lufs == pytest.approx(facts.figures.max_momentary_lufs, abs=0.03)
    assert again.max_short_term_lufs == pytest.approx(facts.figures.max_short_term_lufs, abs=0.03)
    samples = melody([0, 4, 2, 5] * 2) + noise(16, 0.005)
    for ceiling in (-45.0, -33.0, -20.0):
        louder = samples * np.float32(10 ** (gain_db(facts.figures, facts.heard_s, ceiling) / 20))
        assert float(momentary_lufs(energies_of(louder)).max()) <= ceiling + 0.02


# -- what it tells the person --------------------------------------------------------------------------------


def test_what_is_changed_is_told_in_one_sentence() -> None:
    assert import_notes(FACTS, -33.0) == ("It plays 22 dB softer.",)
    quiet = msgspec.structs.replace(FIGURES, max_momentary_lufs=-60.0, max_short_term_lufs=-61.0)
    (line,) = import_notes(changed(figures=quiet), -33.0)
    assert line.startswith("It plays 12 dB louder")
    even = msgspec.structs.replace(FIGURES, max_momentary_lufs=-39.0, max_short_term_lufs=-39.0)
    assert import_notes(changed(figures=even), -33.0)[0].startswith("It plays as loud as it is")


def test_every_change_is_named() -> None:
    peaky = msgspec.structs.replace(FIGURES, true_peak_dbtp=6.0)
    facts = changed(
        figures=peaky,
        start_s=2.0,
        end_s=58.0,
        seam=Seam(leave=50 * 48_000, enter=5 * 48_000, fade=24_000, alike=0.9),
        pulse=Pulse(onsets_per_s=4, beats_per_minute=128, steadiness=0.8),
        channels=1,
    )
    changes, remarks = import_notes(facts, -33.0)
    for words in ("softer", "sharpest peaks", "2.0 s at the beginning", "2.0 s at the end", "0:50 to 0:05"):
        assert words in changes
    assert "sounds lively (about 128 beats a minute)" in remarks
    assert "one channel" in remarks
    assert changes.endswith(".")
    assert remarks.endswith(".")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"rate": 8000}, "8 kHz"),
        ({"channels": 6}, "6 channels"),
        ({"figures": msgspec.structs.replace(FIGURES, loudness_range_lu=22.0)}, "soft passages"),
    ],
)
def test_what_the_person_had_better_know(values: dict[str, object], words: str) -> None:
    assert words in import_notes(changed(**values), -33.0)[1]


def test_silence_is_told() -> None:
    assert "silence" in import_notes(changed(start_s=0.0, end_s=0.0), -33.0)[0]
