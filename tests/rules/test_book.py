"""The rule book: whole, in the order of the rules, with figures that the checkers keep."""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from massage_desktop.routine.profile import POINT_MAX_S, PROFILES, SELF_PART_MAX_S
from massage_desktop.rules import counts, pressure, stay, tempo
from massage_desktop.rules.book import Rule, readings, rules, why

LISTED = [line.split() for line in (Path(__file__).parent / "rule_ids.txt").read_text().splitlines()]
ALL = [*rules().values(), *readings().values()]
SOURCES = Path(__file__).parents[2] / "massage_desktop"


def figures(rule: str) -> dict[str, float]:
    return rules()[rule].figures


def test_the_book_holds_every_rule_once_and_in_order() -> None:
    assert list(rules()) == [name for name, _use in LISTED]
    assert {name: "".join(rule.use) for name, rule in rules().items()} == dict(LISTED)
    assert len({name for name, _use in LISTED}) == len(LISTED) == 225
    assert not set(readings()) & set(rules())


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_a_rule_is_told_in_short_plain_sentences(rule: Rule) -> None:
    for text in (rule.text, rule.why):
        assert text.endswith(".")
        assert len(text) <= 220
        assert not re.search(r"patient|therap|treatment|massage therapist|lumbar", text, re.IGNORECASE)
    assert rule.why.count(".") == 1
    assert 3 <= len(rule.title) <= 60
    assert all(re.fullmatch(r"S00[04]:\d+|[A-Z]+-\d+", source) for source in rule.source)
    assert not rule.kept_by or find_spec(f"massage_desktop.{rule.kept_by}") is not None


def test_every_rule_that_comes_from_a_source_names_it() -> None:
    without = {rule.id for rule in rules().values() if not rule.source}
    assert without == {"DERIV-09", "DERIV-10"}
    assert why("PACE-01") == "Fast rubbing heats the skin and wakes up. (S004:75)"
    assert "TECH-29" in why("TECH-29")
    assert why("NOWHERE-01") == ""


def test_every_rule_that_a_checker_names_is_in_the_book() -> None:
    named: set[str] = set()
    for file in (SOURCES / "rules").glob("*.py"):
        strings = [n.value for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Constant)]
        named |= {s for s in strings if isinstance(s, str) and re.fullmatch(r"[A-Z]+-\d+", s)}
    known = {rule.id for rule in ALL}
    assert {n for n in named if not n.startswith(("TECH-", "MOVE-"))} <= known


@pytest.mark.parametrize(
    ("rule", "profile"),
    [("TIME-01", "adult"), ("TIME-03", "first"), ("TIME-05", "newborn"), ("TIME-06", "child")],
)
def test_the_bounds_of_profiles_are_those_of_the_book(rule: str, profile: str) -> None:
    bounds = PROFILES[profile]  # type: ignore[index]
    assert figures(rule)["max_s"] == bounds.max_s
    assert figures(rule).get("min_s", bounds.min_s) == bounds.min_s


@pytest.mark.parametrize(
    ("rule", "name", "kept"),
    [
        ("TIME-07", "max_s", SELF_PART_MAX_S),
        ("TIME-08", "max_s", POINT_MAX_S),
        ("TIME-09", "max_s", stay.SMALL_AREA_MAX_S),
        ("TIME-10", "min_s", stay.PRESS_MIN_S),
        ("TIME-10", "max_s", POINT_MAX_S),
        ("TIME-11", "min_s", stay.FEET_MIN_S),
        ("TIME-11", "max_s", stay.FEET_MAX_S),
        ("TIME-12", "max_s", stay.OPENING_RUB_MAX_S),
        ("TIME-17", "pace_max", stay.HOLD_PACE_MAX),
        ("TIME-18", "max_s", stay.DIGITS_MAX_S),
        ("GIVER-04", "max_s", stay.STANCE_MAX_S),
        ("PACE-01", "motions_per_minute_max", tempo.RUB_MAX_PER_MINUTE),
        ("PACE-02", "motions_per_minute_max", tempo.KNEAD_MAX_PER_MINUTE),
        ("PACE-05", "passes_per_minute_max", tempo.SQUEEZE_PASSES_MAX),
        ("PACE-07", "transition_max_s", tempo.TRANSITION_MAX_S),
        ("PACE-09", "motions_per_minute_max", tempo.SCALP_MAX_PER_MINUTE),
        ("PACE-11", "motions_per_minute_max", tempo.RUB_MAX_PER_MINUTE),
        ("PACE-14", "motions_per_minute_max", tempo.OPENING_RUB_MAX_PER_MINUTE),
        ("PRESS-06", "steps_max", pressure.STRONG_STEPS_MAX),
        ("ORDER-06", "classes_max", pressure.DROP_MAX),
    ],
)
def test_a_limit_is_the_one_of_the_book(rule: str, name: str, kept: float) -> None:
    assert figures(rule)[name] == kept


@pytest.mark.parametrize("count", counts.COUNTS, ids=lambda count: count.rule)
def test_a_count_is_the_one_of_the_book(count: counts.Count) -> None:
    own = figures(count.rule)
    assert count.least == own.get("least", own.get("times", 1))
    assert count.most == own.get("most", own.get("times", counts.MANY))
