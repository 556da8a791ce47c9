"""The body as data: views with an outline, zones, paths and areas to spare (``assets/body/<view>.toml``).

Coordinates are body units of the view: x runs from the view's left to its right with 0 on the midline, y
downwards, and 1 unit is the view's full width given by ``width``. Whatever is drawn on the right half is
mirrored to the left by negating x.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

import msgspec

from .bundled import assets_dir
from .model import Id, Pressure, Title

Point = tuple[float, float]
Points = Annotated[list[Point], msgspec.Meta(min_length=2, max_length=200)]


Area = Literal[
    "back", "seat", "neck", "head", "face", "shoulders", "chest", "belly", "arm", "hand", "leg", "foot"
]
"""Part of the body that a zone belongs to: what TIME-07 bounds and what COVER-01 covers and uncovers."""


class Zone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named area. ``outline`` is the right half's closed curve; ``mirrored`` zones have a left twin.

    ``size`` ranks areas from small (1) to large (5) for ORDER-05; ``pressure`` is the zone's cap (PRESS
    rules); ``status`` tells forbidden and careful areas (SAFE-01, SAFE-03, SAFE-05); ``reason`` says why, in
    plain words. ``area`` is the part of the body it belongs to. ``bony`` areas are never tapped (SAFE-06).
    """

    id: Id
    title: Title
    outline: Points
    mirrored: bool = True
    area: Area = "back"
    size: int = 3
    pressure: Pressure = "firm"
    status: Literal["open", "careful", "forbidden"] = "open"
    reason: str = ""
    bony: bool = False
    rules: list[str] = []


class Path(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The way the hands travel in one repetition, drawn for the right half.

    ``points`` are passed through smoothly at even speed. ``back_from`` is the index in ``points`` from which
    the way is the light return (None: no return, the hands lift softly into the next pass). ``hands``:
    ``pair`` both hands, mirrored; ``one`` a single hand or stacked hands on the side worked; ``together``
    both hands side by side on the side worked; ``single`` one hand on a path that is drawn as it stands,
    whatever the side (a circle round the navel).
    """

    id: Id
    title: Title
    points: Points
    hands: Literal["pair", "one", "together", "single"] = "pair"
    back_from: int | None = None
    zones: list[Id] = []


class Shade(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A soft light or shadow that models the body: an ellipse turned clockwise by ``angle`` degrees.

    ``tone`` is its strength, from -1 (shadow) to 1 (light); ``rx`` and ``ry`` are half axes in body units.
    """

    x: float
    y: float
    rx: float
    ry: float
    angle: float = 0.0
    tone: float
    mirrored: bool = True


class Crease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A soft line on the body, such as a muscle's edge: ``width`` in body units, ``tone`` as for a shade."""

    points: Points
    width: float
    tone: float
    mirrored: bool = True


class RestingHand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the receiver's own hand lies: middle of the palm, clockwise degrees, length in body units."""

    x: float
    y: float
    angle: float
    length: float


class BodyView(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One view of the body: everything the painter and the checker know about it.

    ``facing`` tells what the picture's right half shows: ``away`` the receiver's own right side, ``toward``
    their left. ``towel_edge`` is the height from which the towel covers the body; ``towel_lowered`` gives
    another height for single zones (COVER-01). ``shades`` and ``creases`` model the skin.
    """

    id: Id
    title: Title
    width: float
    height: float
    outlines: dict[str, Points]
    zones: list[Zone]
    paths: list[Path]
    facing: Literal["away", "toward"] = "away"
    towel_edge: float = 1.0
    towel_lowered: dict[str, float] = {}
    resting_hand: RestingHand | None = None
    shades: list[Shade] = []
    creases: list[Crease] = []

    def zone(self, zone_id: str) -> Zone | None:
        """The zone with this id, or None."""
        return next((z for z in self.zones if z.id == zone_id), None)

    def path(self, path_id: str) -> Path | None:
        """The path with this id, or None."""
        return next((p for p in self.paths if p.id == path_id), None)


@cache
def body_view(view: str) -> BodyView:
    """Read one bundled view.

    Raises:
        FileNotFoundError: there is no such view.
        msgspec.ValidationError: the bundled data is damaged.
    """
    text = (assets_dir() / "body" / f"{view}.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=BodyView)


@cache
def view_ids() -> tuple[str, ...]:
    """Ids of the bundled views."""
    return tuple(sorted(p.stem for p in (assets_dir() / "body").glob("*.toml")))
