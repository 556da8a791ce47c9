"""What lies on the body as light and lines: the zone, the way of the hands, and the areas to spare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import atan2, degrees, hypot
from typing import Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen

from massage_desktop.routine.body import BodyView, Path, Zone, body_view
from massage_desktop.routine.model import Side
from massage_desktop.ui.theme import THEMES, Theme, ThemeName

from .brush import blurred, dyed, layer, mask_of, painting, path_of, round_pen, tinted
from .curve import Curve
from .figure import area, silhouette, towels_shape
from .frame import Frame
from .motion import curve_of
from .still import cover_for

Half = Literal["right", "left"]
"""A half of the picture (not of the receiver)."""

_SPINE = "spine"
_GLOW_PX = 250.0  # pixels across the picture at which soft light is painted before it is enlarged
_WORTH_MARKING = 0.4  # of an area to spare: less than this share peeping out from under a towel is left out
_HINT_EVERY = 0.115  # body units between two arrowheads on a view of width 1, as for all widths of lines


def halves(view: BodyView, sides: tuple[Side, ...]) -> tuple[Half, ...]:
    """The halves of the picture that show the given sides of the receiver."""
    same = view.facing == "away"
    return tuple("right" if (side == "right") == same else "left" for side in sides)


@dataclass(frozen=True)
class Marks:
    """What is marked: zone and path by id, on the ``shown`` halves of a view."""

    view: str
    zone: str = ""
    path: str = ""
    shown: tuple[Half, ...] = ()


@lru_cache(maxsize=3)
def marks_image(marks: Marks, theme: ThemeName, frame: Frame) -> QImage:
    """The zone's glow, the path and all areas to spare on a transparent ground, the size of the frame."""
    view, look = body_view(marks.view), THEMES[theme]
    image = layer(frame.size)
    zone, path = view.zone(marks.zone), view.path(marks.path)
    if zone is not None and zone.status == "open":
        figure = zone_figure(zone, marks.shown).intersected(silhouette(view.id))
        _zone_glow(image, figure, look, frame, view.width)
    with painting(image, frame) as p:
        towels = towels_shape(view.id, cover_for(view, (marks.zone,)).towels)
        _areas_to_spare(p, view, look, towels)
        if path is not None:
            for half in ways_shown(path, marks.shown):
                _way(p, path, look, view.width, mirrored=half == "left")
    return image


def ways_shown(path: Path, shown: tuple[Half, ...]) -> tuple[Half, ...]:
    """The halves on which the path is drawn: a path for a single hand stands as it is."""
    return ("right",) if path.hands == "single" else shown


def zone_figure(zone: Zone, shown: tuple[Half, ...]) -> QPainterPath:
    """The outline of a zone on the given halves."""
    figure = QPainterPath()
    for half in shown if zone.mirrored else ("right",):
        figure.addPath(path_of(zone.outline, closed=True, mirrored=half == "left"))
    return figure


def _zone_glow(image: QImage, figure: QPainterPath, theme: Theme, frame: Frame, unit: float) -> None:
    """Warm light that is brightest inside the zone and spills a little over its edge."""
    accent = theme.color("accent")
    small = frame.at(min(frame.px, _GLOW_PX / unit))
    mask = mask_of(figure, small)
    with painting(image) as p:
        p.scale(frame.px / small.px, frame.px / small.px)
        for radius, strength in ((0.110, 0.20), (0.030, 0.07)):
            p.drawImage(0, 0, dyed(blurred(mask, radius * unit * small.px), tinted(accent, strength)))
    with painting(image, frame) as p:
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(round_pen(tinted(accent, 0.62), 0.0026 * unit))
        p.drawPath(figure)


def _areas_to_spare(p: QPainter, view: BodyView, theme: Theme, towels: QPainterPath) -> None:
    """The spine as a dotted line, all other areas hatched inside a dashed rim: told apart without colour.

    What lies under towels needs no mark.
    """
    for zone in view.zones:
        if zone.status == "open":
            continue
        if zone.id == _SPINE:
            _dotted(p, zone, theme, view.width, towels)
            continue
        for mirrored in (False, True) if zone.mirrored else (False,):
            figure = path_of(zone.outline, closed=True, mirrored=mirrored)
            bare = figure if towels.isEmpty() else figure.subtracted(towels)
            if area(bare) > _WORTH_MARKING * area(figure):
                _hatched(p, bare, theme, zone.status, view.width, mirrored=mirrored)


def _dotted(p: QPainter, zone: Zone, theme: Theme, unit: float, towels: QPainterPath) -> None:
    """Round dots along the middle of a narrow upright zone."""
    box = path_of(zone.outline, closed=True).boundingRect()
    middle, top, bottom = box.center().x(), box.top() + 0.012 * unit, box.bottom() - 0.012 * unit
    count = max(2, round((bottom - top) / (0.0185 * unit)))
    p.setPen(Qt.PenStyle.NoPen)
    for color, half in (
        (tinted(theme.color("room"), 0.45), 0.0058 * unit),
        (tinted(theme.color("care"), 0.95), 0.0037 * unit),
    ):
        p.setBrush(color)
        for k in range(count + 1):
            place = QPointF(middle, top + (bottom - top) * k / count)
            if not towels.contains(place):
                p.drawEllipse(place, half, half)


def _hatched(
    p: QPainter, figure: QPainterPath, theme: Theme, status: str, unit: float, *, mirrored: bool
) -> None:
    """Fine slanted lines within a dashed rim; forbidden areas are hatched more tightly than careful ones."""
    care = theme.color("care")
    box = figure.boundingRect()
    gap = (0.0085 if status == "forbidden" else 0.0140) * unit
    p.save()
    p.setPen(Qt.PenStyle.NoPen)
    p.fillPath(figure, tinted(care, 0.10))
    p.setClipPath(figure)
    p.setPen(round_pen(tinted(care, 0.50), 0.0018 * unit))
    lean = -box.height() if mirrored else box.height()
    steps = int((box.width() + box.height()) / gap) + 1
    for k in range(steps):
        x = box.right() - k * gap if mirrored else box.left() + k * gap
        p.drawLine(QPointF(x, box.top()), QPointF(x - lean, box.bottom()))
    p.restore()
    rim = QPen(tinted(care, 0.90), 0.0028 * unit)
    rim.setDashPattern([3.2, 2.6])
    rim.setCapStyle(Qt.PenCapStyle.RoundCap)
    p.setPen(rim)
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawPath(figure)


def _way(p: QPainter, path: Path, theme: Theme, unit: float, *, mirrored: bool) -> None:
    """The path as a quiet line with arrowheads; its return is thinner and dashed."""
    curve = curve_of(path)
    turn = curve.mark(path.back_from) if path.back_from is not None else 1.0
    p.save()
    p.scale(-1.0 if mirrored else 1.0, 1.0)
    p.setBrush(Qt.BrushStyle.NoBrush)
    there, back = _part(curve, 0.0, turn), _part(curve, turn, 1.0)
    if turn < 1.0:
        _dashed(p, back, theme, unit)
    p.setPen(round_pen(tinted(theme.color("room"), 0.30), 0.0095 * unit))
    p.drawPath(there)
    p.setPen(round_pen(tinted(theme.color("hand"), 0.50), 0.0042 * unit))
    p.drawPath(there)
    _arrowheads(p, curve, turn, theme, unit)
    start = curve.at(0.0)
    p.setPen(round_pen(tinted(theme.color("hand"), 0.75), 0.0040 * unit))
    p.setBrush(tinted(theme.color("room"), 0.55))
    p.drawEllipse(QPointF(*start), 0.0095 * unit, 0.0095 * unit)
    p.restore()


def _part(curve: Curve, start: float, end: float) -> QPainterPath:
    """The piece of a curve between two shares of its length."""
    count = max(2, round((end - start) * curve.length / 0.006))
    line = QPainterPath(QPointF(*curve.at(start)))
    for k in range(1, count + 1):
        line.lineTo(QPointF(*curve.at(start + (end - start) * k / count)))
    return line


def _dashed(p: QPainter, line: QPainterPath, theme: Theme, unit: float) -> None:
    pen = QPen(tinted(theme.color("hand"), 0.42), 0.0036 * unit)
    pen.setDashPattern([0.5, 3.4])
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    p.setPen(pen)
    p.drawPath(line)


def _arrowheads(p: QPainter, curve: Curve, turn: float, theme: Theme, unit: float) -> None:
    """Small open arrowheads along the working stroke, and one on the way back."""
    long_way = turn * curve.length / unit
    count = max(2, round(long_way / (_HINT_EVERY if long_way < 1.2 else 2 * _HINT_EVERY)))
    places = [(turn * (k + 0.62) / count, 0.66) for k in range(count)]
    if turn < 1.0:
        places.append(((1 + turn) / 2, 0.50))
    head = QPainterPath(QPointF(-0.0100 * unit, 0.0080 * unit))
    head.lineTo(0.0, -0.0055 * unit)
    head.lineTo(0.0100 * unit, 0.0080 * unit)
    p.setBrush(Qt.BrushStyle.NoBrush)
    for share, alpha in places:
        (x, y), (dx, dy) = curve.at(share), curve.heading(share)
        if hypot(dx, dy) < 0.5:
            continue
        p.save()
        p.translate(x, y)
        p.rotate(degrees(atan2(dx, -dy)))
        p.setPen(round_pen(tinted(theme.color("room"), 0.22), 0.0092 * unit))
        p.drawPath(head)
        p.setPen(round_pen(tinted(theme.color("hand"), alpha), 0.0045 * unit))
        p.drawPath(head)
        p.restore()
