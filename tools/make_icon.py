"""Paint the program's icon (`assets/icons/massage-desktop.svg`) as PNG files of the usual sizes.

    python tools/make_icon.py

Qt's own SVG renderer is not part of PySide6-Essentials everywhere, so the program itself loads the PNG.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "assets" / "icons"


def main() -> int:
    """Write the PNG."""
    application = QGuiApplication(sys.argv[:1])
    renderer = QSvgRenderer(str(ICONS / "massage-desktop.svg"))
    image = QImage(256, 256, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        renderer.render(painter, QRectF(0, 0, 256, 256))
    written = image.save(str(ICONS / "massage-desktop.png"))
    application.quit()
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())
