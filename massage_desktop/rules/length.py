"""Length: the bounds of every declared profile (TIME-01 to TIME-07), and figures that must agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from massage_desktop.routine.model import Family, ProfileName, Step
from massage_desktop.routine.profile import PROFILES, SELF_PART_MAX_S, Profile

from .breach import Breach, Subject

FREE_LEAST = 0.6
FREE_MOST = 1.6
"""A step whose repetitions are not counted lasts 60 % to 160 % of its seconds (the program's choice)."""

_PROFILE_RULES: dict[ProfileName, str] = {
    "adult": "TIME-01",
    "first": "TIME-03",
    "child": "TIME-06",
    "newborn": "TIME-05",
    "self": "TIME-07",
}
_LIGHT_FAMILIES: tuple[Family, ...] = ("stroke", "move", "other")
_TINY = 1e-6


def seconds_range(step: Step) -> tuple[float, float]:
    """(least, most) seconds that a step can be planned with."""
    counts = step.repetition_range
    if counts is None:
        return step.seconds * FREE_LEAST, step.seconds * FREE_MOST
    slow, fast = step.pace_range
    return counts[0] * 60 / fast, counts[1] * 60 / slow


def totals(subject: Subject) -> Iterator[Breach]:
    """TIME-01, -03, -05, -06, -07: the seconds fit the first profile, and every other can be reached."""
    steps = subject.routine.steps
    nominal = sum(s.seconds for s in steps)
    least = sum(seconds_range(s)[0] for s in steps)
    most = sum(seconds_range(s)[1] for s in steps)
    for n, name in enumerate(subject.routine.profiles):
        profile = PROFILES[name]
        rule = _PROFILE_RULES[name]
        key = f"profiles[{n}]"
        if n == 0 and not profile.min_s <= nominal <= profile.max_s:
            message = (
                f"The steps last {_clock(nominal)} together; {_bounds(profile)}. "
                f"{'Shorten' if nominal > profile.max_s else 'Lengthen'} the middle steps."
            )
            yield subject.breach(rule, "error", key, message)
        elif most + _TINY < profile.min_s or least - _TINY > profile.max_s:
            message = (
                f"Repetitions and paces allow {_clock(least)} to {_clock(most)}; {_bounds(profile)}. "
                "Widen the repetitions of the middle steps, or leave this profile out."
            )
            yield subject.breach(rule, "error", key, message)


def self_parts(subject: Subject) -> Iterator[Breach]:
    """TIME-07: in self-massage one part of the body is worked for at most 5 minutes."""
    if subject.routine.gives != "self":
        return
    spent: dict[str, int] = defaultdict(int)
    for work in subject.works:
        spent[work.step.zone] += work.step.seconds
        over = spent[work.step.zone] - SELF_PART_MAX_S
        if 0 < over <= work.step.seconds:
            message = (
                f"the part “{work.step.zone}” is worked for {_clock(spent[work.step.zone])} by now; "
                f"in self-massage 5 minutes a part are enough. Take {over} seconds away."
            )
            yield work.breach("TIME-07", "error", "seconds", message)


def figures_agree(subject: Subject) -> Iterator[Breach]:
    """DERIV-11: the nominal seconds hold a whole number of the allowed repetitions at an allowed pace."""
    for i, step in enumerate(subject.routine.steps):
        counts = step.repetition_range
        if counts is None:
            continue
        slow, fast = step.pace_range
        if any(
            slow - _TINY <= n * 60 / step.seconds <= fast + _TINY for n in range(counts[0], counts[1] + 1)
        ):
            continue
        least, most = seconds_range(step)
        message = (
            f"Step {i + 1} ({step.id}): {step.seconds} seconds do not hold {_counted(counts)} repetitions at "
            f"{slow:g} to {fast:g} a minute, which last {least:.0f} to {most:.0f} seconds. "
            "Change one of the three."
        )
        yield Breach(rule="DERIV-11", severity="error", step=i, key=f"steps[{i}].seconds", message=message)


def profiles_suit(subject: Subject) -> Iterator[Breach]:
    """TIME-07, CONF-46: profiles fit who gives and who receives; children get light strokes only."""
    routine = subject.routine
    for n, name in enumerate(routine.profiles):
        if (name == "self") != (routine.gives == "self"):
            message = (
                f'The profile "{name}" does not go with gives = "{routine.gives}". Change one of the two.'
            )
            yield subject.breach("TIME-07", "error", f"profiles[{n}]", message)
    if not {"child", "newborn"} & {routine.receives, *routine.profiles}:
        return
    for work in subject.works:
        if work.technique.family not in _LIGHT_FAMILIES or work.rank > 1:
            message = 'children and newborns get light strokes only. Use stroking with "touch" or "light".'
            yield work.breach("CONF-46", "error", "technique", message)


def _bounds(profile: Profile) -> str:
    return f"the profile “{profile.id}” lasts {_clock(profile.min_s)} to {_clock(profile.max_s)} minutes"


def _clock(seconds: float) -> str:
    return f"{round(seconds) // 60}:{round(seconds) % 60:02d}"


def _counted(counts: tuple[int, int]) -> str:
    return str(counts[0]) if counts[0] == counts[1] else f"{counts[0]} to {counts[1]}"


CHECKERS = (totals, self_parts, figures_agree, profiles_suit)
