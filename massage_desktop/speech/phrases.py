"""The program's own phrases: ``assets/speech/en.toml`` as one checked value."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from massage_desktop.routine.bundled import assets_dir

_T = TypeVar("_T")
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")

SLOT = "{name}"
"""Stands in a phrase for the title of a step or a routine."""


_NO_THING = frozenset(
    (
        "along",
        "between",
        "bow",
        "deeper",
        "down",
        "firmer",
        "from",
        "lay",
        "let",
        "loosen",
        "on",
        "out",
        "press",
        "relax",
        "round",
        "softly",
        "squeeze",
        "stroke",
        "the",
        "to",
        "turn",
        "up",
    )
)
"""Titles that begin with these words are no things that one could move on to."""


class SpeechDataError(RuntimeError):
    """A file of texts is missing or damaged; ``str`` is one line: what, where, what to do."""


class Phrases(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every phrase by its id; ``_self`` is said to somebody who massages themselves."""

    welcome: str
    welcome_self: str
    today: str
    warm_hands: str
    breathe_out: str
    soon: str
    first: str
    in_ten: str
    next: str
    then: str
    last_strokes: str
    turn_prone: str
    turn_supine: str
    turn_side_lying: str
    turn_seated: str
    turn_standing: str
    turn_prone_self: str
    turn_supine_self: str
    turn_side_lying_self: str
    turn_seated_self: str
    turn_standing_self: str
    cover_back: str
    cover_hips: str
    cover_chest: str
    cover_belly: str
    cover_arms: str
    cover_legs: str
    bare_back: str
    bare_hips: str
    bare_chest: str
    bare_belly: str
    bare_arms: str
    bare_legs: str
    again: str
    before: str
    longer: str
    lighter: str
    refused: str
    held: str
    held_self: str
    resumed: str
    hurt: str
    hurt_again: str
    hurt_still: str
    closing: str
    complete: str
    ended: str
    rest: str
    rest_self: str
    rest_over: str
    softened: str
    softened_left: str
    softened_right: str
    softened_how: str
    posed: str
    posed_how: str

    def to(self, kind: str, *, alone: bool) -> str:
        """The phrase ``kind``, in the wording for one person alone where that differs.

        Raises:
            AttributeError: there is no such phrase.
        """
        own = getattr(self, f"{kind}_self", None) if alone else None
        phrase: str = own if own is not None else getattr(self, kind)
        return phrase

    def all(self) -> dict[str, str]:
        """Every phrase by its id, in the order of the file."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


@cache
def phrases() -> Phrases:
    """The bundled phrases.

    Raises:
        SpeechDataError: the file is missing or damaged.
    """
    return read_texts(assets_dir() / "speech", "en", Phrases)


def read_texts(folder: Path, language: str, form: type[_T]) -> _T:
    """``<language>.toml`` in ``folder``, checked against ``form``.

    Raises:
        SpeechDataError: there is no such language, or its file is damaged.
    """
    if not _LANGUAGE.match(language):
        raise SpeechDataError(f"{language[:20]!r} is no language. A language is a code such as es.")
    path = folder / f"{language}.toml"
    try:
        return msgspec.toml.decode(path.read_text("utf-8"), type=form)
    except FileNotFoundError as error:
        raise SpeechDataError(
            f"{path}: there is no such file of texts. Choose another language, or install the program again."
        ) from error
    except (OSError, ValueError) as error:  # msgspec's errors are ValueErrors
        why = " ".join(str(error).split())
        raise SpeechDataError(
            f"{path}: cannot be used ({why}). Install the program again to put it right."
        ) from error


def with_name(phrase: str, title: str) -> str:
    """A phrase with the title of a step or routine in it: ``Move on to kneading, left side.``"""
    return phrase.replace(SLOT, title[:1].lower() + title[1:])


def coming(title: str) -> str:
    """The sentence that names the step that comes next; one cannot “move on to” on up the calf."""
    said = phrases()
    begins = title.split(maxsplit=1)[0].lower().rstrip(",")
    return with_name(said.then if begins in _NO_THING else said.next, title)


def opening(title: str) -> str:
    """The sentence that names the step a massage begins with; “First: first strokes” is not said."""
    said = phrases()
    return coming(title) if title.lower().startswith("first") else with_name(said.first, title)
