"""What each spoken command does."""

from typing import get_args

import pytest

from massage_desktop.controls.text import Action
from massage_desktop.listening.commands import AGAIN_S, ASKED_TWICE, MEANING, SPOKEN, Twice
from massage_desktop.session.model import Command


def test_the_eleven_commands_cover_every_command_of_a_session():
    assert set(SPOKEN) == set(MEANING)
    assert len(SPOKEN) == 11
    assert set(MEANING.values()) - {"quieter", "louder"} == set(get_args(Command))
    assert {"quieter", "louder"} <= set(get_args(Action))


@pytest.mark.parametrize("command", [c for c in SPOKEN if c not in ASKED_TWICE])
def test_most_commands_pass_at_once(command):
    assert Twice().passes(command, 5.0)


def test_ending_passes_the_second_time_and_then_asks_again():
    twice = Twice()
    assert [twice.passes("end session", t) for t in (1.0, 4.0, 6.0)] == [False, True, False]


def test_too_late_or_after_another_command_it_is_asked_once_more():
    twice = Twice()
    assert not twice.passes("end session", 1.0)
    assert not twice.passes("end session", 1.0 + AGAIN_S + 0.1)
    assert twice.passes("louder", 12.0)
    assert not twice.passes("end session", 13.0)


def test_the_model_has_spellings_for_every_command():
    from massage_desktop.listening.phrases import SPELLINGS

    assert set(SPELLINGS) == set(SPOKEN)
    assert all(SPELLINGS.values())
