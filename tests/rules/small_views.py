"""Small drawings of the body in memory: zones and paths without shapes, all that the rules look at."""

from __future__ import annotations

from msgspec.structs import replace

from massage_desktop.routine.body import BodyView, Path, Zone, body_view

_SHAPE = [(0.0, 0.0), (0.1, 0.1), (0.1, 0.0)]

# zone: area, size, cap, then F for forbidden, C for careful, B for bone close under the skin
_ZONES = {
    "front": """
        shoulders shoulders 2 light / chest_muscle chest 2 light / abdomen belly 3 light
        upper_arm arm 2 medium / forearm arm 2 medium / hand hand 1 light
        thigh leg 4 medium / thigh_outer leg 3 medium
        neck_side neck 1 touch F / throat neck 1 touch F / armpit arm 1 touch F / elbow_crease arm 1 touch F
        groin leg 1 touch F / collarbone chest 1 touch CB / ribs chest 1 touch CB / breast chest 1 touch F
        knee leg 1 touch CB""",
    "legs": """
        gluteal_lower seat 3 firm / thigh leg 4 firm / thigh_outer leg 3 medium / lower_leg leg 3 medium
        ankle foot 1 light B / heel foot 1 medium / sole foot 1 medium / foot foot 2 medium
        knee_hollow leg 1 touch F / groin leg 1 touch F / achilles foot 1 light C""",
    "feet": """
        foot foot 2 medium / toes foot 1 light / ball foot 1 medium / sole foot 1 medium / heel foot 1 medium
        ankle foot 1 light B""",
    "arms": """
        shoulders shoulders 2 light / upper_arm arm 3 medium / forearm arm 2 medium / hand hand 1 medium
        palm hand 1 medium / fingers hand 1 light / elbow_crease arm 1 touch F / armpit arm 1 touch F
        wrist arm 1 light C""",
    "hands": """
        palm hand 2 medium / thumb_base hand 1 medium / fingers hand 1 light / hand hand 3 medium
        wrist hand 1 light C""",
    "head": """
        head head 3 light / scalp head 3 light / skull_base head 1 light / neck_back neck 1 light
        shoulders shoulders 2 medium / upper_back back 4 medium / spine back 1 touch F
        neck_side neck 1 touch F / ears head 1 light C""",
    "self_front": """
        scalp head 3 light / shoulders shoulders 2 medium / neck_base neck 1 light
        chest_muscle chest 2 light / chest_edge chest 1 light / abdomen belly 3 light
        thigh leg 4 medium / lower_leg leg 3 medium
        foot foot 2 medium / sole foot 1 medium / forearm arm 2 medium / hand hand 2 medium
        neck_side neck 1 touch F / armpit arm 1 touch F""",
}
_ZONES["child_front"] = _ZONES["front"].replace("medium", "light")
_ZONES["child_back"] = """
    back_whole back 5 light / upper_back back 4 light / lower_back back 3 light / shoulders shoulders 2 light
    thigh leg 3 light / lower_leg leg 2 light / foot foot 1 light / spine back 1 touch F
    kidney back 1 light C"""


def small_view(name: str) -> BodyView:
    """A stand-in of this view with paths ``both``, ``side`` and ``one_hand``; ``back`` is the real one."""
    if name in ("back", "side_lying"):
        return _with_more(body_view("back"), name)
    words = " / ".join(line.strip() for line in _ZONES[name].strip().splitlines())
    zones = [_zone(*entry.split()) for entry in words.split("/") if entry.strip()]
    paths = [
        Path(id="both", title="Both hands", points=_SHAPE, hands="pair"),
        Path(id="side", title="One side", points=_SHAPE, hands="one"),
        Path(id="one_hand", title="One hand", points=_SHAPE, hands="single"),
    ]
    return replace(body_view("back"), id=name, title=name, zones=zones, paths=paths)


def _with_more(view: BodyView, name: str) -> BodyView:
    """The back with a path that no drawing should have, and lying on the side with a place on the belly."""
    astray = Path(id="over_the_spine", title="Astray", points=_SHAPE, zones=["spine"])
    both = Path(id="both", title="Both hands", points=_SHAPE)
    belly = [_zone("belly_side", "belly", "3", "light")] if name == "side_lying" else []
    return replace(view, id=name, zones=[*view.zones, *belly], paths=[*view.paths, astray, both])


def _zone(name: str, area: str, size: str, cap: str, marks: str = "") -> Zone:
    return Zone(
        id=name,
        title=name.replace("_", " ").capitalize(),
        outline=_SHAPE,
        area=area,  # type: ignore[arg-type]
        size=int(size),
        pressure=cap,  # type: ignore[arg-type]
        status="forbidden" if "F" in marks else "careful" if "C" in marks else "open",
        bony="B" in marks,
        reason="Nothing is worked here." if "F" in marks else "",
    )
