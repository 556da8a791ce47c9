"""Pressure: build-up, caps of places and techniques, alternation, a lighter end."""

from __future__ import annotations

from collections.abc import Iterator

from massage_desktop.routine.model import PRESSURES, Pressure, pressure_rank

from .breach import Breach, Subject

# The program's readings of the sources (CONF-05, CONF-07, CONF-48, CONF-49); a drawing may only lower them.
ZONE_CAPS: dict[str, tuple[Pressure, str, str]] = {
    "beside_spine": ("medium", "SAFE-02", "Beside the spine hands never press hard"),
    "kidney": ("light", "PRESS-07", "Over the kidneys hands stay light"),
    "lower_back": ("light", "PRESS-13", "The lower back is worked softly, the kidneys lie there"),
    "sacrum": ("medium", "PRESS-12", "The base of the spine takes medium pressure at most"),
    "gluteal_upper": ("firm", "PRESS-11", "The seat muscles take firm pressure at most"),
    "gluteal_lower": ("firm", "PRESS-11", "The seat muscles take firm pressure at most"),
    "neck_back": ("light", "PRESS-20", "The neck is worked lightly"),
    "shoulder_blades": ("medium", "SAFE-10", "Round the shoulder blades muscles are often tender"),
}
_THICK_MUSCLE = {"gluteal_upper", "gluteal_lower", "back_whole", "upper_back", "mid_back", "back_sides"}
_KIDNEYS = ("kidney", "lower_back")
_FIRM, _LIGHT, _MEDIUM = pressure_rank("firm"), pressure_rank("light"), pressure_rank("medium")


def build_up(subject: Subject) -> Iterator[Breach]:
    """PRESS-01: first at most light, then at most one class above the highest so far."""
    highest = _LIGHT
    for n, work in enumerate(subject.works):
        if n == 0 and work.rank > _LIGHT:
            message = f'"{work.step.pressure}" at once. Hands begin lightly. Use "touch" or "light".'
            yield work.breach("PRESS-01", "error", "pressure", message)
        elif work.rank > highest + 1:
            allowed = PRESSURES[highest + 1]
            message = (
                f'"{work.step.pressure}" comes too soon. Pressure grows one class at a time, so that muscles '
                f'are ready. Use "{allowed}" at most here, or put a step of "{allowed}" before.'
            )
            yield work.breach("PRESS-01", "error", "pressure", message)
        highest = max(highest, work.rank)


def never_strong(subject: Subject) -> Iterator[Breach]:
    """CONF-49: laypeople give no strong pressure, and firm only on thick muscle."""
    for work in subject.works:
        if work.step.pressure == "strong":
            message = '"strong" is never given at home. Use "firm" at most.'
            yield work.breach("CONF-49", "error", "pressure", message)
        elif work.rank == _FIRM and work.step.zone not in _THICK_MUSCLE and work.step.zone not in ZONE_CAPS:
            message = (
                f'"firm" is for the thick muscles of back and seat, not for “{work.step.zone}”. Use "medium".'
            )
            yield work.breach("CONF-49", "error", "pressure", message)


def zone_caps(subject: Subject) -> Iterator[Breach]:
    """SAFE-02, SAFE-10, PRESS-07, -11, -12, -13, -20: no zone gets more than it takes."""
    # Forbidden zones and the way past the kidneys have checkers of their own.
    forbidden = {z.id for z in subject.zones.values() if z.status == "forbidden"}
    for work in subject.works:
        for place in work.zone_ids:
            cap, rule, why = _cap(subject, place)
            judged_elsewhere = place in forbidden or (place in _KIDNEYS and place != work.step.zone)
            if work.rank > pressure_rank(cap) and not judged_elsewhere:
                message = f'"{work.step.pressure}" on “{place}”. {why}. Use "{cap}" at most.'
                yield work.breach(rule, "error", "pressure", message)


def passing_the_kidneys(subject: Subject) -> Iterator[Breach]:
    """PRESS-07: a way past the kidneys is light there; a stronger step's card says that hands ease."""
    for work in subject.works:
        crossed = set(_KIDNEYS) & set(work.zone_ids[1:])
        if not crossed or work.rank <= _LIGHT or work.step.zone in _KIDNEYS:
            continue
        if "PRESS-07" in work.step.rules and work.step.cautions:
            continue
        message = (
            f'"{work.step.pressure}", and the way passes the lower back with the kidneys. '
            'Use "light", or add a caution that the hands ease there and "PRESS-07" to rules.'
        )
        yield work.breach("PRESS-07", "error", "pressure", message)


def technique_caps(subject: Subject) -> Iterator[Breach]:
    """PRESS-14, PRESS-18 and the catalogue: no technique stronger than it is meant to be."""
    for work in subject.works:
        softest, strongest = work.technique.pressure
        if work.rank > pressure_rank(strongest):
            message = (
                f'"{work.step.pressure}" found; “{work.technique.title}” is given "{strongest}" at most.'
            )
            yield work.breach(work.technique.code, "error", "pressure", message)
        elif work.rank < pressure_rank(softest) and work.step.stage == "main":
            message = f'"{work.step.pressure}" is hardly felt with “{work.technique.title}”. Use "{softest}".'
            yield work.breach(work.technique.code, "note", "pressure", message)


def warm_first(subject: Subject) -> Iterator[Breach]:
    """PRESS-03: nothing firm before rubbing has warmed skin and muscles."""
    warmed = False
    for work in subject.works:
        if work.rank >= _FIRM and not warmed:
            message = "firm work on muscles that are not warm yet. Put rubbing before it."
            yield work.breach("PRESS-03", "error", "pressure", message)
        warmed = warmed or work.technique.family == "rub"


def lighter_end(subject: Subject) -> Iterator[Breach]:
    """PRESS-05: the last strokes are not heavier than the first; touch or light in any case."""
    if len(subject.works) < 2:
        return
    first, last = subject.works[0], subject.works[-1]
    if last.rank > first.rank:
        message = (
            f'"{last.step.pressure}" at the end, "{first.step.pressure}" at the beginning. '
            f'The end is the lightest. Use "{first.step.pressure}" at most.'
        )
        yield last.breach("PRESS-05", "error", "pressure", message)
    elif last.rank == first.rank and last.rank > 0:
        message = (
            f'as heavy as the beginning. A touch lighter ends more softly: use "{PRESSURES[last.rank - 1]}".'
        )
        yield last.breach("PRESS-05", "note", "pressure", message)


def weak_and_strong(subject: Subject) -> Iterator[Breach]:
    """ORDER-03, PRESS-06: after firm work comes something softer; the two sides of one step count as one."""
    for work, following in subject.pairs():
        twin = following.step.mirrors == work.step.id
        if work.rank >= _FIRM and following.rank > _MEDIUM and not twin:
            message = "two firm steps in a row. Put a light step, such as strokes, between them."
            yield following.breach("ORDER-03", "warning", "pressure", message)


def _cap(subject: Subject, zone_id: str) -> tuple[Pressure, str, str]:
    """The lower of the program's own cap and the drawing's."""
    zone = subject.zones.get(zone_id)
    drawn: Pressure = zone.pressure if zone is not None else "firm"
    own, rule, why = ZONE_CAPS.get(zone_id, ("firm", "CONF-49", "This place takes no more"))
    if pressure_rank(drawn) < pressure_rank(own) and zone is not None:
        return drawn, (zone.rules[0] if zone.rules else rule), zone.reason.rstrip(".") or why
    return own, rule, why


CHECKERS = (
    build_up,
    never_strong,
    zone_caps,
    passing_the_kidneys,
    technique_caps,
    warm_first,
    lighter_end,
    weak_and_strong,
)
