"""Every rule finds its planted mistake, at the right key, and stays silent on routines without one."""

from __future__ import annotations

import pytest
import rule_cases_back
import rule_cases_body
from rule_routines import (
    body_routine,
    breaches,
    changed,
    exercise,
    found,
    self_routine,
    sound_routine,
    step,
    with_steps,
)

from massage_desktop.routine.model import Routine
from massage_desktop.rules.book import rules, why

CASES = [*rule_cases_back.CASES, *rule_cases_body.CASES]
PERMITS = {
    # Rules that allow something: the routine that makes use of them, and the rule that keeps silent about it.
    "DIR-08": (changed("rub", direction="down", technique="rub_zigzag", note=None, motions=2), "DIR-01"),
    "DIR-09": (
        with_steps(
            step("a", "squeeze_up", "stacked_hands", path="squeeze_up"),
            step("b", "squeeze_down", "index_middle", direction="down", path="squeeze_down"),
        ),
        "DIR-01",
    ),
    "DIR-14": (changed("knead", zone="gluteal_upper", path="gluteal_circles", direction="down"), "DIR-01"),
    "ORDER-08": (
        sound_routine(steps=[s for s in sound_routine().steps if "stroke" in s.technique]),
        "ORDER-07",
    ),
}
KEPT_ELSEWHERE = {"TIME-15", "PACE-04", "PRESS-16", "SAFE-07", "ORDER-16", "COVER-02", "AFTER-01", "SOUND-01"}


def checked_rules() -> set[str]:
    return {rule.id for rule in rules().values() if {"V", "T"} & set(rule.use)}


@pytest.mark.parametrize("rule", sorted(checked_rules()))
def test_every_checkable_rule_has_a_planted_case(rule: str) -> None:
    planted = {case[0] for case in CASES}
    places = [rule in planted, rule in PERMITS, rule in KEPT_ELSEWHERE]
    assert any(places)
    assert (rules()[rule].kept_by != "") == (rule in KEPT_ELSEWHERE)


@pytest.mark.parametrize(
    ("rule", "severity", "key", "routine"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)]
)
def test_a_planted_mistake_is_found(rule: str, severity: str, key: str, routine: Routine) -> None:
    hits = [b for b in found(routine, rule) if b.key == key or b.key.endswith(f"].{key}")]
    assert hits, [(b.rule, b.key) for b in breaches(routine)]
    assert hits[0].severity == severity
    assert hits[0].mend.endswith((".", "?", "”"))
    if hits[0].step is not None:
        assert routine.steps[hits[0].step].id in hits[0].message
    assert why(rule)


@pytest.mark.parametrize(
    "routine",
    [
        sound_routine(),
        body_routine(),
        self_routine(),
        exercise("bend", "bend_forward", cautions=["Stop when dizzy."]),
        *(routine for routine, _rule in PERMITS.values() if routine.steps[1].id == "link"),
    ],
    ids=lambda r: r.steps[1].id if len(r.steps) > 1 else "exercise",
)
def test_a_routine_without_mistakes_has_no_finding(routine: Routine) -> None:
    assert [b for b in breaches(routine) if b.rule not in ("TIME-01", "TIME-03")] == []


@pytest.mark.parametrize("rule", sorted(PERMITS))
def test_what_a_rule_allows_is_not_found(rule: str) -> None:
    routine, silent = PERMITS[rule]
    assert found(routine, silent) == []


def test_the_back_routine_that_mistakes_are_planted_in_has_no_finding_at_all() -> None:
    assert breaches(sound_routine()) == []
