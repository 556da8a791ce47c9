"""Words in time: under any routine, length and commands they keep clear of each other and of the changes."""

from __future__ import annotations

import math

import msgspec
import pytest
from clip_seconds import seconds_of
from hypothesis import given, settings
from hypothesis import strategies as st

from massage_desktop.plan.make import PlanRefusedError, make_plan
from massage_desktop.plan.model import Plan
from massage_desktop.routine.library import bundled_routines, load_routine
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Command, Event, Snapshot
from massage_desktop.session.session import ANNOUNCE_S, Session
from massage_desktop.speech.phrases import phrases
from massage_desktop.speech.script import (
    AFTER_CHIME_S,
    BEFORE_CHANGE_S,
    GREETING_END_S,
    Narrator,
    Utterance,
    interrupts,
    narration,
)
from massage_desktop.speech.texts import explanations, spoken_texts, told_key

EPS = 1e-6
ROUTINES = bundled_routines()
PAUSE_S = 0.35
"""What is promised between two texts; not taken from the code that is tested."""

Wish = tuple[str, int, bool]
wishes = st.tuples(st.sampled_from([r.id for r in ROUTINES]), st.integers(1, 20), st.booleans())
scripts = st.lists(
    st.tuples(
        st.floats(-20, 1250),
        st.sampled_from(["next", "back", "repeat", "stay", "softer", "hurts", "hold", "resume", "end"]),
    ),
    max_size=10,
).map(lambda cues: sorted(cues, key=lambda cue: cue[0]))


def plan_for(name: str, minutes: float | None = None, with_options: bool = False) -> Plan:
    """A plan as near to the wish as the routine allows."""
    routine = load_routine(name)
    options = [option.id for option in routine.options] if with_options else []
    try:
        return make_plan(routine, minutes, options=options)
    except PlanRefusedError as refused:
        return make_plan(routine, refused.nearest_minutes, options=options)


def length(texts: tuple[str, ...]) -> float:
    return sum(seconds_of(text) or 0.0 for text in texts) + PAUSE_S * (len(texts) - 1)


class Heard(msgspec.Struct):
    """One utterance as it reached the ear: ``cut_s`` is when it was cut short."""

    event: Event
    shot: Snapshot
    utterance: Utterance
    cut_s: float | None = None

    @property
    def end_s(self) -> float:
        end_s = self.utterance.at_s + length(self.utterance.texts)
        return end_s if self.cut_s is None else min(end_s, self.cut_s)


def run(
    plan: Plan, narrator: Narrator, script: list[tuple[float, Command]], ready_s: float = 20.0
) -> tuple[list[Heard], list[Event]]:
    """A whole session; a hold that nobody ends is ended after a while."""
    clock = ManualClock()
    session = Session(plan, clock, get_ready_s=ready_s, rest_s=30.0)
    heard: list[Heard] = []
    everything: list[Event] = []

    def take(events: tuple[Event, ...]) -> None:
        for event in events:
            everything.append(event)
            if interrupts(event):
                for one in heard:
                    if one.end_s > event.t:
                        one.cut_s = event.t
                heard[:] = [one for one in heard if one.utterance.at_s < (one.cut_s or math.inf)]
            utterance = narrator.spoken(event, session.snapshot())
            if utterance is not None:
                heard.append(Heard(event, session.snapshot(), utterance))

    cues = list(script)
    while session.phase != "finished":
        clock.advance(0.5)
        now = clock.now() - ready_s
        while cues and cues[0][0] <= now:
            take(session.command(cues.pop(0)[1]))
        if session.phase == "held" and not cues:
            take(session.command("resume"))
        take(session.advance())
    return heard, everything


@settings(max_examples=30)
@given(wish=wishes, script=scripts)
def test_words_never_overlap_and_all_have_a_clip(wish: Wish, script: list[tuple[float, Command]]) -> None:
    plan = plan_for(*wish)
    narrator = Narrator("en", "full", seconds_of)
    narrator.greeting(plan, 20.0)
    heard, _ = run(plan, narrator, script)
    bundled = set(spoken_texts())
    for one, following in zip(heard, heard[1:], strict=False):
        assert following.utterance.at_s >= one.end_s - EPS
    for one in heard:
        assert one.utterance.at_s >= one.event.t + 0.3 - EPS
        assert set(one.utterance.texts) <= bundled
    assert narrator.missing == ()


@settings(max_examples=30)
@given(wish=wishes, script=scripts)
def test_announcements_end_before_the_change_and_explanations_before_the_announcement(
    wish: Wish, script: list[tuple[float, Command]]
) -> None:
    plan = plan_for(*wish)
    heard, _ = run(plan, Narrator("en", "full", seconds_of), script)
    for one in heard:
        due_s = one.event.t + (one.event.seconds or 0.0)
        if one.event.kind == "announce":
            assert one.end_s <= due_s - BEFORE_CHANGE_S + EPS
            assert one.utterance.at_s >= one.event.t + AFTER_CHIME_S["announce"] - EPS
        if one.event.kind == "step":
            assert one.end_s <= due_s - ANNOUNCE_S - BEFORE_CHANGE_S + EPS
            assert one.utterance.at_s >= one.event.t + AFTER_CHIME_S["step"] - EPS


@settings(max_examples=30)
@given(wish=wishes)
def test_a_session_that_nobody_steers_names_every_step_and_explains_each_thing_once(wish: Wish) -> None:
    plan = plan_for(*wish)
    said = [text for one in narration(plan, "en", "full", seconds_of) for text in one.texts]
    told = [
        told_key(s.step)
        for one in narration(plan, "en", "full", seconds_of)
        for s in plan.steps
        if s.start + 1 < one.at_s < s.end - ANNOUNCE_S
        and set(explanations(s.step, s.technique)) & set(one.texts)
    ]
    assert len(told) == len(set(told))
    long_enough = {told_key(s.step) for s in plan.steps if s.seconds > 32 and not s.step.mirrors}
    assert long_enough <= set(told)
    assert sum(text.startswith(("Move on to ", "Next: ")) for text in said) >= sum(
        s.seconds > 14 for s in plan.steps[:-1]
    )
    assert phrases().complete in said


@settings(max_examples=15)
@given(wish=wishes)
def test_it_is_told_the_same_live_and_rendered(wish: Wish) -> None:
    plan = plan_for(*wish)
    live, _ = run(plan, Narrator("en", "full", seconds_of), [], ready_s=0.0)
    rendered = narration(plan, "en", "full", seconds_of)
    assert [one.utterance for one in live][: len(rendered)] == rendered


@settings(max_examples=15)
@given(wish=wishes, script=scripts, detail=st.sampled_from(["chimes", "silent"]))
def test_without_words_nothing_is_said(wish: Wish, script: list[tuple[float, Command]], detail: str) -> None:
    plan = plan_for(*wish)
    narrator = Narrator("en", detail, seconds_of)
    assert narrator.greeting(plan, 20.0) == []
    assert run(plan, narrator, script)[0] == []
    assert narrator.announcement(plan.steps[0], plan.steps[-1], 10.0, plan) == ()
    assert narrator.beginning(plan.steps[0], 60.0) == ()


@settings(max_examples=15)
@given(wish=wishes)
def test_with_names_only_little_is_said(wish: Wish) -> None:
    plan = plan_for(*wish)
    changes = [one for one in plan.steps if one.step.kind != "massage"]
    alone = {text for one in changes for text in explanations(one.step, one.technique)}
    for one in narration(plan, "en", "names", seconds_of):
        for text in one.texts:
            assert text.startswith(("Move on to ", "Next: ", "First: ", "Now ")) or text in alone


@settings(max_examples=40)
@given(wish=wishes, ready_s=st.integers(0, 120))
def test_the_greeting_ends_before_the_first_stroke(wish: Wish, ready_s: int) -> None:
    plan = plan_for(*wish)
    said = Narrator("en", "full", seconds_of).greeting(plan, ready_s)
    for one, following in zip(said, said[1:], strict=False):
        assert following.at_s >= one.at_s + length(one.texts) + PAUSE_S - EPS
    for one in said:
        assert one.at_s >= 1.0
        assert one.at_s + length(one.texts) <= ready_s - GREETING_END_S + EPS
    if ready_s >= 30:
        texts = [text for one in said for text in one.texts]
        assert any(text.startswith("Today: ") for text in texts)
        assert texts[-2] == phrases().soon
        assert said[-1].at_s == pytest.approx(ready_s - 10)


def _answers(script: list[tuple[float, Command]], name: str = "back_six_step") -> list[str]:
    heard, _ = run(plan_for(name), Narrator("en", "full", seconds_of), script)
    return [text for one in heard for text in one.utterance.texts]


@pytest.mark.parametrize(
    ("script", "answer"),
    [
        ([(40.0, "stay")], "longer"),
        ([(150.0, "back")], "before"),
        ([(150.0, "repeat")], "again"),
        ([(250.0, "softer")], "lighter"),
        ([(250.0, "hold")], "held"),
        ([(250.0, "hold"), (260.0, "resume")], "resumed"),
        ([(250.0, "hurts")], "hurt"),
        ([(250.0, "hurts"), (300.0, "hurts")], "hurt_again"),
        ([(250.0, "hurts"), (300.0, "hurts"), (310.0, "hurts")], "hurt_still"),
        ([(250.0, "end")], "closing"),
        ([(250.0, "end")], "ended"),
        ([(250.0, "resume")], "refused"),
        ([], "rest_over"),
    ],
)
def test_what_somebody_asks_for_is_answered(script: list[tuple[float, Command]], answer: str) -> None:
    assert phrases().to(answer, alone=False) in _answers(script)


def test_one_who_massages_alone_is_spoken_to_alone() -> None:
    said = _answers([(100.0, "hold")], "self_hands")
    assert phrases().held_self in said
    assert phrases().rest_self in said
    assert phrases().held not in said


def test_an_explanation_cut_short_by_a_hold_is_told_once_more() -> None:
    heard, _ = run(
        plan_for("back_six_step"), Narrator("en", "full", seconds_of), [(4.0, "hold"), (30.0, "resume")]
    )
    told = [one for one in heard if any("Both palms start low" in text for text in one.utterance.texts)]
    assert [one.event.kind for one in told] == ["step", "resumed"]


def test_a_step_that_was_skipped_to_says_its_name() -> None:
    heard, _ = run(plan_for("back_six_step"), Narrator("en", "full", seconds_of), [(50.0, "next")])
    step = next(one for one in heard if one.event.kind == "step" and one.event.step == "fingertip_spirals")
    assert step.utterance.texts[0] == "Move on to fingertip spiral."


def test_what_was_done_just_now_is_not_named_again() -> None:
    heard, _ = run(plan_for("back_six_step"), Narrator("en", "full", seconds_of), [(150.0, "repeat")])
    begun = [t for one in heard if one.event.kind == "step" for t in one.utterance.texts]
    assert not [text for text in begun if text.startswith(("Move on to ", "Next: "))]


def test_turning_over_and_the_towel_are_announced() -> None:
    said = [
        text
        for one in narration(plan_for("whole_body_general"), "en", "full", seconds_of)
        for text in one.texts
    ]
    assert "Move on to turning over." in said
    assert phrases().bare_arms in said
    turned = said.index("Move on to turning over.")
    assert phrases().cover_back not in said[turned:]


def test_a_turn_without_a_step_of_its_own_is_told_and_comes_before_the_name() -> None:
    plan = plan_for("back_six_step")
    over = msgspec.structs.replace(plan.steps[1].step, position="supine")
    turned = msgspec.structs.replace(plan.steps[1], step=over)
    narrator = Narrator("en", "full", seconds_of)
    texts = narrator.announcement(plan.steps[0], turned, 10.0, plan)
    assert phrases().turn_supine in texts
    short_s = AFTER_CHIME_S["announce"] + BEFORE_CHANGE_S + (seconds_of(phrases().turn_supine) or 0) + 0.1
    assert narrator.announcement(plan.steps[0], turned, short_s, plan) == (phrases().turn_supine,)


def test_an_announcement_drops_what_does_not_fit() -> None:
    plan = plan_for("back_six_step")
    narrator = Narrator("en", "full", seconds_of)
    for left_s in (0.0, 1.0, 2.0, 3.0, 4.0, 10.0):
        texts = narrator.announcement(plan.steps[0], plan.steps[1], left_s, plan)
        assert texts == () or AFTER_CHIME_S["announce"] + length(texts) < left_s
    assert texts == ("In ten seconds,", "Move on to fingertip spiral.")


def _own(plan: Plan) -> Plan:
    """The plan with words of the person's own in its first step."""
    own = msgspec.structs.replace(
        plan.steps[0].step, title="Grandmother's strokes", instruction="As she did."
    )
    first = msgspec.structs.replace(plan.steps[0], step=own)
    return msgspec.structs.replace(plan, steps=(first, *plan.steps[1:]))


def test_own_words_without_a_clip_give_way_to_the_techniques_and_are_listed() -> None:
    plan = _own(plan_for("back_six_step"))
    narrator = Narrator("en", "full", seconds_of)
    texts = narrator.beginning(plan.steps[0], 80.0, named=False)
    assert texts[:2] == ("First: stroke up and spread.", plan.steps[0].technique.card)
    assert "As she did." in narrator.missing
    assert "Move on to grandmother's strokes." in narrator.missing


def test_own_words_are_said_where_an_engine_can_say_them() -> None:
    plan = _own(plan_for("back_six_step"))
    narrator = Narrator("en", "full", lambda text: seconds_of(text) or 2.0)
    texts = narrator.beginning(plan.steps[0], 80.0, named=False)
    assert texts[:2] == ("First: grandmother's strokes.", "As she did.")
    assert narrator.missing == ()
