"""What makes a routine file unsafe, told once more and on its own: plain data in, names of hazards out.

Nothing here uses the checkers or the reader, so that the two can be held against each other.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PRESSURES = ["touch", "light", "medium", "firm", "strong"]
FASTEST = {"rub": 100, "knead": 60, "pinch": 60, "squeeze": 60}
BOUNDS = {
    "adult": (900, 1200),
    "first": (600, 900),
    "child": (300, 600),
    "newborn": (60, 120),
    "self": (60, 1200),
    "segment": (120, 300),
}
Table = dict[str, Any]


@cache
def load(path: str) -> Table:
    return tomllib.loads((ROOT / path).read_text("utf-8"))


def by_id(tables: list[Table]) -> dict[str, Table]:
    return {table["id"]: table for table in tables}


def pair(value: Any) -> tuple[float, float]:
    return (value[0], value[1]) if isinstance(value, list) else (value, value)


def expanded(data: Table) -> list[Table]:
    """The steps, those of segments among them."""
    steps: list[Table] = []
    for step in data["steps"]:
        if "include" not in step:
            steps.append(step)
            continue
        segment = load(f"routines/{step['include']}.toml")
        steps += [{"view": segment.get("view", "back"), **s} for s in segment["steps"]]
    return steps


def hazards(data: Table) -> set[str]:
    """What is unsafe in the data of a routine file without mistakes of form."""
    techniques = by_id(load("assets/techniques.toml")["techniques"])
    steps = expanded(data)
    found: set[str] = set()
    for step in steps:
        view = load(f"assets/body/{step.get('view', data.get('view', 'back'))}.toml")
        found |= of_a_step(step, techniques[step["technique"]], view)
    for chosen in (steps, [s for s in steps if "option" not in s]):
        massage = [s for s in chosen if s.get("kind", "massage") == "massage"]
        found |= of_sides(massage)
        if data.get("category", "relaxing") not in ("segment", "exercise"):
            families = [techniques[s["technique"]]["family"] for s in massage]
            if not families or families[0] != "stroke" or families[-1] != "stroke":
                found.add("no stroke at an end")
    low, high = BOUNDS[data["profiles"][0]]
    if not low <= sum(s["seconds"] for s in steps if "option" not in s) <= high:
        found.add("length")
    return found


def of_a_step(step: Table, technique: Table, view: Table) -> set[str]:
    found: set[str] = set()
    zones, paths = by_id(view["zones"]), by_id(view["paths"])
    own = zones[step["zone"]]
    touched = [own, *(zones[z] for z in paths[step["path"]].get("zones", []) if z in zones)]
    if any(zone.get("status") == "forbidden" for zone in touched):
        found.add("forbidden zone")
    rank = PRESSURES.index(step["pressure"])
    if rank == 4 or rank > PRESSURES.index(own.get("pressure", "firm")):
        found.add("pressure")
    slow, fast = pair(step["pace"])
    most = min(FASTEST.get(technique["family"], 1e9), technique.get("motions_per_minute_max", 1e9))
    if fast * step.get("motions", 1) > most + 1e-6:
        found.add("pace")
    on_points = "points" in step or technique["family"] in ("press", "vibrate")
    if on_points and 60 / slow / step.get("points", 1) > 10 + 1e-6:
        found.add("point")
    names = {zone["id"] for zone in touched}
    bony = any(zone.get("bony") for zone in touched)
    if technique["family"] == "tap" and (bony or names & {"kidney", "lower_back"}):
        found.add("tap")
    return found


def of_sides(massage: list[Table]) -> set[str]:
    seconds = {"left": 0, "right": 0, "both": 0}
    for step in massage:
        seconds[step.get("side", "both")] += step["seconds"]
    return {"sides"} if seconds["left"] != seconds["right"] else set()
