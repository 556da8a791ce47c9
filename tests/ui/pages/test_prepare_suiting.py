"""What health answers change is seen on the page, and handed on with Begin."""

from __future__ import annotations

import pytest
from fitting import SIZES, TEXT_SIZES, answer, assert_apart, assert_words_fit, begun

from massage_desktop.ambience.adapt import FOR_ADULTS, NOTHING_LEFT
from massage_desktop.plan.make import make_plan
from massage_desktop.routine.library import bundled_routines, load_routine
from massage_desktop.ui import words
from massage_desktop.ui.pages.prepare import PreparePage
from massage_desktop.ui.widgets.health_row import HealthRow


def row(page: PreparePage, question: str) -> HealthRow:
    return next(e for e in page.health.entries if e.question.id == question)


def tell(page: PreparePage, question: str, *parts: str, places: tuple[str, ...] = ()) -> HealthRow:
    answer(page, question)
    entry = row(page, question)
    assert entry.parts is not None
    for part in parts:
        entry.parts.chips[part].click()
    for name in places:
        assert entry.places is not None
        assert entry.places.isVisibleTo(page)
        entry.places.chips[name].click()
    return entry


def test_a_hurt_place_is_asked_for_and_left_out(prepare: PreparePage) -> None:
    choices = begun(prepare)
    entry = tell(prepare, "take_care", "hurt_place")
    assert not prepare.begin_button.isEnabled()
    assert prepare.verdict.text.startswith("Say where")
    assert entry.places is not None
    entry.places.chips["lower_back"].click()
    assert any("lower back" in text for text in entry.changes.texts)
    assert prepare.verdict.text == words.ready(len(prepare.choice.changes))
    prepare.begin_button.click()
    assert choices[0].changes == entry.changes.texts
    assert choices[0].routine is not None
    assert "sawing_right" not in {s.id for s in choices[0].routine.steps}
    prepare.none_of_these.click()
    assert entry.changes.texts == ()
    assert prepare.choice.changes == ()


def test_pregnancy_leads_to_the_side_or_to_a_kind_no(prepare: PreparePage) -> None:
    entry = tell(prepare, "pregnant")
    assert prepare.verdict.text == words.NOT_TODAY
    assert entry.agreed is None
    assert entry.parts is not None
    entry.parts.chips["pregnant_later"].click()
    assert not prepare.begin_button.isEnabled()
    assert entry.agreed is not None
    entry.agreed.click()
    assert prepare.begin_button.isEnabled()
    choice = prepare.choice
    assert choice.minutes == 15.0
    assert choice.routine is not None
    assert choice.routine.position == "side_lying"
    assert words.POSITION["side_lying"] in prepare.kind.text
    assert not prepare.blend.scents.isVisibleTo(prepare)
    entry.parts.chips["pregnant_early"].click()
    assert not prepare.begin_button.isEnabled()


def test_what_is_offered_can_be_planned(prepare: PreparePage) -> None:
    tell(prepare, "take_care", "hurt_place", places=("lower_back", "neck"))
    for _ in range(12):
        prepare.wishes.minutes.more.click()
    longest = prepare.choice
    for _ in range(12):
        prepare.wishes.minutes.less.click()
    for choice in (longest, prepare.choice):
        assert choice.routine is not None
        plan = make_plan(choice.routine, choice.minutes, choice.profile)  # type: ignore[arg-type]
        assert plan.total_seconds == choice.minutes * 60


def test_the_minutes_come_back_when_an_answer_is_taken_back(prepare: PreparePage) -> None:
    for _ in range(2):
        prepare.wishes.minutes.more.click()
    assert prepare.choice.minutes == 19.0
    tell(prepare, "pregnant", "pregnant_later")
    assert prepare.choice.minutes == 15.0
    answer(prepare, "pregnant", yes=False)
    assert prepare.choice.minutes == 19.0


def test_too_little_left_is_said_kindly_and_does_not_begin(prepare: PreparePage) -> None:
    tell(prepare, "take_care", "hurt_place", places=("upper_back", "lower_back"))
    assert prepare.verdict.text == NOTHING_LEFT
    assert not prepare.begin_button.isEnabled()
    entry = row(prepare, "take_care")
    assert entry.parts is not None
    entry.parts.chips["hurt_place"].click()
    entry.parts.chips["child"].click()
    assert prepare.verdict.text == FOR_ADULTS


def test_every_doctor_must_have_agreed(prepare: PreparePage) -> None:
    first = tell(prepare, "ask_doctor", "kidneys")
    assert first.agreed is not None
    first.agreed.click()
    assert prepare.begin_button.isEnabled()
    second = tell(prepare, "allergy", "severe_reaction")
    assert not prepare.begin_button.isEnabled()
    assert second.agreed is not None
    second.agreed.click()
    assert prepare.begin_button.isEnabled()


def test_a_newborn_asks_for_a_doctors_word_even_with_nothing_else(prepare: PreparePage) -> None:
    newborn = next(r for r in bundled_routines() if r.receives == "newborn")
    prepare.set_routine(newborn, 2)
    assert not prepare.health.answered
    prepare.none_of_these.click()
    assert not prepare.begin_button.isEnabled()
    entry = row(prepare, "take_care")
    assert entry.agreed is not None
    entry.agreed.click()
    assert prepare.begin_button.isEnabled()
    assert prepare.choice.profile == "newborn"
    prepare.set_routine(load_routine("back_six_step"), 17)
    assert prepare.health.answers == frozenset()


def test_the_mix_follows_oil_and_health(prepare: PreparePage) -> None:
    prepare.wishes.oil.chips["apricot"].click()
    prepare.blend.scents.chips["lavender"].click()
    assert prepare.blend.recipe.text == "Mix: 15 ml apricot oil, 3 drops of lavender."
    tell(prepare, "allergy", "nuts")
    assert not prepare.wishes.oil.chips["apricot"].isEnabled()
    assert prepare.wishes.oil.chips["jojoba"].isEnabled()
    prepare.wishes.oil.chips["jojoba"].click()
    assert prepare.blend.recipe.text == "Mix: 15 ml jojoba oil, unscented."
    assert not prepare.blend.scents.isVisibleTo(prepare)


def test_candles_fall_away_where_no_scent_may_be(prepare: PreparePage) -> None:
    scent = next(tick for tick in prepare.checklist.ticks if tick.said.startswith("Scent"))
    scent.click()
    tell(prepare, "allergy", "asthma")
    assert scent.isHidden()
    assert not scent.isChecked()
    prepare.none_of_these.click()
    assert not scent.isHidden()


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_everything_told_fits(prepare: PreparePage, size: tuple[int, int], text_size: float) -> None:
    prepare.set_text_size(text_size)
    prepare.resize(*size)
    tell(prepare, "pregnant", "pregnant_later")
    tell(prepare, "ask_doctor", "kidneys", "blood_thinner", "surgery", places=("arms",))
    tell(prepare, "take_care", "frail", "varicose_veins")
    prepare.blend.scents.chips["orange"].click()
    assert_words_fit(prepare)
    standing = [prepare.title, prepare.kind, *prepare.headings, prepare.lead, *prepare.columns]
    below = [prepare.none_of_these, prepare.verdict, prepare.back_button, prepare.begin_button]
    assert_apart([*standing, *below], prepare)
