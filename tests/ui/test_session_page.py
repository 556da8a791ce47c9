"""The session page: everything fits, nothing overlaps, and it is large enough to be read from the table."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from massage_desktop.plan.make import make_plan
from massage_desktop.plan.model import PlannedStep
from massage_desktop.routine.library import bundled_routines, load_routine
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Command, Snapshot
from massage_desktop.session.session import Session
from massage_desktop.ui.pages.session import SessionPage
from massage_desktop.ui.theme import THEMES, Theme
from massage_desktop.ui.widgets.session_strip import LevelShown

SIZES = [(1024, 640), (1280, 1024), (1440, 900), (2560, 1440), (3840, 2160)]
LEVEL = LevelShown(-40.0, -33.0, None, "Rain on leaves", "playing")


def moment(routine: str, massage_s: float, *commands: Command) -> Snapshot:
    clock = ManualClock()
    session = Session(make_plan(load_routine(routine)), clock)
    clock.advance(20 + massage_s)
    session.advance()
    for command in commands:
        session.command(command)
    return session.snapshot()


def page_of(qtbot: QtBot, size: tuple[int, int], text_size: float = 1.0) -> SessionPage:
    page = SessionPage()
    qtbot.addWidget(page)
    page.set_text_size(text_size)
    page.resize(*size)
    page.show()
    page.show_level(LEVEL)
    return page


def faults(page: SessionPage) -> list[str]:
    """Texts that leave their part or lie over each other."""
    found, texts = [], []
    for part in (p for p in page.parts if not p.isHidden()):
        for lettering in part.letterings:
            rect = lettering.rect.translated(part.x(), part.y())
            texts.append((lettering.text, rect))
            room = part.geometry()
            if not (room.left() - 2 <= rect.left() and rect.right() <= room.right() + 3):
                found.append(f"“{lettering.text}” is too wide")
            if not (room.top() - 3 <= rect.top() and rect.bottom() <= room.bottom() + 4):
                found.append(f"“{lettering.text}” is too high")
    for (a, ra), (b, rb) in itertools.combinations(texts, 2):
        over = ra.adjusted(0, 2, 0, -2).intersected(rb.adjusted(0, 2, 0, -2))
        if a and b and over.width() > 2 and over.height() > 2:
            found.append(f"“{a}” lies over “{b}”")
    return found


def wordiest(count: int = 12) -> list[tuple[str, PlannedStep]]:
    """The steps of all routines with the longest name, instruction or caution, and one whole routine."""
    every = [(r.id, s) for r in bundled_routines() for s in make_plan(r).steps]
    lengths: list[Callable[[PlannedStep], int]] = [
        lambda s: len(s.title),
        lambda s: max(map(len, s.title.split())),
        lambda s: len(s.instruction),
        lambda s: len(next(iter([*s.step.cautions, *s.technique.cautions]), "")),
    ]
    chosen = [sorted(every, key=lambda pair, n=n: -n(pair[1]))[:count] for n in lengths]
    found = {(r, s.id): s for pairs in chosen for r, s in pairs}
    found |= {(r, s.id): s for r, s in every if r == "back_six_step"}
    return [(routine, step) for (routine, _), step in found.items()]


WORDIEST = wordiest()


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("text_size", [0.8, 1.0, 1.6])
def test_nothing_is_cut_off_or_overlaps_in_any_step(
    qtbot: QtBot, size: tuple[int, int], text_size: float
) -> None:
    page = page_of(qtbot, size, text_size)
    for routine, step in WORDIEST:
        for at in (step.start + step.seconds * 0.4, step.end - 5):
            page.show_snapshot(moment(routine, at))
            assert faults(page) == [], (routine, step.id)
    for shot in (
        moment("R01", -5),
        moment("R01", 100, "hold"),
        moment("R01", 100, "hurts"),
        moment("R01", 100, "end"),
    ):
        page.show_snapshot(shot)
        assert faults(page) == []


@pytest.mark.parametrize("size", [*SIZES, (1024, 768)], ids=str)
@pytest.mark.parametrize("text_size", [1.0, 1.6])
def test_it_is_readable_from_the_table(
    qtbot: QtBot, size: tuple[int, int], text_size: float, each_language: str
) -> None:
    page = page_of(qtbot, size, text_size)
    height = size[1]
    # Where the screen is less wide than 16:10, one name in a hundred may fall a little short.
    most = 1.0 if size[0] / size[1] >= 1.6 else 0.94
    if each_language != "en":  # names are longer, and the longest in eight hundred are set smaller
        most *= 0.85
    for routine, step in WORDIEST:
        page.show_snapshot(moment(routine, step.start + 1))
        _, title, text, *_ = page.card.letterings
        assert title.fitted.cap_height >= 0.0649 * most * height, title.text
        assert text.fitted.cap_height >= 0.0249 * most * height, text.text
        assert page.ring.letterings[0].fitted.cap_height >= 0.0649 * height
    page.set_glance(True)
    page.show_snapshot(moment("R01", 30))
    assert page.ring.letterings[0].fitted.cap_height >= 0.099 * height


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_contrast_is_enough_to_read_in_a_dim_room(theme: Theme) -> None:
    def light(name: str) -> float:
        c = theme.color(name)
        parts = [
            v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
            for v in (c.redF(), c.greenF(), c.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def ratio(a: str, b: str) -> float:
        bright, dark = sorted((light(a), light(b)), reverse=True)
        return (bright + 0.05) / (dark + 0.05)

    for important in ("text", "text_soft"):
        assert ratio(important, "room") >= 7
    for other in ("text_quiet", "accent", "calm", "care"):
        assert ratio(other, "room") >= 4.5, other


def test_the_announcement_is_told_and_framed(qtbot: QtBot) -> None:
    page = page_of(qtbot, (1440, 900))
    step = make_plan(load_routine("R01")).steps[0]
    page.show_snapshot(moment("R01", step.end - 20))
    calm = page.next_up.grab().toImage()
    assert "Next" in page.next_up.accessibleName()
    page.show_snapshot(moment("R01", step.end - 6))
    assert "in 6 seconds" in page.next_up.accessibleName()
    corner = QPoint(page.next_up.width() // 2, 2)
    assert page.next_up.grab().toImage().pixelColor(corner) != calm.pixelColor(corner)


def test_three_large_zones_cover_the_whole_page(qtbot: QtBot) -> None:
    page = page_of(qtbot, (1200, 800))
    asked: list[str] = []
    page.zone_tapped.connect(asked.append)
    for x, y in ((100, 600), (100, 100), (700, 60), (1100, 780)):
        qtbot.mouseClick(page.zones, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        qtbot.wait(550)  # a second touch sooner is the same elbow
    assert asked == ["hold", "back", "next", "next"]


def test_a_message_takes_the_hints_place_and_leaves_again(qtbot: QtBot) -> None:
    page = page_of(qtbot, (1440, 900))
    page.show_message("Both sides get the same.")
    assert page.hints.letterings[0].text == "Both sides get the same."
    page._message_timer.timeout.emit()
    assert "Space" in page.hints.letterings[0].text


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (LEVEL, "not calibrated"),
        (LevelShown(-40.0, -33.0, 36.0, "Rain", "playing"), "36 dB"),
        (LevelShown(float("-inf"), -33.0, None, "Rain", "silent"), "no sound device"),
        (None, "Silence"),
    ],
)
def test_loudness_is_told_honestly(qtbot: QtBot, level: LevelShown | None, said: str) -> None:
    page = page_of(qtbot, (1440, 900))
    page.show_level(None if level else LEVEL)
    page.show_level(level)
    assert said in page.level.accessibleName()
    page.level.grab()
