"""What is mixed for this massage: the base oil, and a few drops of calm scents if both like them."""

from __future__ import annotations

from massage_desktop.ambience.blend import BlendRefusedError, blend
from massage_desktop.ambience.oils import SCENTS, Care, base_oil
from massage_desktop.ui import words
from massage_desktop.ui.widgets.parts import Stack, Words
from massage_desktop.ui.widgets.picks import Picks

_EDGE = 4.0


class BlendCard(Stack):
    """A line with the recipe and, where scents may be, those to choose from; none is the usual choice."""

    def __init__(self) -> None:
        super().__init__()
        self._oil: str | None = None
        self._cares: tuple[Care, ...] = ()
        self.recipe = Words("", 14.5, "text_soft", weight=500)
        self.scents = Picks(words.SCENT, [(s.id, s.title) for s in SCENTS if s.kind == "essential oil"])
        self.scents.chosen.connect(lambda _: self._show())
        self.add(self.recipe, 0, _EDGE)
        self.add(self.scents, 2)
        self._show()

    def set_oil(self, oil_id: str | None, cares: tuple[Care, ...]) -> None:
        """Propose for this base oil (None: a product of the receiver's own) and these cautions."""
        if (oil_id, cares) == (self._oil, self._cares):
            return
        self._oil, self._cares = oil_id, cares
        if cares:
            self.scents.pick(frozenset())
        self._show()

    def _show(self) -> None:
        oil = base_oil(self._oil) if self._oil else None
        self.scents.setVisible(oil is not None and not self._cares)
        self.recipe.set_text(self._said())
        self.regrow()

    def _said(self) -> str:
        oil = base_oil(self._oil) if self._oil else None
        if oil is None:
            return words.BLEND_OWN
        picked = [s for s in SCENTS if s.id in self.scents.picked]
        try:
            said = words.blended(blend(oil, [s.id for s in picked], cares=self._cares).recipe)
        except BlendRefusedError as error:
            return str(error)
        return " ".join([said, *(s.hint for s in picked if s.hint)])


def cautions(answers: frozenset[str]) -> tuple[Care, ...]:
    """What the health answers say about scents and oils."""
    told: dict[Care, frozenset[str]] = {
        "allergy": frozenset({"oil_or_scent", "severe_reaction"}),
        "nuts": frozenset({"nuts"}),
        "asthma": frozenset({"asthma"}),
        "pregnant": frozenset({"pregnant"}),
        "child": frozenset({"child", "newborn"}),
    }
    found: list[Care] = [care for care, ids in told.items() if ids & answers]
    if "allergy" in answers and not {"allergy", "nuts", "asthma"} & set(found):
        found.insert(0, "allergy")
    return tuple(found)
