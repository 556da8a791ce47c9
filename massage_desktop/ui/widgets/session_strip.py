"""The strip at the bottom: the whole session as a line, what is left of it, and how loud it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from massage_desktop.plan.model import Plan
from massage_desktop.session.model import Snapshot
from massage_desktop.sound.level import meter_words
from massage_desktop.ui import music_words, words
from massage_desktop.ui.naming import call
from massage_desktop.ui.theme import family_color
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Painted

LEVEL_SPAN_LU = 30.0
"""The bar reaches this far below the ceiling."""


@dataclass(frozen=True)
class LevelShown:
    """What the page says about the sound. ``room_db`` is None until the device is calibrated; ``left_out``
    tells for a moment that a piece of music could not be played.
    """

    momentary_lufs: float
    ceiling_lufs: float
    room_db: float | None
    source_title: str
    output: Literal["playing", "silent", "lost", "starting"]
    left_out: bool = False


class Timeline(Painted):
    """One piece a step, in the colour of its family; what is over is quiet, what is now is bright."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._pieces: tuple[tuple[float, float, str], ...] = ()
        self._now = 0.0
        self._index = -1

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over; repaints when something visibly moves."""
        plan = snapshot.plan
        total = plan.total_seconds or 1.0
        now = min(1.0, snapshot.massage_s / total)
        index = snapshot.index if snapshot.phase != "ready" else -1
        moved = abs(now - self._now) * self.width() > 0.4
        if plan is not self._plan or moved or index != self._index:
            if plan is not self._plan:
                self._plan = plan
                self._pieces = tuple((s.start / total, s.end / total, s.technique.family) for s in plan.steps)
            self._now, self._index = now, index
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pieces with small gaps, and a knob where the session is."""
        del event
        theme, high = self.look.theme, self.look.px(15)
        knob = self.look.px(13)
        width, y = self.width() - 2 * knob, (self.height() - high) / 2
        gap = self.look.px(5)
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(Qt.PenStyle.NoPen)
            for n, (start, end, family) in enumerate(self._pieces):
                alpha = 1.0 if n == self._index else 0.72 if n < self._index else 0.34
                p.setBrush(family_color(theme, family, alpha))  # type: ignore[arg-type]
                length = max(self.look.px(3), (end - start) * width - gap)
                p.drawRoundedRect(QRectF(knob + start * width, y, length, high), high / 2, high / 2)
            if self._index >= 0:
                p.setBrush(theme.color("text"))
                p.drawEllipse(QPointF(knob + self._now * width, self.height() / 2), knob, knob)


class TimeLeft(Painted):
    """``14:32 left``."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over; repaints once a second."""
        said = words.clock_left(snapshot.remaining_s)
        if said != self._said:
            self._said = said
            call(self, said)
            self.refresh()

    def arrange(self) -> tuple[Lettering, ...]:
        """One line, right-aligned with the page."""
        style = Type(px=self.look.text_px(36), weight=600, max_lines=1, tabular=True)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return (place(self._said, QRectF(0, 0, self.width(), self.height()), style, "text", align),)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters."""
        del event
        with QPainter(self) as p:
            self.paint_letterings(p)


class Level(Painted):
    """The loudness of everything together against its ceiling. Decibels only once calibrated."""

    def __init__(self) -> None:
        super().__init__()
        self._said = LevelWords("", "", "")
        self._share = 0.0
        self._bar = QRectF()

    def show_level(self, level: LevelShown | None) -> None:
        """Take over; None means that this session has no sound."""
        said, share = level_words(level)
        if said != self._said:
            self._said = said
            call(self, *(word for word in said if word), between=", ")
            self.refresh()
        if abs(share - self._share) * max(1.0, self._bar.width()) > 0.5:
            self._share = share
            self.update()

    def arrange(self) -> tuple[Lettering, ...]:
        """Name, bar and decibels in one row from the right; what is longer stands below."""
        look, w = self.look, float(self.width())
        small = Type(px=look.text_px(16), max_lines=1, tabular=True)
        below_h = min(look.text_px(16) * 1.45, self.height() * 0.46) if self._said.below else 0.0
        h = self.height() - below_h
        style = Type(px=look.text_px(20), max_lines=1, tabular=True)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        figure = place(self._said.figure, QRectF(w * 0.7, 0, w * 0.3, h), style, "text_quiet", right)
        bar_w = look.px(120)
        bar_x = figure.rect.left() - look.px(14) - bar_w if self._said.figure else w - bar_w
        self._bar = QRectF(bar_x, (h - look.px(7)) / 2, bar_w, look.px(7))
        name_box = QRectF(0, 0, max(1.0, bar_x - look.px(14)), h)
        below = place(self._said.below, QRectF(0, h, w, below_h), small, "text_quiet", right)
        return (place(self._said.name, name_box, style, "calm", right), figure, below)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters, bar and the ceiling's mark."""
        del event
        theme, bar = self.look.theme, self._bar
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint_letterings(p)
            if not self._said.name:
                return
            p.setPen(Qt.PenStyle.NoPen)
            radius = bar.height() / 2
            p.setBrush(theme.color("line"))
            p.drawRoundedRect(bar, radius, radius)
            limit = bar.width() * 0.9
            p.setBrush(theme.color("calm"))
            p.drawRoundedRect(
                QRectF(bar.left(), bar.top(), limit * self._share, bar.height()), radius, radius
            )
            p.setBrush(theme.color("care"))
            mark = self.look.px(3)
            p.drawRect(
                QRectF(bar.left() + limit - mark / 2, bar.top() - self.look.px(5), mark, bar.height() * 2.4)
            )


class LevelWords(NamedTuple):
    """What plays, a short figure beside the bar, and what is longer below it."""

    name: str
    figure: str
    below: str


def level_words(level: LevelShown | None) -> tuple[LevelWords, float]:
    """What is said, and the share of the bar below the ceiling."""
    if level is None:
        return LevelWords(words.SILENCE, "", ""), 0.0
    if level.output == "silent":
        return LevelWords(words.NO_DEVICE, "", ""), 0.0
    if level.output == "lost":
        return LevelWords(words.DEVICE_LOST, "", ""), 0.0
    share = 1 - (level.ceiling_lufs - level.momentary_lufs) / LEVEL_SPAN_LU
    share = 0.0 if not share > 0 else min(1.0, share)  # also when the level is -inf or not a number
    said = meter_words(level.momentary_lufs, level.ceiling_lufs, level.room_db)
    figure, below = (said, "") if level.room_db is not None else ("", said)
    return LevelWords(level.source_title, figure, music_words.SKIPPED if level.left_out else below), share
