"""How a command says that it cannot do what was asked."""

from __future__ import annotations

from collections.abc import Iterable


class CommandError(Exception):
    """Ends the command with one line on stderr. ``code`` is 1 for a failure, 2 for wrong use."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def wrong_use(message: str) -> CommandError:
    """The command line itself is wrong: exit code 2."""
    return CommandError(message, code=2)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“ Did you mean “x”?” with a leading space, or nothing when no known word is near."""
    import difflib  # only a mistake needs it

    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return f" Did you mean “{near[0]}”?" if near else ""
