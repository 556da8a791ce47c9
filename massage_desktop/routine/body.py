"""The body as data: views with an outline, zones, paths and areas to spare (``assets/body/<view>.toml``).

Coordinates are body units of the view: x runs from the view's left to its right with 0 on the midline, y
downwards, and 1 unit is the view's full width given by ``width``. Whatever is drawn on the right half is
mirrored to the left by negating x.
"""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from typing import Annotated, Literal

import msgspec

from .bundled import assets_dir
from .model import Area, Id, Pressure, Title

Point = tuple[float, float]
Points = Annotated[list[Point], msgspec.Meta(min_length=2, max_length=200)]


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
    ``blush`` makes it a rosy breath of colour instead (cheeks, soles, fingertips).
    """

    x: float
    y: float
    rx: float
    ry: float
    angle: float = 0.0
    tone: float
    mirrored: bool = True
    blush: bool = False


class Crease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A soft line on the body, such as a muscle's edge: ``width`` in body units, ``tone`` as for a shade.

    ``fine`` ones (lids, lips, folds of skin) are drawn at the picture's full sharpness.
    """

    points: Points
    width: float
    tone: float
    mirrored: bool = True
    fine: bool = False


class RestingHand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the receiver's own hand lies: middle of the palm, clockwise degrees, length in body units.

    ``shape`` is ``resting`` (palm seen, fingers half closed) or a part of the hand, as ``palm`` (its back
    seen). ``mirrored`` hands are on both sides.
    """

    x: float
    y: float
    angle: float
    length: float
    shape: str = "resting"
    mirrored: bool = True


Form = Literal["half", "mirrored", "single"]
"""``half``: the right half of a figure, from the midline to the midline; ``mirrored``: a closed curve and its
mirror image; ``single``: one closed curve as it stands."""

_FEWEST_POINTS = 3

Material = Literal[
    "skin", "ear", "hair", "brow", "eye", "lip", "nail",
    "cloth", "towel", "pillow", "cushion", "wood", "shadow",
]  # fmt: skip
"""What a figure is made of. Skin, ears, hair and worn cloth are the body, the rest lies around or on it."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a figure: its points, or the name of one of the view's ``outlines``."""

    # Plain types: msgspec 0.22 reads freed memory where a bounded list shares a union with a patterned text.
    outline: list[Point] | str
    form: Form = "mirrored"


class Figure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One painted thing: ``form`` and ``outline`` with the pieces in ``also`` united into one shape.

    ``cast`` figures share one shadow on the ground; ``shadow`` (0 to 1) is the strength of an own one on all
    that was painted before. ``round`` says how far, compared with an adult's trunk, the shading reaches in
    from the edges. ``soft`` blurs the edges over that many body units and ``opacity`` lets show through what
    lies below. ``shades`` and ``creases`` lie on this figure only. ``crown`` is where hair grows from;
    ``dye`` is the colour of cloth and ``folds`` its number of folds.
    """

    id: Id
    material: Material
    outline: list[Point] | str
    form: Form = "mirrored"
    also: list[Part] = []
    hands: list[RestingHand] = []
    cast: bool = False
    shadow: float = 0.0
    round: float = 1.0
    soft: float = 0.0
    opacity: float = 1.0
    shades: list[Shade] = []
    creases: list[Crease] = []
    crown: Point | None = None
    dye: Literal["linen", "sand", "sage", "clay", "night"] = "linen"
    folds: int = 0

    @property
    def parts(self) -> list[Part]:
        """All pieces, the first one included."""
        return [Part(outline=self.outline, form=self.form), *self.also]


class Towel(Figure, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A towel on the body, drawn last, but not while a zone in ``bare_for`` is worked (COVER-01).

    With ``only_for`` it is drawn only while one of those zones is worked.
    """

    material: Material = "towel"
    bare_for: list[Id] = []
    only_for: list[Id] = []

    def lies(self, zones: Set[str]) -> bool:
        """Whether the towel lies on the body while all of ``zones`` are to be seen."""
        return not zones & set(self.bare_for) and (not self.only_for or bool(zones & set(self.only_for)))


class BodyView(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One view of the body: everything the painter and the checker know about it.

    Body units are life-size in every view (1 is about 93 cm), so that ``hand_length`` and all motions fit.
    ``facing`` tells what the picture's right half shows: ``away`` the receiver's own right side, ``toward``
    their left. The picture is ``width`` by ``height`` as it is seen; ``turned`` (clockwise degrees) turns
    what is drawn about its middle, (0, ``height`` / 2). ``figures`` are painted from first to last on a
    table or mat that begins at ``table_top``; ``shades`` and ``creases`` model all skin; ``fade`` is the
    height of the picture's foot that fades into the room. ``towel_edge`` is the height from which a towel
    covers a prone body (None: no such towel); ``towel_lowered`` gives another height for single zones,
    ``towels`` are towels of other shapes (COVER-01).
    """

    id: Id
    title: Title
    width: float
    height: float
    zones: list[Zone]
    paths: list[Path]
    figures: list[Figure]
    outlines: dict[str, Points] = {}
    facing: Literal["away", "toward"] = "away"
    turned: float = 0.0
    hand_length: float = 0.205
    table: Literal["table", "mat", "none"] = "table"
    table_top: float = 0.205
    fade: float = 0.30
    towel_edge: float | None = None
    towel_lowered: dict[str, float] = {}
    towels: list[Towel] = []
    shades: list[Shade] = []
    creases: list[Crease] = []

    def __post_init__(self) -> None:
        """Refuse figures without a shape, and towels that name zones which the view does not have."""
        known = {zone.id for zone in self.zones}
        for figure in (*self.figures, *self.towels):
            for part in figure.parts:
                if isinstance(part.outline, str) and part.outline not in self.outlines:
                    raise ValueError(f'figure "{figure.id}": there is no outline "{part.outline}"')
                if len(self.points(part)) < _FEWEST_POINTS:
                    raise ValueError(f'figure "{figure.id}": an outline needs at least 3 points')
        for towel in self.towels:
            if unknown := {*towel.bare_for, *towel.only_for} - known:
                raise ValueError(f'towel "{towel.id}": there is no zone "{min(unknown)}"')

    def points(self, part: Part) -> list[Point]:
        """The curve of a piece of a figure.

        Raises:
            KeyError: the piece names an outline that the view does not have.
        """
        return self.outlines[part.outline] if isinstance(part.outline, str) else part.outline

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
