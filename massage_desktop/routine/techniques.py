"""The catalogue of techniques: ``assets/techniques.toml`` as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import msgspec

from .bundled import assets_dir
from .model import Technique


class _Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    techniques: list[Technique]
    left_out: list[LeftOut]


class LeftOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A technique of the sources that the program does not offer, and why."""

    id: str
    code: str
    reason: str


@cache
def _catalogue() -> _Catalogue:
    text = (assets_dir() / "techniques.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Catalogue)


@cache
def _by_id() -> Mapping[str, Technique]:
    return MappingProxyType({t.id: t for t in _catalogue().techniques})


def techniques() -> Mapping[str, Technique]:
    """All techniques by id, read-only, in the order of the catalogue.

    Raises:
        OSError: the bundled file is missing.
        msgspec.ValidationError, tomllib.TOMLDecodeError: the bundled file is damaged.
    """
    return _by_id()


def left_out() -> list[LeftOut]:
    """Techniques that are not offered, each with its reason."""
    return list(_catalogue().left_out)
