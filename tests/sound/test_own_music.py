"""A person's own music: lists, tags, covers, broken and hostile files, and playing on whatever happens."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sounds import energies_of, loudest, noise, steepest, tone, write_wav

from massage_desktop.sound import decode, scan_worker, workers
from massage_desktop.sound.converting import Converter
from massage_desktop.sound.cover import LARGEST_BYTES, LONGEST_EDGE_PX, cover_from
from massage_desktop.sound.decode import SoundFileError, probe, stream
from massage_desktop.sound.finding import find_music, find_sounds
from massage_desktop.sound.loudness import RATE, momentary_lufs
from massage_desktop.sound.m3u import read_list
from massage_desktop.sound.mix import Mix
from massage_desktop.sound.order import Order
from massage_desktop.sound.playlist import Playlist
from massage_desktop.sound.reading import Reading
from massage_desktop.sound.scan import TrackFacts
from massage_desktop.sound.shelf import Shelf
from massage_desktop.sound.source import REFERENCE_CEILING_LUFS, Samples
from massage_desktop.sound.tags import LONGEST_TAG, Tags, one_line, tags_from
from massage_desktop.sound.workers import Worker


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


def encode(path: Path, samples: Samples, codec: str, tags: dict[str, str], picture: bytes = b"") -> Path:
    """``samples`` with tags, and an attached picture when ``picture`` (PNG) is given."""
    with av.open(path, "w") as container:
        container.metadata.update(tags)
        track = container.add_stream(codec, rate=RATE, layout="stereo")
        image = container.add_stream("png", rate=1) if picture else None
        if image is not None:
            image.width, image.height, image.pix_fmt = 3, 2, "rgb24"
            image.disposition = av.stream.Disposition.attached_pic
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), "fltp", "stereo")
        frame.sample_rate = RATE
        resampler = av.AudioResampler(track.format.name, "stereo", RATE, track.frame_size or 4096)
        if image is not None:
            packet = av.Packet(picture)
            packet.stream, packet.pts, packet.dts = image, 0, 0
            container.mux(packet)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(track.encode(piece))
        container.mux(track.encode(None))
    return path


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG whose header claims this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = data or zlib.compress(b"".join(b"\0" + b"\x80" * 3 * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    frame = b"\x08" + struct.pack(">HH", height, width) + b"\x03" + bytes(9)
    segments = b"".join(
        b"\xff" + kind + struct.pack(">H", len(body) + 2) + body
        for kind, body in ((b"\xe0", b"JFIF\0" + bytes(9)), (b"\xc4", bytes(20)), (b"\xc0", frame))
    )
    return b"\xff\xd8" + segments + b"\xff\xd9"


# -- lists ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["m3u", "m3u8"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_keeps_its_order_and_names(tmp_path: Path, suffix: str, encoding: str, end: str) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("böse.wav", "sub/a.wav", "c.wav"):
        write_wav(tmp_path / name, tone(0.1, 300))
    lines = ["#EXTM3U", "", "#EXTINF:12,Träume", "c.wav", "# remark", "böse.wav", "sub\\a.wav"]
    listed = tmp_path / f"list.{suffix}"
    listed.write_bytes(end.join(lines).encode(encoding))
    found = find_music([listed])
    assert [path.relative_to(tmp_path).as_posix() for path in found.files] == [
        "c.wav",
        "böse.wav",
        "sub/a.wav",
    ]
    assert found.titles == {tmp_path / "c.wav": "Träume"}
    assert found.notes == ()
    assert find_sounds([listed]) == list(found.files)


def test_addresses_of_files_are_files_and_those_of_the_network_are_not(tmp_path: Path) -> None:
    song = write_wav(tmp_path / "a b.wav", tone(0.1, 300))
    listed = tmp_path / "list.m3u"
    listed.write_text(
        f"{song.as_uri()}\nhttps://example.org/stream.mp3\nrtsp://example.org/x\n"
        f"file://server/share/a.wav\nmissing.wav\nother.m3u\nfile://[\n" + "x" * 5000 + "\n\0.wav\n"
    )
    (tmp_path / "other.m3u").write_text("a b.wav\n")
    found = read_list(listed)
    assert [entry.path for entry in found.entries] == [song]
    reasons = [
        "network",
        "network",
        "another computer",
        "no such file",
        "inside a list",
        "no address",
        "too long",
    ]
    for note, reason in zip(found.notes, reasons, strict=False):
        assert reason in note
        assert "\n" not in note
    assert len(found.notes) == 8


def test_what_is_no_list_is_one_clear_line(tmp_path: Path) -> None:
    listed = tmp_path / "list.m3u8"
    listed.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n")
    with pytest.raises(SoundFileError, match="index of a stream"):
        find_music([listed])
    listed.write_bytes(b"a\n" * 600_000)
    with pytest.raises(SoundFileError, match="too long"):
        find_music([listed])


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_one_line(data: bytes) -> None:
    with_list = Path("any.m3u")  # never opened: its text is given
    text = data.decode("latin-1")
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("massage_desktop.sound.m3u._text", lambda _path: text)
            found = read_list(with_list)
    except SoundFileError as error:
        assert "\n" not in str(error)
    else:
        assert len(found.notes) <= 9
        assert all(entry.path.is_file() for entry in found.entries)


def test_files_are_sorted_as_people_sort(tmp_path: Path) -> None:
    for name in ("10 sea.wav", "2 rain.wav", "1 wind.wav", "Birds.wav", "a/1.wav"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    names = [path.relative_to(tmp_path).as_posix() for path in find_sounds([tmp_path])]
    assert names == ["1 wind.wav", "2 rain.wav", "10 sea.wav", "a/1.wav", "Birds.wav"]


# -- tags and covers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("suffix", "codec"), [("flac", "flac"), ("mp3", "libmp3lame"), ("m4a", "aac")])
def test_tags_are_read(tmp_path: Path, worker: Worker, suffix: str, codec: str) -> None:
    tags = {"title": "Slow  Sea\n", "artist": "Ann", "album": "Shore", "genre": "Calm"}
    path = encode(tmp_path / f"a.{suffix}", tone(1, 300), codec, tags)
    wanted = Tags(title="Slow Sea", artist="Ann", album="Shore", genre="Calm")
    assert probe(path).tags == wanted
    assert worker.scan(path).facts.tags == wanted


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=600), max_size=5))
def test_any_tags_are_short_printable_lines(table: dict[str, str]) -> None:
    tags = tags_from({**table, "TITLE": "\x1b[31mred\x07" + "".join(table.values())})
    for line in (tags.title, tags.artist, tags.album, tags.genre):
        assert line is None or (line.isprintable() and 0 < len(line) <= LONGEST_TAG)


def test_a_tag_of_nothing_is_none() -> None:
    assert one_line(" \n\0\t") is None
    assert tags_from({"artist": " ", "composer": "Ann"}).artist == "Ann"


@pytest.mark.parametrize(("suffix", "codec"), [("flac", "flac"), ("mp3", "libmp3lame")])
def test_an_attached_picture_is_handed_out_as_it_is(
    tmp_path: Path, worker: Worker, suffix: str, codec: str
) -> None:
    path = encode(tmp_path / f"a.{suffix}", tone(1, 300), codec, {}, png(3, 2))
    assert worker.scan(path).facts.cover
    cover = worker.cover(path)
    assert cover is not None
    assert (cover.kind, cover.width_px, cover.height_px) == ("png", 3, 2)
    assert cover.data == png(3, 2)
    assert worker.scan(path).facts.figures.seconds == pytest.approx(1, abs=0.06)


def test_a_file_without_a_picture_has_none(tmp_path: Path, worker: Worker) -> None:
    path = write_wav(tmp_path / "a.wav", tone(1, 300))
    assert not worker.scan(path).facts.cover
    assert worker.cover(path) is None


def test_the_size_of_a_picture_is_known_before_it_is_unpacked() -> None:
    cover = cover_from(jpeg(640, 480))
    assert cover is not None
    assert (cover.kind, cover.width_px, cover.height_px) == ("jpeg", 640, 480)
    assert cover_from(png(LONGEST_EDGE_PX, 1, b"x")) is not None
    for bad in (
        png(LONGEST_EDGE_PX + 1, 1, b"x"),
        png(2**31, 2**31, b"x"),
        png(0, 5, b"x"),
        jpeg(65535, 65535),
        jpeg(0, 1),
        b"GIF89a" + bytes(50),
        b"",
        png(3, 2) + bytes(LARGEST_BYTES),
    ):
        assert cover_from(bad) is None


@given(st.binary(max_size=80), st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xc0"]))
def test_any_bytes_are_a_cover_in_bounds_or_none(data: bytes, head: bytes) -> None:
    cover = cover_from(head + data)
    assert cover is None or (
        1 <= cover.width_px <= LONGEST_EDGE_PX and 1 <= cover.height_px <= LONGEST_EDGE_PX
    )


# -- hostile files -------------------------------------------------------------------------------------------


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


# -- the limited process -------------------------------------------------------------------------------------


def test_a_process_that_hangs_is_ended_and_started_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, worker = write_wav(tmp_path / "a.wav", tone(1, 300)), Worker()
    worker.scan(path)
    first = worker._process
    assert first is not None
    monkeypatch.setattr(workers, "SHORTEST_DEADLINE_S", 0.3)
    os.kill(first.pid, 19)  # SIGSTOP: as if it were lost in a file
    before = time.monotonic()
    with pytest.raises(SoundFileError, match="does not come to an end"):
        worker.scan(path)
    assert time.monotonic() - before < 5
    assert first.poll() is not None
    monkeypatch.undo()
    assert worker.scan(path).facts.figures.seconds == pytest.approx(1)
    worker.close()


def test_a_process_that_falls_over_costs_one_file(tmp_path: Path) -> None:
    path, worker = write_wav(tmp_path / "a.wav", tone(1, 300)), Worker()
    worker.scan(path)
    process = worker._process
    assert process is not None
    process.kill()
    process.wait()
    assert worker.scan(path).facts.figures.seconds == pytest.approx(1)
    worker.close()
    assert worker._process is None


@pytest.mark.parametrize("answer", [b"", b"\xff\xff\xff\xff", b"\0\0\0\3abc", b"\0\0\0\1\x90"])
def test_an_answer_that_is_none_is_not_believed(tmp_path: Path, answer: bytes) -> None:
    path, worker = write_wav(tmp_path / "a.wav", tone(1, 300)), Worker()
    code = (
        f"import sys, time; sys.stdin.buffer.read(4); sys.stdout.buffer.write({answer!r}); sys.stdout.flush()"
    )
    worker._process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with pytest.raises(SoundFileError, match="does not come to an end"):
        worker.scan(path)
    worker.close()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux")
def test_the_process_has_little_memory_and_writes_no_files(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    code = (
        "import os; from massage_desktop.sound import scan_worker as w; w._limit_memory(); w._limit_time(5)\n"
        "try:\n x = bytearray(2 * 1024**3)\nexcept MemoryError:\n print('limited', flush=True)\n"
        f"try:\n os.write(os.open({out!r}, os.O_CREAT | os.O_RDWR), b'x')\nexcept OSError:\n print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=60, check=True)
    assert done.stdout.split() == [b"limited", b"refused"]


def test_too_much_memory_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(_path: Path, *, threads: bool) -> None:
        raise MemoryError

    monkeypatch.setattr("massage_desktop.sound.scan.scan", burst)
    found = scan_worker.answer(scan_worker.Order(path=os.fsencode(tmp_path / "a.wav")))
    assert found.error is not None
    assert "memory" in found.error


def test_where_no_process_can_be_started_files_are_scanned_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, worker = write_wav(tmp_path / "a.wav", tone(1, 300)), Worker()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    assert worker.scan(path).facts.figures.seconds == pytest.approx(1)
    with pytest.raises(SoundFileError, match="no such file"):
        worker.scan(tmp_path / "missing.wav")
    worker.close()


def test_the_process_ends_with_the_program(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(1, 300))
    code = (
        "from pathlib import Path; from massage_desktop.sound.workers import shared_worker\n"
        f"w = shared_worker(); w.scan(Path({str(path)!r})); print(w._process.pid)"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=60, check=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


# -- converting ----------------------------------------------------------------------------------------------


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


# -- order ---------------------------------------------------------------------------------------------------


FILES = [Path(name) for name in "abcde"]


def turns(order: Order, count: int) -> str:
    return "".join("-" if (path := order.next()) is None else path.name for _ in range(count))


def test_the_order_given_goes_round_or_ends() -> None:
    assert turns(Order(FILES), 12) == "abcdeabcdeab"
    assert turns(Order(FILES, loop=False), 7) == "abcde--"
    assert turns(Order([]), 2) == "--"


@given(st.integers(0, 2**31), st.integers(1, 5))
def test_shuffled_every_file_has_its_turn_and_none_comes_twice_in_a_row(seed: int, count: int) -> None:
    order, again = (Order(FILES[:count], shuffle=True, seed=seed) for _ in range(2))
    heard = turns(order, 8 * count)
    assert heard == turns(again, 8 * count)
    for at in range(0, len(heard), count):
        assert sorted(heard[at : at + count]) == sorted(path.name for path in FILES[:count])
    if count > 1:
        assert all(one != other for one, other in zip(heard, heard[1:], strict=False))


def test_another_seed_is_another_order() -> None:
    assert len({turns(Order(FILES, shuffle=True, seed=seed), 10) for seed in range(8)}) > 4


def test_what_is_left_out_never_comes_back() -> None:
    order = Order(FILES)
    assert turns(order, 2) == "ab"
    order.leave_out(Path("c"))
    assert order.peek() == Path("d")
    assert turns(order, 6) == "deabde"
    for path in FILES:
        order.leave_out(path)
    assert order.next() is None


# -- playing -------------------------------------------------------------------------------------------------


def playlist(folder: Path, files: list[Path], **options: object) -> Playlist:
    return Playlist(files, shelf=Shelf(folder / "shelf.sqlite3"), **options)  # type: ignore[arg-type]


def peaks(sound: Samples) -> np.ndarray:
    return np.abs(sound[: len(sound) // 4800 * 4800]).reshape(-1, 4800, 2).max(axis=(1, 2))


def test_broken_files_in_the_middle_are_passed_over_unheard(tmp_path: Path) -> None:
    good = [write_wav(tmp_path / f"{n}.wav", tone(8, 200 + 50 * n)) for n in range(2)]
    bad = tmp_path / "bad.mp3"
    bad.write_text("no music")
    silent = write_wav(tmp_path / "silent.wav", np.zeros((5 * RATE, 2), np.float32))
    music = playlist(tmp_path, [good[0], bad, tmp_path / "missing.wav", silent, good[1]])
    sound = music.render(30 * RATE)[3 * RATE :]
    music.close()
    assert peaks(sound).min() > 0.6 * np.median(peaks(sound))
    assert len(music.notes) == 3
    assert [any(word in note for note in music.notes) for word in ("bad.mp3", "missing", "silence")] == [
        True
    ] * 3
    assert steepest(sound) < 2 * np.pi * 450 / RATE * float(np.abs(sound).max())


def test_a_shelf_that_cannot_be_used_costs_one_quiet_note(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    path = write_wav(tmp_path / "a.wav", tone(4, 220))
    music = Playlist([path], shelf=Shelf(tmp_path / "in the way" / "music.sqlite3"))
    assert music.render(12 * RATE)[3 * RATE :].any()
    music.close()
    assert len(music.notes) == 1
    assert "cannot be kept" in music.notes[0]


def test_a_file_that_vanishes_is_left_to_the_next(tmp_path: Path) -> None:
    files = [write_wav(tmp_path / f"{n}.wav", tone(8, 200 + 50 * n)) for n in range(2)]
    music = playlist(tmp_path, files)
    music.render(6 * RATE)
    files[1].unlink()
    sound = music.render(20 * RATE)
    music.close()
    assert peaks(sound).min() > 0.6 * np.median(peaks(sound))
    assert music.notes == [f"{files[1]}: is gone; it is left out."]


def test_a_file_that_was_changed_is_scanned_again(tmp_path: Path) -> None:
    files = [write_wav(tmp_path / f"{n}.wav", tone(6, 200 + 50 * n, 0.01)) for n in range(2)]
    music = playlist(tmp_path, files)
    first = music.render(5 * RATE)
    write_wav(files[1], tone(7, 300, 1.0))  # a hundred times as loud
    sound = np.concatenate([first, music.render(40 * RATE)])
    music.close()
    assert loudest(sound) <= REFERENCE_CEILING_LUFS
    assert any("changed" in note for note in music.notes)
    assert peaks(sound[3 * RATE :]).min() > 0.4 * np.median(peaks(sound))


def test_a_file_that_changes_for_ever_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_wav(tmp_path / "a.wav", tone(3, 220))
    count = iter(range(1, 1000))

    def restless(path: Path) -> object:
        os.utime(path, ns=(next(count), next(count)))
        return path.stat().st_mtime_ns

    monkeypatch.setattr("massage_desktop.sound.playlist.stamp_of", restless)
    music = playlist(tmp_path, [path])
    assert not music.render(5 * RATE)[RATE:].any()
    music.close()
    assert "again and again" in music.notes[-1]


def test_a_file_cut_short_while_it_plays_is_joined_with_the_next(tmp_path: Path) -> None:
    long = write_wav(tmp_path / "long.wav", tone(60, 220))
    other = write_wav(tmp_path / "other.wav", tone(9, 330))
    music = playlist(tmp_path, [long, other])
    music.render(RATE)
    os.truncate(long, 12 * RATE * 8)
    sound = music.render(30 * RATE)[3 * RATE :]
    music.close()
    assert peaks(sound).min() > 0.5 * np.median(peaks(sound))
    assert any("long.wav" in note for note in music.notes)


def test_a_disk_that_stands_still_does_not_stop_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_wav(tmp_path / "a.wav", tone(30, 220))
    other = write_wav(tmp_path / "b.wav", tone(9, 330))
    music = playlist(tmp_path, [path, other])
    given = 0

    def slow(self: Reading, patience_s: float) -> Samples | None:
        nonlocal given
        given += 1
        if self._path == path and given > 6:
            raise SoundFileError(f"{path}: reading it takes too long. Copy it to a faster disk.")
        return fetch(self, 10.0)

    fetch = Reading.next
    monkeypatch.setattr(Reading, "next", slow)
    sound = music.render(20 * RATE)
    music.close()
    assert peaks(sound[2 * RATE :]).min() > 0.4 * np.median(peaks(sound))
    assert any("takes too long" in note for note in music.notes)


def test_reading_that_takes_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(*_: object, **__: object) -> Iterator[Samples]:
        time.sleep(0.5)
        yield from ()

    monkeypatch.setattr("massage_desktop.sound.reading.stream", lambda *a, **k: stuck())
    reading = Reading(tmp_path / "a.wav", 0, RATE)
    with pytest.raises(SoundFileError, match="takes too long"):
        reading.next(0.05)
    reading.close()


def test_a_part_is_the_same_to_the_last_bit_however_often_it_is_read(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp3", noise(6), "libmp3lame", {})
    whole = np.concatenate(list(stream(path)))

    def read(start: int, end: int) -> Samples:
        reading, parts = Reading(path, start, end), [np.zeros((0, 2), np.float32)]
        while (piece := reading.next(10)) is not None:
            parts.append(piece)
        return np.concatenate(parts)

    for start, end in ((0, 3 * RATE), (12_345, 4 * RATE), (100_001, 100_002), (5 * RATE, 5 * RATE)):
        np.testing.assert_array_equal(read(start, end), whole[start:end])


def test_titles_come_from_tags_lists_and_names_in_this_order(tmp_path: Path) -> None:
    tagged = encode(tmp_path / "x.flac", tone(2, 300), "flac", {"title": "Own"})
    plain = write_wav(tmp_path / "plain.wav", tone(2, 300))
    for files, titles, wanted in (
        ([tagged], {tagged: "Listed"}, "Own"),
        ([plain], {plain: "Listed"}, "Listed"),
        ([plain], {}, "plain"),
    ):
        music = playlist(tmp_path, files, titles=titles)
        music.render(RATE)
        assert music.title == wanted
        music.close()


@pytest.mark.parametrize("make", [lambda: noise(9, 3.0), lambda: tone(9, 40, 1.0), lambda: np.sign(noise(9))])
def test_the_ceiling_holds_for_any_music(tmp_path: Path, make: Callable[[], Samples]) -> None:
    path = write_wav(tmp_path / "a.wav", make())
    music, mix = playlist(tmp_path, [path]), Mix(-33.0)
    mix.fade(1.0, 0.5)
    sound = np.concatenate([mix.process(music.render(RATE)) for _ in range(25)])
    music.close()
    assert -50 < loudest(sound) <= -33.0


@settings(max_examples=15)
@given(
    bursts=st.lists(
        st.tuples(st.floats(0, 5), st.floats(0.01, 3), st.sampled_from([0.001, 0.1, 4.0])), max_size=5
    )
)
def test_what_a_track_is_brought_to_never_exceeds_the_ceiling(
    tmp_path_factory: pytest.TempPathFactory, bursts: list[tuple[float, float, float]]
) -> None:
    folder = tmp_path_factory.mktemp("bursts")
    sound = noise(6, 0.003)
    for at_s, seconds, level in bursts:
        part = sound[round(at_s * RATE) : round((at_s + seconds) * RATE)]
        part[:] = noise(6, level)[: len(part)]
    music = playlist(folder, [write_wav(folder / "a.wav", sound)], loop=False)
    out = music.render(8 * RATE)
    music.close()
    assert float(momentary_lufs(energies_of(out)).max()) <= REFERENCE_CEILING_LUFS + 0.01


# -- the command ---------------------------------------------------------------------------------------------


def loudness(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "massage_desktop", "loudness", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_command_tells_tags_and_changes_and_scans_once(tmp_path: Path) -> None:
    folder = tmp_path / "music"
    folder.mkdir()
    encode(folder / "2 b.flac", tone(3, 300, 0.5), "flac", {"title": "Sea", "artist": "Ann"})
    write_wav(folder / "10 a.wav", np.concatenate([np.zeros((2 * RATE, 2), np.float32), tone(3, 300)]))
    first = loudness(folder, "--json")
    assert (first.returncode, first.stderr) == (0, "")
    rows = json.loads(first.stdout)
    assert [Path(row["path"]).name for row in rows] == ["2 b.flac", "10 a.wav"]
    assert (rows[0]["title"], rows[0]["artist"]) == ("Sea", "Ann")
    assert rows[1]["start_s"] == pytest.approx(2.0, abs=0.05)
    assert "silence" in rows[1]["notes"][0]
    # What is kept is not scanned again: the same figures come from a file whose sound is replaced in place.
    status = (folder / "10 a.wav").stat()
    with (folder / "10 a.wav").open("r+b") as file:
        file.write(bytes(status.st_size))
    os.utime(folder / "10 a.wav", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert json.loads(loudness(folder, "--json").stdout) == rows
    table = loudness(folder)
    assert "Gain" in table.stdout
    assert "2 b.flac: It plays" in table.stdout


def test_the_command_takes_lists_and_tells_what_it_passes_over(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(2, 300))
    listed = tmp_path / "list.m3u"
    listed.write_text("a.wav\nhttp://example.org/x.mp3\n")
    done = loudness(listed, "--json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) == 1
    assert "stays off the network" in done.stderr
    (tmp_path / "list.m3u").write_text("#EXTM3U\n#EXT-X-VERSION:3\n")
    done = loudness(listed)
    assert done.returncode == 1
    assert "index of a stream" in done.stderr
    assert "Traceback" not in done.stderr
