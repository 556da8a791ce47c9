"""The window's texts in another language than English: ``assets/words/<language>.toml``.

``[texts]`` is ``"English text" = "translation"``. An English text may hold slots: ``{n}`` is a figure,
``{own}`` anything (a name, a path), ``{any}`` a text or else anything, every other name a text that has a
translation itself.
``[meant.<about>]`` is the same for texts that are :class:`~massage_desktop.ui.marked.Meant`. What is not
there is looked up among the texts of routines and techniques, which the voice shares
(``assets/speech/<language>.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from massage_desktop.routine.bundled import assets_dir
from massage_desktop.ui.marked import Meant

_SLOT = re.compile(r"\{([a-z]+)\d*\}")
_NAMED_SLOT = re.compile(r"\{[a-z]+\d*\}")
_FIGURE = re.compile(r"-?\d+(\.\d+|(:\d\d)+)?")
"""A number, or a time."""
_KEY = re.compile(r"((Shift|Ctrl|Alt|Meta)\+)*(\w|F\d\d?)")
"""What is written on a key is the same everywhere."""
_SENTENCES = re.compile(r"(?<=[.!?:…]) (?=\S)")
_BETWEEN = " · "
_MOST_KEPT = 4096
"""So many answers are kept; a session's clock alone makes a new text every second."""


_Seek = Callable[[str], str | None]


class CatalogueError(RuntimeError):
    """A file of texts is missing or damaged; ``str`` is one line: what, where, what to do."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    texts: dict[str, str]
    meant: dict[str, dict[str, str]] = {}


class Template(NamedTuple):
    """An English text with slots, cut at them, and its translation with the same slots by name."""

    english: str
    literals: tuple[str, ...]
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    theirs: str


def read_catalogue(language: str, folder: Path | None = None) -> Catalogue:
    """The texts of ``language``, such as ``es``; ``folder`` None: the bundled ones.

    Raises:
        CatalogueError: there is no such language, or a file of it is damaged.
    """
    from massage_desktop.speech.phrases import SpeechDataError, read_texts
    from massage_desktop.speech.translate import Words

    try:
        file = read_texts(folder or assets_dir() / "words", language, _File)
        shared = Words(language)
    except SpeechDataError as error:
        raise CatalogueError(str(error)) from error
    return Catalogue(
        file.texts, file.meant, lambda english: None if shared.missing((english,)) else shared.text(english)
    )


class Catalogue:
    """Finds the other wording of an English text.

    Args:
        texts: English to translated, some with slots.
        meant: the same for texts of one meaning, by what they are about.
        elsewhere: finds texts that are in neither; None where it has none.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        meant: Mapping[str, Mapping[str, str]],
        elsewhere: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self.texts, self.meant, self.elsewhere = texts, meant, elsewhere
        self._templates = sorted(
            (_template(text, theirs) for text, theirs in texts.items() if _SLOT.search(text)),
            key=_surest_first,
        )
        self._kept: dict[str, str | None] = {}

    def find(self, english: str) -> str | None:
        """The other wording; None where there is none."""
        if isinstance(english, Meant):
            return self.meant.get(english.about, {}).get(str(english)) or self.find(str(english))
        if english not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[english] = self._seek(english)
        return self._kept[english]

    def as_far_as_known(self, english: str) -> str:
        """The other wording; where only some of the texts that are joined have one, the rest in English."""
        found = self.find(english)
        if found is not None:
            return found
        if _BETWEEN in english:
            return _BETWEEN.join(map(self.as_far_as_known, english.split(_BETWEEN)))
        sentences = _SENTENCES.split(english)
        return " ".join(self.find(said) or said for said in sentences) if len(sentences) > 1 else english

    def _seek(self, english: str) -> str | None:
        plain, filled = self._plain, self._filled
        seekers = (plain, self._in_other_case(plain), self._joined, filled, self._in_other_case(filled))
        found = (seek(english) for seek in seekers)
        return next((theirs for theirs in found if theirs is not None), None)

    def _plain(self, english: str) -> str | None:
        if _FIGURE.fullmatch(english) or _KEY.fullmatch(english):
            return _written(english)
        return self.texts.get(english) or self.elsewhere(english)

    def _in_other_case(self, seek: _Seek) -> _Seek:
        """``Left side`` stands for ``left side`` as well, which is part of a line."""

        def sought(english: str) -> str | None:
            first, rest = english[:1], english[1:]
            found = seek(first.swapcase() + rest) if first.isalpha() else None
            if found is None:
                return None
            return (found[0].upper() if first.isupper() else found[0].lower()) + found[1:]

        return sought

    def _filled(self, english: str) -> str | None:
        """By a text with slots; one whose slots hold what has no translation does not count."""
        found = (self._by(template, english) for template in self._templates)
        return next((theirs for theirs in found if theirs is not None), None)

    def _by(self, template: Template, english: str) -> str | None:
        for held in _matches(english, template.literals):
            theirs = [self._held(kind, text) for kind, text in zip(template.kinds, held, strict=True)]
            if None not in theirs:
                by_name = dict(zip(template.names, theirs, strict=True))
                return _NAMED_SLOT.sub(partial(_slot_of, by_name), template.theirs)
        return None

    def _held(self, kind: str, text: str) -> str | None:
        if kind == "own":
            return text
        if kind == "n":
            return _written(text) if _FIGURE.fullmatch(text) else None
        found = self.find(text)
        return text if found is None and kind == "any" else found

    def _joined(self, english: str) -> str | None:
        """Piece by piece: the parts of a line, or sentences, of which an entry may hold several."""
        if _BETWEEN in english:
            found = [self.find(part) for part in english.split(_BETWEEN)]
            return None if None in found else _BETWEEN.join(theirs for theirs in found if theirs is not None)
        for end in reversed([match.start() for match in _SENTENCES.finditer(english)]):
            first, rest = self.find(english[:end]), self.find(english[end + 1 :])
            if first is not None and rest is not None:
                return f"{first} {rest}"
        return None


def _surest_first(template: Template) -> tuple[bool, int]:
    """What takes anything comes last, and what says most itself comes first."""
    return bool({"own", "any"} & set(template.kinds)), -sum(map(len, template.literals))


def _template(text: str, theirs: str) -> Template:
    kinds = tuple(match[1] for match in _SLOT.finditer(text))
    names = tuple(match[0] for match in _SLOT.finditer(text))
    return Template(text, tuple(_NAMED_SLOT.split(text)), kinds, names, theirs)


def _slot_of(held: Mapping[str, str | None], slot: re.Match[str]) -> str:
    return held[slot[0]] or ""


def _matches(text: str, literals: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All ways in which ``text`` is ``literals`` with something, never nothing, between them."""
    if not text.startswith(literals[0]) or not text.endswith(literals[-1]):
        return
    rest = text[len(literals[0]) :]
    if len(literals) == 2:
        held = rest[: len(rest) - len(literals[1])]
        if held and len(rest) >= len(literals[1]):
            yield (held,)
        return
    at = rest.find(literals[1], 1)
    while at > 0:
        for others in _matches(rest[at:], literals[1:]):
            yield (rest[:at], *others)
        at = rest.find(literals[1], at + 1)


def _written(figure: str) -> str:
    """A figure with its decimals after a comma."""
    return figure.replace(".", ",")
