"""Where everything stands on the session page: a pure function of its size."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from massage_desktop.ui.theme import scale_for

TITLE_CAPS = 0.065
"""Height of the technique's capitals as a share of the window's: effortless at 2 m on a 13-inch laptop."""

GLANCE_CAPS = 0.10
"""The same for the glance layout: effortless at 3 m."""

TEXT_CAPS = 0.025
"""The instruction's capitals: ten minutes of arc at 1.5 m."""


@dataclass(frozen=True)
class SessionLayout:
    """Rectangles in pixels. Nothing overlaps; parts that a layout leaves out are empty."""

    body: QRectF
    card: QRectF
    ring: QRectF
    figures: QRectF
    next: QRectF
    timeline: QRectF
    left: QRectF
    hints: QRectF
    level: QRectF
    strip: QRectF


def session_layout(width: float, height: float, *, glance: bool = False) -> SessionLayout:
    """The places for a page of ``width`` by ``height`` pixels."""
    u = scale_for(width, height)
    margin, strip_h = 56 * u, 112 * u
    upper = height - strip_h
    body_w = width * 0.45 if glance else min(width * 0.385, upper * 0.80)
    body = QRectF(margin, 26 * u, body_w - margin * 0.4, upper - 26 * u)
    x0 = body.right() + 58 * u
    column_w = width - x0 - margin
    strip = QRectF(0, upper, width, strip_h)
    # On screens less wide than 16:10 the clock in the ring still has to be as high as the name.
    ring_d = max(236 * u, min(height * 0.25, column_w * 0.40))
    if glance:
        ring_d = min(upper * 0.46, column_w * 0.70)
    if glance:
        ring = QRectF(x0 + (column_w - ring_d) / 2, upper - ring_d - 24 * u, ring_d, ring_d)
        card = QRectF(x0, 44 * u, column_w, ring.top() - 64 * u)
        figures = following = QRectF()
    else:
        ring = QRectF(x0, upper - ring_d - 22 * u, ring_d, ring_d)
        card = QRectF(x0, 46 * u, column_w, ring.top() - 64 * u)
        side = QRectF(ring.right() + 44 * u, ring.top(), column_w - ring_d - 44 * u, ring_d)
        figures = QRectF(side.left(), side.top(), side.width(), 104 * u)
        following = QRectF(
            side.left() - 16 * u,
            figures.bottom() + 9 * u,
            side.width() + 16 * u,
            side.bottom() - figures.bottom() - 5 * u,
        )
    return _with_strip((body, card, ring, figures, following), strip, margin, u)


def _with_strip(
    upper: tuple[QRectF, QRectF, QRectF, QRectF, QRectF], strip: QRectF, margin: float, u: float
) -> SessionLayout:
    body, card, ring, figures, following = upper
    inner_w = strip.width() - 2 * margin
    left_w = 250 * u
    row = strip.top() + 18 * u
    level_w = min(430 * u, inner_w * 0.4)
    return SessionLayout(
        body=body,
        card=card,
        ring=ring,
        figures=figures,
        next=following,
        timeline=QRectF(margin - 13 * u, row, inner_w - left_w - 17 * u, 40 * u),
        left=QRectF(margin + inner_w - left_w, row - 6 * u, left_w, 50 * u),
        hints=QRectF(margin, row + 50 * u, inner_w - level_w - 30 * u, 30 * u),
        level=QRectF(margin + inner_w - level_w, row + 42 * u, level_w, 48 * u),
        strip=strip,
    )
