"""From seconds to whole repetitions: how often a pass fits, and never faster than the limits allow."""

from __future__ import annotations

from massage_desktop.routine.model import Step, Technique
from massage_desktop.routine.profile import POINT_MAX_S
from massage_desktop.rules.length import FREE_LEAST, FREE_MOST
from massage_desktop.rules.tempo import motions_limit


def fastest_pace(step: Step, technique: Technique) -> float:
    """Fastest pace in repetitions a minute that the step, its technique and PACE-01/PACE-02 allow."""
    limits = (motions_limit(technique.family), technique.motions_per_minute_max)
    return min(step.pace_range[1], *(limit / step.motions for limit in limits if limit), 240.0)


def slowest_pace(step: Step, technique: Technique) -> float:
    """Slowest pace in repetitions a minute: the step's own, raised where a point would be held over 10 s
    (TIME-08).
    """
    slow = step.pace_range[0]
    if step.points:
        slow = max(slow, 60 / (POINT_MAX_S * step.points))
    return min(slow, fastest_pace(step, technique))


def seconds_range(step: Step, technique: Technique) -> tuple[float, float]:
    """(least, most) seconds of the step: its repetitions at its paces, or a share of the nominal."""
    counts = step.repetition_range
    if counts is None:
        return step.seconds * FREE_LEAST, step.seconds * FREE_MOST
    return 60 * counts[0] / fastest_pace(step, technique), 60 * counts[1] / slowest_pace(step, technique)


def passes_for(step: Step, technique: Technique, seconds: float) -> tuple[int, float]:
    """(repetitions, pace): the whole repetitions that fill ``seconds`` best, and their number a minute.

    The pace limits and the 10 seconds on a point bind first, then the step's counts, then its own paces;
    among what is left the pace nearest to the nominal one wins.
    """
    fast, slow = fastest_pace(step, technique), slowest_pace(step, technique)
    nominal = (fast + slow) / 2
    counts = step.repetition_range or (1, 10_000)
    longest_s = POINT_MAX_S * step.points if step.points else float("inf")

    def cost(count: int) -> tuple[float, float, float, float]:
        pace = 60 * count / seconds
        outside = max(0.0, slow - pace, pace - fast)
        too_long = max(0.0, seconds / count - longest_s)
        beyond_counts = max(0, counts[0] - count, count - counts[1])
        too_fast = max(0.0, pace - fast * (1 + 1e-9))
        return too_fast + too_long, beyond_counts, outside, abs(pace - nominal)

    low = max(1, int(seconds * slow / 60) - 1)
    high = max(low, int(seconds * fast / 60) + 1)
    best = min(range(low, high + 1), key=cost)
    return best, min(60 * best / seconds, fast)  # shorter than one pass: the pass ends early, never hurries
