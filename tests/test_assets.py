"""Every asset has an origin, and none of them is empty."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"


def test_every_asset_is_listed_in_the_credits() -> None:
    listed = re.findall(r"`([^`]+)`", (ASSETS / "CREDITS.md").read_text("utf-8"))
    for path in ASSETS.rglob("*"):
        if path.is_file() and path.name != "CREDITS.md":
            name = path.relative_to(ASSETS).as_posix()
            assert any(fnmatch.fnmatch(name, pattern) for pattern in listed), (
                f"{name} has no origin in CREDITS.md"
            )
            assert path.stat().st_size > 100


def test_the_readme_has_exactly_two_set_up_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = re.findall(r"<!-- (start|test) -->\n```sh\n(.+)\n```", readme)
    assert [name for name, _ in commands] == ["start", "test"]
    assert all("pip install" in command for _, command in commands)


def test_sounds_hold_sound() -> None:
    import numpy as np

    from massage_desktop.sound.decode import stream

    for path in (ASSETS / "sounds").glob("*.ogg"):
        samples = np.concatenate(list(stream(path)))
        assert 1e-3 < np.abs(samples).max() < 0.9, path.name
