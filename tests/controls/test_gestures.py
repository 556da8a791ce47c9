"""Taps, holds and double taps from presses and releases, with every fault a contact can have."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.controls.gesture import (
    BOUNCE_S,
    HOLD_S,
    LOST_S,
    TWICE_S,
    Gestures,
    gesture_name,
    gesture_parts,
)

Event = tuple[str, float]
"""("down", "up", "again" for a keyboard's repeats, or "look" for nothing but time; seconds)."""


def acted(
    bound: str, events: list[Event], *, at_once: bool = False, until_s: float = 60.0
) -> list[tuple[str, float]]:
    """(gesture, when) for the key K with the gestures in ``bound``, looked at in time."""
    names = {gesture_name("K", g) for g in bound.split()}  # type: ignore[arg-type]
    keys = Gestures(names.__contains__, lambda _: at_once)
    found: list[tuple[str, float]] = []

    def look(until: float) -> None:
        while (at := keys.next_due_s) is not None and at < until:
            found.extend((gesture_parts(name)[1], at) for name in keys.due(at))

    for kind, at in events:
        look(at)
        match kind:
            case "down" | "again":
                names_now = keys.press("K", at, repeated=kind == "again")
            case "up":
                names_now = keys.release("K", at)
            case _:
                names_now = keys.due(at)
        found.extend((gesture_parts(name)[1], at) for name in names_now)
    look(until_s)
    return [(gesture, round(at, 4)) for gesture, at in found]


@pytest.mark.parametrize(
    ("bound", "events", "expected"),
    [
        ("tap", [("down", 1.0), ("up", 1.1)], [("tap", 1.0)]),
        ("tap", [("down", 1.0), ("up", 4.0)], [("tap", 1.0)]),
        ("tap hold", [("down", 1.0), ("up", 1.1)], [("tap", 1.1 + BOUNCE_S)]),
        ("tap hold", [("down", 1.0), ("up", 3.0)], [("hold", 1.0 + HOLD_S)]),
        ("tap hold", [("down", 1.0)], [("hold", 1.0 + HOLD_S)]),
        ("hold", [("down", 1.0), ("up", 1.1)], []),
        ("tap twice", [("down", 1.0), ("up", 1.1)], [("tap", 1.0 + TWICE_S)]),
        ("tap twice", [("down", 1.0)], [("tap", 1.0 + TWICE_S)]),
        ("tap twice", [("down", 1.0), ("up", 1.1), ("down", 1.3), ("up", 1.4)], [("twice", 1.3)]),
        ("twice", [("down", 1.0), ("up", 1.1), ("down", 2.0), ("up", 2.1)], []),
        (
            "tap twice",
            [("down", 1.0), ("up", 1.1), ("down", 1.5), ("up", 1.6)],
            [("tap", 1.0 + TWICE_S), ("tap", 1.5 + TWICE_S)],
        ),
        ("tap hold twice", [("down", 1.0), ("up", 1.1), ("down", 1.2)], [("twice", 1.2)]),
        ("tap hold twice", [("down", 1.0), ("up", 1.5)], [("tap", 1.5 + BOUNCE_S)]),
        ("tap hold twice", [("down", 1.0), ("up", 1.7)], [("hold", 1.0 + HOLD_S)]),
        ("", [("down", 1.0), ("up", 1.1)], []),
    ],
)
def test_presses(bound: str, events: list[Event], expected: list[tuple[str, float]]) -> None:
    assert acted(bound, events) == [(gesture, round(at, 4)) for gesture, at in expected]


def test_three_quick_presses_are_a_double_tap_and_a_tap() -> None:
    events = [("down", 0.0), ("up", 0.1), ("down", 0.2), ("up", 0.3), ("down", 0.4), ("up", 0.5)]
    assert acted("tap twice", events) == [("twice", 0.2), ("tap", 0.8)]


def test_what_hurts_never_waits() -> None:
    events = [("down", 1.0), ("up", 1.1)]
    assert acted("tap hold twice", events, at_once=True) == [("tap", 1.0)]
    assert acted("tap hold", [("down", 1.0), ("up", 3.0)], at_once=True) == [("tap", 1.0), ("hold", 1.6)]
    twice = [*events, ("down", 1.3), ("up", 1.4)]
    assert acted("tap twice", twice, at_once=True) == [("tap", 1.0), ("twice", 1.3)]
    assert acted("hold twice", events, at_once=True) == []


@pytest.mark.parametrize("bound", ["tap", "tap hold", "tap twice", "tap hold twice"])
def test_a_bouncing_contact_is_one_press(bound: str) -> None:
    chatter = [("down", 1.0), ("up", 1.004), ("down", 1.01), ("up", 1.02), ("down", 1.03), ("up", 1.2)]
    assert [gesture for gesture, _ in acted(bound, chatter)] == ["tap"]
    opening = [("down", 1.0), ("up", 1.2), ("down", 1.21), ("up", 1.215)]
    assert [gesture for gesture, _ in acted(bound, opening)] == ["tap"]


def test_a_bounce_does_not_break_a_hold() -> None:
    assert acted("tap hold", [("down", 0.0), ("up", 0.3), ("down", 0.33), ("up", 2.0)]) == [("hold", 0.6)]


@pytest.mark.parametrize("bound", ["tap", "tap hold", "tap twice", "hold"])
def test_an_elbow_that_rests_on_a_key_means_one_thing(bound: str) -> None:
    repeats: list[Event] = [("again", 0.5 + n / 30) for n in range(300)]
    unmarked: list[Event] = [("down", 0.5 + n / 30) for n in range(300)]
    alone = acted(bound, [("down", 0.0), ("up", 11.0)])
    assert len(alone) == 1
    assert acted(bound, [("down", 0.0), *repeats, ("up", 11.0)]) == alone
    assert acted(bound, [("down", 0.0), *unmarked, ("up", 11.0)]) == alone


def test_a_repeat_whose_press_went_elsewhere_means_nothing() -> None:
    assert acted("tap", [("again", 1.0), ("again", 1.03), ("up", 1.1)]) == []
    assert acted("tap", [("up", 1.0)]) == []


def test_a_key_whose_release_was_lost_is_not_dead() -> None:
    assert acted("tap", [("down", 0.0), ("down", 0.9 * LOST_S)]) == [("tap", 0.0)]
    assert acted("tap", [("down", 0.0), ("down", 5.0)]) == [("tap", 0.0), ("tap", 5.0)]


def test_when_the_keys_go_elsewhere_nothing_acts_later() -> None:
    keys = Gestures({"K", "K (hold)"}.__contains__)
    assert keys.press("K", 0.0) == ()
    keys.forget()
    assert keys.next_due_s is None
    assert keys.due(5.0) == ()
    assert keys.release("K", 5.1) == ()
    assert keys.press("K", 6.0) == ()
    assert keys.release("K", 6.1) == ()
    assert keys.due(7.0) == ("K",)


def test_two_keys_at_once_act_in_the_order_of_their_times() -> None:
    keys = Gestures({"A", "A (twice)", "B", "B (hold)"}.__contains__)
    keys.press("A", 0.0)
    keys.release("A", 0.05)
    keys.press("B", 0.1)
    keys.release("B", 0.2)
    assert keys.due(9.0) == ("B", "A")
    assert keys.next_due_s is None


def test_a_clock_that_goes_backwards_stands_still() -> None:
    keys = Gestures({"K", "K (hold)"}.__contains__)
    keys.press("K", 100.0)
    assert keys.release("K", 3.0) == ()
    assert keys.due(3.1) == ()
    assert keys.due(100.1) == ("K",)


BOUND = st.sets(st.sampled_from(["tap", "hold", "twice"])).map(" ".join)
GAPS = st.sampled_from([0.0, 0.01, 0.03, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.2]) | st.floats(0, 2)
EVENTS = st.lists(st.tuples(st.sampled_from(["down", "up", "again", "look"]), GAPS), max_size=40).map(
    lambda pairs: list(zip([kind for kind, _ in pairs], accumulate(gap for _, gap in pairs), strict=True))
)


@given(BOUND, EVENTS, st.booleans())
def test_no_more_acts_than_presses_and_only_what_has_a_meaning(
    bound: str, events: list[Event], at_once: bool
) -> None:
    found = acted(bound, events, at_once=at_once, until_s=1e6)
    assert {gesture for gesture, _ in found} <= set(bound.split())
    downs = sum(kind == "down" for kind, _ in events)
    taps = sum(gesture == "tap" for gesture, _ in found)
    others = len(found) - taps
    assert taps + others * (0 if at_once else 1) <= downs
    assert others <= downs
    assert [at for _, at in found] == sorted(at for _, at in found)


@given(BOUND, EVENTS, st.booleans())
def test_how_often_one_looks_changes_nothing(bound: str, events: list[Event], at_once: bool) -> None:
    names = {gesture_name("K", g) for g in bound.split()}  # type: ignore[arg-type]
    lazy = Gestures(names.__contains__, lambda _: at_once)
    found: list[str] = []
    for kind, at in events:
        if kind in ("down", "again"):
            found += lazy.press("K", at, repeated=kind == "again")
        elif kind == "up":
            found += lazy.release("K", at)
    found += lazy.due(1e6)
    busy = [gesture for gesture, _ in acted(bound, events, at_once=at_once, until_s=1e6)]
    assert [gesture_parts(name)[1] for name in found] == busy


@given(st.lists(st.tuples(st.floats(0.05, 0.3), st.floats(0.5, 3)), max_size=20))
def test_every_slow_press_of_a_plain_key_acts_once_and_at_once(presses: list[tuple[float, float]]) -> None:
    events: list[Event] = []
    now, downs = 0.0, []
    for held, pause in presses:
        downs.append(("tap", round(now, 4)))
        events += [("down", now), ("up", now + held)]
        now += held + pause
    assert acted("tap", events, until_s=1e6) == downs


@given(st.floats(0, 1e6), st.integers(1, 10))
def test_what_cannot_bounce_is_sure_at_once(now: float, count: int) -> None:
    keys = Gestures({"K", "K (hold)"}.__contains__)
    found: list[str] = []
    for _ in range(count):
        found += keys.press("K", now)
        found += keys.release("K", now, bounces=False)
    assert found == ["K"] * count
