"""What the very first picture needs of the settings, read without the libraries that check all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .model import ThemeName

_MOST_BYTES = 256 * 1024


class Glance(NamedTuple):
    """Colours and text size; names and bounds as in ``Settings``."""

    theme: ThemeName = "dark"
    text_size: float = 1.0


def settings_path() -> Path:
    """Where the settings lie for this user: ``settings.json`` in the system's configuration folder."""
    import platformdirs

    return Path(platformdirs.user_config_dir("massage-desktop", appauthor=False)) / "settings.json"


def glance(path: Path | None = None) -> Glance:
    """Theme and text size, each its default when it cannot be read; never raises.

    What is wrong with the file is told by ``store.load``, which runs right after the first picture.
    """
    target = path or settings_path()
    try:
        if not target.is_file() or target.stat().st_size > _MOST_BYTES:
            return Glance()
        values = json.loads(target.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return Glance()
    if not isinstance(values, dict):
        return Glance()
    theme, size = values.get("theme"), values.get("text_size")
    return Glance(
        theme=theme if theme in ("dark", "light", "contrast") else "dark",
        text_size=float(size) if isinstance(size, (int, float)) and 0.8 <= size <= 2.0 else 1.0,
    )
