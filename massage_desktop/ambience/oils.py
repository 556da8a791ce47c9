"""Which base oil to take, in plain words and without promises (OIL-01 to OIL-11, CONF-30 to CONF-32)."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from .asset import DamagedInstallationError, Row, read_asset

SkinNeed = Literal["none", "troubled", "clogs_easily", "no_film", "long_glide", "sensitive"]
SKIN_NEEDS: tuple[SkinNeed, ...] = get_args(SkinNeed)

Care = Literal["allergy", "nuts", "asthma", "pregnant", "child"]
"""What forbids scents: a reaction to oils or scents, nuts, asthma, pregnancy, a child of any age."""
CARES: tuple[Care, ...] = get_args(Care)


class BaseOil(Row, frozen=True):
    """A base oil. ``hint`` says how it feels and keeps; ``kernel`` marks nut and stone-fruit oils."""

    id: str
    title: str
    hint: str
    code: str
    needs: tuple[SkinNeed, ...]
    kernel: bool = False


class Need(Row, frozen=True):
    """A choice about the receiver's skin, with its words for the screen."""

    id: SkinNeed
    title: str


class Scent(Row, frozen=True):
    """A scent for calm moments; ``kind`` tells oils from skin products (CONF-31).

    ``own`` marks the program's own choices; the others are mentioned by name (AROMA-03).
    """

    id: str
    title: str
    kind: Literal["essential oil", "skin product"]
    hint: str = ""
    own: bool = False


class Dilution(Row, frozen=True):
    """The program's own careful figures for scents, in drops and millilitres (AUX-03 gives none)."""

    drops_per_10_ml: int
    most_drops: int
    least_ml: int
    most_ml: int
    usual_ml: int


class OilAdvice(msgspec.Struct, frozen=True):
    """The proposed base oil, what to know about it, and whether scents may be offered at all."""

    oil: BaseOil
    notes: tuple[str, ...]
    scents_allowed: bool


class Notes(Row, frozen=True):
    """Sentences that go with an oil."""

    amount: str
    unscented: str
    dilution: str
    calm_only: str
    skin_test: str
    allergy: str
    nut: str
    pregnant: str
    child: str
    asthma: str
    fallback: str
    flames: str
    wish: str


class _Table(Row, frozen=True):
    default: str
    base: tuple[BaseOil, ...]
    without_kernels: dict[str, str]
    needs: tuple[Need, ...]
    scents: tuple[Scent, ...]
    lively: dict[str, str]
    dilution: Dilution
    notes: Notes


_TABLE = read_asset("oils.toml", _Table)
BASE_OILS: tuple[BaseOil, ...] = _TABLE.base
NEEDS: tuple[Need, ...] = _TABLE.needs
SCENTS: tuple[Scent, ...] = _TABLE.scents
LIVELY: dict[str, str] = _TABLE.lively
"""Invigorating scents by id with their titles: refused whatever the amount (OIL-07)."""
DILUTION: Dilution = _TABLE.dilution
NOTES: Notes = _TABLE.notes


def base_oil(oil_id: str) -> BaseOil | None:
    """The base oil with this id, or None."""
    return next((oil for oil in BASE_OILS if oil.id == oil_id), None)


def advise(
    skin_need: SkinNeed = "none",
    allergy: bool = False,
    nut_allergy: bool = False,
    pregnant: bool = False,
    wish: str | None = None,
    *,
    child: bool = False,
    asthma: bool = False,
) -> OilAdvice:
    """Propose a base oil for the receiver.

    ``wish`` is the id of an oil the receiver likes; it decides unless nuts rule it out (OIL-05). An id that
    is not known counts as no wish. Unscented is the default in every case.

    Raises:
        ValueError: ``skin_need`` is not one of :data:`SKIN_NEEDS`.
    """
    if skin_need not in SKIN_NEEDS:
        raise ValueError(f"skin need is {skin_need!r}, but must be one of {', '.join(SKIN_NEEDS)}")
    liked = base_oil(wish) if wish else None
    oil = liked or _for_need(skin_need)
    if nut_allergy and oil.kernel:
        oil = _known(_TABLE.without_kernels.get(skin_need, _TABLE.without_kernels["any"]))
    told: dict[Care, bool] = {
        "allergy": allergy,
        "nuts": nut_allergy,
        "asthma": asthma,
        "pregnant": pregnant,
        "child": child,
    }
    return OilAdvice(oil, _notes(told, liked is oil), not any(told.values()))


def _notes(told: dict[Care, bool], liked: bool) -> tuple[str, ...]:
    """Cautions first, then the amounts."""
    words: dict[Care, str] = {
        "allergy": NOTES.allergy,
        "nuts": NOTES.nut,
        "asthma": NOTES.asthma,
        "pregnant": NOTES.pregnant,
        "child": NOTES.child,
    }
    lines = [words[care] for care, yes in told.items() if yes]
    lines += [NOTES.wish] * liked + [NOTES.amount]
    if not any(told.values()):
        lines += [NOTES.unscented, NOTES.dilution, NOTES.calm_only]
    return (*lines, NOTES.skin_test)


def _for_need(skin_need: SkinNeed) -> BaseOil:
    return next((oil for oil in BASE_OILS if skin_need in oil.needs), None) or _known(_TABLE.default)


def _known(oil_id: str) -> BaseOil:
    oil = base_oil(oil_id)
    if oil is None:
        raise DamagedInstallationError(
            f"oils.toml: names the oil {oil_id!r}, which it does not describe. Install the program again."
        )
    return oil
