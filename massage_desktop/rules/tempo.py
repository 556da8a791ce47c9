"""Tempo and rhythm: the limits PACE-01 and PACE-02, what is slow, and the slowest end (PACE-03 to -14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from massage_desktop.routine.model import Family

from .breach import Breach, Subject, Work
from .edit import Edit
from .retime import retimed

RUB_MAX_PER_MINUTE = 100
KNEAD_MAX_PER_MINUTE = 60
SQUEEZE_PASSES_MAX = 8
"""Most passes a minute of the light squeeze: what PACE-05 calls slow (the program's choice)."""
SCALP_MAX_PER_MINUTE = 60
"""Most motions a minute on the head: what PACE-09 calls slow (the program's choice)."""
OPENING_RUB_MAX_PER_MINUTE = 80
"""Most circles a minute of the rubbing that opens R03: what PACE-14 calls slow (the program's choice)."""
TRANSITION_MAX_S = 30
"""Longest interruption for a change of place, in seconds (PACE-07, the program's choice)."""

_LIMITS: dict[Family, tuple[str, int, str]] = {
    "rub": ("PACE-01", RUB_MAX_PER_MINUTE, "rubbing is slow: at most 100 circles or saw strokes"),
    "knead": ("PACE-02", KNEAD_MAX_PER_MINUTE, "kneading is slow: at most 60"),
    # Pinching and squeezing grip the skin as kneading does, so the stricter limit holds for them.
    "pinch": ("PACE-02", KNEAD_MAX_PER_MINUTE, "pinching keeps the limit of kneading: at most 60"),
    "squeeze": ("PACE-02", KNEAD_MAX_PER_MINUTE, "squeezing keeps the limit of kneading: at most 60"),
}
_SLOW_SQUEEZES = ("TECH-60", "TECH-61")
_SCALP_RUBBING = "TECH-31"
_UNLIMITED: tuple[Family, ...] = ("vibrate", "tap", "move")
"""Families that the sources give no figure for; every other one stays inside the limit of rubbing."""
_WAVE_STEPS = 4
_TINY = 1e-9


def motions_limit(family: Family) -> int | None:
    """Most motions a minute for a family (PACE-01, PACE-02), None where the sources give no limit."""
    limit = _LIMITS.get(family)
    return limit[1] if limit else None


def pace_limits(subject: Subject) -> Iterator[Breach]:
    """PACE-01, PACE-02, PACE-11: motions a minute of the family, and the technique's own limit."""
    for work in subject.every:
        limit = _limit_of(work)
        if limit is not None:
            yield from _too_fast(subject, work, *limit)


def _limit_of(work: Work) -> tuple[str, float, str] | None:
    """The stricter of the family's limit and the technique's own; the general one for all other families."""
    family = _LIMITS.get(work.technique.family)
    own = work.technique.motions_per_minute_max
    if own is not None and (family is None or own < family[1]):
        return "PACE-02", own, f"“{work.technique.title}” is done at most {own:g} times"
    if family is not None:
        return family
    if work.technique.family in _UNLIMITED:
        return None
    return "PACE-11", RUB_MAX_PER_MINUTE, "even a brisk move stays inside 100"


def _too_fast(subject: Subject, work: Work, rule: str, limit: float, why: str) -> Iterator[Breach]:
    fast, motions = work.step.pace_range[1], work.step.motions
    if fast * motions <= limit + _TINY:
        return
    message = f"{fast * motions:g} motions a minute ({motions} in a pass); {why} a minute."
    mend = f"Lower pace to {_floor(limit / motions):g} or less, or give fewer motions a pass."
    fewer = int((limit + _TINY) / fast)
    # Fewer motions in a pass leave all times as they are; only a step that cannot do with fewer gets slower.
    edits = (
        subject.set(work, motions=fewer) if fewer >= 1 else _slower(subject, work, _floor(limit / motions))
    )
    yield work.breach(rule, "error", "pace", message, mend, *edits)


def _slower(subject: Subject, work: Work, fastest: float) -> tuple[Edit, ...]:
    return retimed(subject, work, pace=(min(work.step.pace_range[0], fastest), fastest))


def closing_is_slowest(subject: Subject) -> Iterator[Breach]:
    """PACE-03: a slower tempo calms, so nothing before the last step is slower than it.

    Tempo is what the hands do in a minute: motions, or places rested on, times passes.
    """
    works = [w for w in subject.works if w.technique.motion != "still"]
    if len(works) < 2 or not subject.is_session or subject.routine.category == "toning":
        return
    last = works[-1]
    slowest = min(works[:-1], key=lambda w: tempo(w)[1])
    if tempo(last)[1] > tempo(slowest)[1] + _TINY:
        message = (
            f"the last step goes at up to {tempo(last)[1]:g} a minute, step {slowest.index + 1} "
            f"({slowest.step.id}) at {tempo(slowest)[1]:g}; the end is the slowest."
        )
        edits = _slower(subject, last, tempo(slowest)[1] / max(last.step.motions, last.step.points or 1))
        yield last.breach("PACE-03", "warning", "pace", message, "Lower its pace.", *edits)


def tempo(work: Work) -> tuple[float, float]:
    """(slowest, fastest) motions a minute; a step that rests on points moves from point to point."""
    beats = max(work.step.motions, work.step.points or 1)
    slow, fast = work.step.pace_range
    return slow * beats, fast * beats


def slow_squeeze(subject: Subject) -> Iterator[Breach]:
    """PACE-05: the light squeeze is slow both ways."""
    for work in subject.works:
        if work.technique.code in _SLOW_SQUEEZES and work.step.pace_range[1] > SQUEEZE_PASSES_MAX + _TINY:
            message = f"up to {work.step.pace_range[1]:g} passes a minute; the light squeeze is slow."
            mend = f"Set the fastest pace to {SQUEEZE_PASSES_MAX} or less."
            edits = _slower(subject, work, SQUEEZE_PASSES_MAX)
            yield work.breach("PACE-05", "warning", "pace", message, mend, *edits)


def no_interruption(subject: Subject) -> Iterator[Breach]:
    """PACE-07: changes of place are short."""
    for work in subject.every:
        if work.step.kind == "transition" and work.step.seconds > TRANSITION_MAX_S:
            message = f"{work.step.seconds} seconds without massage; the flow breaks off."
            mend = f"Make it {TRANSITION_MAX_S} seconds or fewer."
            edits = retimed(subject, work, seconds=TRANSITION_MAX_S)
            yield work.breach("PACE-07", "warning", "seconds", message, mend, *edits)


def a_wave(subject: Subject) -> Iterator[Breach]:
    """PACE-08: pressure or rhythm changes over the whole massage."""
    works = subject.works
    if len(works) < _WAVE_STEPS or not subject.is_session or subject.option:
        return
    if len({w.rank for w in works}) == 1 and len({tempo(w) for w in works}) == 1:
        message = "All steps have the same pressure and the same tempo."
        mend = "Let both rise a little towards the middle and fall towards the end."
        yield subject.breach("PACE-08", "warning", "steps", message, mend)


def slow_head(subject: Subject) -> Iterator[Breach]:
    """PACE-09: the head is worked slowly, and another's scalp is rubbed in spirals."""
    for work in subject.works:
        if work.area == "head" and tempo(work)[1] > SCALP_MAX_PER_MINUTE + _TINY:
            message = f"up to {tempo(work)[1]:g} motions a minute on the head."
            mend = f"Stay at {SCALP_MAX_PER_MINUTE} or less."
            yield work.breach("PACE-09", "warning", "pace", message, mend)
        spiral = work.step.direction in ("spiral", "circular")
        if work.technique.code == _SCALP_RUBBING and subject.by_person and not spiral:
            message = f'the scalp is rubbed "{work.step.direction}"; spirals are meant.'
            edits = subject.set(work, direction="spiral")
            yield work.breach("PACE-09", "warning", "direction", message, 'Set direction = "spiral".', *edits)


def slow_opening_rub(subject: Subject) -> Iterator[Breach]:
    """PACE-14: the rubbing that opens the massage for a man is slow."""
    rubs: Sequence[Work] = [w for w in subject.works if w.technique.family == "rub"]
    opening = rubs[:1] if subject.routine.code == "R03" else []
    for work in subject.naming("PACE-14") or opening:
        if tempo(work)[1] > OPENING_RUB_MAX_PER_MINUTE + _TINY:
            message = f"up to {tempo(work)[1]:g} motions a minute; this rubbing is slow."
            mend = f"Stay at {OPENING_RUB_MAX_PER_MINUTE} or less."
            yield work.breach("PACE-14", "warning", "pace", message, mend)


def _floor(figure: float) -> float:
    """Two decimals, never rounded up past the limit."""
    return int(figure * 100) / 100


CHECKERS = (
    pace_limits,
    closing_is_slowest,
    slow_squeeze,
    no_interruption,
    a_wave,
    slow_head,
    slow_opening_rub,
)
