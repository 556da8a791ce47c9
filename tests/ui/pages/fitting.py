"""Sizes, routines, and what it means that everything on a page fits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from massage_desktop.routine.library import bundled_routines
from massage_desktop.routine.model import Routine
from massage_desktop.ui.pages.prepare import AmbienceShown, PrepareChoice, PreparePage

SIZES = [(800, 500), (1024, 640), (1440, 900), (2560, 1440), (1000, 1400), (2200, 700)]
TEXT_SIZES = [0.8, 1.0, 1.3, 2.0]
SOUNDS = [AmbienceShown("chords", "Warm chords", False), AmbienceShown("rain", "Rain on leaves", True)]
ROUTINES = bundled_routines()


def routine(**changes: object) -> Routine:
    return msgspec.structs.replace(ROUTINES[0], **changes)


def many(count: int) -> list[Routine]:
    return [routine(id=f"routine_{n}", code=f"R{n}", title=f"Massage number {n}") for n in range(count)]


def painted(page: QWidget) -> Iterator[QWidget]:
    """All visible parts with words of their own."""
    for part in page.findChildren(QWidget):
        if part.isVisibleTo(page) and getattr(part, "letterings", ()):
            yield part


def assert_words_fit(page: QWidget) -> None:
    seen = 0
    for part in painted(page):
        for lettering in part.letterings:  # type: ignore[attr-defined]
            if lettering.text.strip():
                seen += 1
                box = lettering.rect.adjusted(1, 1, -1, -1)
                assert part.rect().toRectF().contains(box), (type(part).__name__, lettering.text)
                assert "".join(lettering.fitted.lines).replace(" ", "") == lettering.text.replace(" ", "")
        texts = [line.rect.adjusted(1, 2, -1, -2) for line in part.letterings]  # type: ignore[attr-defined]
        for a, b in itertools.combinations(texts, 2):
            assert not a.intersects(b), (type(part).__name__, [line.text for line in part.letterings])  # type: ignore[attr-defined]
    assert seen


def assert_apart(parts: list[QWidget], page: QWidget) -> None:
    places = [(p, QRect(p.mapTo(page, QPoint(0, 0)), p.size())) for p in parts if p.isVisibleTo(page)]
    for part, rect in places:
        assert page.rect().contains(rect), part.accessibleName()
    for (a, first), (b, second) in itertools.combinations(places, 2):
        assert not first.intersects(second), (a.accessibleName(), b.accessibleName())


def answer(page: PreparePage, question: str, yes: bool = True) -> None:
    entry = next(e for e in page.health.entries if e.question.id == question)
    if entry.tick.isChecked() != yes:
        entry.tick.click()


def begun(page: PreparePage) -> list[PrepareChoice]:
    choices: list[PrepareChoice] = []
    page.begin.connect(choices.append)
    return choices
