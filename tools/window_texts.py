"""Every English text that the window can show, collected from the modules and data that hold them.

What routines and techniques say is collected by ``tools/spanish_gaps.py``; this is everything around them.
"""

from __future__ import annotations

import ast
import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from window_samples import composed  # noqa: E402

from massage_desktop.ambience import oils  # noqa: E402
from massage_desktop.ambience.conditions import PLACES, QUESTIONS, Adaptation, Part, Question  # noqa: E402
from massage_desktop.ambience.room import CHECKLIST  # noqa: E402
from massage_desktop.controls.presets import PRESETS  # noqa: E402
from massage_desktop.routine.profile import PROFILES  # noqa: E402
from massage_desktop.sound.generators.catalogue import AMBIENCES  # noqa: E402
from massage_desktop.ui.catalogue import Catalogue, Template  # noqa: E402
from massage_desktop.ui.marked import AsItIs, Meant  # noqa: E402

WORDS = (
    "ui.words",
    "ui.keys_words",
    "ui.music_words",
    "ui.settings_words",
    "ui.speech_words",
    "app.words",
)
"""Modules of nothing but texts."""

NAMED = {
    "ui.pages.calibrate": r"[A-Z_]+",
    "ui.widgets.elbow_zones": "NEXT|BACK|HOLD|GO_ON|ABOUT",
    "ui.keepawake": "UNABLE|MUTE",
    "desktop.quiet": "UNABLE",
    "controls.text": "COMMAND_WORDS|_SOUND_WORDS|ACTION_DETAILS|GESTURE_WORDS|_KEY_WORDS",
    "sound.calibration": "ABOUT_.*",
    "sound.live_preview": "NOT_READ",
    "ambience.adapt": "[A-Z_]+",
    "ambience.screening": "SAY_WHERE",
}
"""Other modules that hold texts, and what their constants are called."""

SPEAKING = (
    "plan.change",
    "plan.progress",
    "plan.make",
    "session.meaning",
    "controls.keymap",
    "sound.decode",
    "sound.m3u",
    "sound.own_list",
    "sound.own_music",
    "sound.workers",
    "sound.playlist",
    "sound.reading",
    "sound.scanning",
    "sound.scan_worker",
    "sound.import_notes",
    "listening.listener",
    "listening.microphone",
    "listening.available",
    "ui.steering",
    "app.crash",
)
"""Modules whose whole sentences reach the window as refusals, problems and remarks."""

SAMPLED = frozenset(
    (
        "Nearest: --profile {…} --minutes {…}.",  # ends other sentences
        "Change its repetitions or paces, see `massage-desktop check`.",
        "{…} now means “{…}”; from here on {…}.",
        "{…} {…}. Choose another key.",
        "{…} {…} again to end gently with a few closing strokes.",
        '"{…}" and "{…}" are the same key; only the first is used.',  # only for the log
    )
)
"""Sentences whose values are words of the program: the samples have them with each of those."""

_CODE = "massage_desktop"
_LETTER = re.compile(r"[^\W\d_]{2}")
_SENTENCE = re.compile(r"\S+ \S+.*[.!?]$", re.DOTALL)
_FILLED_WITH = ("7", "Abc", "Softer", "“Abc”")
"""What may stand in a sentence: a figure, somebody's own words, a text of the program, a quotation."""


class Message(NamedTuple):
    """A sentence of the program's code, cut where a value stands in it."""

    pieces: tuple[str, ...]
    place: str

    @property
    def text(self) -> str:
        """It with its values left out."""
        return "{…}".join(self.pieces)

    def filled(self) -> Iterator[str]:
        """It with all kinds of values in it."""
        for values in itertools.product(_FILLED_WITH, repeat=len(self.pieces) - 1):
            yield "".join(itertools.chain(*itertools.zip_longest(self.pieces, values, fillvalue="")))


def texts() -> Iterator[tuple[str, str]]:
    """Every text that can be told beforehand, once, with the first place that has it."""
    seen: set[tuple[str, str]] = set()
    for text, place in itertools.chain(_constants(), _data(), composed()):
        known = (str(text), text.about if isinstance(text, Meant) else "")
        if known not in seen and _LETTER.search(text) and not isinstance(text, AsItIs):
            seen.add(known)
            yield text, place


def messages() -> Iterator[Message]:
    """Every sentence that the code itself words, with the values left out."""
    for name in SPEAKING:
        tree = ast.parse((ROOT / _CODE / f"{name.replace('.', '/')}.py").read_text("utf-8"))
        inner = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
        }
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if id(node) not in inner | told and (pieces := _pieces(node)):
                yield Message(pieces, f"{name}, line {node.lineno}")  # type: ignore[attr-defined]


def lacking(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """(text, place) of what the window would show in English."""
    for text, place in texts():
        if catalogue.find(text) is None:
            yield text, place
    for message in messages():
        if message.text not in SAMPLED and all(catalogue.find(text) is None for text in message.filled()):
            yield message.text, message.place


def unused(catalogue: Catalogue) -> list[str]:
    """English texts of the catalogue that nothing in the window needs."""
    watched = _Watched(catalogue.texts, catalogue.meant, catalogue.elsewhere)
    told = [text for text, _ in texts()]
    for text in itertools.chain(told, *(message.filled() for message in messages())):
        watched.find(text)
    meant = {(str(text), text.about) for text in told if isinstance(text, Meant)}
    known = ((text, about) for about, entries in catalogue.meant.items() for text in entries)
    return [
        *(text for text in catalogue.texts if text not in watched.used),
        *(f"{text}, meant as {about}" for text, about in known if (text, about) not in meant),
    ]


class _Watched(Catalogue):
    """A catalogue that remembers which of its texts were of use."""

    def __init__(
        self,
        texts: Mapping[str, str],
        meant: Mapping[str, Mapping[str, str]],
        elsewhere: Callable[[str], str | None],
    ) -> None:
        super().__init__(texts, meant, elsewhere)
        self.used: set[str] = set()

    def _plain(self, english: str) -> str | None:
        if english in self.texts:
            self.used.add(english)
        return super()._plain(english)

    def _by(self, template: Template, english: str) -> str | None:
        found = super()._by(template, english)
        if found is not None:
            self.used.add(template.english)
        return found


def _pieces(node: ast.AST) -> tuple[str, ...]:
    """A string or f-string that is a sentence, cut at its values; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,) if _SENTENCE.match(node.value) else ()
    if not isinstance(node, ast.JoinedStr):
        return ()
    pieces = [""]
    for part in node.values:
        if isinstance(part, ast.Constant):
            pieces[-1] += str(part.value)
        else:
            pieces.append("")
    return tuple(pieces) if _SENTENCE.match("0".join(pieces)) else ()


def _constants() -> Iterator[tuple[str, str]]:
    for name in (*WORDS, *NAMED):
        module = import_module(f"{_CODE}.{name}")
        wanted = re.compile(NAMED.get(name, "_?[A-Z_]+"))
        for constant, value in _own(module).items():
            if wanted.fullmatch(constant):
                yield from ((text, f"{name}, {constant}") for text in _strings(value))


def _own(module: ModuleType) -> dict[str, object]:
    """What a module defines itself."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    told = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    targets = [t for node in told for t in (node.targets if isinstance(node, ast.Assign) else [node.target])]
    defined = {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return {name: value for name, value in vars(module).items() if name in defined}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _strings(list(value.values()))
    elif isinstance(value, Iterable):
        for part in value:
            yield from _strings(part)


def _data() -> Iterator[tuple[str, str]]:
    for question in QUESTIONS:
        yield from _of_row(question)
        for part in question.parts:
            yield from _of_row(part)
    yield from ((place.title, f"conditions.toml, {place.id}") for place in PLACES)
    for group in CHECKLIST:
        yield group.title, f"room.toml, {group.id}"
        for item in group.items:
            yield from ((text, f"room.toml, {item.id}") for text in (item.text, item.detail))
    kinds = [(oil.id, oil.title, oil.hint) for oil in oils.BASE_OILS]
    kinds += [(scent.id, scent.title, scent.hint) for scent in oils.SCENTS if scent.kind == "essential oil"]
    yield from ((text, f"oils.toml, {name}") for name, *told in kinds for text in told)
    yield oils.NOTES.allergy, "oils.toml, notes"
    yield from ((profile.title, f"profile {profile.id}") for profile in PROFILES.values())
    yield from ((sound.title, f"sound {sound.id}") for sound in AMBIENCES.values())
    for preset in PRESETS.values():
        yield from ((text, f"keys {preset.id}") for text in (preset.title, preset.about))


def _of_row(row: Question | Part) -> Iterator[tuple[str, str]]:
    place = f"conditions.toml, {row.id}"
    detail = row.detail if isinstance(row, Question) else ""
    changes: tuple[Adaptation, ...] = tuple(row.changes)
    told = (change.text.replace("{places}", "head, lower back") for change in changes)
    yield from ((text, place) for text in (row.text, detail, row.advice, row.agreed, *told))
