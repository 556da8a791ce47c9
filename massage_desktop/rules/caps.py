"""The most pressure that places and techniques take (PRESS-07 to PRESS-21, SAFE-02, -04, -10, CONF-49)."""

from __future__ import annotations

from collections.abc import Iterator

from massage_desktop.routine.body import Zone
from massage_desktop.routine.model import Family, Pressure, pressure_rank

from .breach import Breach, Subject, Work

# The program's readings of the sources (CONF-05, CONF-07, CONF-48, CONF-49); a drawing may only lower them.
ZONE_CAPS: dict[str, tuple[Pressure, str, str]] = {
    "beside_spine": ("medium", "SAFE-02", "beside the spine hands never press hard"),
    "kidney": ("light", "PRESS-07", "over the kidneys hands stay light"),
    "lower_back": ("light", "PRESS-13", "the lower back is worked softly, the kidneys lie there"),
    "sacrum": ("medium", "PRESS-12", "the base of the spine takes medium pressure at most"),
    "gluteal_upper": ("firm", "PRESS-11", "the seat muscles take firm pressure at most"),
    "gluteal_lower": ("firm", "PRESS-11", "the seat muscles take firm pressure at most"),
    "neck_back": ("light", "PRESS-20", "the neck is worked lightly"),
    "shoulder_blades": ("medium", "SAFE-10", "round the shoulder blades muscles are often tender"),
}
AREA_CAPS: dict[str, tuple[Pressure, str, str]] = {
    "neck": ("light", "PRESS-20", "the neck is worked lightly"),
    "head": ("light", "PRESS-21", "the head is worked lightly"),
    "face": ("light", "PRESS-21", "the face is worked lightly"),
    "belly": ("light", "CONF-42", "the belly is worked lightly"),
    "chest": ("light", "CONF-43", "the chest muscle is worked lightly"),
}
"""Caps of whole parts of the body, for zones that have none of their own above."""

THICK_MUSCLE = frozenset(
    ("gluteal_upper", "gluteal_lower", "back_whole", "upper_back", "mid_back", "back_sides")
)
"""Where firm pressure may be given at home (CONF-49)."""

_OWN_RULES = {"TECH-30": "PRESS-03", "TECH-60": "PRESS-18", "TECH-61": "PRESS-18", "TECH-62": "PRESS-14"}
_KIDNEYS = ("kidney", "lower_back")
_NECK_SEGMENT = "R20"
_FIRM, _LIGHT, _STRONG = pressure_rank("firm"), pressure_rank("light"), pressure_rank("strong")


def never_strong(subject: Subject) -> Iterator[Breach]:
    """CONF-49, PRESS-15: laypeople give no strong pressure, and firm only on thick muscle."""
    for work in subject.every:
        if work.rank == _STRONG:
            rule = "PRESS-15" if work.technique.family == "knead" else "CONF-49"
            message = '"strong" is never given at home.'
            edits = subject.set(work, pressure="medium")
            yield work.breach(rule, "error", "pressure", message, 'Use "firm" at most.', *edits)
        elif work.rank == _FIRM and not (
            work.step.zone in {*THICK_MUSCLE, *ZONE_CAPS} or work.area in AREA_CAPS
        ):
            message = f'"firm" is for the thick muscles of back and seat, not for “{work.step.zone}”.'
            edits = subject.set(work, pressure="medium")
            yield work.breach("CONF-49", "error", "pressure", message, 'Use "medium".', *edits)


def zone_caps(subject: Subject) -> Iterator[Breach]:
    """SAFE-02, -04, -10, PRESS-07, -11, -12, -13, -20, -21: no zone gets more than it takes.

    A way may pass a place that takes one class less when the step has a caution that the hands ease there;
    but not where the program has a cap of its own.
    """
    for work in subject.every:
        for zone in work.zones:
            # Forbidden zones and the way past the kidneys have checkers of their own.
            passed = zone.id != work.step.zone
            if zone.status == "forbidden" or (passed and zone.id in _KIDNEYS):
                continue
            cap, rule, why = cap_of(zone)
            over = work.rank - pressure_rank(cap)
            if over <= 0:
                continue
            message = f'"{work.step.pressure}" on “{zone.title}”; {why}.'
            edits = subject.set(work, pressure=cap)
            if passed and over == 1 and work.rank <= pressure_rank(_own_cap(zone)[0]):
                if not work.step.cautions:
                    mend = f'Use "{cap}", or add a caution that the hands ease there.'
                    yield work.breach(rule, "warning", "pressure", message, mend, *edits)
                continue
            rule = "SAFE-04" if rule == "PRESS-20" and passed else rule
            yield work.breach(rule, "error", "pressure", message, f'Use "{cap}" at most.', *edits)


def neck_and_collar(subject: Subject) -> Iterator[Breach]:
    """SAFE-04: where a routine or step is about neck and collar, everything is light."""
    own = subject.works if subject.routine.code == _NECK_SEGMENT else ()
    for work in (*own, *(w for w in subject.naming("SAFE-04") if w not in own)):
        if work.rank > _LIGHT and work.area != "neck":
            message = f'"{work.step.pressure}" around the neck, where many lymph nodes lie.'
            edits = subject.set(work, pressure="light")
            yield work.breach("SAFE-04", "error", "pressure", message, 'Use "light" at most.', *edits)


def passing_the_kidneys(subject: Subject) -> Iterator[Breach]:
    """PRESS-07: a way past the kidneys is light there; a stronger step's card says that hands ease."""
    for work in subject.every:
        crossed = set(_KIDNEYS) & set(work.zone_ids[1:])
        if not crossed or work.rank <= _LIGHT or work.step.zone in _KIDNEYS:
            continue
        if "PRESS-07" in work.step.rules and work.step.cautions:
            continue
        message = f'"{work.step.pressure}", and the way passes the lower back with the kidneys.'
        mend = 'Use "light", or add a caution that the hands ease there and "PRESS-07" to rules.'
        edits = subject.set(work, pressure="light")
        yield work.breach("PRESS-07", "error", "pressure", message, mend, *edits)


def technique_caps(subject: Subject) -> Iterator[Breach]:
    """PRESS-14, PRESS-18 and the catalogue: no technique stronger than it is meant to be."""
    for work in subject.every:
        softest, strongest = work.technique.pressure
        code = work.technique.code
        if work.rank > pressure_rank(strongest):
            message = (
                f'"{work.step.pressure}" found; “{work.technique.title}” is given "{strongest}" at most.'
            )
            edits = subject.set(work, pressure=strongest)
            mend = f'Use "{strongest}" at most.'
            yield work.breach(_OWN_RULES.get(code, code), "error", "pressure", message, mend, *edits)
        elif work.rank < pressure_rank(softest) and work.step.stage == "main" and work.step.kind == "massage":
            message = f'"{work.step.pressure}" is hardly felt with “{work.technique.title}”.'
            yield work.breach(code, "note", "pressure", message, f'Use "{softest}".')


def weight_of_stacked_hands(subject: Subject) -> Iterator[Breach]:
    """PRESS-10: firm kneading is done hand on hand, one side after the other, never over the spine."""
    for work in subject.works:
        stacked = work.step.hand == "stacked_hands"
        families: tuple[Family, ...] = ("knead",)
        if work.technique.family in families and work.rank >= _FIRM and not stacked:
            message = "firm kneading without one hand on the other."
            edits = subject.set(work, pressure="medium")
            mend = 'Use "medium", or a technique with stacked hands.'
            yield work.breach("PRESS-10", "error", "pressure", message, mend, *edits)
        if stacked and _crosses_the_spine(work):
            message = "stacked hands on a path for two hands would press across the spine."
            mend = "Choose a path for one side, and give the step twice: right and left."
            yield work.breach("PRESS-10", "error", "path", message, mend)


def _crosses_the_spine(work: Work) -> bool:
    has_spine = work.view.zone("spine") is not None
    return has_spine and work.path is not None and work.path.hands == "pair" and work.area != "seat"


def cap_of(zone: Zone) -> tuple[Pressure, str, str]:
    """(pressure, rule, reason): the lower of the program's own cap for a zone and its drawing's."""
    own, rule, why = _own_cap(zone)
    if pressure_rank(zone.pressure) < pressure_rank(own):
        reason = zone.reason.rstrip(".")
        reason = reason[:1].lower() + reason[1:] if reason else why
        return zone.pressure, _rule_of(zone, rule), reason
    return own, rule, why


def _own_cap(zone: Zone) -> tuple[Pressure, str, str]:
    usual: tuple[Pressure, str, str] = ("firm", "CONF-49", "this place takes no more")
    return ZONE_CAPS.get(zone.id) or AREA_CAPS.get(zone.area, usual)


def _rule_of(zone: Zone, usual: str) -> str:
    """The rule about pressure or safety that a drawing gives first for its own, lower cap."""
    return next((rule for rule in zone.rules if rule.startswith(("PRESS-", "SAFE-"))), usual)


CHECKERS = (
    never_strong,
    zone_caps,
    neck_and_collar,
    passing_the_kidneys,
    technique_caps,
    weight_of_stacked_hands,
)
