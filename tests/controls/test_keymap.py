"""Keys to commands: defaults, presets, the person's own keys and every conflict."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.controls.binding import ACTIONS, RESERVED, Binding, from_pad, key_name, on_keyboard
from massage_desktop.controls.gesture import gesture_parts
from massage_desktop.controls.keymap import DEFAULT, NOTHING, Keymap, command_for, keymap
from massage_desktop.controls.media import MediaRequest, media_command
from massage_desktop.controls.presets import PRESETS
from massage_desktop.controls.text import ACTION_DETAILS, COMMAND_WORDS, Action, action_words, key_words
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
        ("- minus", "quieter"),
        ("+ = Shift++ Num++ plus", "louder"),
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
    allowed = {*get_args(Command), "confirm_end", "quieter", "louder", None}
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
        ("volume up", "Volume Up"),
        ("Shift+>", ">"),
        ("Shift+A", "Shift+A"),
        ("pad 3", "Pad 3"),
        ("space (HOLD)", "Space (hold)"),
        ("pagedown( twice )", "pagedown( twice )"),
        ("PageDown  (twice)", "PgDown (twice)"),
        ("Esc (tap)", "Esc"),
        ("(hold)", "(hold)"),
        ("", ""),
    ],
)
def test_names_of_keys(written: str, name: str) -> None:
    assert key_name(written) == name
    assert key_name(name) == name


def test_names_are_those_that_qt_gives() -> None:  # (it has no name for AltGr)
    qt = pytest.importorskip("PySide6.QtGui")
    names = {gesture_parts(b.key)[0] for p in PRESETS.values() for b in p.bindings}
    for key in {name for name in names if not from_pad(name)} | set(RESERVED) - {"AltGr"}:
        assert qt.QKeySequence(key).toString(qt.QKeySequence.SequenceFormat.PortableText) == key


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda p: p.id)
def test_presets_give_every_key_one_meaning_and_every_action_a_key(preset) -> None:
    keys = Keymap(preset.bindings)
    assert len({b.key for b in preset.bindings}) == len(preset.bindings)
    assert all(any(on_keyboard(key) for key in keys.keys_for(a)) for a in ACTIONS)
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
        ({"R": "next", "Pad 1": "repeat"}, "only key for “Once more”"),
        ({"-": NOTHING, "Volume Down": "quieter"}, "only key for “Quieter sound”"),
        ({"Tab (hold)": "next"}, "Tab moves the focus"),
        ({"Space (hold)": "louder", "space (HOLD)": "back"}, "are the same key"),
        ({"Esc": "next"}, "only key for “End gently”"),
        ({"PgDown": "softer", "pagedown": "back"}, "are the same key"),
    ],
)
def test_what_cannot_be_followed_is_explained(overrides: dict[str, str], says: str) -> None:
    keys, problems = keymap(overrides)
    assert len(problems) == 1
    assert says in problems[0]
    assert all(any(on_keyboard(key) for key in keys.keys_for(a)) for a in ACTIONS)


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


KEYS = st.sampled_from([b.key for b in DEFAULT.bindings] + ["Q", "F5", "Tab", "Pad 1", "Volume Up"])
GESTURES = st.sampled_from(["", " (hold)", " (twice)", "(TAP)"])
OVERRIDES = st.dictionaries(
    st.builds(str.__add__, KEYS, GESTURES) | st.text(max_size=5),
    st.sampled_from([*ACTIONS, NOTHING, "x"]),
    max_size=24,
)


@given(OVERRIDES)
def test_any_wishes_leave_no_command_without_a_key_and_come_back(overrides: dict[str, str]) -> None:
    keys, _ = keymap(overrides)
    for action in ACTIONS:
        assert any(on_keyboard(key) for key in keys.keys_for(action))
    assert len({b.key for b in keys.bindings}) == len(keys.bindings)
    again, problems = keymap(keys.overrides())
    assert problems == ()
    assert set(again.bindings) == set(keys.bindings)


@given(st.lists(st.tuples(st.builds(str.__add__, KEYS, GESTURES), st.sampled_from(ACTIONS)), max_size=30))
def test_pressing_one_key_after_another_leaves_no_command_without_a_key(
    wishes: list[tuple[str, Action]],
) -> None:
    keys = DEFAULT
    for key, action in wishes:
        if keys.allows(key, action):
            keys = keys.rebind(key, action)
            assert keys.action_for(key) == action
        else:
            assert keys.explain(key, action)
        assert all(any(on_keyboard(k) for k in keys.keys_for(a)) for a in ACTIONS)


def test_a_key_held_or_pressed_twice_has_meanings_of_its_own() -> None:
    keys, problems = keymap({"Space (hold)": "hold", "PgDown (twice)": "softer"})
    assert problems == ()
    assert keys.gestures_of("space") == ("tap", "hold")
    assert keys.gestures_of("PgDown (hold)") == ("tap", "twice")
    assert keys.gestures_of("Q") == ()
    assert keys.command_for("Space (hold)", "running") == "hold"
    assert keys.command_for("Space (hold)", "held") == "resume"
    assert keys.command_for("Space", "running") == "next"
    assert keys.explain("Space (hold)", "softer") == (
        "Space bar, held now means “Hold or go on”; from here on it means “Softer”."
    )
    assert DEFAULT.explain("Space (hold)", "softer") is None


@pytest.mark.parametrize(
    ("key", "action", "says"),
    [
        ("Space (hold)", "hold", "“Next step” on Space bar now acts when you let go."),
        ("Space (twice)", "softer", "“Next step” on Space bar now waits a moment for a second press."),
        ("H (hold)", "end", "Pressing H means “It hurts” at once, also when you go on to hold it."),
        ("Q (hold)", "softer", None),
        ("Q", "softer", None),
    ],
)
def test_what_a_gesture_does_to_the_tap_is_told(key: str, action: Action, says: str | None) -> None:
    assert DEFAULT.rebind(key, action).side_effect(key) == says


def test_the_receivers_button_is_softer_and_when_held_it_hurts() -> None:
    keys = DEFAULT.with_receiver("F8")
    assert keys.receiver_keys == ("F8",)
    assert keys.command_for("F8", "held") == "softer"
    assert keys.command_for("F8 (hold)", "running") == "hurts"
    moved = keys.with_receiver("Pad 1 (hold)")
    assert moved.receiver_keys == ("Pad 1",)
    assert moved.gestures_of("F8") == ()
    assert moved.uses_pads
    assert not keys.uses_pads
    assert moved.with_receiver("Pad 1") == moved
    with pytest.raises(ValueError, match="only key for “Once more”"):
        DEFAULT.with_receiver("R")
    assert keymap(moved.overrides())[0].receiver_keys == ("Pad 1",)


@pytest.mark.parametrize(
    ("request_", "phase", "command"),
    [
        ("PlayPause", "running", "hold"),
        ("PlayPause", "held", "resume"),
        ("Play", "running", None),
        ("Play", "held", "resume"),
        ("Pause", "running", "hold"),
        ("Pause", "held", None),
        ("Next", "running", "next"),
        ("Previous", "running", "back"),
        ("Stop", "running", "confirm_end"),
        ("Stop", "finished", None),
    ],
)
def test_media_controls_keep_to_what_they_promise(
    request_: MediaRequest, phase: Phase, command: str | None
) -> None:
    assert media_command(request_, phase, DEFAULT) == command


def test_media_controls_follow_a_persons_own_keys() -> None:
    keys, _ = keymap({"Media Play": "softer", "Media Next": NOTHING})
    assert media_command("Play", "running", keys) == "softer"
    assert media_command("Next", "running", keys) is None


def test_words() -> None:
    assert set(COMMAND_WORDS) == set(get_args(Command))
    assert set(ACTION_DETAILS) == set(ACTIONS)
    assert action_words("hold") == "Hold or go on"
    assert action_words("hurts") == "It hurts"
    assert [key_words(k) for k in ("PgDown", "R", "Space")] == ["Page Down", "R", "Space bar"]
    assert [key_words(k) for k in ("Pad 3 (hold)", "Pad Up", "R (twice)")] == [
        "Gamepad 3, held",
        "Gamepad up",
        "R, twice",
    ]
    assert len(set(COMMAND_WORDS.values())) == len(COMMAND_WORDS)
    assert Binding("R", "repeat") in DEFAULT.bindings
