"""Reading a routine file: every mistake of form at once, with its place and a way to mend it."""

from __future__ import annotations

import os
import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from massage_desktop.routine.finding import Finding
from massage_desktop.routine.library import routine_path
from massage_desktop.routine.model import Routine
from massage_desktop.routine.reader import MAX_FILE_BYTES, read_routine, read_text

GOOD = routine_path("back_six_step").read_text("utf-8")


def mistakes(text: str) -> list[Finding]:
    result = read_text(text, "mine.toml")
    assert result.routine is None
    return result.findings


def mistake(text: str) -> Finding:
    (finding,) = mistakes(text)
    return finding


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def write(folder: Path, content: bytes) -> Path:
    path = folder / "mine.toml"
    path.write_bytes(content)
    return path


def test_a_good_file_is_read() -> None:
    result = read_text(GOOD)
    assert result.findings == []
    assert isinstance(result.routine, Routine)
    assert result.routine.steps[0].pace_range == (4.0, 7.5)
    assert result.routine.steps[0].repetition_range == (5, 8)


@pytest.mark.parametrize(
    "content",
    [GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode()],
    ids=["plain", "byte order mark", "windows line ends"],
)
def test_encodings_that_are_read(tmp_path: Path, content: bytes) -> None:
    result = read_routine(write(tmp_path, content))
    assert result.findings == []
    assert result.lines.line("steps[1].pace") == line_of(GOOD, "pace = [3, 5]")


def test_every_mistake_is_reported_at_once() -> None:
    text = (
        GOOD.replace('pressure = "light"', 'pressure = "lihgt"', 1)
        .replace("seconds = 105", 'seconds = "105"', 1)
        .replace("motions = 12", "motions = 0", 1)
        .replace('technique = "saw"', 'technique = "sawing"', 1)
        .replace('stage = "main"', 'stagge = "main"', 1)
        .replace('difficulty = "easy"', 'difficulty = "hard"')
    )
    found = {f.key: f for f in mistakes(text)}
    assert set(found) == {
        "steps[0].pressure",
        "steps[1].seconds",
        "steps[1].motions",
        "steps[2].technique",
        "steps[2].stagge",
        "steps[2].stage",
        "difficulty",
    }
    assert 'Did you mean "light"?' in found["steps[0].pressure"].message
    assert "touch, light, medium, firm, strong" in found["steps[0].pressure"].message
    assert "without quotes" in found["steps[1].seconds"].message
    assert "from 1 to 200" in found["steps[1].motions"].message
    assert 'Did you mean "stage"?' in found["steps[2].stagge"].message
    assert found["steps[2].technique"].line == line_of(text, 'technique = "sawing"')
    assert found["steps[2].technique"].step == "sawing_right"
    assert [f.line for f in found.values()] == sorted(f.line or 0 for f in found.values())


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('id = "back_six_step"', 'id = "Back Six"', "id", "lower-case letters"),
        ('code = "R01"', 'code = "one"', "code", '"R01"'),
        ('title = "Six-step relaxing back massage"', 'title = ""', "title", "empty"),
        ('title = "Six-step relaxing back massage"', f'title = "{"x" * 61}"', "title", "at most 60"),
        ("format = 1", "format = 2", "format", "allowed: 1"),
        ("format = 1", "format = true", "format", "true found"),
        ('profiles = ["adult", "first"]', "profiles = []", "profiles", "at least 1"),
        ('profiles = ["adult", "first"]', 'profiles = ["adult", "adult"]', "profiles[1]", "twice"),
        ('profiles = ["adult", "first"]', 'profiles = "adult"', "profiles", "a list in [ ]"),
        ('view = "back"', 'view = "bakc"', "view", 'Did you mean "back"?'),
        ("pace = [4, 7.5]", "pace = [7.5, 4]", "steps[0].pace", "smaller figure first"),
        ("pace = [4, 7.5]", "pace = [4, nan]", "steps[0].pace[1]", "nan found"),
        ("pace = [4, 7.5]", "pace = inf", "steps[0].pace", "inf found"),
        ("pace = [4, 7.5]", "pace = 1e999", "steps[0].pace", "inf found"),
        ("pace = [4, 7.5]", "pace = [4]", "steps[0].pace", "exactly 2"),
        ("pace = [4, 7.5]", "pace = 241", "steps[0].pace", "above 0 to 240"),
        ("pace = [4, 7.5]", "pace = false", "steps[0].pace", "false found"),
        ("pace = [4, 7.5]", "pace = 2024-01-01", "steps[0].pace", "a date"),
        ("pace = [4, 7.5]", "pace = {}", "steps[0].pace", "a table found"),
        ("repetitions = [5, 8]", "repetitions = [5, 8.5]", "steps[0].repetitions[1]", "8.5 found"),
        ("repetitions = [5, 8]", "repetitions = 0x" + "f" * 900, "steps[0].repetitions", "a huge number"),
        ("repetitions = [5, 8]", "repetitions = true", "steps[0].repetitions", "a whole number"),
        ("seconds = 96", "seconds = 1201", "steps[0].seconds", "from 1 to 1200"),
        ("seconds = 96", "", "steps[0].seconds", "is missing"),
        ('hand = "palm"', 'hand = "fist"', "steps[0].hand", "palm, whole_hand"),
        ('zone = "back_whole"', 'zone = "back_hole"', "steps[0].zone", 'Did you mean "back_whole"?'),
        ('path = "up_and_spread"', 'path = "zzz"', "steps[0].path", "Known are"),
        ('id = "sawing_left"', 'id = "sawing_right"', "steps[3].id", "Step 3 has the id"),
        ('mirrors = "sawing_right"', 'mirrors = "sawing"', "steps[3].mirrors", 'mean "sawing_right"?'),
        ('mirrors = "sawing_right"', 'mirrors = "sawing_left"', "steps[3].mirrors", "itself"),
        ('mirrors = "sawing_right"', 'mirrors = "soft_pats"', "steps[3].mirrors", "other side"),
        (
            'mirrors = "pinch_roll_right"',
            'mirrors = "sawing_left"',
            "steps[6].mirrors",
            "mirrors a step itself",
        ),
        ('author = ["pace", "seconds"]', 'author = ["speed"]', "steps[0].author[0]", "no key of a step"),
        ('rules = ["ORDER-01"', 'rules = ["order 1"', "steps[0].rules[0]", '"PACE-01"'),
        ('instruction = "Both', 'instruction = "\\u0007Both', "steps[0].instruction", "control characters"),
    ],
)
def test_one_mistake_gives_one_clear_finding(old: str, new: str, key: str, words: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    hits = [f for f in mistakes(text) if f.key == key]
    assert len(hits) == 1
    assert words in hits[0].message
    assert hits[0].rule == "FILE"
    assert hits[0].severity == "error"
    if new:
        assert hits[0].line == line_of(GOOD, old)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD.replace('hand = "palm"', 'hand = "palm', 1), line_of(GOOD, 'hand = "palm"'), "not closed"),
        (GOOD.replace('hand = "palm"', "hand = palm", 1), line_of(GOOD, 'hand = "palm"'), "stand in quotes"),
        (GOOD.replace("seconds = 96", "seconds 96"), line_of(GOOD, "seconds = 96"), "key = value"),
        (
            GOOD.replace("seconds = 96", "seconds = 96\nseconds = 9"),
            line_of(GOOD, "seconds = 96") + 1,
            "twice",
        ),
        (GOOD.replace("[[steps]]", "[steps]"), None, "two brackets"),
        ("a = [1, 2\n", 1, "not closed"),
        ("", None, "empty"),
        ("\n \n", None, "empty"),
        ("a = 1\nb = 2024-02-31", 2, "no real date"),
    ],
)
def test_a_syntax_error_names_its_line_and_says_what_to_do(text: str, line: int | None, words: str) -> None:
    finding = mistake(text)
    assert words in finding.message
    if line is not None:
        assert finding.line == line


def test_the_file_system_gives_findings_too(tmp_path: Path) -> None:
    write(tmp_path, GOOD.encode())
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    cases = {
        tmp_path: "folder",
        tmp_path / "mnie.toml": 'Did you mean "mine.toml"?',
        tmp_path / "pipe.toml": "no ordinary file",
        tmp_path / "loop.toml": "cannot be read",
        Path("a\0b.toml"): "cannot be read",
        tmp_path / ("x" * 5000): "cannot be read",
        tmp_path / "mine.toml" / "x.toml": "cannot be read",
        tmp_path / "none" / "x.toml": "no such file",
    }
    for path, words in cases.items():
        (finding,) = read_routine(path).findings
        assert words in finding.message
        assert finding.file == str(path)


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    path = write(tmp_path, GOOD.encode())
    monkeypatch.setattr(Path, "open", refuse)
    assert "permissions" in read_routine(path).findings[0].message


@pytest.mark.parametrize("error", [RecursionError(), ValueError("odd"), OverflowError()])
def test_what_the_parser_lets_slip_becomes_a_finding(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(text: str) -> None:
        raise error

    monkeypatch.setattr(tomllib, "loads", fail)
    assert "cannot be understood" in mistake(GOOD).message


def test_a_step_that_is_no_table() -> None:
    finding = next(f for f in mistakes("format = 1\nsteps = [7]\n") if f.key == "steps[0]")
    assert finding.message == "7 found; a table of keys is expected here."
    assert (finding.line, finding.step) == (2, None)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (GOOD.replace("soft", "söft", 1).encode("latin-1"), line_of(GOOD, "soft"), "Save the file as UTF-8"),
        (GOOD.encode("utf-16"), None, "UTF-16"),
        (b"\x7fELF\x00\x01", None, "not a text file"),
        (b"#" * (MAX_FILE_BYTES + 1), None, "larger than 256 kB"),
    ],
)
def test_other_encodings_are_refused(tmp_path: Path, content: bytes, line: int | None, words: str) -> None:
    (finding,) = read_routine(write(tmp_path, content)).findings
    assert words in finding.message
    assert finding.line == line


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 900 + "]" * 900,
        "a = " + "{b = " * 300 + "1" + "}" * 300,
        ".".join("a" * 900) + " = 1",
        "[" + ".".join("a" * 900) + "]",
        "x = { " + ".".join("a" * 900) + " = 1 }",
        "a = 1\n" * 20_000,
        "a = '" + "x" * 3_000 + "'",
        "\n".join("[" * 40 for _ in range(6_000)),
        "a = [\n" + "[\n" * 5_000,
        "a = " + "9" * 1_900 + "e" + "9" * 50,
        "[[steps]]\n" * 9_000,
        "[[steps]]\nid = 1\nx = 2\n" * 3_000,
    ],
    ids=range(12),
)
def test_absurd_texts_are_refused_quickly(text: str) -> None:
    start = time.perf_counter()
    found = mistakes(text)
    assert time.perf_counter() - start < 2
    assert 1 <= len(found) <= 101
    assert all(len(f.message) < 1000 for f in found)


def test_a_flood_of_mistakes_is_counted() -> None:
    found = mistakes("[[steps]]\nbad = 1\n" * 100)
    assert len(found) == 101
    assert re.fullmatch(r"\d+ more mistakes are not listed\.", found[-1].message)


def test_strange_key_names_stay_printable() -> None:
    finding = next(f for f in mistakes(GOOD + f'\n"\\u0000\\n{"x" * 400}" = 1\n') if "no key" in f.message)
    assert finding.key.isprintable()
    assert len(finding.key) < 80
    assert finding.message.isprintable()


def never_crashes(text: str) -> None:
    result = read_text(text)
    assert (result.routine is None) == bool(result.findings)
    for finding in result.findings:
        assert finding.message
        assert finding.key.isprintable()
        assert finding.line is None or 1 <= finding.line <= text.count("\n") + 1


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_random_bytes_never_crash(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.toml"
    path.write_bytes(content)
    assert read_routine(path).routine is None


@settings(max_examples=200)
@given(st.text(alphabet="[]{}=.,#\"'\\\n ab1-_e:+", max_size=80))
def test_toml_like_texts_never_crash(text: str) -> None:
    never_crashes(text)


@settings(max_examples=120)
@given(st.data())
def test_mutated_routines_never_crash(data: st.DataObject) -> None:
    text = GOOD
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 30))
        new = data.draw(
            st.sampled_from(["", "[", "]]", '"', "'''", "{", "=", ".", "\n", "-1", "1e400", "\x00", "\\"])
        )
        text = text[:at] + new + text[at + gone :]
    never_crashes(text)


VALUES = st.recursive(
    st.sampled_from(
        [
            "0",
            "-7",
            "1.5",
            "nan",
            "-inf",
            "1e308",
            "true",
            '""',
            '"light"',
            "2024-01-01",
            "07:00:00",
            "9" * 400,
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda v: "[" + ", ".join(v) + "]"),
        inner.map(lambda v: "{ a = " + v + " }"),
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.sampled_from(re.findall(r"(?m)^\w+ = .+$", GOOD)), VALUES)
def test_any_value_for_any_key_never_crashes(line: str, value: str) -> None:
    never_crashes(GOOD.replace(line, f"{line.split(' = ', maxsplit=1)[0]} = {value}"))
