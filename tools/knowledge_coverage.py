"""Where every id of the massage knowledge lives in the program: checks it and writes ``docs/coverage.md``.

Usage: ``python tools/knowledge_coverage.py`` writes the page anew and names what has no place (exit code 1).

The list of ids is ``tests/knowledge_ids.toml``. Places are found in the program's own data and modules; what
is kept without naming its id, or deliberately not kept, stands in ``tests/coverage.toml``.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from knowledge_places import DOCUMENTS, MOST_OF_A_KIND, ROOT, Coverage, coverage, named_in

COMMAND = "python tools/knowledge_coverage.py"
PAGE = "docs/coverage.md"

_MOST_PLACES = 5
# From the most telling kind of place to the least.
_KINDS = ("entry", "hand", "module", "data", "routine", "document")


def page(found: Coverage) -> str:
    """The whole of ``docs/coverage.md``."""
    placed = sum(bool(found.places.get(name)) for name in found.ids)
    left = sum(name in found.reasons and not found.places.get(name) for name in found.ids)
    lines = [
        "# Where the massage knowledge lives in the program",
        "",
        f"Made by `{COMMAND}` from the program's own data and modules; do not edit it by hand.",
        "",
        f"{len(found.ids)} ids: {placed} are kept in the program, {left} are left out for the reason given.",
        "Ids are those used in rules, routines and comments: `TECH-08` is a technique, `PACE-01` a rule",
        "(`massage-desktop rules PACE-01` tells it), `CONF-04` a contradiction between sources that was",
        "settled one way.",
    ]
    for family, names in found.families.items():
        lines += [
            "",
            f"## {family.replace('_', ' ').capitalize()}",
            "",
            "| id | about | where it lives |",
            "|---|---|---|",
        ]
        lines += [
            f"| {name} | {_cell(found.subjects.get(name, ''))} | {_where(found, name)} |" for name in names
        ]
    return "\n".join(lines) + "\n"


def _where(found: Coverage, name: str) -> str:
    places = found.places.get(name, [])
    if not places:
        return f"Left out: {_cell(found.reasons[name])}" if name in found.reasons else "**nowhere yet**"
    chosen: list[str] = []
    more = False
    for kind in _KINDS:
        of_kind = list(dict.fromkeys(place.text for place in places if place.kind == kind))
        room = min(MOST_OF_A_KIND, _MOST_PLACES - len(chosen))
        chosen += [text for text in of_kind if text not in chosen][:room]
        more = more or len(of_kind) > room
    return ", ".join(chosen) + (", and more" if more else "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")


def strangers(root: Path = ROOT) -> dict[str, set[str]]:
    """Ids named in code, data or documents that the knowledge does not have, with the files naming them."""
    found = coverage(root)
    known = set(found.ids)
    families = {name.rsplit("-", 1)[0] for name in known if "-" in name}
    paths = [
        *(root / "massage_desktop").rglob("*.py"),
        *(root / "assets").rglob("*.toml"),
        *(root / "routines").glob("*.toml"),
        *(root / name for name in DOCUMENTS if (root / name).is_file()),
    ]
    odd: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        for name in named_in(path.read_text("utf-8")) - known:
            if name.rsplit("-", 1)[0] in families:
                odd[name].add(path.relative_to(root).as_posix())
    return odd


def main() -> int:
    """Write the page; say what has no place."""
    found = coverage()
    (ROOT / PAGE).write_text(page(found), "utf-8")
    print(f"{PAGE}: {len(found.ids)} ids, {len(found.missing)} without a place.")
    for problem in [*found.wrong, *(f"{name} has neither a place nor a reason" for name in found.missing)]:
        print(problem, file=sys.stderr)
    return int(bool(found.wrong or found.missing))


if __name__ == "__main__":
    sys.exit(main())
