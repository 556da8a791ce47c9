"""Sound that is surely quiet passes the ceiling untried: the same to the last bit, and never too soon."""

from __future__ import annotations

import numpy as np
import pytest
from limited_sound import RATE, Signal, both, momentary, noise, seconds, through
from numpy.typing import NDArray

from massage_desktop.sound.ceiling import PEAK_ABOVE_CEILING_DB, Ceiling
from massage_desktop.sound.weighting import KWeighting, ringing


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
