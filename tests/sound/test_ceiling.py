"""The promise: whatever goes in, no 400 ms of what comes out is louder than the ceiling, at any sample
offset.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limited_sound import RATE, Signal, both, momentary, noise, seconds, through

from massage_desktop.sound.ceiling import PEAK_ABOVE_CEILING_DB, Ceiling
from massage_desktop.sound.true_peak import TruePeak


def hostile() -> dict[str, Signal]:
    t = seconds(4)
    random = np.random.default_rng(5)
    crescendo = 10 ** ((-60 + 54 * t / 4) / 20)
    jumps = np.repeat(10 ** (random.uniform(-100, 18, 40) / 20), RATE // 10)
    broken = noise(3)
    broken[broken > 1.5] = np.nan
    broken[broken < -2.0] = np.inf
    return {
        "brickwalled noise": np.clip(noise(4) * 4, -1, 1),
        "crescendo": (noise(4) * crescendo[:, None]).astype(np.float32),
        "scream after silence": np.concatenate(
            [np.zeros((RATE * 2, 2), np.float32), np.clip(noise(1), -1, 1)]
        ),
        "scream after sound at the ceiling": np.concatenate([noise(2) * 0.013, np.clip(noise(2), -1, 1)]),
        "level jumps": (noise(4) * jumps[:, None]).astype(np.float32),
        "clicks": both((np.arange(len(t)) % 4801 == 0).astype(float)),
        "bursts": (noise(4) * np.repeat(random.random(400) > 0.9, 480)[:, None]).astype(np.float32),
        "steps of offset": both(np.where((t > 1) & (t < 2.5), 0.9, -0.9)),
        "rumble": both(7 * np.sin(2 * np.pi * 3 * t)),
        "rumble under bursts": both(
            7 * np.sin(2 * np.pi * 5 * t) + (np.abs(t % 1 - 0.5) < 0.01) * 5 * noise(4)[:, 0]
        ),
        "low jumps": both(np.sin(2 * np.pi * 20 * t) * jumps),
        "not numbers": broken,
        "absurd numbers": (noise(2) * np.float32(1e30)).astype(np.float32),
        "full scale above hearing": both(np.sin(2 * np.pi * 23000 * t)),
    }


HOSTILE = hostile()


@pytest.mark.parametrize("ceiling", [-33.0, -50.0, -14.0])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_window_rises_above_the_ceiling(name: str, ceiling: float) -> None:
    output = through(Ceiling(ceiling), HOSTILE[name])
    assert np.isfinite(output).all()
    assert momentary(output).max() <= ceiling
    cap = min(0.5, 10 ** ((ceiling + PEAK_ABOVE_CEILING_DB) / 20))
    assert np.abs(output).max() <= cap * (1 + 1e-6)
    peak = TruePeak()
    peak.feed(output)
    assert peak.dbtp <= ceiling + PEAK_ABOVE_CEILING_DB + 0.1


@pytest.mark.parametrize(
    "name", ["brickwalled noise", "level jumps", "rumble", "rumble under bursts", "low jumps"]
)
def test_the_check_alone_holds_the_ceiling(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the gain computer switched off, measuring before releasing still keeps the promise."""
    monkeypatch.setattr(Ceiling, "_nominal_nodes", lambda _: np.ones(10))
    assert momentary(through(Ceiling(-33.0), HOSTILE[name])).max() <= -33.0


def test_the_stored_fade_is_played_when_no_candidate_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ceiling, "_nominal_nodes", lambda _: np.ones(10))
    limiter = Ceiling(-33.0)
    output = through(limiter, HOSTILE["rumble under bursts"])
    assert limiter.escapes > 0
    assert np.abs(output).max() > 0.1


segments = st.lists(
    st.tuples(
        st.sampled_from(["noise", "sine", "clicks", "offset", "square", "silence"]),
        st.floats(-80, 18),
        st.integers(2, 1500),
        st.floats(1, 20000),
    ),
    min_size=1,
    max_size=6,
)


def built(parts: list[tuple[str, float, int, float]]) -> Signal:
    lines = []
    for kind, level_db, length_ms, hertz in parts:
        t = seconds(length_ms / 1000)
        wave = {
            "noise": lambda t=t: noise(len(t) / RATE, len(t))[:, 0].astype(np.float64),
            "sine": lambda t=t, f=hertz: np.sin(2 * np.pi * f * t),
            "clicks": lambda t=t, f=hertz: (np.arange(len(t)) % max(2, int(RATE / f)) == 0).astype(float),
            "offset": lambda t=t: np.ones(len(t)),
            "square": lambda t=t, f=hertz: np.sign(np.sin(2 * np.pi * f * t)),
            "silence": lambda t=t: np.zeros(len(t)),
        }[kind]()
        lines.append(wave * 10 ** (level_db / 20))
    return both(np.concatenate(lines))


@settings(max_examples=25)
@given(segments, st.sampled_from([-20.0, -33.0, -48.0]))
def test_no_mixture_rises_above_the_ceiling(
    parts: list[tuple[str, float, int, float]], ceiling: float
) -> None:
    output = through(Ceiling(ceiling), built(parts))
    assert momentary(output).max() <= ceiling
    assert np.abs(output).max() <= 0.5


@settings(max_examples=10)
@given(st.lists(st.integers(1, 30000), min_size=1, max_size=5).map(tuple))
def test_output_does_not_depend_on_blocks(sizes: tuple[int, ...]) -> None:
    if max(sizes) < 50:
        sizes = (*sizes, 9973)
    signal = HOSTILE["level jumps"][: RATE * 2]
    whole = through(Ceiling(-33.0), signal, (len(signal),))
    assert np.array_equal(through(Ceiling(-33.0), signal, sizes), whole)


def test_loud_sound_comes_out_close_below_the_ceiling() -> None:
    output = through(Ceiling(-33.0), HOSTILE["brickwalled noise"])
    assert momentary(output)[RATE * 2 : RATE * 3].min() > -33.5


def test_after_a_scream_sound_comes_back_slowly() -> None:
    signal = np.concatenate([noise(1), noise(6) * np.float32(0.01)])
    limiter = Ceiling(-33.0)
    output = through(limiter, signal)[limiter.latency :]
    levels = momentary(output[RATE:])[:: RATE // 10]
    assert levels[0] < -60
    assert levels[-10] > -34.5
    # 12 dB a second, and noise moves by itself.
    assert np.diff(levels[10:50]).max() < 1.9


def test_a_steady_offset_is_removed() -> None:
    limiter = Ceiling(-20.0)
    output = through(limiter, np.full((RATE * 8, 2), 0.05, np.float32))
    assert np.abs(output[limiter.latency + RATE * 7 : limiter.latency + RATE * 8]).max() < 0.0011


def test_a_new_ceiling_never_passes_the_higher_of_both() -> None:
    limiter, parts = Ceiling(-30.0), []
    loud, changes = np.clip(noise(7), -1, 1), {15: -45.0, 35: -30.0, 50: -38.0}
    for index in range(70):
        if index in changes:
            limiter.set_ceiling(changes[index])
        parts.append(limiter.process(loud[index * 4800 : (index + 1) * 4800]))
    levels = momentary(np.concatenate(parts))
    assert levels.max() <= -30.0
    assert levels[int(2.2 * RATE) : int(3.1 * RATE)].max() <= -45.0
    assert levels[int(5.7 * RATE) :].max() <= -38.0
    assert levels[int(4.4 * RATE) : int(4.6 * RATE)].min() > -40.0
    assert limiter.ceiling_lufs == -38.0


def test_a_ceiling_moved_again_and_again_never_passes_the_highest() -> None:
    limiter, parts = Ceiling(-30.0), []
    random, loud = np.random.default_rng(9), np.clip(noise(4), -1, 1)
    for at in range(0, len(loud), 1600):
        limiter.set_ceiling(float(random.uniform(-60, -30)))
        parts.append(limiter.process(loud[at : at + 1600]))
    limiter.set_ceiling(-60.0)
    parts += [limiter.process(loud[:RATE]), limiter.process(loud)]
    levels = momentary(np.concatenate(parts))
    assert levels.max() <= -30.0
    assert levels[5 * RATE : 7 * RATE].max() <= -60.0


def test_a_copy_goes_its_own_way() -> None:
    signal = HOSTILE["level jumps"]
    limiter = Ceiling(-33.0)
    limiter.process(signal[:RATE])
    twin = limiter.copy()
    expected = limiter.process(signal[RATE:])
    assert np.array_equal(twin.process(signal[RATE:]), expected)
    assert not np.array_equal(twin.flush(), Ceiling(-33.0).flush())


def test_ffmpeg_agrees() -> None:
    """An outside meter, FFmpeg's ebur128 filter, sees no momentary loudness above the ceiling."""
    import av

    output = through(Ceiling(-33.0), HOSTILE["level jumps"])
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="flt", layout="stereo", time_base=Fraction(1, RATE))
    meter = graph.add("ebur128", "metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    levels = []
    for at in range(0, len(output) - 4800, 4800):
        frame = av.AudioFrame.from_ndarray(
            output[at : at + 4800].reshape(1, -1), format="flt", layout="stereo"
        )
        frame.sample_rate, frame.pts = RATE, at
        graph.push(frame)
        levels.append(float(graph.pull().metadata["lavfi.r128.M"]))
    assert -33.6 < max(levels) <= -33.0


@pytest.mark.parametrize("ceiling", [float("nan"), float("inf"), -float("inf"), 3.0, -300.0])
def test_an_impossible_ceiling_is_refused(ceiling: float) -> None:
    with pytest.raises(ValueError, match="choose a number"):
        Ceiling(ceiling)
    limiter = Ceiling(-33.0)
    with pytest.raises(ValueError, match="choose a number"):
        limiter.set_ceiling(ceiling)
    assert limiter.ceiling_lufs == -33.0


def test_wrong_shape_is_said() -> None:
    with pytest.raises(ValueError, match="frames"):
        Ceiling(-33.0).process(np.zeros((10, 1), np.float32))
