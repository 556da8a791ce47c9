"""Render the body map to PNG files for looking at: all paths, moments, themes and sizes.

``python tools/body_pictures.py FOLDER [--path ID] [--theme NAME] [--width PX] [--sheet]`` paints the back
with its usual steps. ``python tools/body_pictures.py --view ID OUT.png [--zones] [--paths] [--zone ID]
[--path ID]`` paints one view at rest; ``--zones`` and ``--paths`` draw all of them with their ids on top,
``--zone`` and ``--path`` mark one as in a session, ``--thumbnail`` paints the picture of a card.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen

from massage_desktop.routine.body import BodyView, body_view, view_ids
from massage_desktop.ui.bodymap import BodyScene, paint_body, paint_thumbnail
from massage_desktop.ui.bodymap.brush import path_of
from massage_desktop.ui.bodymap.frame import Frame, frame_for
from massage_desktop.ui.bodymap.marks import Marks, marks_image
from massage_desktop.ui.bodymap.still import body_image, cover_for
from massage_desktop.ui.theme import THEMES, Theme, font

# How each path is used by the bundled routines: zone, motion, motions, hand, side, pressure, pace a minute.
_USES: dict[str, tuple[str, str, int, str, str, str, float]] = {
    "up_and_spread": ("back_whole", "glide", 1, "palm", "both", "light", 6),
    "loop_classic": ("back_whole", "glide", 1, "whole_hand", "both", "light", 4),
    "half_up": ("mid_back", "spiral", 6, "fingertips", "right", "light", 6),
    "saw_up": ("back_whole", "saw", 8, "outer_edge", "right", "medium", 5),
    "pinch_up": ("mid_back", "roll", 10, "thumb_index", "left", "medium", 4),
    "circles_up": ("beside_spine", "circles", 8, "thumbs", "both", "medium", 4),
    "outward": ("back_whole", "glide", 1, "whole_hand", "both", "light", 3),
    "deep_edges_up": ("back_whole", "glide", 1, "outer_edge", "both", "medium", 5),
    "every_cm": ("back_whole", "press", 20, "finger_pads", "right", "light", 2),
    "pat_up": ("upper_back", "pat", 8, "cupped_hand", "both", "light", 6),
    "squeeze_up": ("beside_spine", "glide", 1, "stacked_hands", "right", "light", 6),
    "squeeze_down": ("beside_spine", "glide", 1, "index_middle", "both", "light", 6),
    "converge_up": ("back_whole", "spiral", 7, "palm_heel", "both", "firm", 5),
    "wave_up": ("back_sides", "wave", 8, "whole_hand", "right", "medium", 5),
    "shoulder_circles": ("shoulder_blades", "glide", 1, "four_fingers", "both", "medium", 10),
    "whole_up": ("back_whole", "glide", 1, "whole_hand", "both", "touch", 5),
    "rub_whole": ("back_whole", "zigzag", 16, "knuckles", "both", "medium", 3),
    "vibrate_spots": ("upper_back", "shake", 6, "fingertips", "both", "light", 5),
    "neck_down": ("neck_back", "glide", 1, "back_of_hand", "both", "light", 8),
    "gluteal_circles": ("gluteal_upper", "circles", 5, "fist", "both", "firm", 8),
}


def scene_of(path: str, phase: float) -> BodyScene:
    """A typical scene of a path."""
    zone, motion, motions, hand, side, pressure, pace = _USES[path]
    return BodyScene(
        view="back",
        zone=zone,
        path=path,
        motion=motion,  # type: ignore[arg-type]
        motions=motions,
        hand=hand,  # type: ignore[arg-type]
        side=side,  # type: ignore[arg-type]
        pressure=pressure,  # type: ignore[arg-type]
        phase=phase,
        repetition=1,
        pace_per_minute=pace,
    )


def picture(scene: BodyScene | None, theme: Theme, width: int, *, reduced_motion: bool = False) -> QImage:
    """One picture of ``width`` pixels on the room's colour."""
    view = body_view("back")
    image = QImage(width, round(width * view.height / view.width), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(theme.room))
    with QPainter(image) as painter:
        paint_body(painter, image.rect(), scene, theme, reduced_motion)
    return image


def sheet(theme: Theme, width: int, phase: float) -> QImage:
    """All paths on one picture, five in a row."""
    tiles = [picture(scene_of(path, phase), theme, width) for path in _USES]
    high = tiles[0].height()
    image = QImage(5 * width, -(-len(tiles) // 5) * high, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(theme.room))
    with QPainter(image) as painter:
        for k, tile in enumerate(tiles):
            painter.drawImage(k % 5 * width, k // 5 * high, tile)
    return image


def cards(theme: Theme) -> QImage:
    """Thumbnails as on the cards of the first page."""
    image = QImage(640, 220, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(theme.panel))
    sets = (["back_whole"], ["lower_back", "sacrum"], ["shoulders", "neck_back"], ["gluteal_upper"])
    with QPainter(image) as painter:
        for k, zones in enumerate(sets):
            paint_thumbnail(painter, QRect(10 + 160 * k, 10, 140, 200), "back", zones, theme)
    return image


def still_picture(view: BodyView, theme: Theme, size: QSize, marks: Marks) -> QImage:
    """One view at rest on the room's colour, with the zone and the path of ``marks``."""
    frame = frame_for(view, size.width(), size.height())
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(theme.room))
    with QPainter(image) as painter:
        painter.drawImage(0, 0, body_image(view.id, theme.name, frame, cover_for(view, (marks.zone,))))
        if marks.shown:
            painter.drawImage(0, 0, marks_image(marks, theme.name, frame))
    return image


def draw_ids(image: QImage, view: BodyView, *, zones: bool, paths: bool) -> None:
    """All zones (open green, careful yellow, forbidden red) or paths of the right half with their ids."""
    frame = frame_for(view, image.width(), image.height())
    tones = {"open": "#7fe08a", "careful": "#ffd84a", "forbidden": "#ff5a4a"}
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(max(9, image.height() * 0.0145)))
        for zone in view.zones if zones else ():
            shape = frame.transform().map(path_of(zone.outline, closed=True))
            painter.setPen(QPen(QColor(tones[zone.status]), 1.5))
            painter.drawPath(shape)
            painter.drawText(shape.boundingRect(), Qt.AlignmentFlag.AlignCenter, zone.id)
        for k, path in enumerate(view.paths if paths else ()):
            _draw_path(painter, frame, path.points, path.id, QColor.fromHsv(k * 67 % 360, 150, 255))


def _draw_path(
    painter: QPainter, frame: Frame, points: list[tuple[float, float]], name: str, color: QColor
) -> None:
    painter.setPen(QPen(color, 1.6))
    painter.drawPath(frame.transform().map(path_of(points)))
    places = [QPointF(*frame.place(x, y)) for x, y in points]
    for place in places:
        painter.drawEllipse(place, 2.0, 2.0)
    painter.drawEllipse(places[0], 5.0, 5.0)
    painter.drawText(places[len(places) // 2] + QPointF(5, -3), name)


def one_view(wishes: argparse.Namespace) -> None:
    """Write the picture of one view."""
    view, theme = body_view(wishes.view), THEMES[wishes.theme]
    if wishes.thumbnail:
        image = QImage(180, 240, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(theme.panel))
        with QPainter(image) as painter:
            paint_thumbnail(painter, image.rect(), view.id, [wishes.zone] if wishes.zone else [], theme)
    else:
        size = QSize(wishes.width, wishes.height or round(wishes.width * 900 / 700))
        shown = ("right", "left") if wishes.zone or wishes.path else ()
        image = still_picture(view, theme, size, Marks(view.id, wishes.zone, wishes.path or "", shown))
        draw_ids(image, view, zones=wishes.zones, paths=wishes.paths)
    image.save(str(wishes.out))


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description="Render the body map to PNG files.")
    parser.add_argument("out", type=Path, help="a folder, or with --view a PNG file")
    parser.add_argument("--path", help="one path only")
    parser.add_argument("--theme", choices=sorted(THEMES), default="dark")
    parser.add_argument("--width", type=int, default=0, help="pixels; 570, or 700 with --view")
    parser.add_argument("--height", type=int, default=0, help="pixels, with --view")
    parser.add_argument("--phase", type=float, action="append")
    parser.add_argument("--sheet", action="store_true", help="all paths on one picture")
    parser.add_argument("--view", choices=view_ids(), help="one view at rest")
    parser.add_argument("--zone", default="", help="with --view: the zone that is worked")
    parser.add_argument("--zones", action="store_true", help="with --view: all zones and their ids")
    parser.add_argument("--paths", action="store_true", help="with --view: all paths and their ids")
    parser.add_argument("--thumbnail", action="store_true", help="with --view: as on a card")
    wishes = parser.parse_args()
    wishes.width = wishes.width or (700 if wishes.view else 570)
    try:
        body_view(wishes.view or "back")
    except (msgspec.ValidationError, msgspec.DecodeError, ValueError) as error:
        parser.error(f"assets/body/{wishes.view or 'back'}.toml: {error}")
    if wishes.view:
        one_view(wishes)
    else:
        usual_steps(wishes)


def usual_steps(wishes: argparse.Namespace) -> None:
    """Write the back's paths, cards, the body at rest and held hands into a folder."""
    wishes.out.mkdir(parents=True, exist_ok=True)
    theme = THEMES[wishes.theme]
    for phase in wishes.phase or [0.1, 0.45, 0.8]:
        name = f"{theme.name}-{wishes.width}-{round(phase * 100):02d}.png"
        if wishes.sheet:
            sheet(theme, wishes.width, phase).save(str(wishes.out / f"sheet-{name}"))
            continue
        for path in [wishes.path] if wishes.path else list(_USES):
            picture(scene_of(path, phase), theme, wishes.width).save(str(wishes.out / f"{path}-{name}"))
    cards(theme).save(str(wishes.out / f"cards-{theme.name}.png"))
    picture(None, theme, wishes.width).save(str(wishes.out / f"rest-{theme.name}.png"))
    held = replace(scene_of("up_and_spread", 0.3), still=True)
    picture(held, theme, wishes.width).save(str(wishes.out / f"held-{theme.name}.png"))


if __name__ == "__main__":
    application = QGuiApplication([])  # kept to the very end: it must outlive every picture
    main()
