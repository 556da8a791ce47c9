"""Every rule finds its planted violation, at the right key, and stays silent on the sound routine."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from massage_desktop.routine.body import body_view
from massage_desktop.routine.library import bundled_routines, load_routine, routine_path
from massage_desktop.routine.model import Direction, HandPart, Pressure, Routine, Stage, Step
from massage_desktop.routine.techniques import techniques
from massage_desktop.rules import Breach, check, check_file
from massage_desktop.rules.length import seconds_range


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


def changed(name: str, **changes: object) -> Routine:
    """The sound routine with one step changed."""
    base = sound_routine()
    return replace(base, steps=[replace(s, **changes) if s.id == name else s for s in base.steps])


def without(*names: str) -> Routine:
    base = sound_routine()
    return replace(base, steps=[s for s in base.steps if s.id not in names])


def with_steps(*steps: Step, base: Routine | None = None) -> Routine:
    """The sound routine, or ``base``, with these steps put before its close."""
    base = base or sound_routine()
    return replace(base, steps=[*base.steps[:-1], *steps, base.steps[-1]])


def found(routine: Routine, rule: str) -> list[Breach]:
    return [b for b in check(routine) if b.rule == rule]


FIRM = {"pressure": "firm", "path": "wave_up", "technique": "knead_stacked", "hand": "stacked_hands"}
SHOULDERS = {"path": "shoulder_circles", "zone": "shoulders"}
RUBS = ("rub", "saw_right", "saw_left")
LATE_RUB = step("late", "rub_surface", "fingertips")

PLANTED = [
    # rule, severity, key of the step, the routine with the mistake
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
    ("TIME-08", "error", "points", changed("tremble", points=2)),
    ("TIME-08", "error", "points", changed("tremble", points=None)),
    ("TIME-08", "error", "points", changed("rub", points=2)),
    ("REP-03", "warning", "repetitions", changed("link", repetitions=(5, 8))),
    ("REP-03", "warning", "technique", without("link")),
    ("REP-14", "error", "repetitions", changed("saw_left", repetitions=(2, 21))),
    ("REP-14", "error", "pace", changed("saw_left", pace=(2.0, 5.0))),
    ("REP-14", "error", "seconds", changed("saw_left", seconds=110)),
    ("REP-14", "error", "technique", changed("saw_left", technique="rub_edge_diagonal")),
    ("REP-14", "error", "pressure", changed("saw_left", pressure="medium")),
    ("REP-14", "error", "side", without("saw_left")),
    ("REP-14", "error", "side", changed("saw_left", mirrors=None)),
    ("PRESS-01", "error", "pressure", changed("open", pressure="medium")),
    ("PRESS-01", "error", "pressure", changed("rub", **FIRM)),
    ("PRESS-03", "error", "pressure", with_steps(step("firm", **FIRM), base=without(*RUBS))),
    ("PRESS-05", "error", "pressure", changed("close", pressure="medium")),
    ("PRESS-05", "note", "pressure", changed("close", pressure="light")),
    ("PRESS-07", "error", "pressure", changed("knead", cautions=[])),
    ("PRESS-07", "error", "pressure", changed("knead", rules=[])),
    ("PRESS-13", "error", "pressure", changed("knead", zone="lower_back")),
    ("PRESS-20", "error", "pressure", changed("knead", zone="neck_back", direction="down")),
    ("SAFE-02", "error", "pressure", changed("knead", zone="beside_spine", pressure="firm")),
    ("SAFE-10", "error", "pressure", changed("knead", zone="shoulder_blades", pressure="firm")),
    ("SAFE-01", "error", "zone", changed("knead", zone="spine")),
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
    ("DIR-01", "warning", "direction", changed("rub", direction="down")),
    ("DIR-03", "warning", "direction", changed("rub", zone="neck_back", path="neck_down")),
    ("PALM-02", "warning", "hand", changed("link", direction="down")),
    ("ORDER-01", "error", "technique", without("open")),
    ("ORDER-01", "error", "technique", without("close")),
    ("ORDER-02", "error", "stage", changed("knead", stage="opening")),
    ("ORDER-03", "warning", "pressure", with_steps(step("a", **FIRM), step("b", **FIRM))),
    ("ORDER-07", "warning", "technique", with_steps(LATE_RUB, base=without(*RUBS))),
    ("ORDER-09", "warning", "technique", changed("close", technique="stroke_flat")),
    ("ORDER-13", "warning", "pressure", changed("rub", pressure="medium")),
    ("CONF-49", "error", "pressure", changed("knead", pressure="strong")),
    ("CONF-49", "error", "pressure", changed("knead", pressure="firm", **SHOULDERS)),
    ("TECH-40", "error", "pressure", changed("knead", pressure="firm")),
    ("TECH-42", "error", "zone", changed("knead", technique="knead_stacked", zone="kidney")),
    ("TECH-81", "error", "path", changed("tremble", path="whole_up")),
    ("TECH-01", "warning", "direction", changed("link", direction="zigzag")),
    ("DERIV-11", "error", "seconds", changed("knead", seconds=700)),
]


def test_the_sound_routine_has_no_breach() -> None:
    assert check(sound_routine()) == []


@pytest.mark.parametrize(
    ("rule", "severity", "key", "routine"), PLANTED, ids=[f"{n}-{p[0]}" for n, p in enumerate(PLANTED)]
)
def test_a_planted_violation_is_found(rule: str, severity: str, key: str, routine: Routine) -> None:
    hits = [b for b in found(routine, rule) if b.key.endswith(f".{key}")]
    assert hits, [(b.rule, b.key) for b in check(routine)]
    assert hits[0].severity == severity
    assert hits[0].step is not None
    assert routine.steps[hits[0].step].id in hits[0].message


@pytest.mark.parametrize(
    ("rule", "key", "routine"),
    [
        ("TIME-01", "profiles[0]", changed("knead", seconds=30, repetitions=(1, 3))),
        ("TIME-01", "profiles[0]", changed("knead", seconds=540, repetitions=(2, 40))),
        ("TIME-03", "profiles[0]", sound_routine(profiles=["first"])),
        (
            "TIME-06",
            "profiles[1]",
            replace(changed("knead", repetitions=(60, 60)), profiles=["adult", "child"]),
        ),
        ("TIME-05", "profiles[1]", sound_routine(profiles=["adult", "newborn"])),
        ("TIME-07", "profiles[0]", sound_routine(profiles=["self"])),
        ("TIME-07", "profiles[0]", sound_routine(gives="self")),
        ("ORDER-02", "steps", without("close")),
        ("ORDER-02", "steps", without("open")),
        ("ORDER-01", "steps", sound_routine(steps=[])),
    ],
)
def test_a_violation_of_the_whole_routine_is_found(rule: str, key: str, routine: Routine) -> None:
    assert key in [b.key for b in found(routine, rule)]
    assert all(b.severity == "error" for b in found(routine, rule))


def test_self_massage_works_one_part_five_minutes_at_most() -> None:
    steps = [replace(s, zone="shoulders") if s.id in ("rub", "knead") else s for s in sound_routine().steps]
    breaches = found(sound_routine(gives="self", profiles=["self"], steps=steps), "TIME-07")
    # The shoulders get 120 + 240 s.
    assert {b.key: "60 seconds" in b.message for b in breaches}["steps[5].seconds"]


def test_children_get_light_strokes_only() -> None:
    breaches = found(sound_routine(receives="child", profiles=["child"]), "CONF-46")
    assert {b.step for b in breaches} == {1, 2, 3, 5, 6}


def test_a_note_explains_a_downward_pass() -> None:
    reason = "The light way back."
    assert found(changed("rub", direction="down", note=reason), "DIR-01") == []
    assert found(changed("link", direction="down", note=reason), "PALM-02") == []


def test_both_sides_of_a_firm_step_count_as_one() -> None:
    pair = (step("r", side="right", **FIRM), step("l", side="left", mirrors="r", **FIRM))
    assert found(with_steps(*pair), "ORDER-03") == []


def test_a_transition_is_not_judged_as_massage() -> None:
    walk = step(
        "walk", "still_hands", "palm", kind="transition", repetitions=None, direction="none", seconds=20
    )
    assert found(with_steps(walk), "PACE-03") == []


def test_a_drawing_may_lower_a_cap() -> None:
    view = body_view("back")
    zones = [replace(z, pressure="touch") if z.id == "back_whole" else z for z in view.zones]
    breaches = check(sound_routine(), replace(view, zones=zones))
    assert {b.step for b in breaches if b.severity == "error"} == {0, 1, 2, 3, 4, 5}


def test_errors_come_first() -> None:
    severities = [b.severity for b in check(changed("close", technique="stroke_flat", pressure="strong"))]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert len(set(severities)) >= 2


def test_ranges_follow_repetitions_and_pace() -> None:
    assert seconds_range(sound_routine().steps[0]) == (20.0, 400.0)
    assert seconds_range(replace(sound_routine().steps[0], repetitions=None)) == (72.0, 192.0)


@pytest.mark.parametrize("routine", bundled_routines(), ids=lambda r: r.id)
def test_bundled_routines_break_no_rule(routine: Routine) -> None:
    assert [b for b in check(routine) if b.severity != "note"] == []
    assert [b for b in check(routine) if b.rule != "PRESS-05" and b.severity == "note"] == []


@pytest.mark.parametrize("routine", bundled_routines(), ids=lambda r: r.id)
def test_bundled_routines_reach_every_length_from_10_to_20_minutes(routine: Routine) -> None:
    assert sum(s.seconds for s in routine.steps) == 1020
    assert sum(seconds_range(s)[0] for s in routine.steps) <= 600
    assert sum(seconds_range(s)[1] for s in routine.steps) >= 1200


def test_a_file_gives_findings_with_line_and_step(tmp_path: Path) -> None:
    lines = routine_path("R02").read_text("utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if line == 'id = "shoulders"')
    at = next(n for n in range(number, len(lines)) if lines[n].startswith("pace ="))
    lines[at] = "pace = [3, 6]"
    file = tmp_path / "mine.toml"
    file.write_text("\n".join(lines), "utf-8")
    (finding,) = check_file(file)
    assert (finding.rule, finding.severity, finding.line) == ("PACE-02", "error", at + 1)
    assert (finding.step, finding.key, finding.file) == ("shoulders", "steps[8].pace", str(file))


def test_a_file_with_mistakes_of_form_gives_those(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(routine_path("R02").read_text("utf-8").replace('"touch"', '"tuoch"'), "utf-8")
    (finding,) = check_file(file)
    assert finding.rule == "FILE"
    assert 'Did you mean "touch"?' in finding.message


def test_bundled_files_have_no_findings() -> None:
    for routine in bundled_routines():
        assert check_file(routine_path(routine.id)) == []
    assert load_routine("r12").id == "back_counted"


VIEW = body_view("back")
ANY_STEP = st.builds(
    step,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(sorted(techniques())),
    st.sampled_from(get_args(HandPart)),
    stage=st.sampled_from(get_args(Stage)),
    zone=st.sampled_from([z.id for z in VIEW.zones]),
    path=st.sampled_from([p.id for p in VIEW.paths]),
    direction=st.sampled_from(get_args(Direction)),
    pressure=st.sampled_from(get_args(Pressure)),
    pace=st.floats(0.01, 240),
    seconds=st.integers(1, 1200),
    repetitions=st.none() | st.integers(1, 200) | st.tuples(st.integers(1, 200), st.integers(1, 200)),
    motions=st.integers(1, 200),
    points=st.none() | st.integers(1, 200),
    side=st.sampled_from(["left", "right", "both"]),
    kind=st.sampled_from(["massage", "transition", "hold", "move"]),
    mirrors=st.sampled_from([None, "a", "b", "c", "d"]),
)


@settings(max_examples=150)
@given(
    st.lists(ANY_STEP, max_size=6),
    st.sampled_from(["person", "self"]),
    st.lists(st.sampled_from(["adult", "first", "child", "newborn", "self"]), min_size=1, unique=True),
)
def test_any_routine_can_be_checked(steps: list[Step], gives: str, profiles: list[str]) -> None:
    routine = sound_routine(steps=steps, gives=gives, profiles=profiles)
    for breach in check(routine):
        assert breach.message.endswith((".", "?"))
        assert breach.step is None or breach.key.startswith(f"steps[{breach.step}].")
        assert breach.step is None or f"Step {breach.step + 1} " in breach.message
