"""The rule book: every massage rule as a value (``assets/rules.toml``), read when it is first asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

import msgspec

from massage_desktop.routine.bundled import assets_dir
from massage_desktop.routine.techniques import techniques

Use = Literal["V", "T", "A", "G", "S", "D"]
"""How the program acts on a rule: V checks a routine, T keeps it while a session runs, A in the sound, G asks
before the start, S shows or says it, D keeps it in words and design."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule in plain words.

    ``text`` says what holds, ``why`` the reason in one sentence, ``figures`` its limits (units in their
    names, times in seconds), ``source`` where it comes from, such as ``S004:134`` (file and line) or the ids
    of the rules it follows from. ``kept_by`` names the module that keeps a rule which no checker
    of routines can.
    """

    id: str
    title: str
    text: str
    why: str
    use: list[Use] = []
    figures: dict[str, float] = {}
    source: list[str] = []
    kept_by: str = ""


class _Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: list[Rule]
    readings: list[Rule]


@cache
def _book() -> _Book:
    text = (assets_dir() / "rules.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Book)


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by id, read-only, in the order of the book.

    Raises:
        OSError: the bundled file is missing.
        msgspec.ValidationError, tomllib.TOMLDecodeError: the bundled file is damaged.
    """
    return MappingProxyType({rule.id: rule for rule in _book().rules})


@cache
def readings() -> Mapping[str, Rule]:
    """The other ids that findings carry: readings of unclear sources (``CONF-49``) and ``FILE``."""
    return MappingProxyType({rule.id: rule for rule in _book().readings})


def why(rule_id: str) -> str:
    """The reason of a rule in one sentence, with its source in brackets; empty for an id of no book."""
    rule = rules().get(rule_id) or readings().get(rule_id)
    if rule is not None:
        return f"{rule.why} ({', '.join(rule.source)})" if rule.source else rule.why
    if any(technique.code == rule_id for technique in techniques().values()):
        return f"Every technique has places, hands and a strength that suit it ({rule_id})."
    return ""
