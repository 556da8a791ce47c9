"""``rules``: the rule book, as a list or one rule in full."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from .failure import wrong_use
from .output import print_json, print_table

if TYPE_CHECKING:
    from massage_desktop.rules.book import Rule

USES = {
    "V": "checked in every routine",
    "T": "kept while a session runs",
    "A": "kept by the sound",
    "G": "asked before the start",
    "S": "shown or said",
    "D": "kept in words and design",
}


def show_rules(options: argparse.Namespace) -> int:
    """All rules, or one of them in full."""
    from massage_desktop.rules.book import readings, rules

    if options.rule is None:
        _show_all(list(rules().values()), as_json=options.json)
        return 0
    known = {**rules(), **readings()}
    rule = known.get(_spelled(options.rule))
    if rule is None:
        raise wrong_use(_unknown(options.rule, list(known)))
    if options.json:
        print_json(rule_as_json(rule))
    else:
        sys.stdout.write(_in_full(rule))
    return 0


def rule_as_json(rule: Rule) -> dict[str, Any]:
    """One rule with the stable keys of ``rules --json``."""
    return msgspec.structs.asdict(rule)


def _spelled(word: str) -> str:
    return word.strip().upper().replace("_", "-").replace(" ", "-")


def _unknown(word: str, known: list[str]) -> str:
    from massage_desktop.routine.suggest import did_you_mean, shown

    nearest = did_you_mean(word, known)
    hint = f"Did you mean {nearest}?" if nearest else "See `massage-desktop rules` for all of them."
    return f"there is no rule {shown(word)}. {hint}"


def _show_all(rules: list[Rule], *, as_json: bool) -> None:
    if as_json:
        print_json([rule_as_json(rule) for rule in rules])
    else:
        print_table(("Rule", "Use", "What it says"), [(r.id, "".join(r.use), r.title) for r in rules])


def _in_full(rule: Rule) -> str:
    lines = [f"{rule.id}: {rule.title}", "", rule.text, f"Why: {rule.why}"]
    if rule.figures:
        lines.append("Figures: " + ", ".join(f"{name} {value:g}" for name, value in rule.figures.items()))
    if rule.use:
        lines.append("In the program: " + ", ".join(USES[use] for use in rule.use))
    if rule.kept_by:
        lines.append(f"Kept by: massage_desktop.{rule.kept_by}")
    if rule.source:
        lines.append("Source: " + ", ".join(rule.source))
    return "\n".join(lines) + "\n"
