"""The bundled routines by name, the catalogue of techniques, the schema, and the words they show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from massage_desktop.routine.body import body_view
from massage_desktop.routine.library import (
    RoutineError,
    bundled_routines,
    load_routine,
    routine_ids,
    routine_path,
)
from massage_desktop.routine.model import Routine, Step, Technique, pressure_rank, view_of
from massage_desktop.routine.schema import schema_text
from massage_desktop.routine.suggest import did_you_mean, shown, word_list
from massage_desktop.routine.techniques import left_out, techniques

DOCS = Path(__file__).parents[2] / "docs"
NO_CLAIMS = re.compile(
    r"\b(cure|heal|treat|therap|patient|disease|pain relief|detox|hormon|circulat|toxin|beat|coccyx)",
    re.I,
)


def shown_texts() -> list[str]:
    texts = [t for x in techniques().values() for t in (x.title, x.everyday, x.card, x.cue, *x.cautions)]
    for r in bundled_routines():
        texts += [r.title, r.summary, *r.before, *r.cautions, *r.notes]
        texts += [t for s in r.steps for t in (s.title, s.instruction, s.note, *s.cautions) if t]
    return texts


def test_bundled_routines_by_name() -> None:
    routines = bundled_routines()
    codes = [r.code for r in routines]
    assert {f"R{n:02d}" for n in range(1, 37)} <= set(codes)
    assert codes[0] == "R01"
    assert len(set(codes)) == len(codes) == len(routine_ids())
    assert all(routine_path(r.id).stem == r.id for r in routines)


@pytest.mark.parametrize("name", ["back_scheme", "Back-Scheme", " R07", "r07"])
def test_a_routine_is_found_by_id_or_code(name: str) -> None:
    assert load_routine(name).id == "back_scheme"


def test_a_routine_is_found_by_path(tmp_path: Path) -> None:
    mine = tmp_path / "my own.toml"
    mine.write_text(routine_path("R12").read_text("utf-8"), "utf-8")
    assert load_routine(mine) == load_routine(str(mine)) == load_routine("R12")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("back_clasic", 'Did you mean "back_classic"?'),
        ("R99", "Did you mean"),
        ("qqqqqqqqqqqq", "Known are arms_hands, back_classic"),
        ("nowhere/mine.toml", "no such file"),
        ("x" * 10_000, "Known are"),
    ],
)
def test_an_unknown_name_gives_one_line(name: str, words: str) -> None:
    with pytest.raises(RoutineError) as refused:
        load_routine(name)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 500


def test_a_routine_with_mistakes_names_the_first_and_holds_all(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    text = routine_path("R01").read_text("utf-8")
    mine.write_text(text.replace('"easy"', '"hard"').replace("pace = [3, 5]", "pace = 0"), "utf-8")
    with pytest.raises(RoutineError) as refused:
        load_routine(mine)
    assert str(refused.value).startswith(f"{mine}, line ")
    keys = [f.key for f in refused.value.findings]
    assert keys == ["difficulty", "steps[1].pace", "steps[5].pace", "steps[6].pace"]
    assert "difficulty" in str(refused.value)
    assert "(3 more in this file.)" in str(refused.value)


@pytest.mark.parametrize("technique", techniques().values(), ids=lambda t: t.id)
def test_a_technique_is_sound(technique: Technique) -> None:
    assert len(technique.card) <= 110
    assert len(technique.cue) <= 45
    assert technique.card.endswith(".")
    assert technique.code in technique.source
    assert (
        pressure_rank(technique.pressure[0]) <= pressure_rank(technique.pressure[1]) <= pressure_rank("firm")
    )
    assert len(set(technique.hands)) == len(technique.hands)
    if technique.family == "tap":
        assert {"kidney", "lower_back", "spine", "shoulder_blades"} <= set(technique.not_on)


def test_the_catalogue_is_whole() -> None:
    codes = [t.code for t in techniques().values()] + [x.code for x in left_out()]
    assert len(set(codes)) == len(codes)
    assert {"TECH-75", "TECH-96"} <= {x.code for x in left_out()}
    assert all(x.reason and x.id not in techniques() for x in left_out())
    ranges = ((1, 12), (20, 36), (40, 58), (60, 62), (65, 68), (70, 75), (80, 82), (85, 92), (95, 102))
    assert {f"TECH-{n:02d}" for a, b in ranges for n in range(a, b + 1)} <= set(codes)


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        techniques()["mine"] = techniques()["saw"]  # type: ignore[index]


def test_no_text_claims_to_heal() -> None:
    assert [t for t in shown_texts() if NO_CLAIMS.search(t)] == []


@pytest.mark.parametrize("routine", bundled_routines(), ids=lambda r: r.id)
def test_a_bundled_routine_is_written_for_the_screen(routine: Routine) -> None:
    for step in routine.steps:
        view = body_view(view_of(routine, step))
        assert step.instruction is not None
        assert len(step.instruction) <= 140
        assert "seconds" in step.author
        path = view.path(step.path)
        assert path is not None
        if step.kind == "transition":  # a hand rests while the other one moves the towel (HANDS-01)
            continue
        assert (path.hands in ("pair", "single")) == (step.side == "both"), step.id


@pytest.mark.parametrize("routine", bundled_routines(), ids=lambda r: r.id)
def test_passes_are_as_long_as_slow_hands_take(routine: Routine) -> None:
    shortest_s = 4 if routine.receives in ("child", "newborn") else 8  # small bodies have short ways
    for step in routine.steps:
        slow, fast = step.pace_range
        assert 60 / fast >= shortest_s, step.id
        count = step.repetition_range
        assert count is not None
        assert any(step.seconds % n == 0 or step.seconds * 2 % n == 0 for n in range(count[0], count[1] + 1))
        assert slow < fast


def test_the_schema_in_the_docs_is_fresh() -> None:
    assert (DOCS / "routine.schema.json").read_text("utf-8") == schema_text()


def test_the_schema_knows_the_names() -> None:
    step = json.loads(schema_text())["$defs"]["Step"]["properties"]
    assert "saw" in step["technique"]["enum"]
    assert "back_whole" in step["zone"]["enum"]
    assert "up_and_spread" in step["path"]["enum"]
    assert set(step) == set(Step.__struct_fields__)


def test_the_format_page_names_every_key() -> None:
    page = (DOCS / "routine-format.md").read_text("utf-8")
    for name in (*Routine.__struct_fields__, *Step.__struct_fields__):
        assert f"`{name}`" in page
    assert "#:schema" in page


@pytest.mark.parametrize(
    ("word", "nearest"), [("lihgt", "light"), ("LIGHT", "light"), ("zzz", None), ("", None), ("l" * 99, None)]
)
def test_did_you_mean(word: str, nearest: str | None) -> None:
    assert did_you_mean(word, ["touch", "light", "firm"]) == nearest


def test_values_are_quoted_shortly() -> None:
    assert shown("a\nb" + "c" * 99) == '"a b' + "c" * 57 + '…"'
    assert [shown(v) for v in (True, {}, [], [1], 1.0, 7, 10**5000)] == [
        "true", "a table", "an empty list", "a list", "1", "7", "a huge number",
    ]  # fmt: skip
    assert word_list("abc", limit=2) == "a, b and 1 more"
