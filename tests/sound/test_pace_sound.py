"""The swell that follows the strokes: in phase, very soft, and gone when the hands rest."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest

from massage_desktop.app.chiming import Chiming
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import load_routine
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.session import Session
from massage_desktop.sound.loudness import RATE, EnergyMeter, momentary_lufs
from massage_desktop.sound.mix import Mix
from massage_desktop.sound.output import SilentOutput
from massage_desktop.sound.pace_sound import PACE_BELOW_CEILING_DB, SHORTEST_PASS_S, Swell, swell, swell_at
from massage_desktop.sound.player import SoundPlayer
from massage_desktop.sound.source import BED_BELOW_CEILING_DB, REFERENCE_CEILING_LUFS, Samples

PASS_S = 6.0


def heard(one: Swell, seconds: float) -> Samples:
    return swelled([one], seconds)


def swelled(swells: list[Swell], seconds: float, change: tuple[float, Swell | None] | None = None) -> Samples:
    mix = Mix(REFERENCE_CEILING_LUFS)
    mix.fade(1.0, 0.01)
    for one in swells:
        mix.add_swell(one)
    blocks = []
    for n in range(round(seconds * 10)):
        if change is not None and n == round(change[0] * 10):
            mix.pace(change[1])
        blocks.append(mix.process(np.zeros((RATE // 10, 2), np.float32)))
    return np.concatenate(blocks)[mix.latency :]


def levels(sound: Samples) -> np.ndarray:
    """Root mean squares of every tenth of a second."""
    whole = len(sound) // (RATE // 10) * (RATE // 10)
    return np.sqrt((sound[:whole].reshape(-1, RATE // 10 * 2) ** 2).mean(axis=1))


def test_it_rises_and_falls_once_a_stroke_and_is_silent_where_one_begins() -> None:
    level = levels(heard(swell(0, PASS_S, 0.0, 60.0), 32.0))
    top = level.max()
    for stroke in range(1, 5):
        begin = round(stroke * PASS_S * 10)
        assert level[begin - 1 : begin + 1].max() < 0.1 * top
        assert begin + 18 < begin + int(np.argmax(level[begin : begin + 60])) < begin + 42
    assert level[300] < 0.1 * top


def test_it_lies_well_under_music_and_ceiling() -> None:
    loud = momentary_lufs(EnergyMeter().feed(heard(swell(0, PASS_S, 0.0, 60.0), 30.0)))
    assert loud.max() == pytest.approx(REFERENCE_CEILING_LUFS - PACE_BELOW_CEILING_DB, abs=1.0)
    assert PACE_BELOW_CEILING_DB >= BED_BELOW_CEILING_DB + 6


def test_blocks_of_any_size_give_the_same_sound() -> None:
    one = swell(100, PASS_S, 2.5, 20.0)
    whole = swell_at(one, 0, 8 * RATE)
    assert whole is not None
    cuts = [0, 1, 777, 4800, 100_000, 8 * RATE]
    parts = [
        part if (part := swell_at(one, a, b - a)) is not None else np.zeros((b - a, 2), np.float32)
        for a, b in pairwise(cuts)
    ]
    assert np.array_equal(np.concatenate(parts), whole)


def test_quick_strokes_share_a_swell() -> None:
    one = swell(0, 0.5, 0.0, 30.0)
    assert one.pass_frames == SHORTEST_PASS_S * RATE
    assert swell(0, 1.0, 0.0, 30.0).pass_frames == 2 * RATE, "whole strokes only: it stays in phase"


@pytest.mark.parametrize("pass_s", [0.0, -1.0, float("nan"), float("inf")])
def test_strokes_without_a_length_are_refused(pass_s: float) -> None:
    with pytest.raises(ValueError, match="no phase"):
        swell(0, pass_s, 0.0, 10.0)


def test_a_stop_is_soft_and_soon() -> None:
    sound = swelled([swell(0, PASS_S, 0.0, 60.0)], 8.0, (2.6, None))
    level = levels(sound)
    assert level[24] > 0.2 * level.max()
    assert level[33:].max() == 0.0
    assert np.abs(np.diff(sound[:, 0])).max() < 0.02, "no click"


def test_a_change_in_the_middle_of_a_stroke_goes_on_in_phase() -> None:
    one = swell(0, PASS_S, 0.0, 60.0)
    plain = heard(one, 8.0)
    again = swelled([one], 8.0, (3.0, swell(3 * RATE, PASS_S, 3.0, 57.0)))
    np.testing.assert_allclose(again, plain, atol=2e-4)


class Told:
    """Writes down what a session asks of its sound."""

    def __init__(self) -> None:
        self.said: list[tuple[object, ...]] = []

    def start(self) -> None: ...
    def chime(self, name: str, in_s: float = 0.0) -> None: ...
    def drop_waiting_chimes(self) -> None: ...
    def hold(self, on: bool) -> None: ...
    def fade_out(self, seconds: float) -> None: ...

    def pace(self, pass_s: float, elapsed_s: float, left_s: float) -> None:
        self.said.append((pass_s, elapsed_s, left_s))

    def stop_pace(self) -> None:
        self.said.append(("stop",))


def test_a_session_gives_the_pace_of_each_step_and_none_while_it_holds() -> None:
    clock, told = ManualClock(), Told()
    session = Session(make_plan(load_routine("R01"), 17), clock, get_ready_s=5.0)
    chiming = Chiming(told)  # type: ignore[arg-type]

    def go(seconds: float, command: str = "") -> None:
        clock.advance(seconds)
        events = session.command(command) if command else session.advance()  # type: ignore[arg-type]
        for event in events:
            chiming.follow(event, session.snapshot())

    go(4.0)
    assert told.said == []
    go(1.0)
    step = session.snapshot().step
    assert step is not None
    assert told.said[-1] == (step.pass_s, 0.0, step.seconds)
    go(7.0, "hold")
    assert told.said[-1] == ("stop",)
    go(30.0, "resume")
    assert told.said[-1] == pytest.approx((step.pass_s, 7.0, step.seconds - 7.0))
    go(20 * 60)
    assert told.said[-1] == ("stop",), "nothing swells in the rest"


class Tape(SilentOutput):
    """A device whose time the test moves."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.sound = np.zeros((40 * RATE, 2), np.float32)

    def position(self) -> int:
        return self.now

    def write(self, frame: int, samples: Samples) -> None:
        self.sound[frame : frame + len(samples)] = samples


def test_live_the_swell_begins_with_the_stroke(monkeypatch: pytest.MonkeyPatch) -> None:
    tape = Tape()
    monkeypatch.setattr(time, "monotonic", lambda: tape.now / RATE)
    player = SoundPlayer("none", -33.0, open_output=lambda: tape)
    player._wish(lambda mix, _at: mix.fade(1.0, 0.2))
    player._open()
    for turn in range(700):
        if turn == 150:
            player.pace(4.0, 0.0, 60.0)
        player._turn()
        tape.now += RATE // 50
    level = levels(tape.sound[: 14 * RATE])
    lows = [n for n in range(32, 139) if level[n] == level[max(0, n - 15) : n + 16].min()]
    assert lows[1] / 10 == pytest.approx(7.0, abs=0.2) or lows[0] / 10 == pytest.approx(7.0, abs=0.2)
    assert level[:29].max() == 0.0
    assert loudest(tape.sound) <= -33 - PACE_BELOW_CEILING_DB + 1.5


def loudest(sound: Samples) -> float:
    return float(momentary_lufs(EnergyMeter().feed(sound)).max())
