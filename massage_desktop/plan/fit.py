"""Sharing a given time among steps: each between its least and most, all near their nominal share."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec


class Slot(msgspec.Struct, frozen=True):
    """A length to decide. ``count`` steps share it (2 for a mirrored pair); ``elastic`` above 1 bends more
    readily.
    """

    least: float
    most: float
    nominal: float
    count: int = 1
    elastic: float = 1.0


class DoesNotFitError(Exception):
    """The time lies outside what the slots can be stretched or shortened to."""

    def __init__(self, least: float, most: float) -> None:
        super().__init__(f"only {least:.0f} to {most:.0f} seconds fit")
        self.least = least
        self.most = most


def capacity(slots: Sequence[Slot]) -> tuple[float, float]:
    """(least, most) seconds that the slots can fill together."""
    return sum(s.least * s.count for s in slots), sum(s.most * s.count for s in slots)


def share(slots: Sequence[Slot], total: float) -> list[float]:
    """Seconds of each slot so that ``sum(seconds * count) == total``.

    Every slot bends by the same factor, raised to its elasticity, until it reaches its own end.

    Raises:
        DoesNotFitError: ``total`` is outside :func:`capacity`.
    """
    least, most = capacity(slots)
    if not least - 1e-6 <= total <= most + 1e-6:
        raise DoesNotFitError(least, most)

    def at(bend: float) -> list[float]:
        return [min(s.most, max(s.least, s.nominal * math.exp(bend * s.elastic))) for s in slots]

    low, high = -8.0, 8.0
    for _ in range(36):  # far finer than a microsecond
        middle = (low + high) / 2
        filled = sum(x * s.count for x, s in zip(at(middle), slots, strict=True))
        low, high = (middle, high) if filled < total else (low, middle)
    return _settle(at(high), slots, total)


def _settle(lengths: list[float], slots: Sequence[Slot], total: float) -> list[float]:
    """Give the rest that bisection leaves over (far below a second) to slots with room, so that the sum is
    exact.
    """
    for i, slot in enumerate(slots):
        rest = total - sum(x * s.count for x, s in zip(lengths, slots, strict=True))
        lengths[i] = min(slot.most, max(slot.least, lengths[i] + rest / slot.count))
    return lengths


def share_whole(slots: Sequence[Slot], total: int) -> list[float]:
    """Like :func:`share`, but in whole seconds wherever the slots' ends allow it.

    Raises:
        DoesNotFitError: as for :func:`share`.
    """
    exact = share(slots, total)
    whole = [
        float(math.floor(x)) if s.least <= math.floor(x) <= s.most else x
        for x, s in zip(exact, slots, strict=True)
    ]
    rest = total - sum(x * s.count for x, s in zip(whole, slots, strict=True))
    for i in sorted(range(len(slots)), key=lambda i: whole[i] - exact[i]):
        if rest >= slots[i].count - 1e-9 and whole[i] + 1 <= slots[i].most + 1e-9:
            whole[i] += 1
            rest -= slots[i].count
    return _settle(whole, slots, total) if abs(rest) > 1e-9 else whole
