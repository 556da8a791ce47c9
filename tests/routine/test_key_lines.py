"""Every key path finds its line, in every way of writing TOML."""

from __future__ import annotations

import tomllib

import pytest

from massage_desktop.routine.library import routine_ids, routine_path
from massage_desktop.routine.lines import AbsurdTextError, key_lines

TEXT = '''# a remark with [brackets] and = signs
title = "a # no remark = really"
a.b . c = 1
"quoted.key" = 2
text = """
[not_a_table]
nokey = 1 \\""" still
""""
list = [ # remark ]
  1, "two ]",
  [3, 4],
]
inline = { x = 1, "y z" = [5, 6], w = { v = 2 } }
date = 2024-01-01T07:00:00
[table]
key = 'literal \\'
[table.under]
key = 1
[[steps]]
id = "one"
[[steps]]
id = "two"
pace = [4, 5] # pace
[steps.more]
x = 1
[[steps.parts]]
y = 1
[[steps.parts]]
y = 2
'''

LINES = {
    "title": 2,
    "a.b.c": 3,
    "text": 5,
    "list": 9,
    "list[0]": 10,
    "list[1]": 10,
    "list[2]": 11,
    "list[2][1]": 11,
    "inline.x": 13,
    "inline.y z[1]": 13,
    "inline.w.v": 13,
    "date": 14,
    "table": 15,
    "table.key": 16,
    "table.under.key": 18,
    "steps": 19,
    "steps[0]": 19,
    "steps[0].id": 20,
    "steps[1].id": 22,
    "steps[1].pace[1]": 23,
    "steps[1].more.x": 25,
    "steps[1].parts[0].y": 27,
    "steps[1].parts[1].y": 29,
}


def test_the_example_is_toml() -> None:
    assert tomllib.loads(TEXT)["steps"][1]["parts"][1]["y"] == 2


@pytest.mark.parametrize(("key", "line"), LINES.items())
def test_a_key_has_its_line(key: str, line: int) -> None:
    assert key_lines(TEXT).line(key) == line


@pytest.mark.parametrize(
    ("key", "line"),
    [("steps[1].missing", 21), ("steps[0].pace[1]", 19), ("inline.x.y", 13), ("nothing", None)],
)
def test_a_missing_key_has_the_line_of_what_is_around_it(key: str, line: int | None) -> None:
    assert key_lines(TEXT).line(key) == line


def test_text_in_strings_is_no_key() -> None:
    assert not {"nokey", "not_a_table"} & set(key_lines(TEXT).keys())


def paths(value: object, at: str = "") -> list[str]:
    """All key paths of parsed data."""
    if isinstance(value, dict):
        return [
            p for k, v in value.items() for p in [f"{at}.{k}".strip("."), *paths(v, f"{at}.{k}".strip("."))]
        ]
    if isinstance(value, list):
        return [p for i, v in enumerate(value) for p in [f"{at}[{i}]", *paths(v, f"{at}[{i}]")]]
    return []


@pytest.mark.parametrize("name", routine_ids())
def test_every_key_of_every_bundled_file_has_its_own_line(name: str) -> None:
    text = routine_path(name).read_text("utf-8")
    lines = key_lines(text)
    assert sorted(lines.keys()) == sorted(paths(tomllib.loads(text)))
    for path in paths(tomllib.loads(text)):
        line = text.split("\n")[(lines.line(path) or 0) - 1]
        last = path.split(".")[-1].split("[")[0]
        assert last in line or path.endswith("]")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = [[[[[[[[[1]]]]]]]]]", 2),
        ("a.b.c.d.e.f.g = 1", 1),
        ("\n\n[a.b.c.d.e.f.g]", 3),
        ("x = 1\ny = " + "1" * 2001, 2),
    ],
)
def test_absurd_text_is_refused_at_its_line(text: str, line: int) -> None:
    with pytest.raises(AbsurdTextError) as refused:
        key_lines(text)
    assert refused.value.line == line


def test_brackets_in_strings_and_remarks_are_no_nesting() -> None:
    text = (
        "a = '"
        + "[" * 50
        + "'\n# "
        + "[" * 50
        + '\nb = "'
        + "{" * 50
        + '"\nc = """\n'
        + "[" * 50
        + '\n"""\nd = 1'
    )
    assert key_lines(text).line("d") == 7
