"""A whole session's sound as a file: the same mix as live, as fast as it can be computed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import numpy as np

from massage_desktop.plan.model import Plan

from .chapters import chapters_of, cue_sheet
from .decode import SoundFileError
from .encoding import FileOrder, write_file
from .formats import ENDINGS, FileFormat, format_of
from .level import ceiling_lufs
from .loudness import RATE
from .order import AS_GIVEN, MusicOrder
from .score import PLAIN, Over, Score, bed_of, mixed
from .source import Samples
from .sources import make_source, refuse_unheard

_ATTEMPTS = 3
_LOSSY_MARGIN_LU = 0.4
"""A lossy codec gives back a little more than it was given; this much is left free for it."""


class RenderError(Exception):
    """The file cannot be written; the message is one line, and an older file of that name is untouched."""


class RenderReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: length, the ceiling, and the loudest 400 ms of the file as it decodes; ``notes`` tell
    which of a person's own files were left out.
    """

    seconds: float
    ceiling_lufs: float
    max_momentary_lufs: float
    notes: tuple[str, ...] = ()


def render_session(
    plan: Plan,
    out: Path,
    ambience: str,
    ceiling_db: float = 40.0,
    *,
    seed: int | None = None,
    cue: bool = False,
    order: MusicOrder = AS_GIVEN,
    over: Over = PLAIN,
    progress: Callable[[float], None] = lambda _share: None,
) -> RenderReport:
    """Write the sound of ``plan``, from the fade in before the first stroke to the fade out after the last.

    Args:
        plan: whose chimes are sounded at their moments.
        out: ``.wav``, ``.flac``, ``.ogg`` or ``.mp3``; replaced only when the new file is complete.
        ambience: as for :func:`.sources.make_source`.
        ceiling_db: loudest level in the room, 25 to 45 dB.
        seed: fixes what generated sources play.
        cue: whether a cue sheet is written beside the file, too.
        order: how own music is played.
        over: what is heard besides the bed: chimes, words, the pace of the strokes.
        progress: told the share that is done, 0 to 1.

    Raises:
        RenderError: ``out`` cannot be written, or has another ending; or no file of own music can be played.
        AmbienceError: no such sound.
    """
    form = _checked(out)
    ceiling = ceiling_lufs(ceiling_db)
    seed = int(np.random.default_rng().integers(2**31)) if seed is None else seed
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.stem}-", suffix=out.suffix, dir=out.parent)
    except OSError as error:
        raise RenderError(f"{out}: cannot be written here: {error.strerror}.") from None
    os.close(handle)
    partial = Path(name)
    chapters = tuple(chapters_of(plan, over.lead_in_s))
    frames = Score(plan, ceiling, over).frames
    file = FileOrder(path=os.fsencode(partial), title=plan.routine.title, chapters=chapters, frames=frames)
    try:
        margin_lu = _LOSSY_MARGIN_LU if form.lossy else 0.0
        for _ in range(_ATTEMPTS):
            with closing(make_source(ambience, seed, order=order)) as source:
                refuse_unheard(source)
                sound = mixed(bed_of(source), Score(plan, ceiling - margin_lu, over))
                loudest = write_file(file, _watched(sound, frames, progress))
                notes = tuple(source.notes)
            if loudest <= ceiling:
                break
            # What a codec adds depends on the sound: leave as much more room as it took.
            margin_lu += loudest - ceiling + _LOSSY_MARGIN_LU
        else:
            raise RenderError(f"{out}: this format cannot keep the ceiling here; use .flac.")
        partial.chmod(0o644)
        if cue:
            sheet = cue_sheet(chapters, plan.routine.title, out.name)
            out.with_suffix(".cue").write_text(sheet, encoding="utf-8")
        partial.replace(out)
    except SoundFileError as error:
        raise RenderError(str(error)) from None
    except OSError as error:
        raise RenderError(f"{out}: {error.strerror or error}. Nothing was replaced.") from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return RenderReport(seconds=frames / RATE, ceiling_lufs=ceiling, max_momentary_lufs=loudest, notes=notes)


def _checked(out: Path) -> FileFormat:
    """The format of a file that can be written."""
    form = format_of(out)
    if form is None:
        raise RenderError(f"{out}: the ending tells the format; use {ENDINGS}.")
    if out.is_dir():
        raise RenderError(f"{out}: this is a folder; name a file.")
    if not out.parent.is_dir():
        raise RenderError(f"{out}: there is no folder {out.parent}.")
    return form


def _watched(blocks: Iterator[Samples], frames: int, progress: Callable[[float], None]) -> Iterator[Samples]:
    """``blocks`` as they are; after each, ``progress`` is told the share of ``frames`` that is done."""
    done = 0
    for block in blocks:
        yield block
        done += len(block)
        progress(done / frames)
