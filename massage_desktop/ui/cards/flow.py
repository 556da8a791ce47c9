"""Blocks of a sheet flow into columns: balanced, headings beside what they head, and never cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from .ink import Column, Page

_TRIES = 24


@dataclass(frozen=True)
class Block:
    """Something that sets itself into a column. A heading stays with the block that follows it."""

    set_into: Callable[[Column], None]
    heading: bool = False


def height_of(block: Block, width: float, scale: float) -> float:
    """Height (dots) of a block in a column of ``width`` dots."""
    column = Column(None, QRectF(0, 0, width, 0), scale)
    block.set_into(column)
    return column.y


def filled(heights: Sequence[float], blocks: Sequence[Block], tall: float, gap: float) -> list[list[int]]:
    """Indices of the blocks column by column, none taller than ``tall`` unless a single block is."""
    columns: list[list[int]] = [[]]
    used = 0.0
    for n, height in enumerate(heights):
        kept = height
        if blocks[n].heading and n + 1 < len(heights):
            kept += gap + heights[n + 1]  # no heading at the foot of a column
        if columns[-1] and used + gap + kept > tall:
            columns.append([])
            used = 0.0
        used += height + (gap if columns[-1] else 0.0)
        columns[-1].append(n)
    return columns


def balanced(
    heights: Sequence[float], blocks: Sequence[Block], tall: float, gap: float, most: int
) -> list[list[int]]:
    """As :func:`filled`, but into at most ``most`` columns of the least height that will do.

    Gives more columns than ``most`` when the blocks do not fit.
    """
    best = filled(heights, blocks, tall, gap)
    if len(best) > most:
        return best
    low, high = max(heights, default=0.0), tall
    for _ in range(_TRIES):
        middle = (low + high) / 2
        tried = filled(heights, blocks, middle, gap)
        if len(tried) <= most:
            best, high = tried, middle
        else:
            low = middle
    return best


def set_columns(
    page: Page,
    area: QRectF,
    blocks: Sequence[Block],
    columns: Sequence[Sequence[int]],
    *,
    wide: float,
    apart: float,
    scale: float,
    gaps: tuple[float, float],
) -> None:
    """Set the columns side by side from the top of ``area``; spare height goes between the blocks of
    each, but not below a heading.

    ``wide`` and ``apart`` (dots) are the width of a column and the room between two; ``gaps`` are the least
    and the most room between two blocks.
    """
    least, most = gaps
    for k, column in enumerate(columns):
        heights = [height_of(blocks[n], wide, scale) for n in column]
        loose = sum(not blocks[n].heading for n in column[:-1])
        spare = area.height() - sum(heights) - least * (len(column) - 1)
        more = min(max(spare / loose, 0.0), most - least) if loose else 0.0
        place = Column(page, QRectF(area.left() + k * (wide + apart), area.top(), wide, area.height()), scale)
        for n in column:
            blocks[n].set_into(place)
            place.y += least if blocks[n].heading else least + more
