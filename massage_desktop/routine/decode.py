"""Plain data against a msgspec type, with every problem reported and not only the first.

The types of ``routine/model.py`` stay the single description of the format; this walks over them.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from .model import PRESSURES
from .suggest import advice, shown, word_list

MAX_PROBLEMS = 100
"""Beyond this many problems of one file, the rest is only counted."""

_PATTERN_WORDS = {
    r"^[a-z][a-z0-9_]{0,63}$": "lower-case letters, digits and _ (first a letter, at most 64 characters)",
    r"^[A-Z]+-?[0-9]+[a-z]?$": 'capital letters and a number, such as "R01" or "PACE-01"',
}


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong: ``key`` is a path such as ``steps[2].pressure``, ``message`` says how to mend it."""

    key: str
    message: str


@cache
def _type_of(kind: Any) -> inspect.Type:
    return inspect.type_info(kind)


def problems_in(data: object, kind: type[msgspec.Struct]) -> list[Problem]:
    """Everything in ``data`` (as a TOML parser gives it) that does not fit ``kind``, in the type's order."""
    found: list[Problem] = []
    _walk(data, _type_of(kind), "", found)
    return found


def _walk(value: object, kind: inspect.Type, key: str, found: list[Problem]) -> None:
    if isinstance(kind, inspect.UnionType):
        _union(value, kind, key, found)
        return
    check = _CHECKS[type(kind)]
    check(value, kind, key, found)


def _struct(value: object, kind: inspect.StructType, key: str, found: list[Problem]) -> None:
    if not isinstance(value, dict):
        found.append(Problem(key, f"{shown(value)} found; a table of keys is expected here."))
        return
    fields = {f.encode_name: f for f in kind.fields}
    for name in value:
        if name not in fields:
            hint = advice(name, fields) or f" Allowed are {word_list(fields, 40)}."
            found.append(Problem(_join(key, name), f"There is no key {shown(name)} here.{hint}"))
    for name, field in fields.items():
        if name in value:
            _walk(value[name], field.type, _join(key, name), found)
        elif field.required:
            found.append(Problem(_join(key, name), f'"{name}" is missing. Add it: {_expected(field.type)}.'))


def _list(
    value: object, kind: inspect.ListType | inspect.VarTupleType, key: str, found: list[Problem]
) -> None:
    if not isinstance(value, list):
        _wrong(value, kind, key, found)
        return
    low, high = kind.min_length or 0, kind.max_length
    if len(value) < low or (high is not None and len(value) > high):
        found.append(Problem(key, f"{len(value)} entries found; {_amount(low, high)} are allowed."))
    for i, item in enumerate(value[:high]):
        _walk(item, kind.item_type, f"{key}[{i}]", found)


def _integer(value: object, kind: inspect.IntType, key: str, found: list[Problem]) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not _inside(value, kind):
        _wrong(value, kind, key, found)


def _float(value: object, kind: inspect.FloatType, key: str, found: list[Problem]) -> None:
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    # tomllib reads inf and nan, and 1e999 as inf: none of them is a figure.
    if not good or not _inside(value, kind):
        _wrong(value, kind, key, found)


def _inside(value: Any, kind: inspect.IntType | inspect.FloatType) -> bool:
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return (
        (kind.ge is None or value >= kind.ge)
        and (kind.gt is None or value > kind.gt)
        and (kind.le is None or value <= kind.le)
        and (kind.lt is None or value < kind.lt)
    )


def _string(value: object, kind: inspect.StrType, key: str, found: list[Problem]) -> None:
    if not isinstance(value, str):
        _wrong(value, kind, key, found)
        return
    low, high = kind.min_length or 0, kind.max_length
    if low and not value.strip():
        found.append(Problem(key, "The text is empty. Write something or leave the key out."))
    elif len(value) < low or (high is not None and len(value) > high):
        found.append(
            Problem(key, f"{len(value)} characters found; at most {high} are allowed. Shorten the text.")
        )
    elif kind.pattern is not None and not _matches(kind.pattern, value):
        _wrong(value, kind, key, found)
    elif not all(c.isprintable() or c == "\n" for c in value):
        found.append(Problem(key, "The text holds control characters. Remove them."))


def _matches(pattern: str, value: str) -> bool:
    # "$" would let a trailing line end pass.
    return re.search(pattern, value) is not None and not value.endswith("\n")


def _literal(value: object, kind: inspect.LiteralType, key: str, found: list[Problem]) -> None:
    if not any(type(value) is type(v) and value == v for v in kind.values):
        words = _words(kind)
        hint = advice(value, words) if isinstance(value, str) else ""
        found.append(Problem(key, f"{shown(value)} found; allowed: {word_list(words)}.{hint}"))


def _union(value: object, kind: inspect.UnionType, key: str, found: list[Problem]) -> None:
    """Report against the one alternative that has the right shape, else name them all."""
    for option in kind.types:
        if _shape_fits(value, option):
            _walk(value, option, key, found)
            return
    _wrong(value, kind, key, found)


def _shape_fits(value: object, kind: inspect.Type) -> bool:
    if isinstance(kind, (inspect.ListType, inspect.VarTupleType)):
        return isinstance(value, list)
    if isinstance(kind, (inspect.StrType, inspect.LiteralType)):
        return isinstance(value, str)
    if isinstance(kind, inspect.IntType):
        return isinstance(value, int) and not isinstance(value, bool)
    if isinstance(kind, inspect.FloatType):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return False


def _wrong(value: object, kind: inspect.Type, key: str, found: list[Problem]) -> None:
    what = shown(value)
    if isinstance(value, (datetime.date, datetime.time)):
        what = "a date or time"
    quotes = " Write numbers without quotes." if isinstance(value, str) and _is_figure(kind) else ""
    found.append(Problem(key, f"{what} found; {_expected(kind)} is expected.{quotes}"))


def _is_figure(kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.UnionType):
        return any(_is_figure(k) for k in kind.types)
    return isinstance(kind, (inspect.IntType, inspect.FloatType))


def _expected(kind: inspect.Type) -> str:  # noqa: PLR0911 - one line a type
    """What the type allows, in words."""
    if isinstance(kind, inspect.UnionType):
        return " or ".join(_expected(k) for k in kind.types if not isinstance(k, inspect.NoneType))
    if isinstance(kind, (inspect.IntType, inspect.FloatType)):
        return _expected_number(kind)
    if isinstance(kind, inspect.StrType):
        if kind.pattern is not None:
            return f"a name of {_PATTERN_WORDS.get(kind.pattern, kind.pattern)}"
        return "a text in quotes"
    if isinstance(kind, inspect.LiteralType):
        return f"one of {word_list(_words(kind))}"
    if isinstance(kind, inspect.VarTupleType):
        return "a pair [least, most]"
    if isinstance(kind, inspect.ListType):
        is_struct = isinstance(kind.item_type, inspect.StructType)
        return "at least one table, such as [[steps]]" if is_struct else "a list in [ ]"
    return "a table of keys"


def _words(kind: inspect.LiteralType) -> list[str]:
    """The allowed words; pressures from softest to strongest, as msgspec sorts all words by the alphabet."""
    return list(PRESSURES) if set(kind.values) == set(PRESSURES) else [str(v) for v in kind.values]


def _expected_number(kind: inspect.IntType | inspect.FloatType) -> str:
    whole = "a whole number" if isinstance(kind, inspect.IntType) else "a number"
    low = (
        f" from {kind.ge:g}"
        if kind.ge is not None
        else (f" above {kind.gt:g}" if kind.gt is not None else "")
    )
    return f"{whole}{low}" + (f" to {kind.le:g}" if kind.le is not None else "")


def _amount(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {low}"
    return f"exactly {low}" if low == high else f"{low} to {high}"


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


_CHECKS: dict[type[inspect.Type], Callable[[Any, Any, str, list[Problem]], None]] = {
    inspect.StructType: _struct,
    inspect.ListType: _list,
    inspect.VarTupleType: _list,
    inspect.IntType: _integer,
    inspect.FloatType: _float,
    inspect.StrType: _string,
    inspect.LiteralType: _literal,
}
