"""Cards and sheets on paper: everything fits, nothing overlaps, nothing is missing, and a PDF comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import msgspec
import pytest
from PySide6.QtCore import QRectF

from massage_desktop.plan.make import make_plan
from massage_desktop.plan.model import Plan
from massage_desktop.routine.body import body_view, view_ids
from massage_desktop.routine.library import bundled_routines, load_routine
from massage_desktop.routine.model import Option, Routine, Technique
from massage_desktop.routine.techniques import techniques
from massage_desktop.ui.bodymap import hand_poses
from massage_desktop.ui.cards import (
    PAPERS,
    PaperName,
    card_pages,
    pdf_of,
    sheet_pages,
    techniques_of,
    wording,
)
from massage_desktop.ui.cards import moment as moments
from massage_desktop.ui.cards.flow import Block, balanced, filled
from massage_desktop.ui.cards.ink import SMALLEST_PT, Page, Picture, body_image, smallest_pt
from massage_desktop.ui.cards.paper import CARDS_ON_A_PAGE, Paper, card_boxes, cut_marks, mm
from massage_desktop.ui.cards.rows import Heading, Row, mirrored_run, rows_of

pytestmark = pytest.mark.usefixtures("qapp")
SAFE_RIM_MM = 4.0
"""What many printers leave white at the rim."""


@pytest.fixture(scope="module")
def routines() -> list[Routine]:
    return bundled_routines()


def six_steps() -> Plan:
    return make_plan(load_routine("back_six_step"))


def assert_nothing_collides(page: Page) -> None:
    """Texts lie on the page, over no picture and no other text; pictures overlap no picture."""
    rim = mm(SAFE_RIM_MM)
    inside = page.paper.page.adjusted(rim, rim, -rim, -rim)
    boxes = [(lettering.text, lettering.rect) for lettering in page.letterings]
    boxes += [("picture", picture.box) for picture in page.pictures]
    for text, box in boxes:
        assert inside.contains(box), f"“{text}” leaves the page"
    for (text, box), (other, its_box) in combinations(boxes, 2):
        shared = box.intersected(its_box)
        assert shared.width() < 2 or shared.height() < 2, f"“{text}” lies over “{other}”"


def assert_whole(page: Page) -> None:
    """Every text stands there with all of its letters, no word broken, in type that can be read."""
    for lettering in page.letterings:
        assert " ".join(lettering.fitted.lines).split() == lettering.text.split()
    assert smallest_pt(page.letterings) >= SMALLEST_PT


def texts(pages: Iterable[Page]) -> str:
    return "\n".join(lettering.text for page in pages for lettering in page.letterings)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_card_is_whole_and_keeps_to_itself(paper: PaperName, routines: list[Routine]) -> None:
    every = list(techniques().values())
    pages = card_pages(every, routines, paper)
    assert len(pages) == -(-len(every) // CARDS_ON_A_PAGE)
    for page in pages:
        assert_nothing_collides(page)
        assert_whole(page)
        boxes = card_boxes(page.paper.page)
        rim = mm(SAFE_RIM_MM)
        for box in [*(words.rect for words in page.letterings), *(picture.box for picture in page.pictures)]:
            assert sum(card.adjusted(rim, rim, -rim, -rim).contains(box) for card in boxes) == 1
    said = texts(pages)
    for technique in every:
        assert technique.title in said
        assert technique.card in said
        assert technique.everyday in said
        assert technique.code in said
        assert all(caution in said for caution in technique.cautions)


def test_a_card_with_the_longest_texts_allowed_is_still_whole(routines: list[Routine]) -> None:
    saw = techniques()["saw"]
    wordy = msgspec.structs.replace(
        saw,
        title="Wonderfully slow sawing with both of the hand edges, always",
        card=("Slow and soft, to and fro. " * 22).strip(),
        cautions=["Ease off at once when it is not welcome any more."] * 2,
    )
    for paper in PAPERS:
        (page,) = card_pages([wordy], routines, paper)
        assert_nothing_collides(page)
        assert_whole(page)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_bundled_routine_is_one_page(paper: PaperName, routines: list[Routine]) -> None:
    for routine in routines:
        plan = make_plan(routine)
        pages = sheet_pages(plan, paper)
        assert len(pages) == 1, routine.id
        assert_nothing_collides(pages[0])
        assert_whole(pages[0])
        said = texts(pages)
        assert routine.title in said
        assert all(line in said for line in [*routine.before, *routine.cautions])
        assert wording.AFTERWARDS in said
        rows = [row for row in rows_of(plan) if isinstance(row, Row)]
        assert all(row.title in said and row.instruction in said for row in rows)
        assert len(pages[0].pictures) == len(rows) + 1


def test_a_routine_too_long_for_a_page_goes_on_over_further_ones() -> None:
    plan = six_steps()
    many = tuple(
        msgspec.structs.replace(
            planned, step=msgspec.structs.replace(planned.step, mirrors=None, title=f"Strokes number {k}")
        )
        for k, planned in enumerate(plan.steps * 12)
    )
    pages = sheet_pages(msgspec.structs.replace(plan, steps=many), "A4")
    assert len(pages) > 1
    for page in pages:
        assert_nothing_collides(page)
        assert_whole(page)
    said = texts(pages)
    assert all(f"Strokes number {k}\n" in said for k in range(len(many)))


def test_reminders_without_end_do_not_push_anything_off_the_page() -> None:
    plan = six_steps()
    lines = [f"Line {k}: " + "warm hands and a calm voice " * 15 for k in range(40)]
    wordy = msgspec.structs.replace(plan.routine, before=lines, options=[Option(id="feet", title="Feet")])
    pages = sheet_pages(msgspec.structs.replace(plan, routine=wordy), "letter")
    for page in pages:
        assert_nothing_collides(page)
    said = texts(pages)
    assert all(line in said for line in lines)
    assert "If you like, also: feet." in said


def test_no_heading_stands_alone_at_the_foot_of_a_column() -> None:
    blocks = [Block(lambda _column: None, heading=n == 2) for n in range(5)]
    heights = [30.0, 30.0, 10.0, 30.0, 30.0]
    assert filled(heights, blocks, 80.0, 2.0) == [[0, 1], [2, 3, 4]]
    assert balanced(heights, blocks, 200.0, 2.0, 2) == [[0, 1], [2, 3, 4]]
    assert len(balanced(heights, blocks, 40.0, 2.0, 2)) > 2, "more columns than there is room for tell so"


def test_two_equal_sides_share_one_row_and_stages_have_headings() -> None:
    rows = rows_of(six_steps())
    assert [row.text for row in rows if isinstance(row, Heading)] == [
        "Warming up",
        "Main part",
        "Winding down",
    ]
    sawing = next(row for row in rows if isinstance(row, Row) and row.planned.id == "sawing_right")
    assert sawing.pair
    assert sawing.title == "Sawing"
    assert sawing.instruction.endswith(wording.THEN_LEFT)
    assert not any(isinstance(row, Row) and row.planned.id == "sawing_left" for row in rows)


def test_a_whole_side_before_the_other_is_told_as_such() -> None:
    plan = six_steps()
    by_id = {planned.id: planned for planned in plan.steps}
    order = ["sawing_right", "pinch_roll_right", "sawing_left", "pinch_roll_left", "linking_rubs"]
    steps = tuple(by_id[name] for name in order)
    assert mirrored_run(steps, 0) == 2
    assert mirrored_run(steps, 2) == 0
    rows = rows_of(msgspec.structs.replace(plan, steps=steps))
    assert [row.text if isinstance(row, Heading) else row.planned.id for row in rows] == [
        "Main part",
        wording.SIDE_BLOCK,
        "sawing_right",
        "pinch_roll_right",
        wording.BOTH_SIDES,
        "linking_rubs",
    ]


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Sawing, right side", "Sawing"),
        ("Kneading the left half", "Kneading"),
        ("Finger by finger, right hand", "Finger by finger"),
        ("Right leg: long strokes", "Leg: long strokes"),
        ("Strokes up the left leg", "Strokes up the leg"),
        ("Strokes (left)", "Strokes"),
        ("Circles, left", "Circles"),
        ("Left: small circles", "Small circles"),
        ("On the left", "Otherwise"),
        ("Bright circles", "Bright circles"),
    ],
)
def test_titles_of_both_sides_name_no_side(title: str, plain: str) -> None:
    assert wording.without_side(title, "Otherwise") == plain


def test_figures_of_a_card_say_the_limits() -> None:
    known = techniques()
    assert wording.pace(known["saw"], None) == "At most 100 strokes a minute"
    assert wording.pace(known["knead_basic"], None) == "At most 60 kneads a minute"
    assert wording.pace(known["press_point"], None) == "At most 10 seconds a place"
    assert wording.pace(known["still_hands"], None) == "Hands rest"
    assert wording.pressures(known["stroke_surface"]) == "A touch to light"
    assert wording.hands(["palm", "fist", "thumb", "knuckles"]) == "Palm, loose fist or thumb"
    assert wording.cautions(known["saw"])[-1].startswith("Leave free: spine")


def test_pictures_show_hands_that_work(routines: list[Routine]) -> None:
    seen = 0
    for technique in techniques().values():
        shown = moments.shown(technique, routines)
        if shown.scene is None:
            continue
        seen += 1
        poses = hand_poses(shown.scene, body_view(shown.scene.view))
        assert poses, technique.id
        assert max(pose.height for pose in poses) < 0.5, technique.id
        assert shown.scene.hand in technique.hands or shown.step is not None
    assert seen > 40


def test_a_picture_comes_from_the_first_step_that_is_drawn(routines: list[Routine]) -> None:
    saw = techniques()["saw"]
    shown = moments.shown(saw, routines)
    assert shown.step is not None
    assert (shown.step.id, shown.scene and shown.scene.path) == ("sawing_right", "saw_up")
    assert shown.scene is not None
    assert shown.scene.motions == shown.step.motions


def test_some_pictures_are_chosen_and_adults_come_before_children(routines: list[Routine]) -> None:
    thumbs = moments.shown(techniques()["rub_thumb_circles"], routines)
    assert thumbs.step is None
    assert thumbs.scene is not None
    assert (thumbs.scene.view, thumbs.scene.hand) == ("back", "thumbs")
    plan = six_steps()
    young = msgspec.structs.replace(
        plan.routine,
        receives="child",
        steps=[msgspec.structs.replace(step, path="saw_up") for step in plan.routine.steps],
    )
    for order in ([young, plan.routine], [plan.routine, young]):
        shown = moments.shown(techniques()["stroke_up_and_spread"], order)
        assert shown.scene is not None
        assert shown.scene.path == "up_and_spread"


def test_a_view_that_is_not_drawn_leaves_the_body_at_rest(
    monkeypatch: pytest.MonkeyPatch, routines: list[Routine]
) -> None:
    monkeypatch.setattr(moments, "view_ids", lambda: ())
    technique = techniques()["saw"]
    assert moments.shown(technique, routines) == moments.Shown(None, None)
    (page,) = card_pages([technique], routines, "A4")
    assert not body_image(page.pictures[0]).isNull()
    rows = [row for row in rows_of(six_steps()) if isinstance(row, Row)]
    assert all(row.scene is None for row in rows)
    assert sheet_pages(six_steps(), "A4")


def test_the_table_of_moments_names_what_there_is() -> None:
    known = techniques()
    named = [moment.technique for moment in moments.card_moments()]
    assert len(set(named)) == len(named)
    for moment in moments.card_moments():
        assert moment.technique in known
        assert moment.hand is None or moment.hand in known[moment.technique].hands, moment.technique
        assert moment.view in view_ids(), f"{moment.technique}: there is no view {moment.view}"
        view = body_view(moment.view)
        assert view.zone(moment.zone) is not None, f"{moment.technique}: no zone {moment.zone}"
        assert view.path(moment.path) is not None, f"{moment.technique}: no path {moment.path}"


def test_pictures_are_sharp_and_hold_a_body() -> None:
    plan = six_steps()
    (page,) = card_pages(techniques_of(plan)[:1], [plan.routine], "A4")
    picture = page.pictures[0]
    image = body_image(picture)
    assert image.width() / (picture.box.width() / mm(25.4)) >= 200
    still = body_image(replace(picture, scene=None))
    assert image.size() == still.size()
    assert image != still, "the hands are missing"
    lit = body_image(Picture(picture.box, None, 0, "back", ("lower_back",)))
    assert lit != still


def test_cuts_meet_between_the_cards() -> None:
    for name in PAPERS:
        page = Paper(name, lying=True).page
        cards = card_boxes(page)
        assert sum(card.width() * card.height() for card in cards) == pytest.approx(
            page.width() * page.height()
        )
        rim = mm(1)
        for mark in cut_marks(page):
            line = QRectF(mark.p1(), mark.p2()).normalized().adjusted(-1, -1, 1, 1)
            assert page.contains(line)
            assert not any(card.adjusted(rim, rim, -rim, -rim).intersects(line) for card in cards)


def test_the_pdf_has_its_pages_text_and_name() -> None:
    plan = six_steps()
    pages = [*sheet_pages(plan, "letter"), *card_pages(techniques_of(plan)[:2], [plan.routine], "letter")]
    heard: list[float] = []
    content = pdf_of(pages, "Six steps", heard.append)
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", content)
    assert boxes == [(b"612", b"792"), (b"792", b"612")]
    assert b"/FontFile" in content
    assert b"/ToUnicode" in content
    for text in ("Six steps", "Massage Desktop"):
        assert text.encode("utf-16-be") in content or text.encode() in content
    assert heard[-1] == 1.0
    assert heard == sorted(heard)


def test_a_technique_that_nothing_shows_still_has_its_card(routines: list[Routine]) -> None:
    odd: Technique = msgspec.structs.replace(techniques()["saw"], id="new_one", title="Something new")
    (page,) = card_pages([odd], routines, "letter")
    assert page.pictures[0].scene is None
    assert "Something new" in texts([page])
