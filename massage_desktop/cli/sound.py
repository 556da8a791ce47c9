"""``render`` and ``loudness``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from .agreeing import note_nature
from .failure import CommandError, wrong_use
from .load import plan_of
from .output import print_json, print_table

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from massage_desktop.plan.model import Plan
    from massage_desktop.settings.model import SpeechDetail
    from massage_desktop.sound.scanning import Judged
    from massage_desktop.sound.score import Over
    from massage_desktop.sound.shelf import Shelf


def render(options: argparse.Namespace) -> int:
    """The whole session's sound as a file, through the same mix as live."""
    from massage_desktop.sound.level import DEFAULT_CEILING_DB, ROOM_MAX_DB, ROOM_MIN_DB
    from massage_desktop.sound.order import MusicOrder
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
                cue=options.cue,
                order=MusicOrder(options.shuffle, not options.once),
                over=_over(options, plan),
                progress=lambda done: bar.update(task, completed=done),
            )
    except AmbienceError as error:
        raise wrong_use(str(error)) from None
    except RenderError as error:
        raise CommandError(str(error)) from None
    note_nature(options.ambience or "")
    if options.json:
        print_json({"path": str(options.out), **msgspec.structs.asdict(report)})
    else:
        sys.stdout.write(
            f"{options.out}: {report.seconds:.0f} s, never above {report.ceiling_lufs:.1f} LUFS "
            f"(loudest 400 ms: {report.max_momentary_lufs:.1f} LUFS)\n"
        )
        for note in report.notes:
            sys.stderr.write(f"massage-desktop: {note}\n")
    return 0


def _over(options: argparse.Namespace, plan: Plan) -> Over:
    """What is heard over the bed, as the options wish it."""
    from massage_desktop.sound.clips import voice_for
    from massage_desktop.sound.score import GREETING_S, Over
    from massage_desktop.sound.tongue import Tongue
    from massage_desktop.speech.script import Narrator, Utterance, narration

    detail: SpeechDetail = options.speech
    plain = Over(chimes=detail != "silent", pace=options.pace_sound)
    if detail in ("chimes", "silent"):
        return plain
    _check_voice(options.voice)
    if voice_for(options.language) is None:
        sys.stderr.write(f"massage-desktop: there is no voice for “{options.language}”; only chimes sound.\n")
        return plain
    try:
        tongue = Tongue(options.language, options.voice)
    except (ValueError, RuntimeError) as error:
        raise CommandError(str(error)) from None
    greeting = Narrator(options.language, detail, tongue.seconds).greeting(plan, GREETING_S)
    words = [Utterance(said.at_s - GREETING_S, said.texts) for said in greeting]
    words += narration(plan, options.language, detail, tongue.seconds)
    return plain._replace(words=tuple(words), speak=tongue.speak)


def _check_voice(wanted: str) -> None:
    from massage_desktop.routine.suggest import did_you_mean
    from massage_desktop.sound.clips import voices

    names = [voice.id for voice in voices()]
    if wanted and wanted not in names:
        close = did_you_mean(wanted, names)
        hint = f"did you mean {close}?" if close else f"choose {', '.join(names)}."
        raise wrong_use(f"--voice {wanted[:40]!r}: there is no voice of this name; {hint}")


def loudness(options: argparse.Namespace) -> int:
    """Loudness of tracks and what is done to them; exit code 1 when a file could not be read."""
    from massage_desktop.sound.finding import find_as_far_as_there
    from massage_desktop.sound.shelf import Shelf

    found = find_as_far_as_there(options.paths)
    for note in found.notes:
        sys.stderr.write(f"massage-desktop: {note}\n")
    if not found.files and not found.refused:
        raise CommandError(f"no sound files in {', '.join(map(str, options.paths))}.")
    shelf = Shelf()
    rows = _judged_rows(found.files, shelf) if found.files else []
    rows += [{"path": str(path), "error": why} for path, why in found.refused.items()]
    if options.json:
        print_json(rows)
    else:
        _print_rows(rows)
    for note in shelf.notes:
        sys.stderr.write(f"massage-desktop: {note}\n")
    return int(any("error" in row for row in rows))


def _judged_rows(files: Sequence[Path], shelf: Shelf) -> list[dict[str, Any]]:
    """One row a file, in the order of ``files``; what the shelf knows is not scanned again."""
    from massage_desktop.sound.level import ceiling_lufs
    from massage_desktop.sound.scanning import judge_all

    ceiling = ceiling_lufs(40)
    rows: dict[Path, dict[str, Any]] = {}
    with _bar("Measuring") as bar:
        task = bar.add_task("Measuring", total=1.0)
        for judged in judge_all(files, shelf, progress=lambda p: bar.update(task, completed=p.share)):
            rows[judged.path] = _row(judged, ceiling)
    shelf.drop_gone()
    return [rows[path] for path in files]


def _row(judged: Judged, ceiling: float) -> dict[str, Any]:
    from massage_desktop.sound.import_notes import import_notes
    from massage_desktop.sound.tracks import gain_db

    facts = judged.facts
    if facts is None:
        return {"path": str(judged.path), "error": judged.error}
    return {
        "path": str(judged.path),
        **msgspec.structs.asdict(facts.figures),
        "gain_db": gain_db(facts.figures, facts.heard_s, ceiling),
        **msgspec.structs.asdict(facts.tags),
        "codec": facts.codec,
        "rate": facts.rate,
        "channels": facts.channels,
        "start_s": facts.start_s,
        "end_s": facts.end_s,
        "seam": facts.seam,
        "lively": facts.pulse.lively,
        "notes": import_notes(facts, ceiling),
    }


def _print_rows(rows: list[dict[str, Any]]) -> None:
    """Good files as a table and a line each on stdout, each bad one as a line on stderr."""
    good = [row for row in rows if "error" not in row]
    if good:
        print_table(
            ("File", *_COLUMNS),
            [(r["path"], *("-" if r[k] is None else f"{r[k]:.1f}" for k in _COLUMNS.values())) for r in good],
        )
        sys.stdout.write("\n" + "".join(f"{Path(r['path']).name}: {' '.join(r['notes'])}\n" for r in good))
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
