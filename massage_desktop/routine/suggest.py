"""“Did you mean”: the nearest allowed word, and plain lists of words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_LONGEST_WORD = 64
_CLOSE_ENOUGH = 0.62
_SHOWN = 60


def did_you_mean(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word most like ``word``, or None when none is near; case and hyphens do not count."""
    if not word or len(word) > _LONGEST_WORD:
        return None
    wanted = _plain(word)
    best, best_ratio = None, _CLOSE_ENOUGH
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for candidate in allowed:
        matcher.set_seq1(_plain(candidate))
        ratio = matcher.ratio()
        if ratio > best_ratio:
            best, best_ratio = candidate, ratio
    return best


def advice(word: str, allowed: Iterable[str]) -> str:
    """A sentence such as ``Did you mean "light"?`` with a leading space, or an empty string."""
    nearest = did_you_mean(word, allowed)
    return f' Did you mean "{nearest}"?' if nearest is not None else ""


def word_list(words: Iterable[str], limit: int = 24) -> str:
    """Words joined for reading, cut after ``limit`` of them."""
    listed = list(words)
    if len(listed) > limit:
        return ", ".join(listed[:limit]) + f" and {len(listed) - limit} more"
    return ", ".join(listed)


def shown(value: object) -> str:
    """A value from a file as it is quoted in a message: short, on one line, only printable characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = _number(value) if isinstance(value, (int, float)) else str(value)
    text = "".join(c if c.isprintable() else " " for c in text[: _SHOWN + 1])
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f'"{text}"' if isinstance(value, str) else text


def _number(value: float) -> str:
    # Python refuses to write out integers of thousands of digits.
    if isinstance(value, int) and value.bit_length() > 200:
        return "a huge number"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")
