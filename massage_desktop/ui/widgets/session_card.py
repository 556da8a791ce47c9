"""The words of the session page: what to do now, in large letters, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from massage_desktop.session.model import Snapshot
from massage_desktop.ui import words
from massage_desktop.ui.language import shown
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.lettering import Lettering, Type, em_for_capitals, place
from massage_desktop.ui.widgets.painted import Painted
from massage_desktop.ui.widgets.session_layout import GLANCE_CAPS, TEXT_CAPS, TITLE_CAPS


class Card(Painted):
    """Where in the session, the technique's name, the instruction, and one caution."""

    def __init__(self) -> None:
        super().__init__()
        self._kicker = self._title = self._text = self._caution = ""
        self._glance = False
        self.caution_rect = QRectF()

    def show_snapshot(self, snapshot: Snapshot, *, glance: bool) -> None:
        """Take over the words of this moment; repaints only when they change."""
        said = (words.kicker(snapshot), *_words(snapshot), glance)
        if said != (self._kicker, self._title, self._text, self._caution, self._glance):
            self._kicker, self._title, self._text, self._caution, self._glance = said
            call(self, *(word for word in said[:4] if word), between=". ")
            self.refresh()

    def arrange(self) -> tuple[Lettering, ...]:
        """Name and instruction flow from the top; each takes the room it needs."""
        look, w, h = self.look, float(self.width()), float(self.height())
        page = look.page_height_px
        title_em = em_for_capitals(page * (GLANCE_CAPS if self._glance else TITLE_CAPS), 700)
        kicker_px = look.text_px(23)
        gap = look.px(16)
        kicker = place(
            self._kicker, QRectF(0, 0, w, kicker_px * 1.5), Type(px=kicker_px, max_lines=1), "text_quiet"
        )
        y = kicker.rect.bottom() + gap * 0.5
        if self._glance:
            box = QRectF(0, y, w, h - y)
            title = place(self._title, box, Type(px=title_em, weight=700, leading=1.08, max_lines=3), "text")
            return kicker, title
        return (kicker, *self._flowing(y, title_em))

    def _flowing(self, y: float, title_em: float) -> tuple[Lettering, ...]:
        """Name, instruction and caution, both large enough for the table wherever that can be had.

        A narrow page may break the name into three lines; with very large words the caution stays small.
        """
        text_em = em_for_capitals(self.look.page_height_px * TEXT_CAPS, 400)
        full = self.look.text_px(23)
        tries = ((full, 2), (full, 3), (min(full, self.look.px(23)), 2), (min(full, self.look.px(23)), 3))
        best, most = tries[0], 0.0
        for caution_px, lines in tries:
            title, text = self._named(y, title_em, caution_px, lines=lines)[:2]
            reached = min(1.0, title.fitted.px / title_em) + min(1.0, text.fitted.px / text_em)
            if reached > most:
                best, most = (caution_px, lines), reached
            if most >= 2.0:
                break
        return self._named(y, title_em, best[0], lines=best[1])

    def _named(self, y: float, title_em: float, caution_px: float, *, lines: int) -> tuple[Lettering, ...]:
        """Name, instruction and caution from ``y`` downwards, the name in as many lines at most."""
        look, w, h, gap = self.look, float(self.width()), float(self.height()), self.look.px(16)
        title = place(
            self._title,
            QRectF(0, y, w, title_em * (1.08 * lines + 0.29)),
            Type(px=title_em, weight=700, leading=1.08, max_lines=lines),
            "text",
        )
        y = title.rect.bottom() + gap
        caution_h = caution_px * 2.7 if self._caution else 0.0
        room = max(1.0, h - y - caution_h - gap)
        text_px = max(em_for_capitals(look.page_height_px * TEXT_CAPS, 400), look.text_px(31))
        text = place(self._text, QRectF(0, y, w, room), Type(px=text_px, leading=1.32), "text_soft")
        return (title, text, *self._arranged_caution(text.rect.bottom() + gap, caution_px))

    def _arranged_caution(self, y: float, px: float) -> tuple[Lettering, ...]:
        if not self._caution:
            self.caution_rect = QRectF()
            return ()
        sign = px * 26 / 23
        box = QRectF(sign + self.look.px(12), y, self.width() - sign - self.look.px(12), px * 2.7)
        words_of_care = place(self._caution, box, Type(px=px, max_lines=2), "care")
        self.caution_rect = QRectF(0, words_of_care.rect.top() + px * 2 / 23, sign, sign)
        return (words_of_care,)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters, and the sign before the caution, so that it is not told by colour alone."""
        del event
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint_letterings(p)
            if not self.caution_rect.isEmpty():
                _paint_sign(p, self.caution_rect, self)


def _paint_sign(p: QPainter, rect: QRectF, part: Painted) -> None:
    """A triangle with a short stroke and a point."""
    p.setPen(QPen(part.look.theme.color("care"), max(1.2, rect.width() * 0.09)))
    c, r = rect.center(), rect.width() * 0.42
    corners = [
        QPointF(c.x(), c.y() - r),
        QPointF(c.x() + r, c.y() + r * 0.8),
        QPointF(c.x() - r, c.y() + r * 0.8),
    ]
    p.drawPolygon(corners)
    p.drawLine(QPointF(c.x(), c.y() - r * 0.3), QPointF(c.x(), c.y() + r * 0.22))
    p.drawPoint(QPointF(c.x(), c.y() + r * 0.52))


def _words(snapshot: Snapshot) -> tuple[str, str, str]:
    """(title, instruction, caution) of this moment."""
    by_oneself = snapshot.plan.routine.gives == "self"
    step = snapshot.step
    if snapshot.phase == "ready":
        return words.READY_TITLE, words.READY_TEXT, ""
    if snapshot.phase == "held":
        return (
            words.HELD_TITLE_SELF if by_oneself else words.HELD_TITLE,
            words.HELD_TEXT_SELF if by_oneself else words.HELD_TEXT,
            "",
        )
    if step is None:
        return snapshot.plan.routine.title, "", ""
    caution = words.HURT_CAUTION if snapshot.hurt_count else next(iter(_cautions(snapshot)), "")
    return step.title, step.instruction, caution


def _cautions(snapshot: Snapshot) -> list[str]:
    step = snapshot.step
    return [*step.step.cautions, *step.technique.cautions] if step else []


_SMALL_SHARE = 0.217
"""Of the height of what comes next, for the small letters; with more, its name would be smaller than they."""


class NextUp(Painted):
    """What comes next; from the announcement on it is lit and counts down."""

    def __init__(self) -> None:
        super().__init__()
        self._label = self._title = self._detail = ""
        self._lit = False

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over the words of this moment; repaints only when they change."""
        said = _next_words(snapshot)
        if (*said, snapshot.next_announced) != (self._label, self._title, self._detail, self._lit):
            self._label, self._title, self._detail = said
            self._lit = snapshot.next_announced
            call(self, *said, between=". ")
            self.refresh()

    def arrange(self) -> tuple[Lettering, ...]:
        """Three lines, with room for the frame of an announcement."""
        look = self.look
        edge = look.px(16)
        w, h = self.width() - 2 * edge, self.height() - look.px(10)
        small = min(look.text_px(22), (h - look.px(12)) * _SMALL_SHARE)
        label = place(
            self._label,
            QRectF(edge, look.px(10), w, small * 1.4),
            Type(px=small, weight=600 if self._lit else 400, max_lines=1, tabular=True),
            "accent" if self._lit else "text_quiet",
        )
        y = label.rect.bottom() + look.px(4)
        detail_h = small * 1.35 if self._detail else 0.0
        title = place(
            self._title,
            QRectF(edge, y, w, h - y - detail_h),
            Type(px=look.text_px(34), weight=600, leading=1.12, max_lines=2),
            "text",
        )
        y = title.rect.bottom() + look.px(2)
        detail = place(
            self._detail,
            QRectF(edge, y, w, max(1.0, h - y)),
            Type(px=small, max_lines=1),
            "text_quiet",
        )
        return label, title, detail

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters; from the announcement on in a lit frame, so that half a glance tells."""
        del event
        with QPainter(self) as p:
            if self._lit:
                p.setRenderHint(QPainter.RenderHint.Antialiasing)
                line = self.look.px(2)
                p.setPen(QPen(self.look.theme.color("accent", 0.75), line))
                p.setBrush(self.look.theme.color("accent", 0.10))
                radius = self.look.px(16)
                frame = QRectF(self.rect()).adjusted(line, line, -line, -line)
                p.drawRoundedRect(frame, radius, radius)
            self.paint_letterings(p)


def _next_words(snapshot: Snapshot) -> tuple[str, str, str]:
    coming = snapshot.next_step
    label = words.READY_FIRST if snapshot.phase == "ready" else words.NEXT
    if snapshot.next_announced:
        label = f"{words.NEXT}, {words.in_seconds(snapshot.step_remaining_s)}"
    if coming is None:
        return label, words.THEN_REST, words.THEN_REST_DETAIL
    side = words.SIDE[coming.side]
    said = coming.title.lower()
    detail = side if side and side.split()[0].lower() not in said else words.pressure_detail(coming)
    return label, coming.title, detail


class Hints(Painted):
    """The keys, in one quiet row; a message takes the row's place for a while."""

    def __init__(self) -> None:
        super().__init__()
        self._message = ""

    def set_message(self, text: str) -> None:
        """Show a message instead of the keys; empty brings the keys back."""
        if text != self._message:
            self._message = text
            self.refresh()

    def arrange(self) -> tuple[Lettering, ...]:
        """One row."""
        look = self.look
        box = QRectF(0, 0, self.width(), self.height())
        if self._message:
            style = Type(px=look.text_px(24), weight=600, max_lines=1)
            return (place(self._message, box, style, "accent", Qt.AlignmentFlag.AlignVCenter),)
        row = AsItIs("  ·  ".join(f"{shown(key)} {shown(does)}" for key, does in words.KEY_HINTS))
        style = Type(px=look.text_px(19), max_lines=1)
        return (place(row, box, style, "text_quiet", Qt.AlignmentFlag.AlignVCenter),)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters."""
        del event
        with QPainter(self) as p:
            self.paint_letterings(p)
