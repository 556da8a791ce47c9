"""Pressure, pace and round; the ring of the step's time."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen

from massage_desktop.routine.model import pressure_rank
from massage_desktop.session.model import Snapshot
from massage_desktop.ui import words
from massage_desktop.ui.widgets.lettering import Lettering, Type, em_for_capitals, place
from massage_desktop.ui.widgets.painted import Painted
from massage_desktop.ui.widgets.session_layout import GLANCE_CAPS, TITLE_CAPS

_MOST_SEGMENTS = 16
_COLUMNS = (0.0, 0.29, 0.72, 1.0)
"""Where pressure, pace and round begin and end, as shares of the width."""


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
            self.setAccessibleName(", ".join(said))
            self.refresh()
        phase = 0.5 if self.look.reduced_motion else snapshot.repetition_phase
        wave = self._column(1, self._marks_top(), self.height() - self._marks_top())
        if abs(phase - self._phase) * wave.width() > 0.5:
            self._phase = phase
            self.update(wave.toAlignedRect())

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
        """Letters, dots, wave and segments."""
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            if event.rect().top() < self._marks_top() - 1:
                self.paint_letterings(p)
            top = self._marks_top() + self.look.px(4)
            height = self.height() - top
            self._paint_dots(p, self._column(0, top, height))
            self._paint_wave(p, self._column(1, top, height))
            self._paint_rounds(p, self._column(2, top, height))

    def _paint_dots(self, p: QPainter, box: QRectF) -> None:
        p.setPen(Qt.PenStyle.NoPen)
        step = self.look.px(22)
        for n in range(5):
            r = self.look.px(4 + 1.2 * n)
            p.setBrush(self.look.theme.color("accent" if n < self._rank else "line"))
            p.drawEllipse(QPointF(box.left() + self.look.px(8) + n * step, box.center().y()), r, r)

    def _paint_wave(self, p: QPainter, box: QRectF) -> None:
        """One hump is one repetition: it rises while the hands go, falls while they come back."""
        theme, width = self.look.theme, min(box.width(), self.look.px(210))
        box = QRectF(box.left(), box.top(), width, box.height() - self.look.px(3))
        pen = QPen(theme.color("line"), self.look.px(4))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        p.setPen(pen)
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawPath(_hump(box, 1.0))
        if self._still:
            return
        pen.setColor(theme.color("accent"))
        p.setPen(pen)
        p.drawPath(_hump(box, self._phase))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(theme.color("text"))
        r = self.look.px(6.5)
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


def _hump(box: QRectF, until: float) -> QPainterPath:
    path = QPainterPath(_hump_point(box, 0.0))
    steps = max(2, round(28 * until))
    for n in range(1, steps + 1):
        path.lineTo(_hump_point(box, until * n / steps))
    return path


class Ring(Painted):
    """The time left in the step, and how much of it has gone."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ("", "")
        self._share = 0.0
        self._glance = False

    def show_snapshot(self, snapshot: Snapshot, *, glance: bool) -> None:
        """Take over; repaints when the clock or the arc visibly moves."""
        said, share = _ring_of(snapshot)
        if (said, glance) != (self._said, self._glance):
            self._said, self._glance = said, glance
            self._share = share
            self.setAccessibleName(" ".join(said))
            self.refresh()
        elif abs(share - self._share) * math.pi * self.width() > 1.5:
            self._share = share
            self.update()

    def arrange(self) -> tuple[Lettering, ...]:
        """The clock in the middle, its meaning below."""
        look, size = self.look, float(self.width())
        em = em_for_capitals(look.page_height_px * (GLANCE_CAPS if self._glance else TITLE_CAPS), 600)
        clock_box = QRectF(size * 0.08, size * 0.22, size * 0.84, size * 0.46)
        below = QRectF(size * 0.20, size * 0.68, size * 0.60, size * 0.15)
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        clock = Type(px=em, weight=600, max_lines=1, tabular=True)
        return (
            place(self._said[0], clock_box, clock, "text", centre),
            place(self._said[1], below, Type(px=look.text_px(19), max_lines=2), "text_quiet", centre),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """The track, the arc and the letters."""
        del event
        theme, thick = self.look.theme, self.width() * 0.05
        box = QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(theme.color("line", 0.75), thick)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            p.setPen(pen)
            p.drawArc(box, 0, 360 * 16)
            if self._share > 0.002:
                pen.setColor(theme.color("accent"))
                p.setPen(pen)
                p.drawArc(box, 90 * 16, round(-360 * 16 * min(1.0, self._share)))
            self.paint_letterings(p)


def _ring_of(snapshot: Snapshot) -> tuple[tuple[str, str], float]:
    """((clock, meaning), share of the ring that is filled)."""
    if snapshot.phase == "ready":
        return (words.clock(snapshot.countdown_s), words.READY_RING), 0.0
    step = snapshot.step
    if step is None:
        return (words.clock(0), ""), 1.0
    meaning = words.HELD_RING if snapshot.phase == "held" else words.IN_THIS_STEP
    return (words.clock(snapshot.step_remaining_s), meaning), snapshot.step_elapsed_s / step.seconds
