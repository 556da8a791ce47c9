"""``check --fix``: what a program can mend is mended in a new file, and nothing else is touched."""

from __future__ import annotations

import tomllib

import pytest

from massage_desktop.routine.library import routine_path
from massage_desktop.routine.reader import read_text
from massage_desktop.rules.edit import AddStep, SetKey, SwapSteps
from massage_desktop.rules.mend import mended
from massage_desktop.rules.textedit import edited, toml

SIX = routine_path("back_six_step").read_text("utf-8")
COUNTED = routine_path("back_counted").read_text("utf-8")
CLASSIC = routine_path("back_classic").read_text("utf-8")


def step_text(text: str, name: str) -> str:
    start = text.index(f'[[steps]]\nid = "{name}"')
    end = text.find("[[steps]]", start + 1)
    return text[start : end if end >= 0 else len(text)]


def changed(text: str, name: str, old: str, new: str) -> str:
    block = step_text(text, name)
    assert old in block
    return text.replace(block, block.replace(old, new))


MISTAKES = [
    # The rule whose finding is mended, the text with the mistake.
    ("PACE-01", changed(SIX, "sawing_right", "motions = 12", "motions = 30 # too many")),
    ("PACE-02", changed(SIX, "fingertip_spirals", "motions = 12", "motions = 13")),
    ("PACE-03", changed(SIX, "closing_strokes", "pace = [3, 5.5]", "pace = [3, 12]")),
    ("PACE-05", changed(CLASSIC, "squeeze_down", "pace = [4, 6]", "pace = [4, 10]")),
    ("TIME-08", changed(COUNTED, "vibration", "points = 6", "points = 2")),
    ("TIME-01", SIX.replace("seconds = 105", "seconds = 60").replace("seconds = 84", "seconds = 60")),
    ("DERIV-11", changed(SIX, "linking_strokes", "seconds = 48", "seconds = 90")),
    ("REP-02", changed(SIX, "opening_strokes", "repetitions = [5, 8]", "repetitions = [5, 9]")),
    ("REP-03", changed(SIX, "linking_strokes", "repetitions = [3, 4]", "repetitions = [3, 5]")),
    ("REP-03", SIX.replace(step_text(SIX, "linking_strokes"), "")),
    ("REP-14", changed(SIX, "sawing_left", "seconds = 84", "seconds = 90")),
    ("REP-14", SIX.replace(step_text(SIX, "pinch_roll_left"), "")),
    ("PRESS-01", changed(CLASSIC, "deeper_circles", '"medium"', '"firm"')),
    ("CONF-49", changed(SIX, "sawing_right", '"medium"', '"strong"')),
    (
        "PRESS-05",
        changed(
            changed(SIX, "closing_strokes", '"touch"', '"light"'), "opening_strokes", '"light"', '"touch"'
        ),
    ),
    (
        "PRESS-07",
        changed(SIX, "sawing_right", 'rules = ["PACE-01", "REP-01", "PRESS-07"', 'rules = ["PACE-01"'),
    ),
    ("SAFE-02", changed(CLASSIC, "soft_circles", '"light"', '"firm"')),
    ("ORDER-01", SIX.replace(step_text(SIX, "closing_strokes"), "")),
    ("ORDER-02", changed(SIX, "closing_strokes", '"closing"', '"main"')),
    ("DIR-16", changed(SIX, "pinch_roll_right", 'direction = "up"', 'direction = "across"')),
    ("PALM-02", changed(SIX, "linking_strokes", 'direction = "up"', 'direction = "down"')),
    ("POS-01", changed(SIX, "soft_pats", 'hand = "palm"', 'hand = "palm"\nposition = "supine"')),
    (
        "TIME-20",
        changed(
            COUNTED,
            "kneading_shoulders",
            "repetitions = [4, 12]\npace = [3, 5]",
            "repetitions = 10\npace = 4",
        ),
    ),
]


@pytest.mark.parametrize(("rule", "text"), MISTAKES, ids=[f"{n}-{m[0]}" for n, m in enumerate(MISTAKES)])
def test_a_mended_file_has_none_of_the_mended_findings(rule: str, text: str) -> None:
    result = mended(text, "mine.toml")
    assert rule in [change.finding.rule for change in result.changes]
    again = mended(result.text, "mine.toml")
    assert again.changes == []
    # A program does not turn a way round: that takes another path.
    kept = {("DIR-01", "linking_strokes")} if rule == "PALM-02" else set()
    left = {(f.rule, f.step) for f in again.left if f.severity != "note"}
    assert not left & {(c.finding.rule, c.finding.step) for c in result.changes}
    assert left == kept
    assert all(change.done for change in result.changes)


def test_comments_order_and_layout_stay() -> None:
    text = changed(SIX, "sawing_right", "motions = 12", "motions   =   30    # saw strokes = many")
    result = mended(text, "mine.toml").text
    assert "motions   =   13    # saw strokes = many" in result
    old, new = text.split("\n"), result.split("\n")
    assert len(old) == len(new)
    different = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    # Both sides of the pair, nothing else.
    assert [b for _a, b in different] == ["motions   =   13    # saw strokes = many", "motions = 13"]


def test_a_value_over_several_lines_is_replaced_whole() -> None:
    text = changed(
        SIX, "linking_strokes", "repetitions = [3, 4]", "repetitions = [ # from\n  3, # to\n  6,\n] # so"
    )
    assert "repetitions = [3, 4] # so" in mended(text, "mine.toml").text


def test_a_good_file_stays_as_it_is() -> None:
    result = mended(SIX, "mine.toml")
    assert (result.text, result.changes, result.left) == (SIX, [], [])


def test_what_no_program_can_mend_is_left() -> None:
    text = changed(SIX, "soft_pats", 'zone = "upper_back"', 'zone = "kidney"')
    result = mended(text, "mine.toml")
    assert result.text == text
    assert {f.rule for f in result.left if f.severity == "error"} >= {"SAFE-05"}


def test_a_file_with_mistakes_of_form_is_not_touched() -> None:
    text = SIX.replace('"touch"', '"tuch"')
    result = mended(text, "mine.toml")
    assert (result.text, result.changes) == (text, [])
    assert {f.rule for f in result.left} == {"FILE"}


def test_steps_that_a_segment_brought_in_cannot_be_edited() -> None:
    text = 'include = "lumbar"\n'
    routine = read_text(SIX).routine
    assert routine is not None
    assert edited(text, [SetKey(0, "seconds", 5)], routine) is None


def test_edits_keep_the_rest_of_the_data() -> None:
    routine = read_text(SIX).routine
    assert routine is not None
    ids = [s.id for s in routine.steps]
    swapped = edited(SIX, [SwapSteps(0, len(ids) - 1)], routine)
    assert swapped is not None
    assert [s["id"] for s in tomllib.loads(swapped)["steps"]] == [ids[-1], *ids[1:-1], ids[0]]
    values = {"id": "new", "technique": "saw", "pace": (4.0, 7.5), "title": 'With "quotes" and ü'}
    for place in (0, 3, len(ids)):
        added = edited(SIX, [AddStep(place, values)], routine)
        assert added is not None
        new = tomllib.loads(added)["steps"]
        assert new[place] == {**values, "pace": [4, 7.5]}
        assert [s["id"] for s in new if s["id"] != "new"] == ids
        assert added.count("#") == SIX.count("#")


def test_values_are_written_as_toml() -> None:
    for value in ('a\n"b"\\', 3, 2.5, [1, 2], ["a", "ü"], (4.0, 7.25)):
        read = tomllib.loads(f"x = {toml(value)}")["x"]
        assert read == (list(value) if isinstance(value, tuple) else value)


def test_a_routine_that_is_far_too_strong_is_mended_whole() -> None:
    text = CLASSIC.replace('pressure = "medium"', 'pressure = "strong"').replace('"touch"', '"firm"')
    result = mended(text, "mine.toml")
    assert {c.finding.severity for c in result.changes} == {"error"}
    assert not [f for f in result.left if f.severity == "error"]
    assert read_text(result.text).routine is not None
