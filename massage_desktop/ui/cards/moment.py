"""Which picture tells most about a technique: a step that uses it, at the moment when the hands are at work.

The first step that uses a technique is its picture, on an adult if there is one; ``assets/cards.toml`` serves
techniques that no routine uses, and the few whose words speak of another place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import msgspec

from massage_desktop.routine.body import body_view, view_ids
from massage_desktop.routine.bundled import assets_dir
from massage_desktop.routine.model import HandPart, Id, Routine, Side, Step, Technique, view_of
from massage_desktop.ui.bodymap import BodyScene, HandPose, hand_poses

_PHASES = (0.42, 0.47, 0.37, 0.52, 0.32, 0.57, 0.27)
"""Shares of a repetition that are looked at for the telling moment; the first of equals wins."""

_USUAL_PACE = 5.0
_SMALL = ("child", "newborn")
_LIFTING = ("lift", "wave", "roll")


class CardMoment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a technique is shown when no routine uses it, or always when it is ``preferred``.

    ``motions`` belong to one repetition; without a ``hand`` it is the technique's first.
    """

    technique: Id
    view: Id
    zone: Id
    path: Id
    hand: HandPart | None = None
    side: Side = "both"
    motions: int = 1
    preferred: bool = False


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    moments: list[CardMoment]


class Shown(msgspec.Struct, frozen=True):
    """What stands on a technique's picture (None: the body rests) and the step that it was taken from."""

    scene: BodyScene | None
    step: Step | None


@cache
def card_moments() -> tuple[CardMoment, ...]:
    """The table of the techniques that no routine shows.

    Raises:
        OSError, msgspec.DecodeError: the bundled file is missing or damaged.
    """
    text = (assets_dir() / "cards.toml").read_text("utf-8")
    return tuple(msgspec.toml.decode(text, type=_Table).moments)


def shown(technique: Technique, routines: Iterable[Routine]) -> Shown:
    """The picture of a technique: from the first step of ``routines`` that is drawn, else the table."""
    own = next((m for m in card_moments() if m.technique == technique.id and _is_drawn(m.view, m.path)), None)
    if own is not None and own.preferred:
        return Shown(_telling(_from_table(own, technique)), None)
    for routine in sorted(routines, key=lambda r: r.receives in _SMALL):
        for step in routine.steps:
            if step.technique == technique.id:
                scene = scene_of(step, technique, view_of(routine, step))
                if scene is not None:
                    return Shown(scene, step)
    return Shown(_telling(_from_table(own, technique)) if own is not None else None, None)


def scene_of(step: Step, technique: Technique, view: str) -> BodyScene | None:
    """The telling moment of a step; None where its view or path is not drawn."""
    if not _is_drawn(view, step.path):
        return None
    slowest, fastest = step.pace_range
    return _telling(
        BodyScene(
            view=view,
            zone=step.zone,
            path=step.path,
            motion=technique.motion,
            motions=step.motions,
            hand=step.hand,
            side=step.side,
            pressure=step.pressure,
            phase=_PHASES[0],
            repetition=1,
            pace_per_minute=(slowest + fastest) / 2,
            still=step.kind == "hold",
        )
    )


def _is_drawn(view: str, path: str) -> bool:
    return view in view_ids() and body_view(view).path(path) is not None


def _from_table(moment: CardMoment, technique: Technique) -> BodyScene:
    return BodyScene(
        view=moment.view,
        zone=moment.zone,
        path=moment.path,
        motion=technique.motion,
        motions=moment.motions,
        hand=moment.hand or technique.hands[0],
        side=moment.side,
        pressure=technique.pressure[1],
        phase=_PHASES[0],
        repetition=1,
        pace_per_minute=_USUAL_PACE,
    )


def _telling(scene: BodyScene) -> BodyScene:
    """The moment when the hands lie on the skin, carry weight and, where they lift a fold, hold it."""
    view = body_view(scene.view)
    moments = [replace(scene, phase=phase) for phase in _PHASES]
    return max(moments, key=lambda m: _tells(hand_poses(m, view), folding=scene.motion in _LIFTING))


def _tells(poses: list[HandPose], *, folding: bool) -> float:
    """How much a moment shows, rounded so that nearly equal moments count as equal."""
    if not poses:
        return 0.0
    lowest = -max(pose.height for pose in poses)
    weight = min(pose.weight for pose in poses)
    grip = min(pose.grip for pose in poses) if folding else 0.0
    return round(2 * lowest + weight + 2 * grip, 1)
