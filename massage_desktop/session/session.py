"""The guided session as a pure state machine: a plan and a clock in, ordered events and one frozen snapshot
out.

Everything is derived from timestamps; no ticks are counted. Asking more or less often gives the same events
at the same times.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from massage_desktop.plan.change import (
    close_now,
    go_back,
    go_next,
    make_gentle,
    make_softer,
    repeat_step,
    stay_longer,
)
from massage_desktop.plan.model import Plan, PlannedStep
from massage_desktop.plan.progress import ChangeRefusedError, Progress

from .clock import Clock
from .meaning import refusal_of
from .model import Command, Ending, Event, EventKind, Phase, Snapshot

ANNOUNCE_S = 10.0
"""The next step is announced this long before it begins, so that the hands never stop (ORDER-02)."""

_CHANGES: dict[Command, Callable[[Progress], Progress]] = {
    "next": go_next,
    "back": go_back,
    "repeat": repeat_step,
    "stay": stay_longer,
}


class Session:
    """One guided session.

    Call :meth:`advance` as often as you like and :meth:`command` when somebody asks for something; both
    return the events since the last call, in order. :meth:`snapshot` tells how things stand at the last of
    these calls.

    Args:
        plan: what to lead through.
        clock: tells the time; read once per call.
        get_ready_s: countdown before the first stroke (the lead-in R37 has no length of its own, CONF-50).
        rest_s: rest after the massage, outside its bounds (TIME-15: the program's own default).
    """

    def __init__(self, plan: Plan, clock: Clock, *, get_ready_s: float = 20.0, rest_s: float = 180.0) -> None:
        self._plan = plan
        self._clock = clock
        self._rest_s = rest_s
        self._first_stroke_at = clock.now() + get_ready_s
        self._ready_s = get_ready_s
        self._phase: Phase = "ready"
        self._index = 0
        self._t = -get_ready_s
        self._held_s = 0.0
        self._held_since: float | None = None
        self._rest_since: float | None = None
        self._announced: tuple[int, str, int] | None = None
        self._ending: Ending = "completed"
        self._closing = False
        self._hurt = 0
        self._events: list[Event] = [Event(t=self._t, kind="ready", seconds=get_ready_s)]

    @property
    def plan(self) -> Plan:
        """The plan as it stands now, past steps with the seconds they really took."""
        return self._plan

    @property
    def phase(self) -> Phase:
        """Where the session is."""
        return self._phase

    @property
    def massage_s(self) -> float:
        """Massage time given so far, in seconds."""
        if self._rest_since is not None:
            return self._plan.total_seconds
        t = self._held_since if self._held_since is not None else self._t
        return max(0.0, t - self._held_s)

    def advance(self) -> tuple[Event, ...]:
        """Let everything happen that is due by now."""
        self._run_to(self._clock.now() - self._first_stroke_at)
        return self._take()

    def command(self, command: Command) -> tuple[Event, ...]:
        """Follow a command, or refuse it with a reason; first everything happens that is due by now."""
        self._run_to(self._clock.now() - self._first_stroke_at)
        refusal = refusal_of(command, self._phase, closing=self._closing)
        if refusal is None:
            try:
                self._follow(command)
            except ChangeRefusedError as error:
                refusal = str(error)
        if refusal is not None:
            self._say("refused", command=command, message=refusal)
        return self._take()

    # -- time ------------------------------------------------------------------------------------------------

    def _run_to(self, t: float) -> None:
        t = max(t, self._t)
        if self._phase == "ready" and t >= 0:
            self._t = 0.0
            self._phase = "running"
            self._begin_step()
        while self._phase == "running" and (due := self._next_due()) <= t:
            self._t = max(self._t, due)
            self._step_over_or_announce()
        if self._phase == "rest" and t >= self._rest_end:
            self._t = max(self._t, self._rest_end)
            self._finish()
        self._t = max(self._t, t)

    def _next_due(self) -> float:
        """Session second of the next announcement or step end."""
        current = self._current
        end = current.end + self._held_s
        if self._announced == self._next_key():
            return end
        return min(end, max(current.start, current.end - ANNOUNCE_S) + self._held_s)

    def _step_over_or_announce(self) -> None:
        end = self._current.end + self._held_s
        if self._announced != self._next_key():
            self._announced = self._next_key()
            self._announce(end - self._t)
        elif self._index + 1 < len(self._plan.steps):
            self._index += 1
            self._begin_step()
        else:
            self._begin_rest()

    def _begin_step(self) -> None:
        self._announced = None
        step = self._current
        left_s = step.end - (self._t - self._held_s)
        self._say("step", step, seconds=left_s)

    def _announce(self, in_s: float) -> None:
        upcoming = self._upcoming
        if upcoming is None:
            self._say("announce", seconds=in_s, message="rest")
        else:
            self._say("announce", upcoming, seconds=in_s)

    def _begin_rest(self) -> None:
        self._phase = "rest"
        self._rest_since = self._t
        self._say("rest", seconds=self._rest_s, massage_seconds=round(self.massage_s, 3))

    def _finish(self) -> None:
        self._phase = "finished"
        self._say("finished", ended=self._ending, massage_seconds=round(self.massage_s, 3))

    # -- commands --------------------------------------------------------------------------------------------

    def _follow(self, command: Command) -> None:
        if self._phase == "ready":
            self._follow_in_ready(command)
        elif self._phase == "rest":
            self._say("command", command=command)
            self._finish()
        elif command in _CHANGES:
            self._apply(command, _CHANGES[command](self._progress))
        elif command == "hold":
            self._say("command", command=command)
            self._phase, self._held_since = "held", self._t
            self._say("held", self._current)
        elif command == "resume":
            self._say("command", command=command)
            self._release()
        elif command == "softer":
            softened = make_softer(self._progress)
            self._say("command", command=command)
            self._take_over(softened)
            self._say("softer", self._current, message=self._current.pressure)
        elif command == "hurts":
            self._ease()
        else:
            self._say("command", command=command)
            self._close("ended_gently")

    def _follow_in_ready(self, command: Command) -> None:
        self._say("command", command=command)
        if command == "next":
            self._first_stroke_at += self._t
            self._t = 0.0
            self._phase = "running"
            self._begin_step()
        else:
            self._ending = "ended_gently"
            self._finish()

    def _apply(self, command: Command, changed: Progress) -> None:
        self._say("command", command=command)
        before = self._current
        self._take_over(changed)
        self._say("replanned", seconds=round(self._plan.total_seconds, 3))
        if (self._current.id, self._current.occurrence) != (before.id, before.occurrence):
            self._begin_step()

    def _take_over(self, progress: Progress) -> None:
        """Make a changed plan the session's own; past steps keep what they took, so time does not jump."""
        self._plan, self._index = progress.plan, progress.index
        if self._announced is not None and (
            self._announced != self._next_key()
            or self._current.end + self._held_s - self._t > ANNOUNCE_S + 1e-6
        ):
            self._announced = None

    def _release(self) -> None:
        assert self._held_since is not None  # noqa: S101  held always has its moment
        self._held_s += self._t - self._held_since
        self._held_since = None
        self._phase = "running"
        self._say("resumed", self._current)

    def _ease(self) -> None:
        """SAFE-07: the first time light stroking, the second time a gentle end, after that hands off."""
        self._say("command", command="hurts")
        self._hurt += 1
        if self._hurt == 1:
            was = self._current.technique.id
            self._take_over(make_gentle(self._progress))
            self._say("hurt", self._current)
            if self._current.technique.id != was:
                announced = self._announced
                self._begin_step()
                self._announced = announced
        elif self._hurt == 2:
            self._close("hurt")
        else:
            self._ending = "hurt"
            self._cut_here()

    def _close(self, ending: Ending) -> None:
        if self._phase == "held":
            self._release()
        self._ending = ending
        if not self._closing:
            before = self._current
            self._closing = True
            self._take_over(close_now(self._progress, "touch" if ending == "hurt" else "light"))
            self._say("closing", seconds=round(self._plan.total_seconds - self.massage_s, 3))
            if (self._current.id, self._current.occurrence) != (before.id, before.occurrence):
                self._begin_step()

    def _cut_here(self) -> None:
        if self._phase == "held":
            self._release()
        spent = tuple(self._progress.spent)
        self._plan = msgspec.structs.replace(self._plan, steps=spent)
        self._index = len(spent) - 1
        self._begin_rest()

    # -- reading ---------------------------------------------------------------------------------------------

    @property
    def _current(self) -> PlannedStep:
        return self._plan.steps[self._index]

    @property
    def _upcoming(self) -> PlannedStep | None:
        after = self._index + 1
        return self._plan.steps[after] if after < len(self._plan.steps) else None

    def _next_key(self) -> tuple[int, str, int]:
        """Names the change that comes next; a new key means that it has to be announced anew."""
        step = self._upcoming
        return (self._index, step.id, step.occurrence) if step else (self._index, "", 0)

    @property
    def _rest_end(self) -> float:
        return (self._rest_since or 0.0) + self._rest_s

    @property
    def _progress(self) -> Progress:
        elapsed_s = min(self._current.seconds, max(0.0, self.massage_s - self._current.start))
        return Progress(plan=self._plan, index=self._index, elapsed_s=elapsed_s)

    def snapshot(self) -> Snapshot:
        """How things stand at the last call of :meth:`advance` or :meth:`command`."""
        working = self._phase in ("running", "held")
        step = self._current if working else None
        elapsed_s = self._progress.elapsed_s if step else 0.0
        passes = elapsed_s / step.pass_s if step else 0.0
        count = min(int(passes), step.repetitions - 1) if step else 0
        countdown_s = {"ready": -self._t, "rest": self._rest_end - self._t}.get(self._phase, 0.0)
        return Snapshot(
            phase=self._phase,
            plan=self._plan,
            t=self._t,
            massage_s=self.massage_s,
            index=self._index,
            step=step,
            step_elapsed_s=elapsed_s,
            step_remaining_s=step.seconds - elapsed_s if step else 0.0,
            repetition=count + 1,
            repetition_phase=min(1.0, passes - count),
            next_step=self._plan.steps[0] if self._phase == "ready" else self._upcoming if working else None,
            next_announced=working and self._announced is not None,
            remaining_s=max(0.0, self._plan.total_seconds - self.massage_s),
            countdown_s=max(0.0, countdown_s),
            ending=self._ending,
            hurt_count=self._hurt,
        )

    def _say(
        self,
        kind: EventKind,
        step: PlannedStep | None = None,
        *,
        seconds: float | None = None,
        command: Command | None = None,
        message: str | None = None,
        ended: Ending | None = None,
        massage_seconds: float | None = None,
    ) -> None:
        self._events.append(
            Event(
                t=round(self._t, 6),
                kind=kind,
                step=step.id if step else None,
                technique=step.technique.id if step else None,
                side=step.side if step else None,
                seconds=round(seconds, 3) if seconds is not None else None,
                command=command,
                message=message,
                ended=ended,
                massage_seconds=massage_seconds,
            )
        )

    def _take(self) -> tuple[Event, ...]:
        events, self._events = tuple(self._events), []
        return events
