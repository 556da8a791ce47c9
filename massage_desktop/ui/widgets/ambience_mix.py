"""Which sounds are chosen together and how loud each is, as a value and as ``--ambience`` writes it."""

from __future__ import annotations

from collections.abc import Set

from massage_desktop.sound.blend import (
    FULL_PERCENT,
    MOST_PARTS,
    AmbienceError,
    Part,
    parse_part,
    split_parts,
)

SILENCE = "none"

Mix = tuple[Part, ...]
"""Sounds by name with their level in percent of loudness; empty is silence."""


def read_mix(text: str) -> Mix:
    """The sounds that ``text`` names, each once; what cannot be read (an old setting) is silence."""
    if text.strip().lower() in ("", SILENCE, "silence"):
        return ()
    try:
        parts = [parse_part(piece) for piece in split_parts(text)]
    except AmbienceError:
        return ()
    once = {part.name: part for part in reversed(parts)}
    return tuple(once[name] for name in dict.fromkeys(part.name for part in parts))


def write_mix(mix: Mix) -> str:
    """``warm_chords`` or ``rain_on_leaves:60+warm_chords``; a level counts only beside other sounds."""
    if len(mix) < 2:
        return mix[0].name if mix else SILENCE
    return "+".join(_written(part) for part in mix)


def _written(part: Part) -> str:
    return part.name if part.percent >= FULL_PERCENT else f"{part.name}:{part.percent:g}"


def with_sound(mix: Mix, name: str, own: Set[str] = frozenset()) -> Mix | None:
    """``mix`` and the sound ``name`` at full level; None when there are as many as may be (DERIV-02).

    ``own`` are the names that stand for own music: one of them may join as many other sounds as may be, and
    takes the place of another one.
    """
    if any(part.name == name for part in mix):
        return mix
    if name in own and any(part.name in own for part in mix):
        return tuple(Part(name, part.percent) if part.name in own else part for part in mix)
    if name not in own and sum(part.name not in own for part in mix) >= MOST_PARTS:
        return None
    return (*mix, Part(name, FULL_PERCENT))


def without_sound(mix: Mix, name: str) -> Mix:
    """``mix`` with the sound ``name`` left out."""
    return tuple(part for part in mix if part.name != name)


def with_level(mix: Mix, name: str, percent: float) -> Mix:
    """``mix`` with ``name`` at ``percent`` of loudness, 1 to 100."""
    return tuple(Part(name, percent) if part.name == name else part for part in mix)
