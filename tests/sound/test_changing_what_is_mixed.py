"""Changes nobody planned: heard soon, and never at the price of the ceiling or of sound already sent."""

from __future__ import annotations

import subprocess
import sys
import time
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from massage_desktop.sound.ahead import Ahead
from massage_desktop.sound.loudness import RATE, EnergyMeter, momentary_lufs
from massage_desktop.sound.mix import Mix
from massage_desktop.sound.output import MARGIN_FRAMES
from massage_desktop.sound.player import BLOCK_FRAMES, SoundPlayer
from massage_desktop.sound.playlist import CROSSFADE_S, Playlist
from massage_desktop.sound.source import Samples
from massage_desktop.sound.sources import make_source

CEILING = -33.0


class Tape:
    """A device whose time the test moves: it plays the frames up to ``now`` and keeps what it played."""

    room_frames = 8 * RATE

    def __init__(self) -> None:
        self.now = 0
        self.sound = np.zeros((40 * RATE, 2), np.float32)

    def start(self, at_frame: int) -> None:
        self.now = at_frame

    def position(self) -> int:
        return self.now

    def write(self, frame: int, samples: Samples) -> None:
        sent = self.now + MARGIN_FRAMES - BLOCK_FRAMES
        if frame < sent:
            assert np.array_equal(self.sound[frame : frame + len(samples)], samples), "sent sound is changed"
        self.sound[frame : frame + len(samples)] = samples

    def alive(self) -> bool:
        return True

    def close(self) -> None: ...


def on_tape(ambience: str, changes: dict[float, list[str]], seconds: float) -> tuple[Samples, SoundPlayer]:
    """Run the player's own thread by hand, 20 ms at a time, asking for ``changes`` at their seconds."""
    tape = Tape()
    player = SoundPlayer(ambience, CEILING, seed=4, open_output=lambda: tape)
    player._wish(lambda mix, _at: mix.fade(1.0, 0.2))
    player._open()
    waiting = sorted(changes.items())
    while tape.now < seconds * RATE:
        while waiting and tape.now >= waiting[0][0] * RATE:
            for name in waiting.pop(0)[1]:
                player.hold(True) if name == "hold" else player.chime(name)  # type: ignore[arg-type]
        player._turn()
        tape.now += RATE // 50
    return tape.sound[: tape.now], player


def test_a_chime_nobody_planned_is_heard_within_a_quarter_of_a_second() -> None:
    sound, _ = on_tape("none", {2.0: ["step"]}, 4.0)
    first = np.flatnonzero(np.abs(sound).max(axis=1) > 1e-5)[0]
    assert 2.0 < first / RATE < 2.27


@pytest.mark.parametrize("ambience", ["warm_chords", "rain_on_leaves"])
def test_all_chimes_at_the_worst_moments_stay_under_the_ceiling(ambience: str) -> None:
    changes = {3.0: ["step"], 3.15: ["announce"], 3.3: ["begin", "end", "step"], 5.0: ["hold"], 6.0: ["step"]}
    sound, _ = on_tape(ambience, changes, 12.0)
    assert CEILING - 6 < float(momentary_lufs(EnergyMeter().feed(sound)).max()) <= CEILING


def test_a_change_is_heard_and_all_else_is_the_same_to_the_last_bit() -> None:
    plain, _ = on_tape("warm_chords", {}, 6.0)
    changed, _ = on_tape("warm_chords", {3.0: ["step"]}, 6.0)
    differs = np.flatnonzero((plain != changed).any(axis=1))[0]
    assert 3.0 < differs / RATE < 3.27
    # The bed goes on below the chime without a step.
    seam = changed[differs - 2000 : differs + 2000]
    assert np.abs(np.diff(seam, axis=0)).max() < 0.1 * np.abs(changed).max()


@pytest.mark.parametrize("decoding_s", [0.05, 0.6])
def test_words_that_take_long_to_open_change_nothing_that_was_sent(decoding_s: float) -> None:
    """Opening a clip on a busy machine takes a while, and the device goes on meanwhile."""
    tape, words = Tape(), np.full((RATE // 2, 2), 0.01, np.float32)
    player = SoundPlayer("warm_chords", CEILING, seed=4, open_output=lambda: tape)

    def speak(texts: Sequence[str]) -> Samples:
        tape.now += round(decoding_s * RATE)
        return words

    player.speak = speak
    player._wish(lambda mix, _at: mix.fade(1.0, 0.2))
    player._open()
    for turn in range(200):
        if turn == 100:
            player.say(("Now.",), 0.3)
        player._turn()
        tape.now += RATE // 50
    plain, _ = on_tape("warm_chords", {}, 4.0)
    differs = np.flatnonzero((plain != tape.sound[: len(plain)]).any(axis=1))[0]
    assert 2.0 + decoding_s < differs / RATE < 2.3 + decoding_s


def test_what_is_played_is_what_a_plain_mix_makes() -> None:
    played, _ = on_tape("warm_chords", {}, 5.0)
    mix, source = Mix(CEILING), make_source("warm_chords", 4)
    mix.fade(1.0, 0.2)
    straight = np.concatenate([mix.process(source.render(4096)) for _ in range(70)])
    np.testing.assert_array_equal(played, straight[: len(played)])


def test_a_lower_ceiling_holds_soon_after_it_is_asked_for() -> None:
    tape = Tape()
    player = SoundPlayer("rain_on_leaves", CEILING, seed=4, open_output=lambda: tape)
    player._wish(lambda mix, _at: mix.fade(1.0, 0.2))
    player._open()
    for turn in range(300):
        if turn == 150:
            player.set_ceiling_lufs(CEILING - 12)
        player._turn()
        tape.now += RATE // 50
    loud = momentary_lufs(EnergyMeter().feed(tape.sound[: tape.now]))
    assert loud[200:300].max() > CEILING - 12
    assert loud[round((3.0 + 1.5) * 100) :].max() <= CEILING - 12
    assert player.level().ceiling_lufs == CEILING - 12
    with pytest.raises(ValueError, match="choose a number"):
        player.set_ceiling_lufs(6.0)


def test_a_stall_longer_than_the_lead_goes_on_without_a_burst() -> None:
    tape = Tape()
    player = SoundPlayer("rain_on_leaves", CEILING, seed=4, open_output=lambda: tape)
    player._open()
    player._turn()
    tape.now = 20 * RATE
    before = time.monotonic()
    player._turn()
    assert time.monotonic() - before < 3.0
    assert tape.now + 3 * RATE < player._next_frame < tape.now + 5 * RATE


def tone(path: Path, seconds: float, hz: float = 220.0) -> Path:
    wave_form = np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE) * 8000
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(wave_form.astype("<i2").tobytes())
    return path


def levels(sound: Samples) -> np.ndarray:
    return np.abs(sound[: len(sound) // 480 * 480]).reshape(-1, 480, 2).max(axis=(1, 2))


def test_tracks_of_all_lengths_join_without_a_hole_or_a_bump(tmp_path: Path) -> None:
    files = [
        tone(tmp_path / f"{n}.wav", s, 200.0 + 37 * n) for n, s in enumerate((1.5, 14.0, 2.0, 9.0, 1.2, 1.2))
    ]
    heard = levels(Playlist(files).render(60 * RATE))[round(CROSSFADE_S * 100) :]
    assert heard.min() > 0.6 * np.median(heard)
    assert heard.max() < 1.6 * np.median(heard)


def test_blocks_of_any_size_give_the_same_music(tmp_path: Path) -> None:
    files = [tone(tmp_path / "a.wav", 3.0), tone(tmp_path / "b.wav", 5.0, 330.0)]
    whole = Playlist(files).render(12 * RATE)
    source = Playlist(files)
    cut = np.concatenate([source.render(n) for n in (1, 999, 48_000, 12 * RATE - 49_000)])
    np.testing.assert_array_equal(whole, cut)


def test_music_that_disappears_leaves_silence_and_one_note(tmp_path: Path) -> None:
    source = Playlist([tone(tmp_path / "a.wav", 6.0)])
    source.render(4 * RATE)
    (tmp_path / "a.wav").unlink()
    rest = source.render(20 * RATE)
    assert np.abs(rest[-RATE:]).max() == 0
    assert len(source.notes) == 1
    assert "a.wav" in source.notes[0]


def test_a_sound_shorter_than_a_second_is_left_out(tmp_path: Path) -> None:
    source = Playlist([tone(tmp_path / "blip.wav", 0.2)])
    assert not source.render(RATE).any()
    assert "shorter than a second" in source.notes[0]


def test_live_music_never_waits_for_a_measurement(tmp_path: Path) -> None:
    source = make_source(str(tone(tmp_path / "long.wav", 240.0)), patient=False)
    before = time.monotonic()
    first = source.render(RATE)
    assert time.monotonic() - before < 1
    assert not first.any(), "it is still being measured"
    until = time.monotonic() + 20
    while not (piece := source.render(RATE // 10)).any():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert levels(piece)[0] < 0.1 * levels(source.render(4 * RATE)).max(), "it fades in"


def counting(log: list[str]) -> Iterator[int]:
    try:
        yield from range(1000)
    finally:
        log.append("closed")


def test_ahead_keeps_the_order_and_ends() -> None:
    with Ahead(iter(range(50)), depth=2) as items:
        assert list(items) == list(range(50))


def test_ahead_stops_its_work_when_it_is_left() -> None:
    log: list[str] = []
    with Ahead(counting(log), depth=2) as items:
        assert next(items) == 0
    assert log == ["closed"]


def test_ahead_raises_what_its_work_raises() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise OSError(28, "No space left on device")

    with Ahead(failing()) as items, pytest.raises(OSError, match="No space left"):
        list(items)


def test_building_a_player_loads_no_pygame() -> None:
    code = (
        "import sys; from massage_desktop.sound.player import SoundPlayer; "
        "SoundPlayer('none', -33.0); print('pygame' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"
