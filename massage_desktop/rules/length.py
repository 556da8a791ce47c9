"""Length: the bounds of every declared profile (TIME-01 to TIME-07), and figures that must agree."""

from __future__ import annotations

from collections.abc import Iterator

from massage_desktop.routine.model import Family, ProfileName
from massage_desktop.routine.profile import PROFILES, Profile

from .breach import Breach, Subject
from .edit import Edit, SetKey
from .retime import FREE_LEAST, FREE_MOST, figures_agree, nearest_seconds, resized, seconds_range

__all__ = ["CHECKERS", "FREE_LEAST", "FREE_MOST", "seconds_range"]

_PROFILE_RULES: dict[ProfileName, str] = {
    "adult": "TIME-01",
    "first": "TIME-03",
    "child": "TIME-06",
    "newborn": "TIME-05",
    "self": "TIME-07",
    "segment": "TIME-09",
}
_OWN_PROFILE: dict[str, ProfileName] = {"child": "child", "newborn": "newborn"}
_LIGHT_FAMILIES: tuple[Family, ...] = ("stroke", "move", "other")
_TINY = 1e-6


def totals(subject: Subject) -> Iterator[Breach]:
    """TIME-01, -02, -03, -05, -06, -07, -09: the seconds fit the first profile, others can be reached."""
    nominal = sum(w.step.seconds for w in subject.every)
    least = sum(seconds_range(w.step)[0] for w in subject.every)
    most = sum(seconds_range(w.step)[1] for w in subject.every)
    begin = f"With “{subject.option}” the steps" if subject.option else "The steps"
    for n, name in enumerate(subject.routine.profiles):
        profile = PROFILES[name]
        key = f"profiles[{n}]"
        out_of_reach = most + _TINY < profile.min_s or least - _TINY > profile.max_s
        if n == 0 and not subject.option and not profile.min_s <= nominal <= profile.max_s:
            message = f"{begin} last {_clock(nominal)} together; {_bounds(profile)}."
            mend = f"{'Shorten' if nominal > profile.max_s else 'Lengthen'} the middle steps."
            edits = resized(subject, profile.min_s, profile.max_s)
            yield subject.breach(_PROFILE_RULES[name], "error", key, message, mend, *edits)
        elif out_of_reach:
            rule = "TIME-02" if name == "first" and least > profile.max_s else _PROFILE_RULES[name]
            message = f"{begin} can last {_clock(least)} to {_clock(most)} together; {_bounds(profile)}."
            mend = "Widen the repetitions of the middle steps, or leave this profile out."
            yield subject.breach(rule, "error", key, message, mend)


def agreement(subject: Subject) -> Iterator[Breach]:
    """DERIV-11: the nominal seconds hold a whole number of the allowed repetitions at an allowed pace."""
    for work in subject.every:
        step, counts = work.step, work.step.repetition_range
        if counts is None or figures_agree(step):
            continue
        slow, fast = step.pace_range
        least, most = seconds_range(step)
        message = (
            f"{step.seconds} seconds do not hold {_counted(counts)} repetitions at "
            f"{slow:g} to {fast:g} a minute, which last {least:.0f} to {most:.0f} seconds."
        )
        nearest = nearest_seconds(step, step.seconds)
        edits: tuple[Edit, ...] = () if nearest is None else subject.set(work, seconds=nearest)
        mend = "Change one of the three." if nearest is None else f"Set seconds = {nearest}."
        yield work.breach("DERIV-11", "error", "seconds", message, mend, *edits)


def profiles_suit(subject: Subject) -> Iterator[Breach]:
    """TIME-05, TIME-06, TIME-07, TIME-09: profiles fit who gives, who receives, and what it is for."""
    routine = subject.routine
    own = _OWN_PROFILE.get(routine.receives)
    for n, name in enumerate(routine.profiles):
        rule = _PROFILE_RULES[name]
        wrong = ""
        if (name == "segment") != (routine.category == "segment"):
            rule, wrong = "TIME-09", f'category = "{routine.category}"'
        elif name != "segment" and (name == "self") != (routine.gives == "self"):
            rule, wrong = "TIME-07", f'gives = "{routine.gives}"'
        elif own is not None and name not in (own, "segment"):
            rule, wrong = _PROFILE_RULES[own], f'receives = "{routine.receives}"'
        if wrong:
            message = f'The profile "{name}" does not go with {wrong}.'
            yield subject.breach(rule, "error", f"profiles[{n}]", message, "Change one of the two.")


def children(subject: Subject) -> Iterator[Breach]:
    """CONF-46: children and newborns get light strokes only."""
    if not {"child", "newborn"} & {subject.routine.receives, *subject.routine.profiles}:
        return
    for work in subject.every:
        if work.technique.family not in _LIGHT_FAMILIES:
            message = (
                f"“{work.technique.title}” is not for children and newborns, who get light strokes only."
            )
            yield work.breach("CONF-46", "error", "technique", message, "Use stroking.")
        elif work.rank > 1:
            message = f'"{work.step.pressure}" is too much for children and newborns.'
            mend = 'Use "touch" or "light".'
            edits = subject.set(work, pressure="light")
            yield work.breach("CONF-46", "error", "pressure", message, mend, *edits)


def room_to_improvise(subject: Subject) -> Iterator[Breach]:
    """GIVER-08: something can be made longer or shorter."""
    if len(subject.works) < 2 or not subject.is_session or subject.option:
        return
    if all(_is_fixed(*seconds_range(w.step)) for w in subject.works):
        message = "No step can be longer or shorter, so nothing can follow the receiver's wishes."
        mend = "Give some steps repetitions or a pace from … to …, such as [4, 8]."
        yield subject.breach("GIVER-08", "warning", "steps", message, mend)


def elastic_kneading(subject: Subject) -> Iterator[Breach]:
    """TIME-20: kneading can be longer or shorter."""
    if not subject.by_person:
        return
    for work in subject.works:
        counts = work.step.repetition_range
        if work.technique.family != "knead" or counts is None or not _is_fixed(*seconds_range(work.step)):
            continue
        message = "this kneading has one length only; how long you knead follows the receiver's wish."
        wider = (max(1, counts[0] - 1), counts[1] + 1)
        mend = f"Give it a range, such as repetitions = [{wider[0]}, {wider[1]}]."
        edits: tuple[Edit, ...] = tuple(SetKey(w.index, "repetitions", wider) for w in subject.twins(work))
        yield work.breach("TIME-20", "warning", "repetitions", message, mend, *edits)


def _is_fixed(least: float, most: float) -> bool:
    return most - least < _TINY


def _bounds(profile: Profile) -> str:
    return f"the profile “{profile.id}” lasts {_clock(profile.min_s)} to {_clock(profile.max_s)} minutes"


def _clock(seconds: float) -> str:
    return f"{round(seconds) // 60}:{round(seconds) % 60:02d}"


def _counted(counts: tuple[int, int]) -> str:
    return str(counts[0]) if counts[0] == counts[1] else f"{counts[0]} to {counts[1]}"


CHECKERS = (totals, agreement, profiles_suit, children, room_to_improvise, elastic_kneading)
