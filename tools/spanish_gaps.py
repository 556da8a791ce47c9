"""Texts that are not Spanish yet, and Spanish ones of texts that nothing says any more.

Usage: ``python tools/spanish_gaps.py`` prints one line a text; exit code 1 when there is one. What routines
and techniques say is in ``assets/speech/es.toml``; everything else in the window, collected by
``tools/window_texts.py``, in ``assets/words/es.toml``.

A text is known by its English wording. What can be said or shown during a massage is collected from
techniques, views of the body and routines, from routines changed to suit every single health answer, and from
the phrases of ``assets/speech/en.toml``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from massage_desktop.ambience.adapt import adapt  # noqa: E402
from massage_desktop.ambience.conditions import ANSWER_IDS, PLACE_IDS  # noqa: E402
from massage_desktop.ambience.screening import assess  # noqa: E402
from massage_desktop.routine.body import body_view, view_ids  # noqa: E402
from massage_desktop.routine.library import bundled_routines  # noqa: E402
from massage_desktop.routine.model import Routine  # noqa: E402
from massage_desktop.routine.techniques import techniques  # noqa: E402
from massage_desktop.speech.phrases import SpeechDataError, phrases  # noqa: E402

SPANISH = ROOT / "assets" / "speech" / "es.toml"

Kind = Literal["title", "text"]
"""A ``title`` has at most 60 letters, a ``text`` at most 600."""


class Said(NamedTuple):
    """One English text and the first place that says it."""

    text: str
    kind: Kind
    place: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    texts: dict[str, str]


def needed() -> dict[str, Said]:
    """Every English text that needs a Spanish one; a text that is a title anywhere counts as a title.

    Raises:
        SpeechDataError: ``en.toml`` is missing or damaged.
    """
    found: dict[str, Said] = {}
    for said in (*_phrases(), *_techniques(), *_views(), *_routines(), *_changed_routines()):
        known = found.get(said.text)
        if known is None:
            found[said.text] = said
        elif said.kind == "title":
            found[said.text] = known._replace(kind="title")
    return found


def spanish(path: Path = SPANISH) -> dict[str, str]:
    """The table ``[texts]`` of ``es.toml``, or of another file.

    Raises:
        SpeechDataError: it is missing or damaged.
    """
    try:
        return msgspec.toml.decode(path.read_text("utf-8"), type=_File).texts
    except (OSError, ValueError) as error:
        raise SpeechDataError(f"{path}: {error}. Mend or restore this file.".replace("\n", " ")) from error


def missing() -> list[Said]:
    """What has no Spanish text yet."""
    have = spanish()
    return [said for said in needed().values() if not have.get(said.text, "").strip()]


def no_longer_needed() -> list[str]:
    """English texts of ``es.toml`` that nothing says any more."""
    wanted = needed()
    return [text for text in spanish() if text not in wanted]


def _phrases() -> Iterator[Said]:
    for name, text in phrases().all().items():
        yield Said(text, "text", f"en.toml, {name}")


def _techniques() -> Iterator[Said]:
    for technique in techniques().values():
        place = f"technique {technique.id}"
        yield from (Said(text, "title", place) for text in (technique.title, technique.everyday))
        yield from (
            Said(text, "text", place) for text in (technique.card, technique.cue, *technique.cautions)
        )


def _views() -> Iterator[Said]:
    for view in map(body_view, view_ids()):
        titles = (view.title, *(zone.title for zone in view.zones), *(path.title for path in view.paths))
        yield from (Said(title, "title", f"view {view.id}") for title in titles)


def _routines() -> Iterator[Said]:
    for routine in bundled_routines():
        yield from _of_routine(routine, f"{routine.code} {routine.id}")


def _changed_routines() -> Iterator[Said]:
    """What routines say after one health answer, at one place of the body if the answer asks where."""
    routines = bundled_routines()
    done = set()
    for answer in ANSWER_IDS:
        for places in (frozenset[str](), *(frozenset({place}) for place in PLACE_IDS)):
            changes = assess(frozenset({answer}), doctor_agreed=True, places=places).adaptations
            if not changes or changes in done:
                continue
            done.add(changes)
            for adapted in (adapt(routine, changes).routine for routine in routines):
                if adapted is not None:
                    yield from _of_routine(adapted, f"{adapted.code} with the answer {answer}")


def _of_routine(routine: Routine, place: str) -> Iterator[Said]:
    yield Said(routine.title, "title", place)
    yield from (Said(option.title, "title", place) for option in routine.options)
    yield from (Said(text, "text", place) for text in (routine.summary, *routine.before, *routine.cautions))
    for step in routine.steps:
        at = f"{place}, step {step.id}"
        if step.title is not None:
            yield Said(step.title, "title", at)
        if step.instruction is not None:
            yield Said(step.instruction, "text", at)
        yield from (Said(text, "text", at) for text in step.cautions)


def main() -> int:
    """Print what is missing and what is needed no longer."""
    # The window's texts are collected with its own modules, which the rest of this tool can do without.
    import window_texts

    from massage_desktop.ui.catalogue import CatalogueError, read_catalogue

    try:
        lacking, stale = missing(), no_longer_needed()
        window = read_catalogue("es")
    except (SpeechDataError, CatalogueError) as error:
        print(error, file=sys.stderr)
        return 1
    unknown, unused = list(window_texts.lacking(window)), window_texts.unused(window)
    lines = [
        *(f"missing, {said.place}: {said.text}" for said in lacking),
        *(f"no longer needed: {text}" for text in stale),
        *(f"missing in the window, {place}: {text}" for text, place in unknown),
        *(f"no longer needed in the window: {text}" for text in unused),
    ]
    if lines:
        print(*lines, sep="\n")
        return 1
    shown = len(list(window_texts.texts()))
    print(f"{len(needed())} texts of routines and {shown} of the window, all of them in Spanish.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
