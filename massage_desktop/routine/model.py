"""What a technique, a step and a routine *are*: frozen values, and nothing else.

Field names and allowed words follow ``docs/routine-format.md``. Quantities carry their unit:
``seconds`` are seconds, ``pace`` is repetitions a minute, ``motions`` are the circles, kneads, saw strokes or
pats inside one repetition, so that ``pace * motions`` is the figure that the pace limits PACE-01 and PACE-02
speak of.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec

Pressure = Literal["touch", "light", "medium", "firm", "strong"]
"""Five classes from "only just felt" to "strong", in this order (PRESS-01)."""

Family = Literal["stroke", "rub", "knead", "squeeze", "pinch", "tap", "vibrate", "press", "other", "move"]
HandPart = Literal[
    "whole_hand",
    "palm",
    "palm_heel",
    "outer_edge",
    "back_of_hand",
    "fingertips",
    "finger_pads",
    "thumb",
    "thumbs",
    "index_middle",
    "thumb_index",
    "four_fingers",
    "knuckles",
    "fist",
    "cupped_hand",
    "stacked_hands",
]
Motion = Literal[
    "glide",
    "circles",
    "spiral",
    "zigzag",
    "saw",
    "lift",
    "wave",
    "roll",
    "pat",
    "press",
    "shake",
    "still",
]
"""How the hands move while they travel along the path; each is drawn differently on the body map."""

Direction = Literal[
    "up",
    "down",
    "outward",
    "inward",
    "toward_heart",
    "circular",
    "spiral",
    "zigzag",
    "across",
    "along",
    "none",
]
Area = Literal[
    "back", "seat", "neck", "head", "face", "shoulders", "chest", "belly", "arm", "hand", "leg", "foot"
]
"""Part of the body that a zone belongs to: what TIME-07 bounds and what COVER-01 covers and uncovers."""

Side = Literal["left", "right", "both"]
Position = Literal["prone", "supine", "side_lying", "seated", "standing"]
ProfileName = Literal["adult", "first", "child", "newborn", "self", "segment"]
Stage = Literal["opening", "main", "closing"]
StepKind = Literal["massage", "transition", "hold", "move"]
Giver = Literal["person", "self"]
Receiver = Literal["adult", "child", "newborn", "self"]
Difficulty = Literal["easy", "medium", "advanced"]
Category = Literal["relaxing", "self", "segment", "exercise", "toning"]
"""What a routine is for. Only ``relaxing`` and ``self`` are offered as massages to relax with: a ``segment``
is one area to be brought into routines, ``exercise`` is no massage, ``toning`` wakes up (PACE-12, CONF-52).
"""

PRESSURES: tuple[Pressure, ...] = get_args(Pressure)

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=600)]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
SourceId = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]+-?[0-9]+[a-z]?$")]
Count = Annotated[int, msgspec.Meta(ge=1, le=200)]
Pace = Annotated[float, msgspec.Meta(gt=0, le=240)]
# Pairs are written as bounded open tuples: msgspec 0.22 reads freed memory when a fixed-length tuple shares a
# union with a bounded number (``Count | tuple[Count, Count]``).
CountRange = Annotated[tuple[Count, ...], msgspec.Meta(min_length=2, max_length=2)]
PaceRange = Annotated[tuple[Pace, ...], msgspec.Meta(min_length=2, max_length=2)]
Seconds = Annotated[int, msgspec.Meta(ge=1, le=1200)]


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all values read from files: immutable, keyword-only, no unknown keys."""


class Technique(_Value, frozen=True, kw_only=True):
    """One way of using the hands (``assets/techniques.toml``).

    ``pressure`` is the (softest, strongest) class the technique may be given with; ``motions_per_minute_max``
    is the technique's own cap (None: only the family's, PACE-01 and PACE-02); ``not_on`` names zones where it
    is never used, ``areas`` the parts of the body that it is meant for, ``paths`` the ways that the program
    has for it, each as ``view/path``.
    """

    id: Id
    code: SourceId
    title: Title
    everyday: Title
    family: Family
    motion: Motion
    hands: Annotated[list[HandPart], msgspec.Meta(min_length=1)]
    directions: list[Direction]
    areas: Annotated[list[Area], msgspec.Meta(min_length=1)]
    paths: list[str]
    pressure: tuple[Pressure, Pressure]
    card: Text
    cue: Text
    motions_per_minute_max: Pace | None = None
    not_on: list[Id] = []
    cautions: list[Text] = []
    source: list[str] = []


class Step(_Value, frozen=True, kw_only=True):
    """One step of a routine.

    ``repetitions`` and ``pace`` are one figure or a ``[least, most]`` pair; ``seconds`` is the nominal
    length. One repetition is one pass along ``path``. ``motions`` are counted inside one repetition.
    ``points`` is the number of places one repetition rests on (TIME-08). ``mirrors`` names the step of the
    other side that this one repeats (REP-14). ``author`` lists the keys whose figure is the routine author's
    own choice because the source gives none. ``view`` and ``position`` replace the routine's for this step;
    ``option`` names the routine's option that brings the step in.
    """

    id: Id
    technique: Id
    stage: Stage
    zone: Id
    path: Id
    hand: HandPart
    direction: Direction
    pressure: Pressure
    pace: Pace | PaceRange
    seconds: Seconds
    repetitions: Count | CountRange | None = None
    motions: Count = 1
    points: Count | None = None
    side: Side = "both"
    kind: StepKind = "massage"
    mirrors: Id | None = None
    title: Title | None = None
    instruction: Text | None = None
    cautions: list[Text] = []
    rules: list[SourceId] = []
    author: list[str] = []
    note: Text | None = None
    view: Id | None = None
    position: Position | None = None
    option: Id | None = None

    @property
    def pace_range(self) -> tuple[float, float]:
        """(slowest, fastest) pace in repetitions a minute."""
        return (self.pace[0], self.pace[1]) if isinstance(self.pace, tuple) else (self.pace, self.pace)

    @property
    def repetition_range(self) -> tuple[int, int] | None:
        """(least, most) repetitions, or None when only the time counts."""
        value = self.repetitions
        if value is None:
            return None
        return (value[0], value[1]) if isinstance(value, tuple) else (value, value)


class Option(_Value, frozen=True, kw_only=True):
    """An area that a routine offers besides what it always does: off until it is wished."""

    id: Id
    title: Title


class KnownBreach(_Value, frozen=True, kw_only=True):
    """A rule known to be broken, and why it stays so. ``step`` None: anywhere in the routine."""

    rule: SourceId
    reason: Text
    step: Id | None = None


class Routine(_Value, frozen=True, kw_only=True):
    """A whole routine as its file states it (``routines/<id>.toml``)."""

    format: Literal[1]
    id: Id
    code: SourceId
    title: Title
    summary: Text
    gives: Giver
    receives: Receiver
    position: Position
    profiles: Annotated[list[ProfileName], msgspec.Meta(min_length=1)]
    steps: Annotated[list[Step], msgspec.Meta(min_length=1, max_length=120)]
    view: Id = "back"
    category: Category = "relaxing"
    options: list[Option] = []
    exceptions: list[KnownBreach] = []
    difficulty: Difficulty = "easy"
    before: list[Text] = []
    cautions: list[Text] = []
    notes: list[Text] = []
    source: list[str] = []


def view_of(routine: Routine, step: Step) -> str:
    """The view of the body that a step is drawn on."""
    return step.view or routine.view


def position_of(routine: Routine, step: Step) -> Position:
    """How the receiver lies or sits during a step."""
    return step.position or routine.position


def pressure_rank(pressure: Pressure) -> int:
    """Place of a pressure class on the scale, 0 (touch) to 4 (strong)."""
    return PRESSURES.index(pressure)


def softer(pressure: Pressure, cap: Pressure) -> Pressure:
    """The softer of two pressure classes."""
    return min(pressure, cap, key=pressure_rank)
