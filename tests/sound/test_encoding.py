"""What writes a rendered file: a process of its own, and what happens when it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from made_sounds import loudest, melody

from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import load_routine
from massage_desktop.sound import encoding
from massage_desktop.sound.chapters import Chapter
from massage_desktop.sound.decode import stream
from massage_desktop.sound.encoding import FileOrder, write_file
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.render import RenderError, render_session
from massage_desktop.sound.source import Samples

SOUND = melody([0, 2, 4]) / 4


def blocks() -> Iterator[Samples]:
    for at in range(0, len(SOUND), 30_000):
        yield SOUND[at : at + 30_000]


def order(path: Path) -> FileOrder:
    marks = (Chapter(0.0, "Getting ready"), Chapter(2.5, "Café"))
    return FileOrder(path=os.fsencode(path), title="Évening", chapters=marks, frames=len(SOUND))


def other_program(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_one_process_or_two_write_the_same_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    apart, here = tmp_path / f"apart.{ending}", tmp_path / f"here.{ending}"
    heard = write_file(order(apart), blocks())
    monkeypatch.setattr(encoding, "_started", lambda: None)
    assert write_file(order(here), blocks()) == heard
    one, other = (np.concatenate(list(stream(path))) for path in (apart, here))
    np.testing.assert_array_equal(one, other)
    assert len(one) == pytest.approx(len(SOUND), abs=RATE // 10)
    assert heard == pytest.approx(loudest(SOUND), abs=0.3)


def test_lossless_files_hold_every_sample_in_order(tmp_path: Path) -> None:
    out = tmp_path / "évening.flac"
    write_file(order(out), blocks())
    np.testing.assert_allclose(np.concatenate(list(stream(out))), SOUND, atol=2**-15)


@pytest.mark.parametrize("alone", [False, True])
def test_a_place_that_cannot_be_written_is_an_os_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: bool
) -> None:
    if alone:
        monkeypatch.setattr(encoding, "_started", lambda: None)
    with pytest.raises(OSError, match="No such file"):
        write_file(order(tmp_path / "nowhere" / "x.wav"), blocks())


def test_a_process_that_ends_early_is_one_line_and_the_older_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "_started", lambda: other_program("-c", "pass"))
    out = tmp_path / "kept.flac"
    out.write_bytes(b"precious")
    with pytest.raises(RenderError, match=r"ended early.*Nothing was replaced\.$") as caught:
        render_session(make_plan(load_routine("R12"), 10, "first"), out, "none")
    assert "\n" not in str(caught.value)
    assert out.read_bytes() == b"precious"
    assert [path.name for path in tmp_path.iterdir()] == ["kept.flac"]


def test_whoever_stops_the_sound_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def started() -> subprocess.Popen[bytes]:
        begun.append(other_program("-P", "-m", "massage_desktop.sound.encoding"))
        return begun[0]

    def interrupted() -> Iterator[Samples]:
        yield SOUND
        raise KeyboardInterrupt

    monkeypatch.setattr(encoding, "_started", started)
    with pytest.raises(KeyboardInterrupt):
        write_file(order(tmp_path / "x.flac"), interrupted())
    assert begun[0].returncode is not None


def test_the_process_says_nothing_when_its_program_is_gone(tmp_path: Path) -> None:
    process = other_program("-P", "-m", "massage_desktop.sound.encoding")
    out, _ = process.communicate((9).to_bytes(4, "big") + b"half", timeout=30)
    assert out == b""
    process = other_program("-P", "-m", "massage_desktop.sound.encoding")
    whole = msgspec.msgpack.encode(order(tmp_path / "x.wav"))
    data = len(whole).to_bytes(4, "big") + whole + (800).to_bytes(4, "big") + bytes(100)
    out, _ = process.communicate(data, timeout=30)
    assert out == b""
