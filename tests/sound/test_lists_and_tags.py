"""Lists of files, tags and covers of a person's own music."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import encode, jpeg, png
from made_sounds import tone, write_wav

from massage_desktop.sound.cover import LARGEST_BYTES, LONGEST_EDGE_PX, cover_from
from massage_desktop.sound.decode import SoundFileError, probe
from massage_desktop.sound.finding import find_music, find_sounds
from massage_desktop.sound.m3u import read_list
from massage_desktop.sound.tags import LONGEST_TAG, Tags, one_line, tags_from
from massage_desktop.sound.workers import Worker


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
