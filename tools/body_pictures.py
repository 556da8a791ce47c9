"""Render the body map to PNG files for looking at: all paths, moments, themes and sizes.

Usage: ``python tools/body_pictures.py FOLDER [--path ID] [--theme NAME] [--width PX] [--sheet]``
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from massage_desktop.routine.body import body_view
from massage_desktop.ui.bodymap import BodyScene, paint_body, paint_thumbnail
from massage_desktop.ui.theme import THEMES, Theme

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


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description="Render the body map to PNG files.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--path", choices=sorted(_USES))
    parser.add_argument("--theme", choices=sorted(THEMES), default="dark")
    parser.add_argument("--width", type=int, default=570)
    parser.add_argument("--phase", type=float, action="append")
    parser.add_argument("--sheet", action="store_true", help="all paths on one picture")
    wishes = parser.parse_args()
    wishes.folder.mkdir(parents=True, exist_ok=True)
    app = QGuiApplication.instance() or QGuiApplication([])
    theme = THEMES[wishes.theme]
    phases = wishes.phase or [0.1, 0.45, 0.8]
    for phase in phases:
        name = f"{theme.name}-{wishes.width}-{round(phase * 100):02d}.png"
        if wishes.sheet:
            sheet(theme, wishes.width, phase).save(str(wishes.folder / f"sheet-{name}"))
            continue
        for path in [wishes.path] if wishes.path else list(_USES):
            picture(scene_of(path, phase), theme, wishes.width).save(str(wishes.folder / f"{path}-{name}"))
    cards(theme).save(str(wishes.folder / f"cards-{theme.name}.png"))
    picture(None, theme, wishes.width).save(str(wishes.folder / f"rest-{theme.name}.png"))
    held = replace(scene_of("up_and_spread", 0.3), still=True)
    picture(held, theme, wishes.width).save(str(wishes.folder / f"held-{theme.name}.png"))
    app.quit()


if __name__ == "__main__":
    main()
