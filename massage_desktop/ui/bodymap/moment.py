"""One moment of the body map as copies of small pictures: what moves, and where exactly it lies.

Whoever knows two moments knows the one rectangle in which the picture differs between them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import floor
from typing import NamedTuple

from PySide6.QtCore import QRect

from massage_desktop.routine.body import body_view, view_ids
from massage_desktop.routine.model import pressure_rank
from massage_desktop.ui.theme import Theme

from .frame import Frame, frame_for
from .marks import Marks, halves
from .motion import hand_poses
from .pose import HandPose
from .scene import BodyScene
from .sprites import Sprite, how_held, light, turned

_LIFE_SIZE = 0.205
"""From wrist to fingertip in body units: what sizes of lights are given for."""

_QUIET_VIEW = "back"
_PLACE_S = 1.2
"""Seconds that the hands rest on one place with reduced motion."""

_HALO = (0.086, 0.104, 0.124, 0.146, 0.168)  # radius by pressure, body units
_HALO_ALPHA = (0.30, 0.42, 0.55, 0.68, 0.80)
_TRAIL_S = 1.3
_TRAIL_STAMPS = 6
_TRAIL_HALF = 0.052
_WHOLE = ("palm", "whole_hand", "back_of_hand", "stacked_hands")
_SOLID = 256


class Stamp(NamedTuple):
    """A picture with its upper left corner at ``left``, ``top`` (device pixels of the body map).

    ``alpha`` is its strength, from 0 to 256, the steps that the painter knows.
    """

    sprite: Sprite
    left: int
    top: int
    alpha: int


@dataclass(frozen=True)
class Moment:
    """All of one picture: ``marks`` and ``frame`` name the quiet layers, the stamps lie on them in order.

    ``sharp`` device pixels are one logical pixel.
    ``lights`` lie below the marks, so that areas to spare stay visible under any pressure; ``hands`` above.
    """

    marks: Marks
    theme: Theme
    frame: Frame
    sharp: float
    lights: tuple[Stamp, ...]
    hands: tuple[Stamp, ...]

    @property
    def view(self) -> str:
        """Id of the body view."""
        return self.marks.view

    @cached_property
    def bounds(self) -> QRect:
        """The rectangle (device pixels) that holds every stamp; empty when there is none."""
        stamps = self.lights + self.hands
        if not stamps:
            return QRect()
        left, top = min(s.left for s in stamps), min(s.top for s in stamps)
        right = max(s.left + s.sprite.width for s in stamps)
        bottom = max(s.top + s.sprite.height for s in stamps)
        return QRect(left, top, right - left, bottom - top)

    def changed_since(self, before: Moment) -> QRect | None:
        """Where (device pixels) this picture differs from the one ``before``; None means everywhere."""
        if (self.marks, self.theme.name, self.frame) != (before.marks, before.theme.name, before.frame):
            return None
        if self.lights == before.lights and self.hands == before.hands:
            return QRect()
        return self.bounds.united(before.bounds)


def moment_of(
    scene: BodyScene | None, theme: Theme, size: tuple[float, float], sharp: float, *, reduced_motion: bool
) -> Moment:
    """The picture of ``scene`` for a room of ``size`` (logical pixels), ``sharp`` device pixels each.

    Without a scene, or with a view that is not drawn, the body rests alone.
    """
    known = scene if scene is not None and scene.view in view_ids() else None
    view = body_view(known.view if known is not None else _QUIET_VIEW)
    frame = frame_for(view, size[0] * sharp, size[1] * sharp)
    if known is None:
        return Moment(Marks(view.id), theme, frame, sharp, (), ())
    marks = Marks(view.id, known.zone, known.path, halves(view, known.worked))
    shown = held_still(known) if reduced_motion else known
    poses = hand_poses(shown, view)
    at = _Place(frame, theme, sharp, view.hand_length)
    trail = [] if reduced_motion or _rests(shown) else at.trail(shown)
    halos = [at.halo(pose) for pose in poses]
    hands = [stamp for pose in poses for stamp in at.hand(pose)]
    return Moment(marks, theme, frame, sharp, (*trail, *halos), tuple(hands))


def held_still(scene: BodyScene) -> BodyScene:
    """The scene for reduced motion: a few places one after the other, without the technique's own figure."""
    lasts = 60 / scene.pace_per_minute if scene.pace_per_minute > 0 else 1.0
    places = min(8, max(2, round(lasts / _PLACE_S)))
    place = min(floor(scene.phase * places), places - 1)
    return replace(scene, phase=(place + 0.5) / places, motion="glide")


def _rests(scene: BodyScene) -> bool:
    """Whether the hands stay on their places, so that they leave no trail."""
    return scene.still or scene.motion in ("still", "press", "pat")


@lru_cache(maxsize=128)
def _trail_poses(stroke: BodyScene, phase: float) -> tuple[HandPose, ...]:
    """The hands at another ``phase`` of a stroke."""
    return tuple(hand_poses(replace(stroke, phase=phase), body_view(stroke.view)))


class _Place(NamedTuple):
    """Puts pictures where hands are: body units of ``frame`` to whole device pixels."""

    frame: Frame
    theme: Theme
    sharp: float
    hand_length: float

    @property
    def _hand_px(self) -> float:
        """Pixels that a body unit would have if the view's hands were life-sized."""
        return self.frame.px * self.hand_length / _LIFE_SIZE

    def stamp(
        self, sprite: Sprite, at: tuple[float, float], strength: float, off: tuple[float, float] = (0.0, 0.0)
    ) -> Stamp:
        """The picture ``at`` a place of the body, moved by ``off``, a way over the screen (both body units).

        It is moved by whole pixels and never resampled.
        """
        x, y = self.frame.place(*at)
        return Stamp(
            sprite,
            round(x + off[0] * self.frame.px - sprite.x),
            round(y + off[1] * self.frame.px - sprite.y),
            int(min(1.0, max(0.0, strength)) * _SOLID),
        )

    def trail(self, scene: BodyScene) -> list[Stamp]:
        """Soft light along the way that the hands have come in the last second.

        The lights lie on fixed places of the way and only fade, so that each is worked out once a stroke.
        """
        apart = min(_TRAIL_S * scene.pace_per_minute / 60, 0.30) / _TRAIL_STAMPS
        if apart <= 0:
            return []
        half = max(2, round(_TRAIL_HALF * self._hand_px))
        spot = light(self.theme.name, "hand", (half, half), self.sharp)
        stroke, newest = replace(scene, phase=0.0), floor(scene.phase / apart)
        stamps: list[Stamp] = []
        for k in range(max(0, newest - _TRAIL_STAMPS), newest + 1):
            age = scene.phase / apart - k
            strength = 0.72 * min(1.0, age) * max(0.0, 1 - age / (_TRAIL_STAMPS + 1)) ** 1.5
            stamps += [
                self.stamp(spot, (pose.x, pose.y), strength * (0.35 + 0.65 * pose.weight))
                for pose in _trail_poses(stroke, k * apart)
                if not pose.lifted
            ]
        return stamps

    def halo(self, pose: HandPose) -> Stamp:
        """The pressure of one hand as size and strength of a warm light under it."""
        rank = pressure_rank(pose.pressure)
        half = _HALO[rank] * (0.80 + 0.20 * pose.weight) * self._hand_px
        tall = 1.2 if pose.part in _WHOLE else 1.0
        spot = light(self.theme.name, "halo", (max(2, round(half)), max(2, round(half * tall))), self.sharp)
        strength = _HALO_ALPHA[rank] * (0.35 + 0.65 * pose.weight) * (1 - 0.7 * pose.height)
        return self.stamp(spot, (pose.x, pose.y), strength)

    def hand(self, pose: HandPose) -> tuple[Stamp, Stamp]:
        """One hand over its shadow."""
        length_px = max(8, round(self.hand_length * self.frame.px))
        angle = pose.angle + self.frame.turned
        how = how_held(angle, pose.height, pose.grip, mirrored=pose.mirrored)
        pictures = turned(pose.part, self.theme.name, length_px, how, self.sharp)
        at, away = (pose.x, pose.y), 0.005 + 0.022 * pose.height
        return (
            self.stamp(pictures.shadow, at, 0.75 - 0.35 * pose.height, (away * 0.7, away)),
            self.stamp(pictures.hand, at, 0.80 + 0.20 * pose.weight, (0.0, -0.012 * pose.height)),
        )
