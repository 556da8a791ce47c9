"""Reading one routine file: every mistake at once, each with its line, its key and a way to mend it.

Nothing a file holds makes this raise: what is wrong with it comes back as findings of rule ``FILE``.
"""

from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path

import msgspec

from .decode import MAX_PROBLEMS, Problem, problems_in
from .finding import Finding
from .lines import AbsurdTextError, LineMap, key_lines
from .model import Routine
from .references import reference_problems
from .segment import with_segments
from .suggest import advice, shown

MAX_FILE_BYTES = 256 * 1024
"""A routine file is a few kilobytes; a larger one is refused before it is parsed."""

RULE = "FILE"

_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)\s*$")
_PLAIN_WORDS = (
    ("Cannot overwrite a value", "This key is given twice. Keep one of the two."),
    ("Cannot declare", "This table is opened twice. Write [[steps]] with two brackets for every step."),
    ("Expected '=' after a key", "A line is written: key = value."),
    ("Invalid value", "A value is missing or not understood. Texts stand in quotes, numbers do not."),
    ("Invalid date", "This is no real date, and a routine needs none. Texts stand in quotes."),
    ("Unterminated string", 'A text is not closed. Add the missing " at its end.'),
    ("Illegal character '\\n'", 'A text is not closed. Add the missing " at the end of the line.'),
    ("Unclosed array", "A list is not closed. Add the missing ] and put commas between its entries."),
    ("Unclosed inline table", "A table in braces is not closed. Add the missing }."),
    ("Expected newline or end of document", "Something stands behind the value. Put one key on each line."),
    ("Expected ']", "A table header is not closed. Write [[steps]]."),
    ("Invalid initial character for a key", "A key begins with a letter. Is something left over here?"),
    ("Invalid statement", "This is not a key, a table header or a # remark."),
    ("Unescaped '\\'", "A text holds a lone backslash. Write \\\\ or use single quotes."),
    ("Invalid hex value", "A text holds a lone backslash. Write \\\\ or use single quotes."),
)


class ReadResult(msgspec.Struct, frozen=True):
    """A routine, or the reasons why there is none. ``lines`` finds the line of a key path."""

    routine: Routine | None
    findings: list[Finding]
    lines: LineMap


class _RefusedError(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, message: str, line: int | None = None, key: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.key = key


def read_routine(path: str | Path) -> ReadResult:
    """Read a routine file of UTF-8 TOML.

    Returns:
        The routine with no findings, or None with every mistake found (rule ``FILE``, severity ``error``).
        Never raises for anything that a path or a file may be.
    """
    name = str(path)
    try:
        text = _decoded(_content(Path(path)))
    except _RefusedError as refused:
        return _refusal(name, refused)
    return read_text(text, name)


def read_text(text: str, name: str = "routine") -> ReadResult:
    """Like :func:`read_routine` for text that is already at hand; ``name`` stands in the findings."""
    try:
        lines = key_lines(text)
        data = _parsed(text)
    except AbsurdTextError as absurd:
        return _refusal(name, _RefusedError(str(absurd), absurd.line))
    except _RefusedError as refused:
        return _refusal(name, refused)
    data, lines, problems = with_segments(data, lines)
    problems += problems_in(data, Routine) + reference_problems(data)
    if not problems:
        try:
            return ReadResult(msgspec.convert(data, Routine), [], lines)
        except msgspec.ValidationError as error:  # pragma: no cover - the walk above is meant to say it first
            problems = [Problem("", f"{error}.")]
    return ReadResult(None, _findings(name, problems, data, lines), lines)


def _content(path: Path) -> bytes:
    """The bytes of a regular file of a sensible size."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _RefusedError("This is a folder. Name a routine file that ends in .toml.")
        if not stat.S_ISREG(mode):
            raise _RefusedError("This is no ordinary file. Name a routine file that ends in .toml.")
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise _RefusedError(f"There is no such file.{_sibling_advice(path)}") from None
    except PermissionError:
        raise _RefusedError("This file may not be read. Change its permissions.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a usable path"
        raise _RefusedError(f"This file cannot be read: {reason}.") from None
    if len(content) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 1024
        raise _RefusedError(
            f"The file is larger than {limit} kB, so it is hardly a routine. It was not read."
        )
    return content


def _sibling_advice(path: Path) -> str:
    try:
        siblings = [p.name for p in path.parent.iterdir() if p.suffix == ".toml"]
    except (OSError, ValueError):
        return ""
    return advice(path.name, siblings[:500])


def _decoded(content: bytes) -> str:
    """Text with ``\\n`` line ends; a byte order mark at its start is dropped."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _RefusedError("The file is saved as UTF-16. Save it as UTF-8.")
    if b"\x00" in content:
        raise _RefusedError("The file is not a text file. Name a routine file that ends in .toml.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _RefusedError(
            f"The file is not saved as UTF-8: byte 0x{content[error.start]:02x} in this line, perhaps "
            "a letter with an accent from Latin-1. Save the file as UTF-8.",
            line,
        ) from None
    return text.replace("\r\n", "\n")


def _parsed(text: str) -> dict[str, object]:
    if not text.strip():
        raise _RefusedError('The file is empty. A routine begins with the line "format = 1".')
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_refusal(text, str(error)) from None
    except (ValueError, RecursionError, OverflowError):
        # Impossible dates and the like leave tomllib as bare ValueErrors without a place.
        raise _RefusedError("The file holds a value that cannot be understood, perhaps a date.") from None


def _syntax_refusal(text: str, message: str) -> _RefusedError:
    place = _AT_LINE.search(message)
    what = _AT_LINE.sub("", message)
    plain = next((words for start, words in _PLAIN_WORDS if what.startswith(start)), "")
    line = int(place.group(1)) if place and place.group(1) else text.rstrip().count("\n") + 1
    return _RefusedError(f"The file is not valid TOML: {what}. {plain}".rstrip(), line)


def _refusal(name: str, refused: _RefusedError) -> ReadResult:
    finding = _finding(name, refused.line, refused.key, None, str(refused))
    return ReadResult(None, [finding], LineMap({}))


def _findings(name: str, problems: list[Problem], data: dict[str, object], lines: LineMap) -> list[Finding]:
    """Findings in the order of the lines; beyond a hundred the rest is only counted."""
    placed = sorted(((lines.line(p.key), p) for p in problems), key=lambda pair: pair[0] or 0)
    found = [
        _finding(name, line, shown_key(p.key), step_id(data, p.key), p.message)
        for line, p in placed[:MAX_PROBLEMS]
    ]
    if len(placed) > MAX_PROBLEMS:
        found.append(
            _finding(name, None, "", None, f"{len(placed) - MAX_PROBLEMS} more mistakes are not listed.")
        )
    return found


def _finding(name: str, line: int | None, key: str, step: str | None, message: str) -> Finding:
    return Finding(file=name, line=line, key=key, rule=RULE, severity="error", step=step, message=message)


def shown_key(key: str) -> str:
    """A key path fit for a message: printable and not endless, whatever names a file holds."""
    return shown(key).strip('"')


def step_id(data: dict[str, object], key: str) -> str | None:
    """The id of the step that a key path such as ``steps[2].pressure`` lies in, when it has one."""
    match = re.match(r"steps\[(\d+)\]", key)
    steps = data.get("steps")
    if match is None or not isinstance(steps, list) or int(match.group(1)) >= len(steps):
        return None
    step = steps[int(match.group(1))]
    identity = step.get("id") if isinstance(step, dict) else None
    return identity if isinstance(identity, str) and len(identity) <= 64 else None
