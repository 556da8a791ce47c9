"""Tempo: PACE-01, PACE-02, PACE-03 and the 10 seconds on one point, TIME-08."""

from __future__ import annotations

from collections.abc import Iterator

from massage_desktop.routine.model import Family
from massage_desktop.routine.profile import POINT_MAX_S

from .breach import Breach, Subject, Work

RUB_MAX_PER_MINUTE = 100
KNEAD_MAX_PER_MINUTE = 60

_LIMITS: dict[Family, tuple[str, int, str]] = {
    "rub": ("PACE-01", RUB_MAX_PER_MINUTE, "Rubbing is slow: at most 100 circles or saw strokes a minute"),
    "knead": ("PACE-02", KNEAD_MAX_PER_MINUTE, "Kneading is slow: at most 60 a minute"),
    # Pinching and squeezing grip the skin as kneading does, so the stricter limit holds for them.
    "pinch": ("PACE-02", KNEAD_MAX_PER_MINUTE, "Pinching keeps the limit of kneading: at most 60 a minute"),
    "squeeze": (
        "PACE-02",
        KNEAD_MAX_PER_MINUTE,
        "Squeezing keeps the limit of kneading: at most 60 a minute",
    ),
}
_POINT_FAMILIES = ("press", "vibrate")
_TINY = 1e-9


def motions_limit(family: Family) -> int | None:
    """Most motions a minute for a family (PACE-01, PACE-02), None where the sources give no limit."""
    limit = _LIMITS.get(family)
    return limit[1] if limit else None


def pace_limits(subject: Subject) -> Iterator[Breach]:
    """PACE-01, PACE-02: motions a minute of the family, and the technique's own limit."""
    for work in subject.works:
        fastest = work.step.pace_range[1] * work.step.motions
        for rule, limit, why in _limits_of(work):
            if fastest > limit + _TINY:
                at_most = _floor(limit / work.step.motions)
                mend = f"Lower pace to {at_most} or less, or give fewer motions a pass."
                message = f"{fastest:g} motions a minute ({work.step.motions} in a pass). {why}. {mend}"
                yield work.breach(rule, "error", "pace", message)


def _limits_of(work: Work) -> Iterator[tuple[str, float, str]]:
    """The stricter of the family's limit and the technique's own."""
    family = _LIMITS.get(work.technique.family)
    own = work.technique.motions_per_minute_max
    if own is not None and (family is None or own < family[1]):
        yield "PACE-02", own, f"“{work.technique.title}” is done at most {own:g} times a minute"
    elif family is not None:
        yield family


def closing_is_slowest(subject: Subject) -> Iterator[Breach]:
    """PACE-03: a slower tempo calms, so nothing before the last step is slower than it.

    Tempo is what the hands do in a minute: motions, or places rested on, times passes.
    """
    if len(subject.works) < 2:
        return
    last = subject.works[-1]
    slowest = min(subject.works[:-1], key=lambda w: tempo(w)[1])
    if tempo(last)[1] > tempo(slowest)[1] + _TINY:
        message = (
            f"the last step goes at up to {tempo(last)[1]:g} a minute, step {slowest.index + 1} "
            f"({slowest.step.id}) at {tempo(slowest)[1]:g}. Slow hands calm, so the end is the slowest. "
            "Lower its pace."
        )
        yield last.breach("PACE-03", "warning", "pace", message)


def tempo(work: Work) -> tuple[float, float]:
    """(slowest, fastest) motions a minute; a step that rests on points moves from point to point."""
    beats = max(work.step.motions, work.step.points or 1)
    slow, fast = work.step.pace_range
    return slow * beats, fast * beats


def ten_seconds_a_point(subject: Subject) -> Iterator[Breach]:
    """TIME-08: at the slowest pace no point is worked longer than 10 seconds."""
    for work in subject.works:
        points = work.step.points
        if points is None and work.technique.family in _POINT_FAMILIES:
            points = 1
        if points is None:
            continue
        stay_s = 60 / work.step.pace_range[0] / points
        if stay_s > POINT_MAX_S + _TINY:
            message = (
                f"{stay_s:.0f} seconds on one point; at most {POINT_MAX_S} are comfortable. "
                "Raise the slowest pace, or give more points to a pass."
            )
            yield work.breach("TIME-08", "error", "points", message)


def _floor(figure: float) -> str:
    """Two decimals, never rounded up past the limit."""
    return f"{int(figure * 100) / 100:g}"


CHECKERS = (pace_limits, closing_is_slowest, ten_seconds_a_point)
