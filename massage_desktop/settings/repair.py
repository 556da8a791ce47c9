"""From the bytes of a settings file to settings in range, with one line for all that had to be replaced."""

from __future__ import annotations

import difflib
import json

import msgspec

from .model import ALLOWED, Settings, checked

Notices = tuple[str, ...]
_TABLES = ("offset_db", "keys")
_MOST_NOTICES = 8


def settings_from(raw: bytes, where: str) -> tuple[Settings, Notices]:
    """Settings from JSON text, each bad value replaced by its default; never raises.

    ``where`` names the file in the notices.
    """
    try:
        # The standard reader takes NaN, Infinity and 1e999: they cost one value, not the whole file.
        values = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Settings(), (f"{where}: is damaged ({_plain(error)}). Default settings are used.",)
    if not isinstance(values, dict):
        return Settings(), (f"{where}: holds no table of settings. Default settings are used.",)
    good: dict[str, object] = {}
    problems: list[str] = []
    for name, value in values.items():
        if name not in ALLOWED:
            problems.append(_unknown(name))
        elif name in _TABLES and isinstance(value, dict):
            good[name], bad = _table(name, value)
            problems += bad
        else:
            _take(name, value, good, problems)
    return Settings(**good), _lines(where, problems)  # type: ignore[arg-type] # every value went through checked()


def _take(name: str, value: object, good: dict[str, object], problems: list[str]) -> None:
    try:
        good[name] = checked(name, value)
    except msgspec.ValidationError:
        default = getattr(Settings(), name)
        used = "nothing" if default in (None, {}) else _shown(default)
        problems.append(f'"{name}" is {_shown(value)} but must be {ALLOWED[name]}; {used} is used.')


def _table(name: str, entries: dict[str, object]) -> tuple[dict[str, object], list[str]]:
    """The good entries of a table: one bad calibration must not cost the others."""
    good: dict[str, object] = {}
    problems: list[str] = []
    for key, value in entries.items():
        try:
            checked(name, {key: value})
            good[key] = value
        except msgspec.ValidationError:
            problems.append(
                f'"{name}" has {_shown(key)} = {_shown(value)} but must be {ALLOWED[name]}; it is left out.'
            )
    return good, problems


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, ALLOWED, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    return f"there is no setting called {_shown(name)}; it is left out.{hint}"


def _lines(where: str, problems: list[str]) -> Notices:
    shown = problems[:_MOST_NOTICES]
    if len(problems) > len(shown):
        shown.append(f"{len(problems) - len(shown)} more values do not fit and are left out.")
    return tuple(f"{where}: {p}" for p in shown)


def _shown(value: object) -> str:
    """A value as it stands in the file, on one line and short."""
    if isinstance(value, (dict, list)):
        return "a table" if isinstance(value, dict) else "a list"
    if not isinstance(value, str):
        return _short(json.dumps(value))
    return f'"{_short(value)}"'


def _short(text: str) -> str:
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= 40 else text[:39] + "…"


def _plain(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}: {error.msg.lower()}"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return "not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "a number with too many digits"
