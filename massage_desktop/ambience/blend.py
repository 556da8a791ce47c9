"""Mixing: a base oil and at most a few drops of a calm scent (OIL-04 to OIL-08, CONF-30, CONF-31)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from massage_desktop.routine.suggest import advice, shown, word_list

from .oils import DILUTION, LIVELY, NOTES, SCENTS, BaseOil, Care, Scent

_BECAUSE: dict[Care, str] = {
    "allergy": "the receiver reacts to oils or scents",
    "nuts": "the receiver does not take nuts",
    "asthma": "of asthma",
    "pregnant": "of the pregnancy",
    "child": "it is for a child",
}


class BlendRefusedError(ValueError):
    """A mix that the program does not propose; the text is one line with the reason and what to do."""


class Blend(msgspec.Struct, frozen=True):
    """What to mix: ``ml`` millilitres of a base oil and drops of essential oil by scent, all told at most one
    percent; ``notes`` say how to use it.
    """

    base: BaseOil
    ml: int
    drops: tuple[tuple[Scent, int], ...]
    notes: tuple[str, ...]

    @property
    def total_drops(self) -> int:
        """Drops of all scents together."""
        return sum(count for _, count in self.drops)

    @property
    def recipe(self) -> str:
        """One line, such as ``15 ml olive oil, 3 drops of lavender``."""
        parts = [f"{self.ml} ml {self.base.title.lower()} oil"]
        for scent, count in self.drops:
            parts.append(f"{count} {'drop' if count == 1 else 'drops'} of {scent.title.lower()}")
        return ", ".join(parts) if self.drops else f"{parts[0]}, unscented"


def most_drops(ml: int) -> int:
    """Most drops of all scents together in this many millilitres (the program's own safety default)."""
    return min(DILUTION.most_drops, ml * DILUTION.drops_per_10_ml // 10)


def scent(name: str) -> Scent:
    """The calm scent with this id or title.

    Raises:
        BlendRefusedError: it is lively (OIL-07), or not known.
    """
    wanted = _plain(name)
    found = next((s for s in SCENTS if wanted in (s.id, _plain(s.title))), None)
    if found is not None:
        return found
    if lively := next((title for key, title in LIVELY.items() if f"_{key}_" in f"_{wanted}_"), None):
        known = ", ".join(s.title.lower() for s in SCENTS if s.kind == "essential oil")
        raise BlendRefusedError(
            f"{lively} is a lively scent, and even two drops of one disturb the rest (OIL-07). "
            f"Leave it out, or take a calm one: {known}."
        )
    known_ids = [s.id for s in SCENTS]
    raise BlendRefusedError(
        f"The scent {shown(name)} is not known here, so it is not mixed in.{advice(name, known_ids)} "
        f"Known are {word_list(known_ids)}."
    )


def blend(
    base: BaseOil, scents: Sequence[str] = (), ml: int = DILUTION.usual_ml, cares: Iterable[Care] = ()
) -> Blend:
    """Mix ``ml`` millilitres (whole) of ``base`` with the scents, by id or title.

    Nothing is scented for a child, in pregnancy, with an allergy or with asthma; kernel oils are refused with
    a nut allergy. Drops are shared evenly among the essential oils; a skin product gets none.

    Raises:
        BlendRefusedError: an amount out of range, a lively or unknown scent, or scents that must not be.
    """
    told = tuple(cares)
    if not DILUTION.least_ml <= ml <= DILUTION.most_ml:
        raise BlendRefusedError(
            f"{ml} ml cannot be mixed: between {DILUTION.least_ml} and {DILUTION.most_ml} ml, please. "
            f"{DILUTION.usual_ml} ml are enough for one massage."
        )
    if base.kernel and "nuts" in told:
        raise BlendRefusedError(
            f"{base.title} oil is left out, because {_BECAUSE['nuts']}. Take olive or jojoba oil."
        )
    chosen = tuple(dict.fromkeys(scent(name).id for name in scents))
    if chosen and told:
        raise BlendRefusedError(f"No scent is added, because {_BECAUSE[told[0]]}. Take the oil unscented.")
    picked = [next(s for s in SCENTS if s.id == name) for name in chosen]
    essential = [s for s in picked if s.kind == "essential oil"]
    return Blend(base, ml, _shared(essential, most_drops(ml), ml), _notes(picked, told))


def _shared(scents: list[Scent], drops: int, ml: int) -> tuple[tuple[Scent, int], ...]:
    if len(scents) > drops:
        raise BlendRefusedError(
            f"{len(scents)} scents are too many for {ml} ml: {drops or 'no'} "
            f"{'drop' if drops == 1 else 'drops'} at most. Take fewer scents, or more oil."
        )
    if not scents:
        return ()
    each, rest = divmod(drops, len(scents))
    return tuple((s, each + (n < rest)) for n, s in enumerate(scents))


def _notes(picked: list[Scent], told: tuple[Care, ...]) -> tuple[str, ...]:
    hints = [f"{s.title}: {s.hint}" for s in picked if s.hint]
    scented = [NOTES.dilution, NOTES.calm_only] if any(s.kind == "essential oil" for s in picked) else []
    cautions = [NOTES.allergy] * ("allergy" in told)
    return (*cautions, *hints, *scented, NOTES.amount, NOTES.skin_test)


def _plain(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")
