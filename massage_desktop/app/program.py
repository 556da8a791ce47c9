"""The program with its window: builds, connects, runs; nothing else."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from massage_desktop.settings.glance import Glance, glance
from massage_desktop.ui import words as page_words
from massage_desktop.ui.window import MainWindow

from .application import FirstPaint, leave_on_signals, make_application
from .awake import ScreenWatch
from .crash import LOG, catch_everything, keep_log
from .leading import Leading

# Everything that the first picture does not need is imported where it is first used.
if TYPE_CHECKING:
    from massage_desktop.plan.model import Plan
    from massage_desktop.routine.model import Routine
    from massage_desktop.session.model import Command, Event
    from massage_desktop.session.session import Session
    from massage_desktop.settings.model import Settings
    from massage_desktop.settings.store import SettingsFile
    from massage_desktop.ui.pages.prepare import PrepareChoice

    from .log import EventLog
    from .settling import Settling

LEAVING_S = 1.5
"""How long the end of the program waits for the sound to fade."""


def run_program(
    *,
    plan: Plan | None = None,
    ambience: str | None = None,
    quit_after_s: float | None = None,
    log: EventLog | None = None,
) -> int:
    """Open the window, at the session when ``plan`` is given, and stay until it is closed.

    ``log`` takes that session's events, and what was heard of spoken commands.
    """
    application = make_application()
    program = Program(remember=True)
    program.painted.happened.connect(gc.enable)  # switched off by the command, to be there sooner
    catch_everything(program.window.session_message)
    program.window.show()
    if plan is not None:
        program.begin(plan, ambience, log)
    leave = leave_on_signals(program, application)
    if quit_after_s is not None:
        wait_ms = round(quit_after_s * 1000)
        program.painted.happened.connect(lambda: QTimer.singleShot(wait_ms, application.exit))
    code = application.exec()
    leave.stop()
    program.close()
    return int(code)


class Program(QObject):
    """One window with its pages, and at most one session.

    Args:
        remember: read and write the person's settings; a rehearsal leaves them alone.
    """

    def __init__(self, *, remember: bool) -> None:
        super().__init__()
        self._keeps_settings = remember
        self._file: SettingsFile | None = None
        self._settings: Settings | None = None
        self.window = MainWindow(glance() if remember else Glance())
        self._routine: Routine | None = None
        self._screen = ScreenWatch(self)
        self._screen.told.connect(self._screen_told)
        self._prepare_connected = False
        self._settling: Settling | None = None
        self.window.home.chosen.connect(self._prepare)
        self.window.home.settings_wanted.connect(self._open_settings)
        self.leading = Leading(self.window, self)
        self.leading.over.connect(lambda: self._screen.keep(False))
        self.leading.left.connect(self._leave_rest)
        self.painted = FirstPaint(self.window)
        self.painted.happened.connect(self._fill_home)

    # -- pages -----------------------------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The person's settings, read when they are first asked for: the first picture does not need them."""
        if self._settings is None:
            self._settings = self._furnish()
        return self._settings

    def _furnish(self) -> Settings:
        from massage_desktop.controls.keymap import keymap
        from massage_desktop.settings.model import Settings
        from massage_desktop.settings.store import SettingsFile

        if self._keeps_settings:
            keep_log()
            self._file = SettingsFile()
        settings = self._file.current if self._file else Settings()
        keys, problems = keymap(settings.keys)
        for notice in (*(self._file.notices if self._file else ()), *problems):
            LOG.warning("%s", notice)
        self.window.furnish(settings, keys)
        return settings

    def _fill_home(self) -> None:
        """Read the routines."""
        from massage_desktop.routine.library import RoutineError, bundled_routines

        self.window.home.last_minutes = self.settings.last_minutes
        try:
            self.window.home.set_routines(bundled_routines(), self.settings.last_routine)
        except (RoutineError, OSError) as error:
            LOG.error("routines: %s", error)
            self.window.home.set_routines([], None)

    def _open_settings(self) -> None:
        from .settling import Settling

        if self._settling is None:
            self._settling = Settling(self)
        self._settling.open()

    def change_settings(self, values: dict[str, object]) -> str | None:
        """Take over and save some settings; one line when they cannot be saved.

        Raises:
            msgspec.ValidationError: a value does not fit; nothing is changed.
        """
        from msgspec.structs import replace

        from massage_desktop.controls.keymap import keymap

        current = self.settings
        notice = self._file.change(**values) if self._file is not None else None
        self._settings = self._file.current if self._file is not None else replace(current, **values)
        self.window.furnish(self._settings, keymap(self._settings.keys)[0])
        return notice

    def _prepare(self, routine_id: str, minutes: int) -> None:
        from massage_desktop.routine.library import RoutineError, load_routine

        try:
            self._routine = load_routine(routine_id)
        except RoutineError as error:
            LOG.error("routine: %s", error)
            return
        page = self.window.prepare
        if not self._prepare_connected:
            self._prepare_connected = True
            page.begin.connect(self._begin_choice)
            page.back.connect(self._go_home)
            from .music import Music
            from .sounding import known_ambiences

            Music(page, lambda: self.settings)  # lives as long as its page
            page.set_ambiences(known_ambiences())
            page.prefer(self.settings)
        page.set_routine(self._routine, minutes)
        from massage_desktop.sound.level import kept_offset_db

        known = kept_offset_db(self.settings.offset_db, self.settings.output_device) is not None
        page.set_notice("sound", "" if known else page_words.NOT_CALIBRATED)
        self._screen.watch()
        self.leading.hands.ask_quiet(self.settings.do_not_disturb)
        self.window.show_page("prepare")

    def _go_home(self) -> None:
        self.window.show_page("home")

    def _begin_choice(self, choice: PrepareChoice) -> None:
        from massage_desktop.plan.make import PlanRefusedError, make_plan
        from massage_desktop.routine.options import with_options
        from massage_desktop.sound.sources import AmbienceError

        if self._routine is None:
            return
        routine = choice.routine or with_options(self._routine, choice.options)
        try:
            plan = make_plan(routine, choice.minutes, choice.profile)  # type: ignore[arg-type]
        except PlanRefusedError as error:
            self.window.prepare.show_refusal(str(error))
            return
        self._remember(choice)
        try:
            self.begin(plan, choice.ambience)
        except AmbienceError as error:
            self.leading.stop()
            self.window.prepare.show_refusal(str(error))
            self.window.show_page("prepare")

    def _remember(self, choice: PrepareChoice) -> None:
        """Keep what was chosen for the next time."""
        if self._routine is None:
            return
        from msgspec.structs import replace

        from .music import remembered

        notice = None
        kept = {
            "last_routine": self._routine.id,
            "last_minutes": max(1, min(20, round(choice.minutes))),
            "receiver_likes_nature": choice.likes_nature,
            "oil": choice.oil,
            **remembered(choice, self.settings),
        }
        if self._file is not None:
            notice = self._file.change(**kept)
            self._settings = self._file.current
        else:
            self._settings = replace(self.settings, **kept)
        if notice:
            LOG.warning("%s", notice)

    # -- a session -------------------------------------------------------------------------------------------

    def begin(self, plan: Plan, ambience: str | None, log: EventLog | None = None) -> None:
        """Begin a session in real time, with sound."""
        from massage_desktop.session.clock import SteadyClock
        from massage_desktop.session.session import Session

        session = Session(
            plan,
            SteadyClock(),
            get_ready_s=float(self.settings.get_ready_s),
            rest_s=float(self.settings.rest_s),
        )
        self._screen.watch()
        self._screen.keep(True)
        if log is not None:
            self.leading.heard.connect(
                lambda command: log.line(session.snapshot().t, "heard", command=command)
            )
        listener = log.event if log is not None else None
        self.run_session(session, ambience=ambience, audible=True, listener=listener)
        self.leading.steer(self.settings)

    def run_session(
        self,
        session: Session,
        *,
        ambience: str | None,
        audible: bool,
        by_itself: bool = True,
        listener: Callable[[Event], None] | None = None,
    ) -> None:
        """Lead through ``session``; ``by_itself`` False leaves the ticking to the caller."""
        self.leading.run(
            session,
            self.settings,
            ambience=ambience,
            audible=audible,
            by_itself=by_itself,
            listener=listener,
        )

    def command(self, command: Command) -> None:
        """Hand a command to the running session."""
        self.leading.command(command)

    def tick(self) -> None:
        """One look at the clock (a rehearsal calls this itself)."""
        if self.leading.runner is not None:
            self.leading.runner.tick()

    def settle(self) -> None:
        """Finish every fade, so that a picture shows the page as it will stand."""
        self.window.settle()

    def close(self) -> None:
        """End the sound and let the screen sleep again."""
        self.leading.close(LEAVING_S)
        self._screen.close()
        self.window.hide()

    def _leave_rest(self) -> None:
        self.leading.stop()
        self._fill_home()
        self.window.show_page("home")

    def _screen_told(self, notice: str) -> None:
        if self._routine is not None:
            self.window.prepare.set_notice("screen", notice)
        elif notice:
            self.window.session_message(notice)
