"""Where the bundled data lies: beside the package in an installation, at the top of the source tree
otherwise.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def data_root() -> Path:
    """Folder that holds ``assets/`` and ``routines/``."""
    installed = _PACKAGE / "_bundled"
    return installed if installed.is_dir() else _PACKAGE.parent


def assets_dir() -> Path:
    """Folder of sounds, icons, techniques and body drawings."""
    return data_root() / "assets"


def routines_dir() -> Path:
    """Folder of the routines that the program ships."""
    return data_root() / "routines"
