"""Texts in another language: found by their wording, put together from pieces, and never half and half."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from massage_desktop.ui import language
from massage_desktop.ui.catalogue import Catalogue, CatalogueError, read_catalogue
from massage_desktop.ui.marked import AsItIs, Meant

TEXTS = {
    "Left side": "Lado izquierdo",
    "Brook": "Arroyo",
    "Rest first.": "Descansa antes.",
    "Rest first. Then begin.": "Antes descanso, después empieza.",
    "Come back.": "Vuelve.",
    "{n} a minute": "{n} por minuto",
    "{n} of {n2}": "{n} de {n2}",
    "{text}, {text2}": "{text}, {text2}",
    "{own}: there is no such file.": "{own}: no existe.",
    "{any}, held": "{any}, mantenida",
    "{text} will play.": "Sonará: {text}.",
    "Back": "Atrás",
}
CATALOGUE = Catalogue(TEXTS, {"kind": {"Back": "Espalda"}}, {"Kneading": "Amasado"}.get)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("left side", "lado izquierdo"),
        ("Kneading", "Amasado"),
        ("Kneading, left side", "Amasado, lado izquierdo"),
        ("2.5 a minute", "2,5 por minuto"),
        ("12 a minute", "12 por minuto"),
        ("3 of 8 · Left side", "3 de 8 · Lado izquierdo"),
        ("12:30", "12:30"),
        ("-3.5", "-3,5"),
        ("R", "R"),
        ("/music/1.5 a minute: there is no such file.", "/music/1.5 a minute: no existe."),
        ("Brook, held", "Arroyo, mantenida"),
        ("Volume Mute, held", "Volume Mute, mantenida"),
        ("Rest first. Come back.", "Descansa antes. Vuelve."),
        ("Rest first. Then begin. Come back.", "Antes descanso, después empieza. Vuelve."),
        ("Come back. Brook will play.", "Vuelve. Sonará: Arroyo."),
        ("Back", "Atrás"),
        (Meant("Back", "kind"), "Espalda"),
        (Meant("Brook", "kind"), "Arroyo"),
        ("Song, left side", None),
        ("Rest first. Nobody knows this.", None),
        ("Song will play.", None),
        ("many a minute", None),
        ("", None),
    ],
)
def test_a_text_is_found_by_its_wording_or_by_that_of_its_pieces(english: str, spanish: str | None) -> None:
    assert CATALOGUE.find(english) == spanish
    assert CATALOGUE.find(english) == spanish  # the second answer is a kept one


def test_of_joined_texts_as_much_is_shown_as_is_known() -> None:
    assert CATALOGUE.as_far_as_known("Song of mine · Left side") == "Song of mine · Lado izquierdo"
    assert CATALOGUE.as_far_as_known("Rest first. Nobody knows.") == "Descansa antes. Nobody knows."
    assert CATALOGUE.as_far_as_known("Nobody knows") == "Nobody knows"


def test_a_long_session_does_not_fill_the_memory() -> None:
    for n in range(20_000):
        assert CATALOGUE.find(f"{n} a minute") == f"{n} por minuto"
    assert len(CATALOGUE._kept) < 5000


def test_names_stay_as_they_are_and_english_is_left_alone() -> None:
    assert language.shown("Back") == "Back"
    language.use("es")
    assert language.current() == "es"
    assert language.shown("Silence") == "Silencio"
    assert language.shown(AsItIs("Silence")) == "Silence"
    language.use("en")
    assert language.shown("Silence") == "Silence"


def test_without_texts_the_window_speaks_english_and_the_log_says_why(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    language.use("es")
    monkeypatch.setattr(logging.getLogger("massage_desktop"), "propagate", True)
    language.use("xx")
    assert language.current() == "en"
    assert "no such file of texts" in caplog.text
    assert language.shown("Silence") == "Silence"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("es", "[texts]\n" + '"a" = 3\n', "Expected `str`"),
        ("es", "texts = [", "cannot be used"),
        ("es", "[other]\n", "cannot be used"),
        ("es", None, "there is no such file"),
        ("../es", None, "is no language"),
        ("ES", None, "is no language"),
    ],
)
def test_a_damaged_file_is_told_in_one_line(
    tmp_path: Path, name: str, content: str | None, told: str
) -> None:
    if content is not None:
        (tmp_path / "es.toml").write_text(content, "utf-8")
    with pytest.raises(CatalogueError, match=told) as caught:
        read_catalogue(name, tmp_path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")
