"""What the program does to each track, told in one or two plain sentences before it is played."""

from __future__ import annotations

import math

from .ceiling import PEAK_ABOVE_CEILING_DB, SAMPLE_PEAK_MAX
from .scan import TrackFacts
from .tracks import gain_db

WIDE_RANGE_LU = 18.0
"""From this loudness range on, soft passages lie so far under the loud ones that they are hardly heard."""

NARROW_RATE_HZ = 16_000
"""Recordings with fewer samples a second lack the upper half of what is heard."""

_AS_IT_IS_DB = 1.0
_WORTH_TELLING_S = 0.5


def import_notes(facts: TrackFacts, ceiling_lufs: float) -> tuple[str, ...]:
    """One or two sentences: what is changed, and what the person had better know.

    ``ceiling_lufs`` is the ceiling under which the track will be played. Nothing is changed in the file.
    """
    if facts.heard_s <= 0:
        return ("Only silence is in this file; it is left out.",)
    changes = [_gain(facts, ceiling_lufs), *_peaks(facts, ceiling_lufs), *_silence(facts), *_loop(facts)]
    remarks = _remarks(facts)
    first = _sentence(changes)
    return (first, _sentence(remarks)) if remarks else (first,)


def _gain(facts: TrackFacts, ceiling_lufs: float) -> str:
    db = gain_db(facts.figures, facts.heard_s, ceiling_lufs)
    if abs(db) < _AS_IT_IS_DB:
        return "it plays as loud as it is"
    return f"it plays {abs(db):.0f} dB {'louder' if db > 0 else 'softer'}"


def _peaks(facts: TrackFacts, ceiling_lufs: float) -> list[str]:
    """Whether single peaks, too short for a loudness meter, will be rounded off."""
    top_db = min(ceiling_lufs + PEAK_ABOVE_CEILING_DB, 20 * math.log10(SAMPLE_PEAK_MAX))
    over_db = facts.figures.true_peak_dbtp + gain_db(facts.figures, facts.heard_s, ceiling_lufs) - top_db
    return ["its sharpest peaks are rounded off"] if over_db > 0 else []


def _silence(facts: TrackFacts) -> list[str]:
    before, after = facts.start_s, facts.figures.seconds - facts.end_s
    ends = [
        f"{seconds:.1f} s at the {where}"
        for seconds, where in ((before, "beginning"), (after, "end"))
        if seconds >= _WORTH_TELLING_S
    ]
    return [f"silence is left out ({' and '.join(ends)})"] if ends else []


def _loop(facts: TrackFacts) -> list[str]:
    if facts.seam is None:
        return []
    return [f"alone, it goes round from {_clock(facts.seam.leave)} to {_clock(facts.seam.enter)} unheard"]


def _remarks(facts: TrackFacts) -> list[str]:
    remarks = []
    if facts.pulse.lively:
        beats = f"about {facts.pulse.beats_per_minute:.0f} beats a minute"
        remarks.append(f"it sounds lively ({beats}), so listen to it first")
    if facts.figures.loudness_range_lu >= WIDE_RANGE_LU:
        remarks.append("its soft passages are much softer than its loud ones and may hardly be heard")
    if facts.rate < NARROW_RATE_HZ:
        remarks.append(f"it was recorded at {facts.rate / 1000:g} kHz and sounds dull")
    if facts.channels == 1:
        remarks.append("it has one channel and is heard alike on both sides")
    elif facts.channels > 2:
        remarks.append(f"its {facts.channels} channels are mixed to two")
    return remarks[:2]


def _clock(frames: int) -> str:
    seconds = round(frames / 48_000)
    return f"{seconds // 60}:{seconds % 60:02d}"


def _sentence(parts: list[str]) -> str:
    text = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
    return f"{text[0].upper()}{text[1:]}."
