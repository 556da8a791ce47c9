"""Bundled routine files as values, for tests of what they must say: read without the view's drawing."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import msgspec

from massage_desktop.routine.bundled import routines_dir
from massage_desktop.routine.model import Routine, Step
from massage_desktop.routine.techniques import techniques


def tables(name: str) -> dict[str, Any]:
    return tomllib.loads((routines_dir() / f"{name}.toml").read_text("utf-8"))


@cache
def routine(name: str) -> Routine:
    """A routine as its file states it; an included segment's steps stand in the place of the include."""
    data = tables(name)
    steps: list[dict[str, Any]] = []
    for step in data["steps"]:
        if "include" in step:
            segment = tables(step["include"])
            usual, start = {"view": segment["view"]}, segment["id"]
            steps += [usual | s | {"id": f"{start}_{s['id']}"} for s in segment["steps"]]
        else:
            steps.append(step)
    return msgspec.convert(data | {"steps": steps}, Routine)


def step(name: str, wanted: str) -> Step:
    (found,) = [s for s in routine(name).steps if s.id == wanted]
    return found


def order(name: str) -> list[str]:
    """The techniques in order, both sides of a pair once, equal neighbours once."""
    used = [s.technique for s in routine(name).steps if s.mirrors is None]
    return [t for n, t in enumerate(used) if n == 0 or used[n - 1] != t]


def massage(name: str) -> list[Step]:
    return [s for s in routine(name).steps if s.kind == "massage"]


def family(one: Step) -> str:
    return techniques()[one.technique].family
