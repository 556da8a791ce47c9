"""Parts under one another: each says how high it must be for a width, and the stack gives it the place."""

from __future__ import annotations

import math
from typing import Protocol

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Look, Painted

_TALL_PX = 100_000.0
"""Height without limit, to ask how much of it a text takes."""


class Part(Protocol):
    """What a stack holds: a widget that takes a look and knows its height (pixels) for a width (pixels)."""

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""

    def needed(self, width: int) -> int:
        """Height for this width."""

    def isHidden(self) -> bool:
        """Whether it takes no room."""

    def setGeometry(self, rect: QRect, /) -> None:
        """Its place."""

    def setParent(self, parent: QWidget, /) -> None:
        """Its stack."""


class Words(Painted):
    """A text of one size and colour (a colour name of the theme); it wraps. ``px`` are reference pixels."""

    def __init__(
        self,
        text: str,
        px: float,
        color: str = "text",
        *,
        weight: int = 400,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__()
        self._text, self._px, self._color, self._weight, self._align = text, px, color, weight, align
        call(self, text)

    @property
    def text(self) -> str:
        """What is said."""
        return self._text

    def set_text(self, text: str, color: str | None = None) -> None:
        """Say something else; the place stays."""
        if (text, color or self._color) != (self._text, self._color):
            self._text, self._color = text, color or self._color
            call(self, text)
            self.refresh()

    def needed(self, width: int) -> int:
        """Height for this width."""
        return math.ceil(self._placed(float(width), _TALL_PX).rect.height()) if self._text else 0

    def arrange(self) -> tuple[Lettering, ...]:
        """The text, in the middle of its height."""
        return (self._placed(float(self.width()), float(self.height())),) if self._text else ()

    def _placed(self, width: float, height: float) -> Lettering:
        style = Type(px=self.look.text_px(self._px), weight=self._weight, leading=1.3)
        align = self._align | Qt.AlignmentFlag.AlignVCenter
        return place(self._text, QRectF(0, 0, width, height), style, self._color, align)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters."""
        del event
        with QPainter(self) as p:
            self.paint_letterings(p)


class Stack(QWidget):
    """Parts from top to bottom. ``grown`` tells that its height has changed by itself."""

    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self._parts: list[tuple[Part, float, float]] = []

    def add(self, part: Part, gap: float = 0.0, indent: float = 0.0) -> None:
        """Add a part below the others, ``gap`` under the one above and ``indent`` from the left.

        Both are reference pixels that follow the text size.
        """
        self._parts.append((part, gap, indent))
        part.setParent(self)
        if isinstance(part, Stack):
            part.grown.connect(self.regrow)

    def clear(self) -> None:
        """Let all parts go."""
        for part, *_ in self._parts:
            if isinstance(part, QWidget):
                part.hide()
                part.deleteLater()
        self._parts = []

    def set_look(self, look: Look) -> None:
        """Take over theme and scale, with all parts."""
        self.look = look
        for part, *_ in self._parts:
            part.set_look(look)
        self.place_parts()
        self.update()

    def needed(self, width: int) -> int:
        """Height for this width."""
        return max((rect.bottom() + 1 for _, rect in self._placed_parts(width)), default=0)

    def make_room(self, width: int, height: int) -> None:
        """Called before it is given its place; who can be shorter is so here where that makes all fit."""

    def regrow(self) -> None:
        """Lay out anew, and tell whoever gave this stack its height."""
        for part, *_ in self._parts:
            part.set_look(self.look)
        self.place_parts()
        self.grown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        self.place_parts()

    def _placed_parts(self, width: int) -> list[tuple[Part, QRect]]:
        placed: list[tuple[Part, QRect]] = []
        y = 0
        for part, gap, indent in self._parts:
            if part.isHidden():
                continue
            left = round(self.look.text_px(indent))
            y += round(self.look.text_px(gap)) if placed else 0
            height = part.needed(width - left)
            placed.append((part, QRect(left, y, width - left, height)))
            y += height
        return placed

    def place_parts(self) -> None:
        """Give every part its place."""
        for part, rect in self._placed_parts(self.width()):
            part.setGeometry(rect)


class Column(QScrollArea):
    """A stack that scrolls when it is taller than its place, with nothing beside it that is painted."""

    def __init__(self, content: Stack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self._bar_px = 10
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        content.grown.connect(self.fit_content)

    def set_look(self, look: Look) -> None:
        """Take over theme and scale."""
        self._bar_px = max(10, round(look.px(24)))
        self.verticalScrollBar().setSingleStep(max(8, round(look.px(40))))
        self.content.set_look(look)
        self.fit_content()

    @property
    def bar_px(self) -> int:
        """Width at the right that is kept for the scroll bar, whether it is there or not."""
        return self._bar_px

    @property
    def scrolls(self) -> bool:
        """Whether there is more than fits."""
        return self.content.needed(max(1, self.width() - self._bar_px)) > self.height()

    def fit_content(self) -> None:
        """Give the content its width and height."""
        width = max(1, self.width() - self._bar_px)
        self.content.make_room(width, self.height())
        needed = self.content.needed(width)
        policy = Qt.ScrollBarPolicy
        more = needed > self.height()
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if more else policy.ScrollBarAlwaysOff)
        self.content.resize(width, needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self.fit_content()

    def event(self, event: QEvent) -> bool:
        """Arrow keys belong to the page, not to the scrolling."""
        if event.type() == QEvent.Type.KeyPress:
            event.ignore()
            return False
        return super().event(event)
