"""Places to spare: spine, lymph nodes, kidneys, bone, and each technique's own (SAFE-01 to SAFE-18)."""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach, Subject, Work

KIDNEY_ZONES = ("kidney", "lower_back")
# Named by the sources or our extension of them, for drawings that do not mark bones.
BONY_ZONES = ("spine", "sacrum", "tailbone", "shin", "ankle", "ribs", "collarbone")
LOOSE_WORDS = ("loose", "relax", "soft", "gentl")


def known_places(subject: Subject) -> Iterator[Breach]:
    """FILE: zone and path are drawn in the view of the step, or nothing could be said about them."""
    for work in subject.every:
        for key, found in (("zone", work.zone), ("path", work.path)):
            if found is None:
                name = getattr(work.step, key)
                message = f"the view “{work.view.id}” has no {key} “{name}”."
                yield work.breach("FILE", "error", key, message, f"Name a {key} of this view.")


def forbidden_zones(subject: Subject) -> Iterator[Breach]:
    """SAFE-01, -03, -09, -17, -18: neither zone nor path touches the spine or a place of lymph nodes."""
    for work in subject.every:
        for zone in work.zones:
            if zone.status != "forbidden":
                continue
            key = "zone" if zone.id == work.step.zone else "path"
            if zone.id == "spine":
                rule = _rule_of_the_spine(subject, work, key)
                mend = "Work the muscles beside it."
            else:
                rule, mend = "SAFE-03", "Choose a place or a way that ends before it."
            message = f"“{zone.title}” is never massaged. {zone.reason}".rstrip()
            yield work.breach(rule, "error", key, message, mend)


def _rule_of_the_spine(subject: Subject, work: Work, key: str) -> str:
    """The rule that says it most closely."""
    if work.technique.family == "knead":
        return "SAFE-09" if key == "zone" else "SAFE-18"
    return "SAFE-17" if subject.is_whole_body else "SAFE-01"


def tapping_kidneys(subject: Subject) -> Iterator[Breach]:
    """SAFE-05: no tapping where the kidneys lie."""
    for work in subject.every:
        if work.technique.family == "tap" and set(work.zone_ids) & set(KIDNEY_ZONES):
            key = "zone" if work.step.zone in KIDNEY_ZONES else "path"
            mend = "Stay above the waist, on the muscle of the upper back."
            yield work.breach("SAFE-05", "error", key, "pats or taps over the kidneys.", mend)


def tapping_bones(subject: Subject) -> Iterator[Breach]:
    """SAFE-06: no tapping where bone lies close under the skin."""
    for work in subject.every:
        if work.technique.family != "tap":
            continue
        for place in work.zone_ids:
            zone = work.view.zone(place)
            if place in BONY_ZONES or (zone is not None and zone.bony):
                key = "zone" if place == work.step.zone else "path"
                title = zone.title if zone is not None else place
                message = f"taps at “{title}”, where bone lies close under the skin."
                yield work.breach("SAFE-06", "error", key, message, "Choose a fleshy place.")


def loose_hands_pat(subject: Subject) -> Iterator[Breach]:
    """HANDS-07: whoever pats is told to do it with loose hands."""
    for work in subject.works:
        said = any(word in work.words.lower() for word in LOOSE_WORDS)
        if work.technique.family == "tap" and not said:
            message = "nothing on the card says that the hands are loose."
            mend = "Say it in the instruction, such as “With loose hands”."
            yield work.breach("HANDS-07", "warning", "instruction", message, mend)


def technique_places(subject: Subject) -> Iterator[Breach]:
    """The catalogue's own “not on” list of every technique."""
    for work in subject.every:
        for place in work.zone_ids:
            zone = work.view.zone(place)
            forbidden = zone is not None and zone.status == "forbidden"
            if place in work.technique.not_on and not forbidden:
                key = "zone" if place == work.step.zone else "path"
                message = f"“{work.technique.title}” is not used on “{place}”."
                mend = "Choose another place or technique."
                yield work.breach(work.technique.code, "error", key, message, mend)


def technique_areas(subject: Subject) -> Iterator[Breach]:
    """The parts of the body that the catalogue has every technique for."""
    for work in subject.works:
        area, areas = work.zone.area if work.zone else None, work.technique.areas
        if area is not None and area not in areas:
            message = f"“{work.technique.title}” is not meant for the {area}, but for: {', '.join(areas)}."
            mend = "Choose another technique, or another place."
            yield work.breach(work.technique.code, "warning", "technique", message, mend)


CHECKERS = (
    known_places,
    forbidden_zones,
    tapping_kidneys,
    tapping_bones,
    loose_hands_pat,
    technique_places,
    technique_areas,
)
