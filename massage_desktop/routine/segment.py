"""Segments: areas that have a routine file of their own and can be brought into others by ``include``."""

from __future__ import annotations

import tomllib
from functools import cache

from .bundled import routines_dir
from .decode import Problem
from .lines import LineMap
from .suggest import advice, shown, word_list

MAX_STEPS = 120
"""Steps of a routine, those of its segments among them."""


@cache
def segment_ids() -> tuple[str, ...]:
    """Ids of the bundled routines of category ``segment``, sorted."""
    return tuple(sorted(p.stem for p in routines_dir().glob("*.toml") if _is_segment(p.stem)))


def with_segments(
    data: dict[str, object], lines: LineMap
) -> tuple[dict[str, object], LineMap, list[Problem]]:
    """Replace every step that says ``include`` by the steps of that segment.

    Their ids get the segment's in front (``gluteal_circles``), and each keeps the view and position that the
    segment gives it. Returns the new data, lines that know where each step came from (those of a segment are
    found at the line of its ``include``), and what is wrong with the ``include`` keys.
    """
    steps = data.get("steps")
    if not isinstance(steps, list) or not any(isinstance(s, dict) and "include" in s for s in steps):
        return data, lines, []
    grown: list[object] = []
    origin: list[tuple[int, bool]] = []
    problems: list[Problem] = []
    for n, step in enumerate(steps[:MAX_STEPS]):
        brought = [step]
        if isinstance(step, dict) and "include" in step:
            brought, wrong = _brought(step, f"steps[{n}]", data)
            problems += wrong
        grown += brought
        origin += [(n, brought[:1] != [step])] * len(brought)
    return {**data, "steps": grown}, _moved(lines, origin), problems


def _brought(step: dict[str, object], at: str, data: dict[str, object]) -> tuple[list[object], list[Problem]]:
    name = step["include"]
    if len(step) > 1:
        other = next(key for key in step if key != "include")
        return [], [Problem(f"{at}.{other}", 'A step that says "include" has no other key. Remove this one.')]
    if not isinstance(name, str) or name not in segment_ids():
        known = f" Known are {word_list(segment_ids(), 40)}."
        hint = advice(name, segment_ids()) if isinstance(name, str) else ""
        return [], [Problem(f"{at}.include", f"There is no segment {shown(name)}.{hint or known}")]
    segment = _table(name)
    return [_named(s, name, segment, data) for s in _steps(segment)], []


def _named(
    step: dict[str, object], name: str, segment: dict[str, object], data: dict[str, object]
) -> dict[str, object]:
    named = {**step, "id": f"{name}_{step['id']}"}
    if "mirrors" in step:
        named["mirrors"] = f"{name}_{step['mirrors']}"
    for key, usual in (("view", "back"), ("position", None)):
        place = segment.get(key, usual)
        if key not in step and place != data.get(key, usual):
            named[key] = place
    return named


def _moved(lines: LineMap, origin: list[tuple[int, bool]]) -> LineMap:
    known = {key: line for key in lines.keys() if (line := lines.line(key)) is not None}  # noqa: SIM118
    moved = {key: line for key, line in known.items() if not key.startswith("steps[")}
    for n, (old, brought) in enumerate(origin):
        start = f"steps[{old}]"
        if start in known:
            moved[f"steps[{n}]"] = known.get(f"{start}.include", known[start]) if brought else known[start]
        if not brought:
            moved |= {
                f"steps[{n}]{key[len(start) :]}": line
                for key, line in known.items()
                if key.startswith(f"{start}.")
            }
    return LineMap(moved)


@cache
def _table(name: str) -> dict[str, object]:
    try:
        return tomllib.loads((routines_dir() / f"{name}.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _is_segment(name: str) -> bool:
    table = _table(name)
    return table.get("category") == "segment" and bool(_steps(table))


def _steps(table: dict[str, object]) -> list[dict[str, object]]:
    steps = table.get("steps")
    return [s for s in steps if isinstance(s, dict) and "id" in s] if isinstance(steps, list) else []
