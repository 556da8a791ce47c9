"""The body map: a painted back on which hands show every stroke at the pace of the step."""

from .motion import hand_poses
from .picture import paint_body, paint_thumbnail
from .pose import HandPose
from .scene import BodyScene, scene_for
from .widget import BodyMap

__all__ = [
    "BodyMap",
    "BodyScene",
    "HandPose",
    "hand_poses",
    "paint_body",
    "paint_thumbnail",
    "scene_for",
]
