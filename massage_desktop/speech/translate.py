"""Texts in the language of the person: ``assets/speech/<language>.toml``, found by the English wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from massage_desktop.routine.bundled import assets_dir

from .phrases import SLOT, phrases, read_texts


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    texts: dict[str, str]


class Words:
    """Looks texts up in one language. English stands for itself.

    Args:
        language: code such as ``es``.
        folder: where the files lie; None: the bundled ones.

    Raises:
        SpeechDataError: there is no such language, or its file is damaged.
    """

    def __init__(self, language: str, folder: Path | None = None) -> None:
        self.language = language
        self._texts: Mapping[str, str] = {}
        if language != "en":
            self._texts = _read(folder or assets_dir() / "speech", language)

    def text(self, english: str) -> str:
        """``english`` in this language; itself where there is no translation.

        A sentence with a title in it is put together from both translations when it has none of its own.
        """
        return self._known(english) or english

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those of ``texts`` that would stay English, each once and in order."""
        if self.language == "en":
            return []
        return [text for text in dict.fromkeys(texts) if self._known(text) is None]

    def _known(self, english: str) -> str | None:
        found = self._texts.get(english)
        return found if found is not None else self._composed(english)

    def _composed(self, english: str) -> str | None:
        for phrase in _phrases_with_names():
            before, after = phrase.split(SLOT)
            theirs = self._texts.get(phrase, "")
            if SLOT in theirs and english.startswith(before) and english.endswith(after):
                name = english[len(before) : len(english) - len(after)]
                said = self._texts.get(name[:1].upper() + name[1:]) or self._texts.get(name)
                if said:
                    return theirs.replace(SLOT, said[:1].lower() + said[1:])
        return None


@cache
def _phrases_with_names() -> tuple[str, ...]:
    return tuple(text for text in phrases().all().values() if SLOT in text)


@cache
def _read(folder: Path, language: str) -> Mapping[str, str]:
    return MappingProxyType(read_texts(folder, language, _File).texts)
