"""Ending needs two deliberate presses within five seconds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.controls.confirm import BOUNCE_S, CONFIRM_WITHIN_S, EndConfirmation


@pytest.mark.parametrize(
    ("presses", "ends"),
    [
        ([10.0], False),
        ([10.0, 12.0], True),
        ([10.0, 15.0], True),
        ([10.0, 15.1], False),
        ([10.0, 15.1, 16.0], True),
        ([10.0, 10.1], False),
        ([10.0, 10.1, 10.2, 10.3], False),
        ([10.0, 10.1, 11.0], True),
        ([10.0, 3.0], False),  # the clock went backwards: begin anew
        ([10.0, 3.0, 4.0], True),
    ],
)
def test_presses(presses: list[float], ends: bool) -> None:
    confirmation = EndConfirmation()
    answers = [confirmation.press(t) for t in presses]
    assert answers == [False] * (len(presses) - 1) + [ends]


def test_a_key_held_down_never_ends() -> None:
    confirmation = EndConfirmation()
    confirmation.press(0.0)
    assert not any(confirmation.press(0.5 + n / 30, repeated=True) for n in range(100))
    assert confirmation.press(4.5)


def test_time_left_is_shown_and_another_command_forgets_it() -> None:
    confirmation = EndConfirmation()
    assert confirmation.seconds_left(0.0) == 0.0
    confirmation.press(100.0)
    assert confirmation.seconds_left(101.5) == pytest.approx(3.5)
    assert confirmation.waiting(105.0)
    assert not confirmation.waiting(105.01)
    assert confirmation.seconds_left(106.0) == 0.0
    confirmation.press(200.0)
    confirmation.cancel()
    assert not confirmation.waiting(200.5)
    assert not confirmation.press(201.0)


def test_after_the_end_it_starts_anew() -> None:
    confirmation = EndConfirmation()
    confirmation.press(0.0)
    assert confirmation.press(1.0)
    assert not confirmation.press(2.0)


@given(st.lists(st.floats(0, 100), max_size=30).map(sorted))
def test_an_end_always_has_an_earlier_press_in_time(times: list[float]) -> None:
    confirmation = EndConfirmation()
    for n, t in enumerate(times):
        if confirmation.press(t):
            assert any(BOUNCE_S <= t - s <= CONFIRM_WITHIN_S for s in times[:n])
