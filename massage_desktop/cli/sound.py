"""``render`` and ``loudness``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from .failure import CommandError, wrong_use
from .load import plan_of
from .output import print_json, print_table

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


def render(options: argparse.Namespace) -> int:
    """The whole session's sound as a file, through the same mix as live."""
    from massage_desktop.sound.level import DEFAULT_CEILING_DB, ROOM_MAX_DB, ROOM_MIN_DB
    from massage_desktop.sound.render import RenderError, render_session
    from massage_desktop.sound.sources import AmbienceError

    ceiling_db = DEFAULT_CEILING_DB if options.ceiling is None else options.ceiling
    if not ROOM_MIN_DB <= ceiling_db <= ROOM_MAX_DB:
        raise wrong_use(
            f"--ceiling {ceiling_db:g}: the ceiling lies between {ROOM_MIN_DB:g} and {ROOM_MAX_DB:g} dB."
        )
    plan = plan_of(options)
    try:
        with _bar("Rendering") as bar:
            task = bar.add_task("Rendering", total=1.0)
            report = render_session(
                plan,
                options.out,
                options.ambience or "warm_chords",
                ceiling_db,
                progress=lambda done: bar.update(task, completed=done),
            )
    except AmbienceError as error:
        raise wrong_use(str(error)) from None
    except RenderError as error:
        raise CommandError(str(error)) from None
    if options.json:
        print_json({"path": str(options.out), **msgspec.structs.asdict(report)})
    else:
        sys.stdout.write(
            f"{options.out}: {report.seconds:.0f} s, never above {report.ceiling_lufs:.1f} LUFS "
            f"(loudest 400 ms: {report.max_momentary_lufs:.1f} LUFS)\n"
        )
    return 0


def loudness(options: argparse.Namespace) -> int:
    """Loudness of tracks; exit code 1 when a file could not be read."""
    from massage_desktop.sound.level import ceiling_lufs
    from massage_desktop.sound.tracks import find_sounds

    ceiling = ceiling_lufs(40)
    files = find_sounds(options.paths)
    if not files:
        raise CommandError(f"no sound files in {', '.join(map(str, options.paths))}.")
    rows = []
    with _bar("Measuring") as bar:
        for path in bar.track(files, description="Measuring"):
            rows.append(_measured(path, ceiling))  # noqa: PERF401  the bar moves file by file
    if options.json:
        print_json(rows)
    else:
        _print_rows(rows)
    return int(any("error" in row for row in rows))


def _measured(path: Any, ceiling: float) -> dict[str, Any]:
    from massage_desktop.sound.decode import SoundFileError
    from massage_desktop.sound.tracks import gain_db, measure

    try:
        track = measure(path)
    except SoundFileError as error:
        return {"path": str(path), "error": str(error)}
    return {**msgspec.structs.asdict(track), "path": str(path), "gain_db": gain_db(track, ceiling)}


def _print_rows(rows: list[dict[str, Any]]) -> None:
    """Good files as a table on stdout, each bad one as a line on stderr."""
    good = [row for row in rows if "error" not in row]
    if good:
        print_table(
            ("File", *_COLUMNS),
            [(r["path"], *("-" if r[k] is None else f"{r[k]:.1f}" for k in _COLUMNS.values())) for r in good],
        )
    for row in rows:
        if "error" in row:
            sys.stderr.write(f"massage-desktop: {row['error']}\n")


_COLUMNS = {
    "Integrated": "integrated_lufs",
    "Momentary": "max_momentary_lufs",
    "Short-term": "max_short_term_lufs",
    "Range": "loudness_range_lu",
    "True peak": "true_peak_dbtp",
    "Gain": "gain_db",
}


@contextmanager
def _bar(_what: str) -> Iterator[Bar]:
    """A progress bar on stderr, only where somebody can see it."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        yield bar
