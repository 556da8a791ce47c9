"""Small routines that break no rule, and ways to change them: what every planted case is made from."""

from __future__ import annotations

from msgspec.structs import replace
from small_views import small_view

from massage_desktop.routine.model import Routine, Step
from massage_desktop.routine.techniques import techniques
from massage_desktop.rules import Breach, check

_BEND = techniques()["bend_forward"]
CATALOGUE = {**techniques(), "bend_silently": replace(_BEND, id="bend_silently", card="Bend.", cautions=[])}
"""The bundled techniques, and one that does not say what it should."""


def step(name: str, technique: str, hand: str, **changes: object) -> Step:
    values: dict[str, object] = {
        "id": name,
        "technique": technique,
        "stage": "main",
        "zone": "back_whole",
        "path": "whole_up",
        "hand": hand,
        "direction": "up",
        "pressure": "light",
        "pace": (2.0, 6.0),
        "seconds": 120,
        "repetitions": (2, 20),
        "cautions": ["Light beside the waist."],
        "rules": ["PRESS-07"],
    }
    return Step(**(values | changes))  # type: ignore[arg-type]


def sound_routine(**changes: object) -> Routine:
    """A back massage of 17 minutes."""
    values: dict[str, object] = {
        "format": 1,
        "id": "sound",
        "code": "R99",
        "title": "Sound",
        "summary": "A routine without a breach.",
        "gives": "person",
        "receives": "adult",
        "position": "prone",
        "profiles": ["adult", "first"],
        "steps": [
            step("open", "stroke_surface", "palm", stage="opening", pace=(3.0, 6.0)),
            step("rub", "rub_palm_circles", "palm", motions=12),
            step("saw_right", "saw", "outer_edge", side="right", path="saw_up", motions=12),
            step(
                "saw_left", "saw", "outer_edge", side="left", path="saw_up", motions=12, mirrors="saw_right"
            ),
            step("link", "stroke_surface", "palm", repetitions=(3, 4), seconds=60, pace=(3.0, 6.0)),
            step("knead", "knead_lift", "whole_hand", pressure="medium", motions=10, seconds=240),
            step("tremble", "vibrate_shake", "palm", path="vibrate_spots", zone="upper_back", points=6),
            step("close", "stroke_surface", "palm", stage="closing", pressure="touch", pace=(2.0, 4.0)),
        ],
    }
    return Routine(**(values | changes))  # type: ignore[arg-type]


def limb(name: str, view: str, zone: str, **changes: object) -> Step:
    """A light stroke on a part of the body that is drawn in another view."""
    values: dict[str, object] = {
        "view": view,
        "zone": zone,
        "path": "both",
        "direction": "toward_heart",
        "cautions": [],
        "rules": [],
        "pace": (3.0, 6.0),
    }
    return step(name, "stroke_surface", "palm", **(values | changes))


def turn(**changes: object) -> Step:
    """Turning over, as a step of its own."""
    values: dict[str, object] = {
        "kind": "transition",
        "direction": "none",
        "pressure": "touch",
        "repetitions": None,
        "seconds": 25,
        "pace": 2.0,
        "cautions": [],
        "rules": ["HANDS-01"],
    }
    return step("turn", "turn_over", "whole_hand", **(values | changes))


def body_routine(*extra: Step, **changes: object) -> Routine:
    """A massage of back, legs, then (turned over) arms and chest, ending at the head."""
    steps = [
        step("open", "stroke_surface", "palm", stage="opening", pace=(3.0, 6.0), seconds=200),
        step("rub", "rub_palm_circles", "palm", motions=12, seconds=200),
        limb("thigh", "legs", "thigh"),
        limb("calf", "legs", "lower_leg"),
        turn(),
        limb("upper_arms", "arms", "upper_arm", position="supine"),
        limb("forearms", "arms", "forearm", position="supine"),
        limb("chest", "front", "chest_muscle", position="supine", direction="along"),
        *extra,
        limb("close", "front", "shoulders", position="supine", stage="closing", pressure="touch")
        if not changes.pop("no_close", False)
        else limb("end", "front", "shoulders", position="supine", pressure="touch"),
    ]
    steps[-1] = replace(steps[-1], pace=(2.0, 3.0), direction="along")
    return sound_routine(steps=steps, **{"profiles": ["adult"], **changes})


def self_routine(*extra: Step, **changes: object) -> Routine:
    """A self-massage of shoulders and thighs."""
    frame = {"kind": "move", "direction": "none", "pressure": "touch", "repetitions": None, "seconds": 20}
    place = {"view": "self_front", "zone": "shoulders", "path": "both", "cautions": [], "rules": []}
    steps = [
        step("loosen", "loosen_shoulders_hands", "whole_hand", stage="opening", **frame, **place),
        limb("open", "self_front", "shoulders", stage="opening", direction="along"),
        limb("thighs", "self_front", "thigh"),
        *extra,
        limb("close", "self_front", "shoulders", stage="closing", pressure="touch", pace=(2.0, 3.0)),
        step("relax", "relax_hands", "whole_hand", stage="closing", **frame, **place),
    ]
    values = {"category": "self", "gives": "self", "receives": "self", "position": "seated"}
    return sound_routine(steps=steps, **{**values, "profiles": ["self"], **changes})


def exercise(name: str, technique: str, **changes: object) -> Routine:
    """One move as a routine of exercises."""
    values: dict[str, object] = {"kind": "move", "view": "self_front", "zone": "shoulders", "path": "both"}
    values |= {"direction": "none", "pressure": "touch", "repetitions": (3, 6), "pace": (2.0, 3.0)}
    move = step(name, technique, "whole_hand", **(values | changes))
    kind = {"category": "exercise", "gives": "self", "receives": "self", "position": "standing"}
    return sound_routine(steps=[move], profiles=["self"], **kind)


def segment(*steps: Step, **changes: object) -> Routine:
    """One area on its own."""
    return sound_routine(steps=list(steps), **{"category": "segment", "profiles": ["segment"], **changes})


def changed(name: str, base: Routine | None = None, **changes: object) -> Routine:
    """The sound routine, or ``base``, with one step changed."""
    base = base or sound_routine()
    return replace(base, steps=[replace(s, **changes) if s.id == name else s for s in base.steps])


def without(*names: str, base: Routine | None = None) -> Routine:
    base = base or sound_routine()
    return replace(base, steps=[s for s in base.steps if s.id not in names])


def with_steps(*steps: Step, base: Routine | None = None) -> Routine:
    """The sound routine, or ``base``, with these steps put before its close."""
    base = base or sound_routine()
    return replace(base, steps=[*base.steps[:-1], *steps, base.steps[-1]])


def coded(code: str, routine: Routine | None = None, **changes: object) -> Routine:
    """A routine with the code of one of the sources' routines."""
    return replace(routine or sound_routine(), code=code, **changes)


def breaches(routine: Routine) -> list[Breach]:
    """What the rules say, with the small drawings of :mod:`small_views`."""
    return check(routine, small_view, CATALOGUE)


def found(routine: Routine, rule: str) -> list[Breach]:
    return [b for b in breaches(routine) if b.rule == rule]
