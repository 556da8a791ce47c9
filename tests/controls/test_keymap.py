"""Keys to commands: defaults, presets, the person's own keys and every conflict."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.controls.binding import ACTIONS, PRESETS, RESERVED, Binding, key_name
from massage_desktop.controls.keymap import DEFAULT, NOTHING, Keymap, command_for, keymap
from massage_desktop.controls.text import ACTION_DETAILS, COMMAND_WORDS, action_words, key_words
from massage_desktop.session.model import Command, Phase

PHASES: tuple[Phase, ...] = get_args(Phase)


@pytest.mark.parametrize(
    ("keys", "command"),
    [
        ("Space Right PgDown", "next"),
        ("Left PgUp", "back"),
        ("R r", "repeat"),
        ("Up M", "stay"),
        ("S s", "softer"),
        ("H h", "hurts"),
        ("P p", "hold"),
        ("Esc Escape", "confirm_end"),
        ("Q Down F1 Ctrl+R Shift+Space", None),
    ],
)
def test_default_keys_while_running(keys: str, command: str | None) -> None:
    assert {command_for(k, "running") for k in keys.split()} == {command}


def test_hold_toggles_and_one_button_is_enough_to_go_on() -> None:
    assert command_for("P", "running") == "hold"
    assert command_for("P", "held") == "resume"
    assert command_for("PgDown", "held") == "resume"
    assert command_for("H", "held") == "hurts"
    assert command_for("Esc", "held") == "confirm_end"


def test_a_finished_session_takes_no_command() -> None:
    assert {command_for(b.key, "finished") for b in DEFAULT.bindings} == {None}


@pytest.mark.parametrize("phase", PHASES)
def test_every_answer_is_a_command(phase: Phase) -> None:
    allowed = {*get_args(Command), "confirm_end", None}
    for preset in PRESETS.values():
        assert {command_for(b.key, phase, Keymap(preset.bindings)) for b in preset.bindings} <= allowed


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("pagedown", "PgDown"),
        ("Page_Up", "PgUp"),
        (" ", "Space"),
        ("escape", "Esc"),
        ("Num+PgDown", "PgDown"),
        ("f5", "F5"),
        ("period", "."),
        (" r ", "R"),
        ("é", "É"),
        ("Volume Up", "Volume Up"),
        ("", ""),
    ],
)
def test_names_of_keys(written: str, name: str) -> None:
    assert key_name(written) == name
    assert key_name(name) == name


def test_names_are_those_that_qt_gives() -> None:  # (it has no name for AltGr)
    qt = pytest.importorskip("PySide6.QtGui")
    for key in {b.key for p in PRESETS.values() for b in p.bindings} | set(RESERVED) - {"AltGr"}:
        assert qt.QKeySequence(key).toString(qt.QKeySequence.SequenceFormat.PortableText) == key


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda p: p.id)
def test_presets_give_every_key_one_meaning_and_every_action_a_key(preset) -> None:
    keys = Keymap(preset.bindings)
    assert len({b.key for b in preset.bindings}) == len(preset.bindings)
    assert all(keys.keys_for(a) for a in ACTIONS)
    assert keys.preset == preset.id
    assert preset.title
    assert preset.about


def test_clicker_and_pedal_send_what_their_buttons_mean() -> None:
    clicker, pedal = Keymap(PRESETS["clicker"].bindings), Keymap(PRESETS["pedal"].bindings)
    assert [clicker.command_for(k, "running") for k in ("PgDown", "PgUp", ".", "F5")] == [
        "next",
        "back",
        "hurts",
        "softer",
    ]
    assert [pedal.command_for(k, "running") for k in ("PgDown", "PgUp")] == ["next", "softer"]


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda p: p.id)
def test_a_preset_comes_back_from_the_settings(preset) -> None:
    keys, problems = keymap(Keymap(preset.bindings).overrides())
    assert problems == ()
    assert keys.preset == preset.id


def test_own_keys_come_on_top_and_come_first() -> None:
    keys, problems = keymap({"pagedown": "softer", "Q": "next", "M": NOTHING})
    assert problems == ()
    assert keys.command_for("PgDown", "running") == "softer"
    assert keys.keys_for("next")[0] == "Q"
    assert keys.command_for("M", "running") is None
    assert keys.overrides() == {"PgDown": "softer", "Q": "next", "M": NOTHING}
    assert keys.preset is None


def test_keys_may_swap_whatever_their_order() -> None:
    for order in itertools.permutations([("H", "softer"), ("S", "hurts")]):
        keys, problems = keymap(dict(order))
        assert problems == ()
        assert keys.keys_for("hurts") == ("S",)
        assert keys.keys_for("softer") == ("H",)


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"Q": "sofer"}, 'Did you mean "softer"?'),
        ({"Q": "dance"}, "Choose one of next, back"),
        ({"Tab": "next"}, "Tab moves the focus"),
        ({"Ctrl": "next"}, "only changes the meaning"),
        ({"": "next"}, "sends no key"),
        ({"H": NOTHING}, "only key for “It hurts”"),
        ({"Esc": "next"}, "only key for “End gently”"),
        ({"PgDown": "softer", "pagedown": "back"}, "are the same key"),
    ],
)
def test_what_cannot_be_followed_is_explained(overrides: dict[str, str], says: str) -> None:
    keys, problems = keymap(overrides)
    assert len(problems) == 1
    assert says in problems[0]
    for action in ("next", "hurts", "end"):
        assert keys.keys_for(action)


def test_binding_by_pressing_tells_what_changes() -> None:
    assert DEFAULT.explain("Q", "next") is None
    assert DEFAULT.explain("Space", "next") is None
    said = DEFAULT.explain("PgUp", "softer")
    assert said == "Page Up now means “Previous step”; from here on it means “Softer”."
    assert DEFAULT.rebind("PgUp", "softer").action_for("PgUp") == "softer"
    with pytest.raises(ValueError, match="only key for “It hurts”"):
        DEFAULT.rebind("H", "next")
    with pytest.raises(ValueError, match="moves the focus"):
        DEFAULT.rebind("Tab", None)


OVERRIDES = st.dictionaries(
    st.sampled_from([b.key for b in DEFAULT.bindings] + ["Q", "F5", "Tab"]) | st.text(max_size=5),
    st.sampled_from([*ACTIONS, NOTHING, "x"]),
    max_size=24,
)


@given(OVERRIDES)
def test_any_wishes_keep_the_exits_and_come_back_from_the_settings(overrides: dict[str, str]) -> None:
    keys, _ = keymap(overrides)
    for action in ("next", "hurts", "end"):
        assert keys.keys_for(action)
    assert len({b.key for b in keys.bindings}) == len(keys.bindings)
    again, problems = keymap(keys.overrides())
    assert problems == ()
    assert set(again.bindings) == set(keys.bindings)


def test_words() -> None:
    assert set(COMMAND_WORDS) == set(get_args(Command))
    assert set(ACTION_DETAILS) == set(ACTIONS)
    assert action_words("hold") == "Hold or go on"
    assert action_words("hurts") == "It hurts"
    assert [key_words(k) for k in ("PgDown", "R", "Space")] == ["Page Down", "R", "Space bar"]
    assert len(set(COMMAND_WORDS.values())) == len(COMMAND_WORDS)
    assert Binding("R", "repeat") in DEFAULT.bindings
