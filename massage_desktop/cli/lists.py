"""``list``, ``techniques``, ``ambiences`` and ``plan``."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from massage_desktop.plan.model import Plan

from .load import plan_of
from .output import print_json, print_table


def show_list(options: argparse.Namespace) -> int:
    """The bundled routines."""
    from massage_desktop.routine.library import bundled_routines

    routines = bundled_routines()
    if options.json:
        print_json([{**msgspec.to_builtins(r), "seconds": sum(s.seconds for s in r.steps)} for r in routines])
    else:
        print_table(
            ("Routine", "Code", "Title", "Kind", "For", "Position", "Steps"),
            [
                (r.id, r.code, r.title, r.category, ", ".join(r.profiles), r.position, len(r.steps))
                for r in routines
            ],
        )
    return 0


def show_techniques(options: argparse.Namespace) -> int:
    """All techniques."""
    from massage_desktop.routine.techniques import techniques

    known = list(techniques().values())
    if options.json:
        print_json(known)
    else:
        print_table(
            ("Technique", "Code", "Title", "Family", "What the hands do"),
            [(t.id, t.code, t.title, t.family, t.card) for t in known],
        )
    return 0


def show_ambiences(options: argparse.Namespace) -> int:
    """The generated sounds."""
    from massage_desktop.sound.generators.catalogue import AMBIENCES

    rows = [
        {"id": a.id, "title": a.title, "description": a.description, "nature": a.nature}
        for a in AMBIENCES.values()
    ]
    if options.json:
        print_json(rows)
    else:
        print_table(
            ("Ambience", "Title", "What it is", ""),
            [
                (
                    r["id"],
                    r["title"],
                    r["description"],
                    "only if the receiver likes it" if r["nature"] else "",
                )
                for r in rows
            ],
        )
    return 0


def show_plan(options: argparse.Namespace) -> int:
    """One routine with absolute seconds."""
    plan = plan_of(options)
    if options.json:
        print_json(plan_as_json(plan))
        return 0
    total = plan.total_seconds
    print_table(
        ("From", "Step", "Technique", "Side", "Time", "Rounds", "A minute", "Pressure"),
        [
            (
                _clock(s.start),
                s.id,
                s.title,
                s.side if s.side != "both" else "",
                _clock(s.seconds),
                s.repetitions,
                f"{s.pace_per_minute:.1f}",
                s.pressure,
            )
            for s in plan.steps
        ],
    )
    print(f"{plan.routine.title}: {_clock(total)} minutes, profile {plan.profile.id}.")
    return 0


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """The plan with the stable keys of ``plan --json``."""
    return {
        "routine": plan.routine.id,
        "profile": plan.profile.id,
        "total_seconds": plan.total_seconds,
        "steps": [
            {
                "id": s.id,
                "title": s.title,
                "technique": s.technique.id,
                "family": s.technique.family,
                "stage": s.stage,
                "zone": s.step.zone,
                "path": s.step.path,
                "direction": s.step.direction,
                "hand": s.step.hand,
                "start": s.start,
                "seconds": s.seconds,
                "repetitions": s.repetitions,
                "pace_per_minute": s.pace_per_minute,
                "motions": s.step.motions,
                "motions_per_minute": s.pace_per_minute * s.step.motions,
                "points": s.step.points,
                "pressure": s.pressure,
                "side": s.side,
                "mirrors": s.step.mirrors,
            }
            for s in plan.steps
        ],
    }


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
