"""Sound files people have, files that are broken, and files that are meant to do harm."""

from __future__ import annotations

import os
import random
import resource
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from massage_desktop.sound.decode import SAMPLE_MAX, SoundFileError, probe, stream

Signal = NDArray[np.float32]
CODECS = {"mp3": "libmp3lame", "flac": "flac", "m4a": "aac", "ogg": "libopus", "opus": "libopus"}


def sine(seconds: float, rate: int = 48000, channels: int = 2, hertz: float = 440.0) -> Signal:
    line = 0.25 * np.sin(2 * np.pi * hertz / rate * np.arange(round(seconds * rate)))
    return np.repeat(line[:, None], channels, axis=1).astype(np.float32)


def write_wav(path: Path, samples: Signal, rate: int = 48000, *, claimed_bytes: int | None = None) -> Path:
    """A float WAV file; ``claimed_bytes`` overrides the sizes in its header."""
    data = samples.astype("<f4").tobytes()
    size = len(data) if claimed_bytes is None else claimed_bytes
    channels = samples.shape[1]
    form = struct.pack("<HHIIHH", 3, channels, rate, rate * 4 * channels, 4 * channels, 32)
    header = b"RIFF" + struct.pack("<I", min(36 + size, 0xFFFFFFFF)) + b"WAVEfmt " + struct.pack("<I", 16)
    path.write_bytes(header + form + b"data" + struct.pack("<I", size) + data)
    return path


def encode(path: Path, samples: Signal, layout: str = "stereo", tags: dict[str, str] | None = None) -> Path:
    """``samples`` at 48 kHz, encoded by the ending of ``path``."""
    with av.open(path, "w") as container:
        container.metadata.update(tags or {})
        track = container.add_stream(CODECS[path.suffix[1:]], rate=48000, layout=layout)
        for at in range(0, len(samples), 960):
            piece = np.ascontiguousarray(samples[at : at + 960].reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(piece, format="flt", layout=layout)
            frame.sample_rate, frame.pts = 48000, at
            for packet in track.encode(frame):
                container.mux(packet)
        for packet in track.encode(None):
            container.mux(packet)
    return path


def whole(path: Path, **limits: float) -> Signal:
    return np.concatenate([np.zeros((0, 2), np.float32), *stream(path, **limits)])


@pytest.mark.parametrize("suffix", CODECS)
def test_formats_people_have(tmp_path: Path, suffix: str) -> None:
    path = encode(tmp_path / f"a.{suffix}", sine(3), tags={"title": "Slow  Sea\n", "artist": "Ann"})
    samples = whole(path)
    assert samples.dtype == np.float32
    assert len(samples) / 48000 == pytest.approx(3, abs=0.06)
    middle = samples[48000:96000]
    assert np.sqrt((middle**2).mean()) == pytest.approx(0.25 / np.sqrt(2), rel=0.06)
    info = probe(path)
    assert info.seconds == pytest.approx(3, abs=0.06)
    assert (info.rate, info.channels, info.path) == (48000, 2, path)
    assert info.codec
    # Ogg keeps tags with the stream, the others with the file.
    assert (info.title, info.artist) == ("Slow Sea", "Ann")


def test_a_file_at_the_played_rate_is_bit_exact(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).uniform(-1, 1, (100_001, 2)).astype(np.float32)
    path = write_wav(tmp_path / "a.wav", samples)
    blocks = list(stream(path))
    assert np.array_equal(np.concatenate(blocks), samples)
    assert max(map(len, blocks)) < 48000


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 96000, 192000])
@pytest.mark.parametrize("channels", [1, 2])
def test_rates_keep_length_and_level(tmp_path: Path, rate: int, channels: int) -> None:
    samples = whole(write_wav(tmp_path / "a.wav", sine(1.5, rate, channels), rate))
    assert len(samples) == pytest.approx(72000, abs=4)
    # Mono does not lose 3 dB on its way to two sides.
    assert np.sqrt((samples[10000:60000] ** 2).mean()) == pytest.approx(0.25 / np.sqrt(2), rel=0.002)
    assert np.array_equal(samples[:, 0], samples[:, 1])


def test_surround_is_mixed_down_and_stays_finite(tmp_path: Path) -> None:
    samples = whole(encode(tmp_path / "a.flac", np.repeat(sine(1), 3, axis=1), "5.1"))
    assert samples.shape == (48000, 2)
    assert 0.25 < np.abs(samples).max() <= 0.25 * 2.5


def test_absurd_values_are_made_harmless(tmp_path: Path) -> None:
    samples = sine(1)
    samples[100], samples[200], samples[300], samples[400] = np.nan, np.inf, 1e30, -1e30
    decoded = whole(write_wav(tmp_path / "a.wav", samples))
    assert np.isfinite(decoded).all()
    assert not decoded[100].any()
    assert not decoded[200].any()
    assert decoded[300].max() == -decoded[400].min() == SAMPLE_MAX


@pytest.mark.parametrize("suffix", ["wav", *CODECS])
@pytest.mark.parametrize("start_s", [0.25, 1.7])
def test_starting_later_gives_the_same_sound(tmp_path: Path, suffix: str, start_s: float) -> None:
    # A sweep, as every place in it is different; not noise, which some codecs make up anew while decoding.
    t = np.arange(48000 * 3) / 48000
    sweep = np.repeat((0.2 * np.sin(2 * np.pi * (200 + 300 * t) * t))[:, None], 2, axis=1).astype(np.float32)
    path = tmp_path / f"a.{suffix}"
    if suffix == "wav":
        write_wav(path, sweep)
    else:
        encode(path, sweep)
    first = round(start_s * 48000)
    full, part = whole(path), whole(path, start_s=start_s, max_seconds=0.5)
    assert len(part) == 24000
    errors = [np.abs(full[first + by : first + by + 24000] - part)[4800:].mean() for by in range(-2, 3)]
    assert min(errors) < 0.003


def test_max_seconds_is_exact_and_zero_is_nothing(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", sine(2))
    assert len(whole(path, max_seconds=0.7)) == 33600
    assert len(whole(path, max_seconds=99)) == 96000
    assert len(whole(path, max_seconds=0)) == 0


@pytest.mark.parametrize("start_s", [5.0, 1e9, 1e300])
@pytest.mark.parametrize("suffix", ["flac", "mp3"])
def test_starting_after_the_end_is_silence(tmp_path: Path, suffix: str, start_s: float) -> None:
    assert len(whole(encode(tmp_path / f"a.{suffix}", sine(1)), start_s=start_s)) == 0


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_impossible_times_are_refused(tmp_path: Path, value: float) -> None:
    path = write_wav(tmp_path / "a.wav", sine(1))
    with pytest.raises(ValueError, match="seconds"):
        list(stream(path, start_s=value))
    with pytest.raises(ValueError, match="seconds"):
        list(stream(path, max_seconds=value))


def make_text(path: Path) -> None:
    path.write_text("This is a shopping list.\n" * 400)


def make_play_list(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")


def make_noise(path: Path) -> None:
    path.write_bytes(random.Random(3).randbytes(300_000))


def make_zeros(path: Path) -> None:
    path.write_bytes(bytes(200_000))


def make_header_only(path: Path) -> None:
    write_wav(path, np.zeros((0, 2), np.float32))


def make_slow_rate(path: Path) -> None:
    write_wav(path, sine(1), rate=1)


def make_picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))


@pytest.mark.parametrize("suffix", ["mp3", "wav", "ogg", "m3u8", "flac", ""])
@pytest.mark.parametrize(
    "make",
    [make_text, make_play_list, make_noise, make_zeros, make_header_only, make_slow_rate, make_picture],
)
def test_what_holds_no_sound_is_one_clear_line(
    tmp_path: Path, make: Callable[[Path], None], suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"track.{suffix}"
    make(path)
    try:
        samples = whole(path)
    except SoundFileError as error:
        text = str(error)
        assert str(path) in text
        assert "\n" not in text
        assert text.endswith("Choose another file.")
    else:
        # Chance bytes may look like a few frames of mp3; then they are played, finite and limited.
        assert make is make_noise
        assert np.abs(samples).max() <= SAMPLE_MAX
    assert capfd.readouterr() == ("", "")


def test_unreadable_places_are_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    (tmp_path / "folder.mp3").mkdir()
    os.mkfifo(tmp_path / "pipe.wav")
    (tmp_path / "dangling.wav").symlink_to(tmp_path / "nowhere")
    (tmp_path / "circle.wav").symlink_to(tmp_path / "circle.wav")
    for name, words in {
        "empty.wav": "empty",
        "folder.mp3": "folder",
        "pipe.wav": "ordinary file",
        "dangling.wav": "no such file",
        "circle.wav": "cannot be opened",
        "missing.wav": "no such file",
        "zero\0byte.wav": "cannot be opened",
    }.items():
        for read in (lambda path: list(stream(path)), probe):
            with pytest.raises(SoundFileError, match=words) as caught:
                read(tmp_path / name)
            assert "\n" not in str(caught.value)


def test_a_device_is_no_sound_file() -> None:
    with pytest.raises(SoundFileError, match="ordinary file"):
        list(stream("/dev/zero"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", sine(1))
    path.chmod(0)
    with pytest.raises(SoundFileError, match="permissions"):
        probe(path)


@pytest.mark.parametrize("suffix", ["mp3", "flac", "ogg", "wav"])
def test_a_truncated_file_gives_what_it_holds(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    noise = np.random.default_rng(8).uniform(-0.3, 0.3, (48000 * 4, 2)).astype(np.float32)
    if suffix == "wav":
        write_wav(path, noise)
    else:
        encode(path, noise)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert 1.2 * 48000 < len(whole(path)) < 2.5 * 48000


@pytest.mark.parametrize("suffix", ["mp3", "flac"])
def test_damaged_packets_are_passed_over(tmp_path: Path, suffix: str) -> None:
    path = encode(
        tmp_path / f"a.{suffix}", sine(4) + 0.01 * np.random.default_rng(2).random((192000, 2), np.float32)
    )
    data = bytearray(path.read_bytes())
    chance = random.Random(5)
    for _ in range(12):
        data[chance.randrange(3000, len(data))] = chance.randrange(256)
    at = len(data) // 2
    data[at : at + 300] = chance.randbytes(300)
    path.write_bytes(data)
    samples = whole(path)
    assert len(samples) > 2.5 * 48000
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= SAMPLE_MAX


def test_a_header_that_claims_gigabytes_allocates_nothing(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", sine(1), claimed_bytes=0xFFFFFFF0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(whole(path)) == 48000
    probe(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB


def test_an_unbelievable_length_is_unknown(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.flac", sine(1))
    data = bytearray(path.read_bytes())
    assert data[:4] == b"fLaC"
    data[21] |= 0x0F  # the 36 bits of the number of samples: 16 days
    data[22:26] = b"\xff" * 4
    path.write_bytes(data)
    assert probe(path).seconds is None
    assert len(whole(path)) == 48000


def test_the_content_counts_and_not_the_ending(tmp_path: Path) -> None:
    assert probe(write_wav(tmp_path / "a.flac", sine(0.5))).codec == "pcm_f32le"


def test_tags_become_one_short_printable_line(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.flac", sine(0.2), tags={"title": "\x1b[31mred\x07\n" + "x" * 500})
    title = probe(path).title
    assert title is not None
    assert title.isprintable()
    assert len(title) <= 120
    assert probe(path).artist is None


@pytest.mark.parametrize("name", ["concat:a|b.wav", "http:x.wav", "-i.wav", "%d.wav", "ü ñ 音.wav"])
def test_names_are_only_names(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write_wav(tmp_path / name, sine(0.5))
    monkeypatch.chdir(tmp_path)
    assert len(whole(Path(name))) == 24000


def test_stopping_early_lets_go_of_the_file(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", sine(5))
    open_before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        blocks = stream(path)
        next(blocks)
        blocks.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before


def test_the_decoder_is_loaded_only_when_needed() -> None:
    code = "import sys, massage_desktop.sound.decode; sys.exit('av' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
