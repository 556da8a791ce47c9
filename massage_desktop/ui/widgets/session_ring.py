"""The ring of the step's time."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from massage_desktop.session.model import Snapshot
from massage_desktop.ui import words
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.lettering import Lettering, Type, em_for_capitals, place
from massage_desktop.ui.widgets.painted import Painted
from massage_desktop.ui.widgets.session_layout import GLANCE_CAPS, TITLE_CAPS

_THICK = 0.05
"""Thickness of the ring as a share of the part's width."""

_REACH = 0.03
"""How far an arc is drawn beyond what is looked at, so that its end lies outside (share of the ring)."""


class Ring(Painted):
    """The time left in the step, and how much of it has gone."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ("", "")
        self._share = self._painted = 0.0
        self._glance = False

    def show_snapshot(self, snapshot: Snapshot, *, glance: bool) -> None:
        """Take over; repaints when the clock or the arc visibly moves."""
        said, share = _ring_of(snapshot)
        if glance != self._glance or not self.letterings:
            self._said, self._glance, self._share = said, glance, share
            call(self, *said, between=" ")
            self.refresh()
            return
        if said != self._said:
            self._change_words(said)
        if abs(share - self._share) * math.pi * self.width() > 1.5:
            self._share = share
            self.update(self._tip(self._painted, share))

    def _change_words(self, said: tuple[str, str]) -> None:
        """Repaint no more than the words, once a second."""
        before, self._said = self.letterings, said
        call(self, *said, between=" ")
        self.letterings = self.arrange()
        touched = QRectF()
        for lettering in (*before, *self.letterings):
            touched = touched.united(lettering.rect)
        self.update(touched.adjusted(-2, -2, 2, 2).toAlignedRect())

    def _face(self) -> QRectF:
        """The square that the middle line of the ring touches."""
        thick = self.width() * _THICK
        return QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)

    def _tip(self, a: float, b: float) -> QRect:
        """Where the ring changes when its arc grows from one share to another."""
        if abs(a - b) > _REACH:
            return self.rect()
        face, touched = self._face(), QRectF()
        for share in (a, (a + b) / 2, b):
            turn = 2 * math.pi * share
            at = face.center() + QPointF(math.sin(turn), -math.cos(turn)) * (face.width() / 2)
            touched = touched.united(QRectF(at.x() - 1, at.y() - 1, 2, 2))
        r = self.width() * _THICK / 2 + 1
        return touched.adjusted(-r, -r, r, r).toAlignedRect()

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
        """The track, the arc and the letters, as far as they are asked for."""
        exposed, tip = event.rect(), self._tip(self._painted, self._share)
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            if exposed != self.rect() and tip.contains(exposed):
                self._paint_ring(p, min(self._painted, self._share) - _REACH, self._share + _REACH)
            elif not self._is_inside(QRectF(exposed)):
                self._paint_ring(p, 0.0, 1.0)
            if any(lettering.rect.intersects(QRectF(exposed)) for lettering in self.letterings):
                self.paint_letterings(p)
        self._painted = self._share

    def _is_inside(self, rect: QRectF) -> bool:
        """Whether a rectangle lies within the ring without touching it."""
        face = self._face()
        across, down = (
            max(face.center().x() - rect.left(), rect.right() - face.center().x()),
            max(face.center().y() - rect.top(), rect.bottom() - face.center().y()),
        )
        return math.hypot(across, down) < face.width() / 2 - self.width() * _THICK / 2 - 1

    def _paint_ring(self, p: QPainter, start: float, end: float) -> None:
        """Track and arc between two shares of the ring, clockwise from the top."""
        theme, face = self.look.theme, self._face()
        pen = QPen(theme.color("line", 0.75), self.width() * _THICK)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        p.setPen(pen)
        _arc(p, face, start, end)
        if self._share > 0.002:
            pen.setColor(theme.color("accent"))
            p.setPen(pen)
            _arc(p, face, max(0.0, start), min(1.0, self._share, end))


def _arc(p: QPainter, face: QRectF, start: float, end: float) -> None:
    """A piece of the ring; Qt counts sixteenths of degrees against the clock from the right."""
    p.drawArc(face, round(16 * (90 - 360 * start)), round(-16 * 360 * (end - start)))


def _ring_of(snapshot: Snapshot) -> tuple[tuple[str, str], float]:
    """((clock, meaning), share of the ring that is filled)."""
    if snapshot.phase == "ready":
        return (words.clock(snapshot.countdown_s), words.READY_RING), 0.0
    step = snapshot.step
    if step is None:
        return (words.clock(0), ""), 1.0
    meaning = words.HELD_RING if snapshot.phase == "held" else words.IN_THIS_STEP
    return (words.clock(snapshot.step_remaining_s), meaning), snapshot.step_elapsed_s / step.seconds
