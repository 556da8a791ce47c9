"""``cards``: technique cards and routine sheets as a PDF to print."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .failure import CommandError, wrong_use
from .load import routine_of

if TYPE_CHECKING:
    from massage_desktop.plan.model import Plan
    from massage_desktop.routine.model import Routine
    from massage_desktop.ui.cards import PaperName
    from massage_desktop.ui.cards.ink import Page

_QUIET_S = 1.5
"""Work that takes no longer than this shows no progress."""


def cards(options: argparse.Namespace) -> int:
    """One routine's sheet and the cards of its techniques; without one, all cards and relaxing sheets."""
    out: Path = options.out
    _check(out)
    routine = routine_of(options.routine) if options.routine is not None else None
    _need_qt()
    pages, cards_made, sheets_made = _pages(routine, options.paper)
    title = (
        f"{routine.title}: sheet and cards" if routine is not None else "Technique cards and routine sheets"
    )
    from massage_desktop.ui.cards import PdfError, pdf_of

    try:
        with _progress() as progress:
            content = pdf_of(pages, title, progress)
    except PdfError as error:
        raise CommandError(str(error)) from None
    _write(out, content)
    sys.stdout.write(
        f"{out}: {_count(len(pages), 'page')} with {_count(cards_made, 'card')} and "
        f"{_count(sheets_made, 'routine sheet')}.\n"
    )
    return 0


def _pages(routine: Routine | None, paper: PaperName) -> tuple[list[Page], int, int]:
    """The pages, how many cards and how many routines stand on them."""
    from massage_desktop.routine.library import RoutineError, bundled_routines
    from massage_desktop.routine.techniques import techniques
    from massage_desktop.ui.cards import card_pages, sheet_pages, techniques_of

    try:
        bundled = bundled_routines()
    except RoutineError as error:
        raise CommandError(f"{error} Install the program again.") from None
    if routine is not None:
        plan = _plan(routine)
        chosen = techniques_of(plan)
        return [*sheet_pages(plan, paper), *card_pages(chosen, [routine, *bundled], paper)], len(chosen), 1
    every = list(techniques().values())
    plans = [_plan(r) for r in bundled if r.category == "relaxing"]
    sheets = [page for plan in plans for page in sheet_pages(plan, paper)]
    return [*card_pages(every, bundled, paper), *sheets], len(every), len(plans)


def _plan(routine: Routine) -> Plan:
    from massage_desktop.plan.make import PlanRefusedError, make_plan

    try:
        return make_plan(routine)
    except PlanRefusedError as error:
        raise CommandError(str(error)) from None


def _check(out: Path) -> None:
    """Refuse a place where no PDF can be written, before anything is painted."""
    if out.suffix.lower() != ".pdf":
        raise wrong_use(f"{out}: name the file to write, with the ending .pdf.")
    if out.is_dir():
        raise CommandError(f"{out}: this is a folder; name a file.")
    if not out.parent.is_dir():
        raise CommandError(f"{out}: there is no folder {out.parent}.")
    if not os.access(out.parent, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        raise CommandError(f"{out}: cannot be written here. Choose another folder or name.")


def _need_qt() -> None:
    """A Qt application, with a screen or without, and a typeface to write with."""
    from massage_desktop.platform_check import display_problem

    if display_problem():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # paper needs no screen
    from PySide6.QtGui import QFontDatabase

    from massage_desktop.app.application import make_application

    make_application()
    if not QFontDatabase.families():
        raise CommandError("no typeface is installed. Install one, such as Inter or DejaVu Sans.")


def _write(out: Path, content: bytes) -> None:
    """Write the whole file beside ``out`` first, so that a failure replaces nothing."""
    partial: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.stem}-", delete=False) as file:
            partial = Path(file.name)
            file.write(content)
        partial.chmod(0o644)
        partial.replace(out)
    except OSError as error:
        raise CommandError(f"{out}: {error.strerror or error}. Nothing was replaced.") from None
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


@contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    """A bar on stderr, where somebody can see it and only when it takes a while."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    started = time.monotonic()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Painting", total=1.0, visible=False)
        yield lambda done: bar.update(task, completed=done, visible=time.monotonic() - started > _QUIET_S)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
