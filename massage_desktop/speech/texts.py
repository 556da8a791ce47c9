"""Every text that the bundled data can bring somebody to hear, and the key of its clip.

A text is its English wording. What a person writes in a routine of their own is not among these texts; the
narrator says then what it has (``script.py``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import get_args

from massage_desktop.routine.library import bundled_routines
from massage_desktop.routine.model import Position, Routine, Step, Technique
from massage_desktop.routine.techniques import techniques

from .phrases import SLOT, coming, opening, phrases, with_name

POSITIONS: tuple[Position, ...] = get_args(Position)
TOWEL_PARTS = ("back", "hips", "chest", "belly", "arms", "legs")
"""Parts under the towel, as ``plan/cover.py`` names them (COVER-01)."""

_NAMES = ("softened", "softened_left", "softened_right", "posed")
"""Phrases that are titles of steps: never said by themselves, only in ``next``."""


def clip_key(text: str) -> str:
    """Name of the clip of a text: the first 16 hex digits of the SHA-256 of its English wording."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def title_of(step: Step, technique: Technique) -> str:
    """What the step is called."""
    return step.title or technique.title


def told_key(step: Step) -> tuple[str, str]:
    """Steps of one key need one explanation: the same technique at the same place, or one single change."""
    return (step.technique, step.zone) if step.kind == "massage" else ("", step.mirrors or step.id)


def explanations(step: Step, technique: Technique) -> tuple[str, ...]:
    """What can explain a step, the best first. The other side of a pair has nothing of its own to tell."""
    own = step.instruction if step.mirrors is None else None
    return (own, technique.card) if own else (technique.card,)


def caution_of(step: Step, technique: Technique) -> str | None:
    """The caution said with a step: its first, the one that the card shows too."""
    return next(iter([*step.cautions, *technique.cautions]), None)


@cache
def spoken_texts() -> tuple[str, ...]:
    """All texts that can be spoken, each once, in the order in which it hurts to lack them.

    Raises:
        SpeechDataError, RoutineError, OSError, msgspec.ValidationError: bundled data is damaged.
    """
    routines, said = bundled_routines(), phrases()
    texts = [text for name, text in said.all().items() if SLOT not in text and name not in _NAMES]
    for routine in routines:
        texts += _named(routine)
    texts += [coming(getattr(said, name)) for name in _NAMES]
    for routine in routines:
        texts += _told(routine)
    for technique in techniques().values():
        texts += [coming(technique.title), technique.card, *technique.cautions[:1]]
    return tuple(dict.fromkeys(texts))


def routine_texts(routine: Routine) -> tuple[str, ...]:
    """What this routine can bring somebody to hear besides the phrases, each text once.

    For a person's own routine these are the texts that may have no clip (``sound/system_speech.py``).
    """
    return tuple(dict.fromkeys([*_named(routine), *_told(routine)]))


def _named(routine: Routine) -> Iterator[str]:
    """Titles of a routine and its steps, in the sentences that name them."""
    said, catalogue = phrases(), techniques()
    first = routine.steps[0]
    yield with_name(said.today, routine.title)
    yield opening(title_of(first, catalogue[first.technique]))
    for step in routine.steps:
        yield coming(title_of(step, catalogue[step.technique]))


def _told(routine: Routine) -> Iterator[str]:
    """Explanations and cautions of a routine: whatever is skipped or cut, any may be the first to be told."""
    for step in routine.steps:
        technique = techniques()[step.technique]
        caution = caution_of(step, technique)
        if caution is not None:
            yield caution
        yield explanations(step, technique)[0]
