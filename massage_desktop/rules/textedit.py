"""Edits made in the text of a routine file, line by line: comments, order and layout stay as they are.

Every edit is proved: the new text must parse to exactly the old data with the edit, or it is not made.
"""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Sequence
from typing import Any

from massage_desktop.routine.lines import AbsurdTextError, LineMap, key_lines
from massage_desktop.routine.model import Routine

from .edit import AddStep, Edit, SetKey, SwapSteps, Value

_MAX_VALUE_LINES = 200


class _CannotError(Exception):
    """An edit cannot be made in this text."""


def edited(text: str, edits: Sequence[Edit], routine: Routine) -> str | None:
    """The text with all edits made, or None when one of them cannot be made in it.

    ``text`` has ``\\n`` line ends and reads as ``routine``. Steps that an ``include`` brought in have no
    lines of their own, so they cannot be edited.
    """
    ids = [step.id for step in routine.steps]
    try:
        for edit in edits:
            text = _edited(text, edit, ids)
    except (_CannotError, tomllib.TOMLDecodeError, AbsurdTextError, ValueError, RecursionError):
        return None
    return text


def _edited(text: str, edit: Edit, ids: list[str]) -> str:
    data = tomllib.loads(text)
    steps = data.get("steps")
    if not isinstance(steps, list):
        raise _CannotError
    places = [step.get("id") for step in steps]

    def place(index: int) -> int:
        """Where the routine's step stands in this text."""
        if ids[index] not in places:
            raise _CannotError
        return places.index(ids[index])

    wanted = copy.deepcopy(data)
    if isinstance(edit, SetKey):
        at = None if edit.step is None else place(edit.step)
        new = _with_key(text, at, edit)
        (wanted if at is None else wanted["steps"][at])[edit.key] = _plain(edit.value)
    elif isinstance(edit, SwapSteps):
        first, second = sorted((place(edit.first), place(edit.second)))
        new = _swapped(text, first, second)
        entries = wanted["steps"]
        entries[first], entries[second] = entries[second], entries[first]
    else:
        at = len(steps) if edit.before >= len(ids) else place(edit.before)
        new = _with_step(text, at, edit)
        wanted["steps"].insert(at, {key: _plain(value) for key, value in edit.values.items()})
    if tomllib.loads(new) != wanted:
        raise _CannotError
    return new


def _with_key(text: str, at: int | None, edit: SetKey) -> str:
    lines = key_lines(text)
    table = "" if at is None else f"steps[{at}]."
    if table + edit.key in set(lines.keys()):
        start = _offset(text, _line(lines, table + edit.key))
        begin = text.index("=", text.index(edit.key, start)) + 1
        begin += len(text[begin:]) - len(text[begin:].lstrip(" \t"))
        return text[:begin] + toml(edit.value) + text[_value_end(text, begin) :]
    # A key that is not there yet goes after the id, which every table has on a line of its own.
    after = _line_end(text, _offset(text, _line(lines, f"{table}id")))
    return f"{text[:after]}\n{edit.key} = {toml(edit.value)}{text[after:]}"


def _value_end(text: str, begin: int) -> int:
    """Offset just after the value that begins here, the comment behind it left out."""
    end = begin
    for _ in range(_MAX_VALUE_LINES):
        end = _line_end(text, end)
        value = _parsed(text[begin:end])
        if value is not None:
            break
        end += 1
    else:
        raise _CannotError
    mark = text.find("#", begin, end)
    while mark >= 0:
        if _parsed(text[begin:mark]) == value:
            return begin + len(text[begin:mark].rstrip())
        mark = text.find("#", mark + 1, end)
    return begin + len(text[begin:end].rstrip())


def _parsed(value: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(f"x = {value}")
    except (tomllib.TOMLDecodeError, ValueError):
        return None


def _with_step(text: str, at: int, edit: AddStep) -> str:
    block = "[[steps]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in edit.values.items())
    blocks = _blocks(text)
    if at < len(blocks):
        start = blocks[at][0]
        return f"{text[:start]}{block}\n{text[start:]}"
    end = blocks[-1][1]
    before = text[:end].rstrip("\n")
    return f"{before}\n\n{block}" + (f"\n{text[end:]}" if text[end:] else "")


def _swapped(text: str, first: int, second: int) -> str:
    blocks = _blocks(text)
    (a, b), (c, d) = blocks[first], blocks[second]
    one, two = text[a:b].rstrip("\n"), text[c:d].rstrip("\n")
    gap, rest = text[a + len(one) : b], text[c + len(two) : d]
    return f"{text[:a]}{two}{gap}{text[b:c]}{one}{rest}{text[d:]}"


def _blocks(text: str) -> list[tuple[int, int]]:
    """(start, end) offsets of the text of each ``[[steps]]`` table, comments right above it included."""
    lines = text.split("\n")
    found = key_lines(text)
    known = found.keys()
    headers = {n for key in known if (n := _line(found, key)) and lines[n - 1].lstrip().startswith("[")}
    starts = {n: _with_comments(lines, n) for n in sorted(headers)}
    ordered = sorted(starts)
    blocks: list[tuple[int, int]] = []
    while (key := f"steps[{len(blocks)}]") in known:
        header = _line(found, key)
        if header not in starts:
            raise _CannotError
        following = ordered[ordered.index(header) + 1 :]
        end = _offset(text, starts[following[0]]) if following else len(text)
        blocks.append((_offset(text, starts[header]), end))
    if not blocks:
        raise _CannotError
    return blocks


def _with_comments(lines: Sequence[str], header: int) -> int:
    """The first line (1-based) of the comments that stand directly above a header line."""
    first = header
    while first > 1 and lines[first - 2].lstrip().startswith("#"):
        first -= 1
    return first


def _line(lines: LineMap, key: str) -> int:
    line = lines.line(key)
    if line is None:
        raise _CannotError
    return line


def _offset(text: str, line: int) -> int:
    """Offset of the start of a 1-based line."""
    offset = 0
    for _ in range(line - 1):
        offset = text.index("\n", offset) + 1
    return offset


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def toml(value: Value) -> str:
    """A value as it is written in a file."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(toml(item) for item in value)}]"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 4))
    return str(value)


def _plain(value: Value) -> object:
    """The value as the parser gives it back."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value
