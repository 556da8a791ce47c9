"""The program's words: complete, calm, and never like a command."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from massage_desktop.ambience.softening import as_strokes, off_belly
from massage_desktop.plan.cover import cover_change
from massage_desktop.routine.library import bundled_routines
from massage_desktop.routine.model import view_of
from massage_desktop.routine.techniques import techniques
from massage_desktop.speech.phrases import SLOT, SpeechDataError, coming, opening, phrases, with_name
from massage_desktop.speech.texts import (
    POSITIONS,
    TOWEL_PARTS,
    clip_key,
    routine_texts,
    spoken_texts,
)
from massage_desktop.speech.translate import Words

COMMANDS = (
    "next step|go back|pause|resume|repeat that|more time|quieter|louder|end session|softer|it hurts".split(
        "|"
    )
)
FORBIDDEN = re.compile(r"patient|therap|treat|heal|cure|pain relief|toxin|immun|blood flow|metabol", re.I)


def test_a_key_is_the_beginning_of_the_sha_256_of_the_english_text() -> None:
    assert clip_key("Soft pats.") == hashlib.sha256(b"Soft pats.").hexdigest()[:16]


def test_every_text_is_there_once_and_without_an_empty_place() -> None:
    texts = spoken_texts()
    assert len(texts) == len(set(texts)) > 800
    assert not [text for text in texts if SLOT in text or text != text.strip() or not text]


def test_every_step_can_be_named_and_explained() -> None:
    texts = set(spoken_texts())
    for routine in bundled_routines():
        assert set(routine_texts(routine)) <= texts
        for step in routine.steps:
            technique = techniques()[step.technique]
            assert coming(step.title or technique.title) in texts
            assert technique.card in texts


def test_every_position_and_every_part_under_the_towel_has_its_phrase() -> None:
    for position in POSITIONS:
        phrases().to(f"turn_{position}", alone=True)
        assert phrases().to(f"turn_{position}", alone=False)
    for part in TOWEL_PARTS:
        assert part in phrases().to(f"cover_{part}", alone=False)
        assert part in phrases().to(f"bare_{part}", alone=False)
    for routine in bundled_routines():
        for before, now in zip(routine.steps, routine.steps[1:], strict=False):
            change = cover_change(routine, before, now)
            assert {change.cover, change.bare} <= {"", *TOWEL_PARTS}


def test_titles_stand_in_a_sentence_with_a_small_letter() -> None:
    assert with_name("Move on to {name}.", "Kneading, left side") == "Move on to kneading, left side."


@pytest.mark.parametrize("command", COMMANDS)
def test_no_text_sounds_like_a_command(command: str) -> None:
    for text in spoken_texts():
        assert not re.search(rf"massage\W+{command}\b", text, re.I), text
    for text in phrases().all().values():
        assert not re.search(rf"\b{command}\b", text, re.I), text


def test_no_phrase_promises_anything_or_sounds_like_a_clinic() -> None:
    for text in phrases().all().values():
        assert not FORBIDDEN.search(text), text
        assert "!" not in text


def test_a_step_changed_for_the_receiver_is_named_and_told_in_these_words() -> None:
    texts = set(spoken_texts())
    seen = set()
    for routine in bundled_routines():
        for step in routine.steps:
            changed = [as_strokes(step, "", view_of(routine, step))]
            if step.kind == "transition" and routine.gives != "self":
                changed.append(off_belly(routine, step) or step)
            for new in changed:
                if new.title and new is not step:
                    seen.add(new.title)
                    assert coming(new.title) in texts
                    assert new.instruction is None or new.instruction in texts
    said = phrases()
    assert {said.softened, said.softened_left, said.softened_right, said.posed} <= seen


def test_english_stands_for_itself() -> None:
    words = Words("en")
    assert words.text("Soft pats.") == "Soft pats."
    assert words.missing(["Anything"]) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "xx.toml").write_text(
        '[texts]\n"Move on to {name}." = "Danach {name}."\n"Soft pats" = "Weiches Klopfen"\n'
        '"Rest." = "Ruhe."\n'
        '"Move on to resting." = "Nun Ruhe."\n',
        "utf-8",
    )
    return tmp_path


def test_a_text_is_translated_and_what_is_unknown_stays_english(folder: Path) -> None:
    words = Words("xx", folder)
    assert words.text("Rest.") == "Ruhe."
    assert words.text("Unknown.") == "Unknown."
    assert words.missing(["Rest.", "Unknown.", "Unknown."]) == ["Unknown."]


def test_a_sentence_with_a_title_is_put_together(folder: Path) -> None:
    words = Words("xx", folder)
    assert words.text("Move on to soft pats.") == "Danach weiches Klopfen."
    assert words.text("Move on to resting.") == "Nun Ruhe."
    assert words.text("Move on to something else.") == "Move on to something else."
    assert words.missing(["Move on to soft pats.", "Move on to something else."]) == [
        "Move on to something else."
    ]


@pytest.mark.parametrize("damage", [b"[texts", b"[texts]\nx = 1", b"\xff\xfe", b"[other]\n", b"texts = 3"])
def test_a_damaged_file_of_texts_gives_one_line(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "zz.toml").write_bytes(damage)
    with pytest.raises(SpeechDataError) as caught:
        Words("zz", tmp_path)
    assert "\n" not in str(caught.value)
    assert "zz.toml" in str(caught.value)


@pytest.mark.parametrize("language", ["qq", "../es", "", "a\nb"])
def test_a_language_that_there_is_not_gives_one_line(tmp_path: Path, language: str) -> None:
    with pytest.raises(SpeechDataError) as caught:
        Words(language, tmp_path)
    assert "\n" not in str(caught.value)


def test_the_first_step_is_named_without_saying_first_twice() -> None:
    assert opening("Opening strokes") == "First: opening strokes."
    assert opening("First strokes over the head") == "Move on to first strokes over the head."


def test_one_moves_on_to_things_and_anything_else_comes_next() -> None:
    assert coming("Kneading, left side") == "Move on to kneading, left side."
    assert coming("On up the left calf") == "Next: on up the left calf."
    assert coming("Loosen up") == "Next: loosen up."
