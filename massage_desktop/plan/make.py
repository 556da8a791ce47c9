"""A routine and wishes become a plan with absolute seconds."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection

import msgspec

from massage_desktop.routine.area import area_of
from massage_desktop.routine.model import ProfileName, Routine, Step, Technique, softer
from massage_desktop.routine.options import with_options
from massage_desktop.routine.profile import PROFILES, SELF_PART_MAX_S, Profile
from massage_desktop.routine.techniques import techniques

from .fit import Slot, capacity, share_whole
from .model import Plan, PlannedStep
from .pace import passes_for, seconds_range

_ELASTIC_KNEADING = 1.5  # the kneading block is the elastic part of a routine (TIME-20)


class PlanRefusedError(Exception):
    """A wish that cannot be met. ``str`` is one plain line; the nearest plan that can be made is named in it.

    ``nearest_minutes`` and ``nearest_profile`` give that plan.
    """

    def __init__(self, message: str, minutes: float, profile: ProfileName) -> None:
        super().__init__(message)
        self.nearest_minutes = minutes
        self.nearest_profile: ProfileName = profile


def make_plan(
    routine: Routine,
    minutes: float | None = None,
    profile: ProfileName | None = None,
    options: Collection[str] = (),
) -> Plan:
    """Plan a routine.

    Args:
        routine: a routine whose references are valid (as the reader gives it).
        minutes: massage time wished; None takes the routine's own length, brought inside the bounds.
        profile: None takes the first profile that the routine declares.
        options: ids of the routine's options that are wished besides what it always does.

    Raises:
        PlanRefusedError: the wish is outside the profile's bounds (TIME-01 to TIME-07) or of what the
            routine can be stretched or shortened to.
        ValueError: a wish names no option of this routine.
    """
    routine = with_options(routine, options)
    chosen = _profile(routine, minutes, profile)
    catalogue = techniques()
    pairs = [(step, catalogue[step.technique]) for step in routine.steps]
    units = _units(routine)
    slots = [_slot([pairs[i] for i in unit]) for unit in units]
    if routine.gives == "self":
        slots = _cap_parts(routine, units, slots, chosen)
    low, high = _reach(routine, chosen, slots)
    wish_s = _wish(routine, minutes, chosen, low, high)
    lengths = share_whole(slots, wish_s)
    seconds = {i: length for unit, length in zip(units, lengths, strict=True) for i in unit}
    steps = chain([_planned(s, t, seconds[i], chosen) for i, (s, t) in enumerate(pairs)])
    return Plan(routine=routine, profile=chosen, wish_s=wish_s, steps=steps, parts=steps)


def chain(steps: list[PlannedStep]) -> tuple[PlannedStep, ...]:
    """The steps one after the other from second 0, without a gap (ORDER-02)."""
    placed: list[PlannedStep] = []
    start = 0.0
    for step in steps:
        placed.append(step if step.start == start else msgspec.structs.replace(step, start=start))
        start = placed[-1].end
    return tuple(placed)


def _profile(routine: Routine, minutes: float | None, wanted: ProfileName | None) -> Profile:
    if wanted is None or wanted in routine.profiles:
        return PROFILES[wanted or routine.profiles[0]]
    nearest = PROFILES[routine.profiles[0]]
    nearest_s = min(nearest.max_s, max(nearest.min_s, (minutes or 0) * 60))
    raise PlanRefusedError(
        f"“{routine.title}” is not made for the profile “{wanted}”, only for {_list(routine.profiles)}. "
        f"Nearest: --profile {nearest.id} --minutes {_minutes(nearest_s)}.",
        nearest_s / 60,
        nearest.id,
    )


def _reach(routine: Routine, profile: Profile, slots: list[Slot]) -> tuple[int, int]:
    """Whole seconds from and to which this routine can be planned for this profile."""
    least, most = capacity(slots)
    low, high = max(profile.min_s, math.ceil(least - 1e-6)), min(profile.max_s, math.floor(most + 1e-6))
    if low <= high:
        return low, high
    fitting = [
        p for p in (PROFILES[name] for name in routine.profiles) if max(p.min_s, least) <= min(p.max_s, most)
    ]
    nearest = fitting[0] if fitting else profile
    nearest_s = min(nearest.max_s, max(nearest.min_s, least))
    advice = (
        f"Nearest: --profile {nearest.id} --minutes {_minutes(nearest_s)}."
        if fitting
        else "Change its repetitions or paces, see `massage-desktop check`."
    )
    raise PlanRefusedError(
        f"“{routine.title}” lasts {_minutes(least)} to {_minutes(most)} minutes, but one for the "
        f"profile “{profile.id}” lasts {_minutes(profile.min_s)} to {_minutes(profile.max_s)} minutes. "
        f"{advice}",
        nearest_s / 60,
        nearest.id,
    )


def _wish(routine: Routine, minutes: float | None, profile: Profile, low: int, high: int) -> int:
    nominal = sum(step.seconds for step in routine.steps)
    if minutes is None:
        return min(high, max(low, nominal))
    wish_s = round(minutes * 60) if abs(minutes) < 1e6 else -1  # also NaN and infinity
    if low <= wish_s <= high:
        return wish_s
    nearest_s = high if wish_s > high else low
    why = (
        f"a session for the profile “{profile.id}” lasts {_minutes(profile.min_s)} to "
        f"{_minutes(profile.max_s)} minutes ({', '.join(profile.rules)})"
        if not profile.min_s <= wish_s <= profile.max_s
        else f"“{routine.title}” can last {_minutes(low)} to {_minutes(high)} minutes here"
    )
    raise PlanRefusedError(
        f"{minutes:g} minutes cannot be planned: {why}. Nearest: --minutes {_minutes(nearest_s)}.",
        nearest_s / 60,
        profile.id,
    )


def _units(routine: Routine) -> list[list[int]]:
    """Indices of the steps that share one length: a step and the steps that mirror it (REP-14)."""
    place = {step.id: i for i, step in enumerate(routine.steps)}
    units: dict[int, list[int]] = {}
    for i, step in enumerate(routine.steps):
        units.setdefault(place.get(step.mirrors or step.id, i), []).append(i)
    return list(units.values())


def _slot(steps: list[tuple[Step, Technique]]) -> Slot:
    ranges = [seconds_range(s, t) for s, t in steps]
    least, most = max(r[0] for r in ranges), min(r[1] for r in ranges)
    first, technique = steps[0]
    elastic = _ELASTIC_KNEADING if technique.family == "knead" else 1.0
    return Slot(least, max(least, most), first.seconds, len(steps), elastic)


def _cap_parts(routine: Routine, units: list[list[int]], slots: list[Slot], profile: Profile) -> list[Slot]:
    """Hold every part of a self-massage under 5 minutes (TIME-07) by lowering what its steps may grow to."""
    parts: dict[str, list[int]] = defaultdict(list)
    for n, unit in enumerate(units):
        parts[area_of(routine, routine.steps[unit[0]])].append(n)
    capped = list(slots)
    for area, members in parts.items():
        least, most = capacity([slots[n] for n in members])
        if least > SELF_PART_MAX_S:
            raise PlanRefusedError(
                f"“{routine.title}” works the part “{area}” for at least {_minutes(least)} minutes; "
                f"self-massage allows 5 (TIME-07). Give its steps fewer repetitions.",
                SELF_PART_MAX_S / 60,
                profile.id,
            )
        room = min(1.0, (SELF_PART_MAX_S - least) / (most - least)) if most > least else 0.0
        for n in members:
            s = slots[n]
            top = s.least + (s.most - s.least) * room
            capped[n] = msgspec.structs.replace(s, most=top, nominal=min(s.nominal, top))
    return capped


def _planned(step: Step, technique: Technique, seconds: float, profile: Profile) -> PlannedStep:
    least, most = seconds_range(step, technique)
    repetitions, pace = passes_for(step, technique, seconds)
    return PlannedStep(
        id=step.id,
        step=step,
        technique=technique,
        start=0.0,
        seconds=seconds,
        repetitions=repetitions,
        pace_per_minute=pace,
        pressure=softer(step.pressure, profile.pressure),
        least_s=min(least, seconds),
        most_s=max(most, seconds),
    )


def _list(words: list[ProfileName]) -> str:
    return " and ".join(f"“{w}”" for w in words)


def _minutes(seconds: float) -> str:
    """Minutes with at most two decimals, without trailing zeros."""
    return f"{seconds / 60:.2f}".rstrip("0").rstrip(".")
