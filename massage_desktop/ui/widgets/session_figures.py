"""Pressure, pace and round."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen

from massage_desktop.routine.model import pressure_rank
from massage_desktop.session.model import Snapshot
from massage_desktop.ui import words
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.lettering import Lettering, Type, place
from massage_desktop.ui.widgets.painted import Painted

_MOST_SEGMENTS = 16
_COLUMNS = (0.0, 0.29, 0.72, 1.0)
"""Where pressure, pace and round begin and end, as shares of the width."""

_DOT = 6.5
_HUMP_STEPS = 56


class Figures(Painted):
    """Three columns: how firmly, how fast, how often. The pace is a slow wave in the phase of the hands."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[str, ...] = ()
        self._rank = 0
        self._rounds = (0, 0)
        self._phase = 0.0
        self._still = True

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over; the words repaint when they change, the wave with every frame."""
        step = snapshot.step
        self.setVisible(step is not None and snapshot.phase == "running")
        if step is None:
            return
        said = (
            words.PRESSURE[step.pressure],
            words.pace(step),
            words.round_of(snapshot.repetition, step.repetitions),
            words.pace_label(step),
        )
        if said != self._said:
            self._said = said
            self._rank = pressure_rank(step.pressure) + 1
            self._rounds = (snapshot.repetition, step.repetitions)
            self._still = words.is_still(step)
            call(self, *said, between=", ")
            self.refresh()
        phase = 0.5 if self.look.reduced_motion else snapshot.repetition_phase
        wave = self._wave_box()
        if abs(phase - self._phase) * wave.width() >= 1.0:
            before, self._phase = self._phase, phase
            if not self._still:
                self.update(self._passed(wave, before, phase))

    def _wave_box(self) -> QRectF:
        """Where the wave runs, from the beginning of a repetition to its end."""
        box = self._marks(1)
        return QRectF(
            box.left(), box.top(), min(box.width(), self.look.px(210)), box.height() - self.look.px(3)
        )

    def _passed(self, wave: QRectF, before: float, now: float) -> QRect:
        """The piece of the wave in which something changes when the hands go from one phase to another."""
        left, right = sorted((wave.left() + before * wave.width(), wave.left() + now * wave.width()))
        r = self.look.px(_DOT) + 1
        return QRectF(left - r, wave.top() - r, right - left + 2 * r, wave.height() + 2 * r).toAlignedRect()

    def _marks(self, n: int) -> QRectF:
        """The room for what is drawn in a column, below its words."""
        top = self._marks_top() + self.look.px(4)
        return self._column(n, top, self.height() - top)

    def _column(self, n: int, top: float, height: float) -> QRectF:
        left, right = _COLUMNS[n] * self.width(), _COLUMNS[n + 1] * self.width()
        return QRectF(left, top, right - left - self.look.px(18), height)

    def _marks_top(self) -> float:
        return self.height() * 0.66

    def arrange(self) -> tuple[Lettering, ...]:
        """A small label over each word."""
        if not self._said:
            return ()
        small = Type(px=self.look.text_px(20), max_lines=1)
        strong = Type(px=self.look.text_px(29), weight=600, max_lines=1, tabular=True)
        low, high = self.height() * 0.30, self.height() * 0.35
        labels = (words.PRESSURE_LABEL, self._said[3], words.ROUND_LABEL)
        out: list[Lettering] = []
        for n, (label, said) in enumerate(zip(labels, self._said[:3], strict=True)):
            out.append(place(label, self._column(n, 0, low), small, "text_quiet"))
            out.append(place(said, self._column(n, low, high), strong, "text"))
        return tuple(out)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters, dots, wave and segments, as far as they are asked for."""
        exposed = QRectF(event.rect())
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            if exposed.top() < self._marks_top() - self.look.px(4):
                self.paint_letterings(p)
            if exposed.left() < self._marks(0).right():
                self._paint_dots(p, self._marks(0))
            self._paint_wave(p, self._wave_box(), exposed)
            if exposed.right() > self._marks(2).left():
                self._paint_rounds(p, self._marks(2))

    def _paint_dots(self, p: QPainter, box: QRectF) -> None:
        p.setPen(Qt.PenStyle.NoPen)
        step = self.look.px(22)
        for n in range(5):
            r = self.look.px(4 + 1.2 * n)
            p.setBrush(self.look.theme.color("accent" if n < self._rank else "line"))
            p.drawEllipse(QPointF(box.left() + self.look.px(8) + n * step, box.center().y()), r, r)

    def _paint_wave(self, p: QPainter, box: QRectF, exposed: QRectF) -> None:
        """One hump is one repetition: it rises while the hands go, falls while they come back."""
        theme, thick = self.look.theme, self.look.px(4)
        start = max(0.0, (exposed.left() - 2 * thick - box.left()) / box.width())
        end = min(1.0, (exposed.right() + 2 * thick - box.left()) / box.width())
        if start >= end:
            return
        pen = QPen(theme.color("line"), thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        p.setPen(pen)
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawPath(_hump(box, start, end))
        if self._still:
            return
        if self._phase > start:
            pen.setColor(theme.color("accent"))
            p.setPen(pen)
            p.drawPath(_hump(box, start, min(end, self._phase)))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(theme.color("text"))
        r = self.look.px(_DOT)
        p.drawEllipse(_hump_point(box, self._phase), r, r)

    def _paint_rounds(self, p: QPainter, box: QRectF) -> None:
        now, count = self._rounds
        p.setPen(Qt.PenStyle.NoPen)
        if count > _MOST_SEGMENTS:
            self._paint_round_bar(p, box, now / count)
            return
        gap = self.look.px(5 if count <= 8 else 3)
        width = min(self.look.px(20), (box.width() + gap) / max(1, count) - gap)
        high = self.look.px(8)
        for n in range(count):
            p.setBrush(self.look.theme.color("accent" if n < now else "line"))
            bar = QRectF(box.left() + n * (width + gap), box.center().y() - high / 2, width, high)
            p.drawRoundedRect(bar, high / 2, high / 2)

    def _paint_round_bar(self, p: QPainter, box: QRectF, share: float) -> None:
        """One plain bar where single rounds could not be told apart."""
        high = self.look.px(8)
        bar = QRectF(box.left(), box.center().y() - high / 2, box.width(), high)
        p.setBrush(self.look.theme.color("line"))
        p.drawRoundedRect(bar, high / 2, high / 2)
        bar.setWidth(max(high, bar.width() * share))
        p.setBrush(self.look.theme.color("accent"))
        p.drawRoundedRect(bar, high / 2, high / 2)


def _hump_point(box: QRectF, at: float) -> QPointF:
    rise = (1 - math.cos(2 * math.pi * at)) / 2
    inset = box.height() * 0.18
    return QPointF(box.left() + at * box.width(), box.bottom() - inset - rise * (box.height() - 2 * inset))


def _hump(box: QRectF, start: float, end: float) -> QPainterPath:
    """A piece of the hump; its corners stay where they are, so that it does not tremble as it grows."""
    path = QPainterPath(_hump_point(box, start))
    for n in range(math.floor(start * _HUMP_STEPS) + 1, math.ceil(end * _HUMP_STEPS)):
        path.lineTo(_hump_point(box, n / _HUMP_STEPS))
    path.lineTo(_hump_point(box, end))
    return path
