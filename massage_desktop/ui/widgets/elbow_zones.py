"""Three very large places to touch during a session, for an elbow or the back of a hand (DERIV-04)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QPointF, QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from massage_desktop.ui.language import shown
from massage_desktop.ui.naming import call
from massage_desktop.ui.widgets.lettering import Type, place
from massage_desktop.ui.widgets.painted import Look

SHOWN_MS: Final = 2500
"""How long the zones stay to be seen after the last movement near them."""
FADE_MS: Final = 350
QUIET_S: Final = 0.5
"""A second touch sooner than this is the same elbow."""

NEXT, BACK, HOLD, GO_ON = "Next", "Back", "Hold", "Go on"
ABOUT = "Touch the right half for the next step, low at the left to hold, high at the left to go back."

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


def zone_places(width: float, height: float) -> dict[str, QRectF]:
    """The zones of a page of this size (pixels), without a gap between them.

    What is wanted most is the right half. The left half is parted: low, where an elbow slips to, lies what
    does least harm. Each is a quarter of the page or more.
    """
    half = QPointF(width / 2, height / 2)
    return {
        "next": QRectF(half.x(), 0, width - half.x(), height),
        "hold": QRectF(0, half.y(), half.x(), height - half.y()),
        "back": QRectF(0, 0, half.x(), half.y()),
    }


class ElbowZones(QWidget):
    """Lies over a page, seen only when somebody comes near. ``zone_tapped`` tells ``next``, ``hold`` or
    ``back`` the moment it is touched. ``clock_s`` is any steady clock in seconds.
    """

    zone_tapped = Signal(str)

    def __init__(self, parent: QWidget | None = None, clock_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.look = Look()
        self._clock_s = clock_s
        self._touched_s = float("-inf")
        self._held = False
        self._near = ""
        self._shown = 0.0
        self._fade = QVariantAnimation(self)
        self._fade.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._fade.valueChanged.connect(self._faded)
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(SHOWN_MS)
        self._away.timeout.connect(lambda: self._come(""))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        call(self, ABOUT)

    @property
    def shown(self) -> float:
        """How plainly the zones are to be seen, 0 to 1."""
        return self._shown

    def set_look(self, look: Look) -> None:
        """Take over theme, scale and motion."""
        self.look = look
        self.update()

    def set_held(self, held: bool) -> None:
        """On hold, every zone goes on."""
        if held != self._held:
            self._held = held
            self.update()

    def zone_at(self, at: QPointF) -> str:
        """The zone at a place (pixels); empty outside."""
        places = zone_places(self.width(), self.height())
        return next((name for name, rect in places.items() if rect.contains(at)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch counts at once, wherever in the zone it is."""
        zone, now_s = self.zone_at(event.position()), self._clock_s()
        self._come(zone)
        again = 0 <= now_s - self._touched_s < QUIET_S
        self._touched_s = now_s
        if zone and not again:
            self.zone_tapped.emit(zone)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """To Qt the second of two quick touches is something else; here it is a touch."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Somebody comes near. A pointer that only lay where the page appeared shows nothing."""
        self._come(self.zone_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nobody is near any more."""
        super().leaveEvent(event)
        self._come("")

    def _come(self, zone: str) -> None:
        """Show the zones with ``zone`` the plainest, or let them fade ("")."""
        if zone:
            self._away.start()
        else:
            self._away.stop()
        if zone not in ("", self._near):
            self._near = zone
            self.update()
        self._fade_to(1.0 if zone else 0.0)

    def _fade_to(self, shown: float) -> None:
        if self._fade.endValue() == shown and self._fade.state() == QVariantAnimation.State.Running:
            return
        self._fade.stop()
        if self.look.reduced_motion or self._shown == shown:
            self._faded(shown)
            return
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(self._shown)
        self._fade.setEndValue(shown)
        self._fade.start()

    def _faded(self, shown: object) -> None:
        if isinstance(shown, float) and shown != self._shown:
            self._shown = shown
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing at all, or a faint light from the outer edges, with a word in each zone."""
        del event
        if self._shown <= 0.0:
            return
        places = zone_places(self.width(), self.height())
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            for name, rect in places.items():
                self._paint_light(p, name, rect)
            self._paint_borders(p, places["hold"].topRight())
            for name, rect in places.items():
                self._paint_word(p, name, rect)

    def _paint_light(self, p: QPainter, name: str, rect: QRectF) -> None:
        """From the edge of the page inwards, gone before it reaches what is to be read."""
        strength = (0.26 if name == self._near else 0.10) * self._shown
        edge, deep = (rect.right(), rect.left()) if name == "next" else (rect.left(), rect.right())
        light = QLinearGradient(edge, 0, edge + 0.55 * (deep - edge), 0)
        light.setColorAt(0.0, self.look.theme.color("accent", strength))
        light.setColorAt(1.0, self.look.theme.color("accent", 0.0))
        p.fillRect(rect, light)

    def _paint_borders(self, p: QPainter, centre: QPointF) -> None:
        """Short marks at the edges of the page, where one zone meets another and nothing is to be read."""
        p.setPen(QPen(self.look.theme.color("accent", 0.6 * self._shown), self.look.px(2)))
        mark = self.look.px(22)
        p.drawLine(QPointF(centre.x(), 0), QPointF(centre.x(), mark))
        p.drawLine(QPointF(0, centre.y()), QPointF(2 * mark, centre.y()))

    def _paint_word(self, p: QPainter, name: str, rect: QRectF) -> None:
        said = shown(GO_ON if self._held else {"next": NEXT, "back": BACK, "hold": HOLD}[name])
        style = Type(px=self.look.text_px(24), weight=600, max_lines=1)
        em, theme = style.px, self.look.theme
        wide, high = QFontMetricsF(style.font).horizontalAdvance(said) + 2.9 * em, 2.1 * em
        gap = self.look.px(20)
        x = rect.right() - wide - gap if name == "next" else rect.left() + gap
        pill = QRectF(x, rect.center().y() - high / 2, wide, high)
        near = name == self._near
        p.setPen(QPen(theme.color("accent" if near else "line", self._shown), self.look.px(1.5)))
        p.setBrush(theme.color("panel", 0.9 * self._shown))
        p.drawRoundedRect(pill, high / 2, high / 2)
        sign = QRectF(0, 0, 0.62 * em, 0.62 * em)
        sign.moveCenter(QPointF(pill.right() - em if name == "next" else pill.left() + em, pill.center().y()))
        self._paint_sign(p, name, sign)
        left, right = (0.7 * em, 1.7 * em) if name == "next" else (1.7 * em, 0.7 * em)
        place(said, pill.adjusted(left, 0, -right, 0), style, "text", _CENTRE).paint(p, theme, self._shown)

    def _paint_sign(self, p: QPainter, name: str, box: QRectF) -> None:
        """An arrow towards the edge, two bars, or a triangle: never colour alone."""
        ink = self.look.theme.color("accent", self._shown)
        path = QPainterPath()
        if name == "hold" and not self._held:
            bar = box.width() * 0.3
            path.addRoundedRect(QRectF(box.left(), box.top(), bar, box.height()), bar / 3, bar / 3)
            path.addRoundedRect(QRectF(box.right() - bar, box.top(), bar, box.height()), bar / 3, bar / 3)
        else:
            back = name == "back" and not self._held
            tip, foot = (box.left(), box.right()) if back else (box.right(), box.left())
            path.moveTo(foot, box.top())
            path.lineTo(tip, box.center().y())
            path.lineTo(foot, box.bottom())
            path.closeSubpath()
        p.fillPath(path, ink)
