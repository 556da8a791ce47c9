"""The page before a massage: health, room and hands, oil and sound, on one screen."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.routine.model import Routine
from massage_desktop.settings.model import Settings
from massage_desktop.ui import words
from massage_desktop.ui.naming import call, describe
from massage_desktop.ui.theme import DARK, Theme, style_sheet
from massage_desktop.ui.widgets.blend_card import BlendCard
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.checklist import Checklist
from massage_desktop.ui.widgets.drop_page import DropPage, paint_welcome
from massage_desktop.ui.widgets.health import HealthList
from massage_desktop.ui.widgets.notices import BEFORE, Notices, WithNotices
from massage_desktop.ui.widgets.painted import Look, Room, look_for
from massage_desktop.ui.widgets.parts import Column, Part, Words
from massage_desktop.ui.widgets.prepare_layout import PrepareLayout, prepare_layout
from massage_desktop.ui.widgets.prepare_music import PrepareMusic
from massage_desktop.ui.widgets.prepared import PrepareChoice, Shaping
from massage_desktop.ui.widgets.wishes import AmbienceShown, Wishes

__all__ = ["AmbienceShown", "PrepareChoice", "PreparePage"]

_HOLDS = ("stop", "later", "doctor")
_GIVEN: dict[str, frozenset[str]] = {
    "child": frozenset({"take_care", "child"}),
    "newborn": frozenset({"take_care", "newborn"}),
}
"""Answers that a routine gives by itself: it says who receives (CONTRA-27)."""


class PreparePage(DropPage):
    """``begin`` carries a :class:`PrepareChoice`; it cannot come before the health questions are answered."""

    begin = Signal(object)
    back = Signal()

    def __init__(self, theme: Theme = DARK, text_size: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text_size = theme, text_size
        self._room = Room()
        self._refusal = ""
        self.title, self.kind = (
            Words("", 36, weight=700),
            Words("", 17, "text_quiet", align=Qt.AlignmentFlag.AlignRight),
        )
        self.headings = [
            Words(text, 23, weight=650)
            for text in (words.HEALTH_TITLE, words.PREPARE_ROOM, words.PREPARE_SOUND)
        ]
        self.lead = Words(words.HEALTH_LEAD, 16, "text_soft")
        self.health, self.checklist, self.wishes = HealthList(), Checklist(), Wishes()
        self.none_of_these = self.health.none_of_these
        self.checklist_detail = Words("", 14, "text_soft")
        self.notices, self.blend = Notices(), BlendCard()
        self.music = PrepareMusic(self, self.wishes, self.notices)
        self._shaping = Shaping(self.health, self.wishes, self.checklist, self.blend)
        right = WithNotices(self.wishes, self.blend, notices=self.notices)
        self.columns = [Column(part) for part in (self.health, self.checklist, right)]
        self.verdict = Words(words.ANSWER_HEALTH, 18, "text_soft")
        self.back_button = Button(words.BACK)
        self.begin_button = Button(words.BEGIN, primary=True, px=21)
        for part in self._in_order():
            part.setParent(self)
        self._connect()
        call(self, words.BEGIN)
        self._judge()

    def set_routine(self, routine: Routine, minutes: float) -> None:
        """Prepare for this routine; health answers and ticks begin anew."""
        by_oneself = routine.gives == "self"
        self.title.set_text(routine.title)
        self.lead.set_text(words.HEALTH_LEAD_SELF if by_oneself else words.HEALTH_LEAD)
        self.checklist.forget()
        self.wishes.set_routine(routine, round(minutes))
        self._shaping.begin_with(routine)
        self.health.forget(_GIVEN.get(routine.receives, frozenset()))
        self._refusal = ""
        for column in self.columns:
            column.verticalScrollBar().setValue(0)
        self._judge()
        self._arrange()
        self.focus_first()

    def focus_first(self) -> None:
        """Put the focus where one tick answers all health questions."""
        self.none_of_these.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_ambiences(self, ambiences: list[AmbienceShown]) -> None:
        """Offer these sounds, and silence."""
        self.wishes.set_ambiences(ambiences)
        self.music.tell_gone()
        self._arrange()

    def prefer(self, settings: Settings) -> None:
        """Begin with the oil and sound of the last time."""
        self.wishes.prefer(settings.ambience, settings.oil, likes_nature=settings.receiver_likes_nature)
        self.music.prefer(shuffle=settings.music_shuffle, loop=settings.music_loop)

    def set_notice(self, key: str, text: str) -> None:
        """Show one quiet remark under ``key``; an empty text removes it."""
        self.notices.set_notice(key, text)

    def show_refusal(self, text: str) -> None:
        """Say why the massage cannot begin as it was chosen; any change takes it back."""
        self._refusal = text
        self._judge()

    @property
    def choice(self) -> PrepareChoice:
        """What is chosen now."""
        wishes, suited = self.wishes, self._shaping.suited
        return PrepareChoice(
            suited.profile if suited else wishes.profile.value,
            float(wishes.minutes.value),
            wishes.ambience,
            wishes.oil_id,
            wishes.likes_nature.isChecked(),
            wishes.wished_options,
            suited.adapted.routine if suited else None,
            tuple(change.text for change in suited.adapted.changes) if suited else (),
            self.music.shuffle,
            self.music.loop,
        )

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._arrange()

    def set_text_size(self, text_size: float) -> None:
        """Change the size of the words, 0.8 to 2.0."""
        self._text_size = text_size
        self._arrange()

    def _in_order(self) -> list[QWidget]:
        """All parts in the order of the tab key."""
        return [
            *(self.title, self.kind, *self.headings, self.lead),
            *(self.columns[0], self.none_of_these, self.columns[1], self.checklist_detail, self.columns[2]),
            *(self.verdict, self.begin_button, self.back_button),
        ]

    def _connect(self) -> None:
        self.health.changed.connect(self._health_changed)
        self.health.opened.connect(lambda entry: self.columns[0].ensureWidgetVisible(entry, 0, 0))
        self.wishes.changed.connect(self._wishes_changed)
        self.dropped.connect(self.wishes.take_picked)
        self.wishes.sound.taken.connect(self._show_sound)
        self.health.grown.connect(self._name_none)
        self.checklist.pointed.connect(self.checklist_detail.set_text)
        self.back_button.clicked.connect(self.back)
        self.begin_button.clicked.connect(self._begin)

    def _health_changed(self) -> None:
        self._shaping.answered()
        self._refusal = ""
        self._judge()

    def _show_sound(self) -> None:
        """What was picked is there to be seen."""
        sound, column = self.wishes.sound, self.columns[2]
        for part in (sound.music, sound.line):  # both where there is room, the line in any case
            column.ensureWidgetVisible(part, 0, 0)

    def _wishes_changed(self) -> None:
        self._shaping.chosen()
        self._refusal = ""
        self._judge()

    def _begin(self) -> None:
        if self.begin_button.isEnabled():
            self.begin.emit(self.choice)

    def _judge(self) -> None:
        """Whether it may begin, and one sentence about it."""
        text, color = self._verdict()
        self.verdict.set_text(text, color)
        suited = self._shaping.suited
        routine = suited.adapted.routine if suited else None
        if routine is not None:
            self.kind.set_text(words.routine_line(routine))
            self.notices.set_notice(BEFORE, " ".join(routine.before))
        may = self.health.answered and self.health.assessment.may_start
        self.begin_button.setEnabled(may and (suited is None or routine is not None))
        describe(self.begin_button, text)

    def _verdict(self) -> tuple[str, str]:
        if self._refusal:
            return self._refusal, "care"
        if not self.health.answered:
            return words.ANSWER_HEALTH, "text_soft"
        found, suited = self.health.assessment, self._shaping.suited
        if not found.may_start:
            first = next(notice for notice in found.notices if notice.outcome in _HOLDS)
            return first.text if first.asks else words.blocked(first.outcome, first.text), "care"
        if suited and suited.adapted.refusal:
            return suited.adapted.refusal, "care"
        return words.ready(len(suited.adapted.changes) if suited else 0), "calm"

    def _arrange(self) -> None:
        """Give every part its place and look."""
        w, h = self.width(), self.height()
        if w < 2 or h < 2:
            return
        look = self._look
        sheet = style_sheet(self._theme, look.text_px(0.9))
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        self._set_looks(look)
        places = self._places()
        self.title.setGeometry(places.title)
        self.kind.setGeometry(places.kind)
        for heading, rect in zip(self.headings, places.headings, strict=True):
            heading.setGeometry(rect)
        self._place_columns(places.columns, look)
        self.music.place_sheet(places.sheet, look)
        self._name_none()
        self.verdict.setGeometry(places.verdict)
        self.back_button.setGeometry(places.back)
        self.begin_button.setGeometry(places.begin)
        self.update()

    @property
    def _look(self) -> Look:
        return look_for(self.width(), self.height(), self._theme, self._text_size)

    def _places(self) -> PrepareLayout:
        begin, back = self.begin_button.size_px(), self.back_button.size_px()
        return prepare_layout(self.width(), self.height(), self._look, begin, back)

    def _name_none(self) -> None:
        """With large words not all questions are in sight: say that the tick speaks of all."""
        said = words.NONE_TO_THE_END if self.columns[0].scrolls else words.NONE_OF_THESE
        if said != self.none_of_these.said:
            self.none_of_these.set_said(said)
            self._place_columns(self._places().columns, self._look)

    def _set_looks(self, look: Look) -> None:
        plain = (self.title, self.kind, *self.headings, self.lead, self.none_of_these, self.checklist_detail)
        parts = (*plain, self.verdict, self.back_button, self.begin_button, *self.columns)
        for part in cast("tuple[Part, ...]", parts):
            part.set_look(look)

    def _place_columns(self, places: tuple[QRect, ...], look: Look) -> None:
        """The columns scroll where they must; what stands above and below them stays in sight."""
        gap, edge = round(look.text_px(6)), round(look.px(4))  # frames keep that edge for their focus ring
        health, room, wishes = places
        lead_h = self.lead.needed(health.width())
        tick_h = self.none_of_these.needed(health.width())
        self.lead.setGeometry(health.left(), health.top(), health.width(), lead_h)
        self.none_of_these.setGeometry(
            health.left() - edge, health.bottom() + 1 - tick_h, health.width() + edge, tick_h
        )
        detail_h = round(look.text_px(14) * 2.7)
        self.checklist_detail.setGeometry(room.left(), room.bottom() + 1 - detail_h, room.width(), detail_h)
        for column, rect, above, below in (
            (self.columns[0], health, lead_h + gap, tick_h + gap),
            (self.columns[1], room, 0, detail_h),
            (self.columns[2], wishes, 0, 0),
        ):
            wide = rect.width() + edge + column.bar_px
            column.setGeometry(rect.left() - edge, rect.top() + above, wide, rect.height() - above - below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The room, quiet lines between the columns, and the strip."""
        exposed = QRectF(event.rect())
        look, places = self._look, self._places()
        with QPainter(self) as p:
            self._room.paint(p, self, self._theme, exposed)
            p.fillRect(QRectF(places.strip).intersected(exposed), self._theme.color("panel", 0.8))
            p.setPen(QPen(self._theme.color("line", 0.7), max(1.0, look.px(1.2))))
            for x in places.lines:
                p.drawLine(x, places.headings[0].top(), x, places.strip.top() - round(look.px(24)))
            if self.dragging:
                paint_welcome(p, QRectF(places.columns[2].united(places.headings[2])), look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins once everything is answered; Escape goes back; up and down scroll the questions."""
        bar = self.columns[0].verticalScrollBar()
        stride = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._begin()
        elif event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif Qt.Key(event.key()) in stride:
            bar.setValue(bar.value() + stride[Qt.Key(event.key())] * bar.singleStep())
        else:
            super().keyPressEvent(event)
