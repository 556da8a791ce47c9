"""Every id of the massage knowledge has its place in the program, or a reason why not."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module", autouse=True)
def _tools_folder() -> Iterator[None]:
    """Tools are programs of their own, not a package."""
    yield
    sys.path.remove(str(ROOT / "tools"))


sys.path.insert(0, str(ROOT / "tools"))
tool = importlib.import_module("knowledge_coverage")


def test_every_id_has_a_place_or_a_reason() -> None:
    assert tool.coverage().missing == []


def test_every_claim_made_by_hand_holds() -> None:
    assert tool.coverage().wrong == []


def test_no_reason_for_leaving_out_is_outdated() -> None:
    outdated = tool.coverage().outdated
    assert outdated == [], f"in the program now, so take them out of [left_out]: {outdated}"


def test_the_page_is_up_to_date() -> None:
    written = (ROOT / tool.PAGE).read_text("utf-8")
    assert written == tool.page(tool.coverage()), f"{tool.PAGE} is stale. Renew it: {tool.COMMAND}"


def test_no_id_is_named_that_the_knowledge_does_not_have() -> None:
    assert tool.strangers() == {}


def test_the_list_of_ids_is_whole() -> None:
    data = tomllib.loads((ROOT / "tests" / "knowledge_ids.toml").read_text("utf-8"))
    names = [name for family in data.values() for name in family]
    assert len(names) == len(set(names)) == 555
    counts = {family: len(members) for family, members in data.items()}
    assert (counts["techniques"], counts["movements"], counts["rules"]) == (80, 6, 225)
    assert (counts["routines"], counts["conditions"], counts["contradictions"]) == (38, 30, 60)
    subjects = [text for family in data.values() if isinstance(family, dict) for text in family.values()]
    assert all(subjects)
    numbered = [(name.rsplit("-", 1)[0], int(name.rsplit("-", 1)[1])) for name in data["rules"]]
    for family in dict(numbered):
        members = [number for name, number in numbered if name == family]
        assert members == list(range(1, len(members) + 1)), f"{family} has gaps"


# ---- The checker itself, in a small tree of its own.


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project that keeps five ids in five different ways and leaves one out."""
    files = {
        "tests/knowledge_ids.toml": 'techniques = ["TECH-01"]\nrules = ["PACE-01", "PACE-02", "SURF-01"]\n'
        '[routines]\nR01 = "First"\n[conditions]\nCONTRA-01 = "Something"\n',
        "tests/coverage.toml": '[left_out]\nSURF-01 = "Nobody needs it."\n',
        "assets/rules.toml": '[[rules]]\nid = "PACE-01"\ntitle = "Slow"\nuse = ["V"]\n'
        '[[rules]]\nid = "PACE-02"\ntitle = "Slower"\nuse = ["T"]\nkept_by = "plan.pace"\n',
        "assets/techniques.toml": '[[techniques]]\nid = "glide"\ncode = "TECH-01"\ntitle = "Glide"\n',
        "assets/conditions.toml": '[[questions]]\nid = "ill"\nconditions = ["CONTRA-01"]\n',
        "routines/first.toml": 'code = "R01"\ntitle = "First"\n[[steps]]\ntechnique = "glide"\n',
        "massage_desktop/rules/tempo.py": '"""Tempo: PACE-01."""\n',
        "massage_desktop/plan/pace.py": '"""How quickly."""\n',
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_places_are_found_in_entries_modules_and_the_rule_book(small: Path) -> None:
    found = tool.coverage(small)
    assert (found.missing, found.wrong, found.outdated) == ([], [], [])
    page = tool.page(found)
    assert "| TECH-01 | Glide | `assets/techniques.toml`: glide, `routines/first.toml` |" in page
    assert "| PACE-01 | Slow | `massage_desktop/rules/tempo.py` |" in page
    assert "| PACE-02 | Slower | `massage_desktop/plan/pace.py` |" in page
    assert "| R01 | First | `routines/first.toml` |" in page
    assert "| CONTRA-01 | Something | `assets/conditions.toml`: ill |" in page
    assert "| SURF-01 |  | Left out: Nobody needs it. |" in page
    assert "6 ids: 5 are kept in the program, 1 are left out" in page


@pytest.mark.parametrize(
    ("file", "old", "new", "lost"),
    [
        ("massage_desktop/rules/tempo.py", "PACE-01", "tempo", "PACE-01"),
        ("assets/rules.toml", 'kept_by = "plan.pace"', "", "PACE-02"),
        ("assets/techniques.toml", "TECH-01", "TECH-02", "TECH-01"),
        ("assets/conditions.toml", "CONTRA-01", "CONTRA-02", "CONTRA-01"),
        ("routines/first.toml", "R01", "R02", "R01"),
        ("tests/coverage.toml", 'SURF-01 = "Nobody needs it."', "", "SURF-01"),
    ],
)
def test_a_place_that_goes_away_is_missed(small: Path, file: str, old: str, new: str, lost: str) -> None:
    path = small / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    found = tool.coverage(small)
    assert found.missing == [lost]
    assert f"| {lost} |" in tool.page(found)
    assert "**nowhere yet**" in tool.page(found)


def test_naming_a_technique_or_routine_is_not_having_it(small: Path) -> None:
    (small / "assets/techniques.toml").write_text("techniques = []\n", "utf-8")
    (small / "routines/first.toml").write_text(
        'code = "R90"\ntitle = "x"\nsource = ["R01", "TECH-01"]\n', "utf-8"
    )
    assert tool.coverage(small).missing == ["TECH-01", "R01"]


def test_a_rule_in_the_book_alone_is_not_kept(small: Path) -> None:
    book = small / "assets/rules.toml"
    book.write_text(
        book.read_text("utf-8") + '[[rules]]\nid = "SURF-01"\ntitle = "Firm"\nuse = ["S"]\n', "utf-8"
    )
    (small / "tests/coverage.toml").write_text("", "utf-8")
    assert tool.coverage(small).missing == ["SURF-01"]


def test_claims_by_hand_are_checked_against_the_file(small: Path) -> None:
    claim = '[[kept]]\nids = ["SURF-01"]\nfile = "{}"\nhas = "How   quickly."\nhow = "said there"\n'
    said = small / "tests/coverage.toml"
    said.write_text(claim.format("massage_desktop/plan/pace.py"), "utf-8")
    assert (tool.coverage(small).wrong, tool.coverage(small).missing) == ([], [])
    said.write_text(claim.format("massage_desktop/rules/tempo.py"), "utf-8")
    assert "no longer holds" in tool.coverage(small).wrong[0]
    said.write_text('[same_as]\nSURF-01 = ["PACE-09"]\n[left_out]\nNONE-01 = "?"\n', "utf-8")
    wrong = " ".join(tool.coverage(small).wrong)
    assert "SURF-01 is said to be kept as PACE-09" in wrong
    assert "NONE-01 is not in tests/knowledge_ids.toml" in wrong


def test_reasons_for_what_is_there_are_outdated(small: Path) -> None:
    (small / "tests/coverage.toml").write_text('[left_out]\nSURF-01 = "no"\nPACE-01 = "no"\n', "utf-8")
    assert tool.coverage(small).outdated == ["PACE-01"]


def test_a_keeper_that_is_no_module_is_found(small: Path) -> None:
    (small / "massage_desktop/plan/pace.py").unlink()
    assert "kept by plan.pace" in tool.coverage(small).wrong[0]


def test_wrong_ids_are_found_where_they_stand(small: Path) -> None:
    shutil.copy(small / "massage_desktop/rules/tempo.py", small / "massage_desktop/rules/more.py")
    (small / "massage_desktop/rules/tempo.py").write_text("# PACE-77, UTF-16 and PACE-01\n", "utf-8")
    assert tool.strangers(small) == {"PACE-77": {"massage_desktop/rules/tempo.py"}}


def test_ranges_are_written_out() -> None:
    named = tool.named_in("SAFE-11 to SAFE-14 and TIME-01 to 03; R07, PREP-A3, not X-RAY-2, EBU-R128 or ID3")
    assert {"SAFE-12", "SAFE-13", "TIME-02", "TIME-03", "R07", "PREP-A3"} <= named
    assert not {"RAY-2", "EBU-R128"} & named
    assert "SAFE-09" not in tool.named_in("SAFE-01 to SAFE-18")


# ---- No promises (CLAIM-01): what every text of the program is searched for.

_NOT_SHOWN = {"rules.toml", "coverage.toml"}


def _sentences(module: str) -> Iterator[str]:
    """The texts in a module that are no documentation."""
    tree = ast.parse(module)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def _shown_texts() -> Iterator[tuple[str, str]]:
    """(file, text) of everything a person may read: routines, assets, and sentences in pages and commands."""
    for path in [*(ROOT / "routines").glob("*.toml"), *(ROOT / "assets").glob("*.toml")]:
        if path.name not in _NOT_SHOWN:
            lines = [
                line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")
            ]
            yield path.name, "\n".join(lines)
    for folder in ("ui", "app", "cli", "plan"):
        for path in (ROOT / "massage_desktop" / folder).rglob("*.py"):
            yield from ((path.name, text) for text in _sentences(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("claim", "words"),
    list(tomllib.loads((ROOT / "tests" / "coverage.toml").read_text("utf-8"))["claims"].items()),
)
def test_no_text_makes_this_claim(claim: str, words: list[str]) -> None:
    search = re.compile("|".join(rf"\b{word}" for word in words), re.IGNORECASE)
    made = [(name, found.group()) for name, text in _shown_texts() if (found := search.search(text))]
    assert made == [], claim


def test_the_search_for_claims_sees_texts() -> None:
    texts = dict(_shown_texts())
    assert "Light stroking" in texts["techniques.toml"]
    assert any(name == "words.py" and "shoulders sink" in text for name, text in _shown_texts())
    assert list(_sentences('"""Not shown."""\nx = "shown"\n')) == ["shown"]
