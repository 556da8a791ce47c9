"""One routine on one sheet of paper to lie beside the table: steps, times, pictures, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from massage_desktop.plan.model import Plan

from .flow import Block, balanced, height_of, set_columns
from .ink import Column, Page
from .paper import Paper, PaperName, mm
from .rows import Heading, Row, rows_of
from .sheet_parts import foot_groups, set_head, set_imprint, step_block

_MARGIN_MM = (13.0, 12.0, 13.0, 16.0)  # left, top, right, bottom
_APART_MM = 7.0
_GAP_MM, _MOST_GAP_MM = 2.0, 7.0
_REMINDER_GAP_MM = 0.9
_FOOT_SHARE = 0.30
_FOOT_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76)
_SMALL_FOOT = _FOOT_SCALES[3:]
_MANY_ROWS = 13  # from here on the steps need the room more
_REST_MM = 4.0


@dataclass(frozen=True)
class Density:
    """How closely steps stand: columns, picture in mm, scale of the type, with instructions or not."""

    columns: int
    picture_mm: tuple[float, float]
    scale: float
    instructions: bool = True

    def blocks(self, rows: Sequence[Heading | Row]) -> list[Block]:
        """The rows as blocks, steps numbered from 1."""
        made: list[Block] = []
        number = 0
        for row in rows:
            number += isinstance(row, Row)
            made.append(step_block(row, number, self.picture_mm, instructions=self.instructions))
        return made

    def wide(self, area: QRectF) -> float:
        """Width of a column (dots)."""
        return (area.width() - (self.columns - 1) * mm(_APART_MM)) / self.columns

    @property
    def gap(self) -> float:
        """Least room between two blocks (dots)."""
        return mm(_GAP_MM) * self.scale


DENSITIES = (
    Density(1, (42, 48), 1.45),
    Density(1, (36, 40), 1.30),
    Density(1, (31, 34), 1.20),
    Density(1, (26, 29), 1.12),
    Density(2, (35, 42), 1.16),
    Density(2, (30, 36), 1.10),
    Density(2, (26, 32), 1.03),
    Density(2, (23, 28), 0.97),
    Density(2, (20, 25), 0.90),
    Density(2, (17, 21), 0.83),
    Density(2, (15, 18), 0.77),
    Density(3, (14, 17), 0.74),
    Density(3, (12, 15), 0.70),
    Density(2, (15, 17), 0.85, instructions=False),
    Density(3, (13, 14.5), 0.76, instructions=False),
    Density(3, (10.5, 12), 0.70, instructions=False),
)
"""From roomy to close: the first that holds every step is taken; the last goes on over further pages."""


def sheet_pages(plan: Plan, paper: PaperName) -> list[Page]:
    """The sheet of a plan: one page, or more when even the closest setting does not hold all of its steps."""
    page = Page(Paper(paper, lying=False))
    content = _content(page)
    area = QRectF(content)
    area.setTop(set_head(page, content, plan) + mm(_REST_MM))
    rows = rows_of(plan)
    groups = foot_groups(plan)
    foot_top = _set_foot(page, content, groups, _FOOT_SCALES if len(rows) <= _MANY_ROWS else _SMALL_FOOT)
    loose: list[Block] = []
    if foot_top is None:
        loose = [block for group in groups for block in group]
    else:
        area.setBottom(foot_top - mm(_REST_MM))
    for density in DENSITIES:
        blocks = [*density.blocks(rows), *loose]
        if len(_columns(blocks, area, density)) <= density.columns:
            break
    pages = _set_steps(page, area, blocks, density)
    for each in pages:
        set_imprint(each, content, plan)
    return pages


def _content(page: Page) -> QRectF:
    left, top, right, bottom = (mm(m) for m in _MARGIN_MM)
    return page.paper.page.adjusted(left, top, -right, -bottom)


def _columns(blocks: Sequence[Block], area: QRectF, density: Density) -> list[list[int]]:
    heights = [height_of(block, density.wide(area), density.scale) for block in blocks]
    return balanced(heights, blocks, area.height(), density.gap, density.columns)


def _set_steps(page: Page, area: QRectF, blocks: Sequence[Block], density: Density) -> list[Page]:
    """All blocks from ``area`` of the first page on, over as many further pages as they need."""
    pages = [page]
    rest = list(blocks)
    while rest:
        columns = _columns(rest, area, density)[: density.columns]
        _set(pages[-1], area, rest, columns, density)
        rest = rest[sum(len(column) for column in columns) :]
        if rest:
            pages.append(Page(page.paper))
            area = _content(page)
    return pages


def _set(
    page: Page, area: QRectF, blocks: Sequence[Block], columns: Sequence[Sequence[int]], density: Density
) -> None:
    set_columns(
        page,
        area,
        blocks,
        columns,
        wide=density.wide(area),
        apart=mm(_APART_MM),
        scale=density.scale,
        gaps=(density.gap, mm(_MOST_GAP_MM)),
    )


def _set_foot(
    page: Page, content: QRectF, groups: Sequence[Sequence[Block]], scales: Sequence[float]
) -> float | None:
    """Reminders side by side at the foot; returns their top, None when they are too long for that."""
    wide = (content.width() - (len(groups) - 1) * mm(_APART_MM)) / len(groups)
    gap = mm(_REMINDER_GAP_MM)
    for scale in scales:
        talls = [sum(height_of(b, wide, scale) + gap for b in group) for group in groups]
        if max(talls) <= _FOOT_SHARE * content.height():
            break
    else:
        return None
    top = content.bottom() - max(talls)
    for k, group in enumerate(groups):
        box = QRectF(content.left() + k * (wide + mm(_APART_MM)), top, wide, max(talls))
        column = Column(page, box, scale)
        for block in group:
            block.set_into(column)
            column.y += gap
    return top
