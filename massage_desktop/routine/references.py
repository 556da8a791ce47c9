"""Names that must name something: techniques, zones, paths, hands, steps. Pairs that must be in order.

Works on plain data, so that it speaks up also where the types are wrong elsewhere in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .body import BodyView, body_view, view_ids
from .decode import Problem
from .model import Step, Technique
from .suggest import advice, shown, word_list
from .techniques import techniques

_MAX_STEPS = 120
_OTHER_SIDE = {"left": "right", "right": "left"}


def reference_problems(data: dict[str, object]) -> list[Problem]:
    """Names without a meaning, ids used twice, and pairs in the wrong order."""
    found = list(_view_problems(data, ""))
    usual = None if found else _text(data, "view") or "back"
    steps = data.get("steps")
    tables = (
        [(i, s) for i, s in enumerate(steps[:_MAX_STEPS]) if isinstance(s, dict)]
        if isinstance(steps, list)
        else []
    )
    first_use: dict[str, int] = {}
    for i, step in tables:
        name = _text(step, "id")
        if name is not None and name in first_use:
            message = f'Step {first_use[name] + 1} has the id "{name}" too. Give every step its own id.'
            found.append(Problem(f"steps[{i}].id", message))
        elif name is not None:
            first_use[name] = i
    options = _option_ids(data, found)
    for i, step in tables:
        unknown_view = list(_view_problems(step, f"steps[{i}]."))
        name = _text(step, "view") or usual
        found += unknown_view
        found += _step_problems(step, f"steps[{i}]", None if unknown_view or not name else body_view(name))
        found += _option_problems(step, f"steps[{i}]", options)
        found += _mirror_problems(step, f"steps[{i}]", dict(tables), first_use)
    found += _unused_options(data, [step for _, step in tables])
    found += _exception_problems(data, first_use)
    found += _twice(data.get("profiles"), "profiles")
    return found


def _view_problems(table: Mapping[str, object], at: str) -> Iterator[Problem]:
    name = _text(table, "view")
    if name is not None and name not in view_ids():
        yield _unknown(f"{at}view", name, "view of the body", view_ids())


def _tables(data: Mapping[str, object], key: str) -> list[tuple[int, Mapping[str, object]]]:
    entries = data.get(key)
    found = entries if isinstance(entries, list) else []
    return [(i, table) for i, table in enumerate(found[:_MAX_STEPS]) if isinstance(table, dict)]


def _option_ids(data: Mapping[str, object], found: list[Problem]) -> list[str]:
    ids: list[str] = []
    for i, option in _tables(data, "options"):
        name = _text(option, "id")
        if name is not None and name in ids:
            found.append(Problem(f"options[{i}].id", f"{shown(name)} stands here twice. Remove one."))
        elif name is not None:
            ids.append(name)
    return ids


def _option_problems(step: Mapping[str, object], at: str, options: list[str]) -> Iterator[Problem]:
    name = _text(step, "option")
    if name is not None and name not in options:
        hint = "" if options else " List it first: [[options]] with id and title."
        problem = _unknown(f"{at}.option", name, "option of this routine", options)
        yield Problem(problem.key, problem.message + hint)


def _unused_options(data: Mapping[str, object], steps: list[Mapping[str, object]]) -> Iterator[Problem]:
    used = {_text(step, "option") for step in steps}
    for i, option in _tables(data, "options"):
        name = _text(option, "id")
        if name is not None and name not in used:
            yield Problem(f"options[{i}].id", f'No step says option = "{name}". Add one or remove this.')


def _exception_problems(data: Mapping[str, object], ids: Mapping[str, int]) -> Iterator[Problem]:
    for i, exception in _tables(data, "exceptions"):
        name = _text(exception, "step")
        if name is not None and name not in ids:
            yield _unknown(f"exceptions[{i}].step", name, "step", ids)


def _step_problems(step: Mapping[str, object], at: str, view: BodyView | None) -> Iterator[Problem]:
    name = _text(step, "technique")
    technique = techniques().get(name) if name is not None else None
    if name is not None and technique is None:
        yield _unknown(f"{at}.technique", name, "technique", techniques())
    if technique is not None:
        yield from _hand_problems(step, at, technique)
    if view is not None:
        for key, known in (("zone", [z.id for z in view.zones]), ("path", [p.id for p in view.paths])):
            word = _text(step, key)
            if word is not None and word not in known:
                yield _unknown(f"{at}.{key}", word, f"{key} of the view “{view.id}”", known)
    for key in ("repetitions", "pace"):
        yield from _pair_problems(step.get(key), f"{at}.{key}")
    author = step.get("author")
    for n, word in enumerate(author if isinstance(author, list) else []):
        if isinstance(word, str) and word not in Step.__struct_fields__:
            yield _unknown(f"{at}.author[{n}]", word, "key of a step", Step.__struct_fields__)


def _hand_problems(step: Mapping[str, object], at: str, technique: Technique) -> Iterator[Problem]:
    hand = _text(step, "hand")
    if hand is not None and hand not in technique.hands:
        message = (
            f"{shown(hand)} found; “{technique.title}” is done with {word_list(technique.hands)}."
            f"{advice(hand, technique.hands)}"
        )
        yield Problem(f"{at}.hand", message)


def _mirror_problems(
    step: Mapping[str, object],
    at: str,
    steps: Mapping[int, Mapping[str, object]],
    first_use: Mapping[str, int],
) -> Iterator[Problem]:
    """``mirrors`` names an earlier step of the other side."""
    name = _text(step, "mirrors")
    if name is None:
        return
    key = f"{at}.mirrors"
    if name not in first_use:
        yield _unknown(key, name, "step", [n for n in first_use if n != step.get("id")])
        return
    other = steps[first_use[name]]
    if name == step.get("id"):
        yield Problem(key, "A step cannot mirror itself. Name the step of the other side.")
    elif "mirrors" in other:
        yield Problem(
            key, f'Step "{name}" mirrors a step itself. Let only the second of the two sides say "mirrors".'
        )
    elif _OTHER_SIDE.get(str(step.get("side"))) != other.get("side"):
        yield Problem(
            key, f'Step "{name}" must work the other side: give one side = "right", the other "left".'
        )


def _pair_problems(pair: object, key: str) -> Iterator[Problem]:
    if isinstance(pair, list) and len(pair) == 2 and all(isinstance(v, (int, float)) for v in pair):
        least, most = pair
        if least > most:
            yield Problem(key, f"[{shown(least)}, {shown(most)}] found; write the smaller figure first.")


def _twice(words: object, key: str) -> Iterator[Problem]:
    seen: list[object] = []
    for i, word in enumerate(words if isinstance(words, list) else []):
        if word in seen and isinstance(word, str):
            yield Problem(f"{key}[{i}]", f"{shown(word)} stands here twice. Remove one.")
        seen.append(word)


def _unknown(key: str, word: str, what: str, known: Iterable[str]) -> Problem:
    names = list(known)
    hint = advice(word, names) or (f" Known are {word_list(names)}." if names else "")
    return Problem(key, f"There is no {what} {shown(word)}.{hint}")


def _text(table: Mapping[str, object], key: str) -> str | None:
    value = table.get(key)
    return value if isinstance(value, str) else None
