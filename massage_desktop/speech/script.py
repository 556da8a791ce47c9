"""What is said at each moment of a session, and when: the same live, in a rehearsal and in a rendered file.

Words keep out of each other's way and out of the way of the chimes: none begins before a chime has sounded,
and all end a moment before the next change, or are left out. What somebody asks for cuts short what is being
said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from massage_desktop.plan.model import Plan, PlannedStep
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Event, Snapshot
from massage_desktop.session.session import ANNOUNCE_S, Session
from massage_desktop.settings.model import SpeechDetail

from .choosing import PAUSE_S, Chooser
from .phrases import phrases, with_name
from .texts import caution_of, explanations, told_key
from .timing import AFTER_CHIME_S, BEFORE_CHANGE_S, Utterance, after_s, answer_to, interrupts
from .wording import Said, covering, ending, naming, phrase, turning

__all__ = ["AFTER_CHIME_S", "BEFORE_CHANGE_S", "PAUSE_S", "Narrator", "Utterance", "interrupts", "narration"]

GREETING_S: Final = 1.5
"""Seconds of the countdown that pass before the greeting, while the sound fades in."""

GREETING_END_S: Final = 2.0
"""Seconds of quiet before the first stroke."""

_SOON_S: Final = 10.0
_TEN_FROM_S: Final = 7.5
"""With less room for words, the change does not come in ten seconds any more."""


class Narrator:
    """Finds the words of one session and remembers what was said.

    Args:
        language: the person's language; the texts are English wordings in every language.
        detail: ``full``; ``names`` (only coming steps by name, turning over, and what hurts); ``chimes`` and
            ``silent`` say nothing.
        seconds_of: length of the clip of a text in seconds, None when there is none. A text without a clip is
            not said: a routine's own wording gives way to the technique's, and is listed in :attr:`missing`.
    """

    def __init__(
        self, language: str, detail: SpeechDetail, seconds_of: Callable[[str], float | None]
    ) -> None:
        self.language = language
        self._names = detail in ("full", "names")
        self._full = detail == "full"
        self._choice = Chooser(seconds_of)
        self._choose = self._choice.chosen
        self._told: set[tuple[str, str]] = set()
        self._warned: set[str] = set()
        self._telling: tuple[tuple[str, str] | None, str | None] = (None, None)
        self._named: tuple[str, int] | None = None
        self._known_t = self._free_s = -math.inf

    @property
    def missing(self) -> tuple[str, ...]:
        """Texts of the routine that had no clip so far: for the screen, in large letters."""
        return tuple(self._choice.missing)

    def length(self, texts: Sequence[str]) -> float:
        """Seconds that texts take, said one after another."""
        return self._choice.length(texts)

    # -- the moments by themselves ---------------------------------------------------------------------------

    def greeting(self, plan: Plan, get_ready_s: float) -> list[Utterance]:
        """What is said in the countdown, in seconds from its beginning; it ends 2 s before the first stroke.

        What the countdown is too short for is left out.
        """
        if not self._names or not plan.steps:
            return []
        alone, first = plan.routine.gives == "self", plan.steps[0]
        end_s = get_ready_s - GREETING_END_S
        today = with_name(phrases().today, plan.routine.title)
        kinds = [
            phrase("welcome", alone=alone),
            Said((today,), own=today),
            phrase("warm_hands"),
            phrase("breathe_out"),
        ]
        name_s = self._choice.length(self._choose([naming(first, begins=True)], end_s - GREETING_S))
        told = self._choose(kinds if self._full else [], end_s - GREETING_S - name_s - 2 * PAUSE_S)
        free_s = GREETING_S + self._choice.length(told)
        said = [Utterance(GREETING_S, told)] if told else []
        last = self._choose([phrase("soon"), naming(first, begins=True)] if self._full else [], _SOON_S - 2)
        at_s = get_ready_s - _SOON_S
        if len(last) < 2 or at_s < free_s + PAUSE_S:
            last = self._choose([naming(first, begins=True)], end_s - GREETING_S)
            at_s = end_s - self._choice.length(last)
        if last:
            said.append(Utterance(at_s, last))
            self._named = _key(first)
        self._free_s = at_s + self._choice.length(last) - get_ready_s if last else free_s - get_ready_s
        return said

    def announcement(
        self,
        current: PlannedStep,
        upcoming: PlannedStep | None,
        seconds_left: float,
        plan: Plan | None = None,
    ) -> tuple[str, ...]:
        """The words for the change that comes in ``seconds_left``; they end before it.

        They begin after the announcing chime. Without ``plan`` nothing is said of turning over and the towel.
        """
        room_s = seconds_left - AFTER_CHIME_S["announce"] - BEFORE_CHANGE_S
        return self._announced(current, upcoming, room_s, plan)

    def beginning(self, step: PlannedStep, room_s: float, *, named: bool = True) -> tuple[str, ...]:
        """The words for a step that begins, said inside ``room_s``: the time to its announcement.

        A step that was not announced (``named`` False) says its name; what has not been explained yet is
        explained, with its first caution.
        """
        chime = "begin" if step.start == 0 else "step"
        return self._begun(step, room_s - AFTER_CHIME_S[chime] - BEFORE_CHANGE_S, named=named)

    # -- a session -------------------------------------------------------------------------------------------

    def on(self, event: Event, snapshot: Snapshot) -> tuple[str, ...]:
        """The texts for an event, () for none; see :meth:`spoken`."""
        spoken = self.spoken(event, snapshot)
        return spoken.texts if spoken else ()

    def spoken(self, event: Event, snapshot: Snapshot) -> Utterance | None:
        """What is said because of an event, with the session second at which it begins; None for nothing.

        ``snapshot`` is how things stand after the event. Pass every event, in order; where
        :func:`interrupts` is true, end what is being said.
        """
        if interrupts(event):
            self._cut(event)
        if not self._names or snapshot.phase == "ready":
            return None
        if self._free_s <= event.t:
            self._telling = (None, None)  # it was heard to its end
        at_s = max(event.t + after_s(event), self._free_s + PAUSE_S)
        texts = self._texts(event, snapshot, at_s)
        if not texts:
            return None
        self._free_s = at_s + self._choice.length(texts)
        return Utterance(at_s, texts)

    def _texts(self, event: Event, shot: Snapshot, at_s: float) -> tuple[str, ...]:
        """The texts for an event whose first word comes at ``at_s``."""
        end_s = event.t + (event.seconds or 0.0) - BEFORE_CHANGE_S
        if event.kind == "hurt" or event.command in ("back", "repeat"):
            self._known_t = event.t  # the step that begins now was just done: it needs no name
        if event.kind == "announce":
            at = _place(shot, event.step, shot.index + 1)
            current = shot.plan.steps[max(0, at - 1)]
            upcoming = shot.plan.steps[at] if event.step else None
            return self._announced(current, upcoming, end_s - at_s, shot.plan)
        if event.kind == "step":
            step = shot.plan.steps[_place(shot, event.step, shot.index)]
            named = self._named == _key(step) or event.t == self._known_t
            self._named = self._named if event.t == self._known_t else None
            return self._begun(step, end_s - ANNOUNCE_S - at_s, named=named)
        if event.kind == "hurt" or (event.kind == "closing" and shot.ending == "hurt"):
            return self._choose([phrase("hurt" if event.kind == "hurt" else "hurt_again")])
        if event.kind == "rest":
            room_s = end_s - at_s
            return self._choose(ending(shot), room_s) if self._full or shot.hurt_count > 2 else ()
        return self._answer(event, shot, at_s) if self._full else ()

    def _answer(self, event: Event, shot: Snapshot, at_s: float) -> tuple[str, ...]:
        """Short answers to what somebody asked for."""
        room_s = shot.step_remaining_s - (at_s - event.t) - BEFORE_CHANGE_S
        if event.kind == "resumed":
            return self._resumed(shot, room_s)
        kind = answer_to(event, shot)
        if kind is None or (event.kind == "refused" and self._free_s > event.t):
            return ()
        bounded = kind in ("longer", "lighter", "refused")
        alone = shot.plan.routine.gives == "self"
        return self._choose([phrase(kind, alone=alone)], room_s if bounded else math.inf)

    def _resumed(self, shot: Snapshot, room_s: float) -> tuple[str, ...]:
        """Going on, and once more what a hold cut short."""
        texts = self._choose([phrase("resumed")], room_s)
        left_s = room_s - self._choice.length(texts) - PAUSE_S
        if shot.step is None or self._named is not None:
            return texts
        if shot.next_announced:
            return (*texts, *self._announced(shot.step, shot.next_step, left_s, shot.plan))
        return (*texts, *self._begun(shot.step, left_s - ANNOUNCE_S, named=True))

    def _cut(self, event: Event) -> None:
        """What was being said did not reach anybody."""
        if self._free_s <= event.t:
            return
        self._free_s = event.t
        self._named = None
        key, caution = self._telling
        self._told.discard(key or ("", ""))
        self._warned.discard(caution or "")

    # -- choosing --------------------------------------------------------------------------------------------

    def _announced(
        self, current: PlannedStep, upcoming: PlannedStep | None, room_s: float, plan: Plan | None
    ) -> tuple[str, ...]:
        self._telling = (None, None)
        if not self._names:
            return ()
        if upcoming is None:
            return self._choose([phrase("last_strokes")] if self._full else [], room_s)
        turn = turning(plan.routine, current, upcoming) if plan else None
        towel = covering(plan.routine, current, upcoming) if plan and self._full else ()
        name = naming(upcoming)
        turned = [turn] if turn else []
        # Turning over must not be missed: where there is no room for all, it comes before the name.
        texts = self._choose([name, *turned, *towel], room_s, first=turned)
        if self._full and room_s > _TEN_FROM_S and set(name.wordings) & set(texts):
            texts = (*self._choose([phrase("in_ten")], room_s - self.length(texts) - PAUSE_S), *texts)
        self._named = _key(upcoming) if set(name.wordings) & set(texts) else None
        return texts

    def _begun(self, step: PlannedStep, room_s: float, *, named: bool) -> tuple[str, ...]:
        self._telling = (None, None)
        if not self._names:
            return ()
        name = [] if named else [naming(step, begins=step.start == 0)]
        texts = self._choose(name, room_s)
        key, caution = told_key(step.step), caution_of(step.step, step.technique)
        if key not in self._told and (self._full or step.step.kind != "massage"):
            how = explanations(step.step, step.technique)
            told = self._choose(
                [Said(how, own=how[0])],
                room_s - self._choice.length(texts) - PAUSE_S * bool(texts),
            )
            texts = (*texts, *told)
            if told:
                self._told.add(key)
                self._telling = (key, None)
        if self._full and caution and caution not in self._warned:
            warned = self._choose(
                [Said((caution,), own=caution)], room_s - self._choice.length(texts) - PAUSE_S
            )
            if warned:
                self._warned.add(caution)
                self._telling = (self._telling[0], caution)
                texts = (*texts, *warned)
        return texts


def narration(
    plan: Plan, language: str, detail: SpeechDetail, seconds_of: Callable[[str], float | None]
) -> list[Utterance]:
    """All words of a session that nobody steers, in massage seconds, those of the rest's beginning included.

    The arguments are those of :class:`Narrator`.
    """
    narrator, clock = Narrator(language, detail, seconds_of), ManualClock()
    session = Session(plan, clock, get_ready_s=0.0)
    said: list[Utterance] = []
    moments = {step.start for step in plan.steps} | {max(s.start, s.end - ANNOUNCE_S) for s in plan.steps}
    for moment in sorted(moments | {plan.total_seconds}):
        clock.advance(moment - clock.now())
        for event in session.advance():
            utterance = narrator.spoken(event, session.snapshot())
            said += [utterance] if utterance else []
    return said


def _key(step: PlannedStep) -> tuple[str, int]:
    return (step.id, step.occurrence)


def _place(shot: Snapshot, step_id: str | None, expected: int) -> int:
    """Index of a step by its id, the nearest to where it is expected."""
    steps = shot.plan.steps
    places = [n for n, step in enumerate(steps) if step.id == step_id]
    return min(places, key=lambda n: abs(n - expected), default=min(expected, len(steps) - 1))
