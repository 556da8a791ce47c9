"""``oils``: which base oil, and what may be mixed in."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from .failure import did_you_mean, wrong_use
from .output import print_json, print_table

if TYPE_CHECKING:
    from massage_desktop.ambience.blend import Blend


def show_oils(options: argparse.Namespace) -> int:
    """A proposal for the receiver's skin and wishes, and everything that can be chosen."""
    from massage_desktop.ambience.blend import BlendRefusedError, blend
    from massage_desktop.ambience.oils import CARES, SKIN_NEEDS, advise

    need = _known(options.skin, SKIN_NEEDS, "skin need")
    cares = [_known(name, CARES, "care") for name in options.care]
    advice = advise(
        need,
        "allergy" in cares,
        "nuts" in cares,
        "pregnant" in cares,
        child="child" in cares,
        asthma="asthma" in cares,
    )
    try:
        mix = blend(advice.oil, options.scent, options.ml, cares)
    except BlendRefusedError as error:
        raise wrong_use(str(error)) from None
    notes = list(dict.fromkeys([*advice.notes, *mix.notes]))
    if options.json:
        print_json({"skin": need, **_as_json(mix, scents_allowed=advice.scents_allowed), "notes": notes})
        return 0
    _print(mix.recipe, notes)
    return 0


def _known(word: str, known: tuple[Any, ...], what: str) -> Any:
    if word not in known:
        hint = did_you_mean(word, known)
        raise wrong_use(f"“{word[:40]}” is no {what}.{hint} Known: {', '.join(known)}.")
    return word


def _as_json(mix: Blend, *, scents_allowed: bool) -> dict[str, Any]:
    """The blend and everything that can be chosen, with the stable keys of ``oils --json``."""
    from massage_desktop.ambience.blend import most_drops
    from massage_desktop.ambience.oils import BASE_OILS, LIVELY, NEEDS, SCENTS

    return {
        "base": mix.base.id,
        "ml": mix.ml,
        "drops": {s.id: count for s, count in mix.drops},
        "most_drops": most_drops(mix.ml) if scents_allowed else 0,
        "scents_allowed": scents_allowed,
        "recipe": mix.recipe,
        "oils": BASE_OILS,
        "needs": NEEDS,
        "scents": SCENTS,
        "lively": sorted(LIVELY),
    }


def _print(recipe: str, notes: list[str]) -> None:
    from massage_desktop.ambience.oils import BASE_OILS, NEEDS, SCENTS

    print(f"Proposed: {recipe}.")
    for note in notes:
        print(f"  {note}")
    print()
    print_table(("Base oil", "", "For --skin"), [(o.title, o.hint, ", ".join(o.needs)) for o in BASE_OILS])
    print()
    print_table(
        ("Scent", "", "What it is", ""),
        [(s.id, s.title, s.kind, s.hint or ("the program's own choice" if s.own else "")) for s in SCENTS],
    )
    print(f"\nSkin needs: {', '.join(f'{n.id} ({n.title.lower()})' for n in NEEDS)}.")
