"""Lets a session's events be put into words: finds them with the narrator and has the sound say them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from massage_desktop.session.model import Event, Snapshot
from massage_desktop.speech.script import Narrator, interrupts


@runtime_checkable
class SpokenSound(Protocol):
    """A sound that can carry words."""

    def say(self, texts: Sequence[str], in_s: float = 0.0) -> None:
        """Say texts one after another, ``in_s`` from now."""

    def hush(self) -> None:
        """Let what is being said die away."""


class Speaking:
    """Follows a session's events with words.

    Args:
        sound: what says them.
        narrator: what finds them.
        busy: told in how many seconds words will be heard, and for how many: whoever listens for commands is
            deaf meanwhile.
        free: told when words were cut short.
    """

    def __init__(
        self,
        sound: SpokenSound,
        narrator: Narrator,
        busy: Callable[[float, float], None] = lambda _in_s, _seconds: None,
        free: Callable[[], None] = lambda: None,
    ) -> None:
        self._sound = sound
        self._narrator = narrator
        self._busy, self._free = busy, free

    def greet(self, shot: Snapshot) -> None:
        """Say what belongs into the countdown that begins now."""
        for words in self._narrator.greeting(shot.plan, shot.countdown_s):
            self._say(words.texts, words.at_s)

    def follow(self, event: Event, shot: Snapshot) -> None:
        """Say what ``event`` asks for; ``shot`` is how things stand after it."""
        if interrupts(event):
            self._sound.hush()
            self._free()
        words = self._narrator.spoken(event, shot)
        if words is not None:
            self._say(words.texts, max(0.0, words.at_s - shot.t))

    def _say(self, texts: Sequence[str], in_s: float) -> None:
        self._sound.say(texts, in_s)
        self._busy(in_s, self._narrator.length(texts))
