"""The parts of a routine's sheet: its head, one block a step, and the reminders at the foot."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF

from massage_desktop.plan.model import Plan
from massage_desktop.routine.model import PRESSURES, view_of
from massage_desktop.ui import words
from massage_desktop.ui.theme import family_color

from . import wording
from .flow import Block
from .ink import DOTS_WIDTH_MM, THEME, Column, Page, Picture, capitals_middle
from .paper import mm, pt
from .rows import Heading, Row

_HEAD_PICTURE_MM = (25.0, 33.0)
_HEAD_APART_MM = 5.0
_MINUTES_MM = 30.0
_TEXT_FROM_PICTURE_MM = 3.0
_ROUND_MM = 2.0
_DASH_MM = 3.0
_DOTS = 0.78  # size of the pressure's dots beside those of a card


def set_head(page: Page, content: QRectF, plan: Plan) -> float:
    """Title, summary and minutes beside a small body, its zones lit; returns where the head ends (dots)."""
    routine = plan.routine
    wide, tall = (mm(length) for length in _HEAD_PICTURE_MM)
    box = QRectF(content.left(), content.top(), wide, tall)
    zones = {s.step.zone for s in plan.steps if view_of(routine, s.step) == routine.view}
    page.pictures.append(Picture(box, None, mm(_ROUND_MM), routine.view, tuple(sorted(zones))))
    text = content.adjusted(wide + mm(_HEAD_APART_MM), 0, -mm(_MINUTES_MM), 0)
    column = Column(page, text)
    column.gap(1.0)
    column.text(words.routine_line(routine), column.type(9.0), "text_quiet")
    column.gap(1.0)
    column.text(routine.title, column.type(22.0, 650, 1.12), "text")
    column.gap(1.4)
    column.text(routine.summary, column.type(9.8, 400, 1.35), "text_soft")
    if wished := wording.if_wished(routine):
        column.gap(0.8)
        column.text(wished, column.type(9.2), "text_quiet")
    _set_minutes(page, content, plan)
    return max(column.y, box.bottom())


def _set_minutes(page: Page, content: QRectF, plan: Plan) -> None:
    """How long it lasts, large, against the right rim."""
    column = Column(page, content)
    column.gap(1.0)
    figure, unit = words.minutes(round(plan.total_seconds / 60)).split(" ")
    if plan.total_seconds < 60 or plan.total_seconds % 60:
        figure = words.clock(plan.total_seconds)
        unit = "minutes"
    column.y += column.beside(figure, column.type(25.0, 650), THEME.color("accent"), end=True).height
    column.y += column.beside(unit, column.type(9.0), "text_quiet", end=True).height
    column.gap(1.0)
    column.beside(plan.routine.code, column.type(8.0), "text_quiet", end=True)


def step_block(
    item: Heading | Row, number: int, picture_mm: tuple[float, float], *, instructions: bool
) -> Block:
    """The block of one row; ``number`` counts the steps from 1."""
    if isinstance(item, Heading):
        return Block(partial(_set_heading, text=item.text), heading=True)
    size = (mm(picture_mm[0]), mm(picture_mm[1]))
    return Block(partial(_set_row, row=item, number=number, size=size, instructions=instructions))


def _set_heading(column: Column, text: str) -> None:
    column.text(text, column.type(8.6, 650), THEME.color("accent"))
    column.y += mm(0.7) * column.scale
    column.fill(QRectF(column.box.left(), column.y, column.box.width(), pt(0.6)), THEME.color("line"))
    column.y += pt(0.6)


def _set_row(column: Column, row: Row, number: int, size: tuple[float, float], *, instructions: bool) -> None:
    """Picture at the left; name, time, pressure and what to do at its right."""
    top = column.y
    box = QRectF(column.box.left(), top, *size)
    if column.page is not None:
        view = row.scene.view if row.scene is not None else "back"
        column.page.pictures.append(Picture(box, row.scene, mm(_ROUND_MM), view))
    left = size[0] + mm(_TEXT_FROM_PICTURE_MM)
    start = column.beside(words.clock(row.planned.start), column.type(7.8), "text_quiet", end=True)
    count = column.beside(
        f"{number}", column.type(10.6, 650), family_color(THEME, row.planned.technique.family), left=left
    )
    name_left = left + count.width + mm(1.4) * column.scale
    column.text(row.title, column.type(10.6, 650, 1.16), "text", left=name_left, right=start.width + mm(2))
    column.gap(0.5)
    _set_figures(column, row, left)
    if instructions:
        column.gap(0.8)
        column.text(row.instruction, column.type(8.8, 400, 1.30), "text_soft", left=left)
    column.y = max(column.y, box.bottom())


def _set_figures(column: Column, row: Row, left: float) -> None:
    """Dots of the pressure, then pressure, time and rounds in words."""
    planned = row.planned
    style = column.type(8.4, 500)
    parts = [words.PRESSURE[planned.pressure]]
    length = words.clock(planned.seconds)
    parts.append(f"{length} a side" if row.pair else length)
    if planned.step.repetitions is not None and not words.is_still(planned):
        parts.append(f"{planned.repetitions}×")
    text_left = left + mm(DOTS_WIDTH_MM) * _DOTS * column.scale
    before = column.y
    line = column.text(" · ".join(parts), style, "text_quiet", left=text_left)
    after, column.y = column.y, before
    column.pressure_dots((PRESSURES[0], planned.pressure), left, capitals_middle(line), _DOTS)
    column.y = after


def foot_groups(plan: Plan) -> list[list[Block]]:
    """What to do before, keep in mind and do afterwards: three groups, each a heading and its lines."""
    routine = plan.routine
    alone = routine.gives == "self"
    standing = wording.STANDING_SELF if alone else wording.STANDING
    after = wording.AFTER_SELF if alone else wording.AFTER
    groups = [
        (wording.BEFORE, list(routine.before) or list(wording.BEFORE_ALWAYS)),
        (wording.KEEP_IN_MIND, [*routine.cautions, *standing]),
        (wording.AFTERWARDS, list(after)),
    ]
    return [
        [Block(partial(_set_heading, text=title), heading=True)]
        + [Block(partial(_set_reminder, text=line)) for line in dict.fromkeys(lines)]
        for title, lines in groups
    ]


def _set_reminder(column: Column, text: str) -> None:
    """One line with a small dash before it."""
    indent = mm(_DASH_MM) * column.scale
    first = column.y
    fitted = column.text(text, column.type(8.6, 400, 1.28), "text_soft", left=indent)
    size = pt(2.2) * column.scale
    middle = first + capitals_middle(fitted) * 0.52
    dot = QRectF(column.box.left() + mm(0.5), middle - size / 2, size, size)
    column.fill(dot, THEME.color("accent_soft"), size / 2)


def set_imprint(page: Page, content: QRectF, plan: Plan) -> None:
    """The ids that the routine follows, small, below the content (dots)."""
    ids = list(dict.fromkeys([plan.routine.code, *plan.routine.source]))
    column = Column(page, QRectF(content.left(), content.bottom() + mm(1.6), content.width(), 0))
    column.text(" · ".join([*ids, words.PROGRAM]), column.type(6.0), "text_quiet")
