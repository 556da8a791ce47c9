"""Marks for the steps of a session in a rendered file, and a cue sheet beside it.

Vorbis comments (``CHAPTER001=00:00:08.000``, ``CHAPTER001NAME=…``) in FLAC and Ogg, chapter frames (ID3v2
CHAP) in MP3. They are written as comments here because FFmpeg's Ogg writer rounds seconds up and then adds
the milliseconds: a chapter at 1.5 s would stand at 2.5 s. A WAV file has no place for names that players
read; there is the cue sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from massage_desktop.plan.model import Plan, PlannedStep

FIRST = "Getting ready"
REST = "Rest"
_SIDES = {"left": "left side", "right": "right side"}
_CUE_FRAMES = 75
_CUE_MOST = 99


class Chapter(NamedTuple):
    """One mark: where it begins in the file, in seconds, and its name."""

    at_s: float
    title: str


def chapters_of(plan: Plan, lead_in_s: float) -> list[Chapter]:
    """A mark for what comes before the first stroke (``lead_in_s`` long), for every step and for the rest."""
    steps = [Chapter(lead_in_s + step.start, _title(step)) for step in plan.steps]
    first = [Chapter(0.0, FIRST)] if lead_in_s > 0 else []
    return [*first, *steps, Chapter(lead_in_s + plan.total_seconds, REST)]


def _title(step: PlannedStep) -> str:
    side = _SIDES.get(step.side)
    return f"{step.title}, {side}" if side else step.title


def add_chapters(container: Any, ending: str, chapters: Sequence[Chapter], total_s: float) -> None:
    """Mark an open PyAV output of this file ending, before anything is encoded."""
    if ending in (".flac", ".ogg"):
        for number, chapter in enumerate(chapters, 1):
            container.metadata[f"CHAPTER{number:03d}"] = _clock(chapter.at_s)
            container.metadata[f"CHAPTER{number:03d}NAME"] = chapter.title
    elif ending == ".mp3":
        ends = [*(c.at_s for c in chapters[1:]), total_s]
        container.set_chapters(
            [
                {
                    "id": number,
                    "start": round(chapter.at_s * 1000),
                    "end": round(end_s * 1000),
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": chapter.title},
                }
                for number, (chapter, end_s) in enumerate(zip(chapters, ends, strict=True))
            ]
        )


def cue_sheet(chapters: Sequence[Chapter], title: str, file_name: str) -> str:
    """A cue sheet for the file beside it; at most 99 tracks, as the format allows."""
    kind = "MP3" if file_name.lower().endswith(".mp3") else "WAVE"
    lines = [f'TITLE "{_quoted(title)}"', f'FILE "{_quoted(file_name)}" {kind}']
    for number, chapter in enumerate(chapters[:_CUE_MOST], 1):
        whole = round(chapter.at_s * _CUE_FRAMES)
        minutes, rest = divmod(whole, 60 * _CUE_FRAMES)
        at = f"{minutes:02d}:{rest // _CUE_FRAMES:02d}:{rest % _CUE_FRAMES:02d}"
        lines += [
            f"  TRACK {number:02d} AUDIO",
            f'    TITLE "{_quoted(chapter.title)}"',
            f"    INDEX 01 {at}",
        ]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    """Cue sheets know no way to write a quotation mark or a new line inside a text."""
    return " ".join(text.replace('"', "'").split())


def _clock(at_s: float) -> str:
    whole_ms = round(at_s * 1000)
    seconds, ms = divmod(whole_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
