"""Places to spare (SAFE-01, -03, -05, -06 and each technique's own); direction and side of the hand."""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach, Subject

_KIDNEY_ZONES = ("kidney", "lower_back")
# Named by the sources or our extension of them, for drawings that do not mark bones.
_BONY_ZONES = ("spine", "sacrum", "tailbone", "shin", "ankle", "ribs", "collarbone")


def forbidden_zones(subject: Subject) -> Iterator[Breach]:
    """SAFE-01, SAFE-03: neither zone nor path touches the spine or a place of lymph nodes."""
    for work in subject.works:
        for place in work.zone_ids:
            zone = subject.zones.get(place)
            if zone is None or zone.status != "forbidden":
                continue
            is_spine = place == "spine"
            why = (
                "The spine itself is left free; work the muscles beside it"
                if is_spine
                else "Lymph nodes lie there and are left alone; end before them"
            )
            key = "zone" if place == work.step.zone else "path"
            message = f"“{zone.title}” is never massaged. {why}."
            yield work.breach("SAFE-01" if is_spine else "SAFE-03", "error", key, message)


def tapping_kidneys(subject: Subject) -> Iterator[Breach]:
    """SAFE-05: no tapping where the kidneys lie."""
    for work in subject.works:
        hit = [z for z in work.zone_ids if z in _KIDNEY_ZONES]
        if work.technique.family == "tap" and hit:
            key = "zone" if work.step.zone in _KIDNEY_ZONES else "path"
            message = (
                "no pats or taps over the kidneys. Stay above the waist, on the muscle of the upper back."
            )
            yield work.breach("SAFE-05", "error", key, message)


def tapping_bones(subject: Subject) -> Iterator[Breach]:
    """SAFE-06: no tapping where bone lies close under the skin."""
    for work in subject.works:
        if work.technique.family != "tap":
            continue
        for place in work.zone_ids:
            zone = subject.zones.get(place)
            if place in _BONY_ZONES or (zone is not None and zone.bony):
                key = "zone" if place == work.step.zone else "path"
                title = zone.title if zone is not None else place
                message = f"bone lies close under the skin at “{title}”: no taps. Choose a fleshy place."
                yield work.breach("SAFE-06", "error", key, message)


def technique_places(subject: Subject) -> Iterator[Breach]:
    """The catalogue's own “not on” list of every technique."""
    for work in subject.works:
        for place in work.zone_ids:
            if place in work.technique.not_on and place not in ("spine", "armpit", "neck_side"):
                key = "zone" if place == work.step.zone else "path"
                message = (
                    f"“{work.technique.title}” is not used on “{place}”. Choose another place or technique."
                )
                yield work.breach(work.technique.code, "error", key, message)


def technique_directions(subject: Subject) -> Iterator[Breach]:
    """A direction that the catalogue does not know for this technique."""
    for work in subject.works:
        known = work.technique.directions
        if known and work.step.direction not in known:
            message = (
                f'"{work.step.direction}" is unusual for “{work.technique.title}”; usual: {", ".join(known)}.'
            )
            yield work.breach(work.technique.code, "warning", "direction", message)


def upwards(subject: Subject) -> Iterator[Breach]:
    """DIR-01, DIR-03: on the back hands go up, on the neck down; a note gives the reason for another way."""
    if subject.routine.gives == "self" or subject.routine.view != "back":
        return
    for work in subject.works:
        on_neck = work.step.zone == "neck_back"
        if work.step.note is not None:
            continue
        if work.step.direction == "down" and not on_neck:
            message = (
                "the main pass goes down. On the back it goes up. Turn it round, or give the reason in note."
            )
            yield work.breach("DIR-01", "warning", "direction", message)
        elif work.step.direction == "up" and on_neck:
            message = (
                "on the neck hands go down from the hairline. Turn it round, or give the reason in note."
            )
            yield work.breach("DIR-03", "warning", "direction", message)


def hand_side(subject: Subject) -> Iterator[Breach]:
    """PALM-02: light downward strokes use the back of the hand."""
    for work in subject.works:
        step = work.step
        down = step.direction == "down" and work.technique.family == "stroke" and work.rank <= 1
        if down and step.hand in ("palm", "whole_hand") and step.note is None:
            message = (
                'light strokes downwards are softer with the back of the hand. Use hand = "back_of_hand".'
            )
            yield work.breach("PALM-02", "warning", "hand", message)


CHECKERS = (
    forbidden_zones,
    tapping_kidneys,
    tapping_bones,
    technique_places,
    technique_directions,
    upwards,
    hand_side,
)
