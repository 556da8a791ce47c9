"""One hand on the body map, as a value."""

from __future__ import annotations

import msgspec

from massage_desktop.routine.model import HandPart, Pressure


class HandPose(msgspec.Struct, frozen=True, kw_only=True):
    """One hand on the body map.

    ``x`` and ``y`` are the place of contact in body units. ``angle`` turns the hand clockwise in degrees; 0
    points the fingers at the head. ``mirrored`` hands are left hands. ``lifted`` hands are off the skin.
    ``weight`` (0 to 1) is the share of ``pressure`` given at this moment: less on the way back. ``height``
    (0 to 1) is how far the hand is raised and ``grip`` (0 to 1) how far it has closed round a fold.
    """

    x: float
    y: float
    angle: float
    part: HandPart
    pressure: Pressure
    lifted: bool
    mirrored: bool
    weight: float = 1.0
    height: float = 0.0
    grip: float = 0.0

    def mirror(self) -> HandPose:
        """The same hand on the other half of the body."""
        return msgspec.structs.replace(self, x=-self.x, angle=-self.angle, mirrored=not self.mirrored)
