"""The spoken commands and what each of them does."""

from __future__ import annotations

from typing import Final, Literal, get_args

from massage_desktop.session.model import Command

Spoken = Literal[
    "next step",
    "go back",
    "pause",
    "resume",
    "repeat that",
    "more time",
    "quieter",
    "louder",
    "end session",
    "softer",
    "it hurts",
]
"""What is said after the prefix “massage”."""

SPOKEN: Final[tuple[Spoken, ...]] = get_args(Spoken)

PREFIX: Final = "massage"

Volume = Literal["quieter", "louder"]
"""What changes the sound instead of the session."""

MEANING: Final[dict[Spoken, Command | Volume]] = {
    "next step": "next",
    "go back": "back",
    "pause": "hold",
    "resume": "resume",
    "repeat that": "repeat",
    "more time": "stay",
    "quieter": "quieter",
    "louder": "louder",
    "end session": "end",
    "softer": "softer",
    "it hurts": "hurts",
}

ASKED_TWICE: Final[frozenset[Spoken]] = frozenset({"end session"})
"""Done only when it is said a second time within :data:`AGAIN_S`."""

AGAIN_S: Final = 10.0


class Twice:
    """Lets a command that is asked twice pass only the second time; every other one at once."""

    def __init__(self) -> None:
        self._asked: tuple[Spoken, float] | None = None

    def passes(self, command: Spoken, time_s: float) -> bool:
        """Whether ``command``, heard at ``time_s``, is to be done now; False: ask for it once more.

        Any other command in between takes the question back. Times are seconds of one clock.
        """
        if command not in ASKED_TWICE:
            self._asked = None
            return True
        if self._asked is not None:
            asked, then_s = self._asked
            if asked == command and 0 <= time_s - then_s <= AGAIN_S:
                self._asked = None
                return True
        self._asked = (command, time_s)
        return False
