"""Several sounds at once: how they are named, how loud they are, what is refused; and previews of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from made_sounds import tone, write_wav

from massage_desktop.sound.blend import Blend, part_gains
from massage_desktop.sound.generators.catalogue import AMBIENCES
from massage_desktop.sound.generators.melody import Melody
from massage_desktop.sound.level import ceiling_lufs
from massage_desktop.sound.loudness import RATE, EnergyMeter, integrated_lufs, momentary_lufs
from massage_desktop.sound.playlist import Playlist
from massage_desktop.sound.preview import preview, write_sound
from massage_desktop.sound.render import RenderError
from massage_desktop.sound.source import NOMINAL_LUFS, REFERENCE_CEILING_LUFS, Samples, Silence
from massage_desktop.sound.sources import AmbienceError, is_generated, make_source, needs_yes

THREE = "rain_on_leaves:60+warm_chords+brook:40"


class Hum:
    """A steady tone of one pitch; counts how often it is closed."""

    def __init__(self, hz: float) -> None:
        self.title, self.notes, self.closed = f"{hz:g} Hz", [f"a note of {hz:g}"], 0
        self._hz, self._at = hz, 0

    def render(self, frames: int) -> Samples:
        t = np.arange(self._at, self._at + frames) / RATE
        self._at += frames
        return np.repeat(0.1 * np.sin(2 * np.pi * self._hz * t)[:, None], 2, axis=1).astype(np.float32)

    def close(self) -> None:
        self.closed += 1


def test_a_blend_stands_at_the_loudness_of_one_sound() -> None:
    for text in ("rain_on_leaves+warm_chords", THREE, "birdsong:50+soft_piano+fireplace:20"):
        energies = EnergyMeter().feed(make_source(text, 4).render(50 * RATE)[12 * RATE :])
        assert integrated_lufs(energies) == pytest.approx(NOMINAL_LUFS, abs=1.5)
        assert momentary_lufs(energies).max() < REFERENCE_CEILING_LUFS


def test_half_the_loudness_is_ten_decibels_and_the_powers_add_up_to_one() -> None:
    gains = part_gains([100, 50, 25])
    np.testing.assert_allclose(20 * np.log10(gains / gains[0]), [0, -10, -20], atol=1e-6)
    assert (gains**2).sum() == pytest.approx(1.0)
    np.testing.assert_allclose(part_gains([40, 40]), part_gains([100, 100]))
    sound = Blend([(Hum(500), 100), (Hum(2000), 50)]).render(RATE)[:, 0]
    power = np.abs(np.fft.rfft(sound)) ** 2
    assert 10 * np.log10(power[500] / power[2000]) == pytest.approx(10.0, abs=0.01)


def test_a_blend_is_one_source_with_the_titles_and_notes_of_all_and_closes_them_all() -> None:
    hums = [Hum(200), Hum(300)]
    blend = Blend([(hums[0], 100), (hums[1], 80)])
    assert blend.title == "200 Hz + 300 Hz"
    assert blend.notes == ["a note of 200", "a note of 300"]
    blend.close()
    assert [hum.closed for hum in hums] == [1, 1]


def test_the_same_seed_gives_the_same_blend_in_blocks_of_any_size() -> None:
    whole = make_source(THREE, 9).render(2 * RATE)
    source = make_source(THREE, 9)
    cut = np.concatenate([source.render(n) for n in (7, 4800, 40_001, 2 * RATE - 44_808)])
    np.testing.assert_array_equal(whole, cut)
    assert not np.array_equal(whole, make_source(THREE, 10).render(2 * RATE))
    assert not np.array_equal(make_source(THREE).render(RATE), make_source(THREE).render(RATE))


def test_nature_in_a_blend_is_not_twice_the_same_noise() -> None:
    blend = make_source("rain_on_leaves+steady_rain", 3)
    assert isinstance(blend, Blend)
    first, second = (source.render(5 * RATE)[:, 0] for source in blend._sources)
    freq = np.fft.rfft(first) * np.conj(np.fft.rfft(second))
    alike = np.abs(np.fft.irfft(freq)).max() / np.sqrt((first**2).sum() * (second**2).sum())
    assert alike < 0.05


def test_chords_and_piano_in_a_blend_share_their_harmony() -> None:
    blend = make_source("warm_chords+soft_piano", 6)
    assert isinstance(blend, Blend)
    chords, _piano = blend._sources
    melody = Melody(6)
    for _ in range(20):
        chords.render(3 * RATE)
        line_s = (chords._line - 1) * 16384 / RATE  # type: ignore[attr-defined]
        assert melody.chord_at(line_s) == chords._chord  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rain_on_leafs+brook", "did you mean rain_on_leaves?"),
        ("warm_chord:50+brook", "did you mean warm_chords?"),
        ("xyzzy+brook", "choose warm_chords"),
        ("brook+fireplace+warm_chords+birdsong", "that is 4 sounds; mix at most 3"),
        ("brook+fireplace+warm_chords+birdsong+soft_piano", "names 5 sounds; mix at most 3"),
        ("brook+warm_chords+brook:40", "“brook” is named twice"),
        ("brook:nan+warm_chords", "1 to 100 percent"),
        ("brook:inf+warm_chords", "1 to 100 percent"),
        ("brook:-5+warm_chords", "1 to 100 percent"),
        ("brook:0+warm_chords", "1 to 100 percent"),
        ("brook:101+warm_chords", "1 to 100 percent"),
        ("brook:loud+warm_chords", "1 to 100 percent"),
        ("brook:1e400+warm_chords", "1 to 100 percent"),
        ("brook:+warm_chords", "level is missing"),
        ("brook+", "a sound is missing beside a +"),
        ("+", "a sound is missing beside a +"),
        ("brook + + fireplace", "a sound is missing beside a +"),
        ("none+brook", "silence, which mixes with nothing"),
        ("brook:50", "a level counts only beside other sounds"),
        ("brok:50", "did you mean brook?"),
        ("brook\n\0+\tfireplace", "neither a sound of this program nor a file"),
        ("a" * 5000 + "+brook", "neither a sound of this program nor a file"),
        ("+".join(["brook"] * 900), "names 900 sounds"),
    ],
)
def test_what_cannot_be_mixed_is_refused_in_one_clear_line(text: str, told: str) -> None:
    with pytest.raises(AmbienceError) as refused:
        make_source(text)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "\0" not in str(refused.value)
    assert len(str(refused.value)) < 420


@pytest.mark.parametrize(
    "text", ["brook:40%+fireplace", " brook : 40 + fireplace ", "brook:40.0+fireplace:100"]
)
def test_levels_may_be_written_as_people_do(text: str) -> None:
    blend = make_source(text, 2)
    assert blend.title == "Brook + Fireplace"
    np.testing.assert_array_equal(blend.render(4800), make_source("brook:40+fireplace", 2).render(4800))


def test_a_persons_own_music_mixes_too_and_odd_names_are_files_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("calm.wav", "rock+pop.wav", "live:60.wav", "5+5:20"):
        write_wav(tmp_path / name, tone(4, 300))
    for name in ("calm.wav", "rock+pop.wav", "live:60.wav", "5+5:20"):
        source = make_source(name)
        assert isinstance(source, Playlist)
        source.close()
    mixed = make_source("brook:40+calm.wav", 1)
    assert isinstance(mixed, Blend)
    loud = integrated_lufs(EnergyMeter().feed(mixed.render(20 * RATE)[4 * RATE :]))
    mixed.close()
    assert loud == pytest.approx(NOMINAL_LUFS, abs=3.0)
    with pytest.raises(AmbienceError, match="named twice"):
        make_source("calm.wav+./calm.wav:30")
    with pytest.raises(AmbienceError, match="neither a sound"):
        make_source("calm.wav+gone.wav")
    with pytest.raises(AmbienceError, match="own music more than once"):
        make_source("calm.wav+live:60.wav")
    crowd = make_source(f"{THREE}+calm.wav", 1)
    assert crowd.title.count("+") == 3, "three sounds of the program, and own music over them"
    crowd.close()
    assert not is_generated("brook:40+calm.wav")
    assert is_generated(THREE)


def test_nature_in_a_blend_still_needs_the_receivers_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [a.id for a in needs_yes(THREE)] == ["rain_on_leaves", "brook"]
    assert [a.id for a in needs_yes("birdsong")] == ["birdsong"]
    assert needs_yes("warm_chords+soft_piano:40+fireplace") == ()
    assert needs_yes("none") == ()
    assert needs_yes("no_such_sound+brook:x") == (AMBIENCES["brook"],)
    monkeypatch.chdir(tmp_path)
    write_wav(tmp_path / "brook+birdsong", tone(4, 300))
    assert needs_yes("brook+birdsong") == (), "a file of that name is no bird"


def test_silence_and_single_sounds_are_as_before() -> None:
    assert isinstance(make_source(" none "), Silence)
    assert type(make_source("fireplace", 1)).__name__ == "Fireplace"


# -- previews ------------------------------------------------------------------------------------------------


def test_a_preview_has_soft_ends_and_stays_under_its_ceiling() -> None:
    piece = preview(make_source("fireplace+warm_chords", 3), 6.0, -40.0)
    assert piece.shape == (6 * RATE, 2)
    assert np.abs(piece[:100]).max() < 1e-5
    assert np.abs(piece[-100:]).max() < 1e-5
    loudest = momentary_lufs(EnergyMeter().feed(piece)).max()
    assert -48.0 < loudest < -40.0


@pytest.mark.parametrize("seconds", [0.0, 2.9, 121.0, float("nan"), float("inf"), -5.0])
def test_a_preview_of_no_sensible_length_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="3 to 120"):
        preview(Silence(), seconds, -40.0)


@pytest.mark.parametrize("ending", [".wav", ".flac", ".ogg", ".mp3"])
def test_a_preview_is_written_whole_and_keeps_the_ceiling(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"x{ending}"
    assert run("preview", "brook:40+soft_piano", "--seconds", "4", "--out", str(out)).returncode == 0
    decoded = []
    with av.open(str(out)) as container:
        resampler = av.AudioResampler("fltp", "stereo", RATE)
        for frame in container.decode(audio=0):
            decoded += [ready.to_ndarray().T for ready in resampler.resample(frame)]
    sound = np.concatenate(decoded)
    assert len(sound) / RATE == pytest.approx(4.0, abs=0.1)
    assert -60 < momentary_lufs(EnergyMeter().feed(sound)).max() < ceiling_lufs(40)
    assert list(tmp_path.iterdir()) == [out], "nothing half-written is left"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "massage_desktop", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "SDL_AUDIODRIVER": "dummy"},
        check=False,
    )


def test_the_command_says_whose_yes_is_needed_and_plays() -> None:
    done = run("preview", "birdsong+warm_chords", "--seconds", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Birdsong + Warm chords, 3 s\nBirdsong: only for a receiver who likes it.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["brok"], 2, "did you mean brook?"),
        (["brook:nan+fireplace"], 2, "1 to 100 percent"),
        (["brook", "--seconds", "1"], 2, "3 to 120 seconds"),
        (["brook", "--seconds", "nan"], 2, "not a number"),
        (["brook", "--out", "x.txt"], 1, ".flac"),
        (["brook", "--out", "no/such/folder/x.wav"], 1, "no folder"),
    ],
)
def test_what_cannot_be_previewed_is_said_in_one_line(arguments: list[str], code: int, told: str) -> None:
    done = run("preview", *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_an_old_file_stays_when_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    old = tmp_path / "old.wav"
    old.mkdir()
    with pytest.raises(RenderError, match="folder"):
        write_sound(old, tone(3, 300), "x")
    assert old.is_dir()
