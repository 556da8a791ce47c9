"""One planted mistake for each rule of tempo, time, pressure, places and direction on the back.

Each case: the rule, the severity, the key it is found at, the routine with the mistake.
"""

from __future__ import annotations

from msgspec.structs import replace
from rule_routines import changed, coded, sound_routine, step, with_steps, without

FIRM = {"pressure": "firm", "path": "wave_up", "technique": "knead_stacked", "hand": "stacked_hands"}
SHOULDERS = {"path": "shoulder_circles", "zone": "shoulders"}
RUBS = ("rub", "saw_right", "saw_left")
LATE_RUB = step("late", "rub_surface", "fingertips")
PRESS = {"path": "vibrate_spots", "zone": "upper_back", "points": 6, "pace": (1.0, 3.0)}


def five_medium() -> list:
    names = ("a", "b", "c", "d")
    return [step(n, "knead_lift", "whole_hand", pressure="medium", motions=8) for n in names]


PACE = [
    ("PACE-01", "error", "pace", changed("rub", motions=20)),
    ("PACE-01", "error", "pace", changed("saw_right", pace=(2.0, 9.0))),
    ("PACE-02", "error", "pace", changed("knead", motions=11)),
    ("PACE-02", "error", "pace", with_steps(step("p", "pinch_roll", "thumb_index", motions=12))),
    ("PACE-02", "error", "pace", with_steps(step("s", "squeeze_up", "stacked_hands", motions=12))),
    (
        "PACE-02",
        "error",
        "pace",
        with_steps(step("s", "rub_fingertip_spiral", "fingertips", direction="spiral", motions=12)),
    ),
    ("PACE-03", "warning", "pace", changed("close", pace=(2.0, 6.5))),
    ("PACE-05", "warning", "pace", with_steps(step("s", "squeeze_up", "stacked_hands", pace=(4.0, 9.0)))),
    ("PACE-11", "error", "pace", changed("link", motions=20)),
    ("PACE-14", "warning", "pace", coded("R03", changed("rub", motions=16))),
]
TIME = [
    ("TIME-08", "error", "points", changed("tremble", points=2)),
    ("TIME-08", "error", "points", changed("tremble", points=None)),
    ("TIME-08", "error", "points", changed("rub", points=2)),
    ("TIME-09", "warning", "seconds", changed("knead", zone="shoulder_blades", seconds=310)),
    (
        "TIME-10",
        "warning",
        "pace",
        with_steps(step("p", "press_area", "palm", **(PRESS | {"pace": (1.0, 6.0)}))),
    ),
    ("TIME-12", "warning", "seconds", coded("R03", changed("rub", seconds=310))),
    ("TIME-20", "warning", "repetitions", changed("knead", repetitions=8, pace=2.0)),
    ("GIVER-04", "warning", "seconds", changed("knead", seconds=301)),
    ("DERIV-11", "error", "seconds", changed("knead", seconds=700)),
]
COUNTS = [
    ("REP-01", "warning", "repetitions", changed("rub", rules=["REP-01"])),
    ("REP-02", "warning", "repetitions", coded("R01")),
    ("REP-03", "warning", "repetitions", changed("link", repetitions=(5, 8))),
    ("REP-03", "warning", "technique", without("link")),
    ("REP-04", "warning", "repetitions", coded("R12")),
    ("REP-05", "warning", "repetitions", coded("R12")),
    ("REP-06", "warning", "repetitions", coded("R12")),
    ("REP-07", "warning", "repetitions", coded("R25", with_steps(step("t", "knead_thumb_roll", "thumb")))),
    ("REP-13", "warning", "repetitions", coded("R02", changed("open", repetitions=1))),
    ("REP-14", "error", "repetitions", changed("saw_left", repetitions=(2, 21))),
    ("REP-14", "error", "pace", changed("saw_left", pace=(2.0, 5.0))),
    ("REP-14", "error", "seconds", changed("saw_left", seconds=110)),
    ("REP-14", "error", "technique", changed("saw_left", technique="rub_edge_diagonal")),
    ("REP-14", "error", "pressure", changed("saw_left", pressure="medium")),
    ("REP-14", "error", "kind", changed("saw_left", kind="hold")),
    ("REP-14", "error", "side", without("saw_left")),
    ("REP-14", "error", "side", changed("saw_left", mirrors=None)),
    (
        "REP-14",
        "error",
        "mirrors",
        with_steps(replace(sound_routine().steps[3], id="saw_left_again")),
    ),
]
PRESSURE = [
    ("PRESS-01", "error", "pressure", changed("rub", **FIRM)),
    ("PRESS-02", "error", "pressure", changed("open", pressure="medium")),
    ("PRESS-03", "error", "pressure", with_steps(step("firm", **FIRM), base=without(*RUBS))),
    (
        "PRESS-03",
        "error",
        "pressure",
        with_steps(step("s", "rub_fingertip_spiral", "fingertips", direction="up", pressure="medium")),
    ),
    ("PRESS-05", "error", "pressure", changed("close", pressure="medium")),
    ("PRESS-05", "note", "pressure", changed("close", pressure="light")),
    ("PRESS-06", "warning", "pressure", with_steps(*five_medium(), base=without("tremble"))),
    ("PRESS-07", "error", "pressure", changed("knead", cautions=[])),
    ("PRESS-07", "error", "pressure", changed("knead", rules=[])),
    (
        "PRESS-08",
        "warning",
        "pressure",
        with_steps(
            step(
                "p",
                "press_area",
                "palm",
                **(PRESS | {"zone": "gluteal_upper", "path": "gluteal_circles", "pressure": "medium"}),
            ),
        ),
    ),
    ("PRESS-09", "warning", "pressure", coded("R04", with_steps(step("firm", **FIRM)))),
    ("PRESS-10", "error", "pressure", changed("knead", pressure="firm")),
    ("PRESS-10", "error", "path", with_steps(step("f", **(FIRM | {"path": "whole_up"})))),
    ("PRESS-11", "error", "pressure", changed("knead", zone="gluteal_upper", pressure="strong")),
    ("PRESS-12", "error", "pressure", with_steps(step("f", **(FIRM | {"zone": "sacrum"})))),
    ("PRESS-13", "error", "pressure", changed("knead", zone="lower_back")),
    ("PRESS-14", "error", "pressure", with_steps(step("f", "squeeze_fist", "fist", pressure="firm"))),
    ("PRESS-15", "error", "pressure", changed("knead", pressure="strong")),
    (
        "PRESS-18",
        "error",
        "pressure",
        with_steps(step("s", "squeeze_up", "stacked_hands", path="squeeze_up", pressure="medium")),
    ),
    ("PRESS-20", "error", "pressure", changed("knead", zone="neck_back", direction="down")),
    ("SAFE-04", "error", "pressure", changed("knead", zone="shoulders", path="neck_down")),
    ("CONF-49", "error", "pressure", changed("rub", pressure="strong")),
    ("CONF-49", "error", "pressure", changed("knead", pressure="firm", **SHOULDERS)),
    ("TECH-40", "error", "pressure", changed("knead", pressure="firm")),
]
PLACES = [
    ("SAFE-01", "error", "zone", changed("link", zone="spine")),
    ("SAFE-02", "error", "pressure", changed("knead", zone="beside_spine", pressure="firm")),
    ("SAFE-03", "error", "zone", changed("knead", zone="armpit")),
    ("SAFE-03", "error", "zone", changed("knead", zone="neck_side")),
    ("SAFE-05", "error", "zone", with_steps(step("pat", "pat_light", "palm", zone="kidney", path="pat_up"))),
    (
        "SAFE-05",
        "error",
        "zone",
        with_steps(step("pat", "pat_light", "palm", zone="lower_back", path="pat_up")),
    ),
    ("SAFE-05", "error", "path", with_steps(step("pat", "pat_light", "palm", zone="upper_back"))),
    ("SAFE-06", "error", "zone", with_steps(step("pat", "pat_light", "palm", zone="sacrum", path="pat_up"))),
    ("SAFE-06", "error", "path", with_steps(step("pat", "pat_light", "palm", zone="upper_back"))),
    ("SAFE-09", "error", "zone", changed("knead", zone="spine")),
    ("SAFE-10", "error", "pressure", changed("knead", zone="shoulder_blades", pressure="firm")),
    (
        "HANDS-07",
        "warning",
        "instruction",
        with_steps(step("pat", "pat_light", "palm", path="pat_up", zone="upper_back", instruction="Pat.")),
    ),
    ("TECH-42", "error", "zone", changed("knead", technique="knead_stacked", zone="kidney")),
    ("TECH-81", "error", "path", changed("tremble", path="whole_up")),
    ("FILE", "error", "zone", changed("rub", zone="back_hole")),
    ("FILE", "error", "path", changed("rub", path="no_way")),
]
DIRECTIONS = [
    ("DIR-01", "warning", "direction", changed("knead", direction="down", technique="knead_self_back")),
    ("DIR-02", "warning", "zone", changed("open", zone="upper_back", path="pat_up")),
    ("DIR-03", "warning", "direction", changed("rub", zone="neck_back", path="neck_down")),
    ("DIR-11", "warning", "path", coded("R02", changed("open", path="circles_up"))),
    ("DIR-12", "warning", "direction", changed("link", direction="inward")),
    ("DIR-13", "warning", "direction", with_steps(step("z", "rub_zigzag", "palm", direction="down"))),
    ("DIR-13", "warning", "direction", coded("R19", with_steps(step("z", "rub_zigzag", "palm")))),
    ("DIR-16", "warning", "direction", with_steps(step("k", "pinch_roll", "thumb_index", direction="down"))),
    ("PALM-01", "warning", "hand", changed("link", hand="back_of_hand")),
    ("PALM-02", "warning", "hand", changed("link", direction="down")),
    ("TECH-01", "warning", "direction", changed("link", direction="zigzag")),
]
CASES = [*PACE, *TIME, *COUNTS, *PRESSURE, *PLACES, *DIRECTIONS]
