"""The promise: whatever goes in, no 400 ms of what comes out is louder than the ceiling, at any sample
offset.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from massage_desktop.sound.ceiling import PEAK_ABOVE_CEILING_DB, Ceiling
from massage_desktop.sound.true_peak import TruePeak
from massage_desktop.sound.weighting import KWeighting, ringing

RATE = 48000
WINDOW = 19200
Signal = NDArray[np.float32]


def momentary(signal: Signal) -> NDArray[np.float64]:
    """LUFS of the 400 ms from each sample on: the K curve by FFT from the standard's tables, not the
    program's filter.
    """
    size = 1 << (len(signal) + RATE).bit_length()
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    highpass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    spectrum = np.fft.rfft(signal.astype(np.float64), size, axis=0) * (shelf * highpass)[:, None]
    weighted = np.fft.irfft(spectrum, size, axis=0)[: len(signal)]
    running = np.concatenate([[0.0], np.cumsum((weighted**2).sum(axis=1))])
    means = (running[WINDOW:] - running[:-WINDOW]) / WINDOW
    return -0.691 + 10 * np.log10(np.maximum(means, 1e-20))


def through(limiter: Ceiling, signal: Signal, sizes: tuple[int, ...] = (4800,)) -> Signal:
    """Whole output, the delayed rest included, when the input comes in blocks of ``sizes`` by turns."""
    parts, at = [], 0
    for size in itertools.cycle(sizes):
        if at >= len(signal):
            break
        parts.append(limiter.process(signal[at : at + size]))
        at += size
    # Half a second of silence after it, so that whatever rings on is measured too.
    return np.concatenate([*parts, limiter.flush(), limiter.process(np.zeros((RATE // 2, 2), np.float32))])


def noise(seconds: float, seed: int = 1) -> Signal:
    return np.random.default_rng(seed).standard_normal((round(seconds * RATE), 2)).astype(np.float32)


def both(line: NDArray[np.float64]) -> Signal:
    return np.stack([line, line], axis=1).astype(np.float32)


def seconds(count: float) -> NDArray[np.float64]:
    return np.arange(round(count * RATE)) / RATE


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


def test_sound_below_the_ceiling_passes_bit_for_bit() -> None:
    signal = noise(3) * np.float32(0.01)
    assert -34.5 < momentary(signal).max() < -33.2
    limiter = Ceiling(-33.0)
    output = through(limiter, signal)
    assert limiter.latency == RATE * 6 // 10
    assert not output[: limiter.latency].any()
    assert np.array_equal(output[limiter.latency : -RATE // 2], signal)
    assert limiter.reduction_db == 0


def around_the_ceiling() -> Signal:
    """Long quiet stretches with rumble, then sound near and far above the ceiling, and quiet again."""
    quiet = noise(3, 2) * np.float32(0.006)
    rumble = both(0.02 * np.sin(2 * np.pi * 7 * seconds(2)))
    louder = [
        noise(0.73, seed) * np.float32(level) for seed, level in enumerate((0.011, 0.03, 0.0115, 0.3, 5))
    ]
    between = [part for sound in louder for part in (sound, quiet)]
    return np.concatenate([quiet, rumble, noise(2, 3) * np.float32(0.011), quiet, *between])


@pytest.mark.parametrize("guided", [True, False], ids=["gain computer", "check alone"])
def test_what_is_passed_untried_is_what_trying_would_pass(
    monkeypatch: pytest.MonkeyPatch, guided: bool
) -> None:
    """Not one sample differs when everything is measured before it is released."""
    signal = around_the_ceiling().astype(np.float32)
    if not guided:
        monkeypatch.setattr(Ceiling, "_nominal_nodes", lambda _: np.ones(10))
    limiter = Ceiling(-33.0)
    quick = through(limiter, signal)
    monkeypatch.setattr(Ceiling, "_surely_quiet", lambda _: False)
    assert np.array_equal(quick, through(Ceiling(-33.0), signal))


def test_trying_begins_with_what_measuring_all_along_would_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """After untried sound: the output meter's state and windows, and the fade that is safe."""
    known: list[tuple[NDArray[np.float64], ...]] = []
    real = Ceiling._safe_nodes

    def noting(self: Ceiling, waiting: Signal, nominal: NDArray[np.float64]) -> NDArray[np.float64]:
        known.append((self._output.state, self._released, self._way_out))
        return real(self, waiting, nominal)

    monkeypatch.setattr(Ceiling, "_safe_nodes", noting)
    signal = np.concatenate([noise(3.2, 2) * np.float32(0.006), noise(0.2)])
    limiter = Ceiling(-33.0)
    limiter.process(signal)
    quick = known[0]
    assert len(known) < 10
    first = len(signal) // 4800 - len(known)
    known.clear()
    monkeypatch.setattr(Ceiling, "_surely_quiet", lambda _: False)
    Ceiling(-33.0).process(signal)
    for ours, measured in zip(quick, known[first], strict=True):
        np.testing.assert_allclose(ours, measured, rtol=1e-9)


def test_quiet_sound_is_passed_untried(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter, tried = Ceiling(-33.0), []
    real = limiter._limited
    monkeypatch.setattr(limiter, "_limited", lambda: (tried.append(1), real())[1])
    through(limiter, noise(3) * np.float32(0.006))
    assert not tried
    through(limiter, noise(1))
    assert tried


def test_a_ceiling_that_comes_down_limits_what_was_already_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Peaks that were low enough not to be looked at are looked at for the lower ceiling."""
    clicks = both(0.05 * (np.arange(4 * RATE) % 4801 == 0))

    def lowered() -> Signal:
        limiter = Ceiling(-33.0)
        first = limiter.process(clicks[: 2 * RATE])
        limiter.set_ceiling(-55.0)
        return np.concatenate([first, limiter.process(clicks[2 * RATE :])])

    quick = lowered()
    assert np.abs(quick[-RATE:]).max() <= 10 ** ((-55 + PEAK_ABOVE_CEILING_DB) / 20)
    monkeypatch.setattr("massage_desktop.sound.ceiling.LARGEST_RISE", 1e6)
    np.testing.assert_array_equal(quick, lowered())


@pytest.mark.parametrize("hertz", [0.0, 5.0, 38.0, 1000.0, 23990.0])
def test_no_cut_rings_on_for_longer_than_is_reckoned_with(hertz: float) -> None:
    """The bound behind the untried release, for sound that drives the filter as hard as it can."""
    limit = ringing(RATE)
    wave = np.sign(np.cos(2 * np.pi * hertz * np.arange(RATE) / RATE))
    for cut in (RATE - 700, RATE - 1, RATE):
        stopped = np.where(np.arange(RATE) < cut, wave, 0.0)
        tail = KWeighting(RATE, 1).weighted(np.concatenate([stopped, np.zeros(RATE)])[:, None])[0][cut:]
        assert 0 < float((tail**2).sum()) <= limit


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
