"""Render the short sounds in `assets/sounds/`: every chime, and twenty seconds of every generated ambience.

    python tools/make_sounds.py [ID ...]

The program generates its sound live; these files are for listening without starting a session, and
show what a change of a generator does. Seeds are fixed, so the same code writes the same sound. With ids
only those ambiences are written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from massage_desktop.sound.chimes import CHIMES, chime
from massage_desktop.sound.generators.catalogue import AMBIENCES
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.preview import preview, write_sound
from massage_desktop.sound.source import REFERENCE_CEILING_LUFS, Samples

SOUNDS = Path(__file__).resolve().parent.parent / "assets" / "sounds"
PREVIEW_S = 20.0
SEED = 1


def write(name: str, title: str, samples: Samples) -> None:
    """Write one Opus file in an Ogg container and say how large it is."""
    path = SOUNDS / f"{name}.ogg"
    write_sound(path, samples, title)
    print(f"{path.name}: {len(samples) / RATE:.1f} s, {path.stat().st_size // 1024} kB")


def main(wanted: list[str]) -> int:
    """Write all of them, or those that are wanted; 2 for an id that there is not."""
    unknown = [name for name in wanted if name not in AMBIENCES]
    if unknown:
        print(f"{', '.join(unknown)}: no such ambience; there are {', '.join(AMBIENCES)}", file=sys.stderr)
        return 2
    for name in CHIMES if not wanted else ():
        write(f"chime_{name}", f"Chime: {name}", chime(name))
    for ambience in AMBIENCES.values():
        if not wanted or ambience.id in wanted:
            source = ambience.make(SEED)
            write(ambience.id, ambience.title, preview(source, PREVIEW_S, REFERENCE_CEILING_LUFS))
            source.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
