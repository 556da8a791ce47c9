"""The commands file of a rehearsal: lines ``SECONDS COMMAND`` in session seconds."""

from __future__ import annotations

import difflib
import math
from pathlib import Path
from typing import cast, get_args

import msgspec

from massage_desktop.session.model import Command

_LARGEST = 200_000  # bytes; a script of a session is a few lines


class ScriptError(Exception):
    """A commands file that cannot be followed; ``str`` is one line with file, line and advice."""


class Cue(msgspec.Struct, frozen=True, order=True):
    """One command at one session second (0 is the first stroke)."""

    at_s: float
    command: Command


def read_script(path: Path) -> list[Cue]:
    """Commands in the order of their seconds; empty lines and ``#`` comments are skipped.

    Raises:
        ScriptError: the file is missing, unreadable, too large or has a wrong line.
    """
    try:
        if not path.is_file():
            raise ScriptError(f"{path}: there is no such file of commands.")
        if path.stat().st_size > _LARGEST:
            raise ScriptError(f"{path}: too large for a file of commands ({_LARGEST // 1000} kB at most).")
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ScriptError(f"{path}: this is not a text file in UTF-8.") from None
    except OSError as error:
        raise ScriptError(f"{path}: {error.strerror}.") from None
    cues = [cue for n, line in enumerate(text.splitlines(), 1) if (cue := _cue(path, n, line))]
    return sorted(cues, key=lambda cue: cue.at_s)


def _cue(path: Path, number: int, line: str) -> Cue | None:
    words = line.split("#", 1)[0].split()
    if not words:
        return None
    if len(words) != 2:
        raise ScriptError(f"{path}:{number}: a line is `SECONDS COMMAND`, for example `120 stay`.")
    try:
        at_s = float(words[0])
    except ValueError:
        at_s = math.nan
    if not math.isfinite(at_s) or at_s < 0:
        raise ScriptError(f"{path}:{number}: “{words[0][:40]}” is not a number of seconds from 0 up.")
    known = get_args(Command)
    if words[1] not in known:
        near = difflib.get_close_matches(words[1], known, n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        raise ScriptError(
            f"{path}:{number}: “{words[1][:40]}” is not a command.{hint} Known: {', '.join(known)}."
        )
    return Cue(at_s, cast(Command, words[1]))
