"""One planted mistake for each rule of order, posture, other parts of the body, self-massage and words.

Each case: the rule, the severity, the key it is found at, the routine with the mistake.
"""

from __future__ import annotations

from msgspec.structs import replace
from rule_cases_back import FIRM, LATE_RUB, RUBS
from rule_routines import (
    body_routine,
    changed,
    coded,
    exercise,
    limb,
    segment,
    self_routine,
    sound_routine,
    step,
    turn,
    with_steps,
    without,
)

EVEN = [replace(s, pressure="light", pace=4.0, motions=1, points=None) for s in sound_routine().steps]
HEAD = limb("head", "head", "scalp", position="seated", direction="along", motions=4)
FOOT = limb("foot", "legs", "foot")
BELLY = limb("belly", "self_front", "abdomen", direction="along")

LENGTHS = [
    ("TIME-01", "error", "profiles[0]", changed("knead", seconds=30, repetitions=(1, 3))),
    ("TIME-01", "error", "profiles[0]", changed("knead", seconds=540, repetitions=(2, 40))),
    ("TIME-02", "error", "profiles[1]", changed("knead", seconds=1000, repetitions=100, pace=6.0)),
    ("TIME-03", "error", "profiles[0]", sound_routine(profiles=["first"])),
    ("TIME-05", "error", "profiles[1]", sound_routine(profiles=["adult", "newborn"])),
    ("TIME-05", "error", "profiles[0]", sound_routine(receives="newborn")),
    ("TIME-06", "error", "profiles[0]", sound_routine(profiles=["child"])),
    ("TIME-06", "error", "profiles[0]", sound_routine(receives="child")),
    ("TIME-07", "error", "profiles[0]", sound_routine(profiles=["self"])),
    ("TIME-07", "error", "profiles[0]", sound_routine(gives="self")),
    ("TIME-07", "error", "seconds", changed("close", self_routine(), seconds=200)),
    ("TIME-09", "error", "profiles[0]", segment(FOOT, profiles=["adult"])),
    ("TIME-09", "error", "profiles[0]", segment(replace(FOOT, seconds=100))),
    ("TIME-11", "warning", "seconds", coded("R13", body_routine(FOOT))),
    ("TIME-16", "warning", "technique", self_routine(BELLY)),
    ("TIME-17", "error", "pace", exercise("hold", "breath_hold", pace=(2.0, 4.0))),
    (
        "TIME-18",
        "error",
        "seconds",
        exercise("fingers", "massage_digit", view="hands", zone="fingers", seconds=301),
    ),
    ("CONF-46", "error", "technique", sound_routine(receives="child", profiles=["child"])),
    (
        "CONF-46",
        "error",
        "pressure",
        sound_routine(
            receives="child", profiles=["child"], steps=[step("s", "stroke_deep", "palm", pressure="medium")]
        ),
    ),
    (
        "GIVER-08",
        "warning",
        "steps",
        sound_routine(steps=[replace(s, repetitions=8, pace=4.0) for s in EVEN]),
    ),
]
MOVES = [
    ("REP-08", "warning", "repetitions", coded("R27", exercise("p", "press_shoulders", pace=6.0))),
    (
        "REP-09",
        "warning",
        "repetitions",
        coded("R28", exercise("p", "press_neck_base_point", repetitions=1, pace=6.0)),
    ),
    ("REP-10", "warning", "repetitions", exercise("bend", "bend_forward", repetitions=(1, 9))),
    ("REP-11", "error", "repetitions", exercise("hold", "breath_hold", repetitions=(5, 12))),
    ("REP-12", "warning", "repetitions", exercise("raise", "arm_raise", repetitions=12)),
    ("REP-15", "error", "side", self_routine(step("edge", "armpit_edge", "four_fingers", zone="chest_edge"))),
]
ORDER = [
    ("ORDER-01", "error", "technique", without("open")),
    ("ORDER-01", "error", "technique", without("close")),
    ("ORDER-01", "error", "steps", sound_routine(steps=[])),
    ("ORDER-02", "error", "stage", changed("knead", stage="opening")),
    ("ORDER-02", "error", "steps", without("close")),
    ("ORDER-02", "error", "steps", without("open")),
    ("ORDER-03", "warning", "pressure", with_steps(step("a", **FIRM), step("b", **FIRM))),
    (
        "PRESS-06",
        "warning",
        "pressure",
        with_steps(
            *[
                step(n, "knead_lift", "whole_hand", pressure="medium", motions=8)
                for n in ("a", "b", "c", "d")
            ],
            base=without("tremble"),
        ),
    ),
    (
        "ORDER-04",
        "warning",
        "zone",
        with_steps(step("low", "rub_surface", "fingertips", zone="mid_back", path="pat_up")),
    ),
    ("ORDER-05", "warning", "zone", changed("open", body_routine(), view="legs", zone="foot", path="both")),
    (
        "ORDER-06",
        "warning",
        "pressure",
        with_steps(step("a", **FIRM), step("s", "stroke_surface", "palm", pressure="touch")),
    ),
    ("ORDER-07", "warning", "technique", with_steps(LATE_RUB, base=without(*RUBS))),
    (
        "ORDER-09",
        "warning",
        "technique",
        with_steps(step("before", "stroke_flat", "palm", stage="closing", pressure="touch", pace=4.0)),
    ),
    ("ORDER-10", "warning", "zone", coded("R02")),
    ("ORDER-11", "warning", "zone", coded("R11", body_routine())),
    ("ORDER-12", "warning", "position", body_routine(turn(id="again"), limb("b", "legs", "thigh"))),
    (
        "ORDER-12",
        "warning",
        "position",
        sound_routine(
            steps=[limb("open", "front", "shoulders", position="supine"), turn(), *sound_routine().steps]
        ),
    ),
    ("ORDER-13", "warning", "pressure", changed("rub", pressure="medium")),
    (
        "ORDER-14",
        "warning",
        "technique",
        with_steps(
            step("p", "pinch_roll", "thumb_index", pressure="medium"),
            step("k", "knead_lift", "whole_hand", pressure="medium", motions=8),
        ),
    ),
    ("AFTER-05", "warning", "technique", changed("close", technique="stroke_flat")),
    ("PACE-07", "warning", "seconds", changed("turn", body_routine(), seconds=40)),
    ("PACE-08", "warning", "steps", sound_routine(steps=EVEN)),
    ("PACE-09", "warning", "pace", with_steps(replace(HEAD, motions=20))),
    ("PACE-09", "warning", "direction", with_steps(replace(HEAD, technique="rub_scalp", direction="along"))),
    ("PACE-12", "error", "category", coded("R18")),
    ("PACE-12", "error", "category", sound_routine(title="A massage that wakes you up")),
]
BODY = [
    ("PRESS-21", "error", "pressure", with_steps(replace(HEAD, pressure="medium"))),
    ("CONF-42", "error", "pressure", self_routine(replace(BELLY, pressure="medium"))),
    ("CONF-43", "error", "pressure", changed("chest", body_routine(), pressure="medium")),
    ("SAFE-04", "error", "pressure", coded("R20", changed("knead", zone="shoulders"))),
    ("SAFE-17", "error", "zone", changed("rub", body_routine(), zone="spine")),
    ("SAFE-18", "error", "path", changed("knead", path="over_the_spine")),
    ("DIR-04", "warning", "direction", changed("forearms", body_routine(), direction="down")),
    ("DIR-05", "warning", "direction", changed("calf", body_routine(), direction="down")),
    ("DIR-06", "warning", "direction", changed("thigh", body_routine(), direction="down")),
    ("DIR-17", "warning", "direction", changed("upper_arms", body_routine(), direction="down")),
    ("DIR-18", "warning", "direction", body_routine(replace(FOOT, direction="down"))),
    (
        "DIR-19",
        "warning",
        "zone",
        coded("R11", body_routine(limb("again", "arms", "upper_arm", position="supine"))),
    ),
    ("POS-01", "error", "position", changed("rub", position="supine")),
    (
        "POS-04",
        "warning",
        "position",
        sound_routine(
            receives="child",
            profiles=["child"],
            steps=[
                limb("back", "child_back", "back_whole", stage="opening"),
                turn(),
                limb("front", "child_front", "hand", position="supine", stage="closing"),
            ],
        ),
    ),
    ("POS-05", "warning", "position", coded("R03", position="seated")),
    ("POS-06", "error", "position", changed("rub", view="side_lying")),
    ("POS-06", "error", "position", changed("rub", position="side_lying")),
    (
        "POS-06",
        "error",
        "zone",
        changed("chest", body_routine(), view="side_lying", position="side_lying", zone="belly_side"),
    ),
    ("POS-09", "warning", "position", self_routine(position="prone")),
    ("POS-10", "error", "position", without("turn", base=body_routine())),
    ("POS-10", "error", "position", changed("chest", body_routine(), position="prone")),
    (
        "HANDS-01",
        "warning",
        "instruction",
        changed("turn", body_routine(), rules=[], technique="vibrate_shake", instruction="Turn over."),
    ),
    ("HANDS-08", "warning", "technique", without("loosen", base=self_routine())),
    ("AFTER-04", "warning", "technique", without("relax", base=self_routine())),
    (
        "COVER-01",
        "warning",
        "zone",
        body_routine(
            *[
                limb(f"{part}{n}", "arms" if part == "upper_arm" else "front", part, position="supine")
                for n in (1, 2, 3)
                for part in ("upper_arm", "chest_muscle")
            ]
        ),
    ),
    ("CONF-41", "warning", "cautions", exercise("bend", "bend_silently", cautions=[])),
]
WORDS = [
    ("OIL-06", "warning", "summary", sound_routine(summary="Take an invigorating oil.")),
    ("OIL-07", "warning", "instruction", changed("rub", instruction="Add two drops of peppermint.")),
    ("OIL-07", "warning", "before[0]", sound_routine(before=["A little rosemary is pleasant."])),
    ("CLAIM-01", "warning", "summary", sound_routine(summary="It heals your back.")),
    ("DERIV-10", "warning", "rules[1]", changed("rub", rules=["PRESS-07", "PACE-99"])),
]
CASES = [*LENGTHS, *MOVES, *ORDER, *BODY, *WORDS]
