"""The Spanish texts: all there, nothing left over, and safe to follow."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from massage_desktop.speech.phrases import SpeechDataError
from massage_desktop.speech.texts import spoken_texts
from massage_desktop.speech.translate import Words

TOOL = Path(__file__).resolve().parents[2] / "tools" / "spanish_gaps.py"

MOST_TIMES = 1.6
MOST_MORE = 20
"""Letters that a short name may have above that: “Calf” is “Pantorrilla”."""
TITLE, TEXT = 60, 600
"""The bounds of ``massage_desktop/routine/model.py``."""

# Groups H of the sources' contradictions (NOCLAIM-01 to NOCLAIM-13) and the words never used for people.
CLAIMS = re.compile(
    r"\b(cur(?:a|as|an|ar|ado|ativ[oa]s?|ación)|san(?:a|an|ar|ación)|terap\w+|terapéut\w+|tratamientos?|pacientes?"
    r"|enfermedad(?:es)?|inmun\w+|hormon\w+|desintox\w+|toxinas?|metabolismo|celulitis|depresi\w+|antidepresiv\w+"
    r"|escoliosis|osteocondrosis|migrañas?|endorfinas?|serotonina|insomnio|circulación|cólicos?|antibacterian\w+"
    r"|rejuvenec\w+|envejec\w+|alivi\w+|elimina\w*|previen\w+|medicinal\w*|nirvana|energía|contracturas?)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(the|and|of|with|your|from|over|into|both|to|up|down|hands?|feet|slow\w*|soft\w*|left|right)\b", re.I
)
# One person is spoken to, and by the same form everywhere; “coger” is no word for every country.
OTHER_FORM = re.compile(
    r"\b(usted(?:es)?|vosotr[oa]s|vuestr[oa]s?|os|\w+[áé]is|coge\w*|cogiendo|pónga\w+|hága\w+)\b", re.I
)
NEGATION = re.compile(r"\b(no|not|never|nor|nothing|none|without|nobody)\b", re.I)
NEGACION = re.compile(r"\b(no|nunca|ni|nada|nadie|sin|ning[uú]n[oa]?)\b", re.I)


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("spanish_gaps", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    path = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = path
    return module


tool = _load()
PAIRS: dict[str, str] = tool.spanish()
NEEDED = tool.needed()


def _offending(wrong: re.Pattern[str]) -> list[str]:
    return [text for text in PAIRS.values() if wrong.search(text)]


def _disagreeing(english: str, spanish: str) -> list[str]:
    """Pairs of which only one side holds its pattern."""
    one, other = re.compile(english, re.I), re.compile(spanish, re.I)
    return [f"{e} = {s}" for e, s in PAIRS.items() if bool(one.search(e)) != bool(other.search(s))]


def test_every_text_of_a_session_has_a_spanish_one() -> None:
    assert tool.missing() == []
    assert len(NEEDED) > 1500


def test_every_spoken_text_has_a_spanish_one() -> None:
    assert Words("es").missing(spoken_texts()) == []


def test_nothing_is_left_over() -> None:
    assert tool.no_longer_needed() == []


def test_the_tool_names_what_is_missing_and_what_is_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("PySide6")  # it looks at the window's texts as well
    monkeypatch.syspath_prepend(str(TOOL.parent))
    text = tool.SPANISH.read_text("utf-8").replace('"Sawing" = ', '"Sawing wood" = ')
    (tmp_path / "es.toml").write_text(text, "utf-8")
    monkeypatch.setattr(tool, "spanish", lambda read=tool.spanish: read(tmp_path / "es.toml"))
    assert tool.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "missing, technique saw: Sawing",
        "no longer needed: Sawing wood",
    ]


def test_a_damaged_file_costs_one_line_of_advice(tmp_path: Path) -> None:
    damaged = tmp_path / "es.toml"
    for text in ("[texts", '[texts]\n"Palm" = 3', '[words]\n"Palm" = "Palma"'):
        damaged.write_text(text, "utf-8")
        with pytest.raises(SpeechDataError) as caught:
            tool.spanish(damaged)
        assert "\n" not in str(caught.value)
        assert str(damaged) in str(caught.value)


def test_placeholders_are_kept() -> None:
    placeholder = re.compile(r"\{\w*\}")
    for english, spanish in PAIRS.items():
        assert placeholder.findall(english) == placeholder.findall(spanish), english
    assert Words("es").text("Move on to sawing, left side.") == "Pasa a sierra, lado izquierdo."


def test_nothing_is_left_in_english() -> None:
    assert [english for english, spanish in PAIRS.items() if english == spanish] == []
    assert _offending(ENGLISH) == []


def test_texts_fit_their_place_and_their_time() -> None:
    for english, spanish in PAIRS.items():
        bound = max(MOST_TIMES * len(english), len(english) + MOST_MORE)
        assert len(spanish) <= bound, f"{len(spanish) - bound:.0f} letters too many: {spanish}"
        assert 1 <= len(spanish) <= (TITLE if NEEDED[english].kind == "title" else TEXT), spanish


def test_sides_are_never_mixed_up() -> None:
    """Both sides get the same (REP-14): a wrong side would leave one out."""
    assert _disagreeing(r"\bright\b", r"\bderech[oa]s?\b") == []
    assert _disagreeing(r"\bleft\b(?! (out|alone)\b)", r"\bizquierd[oa]s?\b") == []


def test_what_must_not_be_done_stays_forbidden() -> None:
    lost = [f"{e} = {s}" for e, s in PAIRS.items() if NEGATION.search(e) and not NEGACION.search(s)]
    assert lost == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        (r"\bkidneys?\b", r"\briñ(ón|ones)\b"),
        (r"\bspine\b", r"\bcolumna\b"),
        (r"\b(above the waist)\b", r"\bencima de la cintura\b|más arriba de la cintura"),
        (r"\bcollarbones?\b", r"\bclavículas?\b"),
        (r"\barmpits?\b", r"\baxilas?\b"),
        (r"\bgroins?\b", r"\bingles?\b"),
        (r"\bshins?\b", r"\bespinillas?\b"),
        (r"\bribs?\b", r"\bcostillas?\b"),
        (r"\blymph\b", r"\blinfátic"),
        (r"\bpregnancy\b", r"\bembarazo\b"),
        (r"\bdoctor\b", r"\bmédico\b"),
        (r"\bten seconds\b", r"\bdiez segundos\b"),
        (r"\bface down\b|\bonto the tummy\b", r"\bboca abajo\b"),
    ],
)
def test_places_to_spare_are_named_alike(english: str, spanish: str) -> None:
    """SAFE-01 to SAFE-06: what is left free, and how long a place is worked (TIME-08)."""
    assert _disagreeing(english, spanish) == []


def test_no_promise_and_no_clinic() -> None:
    assert _offending(CLAIMS) == []
    for claim in (
        "Este masaje cura la espalda.",
        "Alivia las contracturas.",
        "Un tratamiento para el paciente.",
    ):
        assert CLAIMS.search(claim)


def test_everybody_is_spoken_to_in_the_same_form() -> None:
    assert _offending(OTHER_FORM) == []


def test_sentences_are_whole() -> None:
    for english, spanish in PAIRS.items():
        assert (english[-1] in ".?") == (spanish[-1] in ".?"), english
        assert spanish.count("¿") == spanish.count("?"), spanish
        assert spanish == " ".join(spanish.split()), spanish
        assert spanish[0] in "¿{" or spanish[0].isupper(), spanish
