"""Where everything stands on the page before a massage: a pure function of its size and look."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSizeF

from massage_desktop.ui.widgets.painted import Look

_SHARES = (0.49, 0.235, 0.275)
"""Widths of the three columns; the health questions have the most to say."""


@dataclass(frozen=True)
class PrepareLayout:
    """Rectangles in pixels; ``lines`` are the x of the lines between the columns; ``sheet`` covers them."""

    title: QRect
    kind: QRect
    headings: tuple[QRect, ...]
    columns: tuple[QRect, ...]
    lines: tuple[int, ...]
    strip: QRect
    verdict: QRect
    back: QRect
    begin: QRect
    sheet: QRect


def prepare_layout(width: int, height: int, look: Look, begin: QSizeF, back: QSizeF) -> PrepareLayout:
    """The places for a page of ``width`` by ``height`` pixels; ``begin`` and ``back``: button sizes."""
    margin, gap = round(look.px(56)), round(look.px(52))
    inner = width - 2 * margin
    strip_h = round(max(look.px(92), begin.height() + look.px(26)))
    title_h, kind_h = round(look.text_px(36) * 1.3), round(look.text_px(17) * 1.3)
    kind_w = round(inner * 0.36)
    title = QRect(margin, round(look.px(24)), inner - kind_w - gap, title_h)
    kind = QRect(margin + inner - kind_w, title.bottom() + 1 - kind_h - round(look.px(4)), kind_w, kind_h)
    heading_y, heading_h = title.bottom() + round(look.px(16)), round(look.text_px(23) * 1.6)
    top = heading_y + heading_h
    bottom = height - strip_h - round(look.px(14))
    headings, columns, lines = [], [], []
    x = margin
    for n, share in enumerate(_SHARES):
        wide = round((inner - 2 * gap) * share)
        headings.append(QRect(x, heading_y, wide, heading_h))
        columns.append(QRect(x, top, wide, max(1, bottom - top)))
        if n:
            lines.append(x - gap // 2 + round(look.px(8)))
        x += wide + gap
    strip = QRect(0, height - strip_h, width, strip_h)
    sheet_x, sheet_y = round(look.px(30)), title.bottom() + round(look.px(4))
    sheet = QRect(sheet_x, sheet_y, width - 2 * sheet_x, strip.top() - round(look.px(12)) - sheet_y)
    return PrepareLayout(
        title,
        kind,
        tuple(headings),
        tuple(columns),
        tuple(lines),
        strip,
        *_row(strip, margin, look, begin, back),
        sheet,
    )


def _row(strip: QRect, margin: int, look: Look, begin: QSizeF, back: QSizeF) -> tuple[QRect, QRect, QRect]:
    """Verdict, back, begin: in one row on the strip."""
    edge, gap = round(look.px(5)), round(look.px(28))
    wide = round(max(begin.width(), look.px(190)))
    middle = strip.top() + strip.height() // 2
    back_rect = QRect(
        margin - edge, middle - round(back.height() / 2), round(back.width()), round(back.height())
    )
    begin_rect = QRect(
        strip.width() - margin - wide + edge, middle - round(begin.height() / 2), wide, round(begin.height())
    )
    left = back_rect.right() + gap
    verdict = QRect(
        left,
        strip.top() + round(look.px(8)),
        begin_rect.left() - gap - left,
        strip.height() - round(look.px(16)),
    )
    return verdict, back_rect, begin_rect
