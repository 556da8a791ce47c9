"""A rehearsal: the real window and session with no person present, on a clock that is moved by hand."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec

from massage_desktop.plan.model import Plan
from massage_desktop.session.clock import ManualClock
from massage_desktop.session.model import Ending, Event
from massage_desktop.session.session import Session

from .application import make_application
from .log import EventLog
from .program import Program
from .runner import FRAME_MS
from .script import Cue

_INTO_STEP_S = 4.0
"""A step's picture is taken this long after its beginning, when the hands are on their way."""


class Rehearsal(msgspec.Struct, frozen=True, kw_only=True):
    """How to rehearse. ``speed`` is in times real time, None as fast as can be; sound plays only at 1.

    ``look_every_s`` is how far the clock moves between two looks when it goes as fast as can be; events keep
    their exact times.
    """

    cues: tuple[Cue, ...] = ()
    speed: float | None = None
    pictures: Path | None = None
    log: Path | None = None
    size: tuple[int, int] = (1440, 900)
    ambience: str | None = None
    look_every_s: float = 0.5


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """How a rehearsal went."""

    massage_seconds: float
    ended: Ending
    pictures: int


def rehearse_plan(plan: Plan, how: Rehearsal) -> Summary:
    """Lead through the whole plan in the window.

    Raises:
        OSError: the log or a picture cannot be written.
    """
    with ExitStack() as open_things:
        log = open_things.enter_context(EventLog(how.log)) if how.log else None
        return _Performance(plan, how, log).run()


class _Performance:
    """One rehearsal in progress."""

    def __init__(self, plan: Plan, how: Rehearsal, log: EventLog | None) -> None:
        self._how = how
        self._log = log
        self._application = make_application()
        self._program = Program(remember=False)
        self._program.window.resize(*how.size)
        self._program.window.show()
        self._clock = ManualClock()
        self._ready_s = float(self._program.settings.get_ready_s)
        self._session = Session(
            plan, self._clock, get_ready_s=self._ready_s, rest_s=float(self._program.settings.rest_s)
        )
        self._events: list[Event] = []
        self._album = _Album(self._program, how.pictures)

    def run(self) -> Summary:
        """From the countdown to the end of the rest."""
        self._program.run_session(
            self._session,
            ambience=self._how.ambience,
            audible=self._how.speed == 1,
            by_itself=False,
            listener=self._hear,
        )
        began = time.monotonic()
        for moment, cue in self._moments():
            self._wait_until(began, moment)
            self._clock.advance(max(0.0, moment - self._clock.now()))
            if cue is not None:
                self._program.command(cue.command)
            self._program.tick()
            self._application.processEvents()
            self._album.look(self._session.snapshot())
            if self._session.phase == "finished":
                break
        self._album.take("finished")
        return self._close()

    def _moments(self) -> Iterator[tuple[float, Cue | None]]:
        """Clock seconds at which to look, with the command given then; a hold that nobody ends is ended."""
        step_s = self._how.look_every_s if self._how.speed is None else self._how.speed * FRAME_MS / 1000
        waiting = list(self._how.cues)
        now = 0.0
        while True:
            now += step_s
            while waiting and waiting[0].at_s + self._ready_s <= now:
                cue = waiting.pop(0)
                yield cue.at_s + self._ready_s, cue
            if self._session.phase == "held" and not waiting:
                yield now, Cue(now - self._ready_s, "resume")
            yield now, None

    def _wait_until(self, began: float, moment: float) -> None:
        if self._how.speed is None:
            return
        due = began + moment / self._how.speed
        while (left_s := due - time.monotonic()) > 0:
            self._application.processEvents()
            time.sleep(min(left_s, 0.005))

    def _hear(self, event: Event) -> None:
        self._events.append(event)
        if self._log is not None:
            self._log.event(event)

    def _close(self) -> Summary:
        end = next(e for e in reversed(self._events) if e.kind == "finished")
        massage_s = end.massage_seconds or 0.0
        summary = Summary(
            massage_seconds=massage_s, ended=end.ended or "completed", pictures=self._album.count
        )
        if self._log is not None:
            self._log.line(end.t, "summary", massage_seconds=massage_s, ended=summary.ended)
        self._program.close()
        return summary


class _Album:
    """Pictures of the window: one a step, and of the countdown, an announcement, a hold and the rest."""

    def __init__(self, program: Program, folder: Path | None) -> None:
        self._program = program
        self._folder = folder
        self._seen: set[str] = set()
        self.count = 0

    def look(self, shot: object) -> None:
        """Take the pictures that this moment is good for."""
        from massage_desktop.session.model import Snapshot

        if self._folder is None or not isinstance(shot, Snapshot):
            return
        if shot.phase == "ready" and shot.countdown_s < 12:
            self.take("ready")
        elif shot.phase == "held":
            self.take("held")
        elif shot.phase == "rest":
            self.take("rest")
        elif shot.step is not None:
            where = shot.step.id if shot.step.occurrence == 1 else f"{shot.step.id}-{shot.step.occurrence}"
            if shot.step_elapsed_s >= min(_INTO_STEP_S, shot.step.seconds / 2):
                self.take(where)
            if shot.next_announced and shot.index == 1:
                self.take(f"{where}-announced")

    def take(self, name: str) -> None:
        """Save the window as it is now, once a name."""
        if self._folder is None or name in self._seen:
            return
        self._seen.add(name)
        self.count += 1
        self._program.settle()
        path = self._folder / f"{self.count:02d}-{name}.png"
        if not self._program.window.grab().save(str(path)):
            raise OSError(28, "the picture cannot be written", str(path))
