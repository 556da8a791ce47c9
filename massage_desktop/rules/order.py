"""Order: strokes at both ends, stages, what must come before what, and both sides alike."""

from __future__ import annotations

from collections.abc import Iterator

from massage_desktop.routine.model import Family, Stage, Step, pressure_rank

from .breach import Breach, Subject

_STAGES: tuple[Stage, ...] = ("opening", "main", "closing")
_FAMILY_ORDER: dict[Family, int] = {
    "stroke": 0,
    "rub": 1,
    "squeeze": 2,
    "knead": 3,
    "pinch": 3,
    "press": 3,
    "tap": 4,
    "vibrate": 4,
}
_MIRRORED = ("technique", "repetitions", "pace", "seconds", "motions", "points", "pressure")
_LINKS = ((3, 4), (3, 3), (4, 4))
_MEDIUM = pressure_rank("medium")


def strokes_at_both_ends(subject: Subject) -> Iterator[Breach]:
    """ORDER-01: a session begins and ends with stroking."""
    if not subject.works:
        yield subject.breach(
            "ORDER-01", "error", "steps", "There is no massage step. Begin and end with stroking."
        )
        return
    for work, where in ((subject.works[0], "begins"), (subject.works[-1], "ends")):
        if work.technique.family != "stroke":
            title = work.technique.title
            message = f"the session {where} with “{title}”. It {where} with stroking. Add light strokes."
            yield work.breach("ORDER-01", "error", "technique", message)


def stages_in_order(subject: Subject) -> Iterator[Breach]:
    """ORDER-02: opening, main, closing follow each other, and the ends are there."""
    steps = subject.routine.steps
    for i, step in enumerate(steps[1:], start=1):
        if _STAGES.index(step.stage) < _STAGES.index(steps[i - 1].stage):
            message = (
                f'Step {i + 1} ({step.id}): "{step.stage}" after "{steps[i - 1].stage}". '
                "Stages go opening, main, closing."
            )
            yield Breach(rule="ORDER-02", severity="error", step=i, key=f"steps[{i}].stage", message=message)
    for stage in ("opening", "closing"):
        if not any(s.stage == stage for s in steps):
            message = f'No step has the stage "{stage}". A session keeps both ends, however short. Name them.'
            yield subject.breach("ORDER-02", "error", "steps", message)


def end_like_the_beginning(subject: Subject) -> Iterator[Breach]:
    """ORDER-09: closing techniques are among those of the opening."""
    opening = {w.technique.id for w in subject.works if w.step.stage == "opening"}
    for work in subject.works:
        if work.step.stage == "closing" and opening and work.technique.id not in opening:
            message = f"“{work.technique.title}” was not used in the opening. End with what you began with."
            yield work.breach("ORDER-09", "warning", "technique", message)


def light_before_deep(subject: Subject) -> Iterator[Breach]:
    """ORDER-13: deep stroking and rubbing come after light stroking or rubbing of the same kind."""
    seen: set[Family] = set()
    for work in subject.works:
        family = work.technique.family
        if family in ("stroke", "rub") and work.rank >= _MEDIUM and family not in seen:
            message = (
                f"the first {family} step is {work.step.pressure}. Light comes before deep. "
                "Put a light one before."
            )
            yield work.breach("ORDER-13", "warning", "pressure", message)
        if work.rank < _MEDIUM:
            seen.add(family)


def families_in_order(subject: Subject) -> Iterator[Breach]:
    """ORDER-07: stroking, rubbing, squeezing, kneading or pinching, then tapping or vibration."""
    highest, name = 0, ""
    met: set[Family] = set()
    for work in subject.works:
        family = work.technique.family
        place = _FAMILY_ORDER.get(family)
        if place is None or family in met:
            continue
        met.add(family)
        if place < highest and work.step.note is None:
            message = (
                f"{family} comes for the first time after {name}. Usual: stroke, rub, squeeze, knead, tap."
            )
            yield work.breach("ORDER-07", "warning", "technique", message)
        if place > highest:
            highest, name = place, family


def strokes_after_sawing(subject: Subject) -> Iterator[Breach]:
    """REP-03, ORDER-14: after sawing both sides come 3 to 4 linking strokes."""
    works = subject.works
    for n, work in enumerate(works):
        following = works[n + 1] if n + 1 < len(works) else None
        if work.technique.motion != "saw" or (following is not None and following.technique.motion == "saw"):
            continue
        if following is None or following.technique.family != "stroke":
            yield work.breach(
                "REP-03", "warning", "technique", "no strokes after sawing. Add 3 to 4 light strokes."
            )
        elif following.step.repetition_range not in _LINKS:
            message = "strokes after sawing are done 3 to 4 times. Set repetitions = [3, 4]."
            yield following.breach("REP-03", "warning", "repetitions", message)


def both_sides_alike(subject: Subject) -> Iterator[Breach]:
    """REP-14: every one-sided step has its twin on the other side, with the same figures."""
    steps = {s.id: (i, s) for i, s in enumerate(subject.routine.steps)}
    mirrored = {s.mirrors for s in subject.routine.steps}
    for work in subject.works:
        step = work.step
        if step.mirrors in steps and step.mirrors is not None:
            yield from _unlike(work.index, step, *steps[step.mirrors])
        elif step.side != "both" and step.id not in mirrored:
            other = "left" if step.side == "right" else "right"
            message = (
                f"only the {step.side} side is worked. Both sides get the same. "
                f'Add this step with side = "{other}" and mirrors = "{step.id}".'
            )
            yield work.breach("REP-14", "error", "side", message)


def _unlike(index: int, step: Step, twin_index: int, twin: Step) -> Iterator[Breach]:
    if twin_index > index:
        message = (
            f"Step {index + 1} ({step.id}) mirrors the later step “{twin.id}”. "
            'Let the second side say "mirrors".'
        )
        yield Breach(
            rule="REP-14", severity="error", step=index, key=f"steps[{index}].mirrors", message=message
        )
    for key in _MIRRORED:
        mine, others = getattr(step, key), getattr(twin, key)
        if mine != others:
            message = (
                f"Step {index + 1} ({step.id}): {key} differs from the other side ({_plain(mine)} here, "
                f"{_plain(others)} in “{twin.id}”). Both sides get the same. Make them equal."
            )
            yield Breach(
                rule="REP-14", severity="error", step=index, key=f"steps[{index}].{key}", message=message
            )


def _plain(value: object) -> str:
    return " to ".join(f"{v:g}" for v in value) if isinstance(value, tuple) else str(value)


CHECKERS = (
    strokes_at_both_ends,
    stages_in_order,
    end_like_the_beginning,
    light_before_deep,
    families_in_order,
    strokes_after_sawing,
    both_sides_alike,
)
