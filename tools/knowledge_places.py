"""Finds where each id of the knowledge lives: in data, in modules, or as ``tests/coverage.toml`` has it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/routine-format.md")
RULE_BOOK = "assets/rules.toml"
MOST_OF_A_KIND = 3
_LONGEST_RANGE = 5  # longer ones speak of a family, not of each of its members

_ID = re.compile(r"(?<![A-Za-z0-9-])(?:[A-Z]+-A?[0-9]{1,3}|R[0-9]{2})(?![0-9A-Za-z-])")
_ROUTINE = re.compile(r"R[0-9]{2}")
_RANGE = re.compile(r"\b([A-Z]+)-([0-9]+) (?:to|through) (?:\1-)?([0-9]+)\b")


@dataclass(frozen=True)
class Place:
    """Where something is kept: ``kind`` ranks it, ``text`` says it in Markdown."""

    kind: str
    text: str


@dataclass
class Coverage:
    """All that is known of the ids: order, what they are about, places, reasons, and what is wrong."""

    families: dict[str, list[str]]
    subjects: dict[str, str]
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    reasons: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """All ids in order."""
        return [name for names in self.families.values() for name in names]

    @property
    def missing(self) -> list[str]:
        """Ids with neither a place nor a reason."""
        return [name for name in self.ids if not self.places.get(name) and name not in self.reasons]

    @property
    def outdated(self) -> list[str]:
        """Ids that are said to be left out although the program has a place for them."""
        return [name for name in self.reasons if self.places.get(name)]


def coverage(root: Path = ROOT) -> Coverage:
    """Read the list of ids and find the place of each in the tree at ``root``."""
    families, subjects = _known(root / "tests" / "knowledge_ids.toml")
    found = Coverage(families, subjects)
    rules = _rule_book(root / RULE_BOOK)
    for name, rule in rules.items():
        found.subjects.setdefault(name, str(rule.get("title", "")))
        for keeper in _listed(rule.get("kept_by")):
            module = f"massage_desktop/{keeper.replace('.', '/')}.py"
            found.places[name].append(Place("entry", f"`{module}`"))
            if not (root / module).is_file():
                found.wrong.append(f"{RULE_BOOK} says that {name} is kept by {keeper}, which is no module")
    _techniques(root, found)
    _modules(root, found)
    _data(root, found)
    _documents(root, found, {name for name, rule in rules.items() if "D" in rule.get("use", "")})
    checked = {name for name, rule in rules.items() if set("VT") & set(rule.get("use", ""))}
    _only_what_counts(found, checked & set(families["rules"]))
    _by_hand(root, found)
    return found


def _only_what_counts(found: Coverage, checked: set[str]) -> None:
    """A technique or routine is there when it has an entry, a checked rule when a module knows it."""
    for name in list(found.places):
        needed = ""
        if name.startswith(("TECH-", "MOVE-")) or _ROUTINE.fullmatch(name):
            needed = "entry"
        elif name in checked:
            needed = "entry module"
        kinds = {place.kind for place in found.places[name]}
        if needed and not kinds & set(needed.split()):
            del found.places[name]


def _known(path: Path) -> tuple[dict[str, list[str]], dict[str, str]]:
    families: dict[str, list[str]] = {}
    subjects: dict[str, str] = {}
    for family, names in _read(path).items():
        families[family] = list(names)
        if isinstance(names, dict):
            subjects.update(names)
    return families, subjects


def _rule_book(path: Path) -> dict[str, Mapping[str, Any]]:
    """The rules by id; nothing while there is no rule book."""
    if not path.is_file():
        return {}
    return {table["id"]: table for table in _tables(_read(path)) if _ID.fullmatch(str(table.get("id", "")))}


def _techniques(root: Path, found: Coverage) -> None:
    """Techniques by their code; the ones left out bring their reason along."""
    catalogue = _read(root / "assets" / "techniques.toml")
    codes = {}
    for technique in catalogue.get("techniques", []):
        codes[technique["id"]] = technique["code"]
        found.subjects.setdefault(technique["code"], technique["title"])
        found.places[technique["code"]].append(Place("entry", f"`assets/techniques.toml`: {technique['id']}"))
    for path in sorted((root / "routines").glob("*.toml")):
        for step in _read(path).get("steps", []):
            if code := codes.get(step.get("technique", "")):
                found.places[code].append(Place("routine", f"`routines/{path.name}`"))
    for technique in catalogue.get("left_out", []):
        found.subjects.setdefault(technique["code"], technique["id"].replace("_", " "))
        if not found.places[technique["code"]]:
            found.reasons[technique["code"]] = technique["reason"]


def _modules(root: Path, found: Coverage) -> None:
    """Ids named in the program's modules."""
    for path in sorted((root / "massage_desktop").rglob("*.py")):
        for name in named_in(path.read_text("utf-8")):
            found.places[name].append(Place("module", f"`{path.relative_to(root).as_posix()}`"))


def _data(root: Path, found: Coverage) -> None:
    """Ids named by entries of the data files; a routine's own code is the routine itself."""
    files = [*sorted((root / "assets").rglob("*.toml")), *sorted((root / "routines").glob("*.toml"))]
    for path in files:
        name = path.relative_to(root).as_posix()
        if name == RULE_BOOK:
            continue
        routine = name.startswith("routines/")
        data = _read(path)
        if routine:
            found.subjects[data["code"]] = data["title"]
            found.places[data["code"]].append(Place("entry", f"`{name}`"))
        entries = _entries(data)
        for number in named_in(path.read_text("utf-8")):
            if routine:
                found.places[number].append(Place("routine", f"`{name}`"))
            elif name == "assets/techniques.toml" and number.startswith(("TECH-", "MOVE-")):
                continue  # told by its own entry
            else:
                inside = entries.get(number, [])
                shown = f": {_some(inside)}" if inside else ""
                found.places[number].append(Place("data", f"`{name}`{shown}"))


def _documents(root: Path, found: Coverage, rules_of_wording: set[str]) -> None:
    """Rules about documentation and wording may live in the documents."""
    for name in DOCUMENTS:
        path = root / name
        if path.is_file():
            for number in named_in(path.read_text("utf-8")):
                if number in rules_of_wording:
                    found.places[number].append(Place("document", f"`{name}`"))


def _by_hand(root: Path, found: Coverage) -> None:
    """What ``tests/coverage.toml`` says, each claim checked against the file that it names."""
    said = _read(root / "tests" / "coverage.toml")
    for name, reason in said.get("left_out", {}).items():
        found.reasons[name] = reason
    for claim in said.get("kept", []):
        path = root / claim["file"]
        text = path.read_text("utf-8") if path.is_file() else ""
        if " ".join(claim["has"].split()) not in " ".join(text.split()):
            found.wrong.append(
                f"{claim['file']} no longer holds “{claim['has']}” ({', '.join(claim['ids'])})"
            )
        for name in claim["ids"]:
            found.places[name].append(Place("hand", f"`{claim['file']}`: {claim['how']}"))
    for name, words in said.get("claims", {}).items():
        found.places[name].append(Place("hand", f"no text says {_some(words)} (`tests/test_coverage.py`)"))
    for name, others in said.get("same_as", {}).items():
        if lost := [other for other in others if not found.places.get(other)]:
            found.wrong.append(f"{name} is said to be kept as {', '.join(lost)}, which has no place")
        else:
            found.places[name].append(Place("hand", f"kept as {', '.join(others)}"))
    listed = set(found.ids)
    mentioned = [*found.reasons, *said.get("same_as", {}), *said.get("claims", {})]
    mentioned += [name for claim in said.get("kept", []) for name in claim["ids"]]
    found.wrong += [f"{name} is not in tests/knowledge_ids.toml" for name in mentioned if name not in listed]


def named_in(text: str) -> set[str]:
    """The ids that a text names; short ranges such as ``SAFE-11 to SAFE-14`` are written out."""
    names = set(_ID.findall(text))
    for family, first, last in _RANGE.findall(text):
        if int(last) - int(first) < _LONGEST_RANGE:
            names |= {f"{family}-{n:02d}" for n in range(int(first), int(last) + 1)}
    return names


def _entries(data: object, owner: str = "") -> dict[str, list[str]]:
    """Which entries (tables with an ``id``, else keys) of a data file name which ids."""
    found: dict[str, list[str]] = defaultdict(list)
    if isinstance(data, dict):
        inner = str(data["id"]) if isinstance(data.get("id"), str) else owner
        for key, value in data.items():
            for name in named_in(key):
                found[name].append(inner or key)
            nested = _entries(value, inner or (key if isinstance(value, dict) else ""))
            for name, owners in nested.items():
                found[name] += owners
    elif isinstance(data, list):
        for value in data:
            for name, owners in _entries(value, owner).items():
                found[name] += owners
    elif isinstance(data, str):
        for name in named_in(data):
            found[name].append(owner)
    return {name: [o for o in dict.fromkeys(owners) if o] for name, owners in found.items()}


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:MOST_OF_A_KIND]) + (", …" if len(listed) > MOST_OF_A_KIND else "")


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [str(item) for item in value] if isinstance(value, list) else []


def _tables(data: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _tables(value)
    elif isinstance(data, list):
        for value in data:
            yield from _tables(value)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
