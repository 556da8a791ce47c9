"""The whole window in Spanish: no text is missing, none is left over, and none stays English on any page."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from massage_desktop.controls.keymap import DEFAULT
from massage_desktop.routine.library import bundled_routines
from massage_desktop.settings.glance import Glance
from massage_desktop.settings.model import Settings
from massage_desktop.ui import language, words
from massage_desktop.ui.catalogue import Catalogue, read_catalogue
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.window import MainWindow

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def _tool(name: str) -> ModuleType:
    before = list(sys.path)
    sys.path.insert(0, str(TOOLS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path[:] = before


window_texts, page_pictures = _tool("window_texts"), _tool("page_pictures")
SPANISH = read_catalogue("es")
SLOT = re.compile(r"\{[a-z]+\d*\}")
# What would be another form of address, or no word for every country; what an English text would be made of.
OTHER_FORM = re.compile(
    r"\b(usted(?:es)?|vosotr[oa]s|vuestr[oa]s?|os|\w+[áé]is|coge\w*|cogiendo|ordenador|móvil|celular)\b", re.I
)
ENGLISH = re.compile(r"\b(the|and|of|with|your|from|is|are|this|that|it|to)\b", re.I)
COMMANDS = re.compile(r"“massage, [^”]+”|repeat that|it hurts|end session|do-not-disturb|\([^()]*own[^()]*\)")


def test_every_text_of_the_window_is_spanish_and_none_is_left_over() -> None:
    assert list(window_texts.lacking(SPANISH)) == []
    assert window_texts.unused(SPANISH) == []


def test_a_text_that_is_new_or_gone_would_be_noticed() -> None:
    fewer = {text: theirs for text, theirs in SPANISH.texts.items() if text != words.NO_DEVICE}
    fewer["{own}: nobody says this."] = "{own}: nadie dice esto."
    catalogue = Catalogue(fewer, SPANISH.meant, SPANISH.elsewhere)
    assert [text for text, _ in window_texts.lacking(catalogue)] == [words.NO_DEVICE]
    assert window_texts.unused(catalogue) == ["{own}: nobody says this."]


@pytest.mark.parametrize("module", window_texts.WORDS)
def test_every_function_that_words_something_is_tried(module: str) -> None:
    """A new one has to be called by the samples, or its texts could stay English unnoticed."""
    source = (TOOLS / "window_samples.py").read_text("utf-8")
    functions = [
        name
        for name, value in vars(importlib.import_module(f"massage_desktop.{module}")).items()
        if callable(value)
        and getattr(value, "__module__", "") == f"massage_desktop.{module}"
        and not name.startswith("_")
    ]
    silent = {"is_still", "clock", "length", "kicker", "said"}  # no words, or those of texts that are tried
    missing = [name for name in functions if name not in silent and not re.search(rf"\.{name}\b", source)]
    assert missing == []


def test_the_wording_is_careful() -> None:
    pairs = [*SPANISH.texts.items(), *(pair for of in SPANISH.meant.values() for pair in of.items())]
    for english, spanish in pairs:
        assert sorted(set(SLOT.findall(spanish)) - set(SLOT.findall(english))) == [], english
        assert not OTHER_FORM.search(spanish), spanish
        assert not ENGLISH.search(COMMANDS.sub("", spanish)), spanish
        assert spanish.strip() == spanish, spanish
        assert (english[-1] == ".") <= (spanish[-1] == "."), spanish


def test_no_spanish_text_is_taken_for_an_english_one() -> None:
    """A text that is put into Spanish twice must stay what it is."""
    for theirs in SPANISH.texts.values():
        if not SLOT.search(theirs):
            assert SPANISH.as_far_as_known(theirs) == theirs


@pytest.fixture
def spanish(qtbot: QtBot) -> MainWindow:
    """A window whose settings say Spanish."""
    window = MainWindow(Glance())
    qtbot.addWidget(window)
    settings = Settings(language="es", reduced_motion=True)
    window.furnish(settings, DEFAULT)
    window.settings_page.set_settings(settings)
    window.resize(1440, 900)
    window.show()
    return window


def test_nothing_stays_english_on_any_page(spanish: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown: set[str] = set()
    find = Catalogue.as_far_as_known

    def watched(catalogue: Catalogue, english: str) -> str:
        if catalogue.find(english) is None and re.search(r"[^\W\d_]{2}", english):
            unknown.add(english)
        return find(catalogue, english)

    monkeypatch.setattr(Catalogue, "as_far_as_known", watched)
    names = []
    for name, act in page_pictures.Scenes(spanish).all():
        act()
        spanish.settle()
        names.append(name)
    for glance in (True, False):
        spanish.session.set_glance(glance)
    assert {"home", "prepare", "session", "held", "announced", "rest", "settings-keys"} <= set(names)
    assert unknown - {"Heart", "Dora"} == set()


def _said(window: QWidget) -> Iterator[str]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for widget in window.findChildren(QWidget):
        yield from (widget.accessibleName(), widget.accessibleDescription())
        yield from (line.text for line in getattr(widget, "letterings", ()))
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()


def test_the_language_changes_while_the_window_is_open_and_back_again(spanish: MainWindow) -> None:
    for _, act in page_pictures.Scenes(spanish).all():
        act()
    before = set(_said(spanish))
    assert {"Buscar", "Ajustes", "Presión", "Aceite: Oliva", "La salud hoy", "Tómate tu tiempo"} <= before
    assert QCoreApplication.translate("QWidgetTextControl", "&Undo") == "&Deshacer"
    spanish.furnish(Settings(reduced_motion=True), DEFAULT)
    assert QCoreApplication.translate("QWidgetTextControl", "&Undo") == "&Undo"
    after = set(_said(spanish))
    assert {"Search", "Settings", "Pressure", "Oil: Olive", "Health today", "Take your time"} <= after
    assert not {"Buscar", "Ajustes", "Presión", "Aceite: Oliva", "La salud hoy", "Tómate tu tiempo"} & after
    spanish.furnish(Settings(language="es", reduced_motion=True), DEFAULT)
    assert set(_said(spanish)) == before


def test_routines_are_found_by_spanish_words_with_and_without_accents(spanish: MainWindow) -> None:
    spanish.home.set_routines(bundled_routines(), None)
    search = spanish.home.shelf.search
    found = {}
    for typed in ("recién nacidos", "recien nacidos", "newborn"):
        search.setText(typed)
        found[typed] = [card.routine.id for card in spanish.home.shelf.grid.shown_cards]
    assert found["recién nacidos"] == found["recien nacidos"] != []
    assert found["newborn"] == []


def test_names_of_the_persons_own_are_no_texts(spanish: MainWindow) -> None:
    page = spanish.settings_page
    page.set_devices(("Silence", "Keyboard"), "Settings")
    said = [chip.accessibleName() for chip in page.sound.devices.chips.values()]
    assert said == [
        "Altavoz: El predeterminado del sistema (Settings)",
        "Altavoz: Silence",
        "Altavoz: Keyboard",
    ]
    assert language.shown(AsItIs("Rest")) == "Rest"
