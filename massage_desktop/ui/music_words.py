"""What the page before a massage says about the person's own music, and about listening to a sound first."""

from __future__ import annotations

from pathlib import Path

PICK_FILES = "Choose calm, slow pieces of music, or a play list"
MUSIC_FILES = "Music and play lists"
OWN_LIST = "My pieces"
OWN_MUSIC = "My music"

SHUFFLE = "Shuffle"
LOOP = "Repeat"
PIECES = "Pieces…"
PIECES_ABOUT = "Shows all pieces of your music"
ORDER = "How the music plays"

LISTEN = "Listen for a moment"
STOP_LISTENING = "Stop listening"

SEARCHING = "Looking for your music"
NO_MUSIC = "No music can be played"
ONCE = "then quiet"
CLOSE = "Close"
SKIPPED = "A piece of music could not be played and is left out"
LIVELY_TITLE = "Listen to these first"
LEFT_OUT_TITLE = "Left out"
READY_TITLE = "As they are played"

_LONGEST_NAME = 40


def looking(done: int, total: int) -> str:
    """How far a scan is: ``3 of 12 looked through``."""
    return f"{done} of {total} looked through"


def pieces(count: int) -> str:
    """``1 piece``, ``12 pieces``."""
    return "1 piece" if count == 1 else f"{count} pieces"


def length(seconds: float) -> str:
    """How long a piece is: ``3:42``, ``1:02:05``."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"


def lively(count: int) -> str:
    """That some of it may be too lively (SOUND-03)."""
    if count == 1:
        return "One piece sounds lively. Listen to it first."
    return f"{count} pieces sound lively. Listen to them first."


def left_out(count: int) -> str:
    """That some files cannot be played."""
    return "One file cannot be played and is left out." if count == 1 else f"{count} files are left out."


def more(count: int) -> str:
    """That a list goes on."""
    return f"… and {pieces(count)} more"


def reason(path: Path, problem: str) -> str:
    """Why a file is left out, without the place that the row's title already tells."""
    said = problem.removeprefix(f"{path}: ").removeprefix(f"{str(path)!r}: ")
    return f"{said[:1].upper()}{said[1:]}"


def gone(names: tuple[str, ...], instead: str) -> str:
    """That the sound of the last time is not there any more, and what plays instead."""
    first = Path(names[0]).name or names[0]
    first = first if len(first) <= _LONGEST_NAME else f"{first[:_LONGEST_NAME]}…"
    if len(names) > 1:
        return f"“{first}” and {len(names) - 1} more are not there any more. {instead}"
    return f"“{first}” is not there any more. {instead}"


def plays(titles: tuple[str, ...]) -> str:
    """What is heard instead: ``Warm chords will play.``."""
    return f"{' and '.join(titles)} will play." if titles else "It stays silent."
