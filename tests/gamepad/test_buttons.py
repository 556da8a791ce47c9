"""What a gamepad reports becomes buttons that go down and come up, each once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.controls.binding import from_pad, key_name
from massage_desktop.gamepad.buttons import MOST_BUTTONS, Change, Pad


def test_buttons_have_the_names_that_keys_are_bound_by() -> None:
    pad = Pad()
    assert pad.button(0, down=True) == [Change("Pad 1", True)]
    assert pad.button(0, down=True) == []
    assert pad.button(15, down=True) == [Change("Pad 16", True)]
    assert pad.button(0, down=False) == [Change("Pad 1", False)]
    assert pad.button(MOST_BUTTONS, down=True) == []
    names = [c.name for n in range(MOST_BUTTONS) for c in Pad().button(n, down=True)]
    names += [c.name for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)) for c in Pad().hat(0, x, y)]
    assert len(names) == MOST_BUTTONS + 4
    assert all(key_name(name.lower()) == name and from_pad(name) for name in names)


def test_a_cross_goes_from_one_way_to_the_other() -> None:
    pad = Pad()
    assert pad.hat(0, 1, 0) == [Change("Pad Right", True)]
    assert pad.hat(0, 1, 1) == [Change("Pad Up", True)]
    assert pad.hat(0, -1, 0) == [
        Change("Pad Right", False),
        Change("Pad Up", False),
        Change("Pad Left", True),
    ]
    assert pad.hat(0, 0, 0) == [Change("Pad Left", False)]


def test_a_stick_counts_far_out_and_does_not_flutter() -> None:
    pad = Pad()
    assert pad.axis(1, 0.0) == []
    assert pad.axis(1, -0.5) == []
    assert pad.axis(1, -0.9) == [Change("Pad Up", True)]
    assert pad.axis(1, -0.5) == []
    assert pad.axis(1, -0.75) == []
    assert pad.axis(1, -0.3) == [Change("Pad Up", False)]
    assert pad.axis(1, 1.0) == [Change("Pad Down", True)]
    assert pad.axis(1, -1.0) == [Change("Pad Down", False), Change("Pad Up", True)]


def test_a_trigger_that_rests_at_an_end_is_not_pressed() -> None:
    pad = Pad()
    assert pad.axis(0, -1.0) == []
    assert pad.axis(2, 1.0) == []
    pad.axis(0, 0.1)
    assert pad.axis(0, -1.0) == [Change("Pad Left", True)]


def test_stick_and_cross_share_a_name_and_it_comes_up_with_the_last() -> None:
    pad = Pad()
    pad.axis(0, 0.0)
    assert pad.axis(0, 1.0) == [Change("Pad Right", True)]
    assert pad.hat(0, 1, 0) == []
    assert pad.axis(0, 0.0) == []
    assert pad.hat(0, 0, 0) == [Change("Pad Right", False)]


def test_an_unplugged_gamepad_holds_nothing_down() -> None:
    pad = Pad()
    pad.button(2, down=True)
    pad.hat(0, 0, 1)
    assert pad.gone() == [Change("Pad 3", False), Change("Pad Up", False)]
    assert pad.gone() == []


REPORTS = st.one_of(
    st.tuples(st.just("button"), st.integers(0, 40), st.booleans()),
    st.tuples(st.just("hat"), st.integers(0, 1), st.tuples(*[st.sampled_from([-1, 0, 1])] * 2)),
    st.tuples(st.just("axis"), st.integers(0, 5), st.floats(-1, 1)),
)


@given(st.lists(REPORTS, max_size=60))
def test_every_button_goes_down_and_comes_up_in_turn(reports: list[tuple]) -> None:
    pad, down = Pad(), set()
    changes: list[Change] = []
    for kind, index, value in reports:
        if kind == "button":
            changes += pad.button(index, down=value)
        elif kind == "hat":
            changes += pad.hat(index, *value)
        else:
            changes += pad.axis(index, value)
    for change in [*changes, *pad.gone()]:
        assert (change.name in down) is not change.down
        (down.add if change.down else down.remove)(change.name)
    assert not down
