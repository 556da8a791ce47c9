"""Where a session stands in its plan, and the two things every change keeps: the bounds and the balance of
the sides.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from massage_desktop.routine.area import area_of
from massage_desktop.routine.profile import SELF_PART_MAX_S

from .fit import Slot, capacity, share
from .make import chain
from .model import Plan, PlannedStep
from .pace import passes_for

_SAME_S = 1e-6
_SHORTEST_S = 0.5
"""A mirrored rest shorter than this is not worth a step of its own."""


class ChangeRefusedError(Exception):
    """A change that would break a bound. ``str`` is one calm sentence that says why."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """``plan.steps[:index]`` are past with the seconds they really took; ``elapsed_s`` are spent in
    ``plan.steps[index]``.
    """

    plan: Plan
    index: int
    elapsed_s: float

    @property
    def current(self) -> PlannedStep:
        """The step being worked on."""
        return self.plan.steps[self.index]

    @property
    def past(self) -> list[PlannedStep]:
        """Steps that are over."""
        return list(self.plan.steps[: self.index])

    @property
    def future(self) -> list[PlannedStep]:
        """Steps to come."""
        return list(self.plan.steps[self.index + 1 :])

    @property
    def spent(self) -> list[PlannedStep]:
        """The past and the part of the current step that is over, as steps; empty lengths are left out."""
        cut = cut_to(self.current, self.elapsed_s)
        return [*self.past, *([cut] if cut else [])]


def cut_to(step: PlannedStep, seconds: float) -> PlannedStep | None:
    """The step ended early after ``seconds``; None when nothing of it was given."""
    if seconds < _SAME_S:
        return None
    begun = math.ceil(seconds / step.pass_s - _SAME_S)
    return msgspec.structs.replace(step, seconds=seconds, repetitions=begun)


def lasting(step: PlannedStep, seconds: float) -> PlannedStep:
    """The step with another length and the repetitions that fill it."""
    repetitions, pace = passes_for(step.step, step.technique, seconds)
    return msgspec.structs.replace(step, seconds=seconds, repetitions=repetitions, pace_per_minute=pace)


def again(step: PlannedStep, seen: Sequence[PlannedStep]) -> PlannedStep:
    """The same step for another time, told apart by its occurrence."""
    last = max((s.occurrence for s in seen if s.id == step.id), default=0)
    return msgspec.structs.replace(step, occurrence=last + 1)


def part(plan: Plan, step_id: str) -> PlannedStep:
    """The routine's step with this id, as it would be given now."""
    return next(s for s in plan.parts if s.id == step_id)


def pair_of(plan: Plan) -> dict[str, str]:
    """Step id to the id of the first step of its mirrored pair; single steps are left out (REP-14)."""
    pairs: dict[str, str] = {}
    for step in plan.routine.steps:
        if step.mirrors:
            pairs[step.id] = step.mirrors
            pairs[step.mirrors] = step.mirrors
    return pairs


def imbalance(plan: Plan, spent: Sequence[PlannedStep]) -> dict[str, float]:
    """Per pair: seconds that its first step got more than its mirror (negative: fewer)."""
    pairs = pair_of(plan)
    ahead: dict[str, float] = defaultdict(float)
    for step in spent:
        key = pairs.get(step.id)
        if key:
            ahead[key] += step.seconds if step.id == key else -step.seconds
    return {key: (value if abs(value) > _SAME_S else 0.0) for key, value in ahead.items()}


class _Pair(msgspec.Struct):
    """What is left to do on the two sides of a pair: places in ``future`` and how far the first side is
    ahead.
    """

    first: int | None = None
    mirror: int | None = None
    ahead: float = 0.0


def fit_future(plan: Plan, spent: Sequence[PlannedStep], future: Sequence[PlannedStep]) -> Plan:
    """The plan whose steps are ``spent`` and then ``future``, with new seconds for the future.

    Both sides of every pair end up with equal time; the total comes as near to the plan's wish as the steps
    allow, never above the profile's maximum and never below its minimum: where the future cannot last that
    long, light rounds of the opening strokes come before the closing.

    Raises:
        ChangeRefusedError: even at their shortest the steps would pass the maximum.
    """
    steps = _with_missing_sides(plan, spent, _once_a_side(plan, future))
    slots, fixed = _slots(plan, spent, steps)
    used_s = sum(s.seconds for s in spent)
    least, most = capacity(list(slots.values()))
    least, most = least + sum(fixed.values()) + used_s, most + sum(fixed.values()) + used_s
    profile = plan.profile
    if least > profile.max_s + _SAME_S:
        raise ChangeRefusedError(
            f"There is no time left for that: the massage may last {profile.max_s // 60} minutes."
        )
    target = min(profile.max_s, max(profile.min_s, plan.wish_s))
    if most < profile.min_s - _SAME_S and steps:
        return fit_future(plan, spent, _with_round(plan, spent, steps))
    total = min(most, max(least, target)) - used_s - sum(fixed.values())
    lengths = dict(zip(slots, share(list(slots.values()), total), strict=True))
    fitted = [lasting(step, s) for i, step in enumerate(steps) if (s := _length(i, lengths, fixed)) > _SAME_S]
    rebuilt = msgspec.structs.replace(plan, steps=chain([*spent, *fitted]))
    _check_parts(rebuilt)
    return rebuilt


def _length(index: int, lengths: dict[tuple[int, ...], float], fixed: dict[int, float]) -> float:
    shared = sum(seconds for members, seconds in lengths.items() if index in members)
    return shared + fixed.get(index, 0.0)


def _pairs_ahead(plan: Plan, spent: Sequence[PlannedStep], steps: Sequence[PlannedStep]) -> dict[str, _Pair]:
    keys = pair_of(plan)
    found = {key: _Pair(ahead=value) for key, value in imbalance(plan, spent).items()}
    for i, step in enumerate(steps):
        key = keys.get(step.id)
        if key:
            pair = found.setdefault(key, _Pair())
            if step.id == key:
                pair.first = i
            else:
                pair.mirror = i
    return found


def _once_a_side(plan: Plan, future: Sequence[PlannedStep]) -> list[PlannedStep]:
    """Each side of a pair at most once: its one step takes all the time that balance asks for."""
    pairs = pair_of(plan)
    seen: set[str] = set()
    kept = []
    for step in future:
        if step.id not in pairs or step.id not in seen:
            kept.append(step)
        seen.add(step.id)
    return kept


def _with_missing_sides(
    plan: Plan, spent: Sequence[PlannedStep], steps: list[PlannedStep]
) -> list[PlannedStep]:
    """Put a side that is owed time but no longer planned next in line, so that no side is left short."""
    for key, pair in _pairs_ahead(plan, spent, steps).items():
        mirror_id = next(s.id for s in plan.routine.steps if s.mirrors == key)
        owed = mirror_id if pair.ahead > 0 else key
        place = pair.mirror if pair.ahead > 0 else pair.first
        other = pair.first if pair.ahead > 0 else pair.mirror
        if place is None and (abs(pair.ahead) >= _SHORTEST_S or other is not None):
            steps = [again(part(plan, owed), [*spent, *steps]), *steps]
    return steps


def _slots(
    plan: Plan, spent: Sequence[PlannedStep], steps: Sequence[PlannedStep]
) -> tuple[dict[tuple[int, ...], Slot], dict[int, float]]:
    """Lengths still free (keyed by the places that share them) and lengths that balance fixes."""
    slots: dict[tuple[int, ...], Slot] = {}
    fixed: dict[int, float] = {}
    paired: set[int] = set()
    for pair in _pairs_ahead(plan, spent, steps).values():
        places = tuple(i for i in (pair.first, pair.mirror) if i is not None)
        paired.update(places)
        behind = pair.mirror if pair.ahead > 0 else pair.first
        if pair.ahead and behind is not None:
            fixed[behind] = abs(pair.ahead)
        if len(places) == 2:
            a, b = (steps[i] for i in places)
            least, most = max(a.least_s, b.least_s), min(a.most_s, b.most_s)
            slots[places] = Slot(least, max(least, most), min(a.seconds, b.seconds), 2)
    for i, step in enumerate(steps):
        if i not in paired:
            slots[(i,)] = Slot(step.least_s, step.most_s, step.seconds)
    return slots, fixed


def _with_round(plan: Plan, spent: Sequence[PlannedStep], steps: list[PlannedStep]) -> list[PlannedStep]:
    """One more round of the light opening strokes before the closing, to reach the profile's minimum."""
    opening = next(
        (s for s in plan.parts if s.technique.family == "stroke" and s.side == "both"), plan.parts[0]
    )
    closing = next((i for i, s in enumerate(steps) if s.stage == "closing"), len(steps))
    extra = again(opening, [*spent, *steps])
    return [*steps[:closing], extra, *steps[closing:]]


def _check_parts(plan: Plan) -> None:
    """TIME-07: no part of a self-massage over 5 minutes, whatever was changed."""
    if plan.routine.gives != "self":
        return
    parts: dict[str, float] = defaultdict(float)
    for step in plan.steps:
        parts[area_of(plan.routine, step.step)] += step.seconds
    if any(seconds > SELF_PART_MAX_S + _SAME_S for seconds in parts.values()):
        raise ChangeRefusedError("One part of the body gets at most 5 minutes of self-massage.")
