"""``massage-desktop listen``: recordings of every kind, broken ones, and wrong use."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from recorded import said_in

from massage_desktop.cli import run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_one_line_for_each_command(recordings: Path, capsys):
    file = recordings / "called_first.ogg"
    assert run(["listen", "--file", str(file), "--csv"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "file,time_s,command"
    ((at, command),) = said_in(file.name)
    (row,) = rows(out)
    assert (row["file"], row["command"]) == (str(file), command)
    assert float(row["time_s"]) == pytest.approx(at, abs=0.5)


def test_json_says_more(recordings: Path, capsys):
    assert run(["listen", "--file", str(recordings / "called_first.ogg"), "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert set(entry) == {"file", "command", "time_s", "answered_s", "score"}
    assert 0 <= entry["answered_s"] - entry["time_s"] < 1


def test_broken_files_cost_only_themselves(recordings: Path, tmp_path: Path, capsys):
    noise = tmp_path / "noise.wav"
    noise.write_bytes(bytes(range(256)) * 40)
    empty = tmp_path / "empty.ogg"
    empty.touch()
    given = [str(f) for f in (noise, recordings / "called_first.ogg", empty, tmp_path / "none.wav", tmp_path)]
    assert run(["listen", "--csv", "--file", *given]) == 1
    out, err = capsys.readouterr()
    assert [row["command"] for row in rows(out)] == ["go back"]
    assert len(err.splitlines()) == 4
    assert all(line.startswith("massage-desktop: ") for line in err.splitlines())


@pytest.mark.parametrize(
    ("rate", "channels", "codec", "suffix"),
    [(44_100, 2, "pcm_s16le", "wav"), (8_000, 1, "pcm_mulaw", "wav"), (48_000, 2, "flac", "flac")],
)
def test_any_rate_and_number_of_channels(
    recordings: Path, tmp_path: Path, capsys, rate: int, channels: int, codec: str, suffix: str
):
    file = tmp_path / f"again.{suffix}"
    rewritten(recordings / "called_first.ogg", file, rate, channels, codec)
    assert run(["listen", "--file", str(file), "--csv"]) == 0
    assert [row["command"] for row in rows(capsys.readouterr().out)] == ["go back"]


def rewritten(old: Path, new: Path, rate: int, channels: int, codec: str) -> None:
    import av

    layout = "mono" if channels == 1 else "stereo"
    with av.open(str(old)) as source, av.open(str(new), "w") as target:
        track = target.add_stream(codec, rate=rate, layout=layout)
        change = av.AudioResampler(track.format.name, layout, rate)
        for frame in source.decode(audio=0):
            for changed in change.resample(frame):
                target.mux(track.encode(changed))
        target.mux(track.encode(None))


@pytest.mark.parametrize(
    ("layout", "loud"),
    [
        ("5.1", {2: 1.0}),
        ("7.1", {6: 1.0}),
        ("5.1", {0: 1.0, 4: -1.0, 5: -1.0}),
        ("stereo", {1: 1.0}),
        ("stereo", {0: 1.0, 1: -1.0}),
        ("stereo", {0: 0.003, 1: 0.003}),
    ],
)
def test_a_voice_in_any_channel_is_heard(
    recordings: Path, tmp_path: Path, capsys, layout: str, loud: dict[int, float]
):
    """In the centre, at a side, turned over on one side, or very quiet (-50 dBFS)."""
    import av

    from massage_desktop.sound.decode import stream

    voice = np.concatenate(list(stream(recordings / "called_first.ogg")))[:, 0]
    channels = np.zeros((av.AudioLayout(layout).nb_channels, len(voice)), np.float32)
    for number, gain in loud.items():
        channels[number] = gain * voice
    file = tmp_path / "channels.wav"
    with av.open(str(file), "w") as target:
        track = target.add_stream("pcm_f32le", rate=48_000, layout=layout)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(channels.T).reshape(1, -1), format="flt", layout=layout
        )
        frame.sample_rate = 48_000
        target.mux(track.encode(frame))
        target.mux(track.encode(None))
    assert run(["listen", "--file", str(file), "--csv"]) == 0
    assert [row["command"] for row in rows(capsys.readouterr().out)] == ["go back"]


def test_silence_and_the_shortest_file_have_no_command(recordings: Path, tmp_path: Path, capsys):
    import av

    for name, count in (("silence.wav", 80_000), ("short.wav", 7)):
        with av.open(str(tmp_path / name), "w") as target:
            track = target.add_stream("pcm_s16le", rate=16_000, layout="mono")
            frame = av.AudioFrame.from_ndarray(np.zeros((1, count), np.int16), layout="mono")
            frame.sample_rate = 16_000
            target.mux(track.encode(frame))
            target.mux(track.encode(None))
    given = [str(tmp_path / "silence.wav"), str(tmp_path / "short.wav")]
    run(["listen", "--file", *given, "--csv"])
    assert rows(capsys.readouterr().out) == []


def test_without_the_extra_there_is_one_line_that_says_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr("massage_desktop.listening.available.find_spec", lambda _: None)
    assert run(["listen", "--file", "any.wav"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "pip install 'massage-desktop[voice-control]'" in line


def test_files_and_a_microphone_do_not_go_together(capsys):
    assert run(["listen", "--file", "any.wav", "--device", "Desk"]) == 2
    assert "choose one" in capsys.readouterr().err


def test_a_microphone_that_is_not_there_is_wrong_use(monkeypatch, capsys):
    monkeypatch.setattr("massage_desktop.listening.available.listening_available", lambda **_: None)
    monkeypatch.setattr("massage_desktop.listening.microphone.microphones", lambda: ["Desk"])
    assert run(["listen", "--device", "Dask"]) == 2
    assert "Did you mean “Desk”?" in capsys.readouterr().err


def test_microphones_are_listed(monkeypatch, capsys):
    monkeypatch.setattr("massage_desktop.listening.available.listening_available", lambda **_: None)
    monkeypatch.setattr("massage_desktop.listening.microphone.microphones", lambda: ["Desk", "Lamp"])
    assert run(["listen", "--devices"]) == 0
    assert capsys.readouterr().out == "Desk\nLamp\n"


def test_the_command_line_does_not_load_the_model_for_help(capsys):
    with pytest.raises(SystemExit):
        run(["listen", "--help"])
    assert "recordings" in capsys.readouterr().out
