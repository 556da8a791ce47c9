"""A whole session's sound as a file: the same mix as live, as fast as it can be computed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from massage_desktop.plan.model import Plan

from .ahead import Ahead
from .chapters import add_chapters, chapters_of, cue_sheet
from .chimes import chime
from .cues import cues_of
from .level import ceiling_lufs
from .listener import Listener
from .loudness import RATE
from .mix import Mix
from .pace_sound import swell
from .source import Samples, Source
from .sources import make_source
from .strokes import step_has_strokes

if TYPE_CHECKING:
    from av import Packet

LEAD_IN_S = 8.0
"""Sound fades in before the first stroke."""

TAIL_S = 30.0
"""... and fades out after the last."""

LAST_CHIME_S = 4.0
"""The closing chime is heard before the fade begins."""

_CODECS = {
    ".wav": ("wav", "pcm_s24le", "s32"),
    ".flac": ("flac", "flac", "s32"),
    ".ogg": ("ogg", "libopus", "flt"),
    ".mp3": ("mp3", "libmp3lame", "fltp"),
}
_LOSSY = (".ogg", ".mp3")
_FASTER = {
    "libmp3lame": {"compression_level": "7", "joint_stereo": "0"},
    "libopus": {"compression_level": "5"},
}
"""Twice the speed at 192 kbit/s, for a difference nobody hears at a whisper. Two channels coded apart come
out as near to the original as joint ones (measured on rain and chords).
"""

_ATTEMPTS = 3
_LOSSY_MARGIN_LU = 0.4
"""A lossy codec gives back a little more than it was given; this much is left free for it."""

_BLOCK_FRAMES = RATE


class RenderError(Exception):
    """The file cannot be written; the message is one line, and an older file of that name is untouched."""


class RenderReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: length, the ceiling, and the loudest 400 ms of the file as it decodes."""

    seconds: float
    ceiling_lufs: float
    max_momentary_lufs: float


def render_session(
    plan: Plan,
    out: Path,
    ambience: str,
    ceiling_db: float = 40.0,
    *,
    seed: int | None = None,
    pace: bool = False,
    cue: bool = False,
    progress: Callable[[float], None] = lambda _share: None,
) -> RenderReport:
    """Write the sound of ``plan``, from the fade in before the first stroke to the fade out after the last.

    Args:
        plan: whose chimes are sounded at their moments.
        out: ``.wav``, ``.flac``, ``.ogg`` or ``.mp3``; replaced only when the new file is complete.
        ambience: as for :func:`.sources.make_source`.
        ceiling_db: loudest level in the room, 25 to 45 dB.
        seed: fixes what generated sources play.
        pace: whether a soft swell follows the strokes.
        cue: whether a cue sheet is written beside the file, too.
        progress: told the share that is done, 0 to 1.

    Raises:
        RenderError: ``out`` cannot be written, or has another ending.
        AmbienceError: no such sound.
    """
    _check(out)
    ceiling = ceiling_lufs(ceiling_db)
    seed = int(np.random.default_rng().integers(2**31)) if seed is None else seed
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.stem}-", suffix=out.suffix, dir=out.parent)
    except OSError as error:
        raise RenderError(f"{out}: cannot be written here: {error.strerror}.") from None
    os.close(handle)
    partial = Path(name)
    try:
        margin_lu = _LOSSY_MARGIN_LU if out.suffix.lower() in _LOSSY else 0.0
        for _ in range(_ATTEMPTS):
            source = make_source(ambience, seed)
            score = _Score(plan, ceiling - margin_lu, pace=pace)
            seconds, loudest = _encode(partial, source, score, plan, progress)
            if loudest <= ceiling:
                break
            # What a codec adds depends on the sound: leave as much more room as it took.
            margin_lu += loudest - ceiling + _LOSSY_MARGIN_LU
        else:
            raise RenderError(f"{out}: this format cannot keep the ceiling here; use .flac.")
        partial.chmod(0o644)
        if cue:
            sheet = cue_sheet(chapters_of(plan, LEAD_IN_S), plan.routine.title, out.name)
            out.with_suffix(".cue").write_text(sheet, encoding="utf-8")
        partial.replace(out)
    except OSError as error:
        raise RenderError(f"{out}: {error.strerror or error}. Nothing was replaced.") from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return RenderReport(seconds=seconds, ceiling_lufs=ceiling, max_momentary_lufs=loudest)


def _check(out: Path) -> None:
    if out.suffix.lower() not in _CODECS:
        raise RenderError(f"{out}: the ending tells the format; use .wav, .flac, .ogg or .mp3.")
    if out.is_dir():
        raise RenderError(f"{out}: this is a folder; name a file.")
    if not out.parent.is_dir():
        raise RenderError(f"{out}: there is no folder {out.parent}.")


class _Score:
    """A plan's mix with all its chimes and fades set, and how long it lasts."""

    def __init__(self, plan: Plan, ceiling: float, *, pace: bool = False) -> None:
        self.mix = Mix(ceiling)
        self.mix.fade(1.0, LEAD_IN_S)
        for step in plan.steps if pace else ():
            if step_has_strokes(step):
                begin_s = LEAD_IN_S + step.start
                self.mix.add_swell(swell(0, step.pass_s, -begin_s, begin_s + step.seconds))
        for cue in cues_of(plan):
            self.mix.cue(chime(cue.chime), LEAD_IN_S + cue.at_s)
        self.frames = round((LEAD_IN_S + plan.total_seconds + TAIL_S) * RATE)
        self.fade_at = round((LEAD_IN_S + plan.total_seconds + LAST_CHIME_S) * RATE)


def _bed(source: Source) -> Iterator[Samples]:
    """The source without end, one second at a time."""
    try:
        while True:
            yield source.render(_BLOCK_FRAMES)
    finally:
        source.close()


def _mixed(bed: Iterator[Samples], score: _Score) -> Iterator[Samples]:
    """The mixed sound, one second at a time; the mix's delay is taken off the beginning."""
    mix, late, written = score.mix, score.mix.latency, 0
    while written < score.frames:
        if mix.frame <= score.fade_at < mix.frame + _BLOCK_FRAMES:
            mix.fade(0.0, TAIL_S - LAST_CHIME_S - 2.0)
        block = mix.process(next(bed))
        skip = min(late, len(block))
        late -= skip
        piece = block[skip:][: score.frames - written]
        written += len(piece)
        if len(piece):
            yield piece


def _encode(
    path: Path, source: Source, score: _Score, plan: Plan, progress: Callable[[float], None]
) -> tuple[float, float]:
    """Write the whole score; returns its seconds and the loudest 400 ms as a player will decode them.

    Mixing and encoding run ahead in a thread each; here, what they made is written, decoded and measured.
    """
    import av

    container_name, codec, layout = _CODECS[path.suffix.lower()]
    try:
        with av.open(str(path), "w", format=container_name) as container:
            container.metadata["title"] = plan.routine.title
            add_chapters(container, path.suffix.lower(), chapters_of(plan, LEAD_IN_S), score.frames / RATE)
            options = _FASTER.get(codec, {})
            track: Any = container.add_stream(codec, rate=RATE, layout="stereo", options=options)
            if path.suffix.lower() in _LOSSY:
                track.bit_rate = 192_000
            container.start_encoding()
            listener = Listener(track.codec_context)
            with Ahead(_packets(track, layout, source, score)) as parts:
                for frames, packets in parts:
                    listener.hear(packets)
                    container.mux(packets)
                    progress(frames / score.frames)
            return frames / RATE, listener.loudest_lufs()
    except av.error.FFmpegError as error:
        raise OSError(error.errno, error.strerror) from None


def _packets(
    track: Any, layout: str, source: Source, score: _Score
) -> Iterator[tuple[int, list[Packet[Any]]]]:
    """The encoded score, a second at a time: how many frames went in so far, and what came out."""
    import av

    resampler = av.AudioResampler(layout, "stereo", RATE)
    frames = 0
    with Ahead(_mixed(_bed(source), score)) as blocks:
        for block in blocks:
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.T), "fltp", "stereo")
            frame.sample_rate, frame.pts = RATE, frames
            frames += len(block)
            yield frames, [packet for ready in resampler.resample(frame) for packet in track.encode(ready)]
    rest = [packet for ready in resampler.resample(None) for packet in track.encode(ready)]
    yield frames, [*rest, *track.encode(None)]
