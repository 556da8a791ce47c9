"""Where in a TOML text each key stands, and whether the text is too absurd to be parsed at all.

The scanner never fails: on text that is no TOML it goes on with the next line and leaves the judgement to
the parser. It runs before the parser and refuses what makes ``tomllib`` slow or exhausts the stack.
"""

from __future__ import annotations

import re
from typing import Final

MAX_LINE_CHARS: Final = 2_000
MAX_LINES: Final = 10_000
MAX_KEY_PARTS: Final = 6
MAX_NESTING: Final = 8

_BARE = re.compile(r"[^\s.=\[\]{},#\"'\\]+")
_BLANK = " \t"
_SCALAR_END = re.compile(r"[,\]}\n#]")


class AbsurdTextError(Exception):
    """The text is refused before parsing. ``line`` is 1-based; ``str`` says what is allowed."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class LineMap:
    """Line numbers (1-based) by key path such as ``steps[2].pressure``."""

    def __init__(self, lines: dict[str, int]) -> None:
        self._lines = lines

    def line(self, key: str) -> int | None:
        """Line of a key, or of the nearest key around it that has one; None for the whole file."""
        path = key
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return None

    def keys(self) -> list[str]:
        """All key paths in the order of the text."""
        return list(self._lines)


def key_lines(text: str) -> LineMap:
    """Find the line of every key.

    Raises:
        AbsurdTextError: lines, dotted keys or nesting beyond the limits of this module.
    """
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise AbsurdTextError(MAX_LINES, f"{len(lines)} lines found; a routine has at most {MAX_LINES}.")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE_CHARS:
            message = f"A line of {len(line)} characters; at most {MAX_LINE_CHARS} are allowed. Split it."
            raise AbsurdTextError(number, message)
    scanner = _Scanner(text)
    scanner.run()
    return LineMap(scanner.found)


class _Scanner:
    """One pass over the text; every loop moves ``pos`` forward."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.at_line = 1
        self.counted_to = 0
        self.found: dict[str, int] = {}
        self.table = ""
        self.arrays: dict[str, int] = {}

    def run(self) -> None:
        while self.pos < len(self.text):
            start = self.pos
            char = self.text[self.pos]
            if char in " \t\r\n":
                self.pos += 1
            elif char == "#":
                self._skip_line()
            elif char == "[":
                self._header()
            else:
                self._statement(self.table, "\n")
                self._skip_line()
            if self.pos == start:
                self._skip_line()

    def _line(self) -> int:
        self.at_line += self.text.count("\n", self.counted_to, self.pos)
        self.counted_to = self.pos
        return self.at_line

    def _peek(self) -> str:
        return self.text[self.pos : self.pos + 1]

    def _skip_line(self) -> None:
        end = self.text.find("\n", self.pos)
        self.pos = len(self.text) if end < 0 else end + 1

    def _blank(self, extra: str = "") -> None:
        """Skip blanks; with ``extra`` also line ends and comments, as allowed inside arrays."""
        while self.pos < len(self.text):
            char = self.text[self.pos]
            if char == "#" and extra:
                self._skip_line()
            elif char in _BLANK or char in extra:
                self.pos += 1
            else:
                return

    def _header(self) -> None:
        is_array = self.text.startswith("[[", self.pos)
        self.pos += 2 if is_array else 1
        line = self._line()
        parts = self._key_parts()
        path = ""
        for i, part in enumerate(parts):
            path = f"{path}.{part}" if path else part
            last = i == len(parts) - 1
            if last and is_array:
                self.found.setdefault(path, line)
                self.arrays[path] = self.arrays.get(path, -1) + 1
            if path in self.arrays:
                path += f"[{self.arrays[path]}]"
        if path:
            self.found.setdefault(path, line)
        self.table = path
        self._skip_line()

    def _key_parts(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._blank()
            quote = self._peek()
            if quote in ("'", '"') and quote:
                part = self._quoted(quote)
            else:
                bare = _BARE.match(self.text, self.pos)
                if bare is None:
                    return parts
                part, self.pos = bare.group(), bare.end()
            parts.append(part)
            if len(parts) > MAX_KEY_PARTS:
                message = f"A key of more than {MAX_KEY_PARTS} parts; no key of a routine is nested so deep."
                raise AbsurdTextError(self._line(), message)
            self._blank()
            if self._peek() != ".":
                return parts
            self.pos += 1

    def _statement(self, table: str, stop: str, depth: int = 0) -> None:
        """``key = value`` inside ``table``; ``stop`` holds the characters that end it."""
        line = self._line()
        parts = self._key_parts()
        path = table
        for part in parts:
            path = f"{path}.{part}" if path else part
            self.found.setdefault(path, line)
        self._blank()
        if self._peek() == "=" and parts:
            self.pos += 1
            self._value(path, depth)
        elif self._peek() not in stop:
            self.pos += 1

    def _value(self, path: str, depth: int) -> None:
        self._blank()
        char = self._peek()
        if self.text.startswith(('"""', "'''"), self.pos):
            self._multiline(self.text[self.pos : self.pos + 3])
        elif char in ("'", '"') and char:
            self._quoted(char)
        elif char in ("[", "{") and char:
            if depth >= MAX_NESTING:
                message = f"Lists or tables nested more than {MAX_NESTING} deep; a routine needs 3."
                raise AbsurdTextError(self._line(), message)
            self.pos += 1
            if char == "[":
                self._array(path, depth + 1)
            else:
                self._inline_table(path, depth + 1)
        else:
            end = _SCALAR_END.search(self.text, self.pos)
            self.pos = len(self.text) if end is None else end.start()

    def _array(self, path: str, depth: int) -> None:
        index = 0
        while self.pos < len(self.text):
            self._blank("\r\n")
            char = self._peek()
            if char in ("]", ""):
                self.pos += 1
                return
            if char == ",":
                self.pos += 1
                index += 1
            elif char == "}":
                return
            else:
                item = f"{path}[{index}]"
                self.found.setdefault(item, self._line())
                start = self.pos
                self._value(item, depth)
                if self.pos == start:
                    self.pos += 1

    def _inline_table(self, path: str, depth: int) -> None:
        while self.pos < len(self.text):
            self._blank("\r\n")
            char = self._peek()
            if char in ("}", ""):
                self.pos += 1
                return
            if char == ",":
                self.pos += 1
                continue
            start = self.pos
            self._statement(path, "}", depth)
            if self.pos == start:
                self.pos += 1

    def _quoted(self, quote: str) -> str:
        """Skip a one-line string; an unclosed one ends with its line."""
        begin = self.pos + 1
        i = begin
        while i < len(self.text) and self.text[i] not in (quote, "\n"):
            i += 2 if self.text[i] == "\\" and quote == '"' else 1
        self.pos = min(len(self.text), i + 1)
        return self.text[begin : min(i, len(self.text))]

    def _multiline(self, quotes: str) -> None:
        i = self.pos + 3
        while i < len(self.text) and not self.text.startswith(quotes, i):
            i += 2 if self.text[i] == "\\" and quotes == '"""' else 1
        self.pos = min(len(self.text), i + 3)
        # Up to two more quotes may belong to the string's end.
        while self._peek() == quotes[0]:
            self.pos += 1
