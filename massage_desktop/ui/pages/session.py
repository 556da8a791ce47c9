"""The session page: the body map at the left, the words at the right, the whole session along the bottom."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.session.model import Snapshot
from massage_desktop.ui import words
from massage_desktop.ui.bodymap import BodyMap, scene_for
from massage_desktop.ui.naming import call
from massage_desktop.ui.theme import DARK, Theme
from massage_desktop.ui.widgets.elbow_zones import ElbowZones
from massage_desktop.ui.widgets.painted import Painted, Room, look_for
from massage_desktop.ui.widgets.session_card import Card, Hints, NextUp
from massage_desktop.ui.widgets.session_figures import Figures
from massage_desktop.ui.widgets.session_layout import SessionLayout, session_layout
from massage_desktop.ui.widgets.session_ring import Ring
from massage_desktop.ui.widgets.session_strip import Level, LevelShown, TimeLeft, Timeline

MESSAGE_MS = 6000
"""How long a message stays."""


class SessionPage(QWidget):
    """Shows snapshots. ``zone_tapped`` tells "back", "hold" or "next" when a large zone is touched."""

    zone_tapped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = DARK
        self._text_size = 1.0
        self._reduced_motion = False
        self._glance = False
        self._snapshot: Snapshot | None = None
        self._room = Room()
        self._strip = QRectF()
        self.body = BodyMap(self)
        self.card, self.figures, self.ring = Card(), Figures(), Ring()
        self.next_up, self.timeline, self.time_left = NextUp(), Timeline(), TimeLeft()
        self.hints, self.level = Hints(), Level()
        self.body.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for part in self.parts:
            part.setParent(self)
        self.zones = ElbowZones(self)
        self.zones.zone_tapped.connect(self.zone_tapped)
        self._message_timer = QTimer(self)
        self._message_timer.setSingleShot(True)
        self._message_timer.setInterval(MESSAGE_MS)
        self._message_timer.timeout.connect(lambda: self.hints.set_message(""))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        call(self, words.SESSION)

    @property
    def parts(self) -> tuple[Painted, ...]:
        """The painted parts, without the body map."""
        return (
            self.card,
            self.figures,
            self.ring,
            self.next_up,
            self.timeline,
            self.time_left,
            self.hints,
            self.level,
        )

    @property
    def layout_now(self) -> SessionLayout:
        """The places at the present size."""
        return session_layout(self.width(), self.height(), glance=self._glance)

    @property
    def glance(self) -> bool:
        """Whether the large layout is shown."""
        return self._glance

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment; called up to 30 times a second."""
        self._snapshot = snapshot
        self.body.set_scene(scene_for(snapshot))
        self.zones.set_held(snapshot.phase == "held")
        self.card.show_snapshot(snapshot, glance=self._glance)
        self.ring.show_snapshot(snapshot, glance=self._glance)
        if not self._glance:
            self.figures.show_snapshot(snapshot)
            self.next_up.show_snapshot(snapshot)
        self.timeline.show_snapshot(snapshot)
        self.time_left.show_snapshot(snapshot)

    def show_level(self, level: LevelShown | None) -> None:
        """Show how loud it is."""
        self.level.show_level(level)

    def show_message(self, text: str) -> None:
        """One quiet sentence in place of the key hints, for a few seconds."""
        self.hints.set_message(text)
        self._message_timer.start()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.body.set_theme(theme)
        self._arrange()

    def set_text_size(self, text_size: float) -> None:
        """Change the size of the small text, 0.8 to 2.0."""
        self._text_size = text_size
        self._arrange()

    def set_reduced_motion(self, on: bool) -> None:
        """Hands step from place to place; the wave stands still."""
        self._reduced_motion = on
        self.body.set_reduced_motion(on)
        self._arrange()

    def set_glance(self, on: bool) -> None:
        """Only picture, name and ring, large enough for three metres."""
        self._glance = on
        self._arrange()

    def _arrange(self) -> None:
        """Give every part its place and look."""
        if self.width() < 2 or self.height() < 2:
            return
        places = self.layout_now
        look = look_for(
            self.width(), self.height(), self._theme, self._text_size, reduced_motion=self._reduced_motion
        )
        self._strip = places.strip
        self.body.setGeometry(places.body.toRect())
        self.body.set_ground(self._paint_ground)
        for part, rect in (
            (self.card, places.card),
            (self.figures, places.figures),
            (self.ring, places.ring),
            (self.next_up, places.next),
            (self.timeline, places.timeline),
            (self.time_left, places.left),
            (self.hints, places.hints),
            (self.level, places.level),
        ):
            part.set_look(look)
            part.setGeometry(rect.toRect())
        self.zones.setGeometry(self.rect())
        self.zones.set_look(look)
        self.zones.raise_()
        self.next_up.setVisible(not self._glance)
        self.figures.setVisible(not self._glance)
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The room and the strip; the parts paint themselves."""
        with QPainter(self) as p:
            self._paint_ground(p, QRectF(event.rect()))

    def _paint_ground(self, p: QPainter, exposed: QRectF) -> None:
        """The ``exposed`` part (page pixels) of what lies below all parts."""
        self._room.paint(p, self, self._theme, exposed)
        strip = self._strip.intersected(exposed)
        if not strip.isEmpty():
            p.fillRect(strip, self._theme.color("panel", 0.72))
