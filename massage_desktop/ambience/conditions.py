"""The health questions as data (``assets/conditions.toml``): rows, their parts, and what each changes."""

from __future__ import annotations

from typing import Literal

from massage_desktop.routine.model import Area, Family, Id, Pressure, ProfileName

from .asset import DamagedInstallationError, Row, read_asset

Outcome = Literal["stop", "later", "doctor", "adapt"]
"""What a yes means, the weightiest first."""

TOLD = "told"
"""Stands for the places that the person names."""


class Place(Row, frozen=True):
    """A part of the body by its everyday name: whole areas of the drawings, and single zones."""

    id: Id
    title: str
    areas: tuple[Area, ...] = ()
    zones: tuple[Id, ...] = ()


class Detour(Row, frozen=True):
    """A shorter way of the hands on a view, for strokes whose own way would pass a place to be left out."""

    view: Id
    path: Id
    zone: Id


class Adaptation(Row, frozen=True):
    """One change of the massage that an answer asks for, with its sentence for the person.

    It acts ``at`` places (empty: everywhere). ``leave_out`` takes what touches them away. ``cap`` is the most
    pressure, of every step or only of ``cap_families``; steps of the families ``softened`` become strokes.
    ``off_belly`` changes the position (PREG-04, PREG-05), ``unscented`` drops every aroma, ``quiet`` allows
    no exercises and nothing toning (CONF-41, CONF-52), ``max_minutes`` bounds the length and ``profile``
    chooses the kind of session. ``caution`` is what the cards of changed steps say.
    """

    text: str
    at: tuple[str, ...] = ()
    leave_out: bool = False
    cap: Pressure | None = None
    cap_families: tuple[Family, ...] = ()
    softened: tuple[Family, ...] = ()
    off_belly: bool = False
    unscented: bool = False
    quiet: bool = False
    max_minutes: int | None = None
    profile: ProfileName | None = None
    caution: str = ""
    question_id: str = ""


class Part(Row, frozen=True):
    """One thing that a row asks for. What is left empty is as the row has it; ``where`` asks for places."""

    id: Id
    text: str
    outcome: Outcome | None = None
    advice: str = ""
    agreed: str = ""
    conditions: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    changes: tuple[Adaptation, ...] = ()
    where: bool = False


class Question(Row, frozen=True):
    """One row to be answered with yes or no; ``parts`` tell a yes more closely.

    ``detail`` lists what it covers; ``advice`` is shown after a yes; ``agreed`` replaces it once a doctor
    agreed. ``conditions`` are ids of the screening list, ``own`` the authors' additions.
    """

    id: Id
    text: str
    detail: str
    outcome: Outcome
    advice: str
    agreed: str = ""
    conditions: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    changes: tuple[Adaptation, ...] = ()
    parts: tuple[Part, ...] = ()


class _Table(Row, frozen=True):
    places: tuple[Place, ...]
    detours: tuple[Detour, ...]
    questions: tuple[Question, ...]
    elsewhere: dict[str, str]


_TABLE = read_asset("conditions.toml", _Table)
PLACES: tuple[Place, ...] = _TABLE.places
DETOURS: tuple[Detour, ...] = _TABLE.detours
QUESTIONS: tuple[Question, ...] = _TABLE.questions
"""The rows in the order to ask them, ten at most."""
ELSEWHERE: dict[str, str] = _TABLE.elsewhere
"""Ids of the screening list that are cared for in another place, with the place."""
PLACE_IDS: tuple[str, ...] = tuple(place.id for place in PLACES)
ANSWER_IDS: tuple[str, ...] = tuple(i for q in QUESTIONS for i in (q.id, *(p.id for p in q.parts)))
"""Everything that can be answered with yes: each row, followed by its parts."""


def place(place_id: str) -> Place:
    """The place with this id.

    Raises:
        DamagedInstallationError: no place has it, though the table names it.
    """
    found = next((p for p in PLACES if p.id == place_id), None)
    if found is None:
        raise DamagedInstallationError(
            f"conditions.toml: names the place {place_id!r}, which it does not describe. "
            "Install the program again."
        )
    return found
