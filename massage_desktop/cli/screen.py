"""``screen``: what the answers to the health questions mean, and what they change in a routine."""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from massage_desktop.routine.suggest import advice, shown

from .failure import wrong_use
from .output import print_json

if TYPE_CHECKING:
    from massage_desktop.ambience.adapt import Adapted
    from massage_desktop.ambience.screening import Assessment
    from massage_desktop.plan.model import Plan

_MOST_BYTES = 64_000
_FIGURES = ("minutes_since_meal", "doctor_agreed", "areas")
_OUTCOMES = {
    "start": "It may start.",
    "adapt": "It may start, with a few changes.",
    "doctor": "Ask a doctor first.",
    "later": "Wait a while.",
    "stop": "Better not today.",
}


class Answers(msgspec.Struct, frozen=True):
    """What a file of answers holds: ids answered with yes, and what goes with them."""

    yes: frozenset[str]
    doctor_agreed: bool = False
    minutes_since_meal: int | None = None
    places: frozenset[str] = frozenset()


def screen(options: argparse.Namespace) -> int:
    """Outcome, reasons, changes; exit code 0 when it may start, 1 when not. Nothing is stored (DERIV-09)."""
    from massage_desktop.ambience.screening import assess

    answers = read_answers(options.answers)
    now = time.localtime()
    found = assess(
        answers.yes,
        doctor_agreed=answers.doctor_agreed,
        minutes_since_meal=answers.minutes_since_meal,
        places=answers.places,
        minute_of_day=now.tm_hour * 60 + now.tm_min,
    )
    adapted, plan = _for_routine(options.routine, found) if options.routine else (None, None)
    result = _result(found, adapted, plan)
    if options.json:
        print_json(result)
    else:
        _print(result)
    return 0 if result["may_start"] else 1


def read_answers(path: Path) -> Answers:
    """The answers in a TOML or JSON file.

    Raises:
        CommandError: the file cannot be read, or something in it is no answer (exit code 2).
    """
    from massage_desktop.ambience.screening import ANSWER_IDS, PLACE_IDS

    table = _table(path)
    for key, value in table.items():
        if key in _FIGURES:
            continue
        if key not in ANSWER_IDS:
            hint = advice(key, [*ANSWER_IDS, *_FIGURES])
            raise wrong_use(f"{path}: {shown(key)} is no question.{hint} Known: {', '.join(ANSWER_IDS)}.")
        if not isinstance(value, bool):
            raise wrong_use(f"{path}: {key} is {shown(value)}, but must be true or false.")
    minutes = table.get("minutes_since_meal")
    if minutes is not None and (not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < 0):
        raise wrong_use(f"{path}: minutes_since_meal is {shown(minutes)}, but must be whole minutes from 0.")
    agreed = table.get("doctor_agreed", False)
    if not isinstance(agreed, bool):
        raise wrong_use(f"{path}: doctor_agreed is {shown(agreed)}, but must be true or false.")
    yes = frozenset(key for key, value in table.items() if value is True and key in ANSWER_IDS)
    return Answers(yes, agreed, minutes, _areas(path, table.get("areas", []), PLACE_IDS))


def _areas(path: Path, value: object, known: tuple[str, ...]) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(area, str) for area in value):
        raise wrong_use(f"{path}: areas is {shown(value)}, but must be a list of words: {', '.join(known)}.")
    for area in value:
        if area not in known:
            raise wrong_use(
                f"{path}: {shown(area)} is no area.{advice(area, known)} Known: {', '.join(known)}."
            )
    return frozenset(value)


def _table(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise wrong_use(f"{path}: {(error.strerror or 'cannot be read').lower()}.") from None
    if len(data) > _MOST_BYTES:
        raise wrong_use(f"{path}: too large for a file of answers (at most {_MOST_BYTES // 1000} kB).")
    is_json = path.suffix.lower() == ".json" or data.lstrip()[:1] == b"{"
    try:
        text = data.decode("utf-8-sig")
        table = json.loads(text) if is_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # both decoders' errors, and text that is not UTF-8
        kind = "JSON" if is_json else "TOML"
        raise wrong_use(f"{path}: is no {kind} that can be read ({error}).") from None
    if not isinstance(table, dict):
        raise wrong_use(f"{path}: must hold question ids with true or false, such as meal = false.")
    return table


def _for_routine(name: str, found: Assessment) -> tuple[Adapted, Plan | None]:
    """The adapted routine and its plan; a plan that cannot be made means that nothing suitable is left."""
    from massage_desktop.ambience.adapt import NOTHING_LEFT, adapt
    from massage_desktop.plan.make import PlanRefusedError, make_plan

    from .load import routine_of

    adapted = adapt(routine_of(name), found.adaptations)
    if adapted.routine is None:
        return adapted, None
    profile = adapted.profile or adapted.routine.profiles[0]
    try:
        plan = make_plan(adapted.routine, None, profile)
        if adapted.max_minutes is not None and plan.total_seconds > adapted.max_minutes * 60:
            plan = make_plan(adapted.routine, adapted.max_minutes, profile)
    except PlanRefusedError:
        return msgspec.structs.replace(adapted, routine=None, refusal=NOTHING_LEFT), None
    return adapted, plan


def _result(found: Assessment, adapted: Adapted | None, plan: Plan | None) -> dict[str, Any]:
    refused = adapted is not None and adapted.routine is None
    changes = [
        {"text": c.text, "question": c.question_id or None, "steps": list(c.step_ids)}
        for c in (adapted.changes if adapted else ())
    ]
    if adapted is None:
        changes = [{"text": a.text, "question": a.question_id, "steps": []} for a in found.adaptations]
    return {
        "may_start": found.may_start and not refused,
        "outcome": "stop" if found.may_start and refused else found.outcome,
        "reasons": [
            {
                "question": n.answer_id,
                "condition_ids": list(n.condition_ids),
                "outcome": n.outcome,
                "text": n.text,
            }
            for n in found.notices
        ],
        "changes": changes,
        "profile": plan.profile.id if plan else found.profile_hint,
        "minutes": plan.total_seconds / 60 if plan else None,
        "wait_minutes": found.wait_minutes,
        "unscented": any(a.unscented for a in found.adaptations),
        "refusal": adapted.refusal if adapted and refused else None,
    }


def _print(result: dict[str, Any]) -> None:
    print(result["refusal"] or _OUTCOMES[result["outcome"]])
    said: list[str] = []
    for reason in result["reasons"]:
        if reason["text"] not in said:
            said.append(reason["text"])
            print(f"  {reason['question']}: {reason['text']}")
    if result["changes"]:
        print("What changes:")
        for text in dict.fromkeys(change["text"] for change in result["changes"]):
            print(f"  {text}")
    if result["may_start"] and result["minutes"]:
        print(f"Planned: {result['minutes']:.4g} minutes, profile {result['profile']}.")
