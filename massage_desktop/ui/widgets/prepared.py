"""The choice that the page before a massage hands on, and how the health answers shape it."""

from __future__ import annotations

from dataclasses import dataclass, field

from massage_desktop.ambience.oils import BASE_OILS
from massage_desktop.ambience.room import CHECKLIST
from massage_desktop.routine.model import ProfileName, Routine
from massage_desktop.routine.options import with_options
from massage_desktop.routine.profile import PROFILES
from massage_desktop.ui.widgets.blend_card import BlendCard, cautions
from massage_desktop.ui.widgets.checklist import Checklist
from massage_desktop.ui.widgets.health import HealthList
from massage_desktop.ui.widgets.suiting import Suited, suited
from massage_desktop.ui.widgets.wishes import Wishes


@dataclass(frozen=True)
class PrepareChoice:
    """What was chosen: ids of profile, sound and oil (None: a product of the receiver's own), and minutes.

    ``routine`` is what is to be planned: the chosen routine, changed to suit the health answers, which
    themselves go no further than the page (DERIV-09). ``changes`` are the sentences about it, ``options`` the
    areas wished besides; ``shuffle`` and ``loop`` say how own music plays.
    """

    profile: str
    minutes: float
    ambience: str
    oil: str | None
    likes_nature: bool = False
    options: tuple[str, ...] = ()
    routine: Routine | None = field(default=None, compare=False)
    changes: tuple[str, ...] = field(default=(), compare=False)
    shuffle: bool = False
    loop: bool = True


class Shaping:
    """Keeps wishes, checklist and blend to what the health answers allow."""

    def __init__(self, health: HealthList, wishes: Wishes, checklist: Checklist, blend: BlendCard) -> None:
        self._health, self._wishes, self._checklist, self._blend = health, wishes, checklist, blend
        self._routine: Routine | None = None
        self._minutes_before: int | None = None
        self.suited: Suited | None = None
        """What is left of the routine; None before there is one."""

    def begin_with(self, routine: Routine) -> None:
        """Take another routine, with no answers yet."""
        self._routine, self._minutes_before, self.suited = routine, None, None

    def answered(self) -> None:
        """Follow a health answer."""
        found = self._health.assessment
        if found.adaptations and self._minutes_before is None:
            self._minutes_before = self._wishes.minutes.value
        cares = cautions(self._health.answers)
        self._wishes.propose_profile(found.profile_hint)
        self._wishes.set_allergy("allergy" in cares)
        oils = {o.id for o in BASE_OILS if not (o.kernel and "nuts" in cares)}
        self._wishes.oil.set_enabled(
            frozenset(oils | set(self._wishes.oil.chips) - {o.id for o in BASE_OILS})
        )
        self._show_scent_line(unscented=bool(cares))
        self.chosen()

    def chosen(self) -> None:
        """Follow a wish: what can be planned, and what is mixed."""
        if self._routine is None:
            return
        found = self._health.assessment
        kind = self._wishes.profile.value
        name: ProfileName = next((p for p in self._routine.profiles if p == kind), self._routine.profiles[0])
        wished = self._wishes.wished_options
        self.suited = suited(with_options(self._routine, wished), found, name)
        self._fit_minutes(self.suited, adapting=bool(found.adaptations))
        self._blend.set_oil(self._wishes.oil_id, cautions(self._health.answers))
        self._health.show_changes(self.suited.adapted)

    def _fit_minutes(self, now: Suited, *, adapting: bool) -> None:
        value = self._wishes.minutes.value
        if adapting and now.adapted.routine is not None:
            self._wishes.minutes.set_range(*now.minutes, value)
        elif not adapting and self._minutes_before is not None:
            bounds = PROFILES[now.profile]
            self._wishes.minutes.set_range(-(-bounds.min_s // 60), bounds.max_s // 60, self._minutes_before)
            self._minutes_before = None

    def _show_scent_line(self, *, unscented: bool) -> None:
        """Aroma lamp and candles are no line of the list where no scent may be (CONF-33)."""
        items = [item for group in CHECKLIST for item in group.items]
        for item, tick in zip(items, self._checklist.ticks, strict=True):
            if item.scented and tick.isHidden() != unscented:
                tick.setHidden(unscented)
                tick.setChecked(False)
                self._checklist.regrow()
