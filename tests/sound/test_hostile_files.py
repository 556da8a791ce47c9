"""Broken, hostile and odd sound files: one clear line, and nothing gets loud."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import encode
from made_sounds import noise, tone, write_wav

from massage_desktop.sound import decode
from massage_desktop.sound.converting import Converter
from massage_desktop.sound.decode import SoundFileError, probe, stream
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.scan import TrackFacts
from massage_desktop.sound.workers import Worker


def riff(channels: int, rate: int, data: bytes, claimed: int | None) -> bytes:
    """A float WAV file that claims to hold so many bytes of sound."""
    size = len(data) if claimed is None else claimed
    step = channels * 4
    form = struct.pack("<HHIIHH", 3, channels, rate, rate * step, step, 32)
    head = b"RIFF" + struct.pack("<I", min(36 + size, 0xFFFFFFFF)) + b"WAVEfmt " + struct.pack("<I", 16)
    return head + form + b"data" + struct.pack("<I", size) + data


def sane(facts: TrackFacts) -> None:
    """Facts that no part of the program can stumble over."""
    assert 0 <= facts.start_s <= facts.end_s <= facts.figures.seconds + 0.01
    assert facts.figures.max_momentary_lufs < 30
    assert facts.rate > 0


SHORT = np.random.default_rng(5).uniform(-0.4, 0.4, RATE).astype("<f4")


@settings(max_examples=60)
@given(
    channels=st.integers(1, 8),
    rate=st.sampled_from([4000, 8000, 11025, 44100, 48000, 96000, 192_000, 384_000]),
    frames=st.integers(1, 20_000),
    claimed=st.sampled_from([None, 0xFFFFFFFF, 10**9, 100]),
)
def test_wav_of_any_make_is_scanned(
    tmp_path_factory: pytest.TempPathFactory,
    worker: Worker,
    channels: int,
    rate: int,
    frames: int,
    claimed: int | None,
) -> None:
    path = tmp_path_factory.mktemp("wav") / "a.wav"
    data = SHORT[: min(len(SHORT), frames * channels) // channels * channels].tobytes()
    path.write_bytes(riff(channels, rate, data, claimed))
    try:
        facts = worker.scan(path).facts
    except SoundFileError as error:
        assert str(path) in str(error)
        assert "\n" not in str(error)
        return
    sane(facts)
    assert facts.channels == channels
    assert facts.figures.seconds <= len(data) / 4 / channels / rate + 0.05


@settings(max_examples=60)
@given(
    suffix=st.sampled_from(["flac", "mp3", "m4a", "ogg", "wav"]),
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=30),
)
def test_truncated_and_damaged_files_are_scanned_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    worker: Worker,
    encoded: dict[str, bytes],
    suffix: str,
    cut: float,
    flips: list[tuple[float, int]],
) -> None:
    data = bytearray(encoded[suffix][: int(len(encoded[suffix]) * cut) + 1])
    for at, value in flips:
        data[int(at * (len(data) - 1))] = value
    path = tmp_path_factory.mktemp("bad") / f"a.{suffix}"
    path.write_bytes(data)
    try:
        sane(worker.scan(path).facts)
    except SoundFileError as error:
        assert "\n" not in str(error)


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Half a second of noise in several formats."""
    folder, sound = tmp_path_factory.mktemp("encoded"), noise(0.5)
    write_wav(folder / "a.wav", sound)
    for suffix, codec in (("flac", "flac"), ("mp3", "libmp3lame"), ("m4a", "aac"), ("ogg", "libopus")):
        encode(folder / f"a.{suffix}", sound, codec, {"title": "x"})
    return {path.suffix[1:]: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("suffix", ["wav", "mp3", "flac", "ogg"])
@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"RIFF", b"ID3\x04\0\0\x7f\x7f\x7f\x7f", bytes(100_000), b"not music\n" * 5000],
    ids=["empty", "one byte", "only a sign", "a tag without an end", "zeros", "text"],
)
def test_garbage_with_the_right_name_is_one_clear_line(
    tmp_path: Path, worker: Worker, suffix: str, data: bytes
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(data)
    with pytest.raises(SoundFileError, match=r"Choose another file\.$"):
        worker.scan(path)


def test_the_content_counts_and_not_the_ending(
    tmp_path: Path, worker: Worker, encoded: dict[str, bytes]
) -> None:
    path = tmp_path / "song.wav"
    path.write_bytes(encoded["flac"])
    assert worker.scan(path).facts.codec == "flac"


def test_values_that_are_no_numbers_are_made_harmless(tmp_path: Path, worker: Worker) -> None:
    sound = tone(2, 300)
    sound[1000:1100], sound[2000], sound[3000] = np.nan, np.inf, -1e30
    facts = worker.scan(write_wav(tmp_path / "a.wav", sound)).facts
    sane(facts)
    assert facts.figures.true_peak_dbtp < 20


@pytest.mark.parametrize("frames", [1, 2, 479, 480, 481])
def test_a_few_samples_are_a_file(tmp_path: Path, worker: Worker, frames: int) -> None:
    facts = worker.scan(write_wav(tmp_path / "a.wav", noise(1)[:frames])).facts
    assert facts.figures.seconds == pytest.approx(frames / RATE)
    sane(facts)


@pytest.mark.parametrize("name", ["-i.wav", "%d.wav", "concat:a|b.wav", "a\nb.wav", "ü 音.wav"])
def test_names_are_only_names(tmp_path: Path, worker: Worker, name: str) -> None:
    path = write_wav(tmp_path / name, tone(0.5, 300))
    assert worker.scan(path).facts.figures.seconds == pytest.approx(0.5)


def test_what_unfolds_without_end_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "LONGEST_S", 1.5)
    path = write_wav(tmp_path / "a.wav", tone(5, 300))
    assert sum(map(len, stream(path))) == 1.5 * RATE
    assert sum(map(len, stream(path, max_seconds=4))) == 1.5 * RATE


def test_a_gigantic_file_is_not_opened(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(1, 300))
    os.truncate(path, decode.LARGEST_BYTES + 1)  # takes no room on the disk
    with pytest.raises(SoundFileError, match="larger than 4 GB"):
        probe(path)


def test_frames_may_change_their_make_on_the_way() -> None:
    converter, heard = Converter(), 0
    for rate, layout, channels in (
        (48000, "stereo", 2),
        (8000, "mono", 1),
        (44100, "5.1", 6),
        (48000, "stereo", 2),
    ):
        frame = av.AudioFrame.from_ndarray(np.full((channels, rate), 0.1, np.float32), "fltp", layout)
        frame.sample_rate = rate
        heard += sum(len(piece) for piece in converter.convert(frame))
    heard += sum(len(piece) for piece in converter.rest())
    assert heard == pytest.approx(4 * RATE, abs=200)
    assert list(converter.rest()) == []
