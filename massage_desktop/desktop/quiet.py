"""Holding back notices (do not disturb) during a session, where the desktop offers it.

``org.freedesktop.Notifications`` of KDE and its kin has ``Inhibit`` and ``UnInhibit``; what is held back ends
with the connection, so a crash leaves nothing behind. GNOME has only a setting, which would stay switched
after a crash, so it is left alone and the person is told.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, Final, Literal

from .bus import ANSWER_S, Bus, BusError, Incoming, Line

State = Literal["on", "off", "unavailable"]

ON: Final = "Notices are held back."
CAN: Final = "Notices can be held back."
UNABLE: Final = "Other programs may show notices. Switch on do-not-disturb before your hands are oily."
REASON: Final = "A massage is going on"

_NAME = "org.freedesktop.Notifications"
_NOTICES = (_NAME, "/org/freedesktop/Notifications", _NAME)
_LOOK = (_NAME, "/org/freedesktop/Notifications", "org.freedesktop.DBus.Introspectable")
_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_RULE = f"type='signal',sender='{_BUS[0]}',interface='{_BUS[2]}',member='NameOwnerChanged',arg0='{_NAME}'"


class Quiet:
    """Notices are held back between :meth:`hold` and :meth:`release`. All methods return at once.

    Args:
        told: called with ``on``, ``off`` or ``unavailable`` and a sentence for the person after every
            request, and when a desktop that started anew has been asked again; in a thread of its own, so
            the ``emit`` of a Qt signal is meant to be given here.
        answer_s: a desktop that says nothing for so many seconds counts as unable.
    """

    def __init__(self, told: Callable[[State, str], object], *, answer_s: float = ANSWER_S) -> None:
        self._told = told
        self._answer_s = answer_s
        self._bus = Bus("quiet", self._heard)
        self._line: Line | None = None
        self._cookie: int | None = None
        self._wanted = False

    def probe(self) -> None:
        """Find out if notices can be held back: ``off`` with :data:`CAN`, else ``unavailable``."""
        self._bus.do(self._probe)

    def hold(self) -> None:
        """Hold notices back from now on."""
        self._bus.do(self._hold)

    def release(self) -> None:
        """Let them show up again."""
        self._bus.do(self._release)

    def close(self, wait_s: float = 0.3) -> None:
        """Release for good, waiting at most ``wait_s`` seconds; the desktop does the rest."""
        self._bus.close(wait_s)

    def _probe(self, line: Line | None) -> None:
        try:
            offered = line is not None and '"Inhibit"' in str(
                line.ask(_LOOK, "Introspect", timeout_s=self._answer_s)[0]
            )
        except BusError:
            offered = False
        self._told(*(("off", CAN) if offered else ("unavailable", UNABLE)))

    def _hold(self, line: Line | None) -> None:
        self._wanted = True
        if line is not None and self._line is not line:
            self._line, self._cookie = line, None  # what an earlier connection held has gone with it
            self._watch(line)
        if line is None or (self._cookie is None and not self._inhibited(line)):
            self._told("unavailable", UNABLE)
        else:
            self._told("on", ON)

    def _watch(self, line: Line) -> None:
        with contextlib.suppress(BusError):
            line.ask(_BUS, "AddMatch", "s", (_RULE,), timeout_s=self._answer_s)

    def _inhibited(self, line: Line) -> bool:
        hints: dict[str, tuple[str, Any]] = {}
        body = ("massage-desktop", REASON, hints)
        try:
            answer = line.ask(_NOTICES, "Inhibit", "ssa{sv}", body, timeout_s=self._answer_s)
            self._cookie = int(answer[0])
        except (BusError, ValueError, TypeError, IndexError):
            return False
        return True

    def _release(self, line: Line | None) -> None:
        self._wanted = False
        cookie, self._cookie = self._cookie, None
        if line is not None and line is self._line and cookie is not None:
            with contextlib.suppress(BusError):  # it started anew and knows of nothing
                line.ask(_NOTICES, "UnInhibit", "u", (cookie,), timeout_s=self._answer_s)
        self._told("off", "")

    def _heard(self, line: Line, call: Incoming) -> None:
        """The desktop's notices started anew: ask again."""
        if call.member == "NameOwnerChanged" and call.body[:1] == (_NAME,) and self._wanted:
            self._cookie = None
            if call.body[2]:
                self._hold(line)
