"""Judging whole routines and files: order of the findings, sides, options, known exceptions, lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from rule_cases_back import FIRM
from rule_routines import (
    body_routine,
    breaches,
    changed,
    found,
    limb,
    segment,
    self_routine,
    sound_routine,
    step,
    turn,
    with_steps,
    without,
)
from small_views import small_view

from massage_desktop.routine.body import body_view
from massage_desktop.routine.library import load_routine, routine_ids, routine_path
from massage_desktop.routine.model import KnownBreach, Option
from massage_desktop.rules import check, check_file
from massage_desktop.rules.retime import nearest_seconds, seconds_range

FEET = Option(id="feet", title="Feet")


@pytest.mark.parametrize("name", routine_ids())
def test_bundled_routines_break_no_rule(name: str) -> None:
    serious = [f for f in check_file(routine_path(name)) if f.severity != "note"]
    assert serious == []


@pytest.mark.parametrize("name", ["back_classic", "back_counted", "back_scheme", "back_six_step"])
def test_back_routines_have_no_findings_and_reach_every_length_from_10_to_20_minutes(name: str) -> None:
    assert check_file(routine_path(name)) == []
    steps = load_routine(routine_path(name)).steps
    assert sum(s.seconds for s in steps) == 1020
    assert sum(seconds_range(s)[0] for s in steps) <= 600
    assert sum(seconds_range(s)[1] for s in steps) >= 1200


def test_self_massage_works_one_area_five_minutes_at_most() -> None:
    extra = [limb(f"leg{n}", "self_front", z, seconds=120) for n, z in enumerate(("thigh", "lower_leg"))]
    (breach,) = found(self_routine(*extra), "TIME-07")
    # The leg gets 120 s on the thighs, then twice 120 s more on two of its zones.
    assert breach.key == "steps[4].seconds"
    assert "60 seconds" in breach.mend


def test_hands_that_rest_count_as_work_on_their_part() -> None:
    place = {"view": "self_front", "zone": "shoulders", "path": "both", "direction": "none"}
    hold = step("rest", "still_hands", "palm", kind="hold", seconds=100, **place)
    assert [b.key for b in found(self_routine(hold), "TIME-07")] == ["steps[4].seconds"]


def test_what_is_unsafe_is_unsafe_in_every_kind_of_step() -> None:
    for kind in ("hold", "move", "transition"):
        hold = step("hold", "still_hands", "palm", kind=kind, zone="spine", pressure="strong", seconds=20)
        rules = {b.rule for b in breaches(with_steps(hold)) if b.severity == "error"}
        assert {"SAFE-01", "CONF-49"} <= rules


def test_a_note_explains_a_downward_pass() -> None:
    reason = "The light way back."
    knead = {"direction": "down", "technique": "knead_self_back"}
    assert found(changed("knead", note=reason, **knead), "DIR-01") == []
    assert found(changed("link", direction="down", note=reason), "PALM-02") == []


def test_both_sides_of_a_firm_step_count_as_one() -> None:
    pair = (step("r", side="right", **FIRM), step("l", side="left", mirrors="r", **FIRM))
    assert found(with_steps(*pair), "ORDER-03") == []


def test_a_transition_is_not_judged_as_massage() -> None:
    assert found(with_steps(turn(view="back")), "PACE-03") == []


def test_a_segment_needs_no_strokes_at_its_ends_and_no_quarter_of_an_hour() -> None:
    rub = step("rub", "rub_surface", "fingertips", motions=8, seconds=180)
    assert breaches(segment(rub)) == []
    hard = step("hard", "knead_lift", "whole_hand", zone="spine", motions=30)
    assert {b.rule for b in breaches(segment(hard)) if b.severity == "error"} >= {"SAFE-09", "PACE-02"}


def test_a_drawing_may_lower_a_cap() -> None:
    view = body_view("back")
    zones = [replace(z, pressure="touch") if z.id == "back_whole" else z for z in view.zones]
    judged = check(sound_routine(), replace(view, zones=zones))
    assert {b.step for b in judged if b.severity == "error"} == {0, 1, 2, 3, 4, 5}


def test_errors_come_first() -> None:
    severities = [b.severity for b in breaches(changed("close", technique="stroke_flat", pressure="strong"))]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert len(set(severities)) >= 2


def test_an_option_is_judged_with_the_routine_and_the_routine_without_it() -> None:
    on_spine = limb("feet", "back", "spine", option="feet", path="whole_up")
    assert {b.step for b in found(replace(with_steps(on_spine), options=[FEET]), "SAFE-01")} == {7}
    opening = replace(sound_routine().steps[0], option="feet")
    routine = sound_routine(steps=[opening, *sound_routine().steps[1:]], options=[FEET])
    # Without the option the routine begins with rubbing.
    assert [b.key for b in found(routine, "ORDER-01")] == ["steps[1].technique"]


def test_an_option_must_fit_into_the_time() -> None:
    long = limb("feet", "legs", "foot", option="feet", repetitions=(120, 121), pace=6.0, seconds=1200)
    (breach,) = found(replace(with_steps(long), options=[FEET]), "TIME-01")
    assert "With “Feet”" in breach.message


def test_a_known_warning_becomes_a_note_with_its_reason() -> None:
    routine = changed("link", direction="down")
    known = KnownBreach(rule="PALM-02", step="link", reason="Palms are warmer.")
    (breach,) = found(replace(routine, exceptions=[known]), "PALM-02")
    assert (breach.severity, breach.message, breach.edits) == ("note", "Known: Palms are warmer.", ())


@pytest.mark.parametrize("step_id", ["rub", "link"])
def test_an_exception_that_meets_nothing_is_a_note(step_id: str) -> None:
    known = KnownBreach(rule="PALM-02", step=step_id, reason="For nothing.")
    routine = replace(changed("link", direction="down"), exceptions=[known])
    notes = [b for b in found(routine, "PALM-02") if b.key == "exceptions[0]"]
    assert [b.severity for b in notes] == (["note"] if step_id == "rub" else [])


def test_an_exception_never_silences_an_error() -> None:
    known = KnownBreach(rule="SAFE-09", reason="I like it.")
    routine = replace(changed("knead", zone="spine"), exceptions=[known])
    error, note = found(routine, "SAFE-09")
    assert (error.severity, note.severity) == ("error", "note")
    assert "no exception silences" in note.message


def test_ranges_follow_repetitions_and_pace() -> None:
    first = sound_routine().steps[0]
    assert seconds_range(first) == (20.0, 400.0)
    assert seconds_range(replace(first, repetitions=None)) == (72.0, 192.0)
    assert nearest_seconds(replace(first, repetitions=3, pace=7.0), 50) is None
    assert nearest_seconds(replace(first, repetitions=(3, 4), pace=(4.0, 5.0)), 120) == 60


def test_a_file_gives_findings_with_line_reason_and_mend(tmp_path: Path) -> None:
    lines = routine_path("back_classic").read_text("utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if line == 'id = "shoulders"')
    at = next(n for n in range(number, len(lines)) if lines[n].startswith("pace ="))
    lines[at] = "pace = [3, 6]"
    file = tmp_path / "mine.toml"
    file.write_text("\n".join(lines), "utf-8")
    (finding,) = check_file(file)
    assert (finding.rule, finding.severity, finding.line) == ("PACE-02", "error", at + 1)
    assert (finding.step, finding.key, finding.file) == ("shoulders", "steps[8].pace", str(file))
    assert finding.why.endswith("(S004:87)")
    assert "5 or less" in finding.mend


def test_a_file_with_mistakes_of_form_gives_those(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(routine_path("back_classic").read_text("utf-8").replace('"touch"', '"tuoch"'), "utf-8")
    (finding,) = check_file(file)
    assert finding.rule == "FILE"
    assert 'Did you mean "touch"?' in finding.message
    assert finding.why


def test_the_body_routine_is_one_for_the_whole_body() -> None:
    assert found(changed("open", body_routine(), zone="spine"), "SAFE-17")
    assert not found(without("thigh", "calf", "chest", base=body_routine()), "SAFE-17")
    assert small_view("legs").zone("knee_hollow").status == "forbidden"
