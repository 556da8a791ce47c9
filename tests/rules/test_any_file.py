"""No file makes the checkers stumble, and no unsafe one passes them.

``RULES_EXAMPLES=10000`` tries that many files; the usual run is content with a few hundred.
"""

from __future__ import annotations

import os
import tomllib
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_oracle import Table, hazards

from massage_desktop.routine.body import body_view
from massage_desktop.routine.finding import Finding
from massage_desktop.routine.library import routine_ids, routine_path
from massage_desktop.routine.model import Category, Direction, HandPart, Pressure, ProfileName, Stage
from massage_desktop.routine.reader import read_text
from massage_desktop.routine.techniques import techniques
from massage_desktop.rules.check import findings_of
from massage_desktop.rules.mend import mended

EXAMPLES = int(os.environ.get("RULES_EXAMPLES", "300"))
TEXTS = {name: routine_path(name).read_text("utf-8") for name in routine_ids()}
GOOD = {name: tomllib.loads(text) for name, text in TEXTS.items() if read_text(text).routine is not None}
VIEW = body_view("back")
ZONES, PATHS = [z.id for z in VIEW.zones], [p.id for p in VIEW.paths]

pace = st.sampled_from([0.5, 1.0, 2.5, 4.0, 8.0, 20.0]) | st.floats(0.01, 240)
count = st.integers(1, 20) | st.integers(1, 200)
values: dict[str, st.SearchStrategy[Any]] = {
    "technique": st.sampled_from(sorted(techniques())),
    "stage": st.sampled_from(get_args(Stage)),
    "zone": st.sampled_from(ZONES),
    "path": st.sampled_from(PATHS),
    "hand": st.sampled_from(get_args(HandPart)),
    "direction": st.sampled_from(get_args(Direction)),
    "pressure": st.sampled_from(get_args(Pressure)),
    "pace": pace | st.lists(pace, min_size=2, max_size=2).map(sorted),
    "seconds": st.integers(1, 1200),
    "repetitions": count | st.lists(count, min_size=2, max_size=2).map(sorted),
    "motions": count,
    "points": count,
    "side": st.sampled_from(["left", "right", "both"]),
    "kind": st.sampled_from(["massage", "transition", "hold", "move"]),
    "position": st.sampled_from(["prone", "supine", "side_lying", "seated", "standing"]),
}
heads: dict[str, st.SearchStrategy[Any]] = {
    "category": st.sampled_from(get_args(Category)),
    "profiles": st.lists(st.sampled_from(get_args(ProfileName)), min_size=1, max_size=2, unique=True),
    "gives": st.sampled_from(["person", "self"]),
    "receives": st.sampled_from(["adult", "child", "newborn", "self"]),
    "code": st.sampled_from([f"R{n:02d}" for n in range(1, 40)]),
}


def written(data: Table) -> str:
    """Plain data as TOML."""

    def one(value: Any) -> str:
        if isinstance(value, str):
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        return f"[{', '.join(map(one, value))}]" if isinstance(value, list) else str(value)

    plain = [
        f"{k} = {one(v)}"
        for k, v in data.items()
        if not (isinstance(v, list) and v and isinstance(v[0], dict))
    ]
    for key in ("options", "exceptions", "steps"):
        for table in data.get(key, []):
            plain += [f"[[{key}]]", *(f"{k} = {one(v)}" for k, v in table.items())]
    return "\n".join(plain) + "\n"


@st.composite
def changed_routines(draw: st.DrawFn) -> Table:
    """A bundled routine with a few keys, steps or sides changed."""
    source = GOOD[draw(st.sampled_from(sorted(GOOD)))]
    data = {**source, "steps": [dict(s) for s in source["steps"]]}
    for _ in range(draw(st.integers(1, 3))):
        steps = data["steps"]
        place = draw(st.integers(0, len(steps) - 1))
        change = draw(
            st.sampled_from(["key", "key", "key", "key", "remove", "swap", "unset", "head", "option"])
        )
        if change == "key":
            key = draw(st.sampled_from(sorted(values)))
            steps[place][key] = draw(values[key])
        elif change == "remove" and len(steps) > 1:
            del steps[place]
        elif change == "swap":
            other = draw(st.integers(0, len(steps) - 1))
            steps[place], steps[other] = steps[other], steps[place]
        elif change == "unset":
            steps[place].pop(
                draw(st.sampled_from(["mirrors", "points", "repetitions", "motions", "side"])), None
            )
        elif change == "option":
            data["options"] = [{"id": "more", "title": "More"}]
            steps[place]["option"] = "more"
        else:
            key = draw(st.sampled_from(sorted(heads)))
            data[key] = draw(heads[key])
    return data


@st.composite
def changed_texts(draw: st.DrawFn) -> str:
    """The text of a bundled routine with some of it cut, doubled or overwritten."""
    text = TEXTS[draw(st.sampled_from(sorted(TEXTS)))]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        filling = draw(
            st.sampled_from(["", text[start:end] * 2, "\n", "]", "[[steps]]\n", '"', "0", "-1", "1e99", "= "])
            | st.text(max_size=8)
        )
        text = text[:start] + filling + text[end:]
    return text


def judged(text: str) -> list[Finding]:
    return findings_of(read_text(text, "any.toml"), "any.toml")


@settings(max_examples=EXAMPLES)
@given(changed_routines())
def test_no_unsafe_routine_passes(data: Table) -> None:
    text = written(data)
    findings = judged(text)
    if read_text(text).routine is None:
        assert {f.rule for f in findings} == {"FILE"}
        return
    errors = [f for f in findings if f.severity == "error"]
    assert errors or hazards(data) == set()
    for finding in findings:
        assert finding.line is not None or finding.key in ("profiles[0]", "steps", "category")
        assert finding.why
        assert finding.message[-1] in ".?”)"


@settings(max_examples=EXAMPLES)
@given(changed_texts())
def test_no_text_makes_the_checkers_stumble(text: str) -> None:
    result = read_text(text)
    findings = judged(text)
    if result.routine is not None and not any(f.severity == "error" for f in findings):
        assert hazards(tomllib.loads(text)) == set()


@settings(max_examples=max(20, EXAMPLES // 10))
@given(changed_routines())
def test_mending_ends_and_makes_nothing_worse(data: Table) -> None:
    text = written(data)
    before = {(f.rule, f.step) for f in judged(text) if f.severity != "note"}
    result = mended(text, "any.toml")
    left = {(f.rule, f.step) for f in result.left if f.severity != "note"}
    assert left <= before
    assert judged(result.text) == result.left


UNSAFE = {
    "forbidden zone": ("soft_pats", "zone", "spine"),
    "pressure": ("soft_pats", "pressure", "strong"),
    "pace": ("sawing_right", "motions", 60),
    "point": ("soft_pats", "points", 1),
    "no stroke at an end": ("closing_strokes", "technique", "rub_surface"),
    "sides": ("sawing_left", "seconds", 60),
    "tap": ("soft_pats", "zone", "kidney"),
    "length": ("soft_pats", "seconds", 400),
}


@pytest.mark.parametrize("hazard", sorted(UNSAFE))
def test_the_second_opinion_sees_every_hazard(hazard: str) -> None:
    name, key, value = UNSAFE[hazard]
    source = GOOD["back_six_step"]
    assert hazards(source) == set()
    steps = [{**s, key: value} if s["id"] == name else s for s in source["steps"]]
    assert hazard in hazards({**source, "steps": steps})
